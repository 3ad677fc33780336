//! The report: what every face shows, and nothing a face has to work out for itself.
//!
//! Plain data with stable names (documented in `docs/report-format.md`); it crosses from the worker
//! to the page, and it is what `multisigner check --format json` prints.

use super::code::Code;
use crate::dns::Moment;
pub use crate::dnssec::verdict::Verdict;
use crate::evidence::NotRead;
use serde::{Deserialize, Serialize};

/// The whole result of one check at one moment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Report {
    /// The zone's apex with final dot.
    pub zone: String,
    /// The moment of judgement.
    pub at: Moment,
    /// The worst verdict over the mixes that happen (the reference profile).
    pub verdict: Verdict,
    pub headline: Headline,
    pub model: Model,
    /// The model in a sentence.
    pub model_note: String,
    pub parent: ParentSummary,
    pub providers: Vec<ProviderSummary>,
    /// Every DNSKEY seen anywhere, once; other parts refer to it by index.
    pub keys: Vec<KeyInfo>,
    pub coverage: Vec<CoverageRow>,
    /// Row by row: `dnskey_from` outer, `answer_from` inner, in the order of `providers`.
    pub mixes: Vec<Mix>,
    /// CDS and CDNSKEY, judged per provider with its own DNSKEY RRset, kept out of the mixes.
    pub child_ds: Vec<MixRrset>,
    pub findings: Vec<Finding>,
    pub timeline: Timeline,
    pub not_read: Vec<NotRead>,
}

impl Report {
    /// A mix that happens fails by the standard, or at a named validator as it comes (hardened settings are set apart).
    #[must_use]
    pub fn fails(&self) -> bool {
        self.mixes.iter().filter(|mix| mix.reached).any(|mix| {
            let profiles = mix.profiles;
            [mix.verdict, profiles.unbound, profiles.bind, profiles.powerdns, profiles.knot]
                .contains(&Verdict::Bogus)
        })
    }

    /// The index of the first provider whose key it is.
    pub fn home(&self, key: usize) -> Option<usize> {
        let owner = self.keys.get(key)?.owners.first()?;
        self.providers.iter().position(|provider| provider.label == *owner)
    }
}

/// The verdict in words. `lead` carries the status ("Can fail."), `text` the reason, `why` who shows
/// it and who hides it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Headline {
    pub tone: Tone,
    pub lead: String,
    pub text: String,
    pub why: String,
    pub facts: Vec<Fact>,
    /// How long it stays so, where time alone changes it: `Good until 3 Dec 2026, 14:05 UTC, when B’s SOA signature
    /// expires.` Else empty.
    pub until: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    Secure,
    /// Nothing fails, something is fragile.
    Warning,
    Insecure,
    Indeterminate,
    Bogus,
}

impl Tone {
    /// The status that it is drawn in.
    pub fn word(self) -> &'static str {
        match self {
            Self::Secure => "secure",
            Self::Warning => "warning",
            Self::Insecure => "insecure",
            Self::Indeterminate => "indeterminate",
            Self::Bogus => "bogus",
        }
    }
}

/// A figure beside the headline: `Mixes that fail: 1 of 4 (DNSKEY from A, answer from B)`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Fact {
    pub label: String,
    pub value: String,
    pub note: String,
}

/// How the providers share keys (RFC 8901 §2.1), inferred from the data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Model {
    /// One provider only.
    SingleSigner,
    /// Several providers, the same keys sign everywhere: one signer with secondaries, or copied private keys.
    SharedKeys,
    /// One KSK signs one common DNSKEY RRset, each provider has its own ZSK.
    Model1,
    /// Model 1 in the making: a shared KSK, but the DNSKEY RRsets differ.
    Model1Partial,
    /// Each provider has its own KSK and ZSK.
    Model2,
    /// Each provider signs everything with one combined key.
    Model2Csk,
    /// Own keys per provider; some have a combined key, some a KSK and a ZSK.
    Model2MixedCsk,
    /// Own keys per provider, and some provider does not publish every other's signing key.
    Model2Partial,
    /// Some providers share a KSK, others have their own.
    Mixed,
    /// At least one provider signs nothing.
    PartlyUnsigned,
    /// No provider signs.
    Unsigned,
    /// Not enough was seen.
    Unknown,
}

