//! Who hides a failing mix by asking another provider again: decided here for the headline, the mixes and the findings.

use super::facts::Facts;
use super::matrix::{Cell, Matrix};
use super::report::Verdict;
use super::spared::of_cell;
use crate::dnssec::judge::Reason;
use crate::dnssec::profile::{KNOT, NAMED, POWERDNS, Profile, UNBOUND, UNBOUND_HARDENED};

/// Whether this validator does not show the failing mix as long as the others answer. A DNSKEY RRset that does not
/// validate is not held, and may come from elsewhere; one that does is held for its TTL, and only another’s answers help.
pub(super) fn hides(facts: &Facts, matrix: &Matrix, profile: &Profile, cell: &Cell) -> bool {
    cell.verdict == Verdict::Bogus
        && profile.retries
        // Measured: Knot Resolver failed 41 of 72 cold queries with an unsigned provider beside a good one.
        && !(profile.name == KNOT.name && has_unsigned(facts, matrix, cell))
        && rescuers(matrix, cell).next().is_some()
}

/// The same by asking another server of the same provider, where servers do not answer alike.
pub(super) fn hides_by_server(facts: &Facts, matrix: &Matrix, profile: &Profile, cell: &Cell) -> bool {
    cell.verdict == Verdict::Bogus && profile.retries && !of_cell(facts, matrix, cell).is_empty()
}

/// By any validator that asks again.
pub(super) fn hidden(facts: &Facts, cell: &Cell) -> bool {
    let matrix = &facts.reference;
    NAMED
        .iter()
        .any(|profile| hides(facts, matrix, profile, cell) || hides_by_server(facts, matrix, profile, cell))
}

/// Whose keys or answers would do in place of those that fail.
pub(super) fn rescuers<'a>(matrix: &'a Matrix, cell: &'a Cell) -> impl Iterator<Item = usize> + 'a {
    let untrusted = is_untrusted(matrix, cell.dnskey_from);
    matrix
        .reached()
        // Seen to pass: what was not seen rescues nobody.
        .filter(|other| matches!(other.verdict, Verdict::Secure | Verdict::Insecure))
        .filter(move |other| untrusted || other.dnskey_from == cell.dnskey_from)
        .map(move |other| if untrusted { other.dnskey_from } else { other.answer_from })
}

pub(super) fn is_untrusted(matrix: &Matrix, provider: usize) -> bool {
    matrix.trust.get(provider).is_some_and(|trust| trust.verdict == Verdict::Bogus)
}

/// Keys or answers come without any signature.
fn has_unsigned(facts: &Facts, matrix: &Matrix, cell: &Cell) -> bool {
    let bare = |provider: usize| {
        facts.view(provider).is_some_and(|view| view.rrsets.iter().all(|set| set.sigs.is_empty()))
    };
    let no_keys = matrix.trust.get(cell.dnskey_from).is_some_and(|t| t.reason == Reason::DnskeyAbsent);
    no_keys || bare(cell.dnskey_from) || bare(cell.answer_from)
}

/// Validators by their names; hardened unbound apart only where unbound as it comes does otherwise.
pub(super) fn names(wanted: impl Fn(usize) -> bool) -> Vec<&'static str> {
    let plain = NAMED.iter().position(|profile| profile.name == UNBOUND.name).is_some_and(&wanted);
    let shown = |(index, profile): &(usize, &Profile)| {
        wanted(*index) && !(plain && profile.name == UNBOUND_HARDENED.name)
    };
    NAMED.iter().enumerate().filter(shown).map(|(_, profile)| full_name(profile.name)).collect()
}

fn full_name(name: &'static str) -> &'static str {
    match name {
        name if name == POWERDNS.name => "PowerDNS Recursor",
        name if name == KNOT.name => "Knot Resolver",
        other => other,
    }
}
