//! Algorithms.

pub(crate) mod dnskey_extra;
pub(crate) mod ed25519;
pub(crate) mod group_fixed;
pub(crate) mod mixed;
pub(crate) mod must_not;
pub(crate) mod not_recommended;
pub(crate) mod nsec3_old;
pub(crate) mod rfc6840_server;
pub(crate) mod rsa_exp;
pub(crate) mod rsa_size;
pub(crate) mod sha1;

use crate::check::findings::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    must_not::RULE,
    sha1::RULE,
    not_recommended::RULE,
    ed25519::RULE,
    mixed::RULE,
    rfc6840_server::RULE,
    dnskey_extra::RULE,
    nsec3_old::RULE,
    rsa_size::RULE,
    rsa_exp::RULE,
    group_fixed::RULE,
];
