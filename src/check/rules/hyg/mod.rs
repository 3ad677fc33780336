//! Key hygiene and operation.

pub(crate) mod key_exchange;
pub(crate) mod ksk_shared_zones;
pub(crate) mod sep;
pub(crate) mod standby;
pub(crate) mod too_many;

use crate::check::findings::rule::Rule;

pub(super) const RULES: &[Rule] =
    &[key_exchange::RULE, too_many::RULE, standby::RULE, sep::RULE, ksk_shared_zones::RULE];