/// What is known of the parent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ParentSummary {
    pub state: ParentState,
    pub ds: Vec<DsInfo>,
    /// TTL of the DS RRset in seconds.
    pub ttl: Option<u32>,
    /// Delegation NS host names, when seen.
    pub ns: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ParentState {
    /// Nothing was given: each provider's own SEP keys are the trust anchors.
    Unseen,
    /// Proven to have no DS RRset.
    NoDs,
    Ds,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct DsInfo {
    pub key_tag: u16,
    pub algorithm: u8,
    pub digest_type: u8,
    /// Presentation form of the record data.
    pub rdata: String,
    /// Index into `keys` of the key whose digest this is.
    pub key: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ProviderSummary {
    pub label: String,
    /// Name servers or addresses seen to answer.
    pub servers: Vec<String>,
    /// TTL of its DNSKEY RRset in seconds.
    pub dnskey_ttl: Option<u32>,
    /// Indexes into `keys` of what its DNSKEY RRset holds.
    pub publishes: Vec<usize>,
    /// Keys that validly sign its DNSKEY RRset.
    pub dnskey_signed_by: Vec<usize>,
    /// Keys that validly sign its data, with the number of RRsets.
    pub data_signed_by: Vec<(usize, usize)>,
    /// Whether the parent's DS vouches for its DNSKEY RRset (reference profile), and why not.
    pub dnskey_verdict: Verdict,
    pub dnskey_reason: String,
    /// The same in a word or two, where it fails: `no DS`, `expired 23 Nov`.
    pub dnskey_brief: String,
    /// RRsets judged in the mixes (denial probes included).
    pub rrsets: usize,
    /// The types among them, for one line of text.
    pub types: Vec<String>,
    /// A whole zone was given (not some answers of it).
    pub whole_zone: bool,
    /// Resolvers are sent to it. `false`: every NS record leads elsewhere, or the person says so.
    pub reached: bool,
    /// How it proves that names do not exist.
    pub denial: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct KeyInfo {
    pub tag: u16,
    pub algorithm: u8,
    pub algorithm_name: String,
    pub flags: u16,
    /// Size of the public key in bits.
    pub bits: Option<u32>,
    pub role: KeyRole,
    /// Providers that sign with it (several: shared).
    pub owners: Vec<String>,
    /// Providers that publish it.
    pub published_at: Vec<String>,
    pub has_ds: bool,
    /// Presentation form of the record data.
    pub rdata: String,
}

/// What a key is seen to do, not what its flags say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum KeyRole {
    /// Signs the DNSKEY RRset only.
    Ksk,
    /// Signs data only.
    Zsk,
    /// Signs both.
    Csk,
    /// Published, signs nothing that was seen.
    Idle,
}

impl KeyRole {
    pub fn word(self) -> &'static str {
        match self {
            Self::Ksk => "KSK",
            Self::Zsk => "ZSK",
            Self::Csk => "CSK",
            Self::Idle => "not in use",
        }
    }
}

/// One key that matters, and where it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CoverageRow {
    pub key: usize,
    /// Whether it signs data (else it signs DNSKEY RRsets only).
    pub signs_data: bool,
    /// `signs 16 RRsets at A` or `DS: SHA-256`.
    pub note: String,
    /// One per provider, in order.
    pub cells: Vec<CoverageState>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum CoverageState {
    /// Its own key, published.
    Own,
    /// Another's key, published here too.
    Imported,
    /// Published here; nobody was seen to sign with it, so whose it is is not known.
    Published,
    /// Has to be here and is not.
    Missing,
    /// Not published; nothing needs it here.
    NotNeeded,
    /// Not published; whether it is needed is not known, for no signature of it was seen.
    Absent,
    /// Signs this provider's DNSKEY RRset.
    Signs,
    /// The provider's DNSKEY RRset was not seen.
    Unseen,
}

impl CoverageState {
    pub fn word(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Imported => "imported",
            Self::Published => "published",
            Self::Missing => "missing",
            Self::NotNeeded => "not needed",
            Self::Absent => "not here",
            Self::Signs => "signs",
            Self::Unseen => "not seen",
        }
    }
}

/// One mix: whose DNSKEY RRset a resolver holds, and who answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Mix {
    pub dnskey_from: String,
    pub answer_from: String,
    /// It happens: resolvers are sent to both providers. Else it does not count for the zone's verdict.
    pub reached: bool,
    /// The reference verdict: the worst over its RRsets.
    pub verdict: Verdict,
    /// Why, in one line.
    pub reason: String,
    /// The same in a word or two, where it fails: `not signed`, `expired 23 Nov`.
    pub brief: String,
    pub profiles: ProfileVerdicts,
    /// Profiles that differ from the reference verdict, each with its reason.
    pub differs: Vec<ProfileDiffers>,
    /// It fails, and a resolver that retries at another provider would not show it.
    pub hidden_by_retry: bool,
    /// All RRsets judged, failing ones first when the list was cut.
    pub rrsets: Vec<MixRrset>,
    pub rrsets_total: usize,
    pub rrsets_failing: usize,
}

