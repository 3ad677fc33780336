//! Denial of existence.

pub(crate) mod bitmap_diff;
pub(crate) mod both;
pub(crate) mod compact;
pub(crate) mod compact_mix;
pub(crate) mod invalid;
pub(crate) mod mix;
pub(crate) mod no_soa;
pub(crate) mod none;
pub(crate) mod nsec3_hash;
pub(crate) mod nsec3_iter;
pub(crate) mod nsec3_optout;
pub(crate) mod nsec3_params_diff;
pub(crate) mod nsec3_salt;
pub(crate) mod nsec3param;
pub(crate) mod nsec_question;
pub(crate) mod ttl;
pub(crate) mod ttl_long;
pub(crate) mod wildcard;

use crate::check::findings::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    none::RULE,
    nsec_question::RULE,
    no_soa::RULE,
    invalid::RULE,
    wildcard::RULE,
    both::RULE,
    mix::RULE,
    nsec3_params_diff::RULE,
    nsec3_iter::RULE,
    nsec3_salt::RULE,
    nsec3_optout::RULE,
    nsec3_hash::RULE,
    nsec3param::RULE,
    ttl::RULE,
    ttl_long::RULE,
    bitmap_diff::RULE,
    compact::RULE,
    compact_mix::RULE,
];
