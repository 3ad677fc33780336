//! CSYNC.

pub(crate) mod differ;
pub(crate) mod leftover;
pub(crate) mod shrink;
pub(crate) mod soamin;
pub(crate) mod unsigned;

use crate::check::findings::rule::Rule;

pub(super) const RULES: &[Rule] = &[differ::RULE, soamin::RULE, shrink::RULE, leftover::RULE, unsigned::RULE];
