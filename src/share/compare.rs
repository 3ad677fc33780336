//! What changed between two checks of a zone.

use crate::check::code::Code;
use crate::check::report::{
    DsInfo, Finding, KeyInfo, ParentState, ProviderSummary, Report, Severity, Verdict,
};
use crate::dns::Moment;
use serde::{Deserialize, Serialize};

/// The changes from one report to another. Whatever is empty did not change.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    /// Both zones, where they are not the same: then little of the rest means anything.
    pub zones: Option<(String, String)>,
    /// The two moments of judgement.
    pub at: Option<(Moment, Moment)>,
    pub verdict: Option<(Verdict, Verdict)>,
    /// The models in words.
    pub model: Option<(String, String)>,
    pub providers: Vec<Changed<String>>,
    /// Providers of both reports to which NS records lead in one of them only.
    pub reached: Vec<Changed<String>>,
    /// The state of the parent, in words.
    pub parent: Option<(String, String)>,
    pub ds: Vec<Changed<String>>,
    pub keys: Vec<Changed<KeyAt>>,
    pub mixes: Vec<MixChange>,
    pub findings: Vec<Changed<FindingRef>>,
}

/// What came or went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Changed<T> {
    Came(T),
    Went(T),
}

/// A key in a provider's DNSKEY RRset.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct KeyAt {
    pub provider: String,
    pub tag: u16,
    pub algorithm: u8,
    /// `ZSK`, `KSK`, `CSK` or `idle`.
    pub role: String,
}

/// A mix whose verdict is another one, or that is in one report only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MixChange {
    pub dnskey_from: String,
    pub answer_from: String,
    pub before: Option<Verdict>,
    pub after: Option<Verdict>,
}

/// A finding, as far as it tells one from another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingRef {
    pub code: Code,
    pub severity: Severity,
    pub title: String,
    pub providers: Vec<String>,
}

/// Compares an earlier report with a later one.
pub fn compare(before: &Report, after: &Report) -> Comparison {
    let labels =
        |report: &Report| report.providers.iter().map(|provider| provider.label.clone()).collect::<Vec<_>>();
    let ds = |report: &Report| report.parent.ds.iter().map(ds_text).collect::<Vec<_>>();
    Comparison {
        zones: differ(before.zone.clone(), after.zone.clone()),
        at: differ(before.at, after.at),
        verdict: differ(before.verdict, after.verdict),
        model: differ(before.model_note.clone(), after.model_note.clone()),
        providers: changes(&labels(before), &labels(after), |a, b| a == b),
        reached: reached(before, after),
        parent: differ(before.parent.state, after.parent.state)
            .map(|(before, after)| (parent_words(before).into(), parent_words(after).into())),
        ds: changes(&ds(before), &ds(after), |a, b| a == b),
        keys: keys(before, after),
        mixes: mixes(before, after),
        findings: changes(&before.findings, &after.findings, |a, b| {
            (&a.code, a.severity, &a.providers) == (&b.code, b.severity, &b.providers)
        })
        .into_iter()
        .map(|change| change.map(finding))
        .collect(),
    }
}

impl<T> Changed<T> {
    fn map<U>(self, of: impl FnOnce(T) -> U) -> Changed<U> {
        match self {
            Self::Came(thing) => Changed::Came(of(thing)),
            Self::Went(thing) => Changed::Went(of(thing)),
        }
    }
}

fn differ<T: PartialEq>(before: T, after: T) -> Option<(T, T)> {
    (before != after).then_some((before, after))
}

