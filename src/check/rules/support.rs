//! What the rules share: building a finding, the lines of evidence, the steps of a fix, and the
//! sentences on who is hit.

use super::super::facts::Facts;
use super::super::report::{EvidenceLine, Finding, FixStep, Severity, Verdict};
use super::super::words::{item_type, list};
use super::blame::{Blame, Cause, Failure, Who, blame};
use crate::dns::{Name, Rrsig, dotted, span};
use crate::dnssec::judge::KeyRef;
use crate::dnssec::keys::{Key, KeyIx};
use crate::dnssec::profile::{NAMED, POWERDNS};
use crate::dnssec::{algorithm, ds};
use crate::snapshot::{DsSeen, RRset};
use domain::base::Rtype;
use std::ops::Deref;

/// The facts, with the root cause of every failing mix.
#[derive(Debug)]
pub struct Case<'a> {
    facts: &'a Facts,
    blame: Blame,
}

impl Deref for Case<'_> {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        self.facts
    }
}

/// At most so many lines of evidence per finding.
const MOST_EVIDENCE: usize = 6;
/// At most so many names in a sentence.
const MOST_NAMES: usize = 20;

impl<'a> Case<'a> {
    pub(super) fn new(facts: &'a Facts) -> Self {
        Self { facts, blame: blame(facts) }
    }

    /// What fails for causes that this rule words.
    pub(super) fn blamed(&self, code: &str) -> impl Iterator<Item = (&Cause, &Failure)> {
        self.blame.iter().filter(move |(cause, _)| cause.code == code)
    }

    /// Whether any mix fails for this cause.
    pub(super) fn blames(&self, code: &str) -> bool {
        self.blamed(code).next().is_some()
    }

    /// Whether any mix fails for this cause at this provider.
    pub(super) fn blames_at(&self, code: &str, provider: usize) -> bool {
        self.blamed(code).any(|(cause, _)| cause.at == Some(provider))
    }

    /// The provider's DNSKEY RRset with its index.
    pub(super) fn dnskey(&self, provider: usize) -> Option<(usize, &RRset)> {
        self.view(provider)?
            .find(&self.snapshot().zone, Rtype::DNSKEY)
            .filter(|(_, set)| !set.data.is_empty())
    }

    /// The parent's DS RRset.
    pub(super) fn ds_set(&self) -> Option<&RRset> {
        match &self.snapshot().parent.ds {
            DsSeen::Set(set) => Some(set),
            _ => None,
        }
    }

    /// Every provider's DNSKEY RRset is trusted (reference).
    pub(super) fn trusted(&self, provider: usize) -> bool {
        self.reference.trust.get(provider).is_some_and(|trust| trust.verdict == Verdict::Secure)
    }

    /// The key, by its reference or by tag and algorithm: `ZSK 22961/13`.
    pub(super) fn role_name(&self, key: KeyIx) -> String {
        let data = self.signs_data(key);
        let dnskey = self.proven.roles.iter().any(|roles| roles.dnskey.contains(&key));
        let word = match (data, dnskey) {
            (true, true) => "CSK",
            (true, false) => "ZSK",
            (false, true) => "KSK",
            (false, false) => "key",
        };
        format!("{word} {}", self.key_name(key))
    }

    pub(super) fn cause_key(&self, key: Option<KeyRef>) -> String {
        match key {
            Some(KeyRef { index: Some(index), .. }) => self.role_name(index),
            Some(key) => format!("key {}", self.ref_name(key)),
            None => "key".into(),
        }
    }

    /// Labels in words: `A and B`.
    pub(super) fn labels(&self, providers: impl IntoIterator<Item = usize>) -> String {
        list(&providers.into_iter().map(|p| self.label(p)).collect::<Vec<_>>())
    }

    /// Keys in words: `KSK 42907/13`; none: `no published key`.
    pub(super) fn labels_of_keys(&self, keys: &[KeyIx]) -> String {
        let names: Vec<String> = keys.iter().map(|key| self.role_name(*key)).collect();
        if names.is_empty() { "no published key".into() } else { list(&names) }
    }

    /// `1 h (A's DNSKEY TTL, 3600 s)`.
    pub(super) fn dnskey_ttl(&self, provider: usize) -> String {
        let label = self.label(provider);
        match self.dnskey(provider).filter(|(_, set)| set.ttl_stated) {
            Some((_, set)) => format!("{} ({label}'s DNSKEY TTL, {} s)", span(set.ttl.into()), set.ttl),
            None => format!("{label}'s DNSKEY TTL (the data do not state it)"),
        }
    }

