//! The parent and its DS RRset.

pub(crate) mod alg_no_dnskey;
pub(crate) mod alg_unsupported_mix;
pub(crate) mod all_unsupported;
pub(crate) mod bad_key;
pub(crate) mod count;
pub(crate) mod dangling;
pub(crate) mod digest_384_mix;
pub(crate) mod digest_sha1;
pub(crate) mod digest_sha1_mix;
pub(crate) mod digest_unsupported;
pub(crate) mod digest_wrong;
pub(crate) mod no_match_any;
pub(crate) mod none;
pub(crate) mod not_signing;
pub(crate) mod redundant_digest;
pub(crate) mod revoked;
pub(crate) mod servers_differ;
pub(crate) mod sig;
pub(crate) mod to_zsk;
pub(crate) mod ttl_long;
pub(crate) mod ttl_vs_ns;
pub(crate) mod uncovered_provider;

use crate::check::findings::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    none::RULE,
    no_match_any::RULE,
    uncovered_provider::RULE,
    dangling::RULE,
    alg_no_dnskey::RULE,
    digest_sha1_mix::RULE,
    digest_sha1::RULE,
    digest_384_mix::RULE,
    digest_unsupported::RULE,
    digest_wrong::RULE,
    alg_unsupported_mix::RULE,
    all_unsupported::RULE,
    not_signing::RULE,
    revoked::RULE,
    bad_key::RULE,
    to_zsk::RULE,
    count::RULE,
    servers_differ::RULE,
    sig::RULE,
    ttl_long::RULE,
    ttl_vs_ns::RULE,
    redundant_digest::RULE,
];
