//! The findings: one rule per file, one finding per root cause, severity by effect.
//!
//! A rule is a pure function of a [`Case`]: the facts, and the root cause of every failing mix
//! ([`blame`]). Its code never changes meaning and is never reused. Its page is its own module
//! documentation; `docs/rules.md` lists all of them.

mod alg_6840_server;
mod alg_dnskey_extra;
mod alg_ed25519;
mod alg_group_fixed;
mod alg_mixed;
mod alg_must_not;
mod alg_not_recommended;
mod alg_nsec3_old;
mod alg_rsa_exp;
mod alg_rsa_size;
mod alg_sha1;
mod asks;
mod blame;
mod cause;
mod cds;
mod cds_bootstrap;
mod cds_breaks_chain;
mod cds_cdnskey_mismatch;
mod cds_delete;
mod cds_delete_bad;
mod cds_differ;
mod cds_digest;
mod cds_done;
mod cds_omits_provider;
mod cds_only_one;
mod cds_partial;
mod cds_pending;
mod cds_signer;
mod cds_unknown_key;
mod changing;
mod cname_beside;
mod compare;
mod copies;
mod coverage;
mod csync;
mod csync_differ;
mod csync_leftover;
mod csync_shrink;
mod csync_soamin;
mod csync_unsigned;
mod delegation;
mod den_bitmap_diff;
mod den_both;
mod den_compact;
mod den_compact_mix;
mod den_invalid;
mod den_mix;
mod den_no_soa;
mod den_none;
mod den_nsec3_hash;
mod den_nsec3_iter;
mod den_nsec3_optout;
mod den_nsec3_params_diff;
mod den_nsec3_salt;
mod den_nsec3param;
mod den_nsec_question;
mod den_ttl;
mod den_ttl_long;
mod den_wildcard;
mod draft;
mod ds_alg_no_dnskey;
mod ds_alg_unsupported_mix;
mod ds_all_unsupported;
mod ds_bad_key;
mod ds_count;
mod ds_dangling;
mod ds_digest_384_mix;
mod ds_digest_sha1;
mod ds_digest_sha1_mix;
mod ds_digest_unsupported;
mod ds_digest_wrong;
mod ds_no_match_any;
mod ds_none;
mod ds_not_signing;
mod ds_redundant_digest;
mod ds_revoked;
mod ds_servers_differ;
mod ds_sig;
mod ds_to_zsk;
mod ds_ttl_long;
mod ds_ttl_vs_ns;
mod ds_uncovered_provider;
mod evidence;
mod fix;
mod group;
mod hit;
mod hyg_key_exchange;
mod hyg_ksk_shared_zones;
mod hyg_sep;
mod hyg_standby;
mod hyg_too_many;
mod key_dup_pubkey;
mod key_flags;
mod key_malformed;
mod key_none;
mod key_own_zsk_missing;
mod key_revoked_left;
mod key_revoked_used;
mod key_rrsig_bad;
mod key_rrsig_none;
mod key_server_split;
mod key_signed_by_zsk;
mod key_ttl_long;
mod key_ttl_mix;
mod key_ttl_short;
mod key_unused;
mod matching;
mod ms_csk_coverage;
mod ms_data_diff;
mod ms_data_ttl_diff;
mod ms_delegation_diff;
mod ms_dnskey_ttl_diff;
mod ms_foreign_ksk;
mod ms_group_size;
mod ms_key_mistyped;
mod ms_keytag_collision;
mod ms_m1_csk;
mod ms_m1_dnskey_differ;
mod ms_m1_sig_stale;
mod ms_mixed;
mod ms_prepublish_coverage;
mod ms_provider_unseen;
mod ms_shared_private;
mod ms_soa_fields;
mod ms_soa_serial;
mod ms_stale_foreign;
mod ms_weakest;
mod ms_who_answered;
mod ms_zsk_coverage;
mod ns_child_diff;
mod ns_early;
mod ns_glue;
mod ns_imbalance;
mod ns_lame;
mod ns_leaving_self;
mod ns_no_dnssec;
mod ns_parent_child_diff;
mod ns_single_provider;
mod ns_stranger;
mod ns_timeout;
mod ns_ttl_long;
mod ns_vanity;
mod nsec3_params;
mod proc_add_provider;
mod proc_algorithm_roll;
mod proc_go_insecure;
mod proc_ksk_roll;
mod proc_model_change;
mod proc_remove_provider;
mod proc_zsk_roll;
mod rrsig_query_refused;
mod sig_all_at_once;
mod sig_bad;
mod sig_count;
mod sig_expired;
mod sig_expires_soon;
mod sig_foreign;
mod sig_future;
mod sig_labels;
mod sig_missing;
mod sig_no_backdate;
mod sig_signer;
mod sig_ttl;
mod sig_unknown_key;
mod sig_validity_long;
mod sig_validity_short;
mod size_dnskey;
mod size_ds;
mod size_negative;
mod soa_expire;
mod soa_server_split;
mod soa_times;
mod support;
mod tcp_fail;
mod times;
mod ttl_mix;
mod udp_large;

