//! Size and transport of responses.

pub(crate) mod rrsig_query_refused;
pub(crate) mod size_dnskey;
pub(crate) mod size_ds;
pub(crate) mod size_negative;
pub(crate) mod tcp_fail;
pub(crate) mod udp_large;

use crate::check::findings::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    tcp_fail::RULE,
    udp_large::RULE,
    size_dnskey::RULE,
    size_negative::RULE,
    size_ds::RULE,
    rrsig_query_refused::RULE,
];
