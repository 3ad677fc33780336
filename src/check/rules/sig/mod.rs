//! Signatures and their times.

pub(crate) mod all_at_once;
pub(crate) mod bad;
pub(crate) mod count;
pub(crate) mod expired;
pub(crate) mod expires_soon;
pub(crate) mod foreign;
pub(crate) mod future;
pub(crate) mod labels;
pub(crate) mod missing;
pub(crate) mod no_backdate;
pub(crate) mod signer;
pub(crate) mod ttl;
pub(crate) mod unknown_key;
pub(crate) mod validity_long;
pub(crate) mod validity_short;

use crate::check::findings::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    missing::RULE,
    expired::RULE,
    future::RULE,
    expires_soon::RULE,
    validity_short::RULE,
    validity_long::RULE,
    no_backdate::RULE,
    bad::RULE,
    signer::RULE,
    labels::RULE,
    ttl::RULE,
    unknown_key::RULE,
    count::RULE,
    foreign::RULE,
    all_at_once::RULE,
];
