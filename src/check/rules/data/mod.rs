//! Records of the zone beside their signatures.

pub(crate) mod cname_beside;
pub(crate) mod soa_expire;
pub(crate) mod soa_server_split;
pub(crate) mod ttl_mix;

use crate::check::findings::rule::Rule;

pub(super) const RULES: &[Rule] =
    &[soa_expire::RULE, soa_server_split::RULE, ttl_mix::RULE, cname_beside::RULE];
