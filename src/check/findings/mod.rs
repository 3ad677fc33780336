//! A finding and its parts: evidence, fix, who is affected.

pub(crate) mod affected;
pub(crate) mod case;
pub(crate) mod evidence;
pub(crate) mod finding;
pub(crate) mod fix;
pub(crate) mod names;
pub(crate) mod rule;
pub(crate) mod waits;
