//! The root cause of every failing mix, found once before any rule words it.

pub(crate) mod blame;
pub(crate) mod cause;
pub(crate) mod failure;
