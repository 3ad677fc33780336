//! Who is hit, and who hides it: validators by their names.

use super::super::report::{Finding, Severity, Verdict};
use super::super::words::list;
use super::blame::{Failure, Who};
use super::support::{Case, finding};
use crate::dnssec::profile::{NAMED, POWERDNS, Profile, UNBOUND, UNBOUND_HARDENED};

impl Case<'_> {
    /// `every validator`, or those that fail by name.
    pub(super) fn who(&self, who: Who) -> String {
        if who.is_all() {
            return "every validator".into();
        }
        let names = names(|index| who.has(index));
        if names.is_empty() {
            "a validator that keeps to the letter of the RFCs".into()
        } else {
            list(&names)
        }
    }

    /// Why a test with one resolver may not show it.
    pub(super) fn masked(&self, failure: &Failure) -> Vec<String> {
        if failure.latent {
            return vec!["It does not happen yet: no test with a resolver shows it.".into()];
        }
        let who = failure.who();
        let mut lines = Vec::new();
        let fine = names(|index| !who.has(index));
        if !who.is_all() && !fine.is_empty() {
            let verb = if fine.len() == 1 { "accepts" } else { "accept" };
            lines.push(format!("{} {verb} it: a test there shows nothing.", list(&fine)));
        }
        let retry = names(|index| {
            NAMED.get(index).is_some_and(|profile| profile.retries)
                && who.has(index)
                && self.rescued(failure, index)
        });
        if !retry.is_empty() {
            let verb = if retry.len() == 1 {
                "asks another provider again and hides"
            } else {
                "ask another provider again and hide"
            };
            let last = if who.has(powerdns()) { " PowerDNS Recursor does not." } else { "" };
            lines.push(format!("{} {verb} it while one with good answers is up.{last}", list(&retry)));
        } else if failure.cells.len() == self.reference.reached().count() {
            lines.push("Nothing hides it: no mix is left that validates.".into());
        }
        lines
    }

    /// For each failing mix of this validator another provider's answer, or another provider's keys
    /// where these are not trusted, would do.
    fn rescued(&self, failure: &Failure, index: usize) -> bool {
        let Some(matrix) = self.named.get(index) else { return false };
        failure.cells.iter().filter(|(_, who)| who.has(index)).all(|((x, _), _)| {
            let untrusted = matrix.trust.get(*x).is_some_and(|trust| trust.verdict == Verdict::Bogus);
            matrix
                .reached()
                .any(|cell| cell.verdict != Verdict::Bogus && (untrusted || cell.dnskey_from == *x))
        })
    }

    /// Mixes as the report names them.
    pub(super) fn mixes(&self, failure: &Failure) -> Vec<(String, String)> {
        let cells = failure.cells.keys().chain(&failure.also);
        cells.map(|(x, y)| (self.label(*x).to_string(), self.label(*y).to_string())).collect()
    }

    /// The finding of a failing cause: severity by who fails, its mixes, what masks it.
    pub(super) fn fails(&self, code: &str, failure: &Failure, title: String) -> Finding {
        let severity = match (failure.latent, failure.who().is_optional()) {
            (true, _) => Severity::Info,
            (false, true) => Severity::Warning,
            (false, false) => Severity::Error,
        };
        let mut finding = finding(code, severity, title);
        finding.latent = failure.latent;
        if failure.latent {
            let whom = self.labels(self.unreached());
            finding.hit.push(format!("Nobody yet: no NS record leads to {whom}. Once one does:"));
        }
        finding.mixes = self.mixes(failure);
        finding.masked = self.masked(failure);
        finding
    }
}

fn powerdns() -> usize {
    NAMED.iter().position(|profile| profile.name == POWERDNS.name).unwrap_or(NAMED.len())
}

/// Validators by their names; hardened unbound apart only where unbound as it comes does otherwise.
fn names(wanted: impl Fn(usize) -> bool) -> Vec<&'static str> {
    let plain = NAMED.iter().position(|profile| profile.name == UNBOUND.name).is_some_and(&wanted);
    let shown = |(index, profile): &(usize, &Profile)| {
        wanted(*index) && !(plain && profile.name == UNBOUND_HARDENED.name)
    };
    NAMED.iter().enumerate().filter(shown).map(|(_, profile)| full_name(profile.name)).collect()
}

fn full_name(name: &'static str) -> &'static str {
    match name {
        "PowerDNS" => "PowerDNS Recursor",
        "Knot" => "Knot Resolver",
        "unbound, hardened" => "unbound with harden-algo-downgrade",
        other => other,
    }
}
