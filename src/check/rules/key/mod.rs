//! The DNSKEY RRset of each provider.

pub(crate) mod dup_pubkey;
pub(crate) mod flags;
pub(crate) mod malformed;
pub(crate) mod none;
pub(crate) mod own_zsk_missing;
pub(crate) mod revoked_left;
pub(crate) mod revoked_used;
pub(crate) mod rrsig_bad;
pub(crate) mod rrsig_none;
pub(crate) mod server_split;
pub(crate) mod signed_by_zsk;
pub(crate) mod ttl_long;
pub(crate) mod ttl_mix;
pub(crate) mod ttl_short;
pub(crate) mod unused;

use crate::check::findings::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    none::RULE,
    rrsig_none::RULE,
    rrsig_bad::RULE,
    own_zsk_missing::RULE,
    flags::RULE,
    malformed::RULE,
    revoked_used::RULE,
    revoked_left::RULE,
    server_split::RULE,
    ttl_mix::RULE,
    ttl_long::RULE,
    ttl_short::RULE,
    dup_pubkey::RULE,
    unused::RULE,
    signed_by_zsk::RULE,
];
