//! Who is hit, and who hides it: validators by their names.

use super::super::report::{Finding, Severity, Verdict};
use super::super::spared::{Spared, of_cell, rests_on, spared};
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
        let retries =
            |index: usize| NAMED.get(index).is_some_and(|profile| profile.retries) && who.has(index);
        let retry = names(|index| retries(index) && self.rescued(failure, index));
        if !retry.is_empty() {
            let verb = if retry.len() == 1 {
                "asks another provider again and hides"
            } else {
                "ask another provider again and hide"
            };
            let last = if who.has(powerdns()) { " PowerDNS Recursor does not." } else { "" };
            lines.push(format!("{} {verb} it while one with good answers is up.{last}", list(&retry)));
        } else if let by_server = names(|index| retries(index) && self.rescued_by_server(failure, index))
            && !by_server.is_empty()
        {
            let verb = if by_server.len() == 1 {
                "asks another server again and hides"
            } else {
                "ask another server again and hide"
            };
            lines.push(format!("{} {verb} it while one with good answers is up.", list(&by_server)));
        } else if failure.cells.len() == self.reference.reached().count() {
            lines.push("Nothing hides it: no mix is left that validates.".into());
        }
        lines
    }

    /// The servers that what fails comes from, where other servers of the same provider give another version of it.
    pub(super) fn spared(&self, failure: &Failure) -> Vec<Spared> {
        let of_provider = |provider: usize| {
            let items = self.proven.items.get(provider).map(Vec::as_slice).unwrap_or_default();
            let failing = failure.of(provider).filter_map(|at| items.get(at)).flat_map(rests_on);
            let untrusted = failure.cells.keys().any(|(x, _)| *x == provider);
            let dnskey = self.reference.trust.get(provider).filter(|trust| trust.verdict == Verdict::Bogus);
            let dnskey = dnskey.filter(|_| untrusted).and_then(|trust| trust.rrset);
            let rrsets: Vec<usize> = failing.chain(dnskey).collect();
            spared(self, provider, rrsets.into_iter())
        };
        (0..self.size()).filter_map(of_provider).collect()
    }

    /// For each failing mix of this validator another server's answer would do.
    fn rescued_by_server(&self, failure: &Failure, index: usize) -> bool {
        let Some(matrix) = self.named.get(index) else { return false };
        let mut failing = failure.cells.iter().filter(|(_, who)| who.has(index)).map(|(cell, _)| cell);
        failing.all(|(x, y)| matrix.cell(*x, *y).is_some_and(|cell| !of_cell(self, matrix, cell).is_empty()))
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
        // Behind what the rule says.
        let spared = self.spared(failure);
        let seen = spared.iter().map(|found| {
            let (from, others) = (list(&found.failing), list(&found.good));
            let verb = if found.good.len() == 1 { "answers" } else { "answer" };
            format!("It comes from {from}; {others} {verb} otherwise.")
        });
        finding.detail = seen.collect::<Vec<String>>().join(" ");
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