use super::facts::Facts;
use super::report::{Finding, Severity};
use crate::order;
pub use support::Case;

/// One rule: what it is called, what it is about, and what it finds.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable, and never reused.
    pub code: &'static str,
    /// In one line.
    pub summary: &'static str,
    pub find: fn(&Case<'_>) -> Vec<Finding>,
}

/// Every rule. Within one severity, findings come in this order.
pub const RULES: &[Rule] = &[
    proc_add_provider::RULE,
    proc_remove_provider::RULE,
    proc_zsk_roll::RULE,
    proc_ksk_roll::RULE,
    proc_algorithm_roll::RULE,
    proc_model_change::RULE,
    proc_go_insecure::RULE,
    ds_none::RULE,
    ds_no_match_any::RULE,
    ds_uncovered_provider::RULE,
    ds_dangling::RULE,
    ds_alg_no_dnskey::RULE,
    ds_digest_sha1_mix::RULE,
    ds_digest_sha1::RULE,
    ds_digest_384_mix::RULE,
    ds_digest_unsupported::RULE,
    ds_digest_wrong::RULE,
    ds_alg_unsupported_mix::RULE,
    ds_all_unsupported::RULE,
    ds_not_signing::RULE,
    ds_revoked::RULE,
    ds_bad_key::RULE,
    ds_to_zsk::RULE,
    ds_count::RULE,
    ds_servers_differ::RULE,
    ds_sig::RULE,
    ds_ttl_long::RULE,
    ds_ttl_vs_ns::RULE,
    ds_redundant_digest::RULE,
    key_none::RULE,
    key_rrsig_none::RULE,
    key_rrsig_bad::RULE,
    key_own_zsk_missing::RULE,
    key_flags::RULE,
    key_malformed::RULE,
    key_revoked_used::RULE,
    key_revoked_left::RULE,
    key_server_split::RULE,
    key_ttl_mix::RULE,
    key_ttl_long::RULE,
    key_ttl_short::RULE,
    key_dup_pubkey::RULE,
    key_unused::RULE,
    key_signed_by_zsk::RULE,
    ms_zsk_coverage::RULE,
    ms_csk_coverage::RULE,
    ms_key_mistyped::RULE,
    ms_prepublish_coverage::RULE,
    ms_stale_foreign::RULE,
    ms_m1_dnskey_differ::RULE,
    ms_m1_sig_stale::RULE,
    ms_m1_csk::RULE,
    ms_mixed::RULE,
    ms_foreign_ksk::RULE,
    ms_shared_private::RULE,
    ms_keytag_collision::RULE,
    ms_dnskey_ttl_diff::RULE,
    ms_data_diff::RULE,
    ms_data_ttl_diff::RULE,
    ms_soa_serial::RULE,
    ms_soa_fields::RULE,
    ms_delegation_diff::RULE,
    ms_weakest::RULE,
    ms_who_answered::RULE,
    ms_group_size::RULE,
    ms_provider_unseen::RULE,
    alg_must_not::RULE,
    alg_sha1::RULE,
    alg_not_recommended::RULE,
    alg_ed25519::RULE,
    alg_mixed::RULE,
    alg_6840_server::RULE,
    alg_dnskey_extra::RULE,
    alg_nsec3_old::RULE,
    alg_rsa_size::RULE,
    alg_rsa_exp::RULE,
    alg_group_fixed::RULE,
    sig_missing::RULE,
    sig_expired::RULE,
    sig_future::RULE,
    sig_expires_soon::RULE,
    sig_validity_short::RULE,
    sig_validity_long::RULE,
    sig_no_backdate::RULE,
    sig_bad::RULE,
    sig_signer::RULE,
    sig_labels::RULE,
    sig_ttl::RULE,
    sig_unknown_key::RULE,
    sig_count::RULE,
    sig_foreign::RULE,
    sig_all_at_once::RULE,
    soa_expire::RULE,
    soa_server_split::RULE,
    ttl_mix::RULE,
    cname_beside::RULE,
    den_none::RULE,
    den_nsec_question::RULE,
    den_no_soa::RULE,
    den_invalid::RULE,
    den_wildcard::RULE,
    den_both::RULE,
    den_mix::RULE,
    den_nsec3_params_diff::RULE,
    den_nsec3_iter::RULE,
    den_nsec3_salt::RULE,
    den_nsec3_optout::RULE,
    den_nsec3_hash::RULE,
    den_nsec3param::RULE,
    den_ttl::RULE,
    den_ttl_long::RULE,
    den_bitmap_diff::RULE,
    den_compact::RULE,
    den_compact_mix::RULE,
    cds_differ::RULE,
    cds_partial::RULE,
    cds_omits_provider::RULE,
    cds_breaks_chain::RULE,
    cds_cdnskey_mismatch::RULE,
    cds_only_one::RULE,
    cds_signer::RULE,
    cds_unknown_key::RULE,
    cds_digest::RULE,
    cds_delete::RULE,
    cds_delete_bad::RULE,
    cds_bootstrap::RULE,
    cds_pending::RULE,
    cds_done::RULE,
    csync_differ::RULE,
    csync_soamin::RULE,
    csync_shrink::RULE,
    csync_leftover::RULE,
    csync_unsigned::RULE,
    ns_no_dnssec::RULE,
    ns_early::RULE,
    ns_stranger::RULE,
    ns_lame::RULE,
    ns_timeout::RULE,
    ns_glue::RULE,
    ns_parent_child_diff::RULE,
    ns_child_diff::RULE,
    ns_leaving_self::RULE,
    ns_ttl_long::RULE,
    ns_single_provider::RULE,
    ns_imbalance::RULE,
    ns_vanity::RULE,
    tcp_fail::RULE,
    udp_large::RULE,
    size_dnskey::RULE,
    size_negative::RULE,
    size_ds::RULE,
    rrsig_query_refused::RULE,
    hyg_key_exchange::RULE,
    hyg_too_many::RULE,
    hyg_standby::RULE,
    hyg_sep::RULE,
    hyg_ksk_shared_zones::RULE,
];

