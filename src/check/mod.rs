//! The judgement: who can fail, why, and what to do about it.

pub mod facts;
pub mod items;
pub mod matrix;
pub mod outcome;
pub mod report;
pub mod roles;
pub mod rules;
