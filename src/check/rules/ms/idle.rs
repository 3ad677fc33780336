//! Keys that are published and sign nothing: what the rules on them have in common.

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::dnssec::keys::{Key, KeyIx};

/// Usable keys that sign nothing anywhere, where enough was seen to say so.
pub(crate) fn idle<'a>(case: &'a Case<'_>) -> impl Iterator<Item = KeyIx> + 'a {
    let seen = case.proven.roles.iter().all(|roles| !roles.data.is_empty() && !roles.dnskey.is_empty());
    let keys = &case.proven.table.keys;
    let quiet = move |(index, key): &(usize, &Key)| {
        let used = case.proven.roles.iter().any(|roles| {
            roles.data.contains_key(index) || roles.dnskey.contains(index) || roles.child_ds.contains(index)
        });
        // The same public key with other flags is an import gone wrong, not a key in waiting.
        let twin = || {
            keys.iter().enumerate().any(|(at, other)| at != *index && other.public_key() == key.public_key())
        };
        seen && !used && key.is_zone_key() && !key.is_revoked() && !twin()
    };
    keys.iter().enumerate().filter(quiet).map(|(index, _)| index)
}

/// Providers that would have to publish this idle key and do not.
pub(crate) fn missing_at(case: &Case<'_>, key: KeyIx) -> Vec<usize> {
    // A KSK that waits need not be exchanged.
    if case.key(key).is_none_or(Key::is_sep) {
        return Vec::new();
    }
    lacking(case, key)
}

/// Providers whose DNSKEY RRset was seen, and has not got the key.
pub(crate) fn lacking(case: &Case<'_>, key: KeyIx) -> Vec<usize> {
    (0..case.size()).filter(|p| case.dnskey(*p).is_some() && !case.proven.table.publishes(*p, key)).collect()
}

/// The provider lacks a key that another signs with: an idle key there is likely that one's forerunner.
pub(crate) fn holds_wrong_keys(case: &Case<'_>, provider: usize) -> bool {
    [Code::MsZskCoverage, Code::MsCskCoverage].iter().any(|code| case.blames_at(*code, provider))
}