    /// `1 d (the DS TTL, 86400 s)`.
    pub(super) fn ds_ttl(&self) -> String {
        match self.ds_set().filter(|set| set.ttl_stated) {
            Some(set) => format!("{} (the DS TTL, {} s)", span(set.ttl.into()), set.ttl),
            None => "the DS TTL (the data do not state it)".into(),
        }
    }

    // Evidence.

    /// A DNSKEY as the provider publishes it (or, where it does not, as another does).
    pub(super) fn dnskey_record(&self, provider: usize, key: KeyIx) -> String {
        let ttl = self.dnskey(provider).map_or(3600, |(_, set)| if set.ttl_stated { set.ttl } else { 3600 });
        let data = self.key(key).map(|key| key.dnskey.to_string()).unwrap_or_default();
        format!("{} {ttl} IN DNSKEY {data}", self.zone())
    }

    pub(super) fn dnskey_line(&self, provider: usize, key: KeyIx) -> EvidenceLine {
        let text = format!("{} ; {}", self.dnskey_record(provider, key), self.role_name(key));
        line(Some(self.label(provider)), text, Some(self.key_name(key)))
    }

    /// The whole DNSKEY RRset of a provider, shortened.
    pub(super) fn dnskey_lines(&self, provider: usize) -> Vec<EvidenceLine> {
        let keys = self.proven.table.set(provider).iter().take(MOST_EVIDENCE - 2);
        let mut lines: Vec<EvidenceLine> = keys.map(|key| self.dnskey_line(provider, *key)).collect();
        for line in &mut lines {
            line.mark = None;
        }
        lines
    }

    pub(super) fn ds_line(&self, found: &crate::dns::Ds, mark: Option<String>) -> EvidenceLine {
        let ttl = self.ds_set().map_or(0, |set| set.ttl);
        line(None, format!("{} {ttl} IN DS {}", self.zone(), ds_text(found)), mark)
    }

    pub(super) fn ds_lines(&self) -> Vec<EvidenceLine> {
        super::blame::parent_ds(self).take(MOST_EVIDENCE - 2).map(|found| self.ds_line(found, None)).collect()
    }

    /// One signature, with the part that matters marked.
    pub(super) fn sig_line(&self, provider: usize, set: &RRset, sig: &Rrsig, mark: Mark) -> EvidenceLine {
        let mark = match mark {
            Mark::Tag => format!("{} {}", sig.key_tag(), dotted(sig.signer_name())),
            Mark::Expiration => stamp(self, sig.expiration().into_int()),
            Mark::Inception => stamp(self, sig.inception().into_int()),
            Mark::Signer => dotted(sig.signer_name()),
            Mark::Labels => format!(
                "{} {} {} {}",
                sig.type_covered(),
                sig.algorithm().to_int(),
                sig.labels(),
                sig.original_ttl().as_secs()
            ),
        };
        line(Some(self.label(provider)), sig_text(self, set, sig), Some(mark))
    }

    /// The signatures over the first of these RRsets.
    pub(super) fn failing_sigs(&self, failure: &Failure, provider: usize, mark: Mark) -> Vec<EvidenceLine> {
        let Some((_, set)) = self.failing_sets(failure, provider).next() else { return Vec::new() };
        set.sigs.iter().take(3).map(|sig| self.sig_line(provider, set, sig, mark)).collect()
    }

