//! The judgement: who can fail, why, and what to do about it.

pub mod outcome;
pub mod report;