/// At most so many warnings and infos of one rule; the causes of errors are bounded where they are told apart.
const MOST_OF_ONE_RULE: usize = 30;

/// Every finding that the data show, errors first, in a stable order.
pub fn findings(facts: &Facts) -> Vec<Finding> {
    let case = Case::new(facts);
    let mut findings: Vec<Finding> = Vec::new();
    for rule in RULES {
        let found = (rule.find)(&case).into_iter().map(|finding| by_effect(&case, finding));
        let (errors, others): (Vec<Finding>, Vec<Finding>) =
            found.partition(|finding| finding.severity == Severity::Error);
        findings.extend(errors);
        findings.extend(others.into_iter().take(MOST_OF_ONE_RULE));
    }
    // A stable sort: the rules' order stays within one severity.
    order::sort_by_key(&mut findings, |finding| finding.severity);
    findings
}

/// Rules that compare providers with each other, beside those whose codes begin with `MS-`.
const COMPARING: &[&str] = &[
    "CDS-DIFFER",
    "CDS-OMITS-PROVIDER",
    "CDS-ONLY-ONE",
    "CDS-PARTIAL",
    "CSYNC-DIFFER",
    "DEN-BITMAP-DIFF",
    "DEN-COMPACT-MIX",
    "DEN-MIX",
    "DEN-NSEC3-PARAMS-DIFF",
    "HYG-KEY-EXCHANGE",
];

/// What is fragile only between providers of which one gets no queries, or at such a provider alone, is fragile for
/// nobody yet.
fn by_effect(case: &Case<'_>, mut finding: Finding) -> Finding {
    let idle = |label: &String| case.unreached().any(|provider| case.label(provider) == label);
    let compares = finding.code.starts_with("MS-") || COMPARING.contains(&finding.code.as_str());
    let about = &finding.providers;
    let nobody = if compares { about.iter().any(idle) } else { !about.is_empty() && about.iter().all(idle) };
    if finding.severity == Severity::Warning && nobody {
        finding.severity = Severity::Info;
        finding.latent = true;
    }
    finding
}