    /// The RRsets among the failing items.
    pub(super) fn failing_sets<'b>(
        &'b self,
        failure: &'b Failure,
        provider: usize,
    ) -> impl Iterator<Item = (usize, &'b RRset)> {
        let view = self.view(provider);
        failure.of(provider).filter_map(move |at| {
            let item = self.proven.items.get(provider)?.get(at)?;
            let index = match &item.what {
                super::super::items::What::RRset(index, _) => *index,
                super::super::items::What::Denial { proof: Ok(proof), .. } => *proof.rrsets.first()?,
                _ => return None,
            };
            view?.rrsets.get(index).map(|set| (index, set))
        })
    }

    /// `www.example.com. A, example.com. MX and 3 more`.
    pub(super) fn item_names(&self, failure: &Failure, provider: usize) -> String {
        let items = self.proven.items.get(provider).map(Vec::as_slice).unwrap_or_default();
        let names = failure
            .of(provider)
            .filter_map(|at| items.get(at).map(|item| format!("{} {}", dotted(&item.name), item_type(item))));
        some_of(names, failure.count(provider))
    }

    // Fixes.

    /// Add a key at a provider.
    pub(super) fn add_key(&self, provider: usize, key: KeyIx, text: String) -> FixStep {
        FixStep {
            text,
            provider: Some(self.label(provider).to_string()),
            records: vec![self.dnskey_record(provider, key)],
        }
    }

    /// Wait until a change of a provider's DNSKEY RRset is everywhere and the old one is nowhere.
    pub(super) fn wait_dnskey(&self, provider: usize) -> FixStep {
        step(format!(
            "Wait until every server of {} shows it, then {}. Until then the old copy may still be held.",
            self.label(provider),
            self.dnskey_ttl(provider)
        ))
    }

    /// Wait until a change of the DS RRset is everywhere and the old one is nowhere.
    pub(super) fn wait_ds(&self) -> FixStep {
        step(format!("Wait until every server of the parent shows it, then {}.", self.ds_ttl()))
    }

    /// A SHA-256 DS record for a key, as the parent should have it.
    pub(super) fn ds_record(&self, key: KeyIx) -> Option<String> {
        let zone = &self.snapshot().zone;
        let key = self.key(key)?;
        let digest = data_encoding::HEXUPPER.encode(&ds::digest(zone, key, 2)?);
        Some(format!("{} IN DS {} {} 2 {digest}", dotted(zone), key.tag, key.algorithm))
    }

    /// DS records to add at the parent.
    pub(super) fn add_ds(&self, keys: &[KeyIx], text: String) -> FixStep {
        FixStep {
            text,
            provider: None,
            records: keys.iter().filter_map(|key| self.ds_record(*key)).collect(),
        }
    }

    /// The keys that a DS for this provider should point to: what validly signs its DNSKEY RRset,
    /// SEP keys first.
    pub(super) fn anchors(&self, provider: usize) -> Vec<KeyIx> {
        let Some(roles) = self.roles(provider) else { return Vec::new() };
        let usable = |key: &KeyIx| self.key(*key).is_some_and(|k| k.is_zone_key() && !k.is_revoked());
        let all: Vec<KeyIx> = roles.dnskey.iter().copied().filter(usable).collect();
        let sep: Vec<KeyIx> =
            all.iter().copied().filter(|key| self.key(*key).is_some_and(Key::is_sep)).collect();
        if sep.is_empty() { all } else { sep }
    }

    // Who is hit.

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
        } else if failure.cells.len() == self.size() * self.size() {
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
                .cells
                .iter()
                .any(|cell| cell.verdict != Verdict::Bogus && (untrusted || cell.dnskey_from == *x))
        })
    }

    /// Mixes as the report names them.
    pub(super) fn mixes(&self, failure: &Failure) -> Vec<(String, String)> {
        let cells = failure.cells.keys();
        cells.map(|(x, y)| (self.label(*x).to_string(), self.label(*y).to_string())).collect()
    }

    /// The finding of a failing cause: severity by who fails, its mixes, what masks it.
    pub(super) fn fails(&self, code: &str, failure: &Failure, title: String) -> Finding {
        let severity = if failure.who().is_optional() { Severity::Warning } else { Severity::Error };
        let mut finding = finding(code, severity, title);
        finding.mixes = self.mixes(failure);
        finding.masked = self.masked(failure);
        finding
    }
}

fn powerdns() -> usize {
    NAMED.iter().position(|profile| profile.name == POWERDNS.name).unwrap_or(NAMED.len())
}

fn names(wanted: impl Fn(usize) -> bool) -> Vec<&'static str> {
    let all = NAMED.iter().enumerate();
    all.filter(|(index, _)| wanted(*index)).map(|(_, profile)| full_name(profile.name)).collect()
}

fn full_name(name: &'static str) -> &'static str {
    match name {
        "PowerDNS" => "PowerDNS Recursor",
        "Knot" => "Knot Resolver",
        "unbound, hardened" => "unbound with harden-algo-downgrade",
        other => other,
    }
}

/// Which part of a signature is marked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Tag,
    Expiration,
    Inception,
    Signer,
    Labels,
}

/// The start of a finding.
pub(super) fn finding(code: &str, severity: Severity, title: String) -> Finding {
    Finding {
        code: code.to_string(),
        severity,
        title,
        providers: Vec::new(),
        detail: String::new(),
        hit: Vec::new(),
        masked: Vec::new(),
        evidence: Vec::new(),
        fix: Vec::new(),
        references: Vec::new(),
        mixes: Vec::new(),
    }
}

impl Finding {
    pub(super) fn about(mut self, case: &Case<'_>, providers: impl IntoIterator<Item = usize>) -> Self {
        for provider in providers {
            let label = case.label(provider).to_string();
            if !self.providers.contains(&label) {
                self.providers.push(label);
            }
        }
        self
    }

