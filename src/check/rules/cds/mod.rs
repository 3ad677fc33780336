//! CDS and CDNSKEY.

pub(crate) mod bootstrap;
pub(crate) mod breaks_chain;
pub(crate) mod cdnskey_mismatch;
pub(crate) mod delete;
pub(crate) mod delete_bad;
pub(crate) mod differ;
pub(crate) mod digest;
pub(crate) mod done;
pub(crate) mod omits_provider;
pub(crate) mod only_one;
pub(crate) mod partial;
pub(crate) mod pending;
pub(crate) mod signer;
pub(crate) mod unknown_key;

use crate::check::findings::rule::Rule;

pub(super) const RULES: &[Rule] = &[
    differ::RULE,
    partial::RULE,
    omits_provider::RULE,
    breaks_chain::RULE,
    cdnskey_mismatch::RULE,
    only_one::RULE,
    signer::RULE,
    unknown_key::RULE,
    digest::RULE,
    delete::RULE,
    delete_bad::RULE,
    bootstrap::RULE,
    pending::RULE,
    done::RULE,
];