/// The verdict of each named validator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ProfileVerdicts {
    pub unbound: Verdict,
    pub unbound_hardened: Verdict,
    pub bind: Verdict,
    pub powerdns: Verdict,
    pub knot: Verdict,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ProfileDiffers {
    /// The validator's name as people know it: `BIND`, `unbound with harden-algo-downgrade`.
    pub profile: String,
    pub verdict: Verdict,
    pub reason: String,
}

/// One RRset (or one proof that something does not exist) in one mix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct MixRrset {
    pub name: String,
    /// A record type, or `NXDOMAIN` / `NODATA` for a denial.
    #[serde(rename = "type")]
    pub rtype: String,
    pub verdict: Verdict,
    pub reason: String,
    /// The key that verified it, else the key it needs.
    pub key_tag: Option<u16>,
    pub algorithm: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Some standard validator fails some query in some reachable cache state.
    Error,
    /// Fragile, expiring or against a recommendation; nothing fails now.
    Warning,
    /// Worth knowing.
    Info,
}

/// What a finding means for the reader; the order in which findings are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Known processes that the data stand in the middle of.
    Underway,
    Fails,
    Fragile,
    Worth,
}

impl Group {
    pub const ALL: [Self; 4] = [Self::Underway, Self::Fails, Self::Fragile, Self::Worth];

    pub fn title(self) -> &'static str {
        match self {
            Self::Underway => "Under way",
            Self::Fails => "Fails",
            Self::Fragile => "Fragile",
            Self::Worth => "Worth knowing",
        }
    }

    /// The findings of this group, with their places in the report.
    pub fn of(self, report: &Report) -> impl Iterator<Item = (usize, &Finding)> {
        report.findings.iter().enumerate().filter(move |(_, finding)| finding.group() == self)
    }
}

impl Finding {
    pub fn group(&self) -> Group {
        match self.severity {
            Severity::Info if self.step.is_some() => Group::Underway,
            Severity::Error => Group::Fails,
            Severity::Warning => Group::Fragile,
            Severity::Info => Group::Worth,
        }
    }
}

/// One root cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Finding {
    /// Stable code of the rule (`MS-ZSK-COVERAGE`).
    pub code: Code,
    pub severity: Severity,
    pub title: String,
    /// Labels of the providers it is about; empty when it is the parent or the whole group.
    pub providers: Vec<String>,
    pub detail: String,
    /// Who is hit, and for how long.
    pub hit: Vec<String>,
    /// Why a test with one resolver may not show it.
    pub masked: Vec<String>,
    pub evidence: Vec<EvidenceLine>,
    pub fix: Vec<FixStep>,
    /// `RFC 8901 §2.1.2`.
    pub references: Vec<String>,
    /// The data stand in the middle of a known process, and this is how far it has come.
    pub step: Option<Step>,
    /// It fails only in mixes that do not happen, because no NS record leads to one of the providers.
    pub latent: bool,
    /// The failing mixes under it: (dnskey_from, answer_from).
    pub mixes: Vec<(String, String)>,
}

impl Finding {
    /// Whether another report says the same: of the same rule about the same providers.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.code == other.code && self.providers == other.providers
    }
}

/// A step of a process, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Step {
    pub at: usize,
    pub of: usize,
}

/// A record (or its absence) that shows a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EvidenceLine {
    /// Whose; the parent's when `None`.
    pub provider: Option<String>,
    pub text: String,
    /// The part of `text` to mark.
    pub mark: Option<String>,
    /// It is not there: `— no DNSKEY with tag 22961 and algorithm 13`.
    pub absent: bool,
    /// The record, or what is missing, as data; `None`: the line is about something else.
    pub record: Option<RecordShown>,
}