/// What went first, then what came; each thing of one list is matched with one of the other.
fn changes<T: Clone>(before: &[T], after: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<Changed<T>> {
    let mut came: Vec<&T> = after.iter().collect();
    let mut all = Vec::new();
    for thing in before {
        match came.iter().position(|other| same(thing, other)) {
            Some(at) => _ = came.remove(at),
            None => all.push(Changed::Went(thing.clone())),
        }
    }
    all.extend(came.into_iter().cloned().map(Changed::Came));
    all
}

fn keys(before: &Report, after: &Report) -> Vec<Changed<KeyAt>> {
    // The key itself counts, not its tag, which two may share, nor its role, which depends on what was seen.
    let of = |report: &Report| -> Vec<(String, KeyInfo)> {
        let published = |provider: &ProviderSummary| {
            let keys = provider.publishes.iter().filter_map(|key| report.keys.get(*key).cloned());
            keys.map(|key| (provider.label.clone(), key)).collect::<Vec<_>>()
        };
        report.providers.iter().flat_map(published).collect()
    };
    changes(&of(before), &of(after), |a, b| (&a.0, &a.1.rdata) == (&b.0, &b.1.rdata))
        .into_iter()
        .map(|change| {
            change.map(|(provider, key)| KeyAt {
                provider,
                tag: key.tag,
                algorithm: key.algorithm,
                role: key.role.word().into(),
            })
        })
        .collect()
}

fn reached(before: &Report, after: &Report) -> Vec<Changed<String>> {
    let change = |now: &ProviderSummary| {
        let then = before.providers.iter().find(|then| then.label == now.label)?;
        match (then.reached, now.reached) {
            (false, true) => Some(Changed::Came(now.label.clone())),
            (true, false) => Some(Changed::Went(now.label.clone())),
            _ => None,
        }
    };
    after.providers.iter().filter_map(change).collect()
}

fn mixes(before: &Report, after: &Report) -> Vec<MixChange> {
    let verdict = |report: &Report, x: &str, y: &str| {
        report.mixes.iter().find(|mix| mix.dnskey_from == x && mix.answer_from == y).map(|mix| mix.verdict)
    };
    let mut all: Vec<MixChange> = Vec::new();
    for mix in before.mixes.iter().chain(&after.mixes) {
        let (x, y) = (mix.dnskey_from.as_str(), mix.answer_from.as_str());
        let (was, is) = (verdict(before, x, y), verdict(after, x, y));
        let listed = all.iter().any(|known| known.dnskey_from == x && known.answer_from == y);
        if was != is && !listed {
            let (dnskey_from, answer_from) = (x.to_owned(), y.to_owned());
            all.push(MixChange { dnskey_from, answer_from, before: was, after: is });
        }
    }
    all
}

fn finding(finding: Finding) -> FindingRef {
    let Finding { code, severity, title, providers, .. } = finding;
    FindingRef { code, severity, title, providers }
}

fn ds_text(ds: &DsInfo) -> String {
    format!("{}/{} digest type {} {}", ds.key_tag, ds.algorithm, ds.digest_type, digest_start(&ds.rdata))
}

/// Two DS of one key and type may have different digests: as much of it as tells them apart.
fn digest_start(rdata: &str) -> String {
    let digest = rdata.rsplit(' ').next().unwrap_or_default();
    format!("({}…)", digest.chars().take(8).collect::<String>())
}

fn parent_words(state: ParentState) -> &'static str {
    match state {
        ParentState::Unseen => "not seen",
        ParentState::NoDs => "no DS",
        ParentState::Ds => "DS seen",
    }
}

impl Comparison {
    /// Whether nothing differs but perhaps the moment.
    pub fn is_same(&self) -> bool {
        *self == Self { at: self.at, ..Self::default() }
    }

    /// The changes, one a sentence, the most important first.
    pub fn words(&self) -> Vec<String> {
        let mut all = Vec::new();
        if let Some((before, after)) = &self.zones {
            all.push(format!("These are two zones: {} and {}.", said(before), said(after)));
        }
        if let Some((before, after)) = self.verdict {
            all.push(format!("The zone was {} and is {}.", before.word(), after.word()));
        }
        for mix in &self.mixes {
            all.push(mix.words());
        }
        for finding in &self.findings {
            all.push(match finding {
                Changed::Came(finding) => format!("New: {} ({})", finding.title, finding.code),
                Changed::Went(finding) => format!("Gone: {} ({})", finding.title, finding.code),
            });
        }
        for key in &self.keys {
            let (KeyAt { provider, tag, algorithm, role }, verb) = match key {
                Changed::Came(key) => (key, "now publishes"),
                Changed::Went(key) => (key, "no longer publishes"),
            };
            all.push(format!("{provider} {verb} {role} {tag}/{algorithm}."));
        }
        for ds in &self.ds {
            all.push(match ds {
                Changed::Came(ds) => format!("The parent now has DS {ds}."),
                Changed::Went(ds) => format!("The parent no longer has DS {ds}."),
            });
        }
        if let Some((before, after)) = &self.parent {
            all.push(format!("The parent: {before} before, {after} now."));
        }
        for provider in &self.providers {
            all.push(match provider {
                Changed::Came(label) => format!("Provider {label} was not there before."),
                Changed::Went(label) => format!("Provider {label} is gone."),
            });
        }
        for provider in &self.reached {
            all.push(match provider {
                Changed::Came(label) => format!("NS records lead to {label} now; before, none did."),
                Changed::Went(label) => format!("No NS record leads to {label} any more."),
            });
        }
        if let Some((before, after)) = &self.model {
            all.push(format!("The model was “{before}” and is “{after}”."));
        }
        all
    }
}

/// A name in a sentence: without its final dot.
fn said(zone: &str) -> &str {
    zone.strip_suffix('.').filter(|name| !name.is_empty()).unwrap_or(zone)
}

impl MixChange {
    fn words(&self) -> String {
        let (x, y) = (&self.dnskey_from, &self.answer_from);
        let word = |verdict: Option<Verdict>| verdict.map_or("not there", Verdict::word);
        format!("DNSKEY from {x}, answer from {y}: {} before, {} now.", word(self.before), word(self.after))
    }
}