    pub(super) fn detail(mut self, text: impl Into<String>) -> Self {
        self.detail = text.into();
        self
    }

    pub(super) fn hit(mut self, text: impl Into<String>) -> Self {
        self.hit.push(capital(text.into()));
        self
    }

    pub(super) fn also_masked(mut self, text: impl Into<String>) -> Self {
        self.masked.push(text.into());
        self
    }

    pub(super) fn shows(mut self, lines: impl IntoIterator<Item = EvidenceLine>) -> Self {
        let room = MOST_EVIDENCE.saturating_sub(self.evidence.len());
        self.evidence.extend(lines.into_iter().take(room));
        self
    }

    pub(super) fn step(mut self, step: impl Into<FixStep>) -> Self {
        self.fix.push(step.into());
        self
    }

    pub(super) fn refer(mut self, references: &[&str]) -> Self {
        self.references = references.iter().map(|reference| (*reference).to_string()).collect();
        self
    }
}

impl From<&str> for FixStep {
    fn from(text: &str) -> Self {
        step(text.to_string())
    }
}

impl From<String> for FixStep {
    fn from(text: String) -> Self {
        step(text)
    }
}

pub(super) fn step(text: String) -> FixStep {
    FixStep { text, provider: None, records: Vec::new() }
}

/// A step at one provider.
pub(super) fn step_at(provider: &str, text: String) -> FixStep {
    FixStep { text, provider: Some(provider.to_string()), records: Vec::new() }
}

pub(super) fn line(provider: Option<&str>, text: String, mark: Option<String>) -> EvidenceLine {
    let mark = mark.filter(|mark| text.contains(mark.as_str()));
    EvidenceLine { provider: provider.map(str::to_string), text, mark, absent: false }
}

/// What is not there.
pub(super) fn absent(provider: Option<&str>, what: impl AsRef<str>) -> EvidenceLine {
    EvidenceLine {
        provider: provider.map(str::to_string),
        text: format!("— {}", what.as_ref()),
        mark: None,
        absent: true,
    }
}

/// Every record of an RRset as evidence.
pub(super) fn record_lines(provider: &str, set: &RRset) -> Vec<EvidenceLine> {
    set.lines().take(MOST_EVIDENCE - 2).map(|text| line(Some(provider), text, None)).collect()
}

/// A signature with its times as people read them (RFC 4034 §3.2).
fn sig_text(facts: &Facts, set: &RRset, sig: &Rrsig) -> String {
    let signature = data_encoding::BASE64.encode(sig.signature());
    format!(
        "{} {} IN RRSIG {} {} {} {} {} {} {} {} {signature}",
        dotted(&set.owner),
        set.ttl,
        sig.type_covered(),
        sig.algorithm().to_int(),
        sig.labels(),
        sig.original_ttl().as_secs(),
        stamp(facts, sig.expiration().into_int()),
        stamp(facts, sig.inception().into_int()),
        sig.key_tag(),
        dotted(sig.signer_name()),
    )
}

/// `20261220000000`.
fn stamp(facts: &Facts, serial: u32) -> String {
    let digits: String = facts.now.near(serial).to_string().chars().filter(char::is_ascii_digit).collect();
    if digits.len() == 14 { digits } else { serial.to_string() }
}

/// DS record data with its digest in capitals, as registrars show it.
fn ds_text(found: &crate::dns::Ds) -> String {
    format!(
        "{} {} {} {}",
        found.key_tag(),
        found.algorithm().to_int(),
        found.digest_type().to_int(),
        data_encoding::HEXUPPER.encode(found.digest())
    )
}

/// `SHA-1 DS 22961/13`.
pub(super) fn ds_name(found: &crate::dns::Ds) -> String {
    format!(
        "{} DS {}/{}",
        algorithm::digest_name(found.digest_type().to_int()),
        found.key_tag(),
        found.algorithm().to_int()
    )
}

/// `ECDSAP256SHA256 (13)`.
pub(super) fn algorithm_name(number: u8) -> String {
    format!("{} ({number})", algorithm::name(number))
}

/// Names in a sentence, at most so many.
pub(super) fn some_of(names: impl Iterator<Item = String>, total: usize) -> String {
    let mut shown: Vec<String> = names.take(MOST_NAMES).collect();
    if total > shown.len() {
        shown.push(format!("{} more", total - shown.len()));
    }
    list(&shown)
}

/// `www.example.com. A`.
pub(super) fn set_name(owner: &Name, rtype: Rtype) -> String {
    format!("{} {rtype}", dotted(owner))
}

pub(super) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

fn capital(text: String) -> String {
    let mut letters = text.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => text,
    }
}
