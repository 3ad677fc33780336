//! The judgement: who can fail, why, and what to do about it.

mod assemble;
mod causes;
pub mod code;
pub mod effort;
pub mod facts;
mod findings;
mod headline;
pub mod items;
pub mod matrix;
pub mod model;
pub mod outcome;
mod published;
mod records;
pub mod report;
mod retry;
pub mod roles;
pub mod rules;
pub mod session;
pub mod sizes;
mod spared;
pub mod standing;
pub mod timeline;
pub mod words;
