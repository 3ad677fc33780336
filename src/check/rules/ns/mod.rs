//! NS and delegation.

pub(crate) mod child_diff;
pub(crate) mod early;
pub(crate) mod glue;
pub(crate) mod imbalance;
pub(crate) mod lame;
pub(crate) mod leaving_self;
pub(crate) mod no_dnssec;
pub(crate) mod parent_child_diff;
pub(crate) mod single_provider;
pub(crate) mod stranger;
pub(crate) mod timeout;
pub(crate) mod ttl_long;
pub(crate) mod vanity;

use crate::check::findings::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    no_dnssec::RULE,
    early::RULE,
    stranger::RULE,
    lame::RULE,
    timeout::RULE,
    glue::RULE,
    parent_child_diff::RULE,
    child_diff::RULE,
    leaving_self::RULE,
    ttl_long::RULE,
    single_provider::RULE,
    imbalance::RULE,
    vanity::RULE,
];
