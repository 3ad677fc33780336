//! Who is hit, and who hides it: validators by their names.

use crate::check::causes::failure::{Failure, Who};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::report::{Finding, Severity, Verdict};
use crate::check::retry::{hides, hides_by_server, names};
use crate::check::spared::{Spared, rests_on, spared};
use crate::check::words::list;
use crate::dnssec::profile::NAMED;

impl Case<'_> {
    /// `every validator`, or those that fail by name.
    pub(crate) fn who(&self, who: Who) -> String {
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
    pub(crate) fn masked(&self, failure: &Failure) -> Vec<String> {
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
        let hides_it = |index: usize| who.has(index) && self.rescued(failure, index);
        let hiding = names(hides_it);
        let by_server = names(|index| who.has(index) && self.rescued_by_server(failure, index));
        if !hiding.is_empty() {
            let verb = if hiding.len() == 1 {
                "asks another provider again and hides"
            } else {
                "ask another provider again and hide"
            };
            let showing = names(|index| who.has(index) && !hides_it(index));
            let does = if showing.len() == 1 { "does" } else { "do" };
            let last =
                if showing.is_empty() { String::new() } else { format!(" {} {does} not.", list(&showing)) };
            lines.push(format!("{} {verb} it while one with good answers is up.{last}", list(&hiding)));
        } else if !by_server.is_empty() {
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
    pub(in crate::check) fn spared(&self, failure: &Failure) -> Vec<Spared> {
        let of_provider = |provider: usize| {
            let view = self.view(provider);
            let items = self.proven.items.get(provider).map(Vec::as_slice).unwrap_or_default();
            let failing =
                failure.of(provider).filter_map(|at| items.get(at)).flat_map(|item| rests_on(view, item));
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
        let (Some(profile), Some(matrix)) = (NAMED.get(index), self.named.get(index)) else { return false };
        let mut failing = failure.cells.iter().filter(|(_, who)| who.has(index)).map(|(cell, _)| cell);
        failing.all(|(x, y)| {
            matrix.cell(*x, *y).is_some_and(|cell| hides_by_server(self, matrix, profile, cell))
        })
    }

    /// This validator hides each of the mixes that fail for it.
    fn rescued(&self, failure: &Failure, index: usize) -> bool {
        let (Some(profile), Some(matrix)) = (NAMED.get(index), self.named.get(index)) else { return false };
        failure
            .cells
            .iter()
            .filter(|(_, who)| who.has(index))
            .all(|((x, y), _)| matrix.cell(*x, *y).is_some_and(|cell| hides(self, matrix, profile, cell)))
    }

    /// Mixes as the report names them.
    pub(crate) fn mixes(&self, failure: &Failure) -> Vec<(String, String)> {
        let cells = failure.cells.keys().chain(&failure.also);
        cells.map(|(x, y)| (self.label(*x).to_string(), self.label(*y).to_string())).collect()
    }

    /// The finding of a failing cause: severity by who fails, its mixes, what masks it.
    pub(crate) fn fails(&self, code: Code, failure: &Failure, title: String) -> Finding {
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
        let more = (failure.more > 0).then(|| format!("{} more like it are not listed.", failure.more));
        finding.detail = seen.chain(more).collect::<Vec<String>>().join(" ");
        finding.masked = self.masked(failure);
        finding
    }
}
