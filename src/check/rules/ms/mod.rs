//! The providers beside each other.

pub(crate) mod coverage;
pub(crate) mod csk_coverage;
pub(crate) mod data_diff;
pub(crate) mod data_ttl_diff;
pub(crate) mod delegation_diff;
pub(crate) mod dnskey_ttl_diff;
pub(crate) mod foreign_ksk;
pub(crate) mod group_size;
pub(crate) mod idle;
pub(crate) mod key_mistyped;
pub(crate) mod keytag_collision;
pub(crate) mod m1_csk;
pub(crate) mod m1_dnskey_differ;
pub(crate) mod m1_sig_stale;
pub(crate) mod mixed;
pub(crate) mod prepublish_coverage;
pub(crate) mod provider_unseen;
pub(crate) mod shared_private;
pub(crate) mod soa_fields;
pub(crate) mod soa_serial;
pub(crate) mod stale_foreign;
pub(crate) mod weakest;
pub(crate) mod who_answered;
pub(crate) mod zsk_coverage;

use crate::check::findings::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    zsk_coverage::RULE,
    csk_coverage::RULE,
    key_mistyped::RULE,
    prepublish_coverage::RULE,
    stale_foreign::RULE,
    m1_dnskey_differ::RULE,
    m1_sig_stale::RULE,
    m1_csk::RULE,
    mixed::RULE,
    foreign_ksk::RULE,
    shared_private::RULE,
    keytag_collision::RULE,
    dnskey_ttl_diff::RULE,
    data_diff::RULE,
    data_ttl_diff::RULE,
    soa_serial::RULE,
    soa_fields::RULE,
    delegation_diff::RULE,
    weakest::RULE,
    who_answered::RULE,
    group_size::RULE,
    provider_unseen::RULE,
];