/// What a line of evidence shows, or misses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct RecordShown {
    /// Owner name with final dot.
    pub owner: String,
    /// `DNSKEY`; of a signature `RRSIG`.
    #[serde(rename = "type")]
    pub rtype: String,
    /// Of a signature: the type it covers.
    pub covers: Option<String>,
    /// Of a key, a DS or a signature.
    pub key_tag: Option<u16>,
    pub algorithm: Option<u8>,
    /// Name of the source in which its RRset was found.
    pub source: Option<String>,
    /// The RRset's first line there, from 1.
    pub line: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct FixStep {
    pub text: String,
    /// Where to do it; `None`: at the parent (registrar), or no place of its own.
    pub provider: Option<String>,
    /// Records ready to copy.
    pub records: Vec<String>,
    /// What a signer's or provider's command can do.
    pub action: Option<Action>,
}

/// What is done to the zone at one provider, for faces that know a command for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Action {
    pub kind: ActionKind,
    /// The zone's apex with final dot.
    pub zone: String,
    /// Who runs the provider's servers, where their names tell.
    pub operator: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ActionKind {
    /// Put the records, DNSKEY of other providers, into the DNSKEY RRset.
    AddDnskey,
    /// The same for CDS and CDNSKEY records.
    AddCds,
    /// The same for NS records of the apex.
    AddNs,
    /// Take the records, DNSKEY of other providers, out of the DNSKEY RRset.
    RemoveDnskey,
    /// Take CDS, CDNSKEY or CSYNC records out that were put there by hand.
    RemoveCds,
    /// Make all signatures anew.
    SignAnew,
    /// Take NS records out of the apex.
    RemoveNs,
    /// Make a key of one's own and publish it; it does not sign yet.
    MakeKey,
    /// Let a key of one's own sign.
    StartSigning,
    /// It is to sign no more; it stays published.
    StopSigning,
    /// Take it out of the DNSKEY RRset.
    DropKey,
}

/// Every kind.
pub const ACTION_KINDS: [ActionKind; 11] = [
    ActionKind::AddDnskey,
    ActionKind::AddCds,
    ActionKind::AddNs,
    ActionKind::RemoveDnskey,
    ActionKind::RemoveCds,
    ActionKind::SignAnew,
    ActionKind::RemoveNs,
    ActionKind::MakeKey,
    ActionKind::StartSigning,
    ActionKind::StopSigning,
    ActionKind::DropKey,
];

/// What expires when, and when the verdict changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Timeline {
    pub spans: Vec<ValiditySpan>,
    /// The zone's verdict over time, without gaps, oldest first; the first has no `from`, the last no `until`.
    pub verdicts: Vec<VerdictSpan>,
    /// Every moment at which the verdict changes, oldest first.
    pub changes: Vec<Change>,
    /// The next change after the moment of judgement.
    pub next: Option<NextChange>,
    /// How long caches can still fail, once the fault is put right; `None` where nothing that is cached fails.
    pub caches: Option<Caches>,
    /// A moment inside the signatures' validity, offered when the moment of judgement is outside it.
    pub offer: Option<Moment>,
}

/// When the signatures over one group of RRsets are all valid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ValiditySpan {
    /// `None`: the parent's DS.
    pub provider: Option<String>,
    /// `DNSKEY`, `16 RRsets`, `DS`.
    pub what: String,
    pub from: Moment,
    pub until: Moment,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct VerdictSpan {
    pub from: Option<Moment>,
    pub until: Option<Moment>,
    pub verdict: Verdict,
    /// How many of the mixes that happen fail.
    pub failing: usize,
}

/// A moment at which the verdict, or the number of failing mixes, changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Change {
    pub at: Moment,
    /// The verdict from then on.
    pub verdict: Verdict,
    /// How many mixes fail from then on.
    pub failing: usize,
    /// What happens then, provider by provider.
    pub causes: Vec<ChangeCause>,
    /// `then 2 of 4 mixes fail`.
    pub then: String,
}

/// What happens to one provider's signatures at one moment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ChangeCause {
    /// `None`: the parent's DS.
    pub provider: Option<String>,
    /// `B’s SOA signature expires`.
    pub text: String,
}

/// Until when caches that are filled at the moment of judgement can fail (RFC 8901 §5: a DNSKEY RRset stays in a
/// cache for its TTL, whatever is published meanwhile).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Caches {
    /// The longest TTL of what is held and fails, in seconds.
    pub ttl: u32,
    /// The moment of judgement and that TTL.
    pub until: Moment,
    /// What is held: `A’s DNSKEY RRset`, `the parent’s DS RRset`.
    pub held: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NextChange {
    pub at: Moment,
    /// `all of B's signatures expire. Then every mix fails.`
    pub text: String,
}
