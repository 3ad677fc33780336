//! Processes that the data stand in the middle of.

pub(crate) mod add_provider;
pub(crate) mod algorithm_roll;
pub(crate) mod changing;
pub(crate) mod go_insecure;
pub(crate) mod group;
pub(crate) mod ksk_roll;
pub(crate) mod model_change;
pub(crate) mod remove_provider;
pub(crate) mod zsk_roll;

use crate::check::findings::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    add_provider::RULE,
    remove_provider::RULE,
    zsk_roll::RULE,
    ksk_roll::RULE,
    algorithm_roll::RULE,
    model_change::RULE,
    go_insecure::RULE,
];
