//! The path test: what a validator concludes, given whose DNSKEY RRset it holds and who answers.
//!
//! Pure: snapshot, signature proofs, validator profile and time in, verdicts out. One test for all
//! validators; what differs between them is [`Profile`] data.

use super::answer::Answer;
use super::checks::{Checks, Proofs};
use super::denial::{Gap, Proof};
use super::ds;
use super::keys::{Key, KeyIx, KeyTable};
use super::profile::{AlgorithmRule, DigestPreference, Profile, Revoked};
use crate::check::report::Verdict;
use crate::dns::{Ds, Moment, Rdata, Rrsig, rrsig_labels};
use crate::snapshot::{DsSeen, RRset, Snapshot};
use domain::base::Rtype;
use std::collections::BTreeSet;

/// What one validator makes of a snapshot at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a> {
    pub snapshot: &'a Snapshot,
    pub table: &'a KeyTable,
    pub checks: &'a Checks,
    pub proofs: &'a Proofs,
    pub profile: &'a Profile,
    pub now: Moment,
}

/// Whether a provider's DNSKEY RRset is trusted, and with which keys it then is used.
#[derive(Clone, Debug)]
pub struct Trust {
    pub verdict: Verdict,
    pub reason: Reason,
    /// The key that signs the DNSKEY RRset, or should have.
    pub key: Option<KeyRef>,
    /// The algorithms that have to validate under [`AlgorithmRule::EveryDsAlgorithm`].
    needed: BTreeSet<u8>,
}

/// One verdict with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub verdict: Verdict,
    pub reason: Reason,
    /// The key that verified it, or the key that should have.
    pub key: Option<KeyRef>,
}

/// A key by its table index where it is known, else by what the signature says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyRef {
    pub index: Option<KeyIx>,
    pub tag: u16,
    pub algorithm: u8,
}

/// Why a verdict is what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    Verified,
    /// The parent has no DS RRset.
    NoDs,
    /// Every DS has an algorithm or digest type that is not supported (RFC 4035 §5.2).
    DsUnsupported,
    /// No provider signs, and the parent was not seen.
    NobodySigns,
    TooManyDs(usize),
    DnskeyUnseen,
    DnskeyAbsent,
    /// No DS matches a key in the DNSKEY RRset.
    DsNoMatch,
    /// The only DS that matches has this digest type, which is not taken beside a better one.
    DsPassedOver(u8),
    /// A DS names a key by tag and algorithm, its digest is another's.
    DsDigest,
    /// A DS matches a key that cannot be used: revoked, no zone key.
    DsKeyUnusable(KeyFault),
    /// DS-matched keys do not validly sign the DNSKEY RRset; the inner reason is the nearest miss.
    DsKeyDoesNotSign(Box<Self>),
    /// This algorithm of the DS RRset does not validate (strict validators).
    AlgorithmMissing(u8),
    /// Trust in the DNSKEY RRset is missing: everything under it fails.
    DnskeyUntrusted(Box<Self>),
    Unsigned,
    SignaturesUnseen,
    /// The key that made the signature is not in the DNSKEY RRset held.
    KeyMissing,
    KeyUnusable(KeyFault),
    SignatureBad,
    /// Verification was given up after this many failures.
    GaveUp(usize),
    /// Only the first so many RRSIGs are looked at, and none of them is good.
    PastLimit(usize),
    Expired(Moment),
    NotYetValid(Moment),
    AlgorithmUnsupported(u8),
    SignerName,
    Labels,
    /// The data the signature is over were not seen.
    DataUnseen,
    TooManyCandidates,
    NoProof(Gap),
    /// The whole zone's chain of NSEC or NSEC3 records is broken at this name.
    ChainBroken,
    OptOut,
    Iterations(u16),
}

/// Why a validator does not use a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    Revoked,
    NotZoneKey,
    Protocol,
}

impl Judged {
    fn new(verdict: Verdict, reason: Reason) -> Self {
        Self { verdict, reason, key: None }
    }
}

impl<'a> Judge<'a> {
    /// The DS records this validator goes by: supported, and narrowed down by digest type.
    pub fn usable_ds(&self, set: &'a RRset) -> Vec<&'a Ds> {
        let mut usable: Vec<&Ds> = set
            .data
            .iter()
            .filter_map(|data| match data {
                Rdata::Ds(ds) => Some(ds),
                _ => None,
            })
            .filter(|ds| {
                self.profile.algorithms.contains(&ds.algorithm().to_int())
                    && self.profile.digests.contains(&ds.digest_type().to_int())
            })
            .collect();
        match self.profile.digest_preference {
            DigestPreference::Any => {}
            DigestPreference::NoSha1BesideBetter => {
                if usable.iter().any(|ds| ds.digest_type().to_int() != 1) {
                    usable.retain(|ds| ds.digest_type().to_int() != 1);
                }
            }
            DigestPreference::Highest => {
                let best = usable.iter().map(|ds| ds.digest_type().to_int()).max();
                usable.retain(|ds| Some(ds.digest_type().to_int()) == best);
            }
        }
        usable
    }

    /// Whether a resolver that fetches this provider's DNSKEY RRset can trust it.
    pub fn trust(&self, provider: usize) -> Trust {
        let plain = |verdict, reason| Trust { verdict, reason, key: None, needed: BTreeSet::new() };
        let Some(view) = self.snapshot.providers.get(provider) else {
            return plain(Verdict::Indeterminate, Reason::DnskeyUnseen);
        };
        let dnskey = view.find(&self.snapshot.zone, Rtype::DNSKEY).filter(|(_, set)| !set.data.is_empty());
        match &self.snapshot.parent.ds {
            DsSeen::Absent => plain(Verdict::Insecure, Reason::NoDs),
            DsSeen::Unseen => match dnskey {
                Some((index, set)) => {
                    let anchors = self.anchors(provider);
                    // A validator ignores a trust anchor of an algorithm it does not know (RFC 4035 §5.2).
                    let algorithms = anchors.iter().filter_map(|key| Some(self.table.get(*key)?.algorithm));
                    let unknown = algorithms.clone().find(|a| !self.profile.algorithms.contains(a));
                    if let Some(unknown) = unknown
                        && algorithms.clone().all(|a| !self.profile.algorithms.contains(&a))
                    {
                        return plain(Verdict::Insecure, Reason::AlgorithmUnsupported(unknown));
                    }
                    let judged = self.by_signatures(provider, index, set, &anchors, None, true);
                    Trust { key: judged.key, ..plain(judged.verdict, judged.reason) }
                }
                None if !view.whole_zone => plain(Verdict::Indeterminate, Reason::DnskeyUnseen),
                None if self.table.keys.is_empty() => plain(Verdict::Indeterminate, Reason::NobodySigns),
                None => plain(Verdict::Bogus, Reason::DnskeyAbsent),
            },
            DsSeen::Set(ds) => {
                if let Some(most) = self.profile.most_ds.filter(|most| ds.data.len() > *most) {
                    return plain(Verdict::Bogus, Reason::TooManyDs(most));
                }
                let usable = self.usable_ds(ds);
                if usable.is_empty() {
                    return plain(Verdict::Insecure, Reason::DsUnsupported);
                }
                match dnskey {
                    Some((index, set)) => self.trust_by_ds(provider, index, set, &usable),
                    None if view.whole_zone || self.answers_without_dnskey(provider) => {
                        plain(Verdict::Bogus, Reason::DnskeyAbsent)
                    }
                    None => plain(Verdict::Indeterminate, Reason::DnskeyUnseen),
                }
            }
        }
    }

    /// The provider was asked for its DNSKEY RRset and has none.
    fn answers_without_dnskey(&self, provider: usize) -> bool {
        self.snapshot.providers.get(provider).is_some_and(|view| {
            view.negatives.iter().any(|n| n.name == self.snapshot.zone && n.rtype == Rtype::DNSKEY)
        })
    }

    fn trust_by_ds(&self, provider: usize, index: usize, set: &RRset, usable: &[&Ds]) -> Trust {
        let strict = self.profile.algorithm_rule == AlgorithmRule::EveryDsAlgorithm;
        let algorithms: BTreeSet<u8> = usable.iter().map(|ds| ds.algorithm().to_int()).collect();
        let needed = if strict { algorithms.clone() } else { BTreeSet::new() };
        let mut best = Judged::new(Verdict::Bogus, Reason::DsNoMatch);
        for algorithm in &algorithms {
            let of_one: Vec<&Ds> =
                usable.iter().copied().filter(|ds| ds.algorithm().to_int() == *algorithm).collect();
            let judged = self.anchored(provider, index, set, &of_one);
            let good = judged.verdict == Verdict::Secure;
            if strict && !good {
                let reason = Reason::AlgorithmMissing(*algorithm);
                // With one algorithm only the plain reason says more.
                let reason = if algorithms.len() == 1 { judged.reason } else { reason };
                return Trust { verdict: judged.verdict, reason, key: judged.key, needed };
            }
            if good || judged.verdict < best.verdict || rank(&judged.reason) > rank(&best.reason) {
                best = judged;
            }
            if good && !strict {
                break;
            }
        }
        Trust { verdict: best.verdict, reason: best.reason, key: best.key, needed }
    }

    /// The DNSKEY RRset validated through one of these DS records.
    fn anchored(&self, provider: usize, index: usize, set: &RRset, usable: &[&Ds]) -> Judged {
        match self.vouched(provider, usable) {
            Err(fault) => Judged::new(Verdict::Bogus, fault),
            Ok(anchors) => {
                let mut judged = self.by_signatures(provider, index, set, &anchors, None, true);
                if judged.verdict == Verdict::Bogus {
                    judged.reason = Reason::DsKeyDoesNotSign(Box::new(judged.reason));
                }
                judged
            }
        }
    }

    /// The keys of this provider that these DS records vouch for; at least one, else why none.
    fn vouched(&self, provider: usize, usable: &[&Ds]) -> Result<Vec<KeyIx>, Reason> {
        let owner = &self.snapshot.zone;
        let mut anchors: Vec<KeyIx> = Vec::new();
        let mut fault = Reason::DsNoMatch;
        for key_index in self.table.set(provider) {
            let Some(key) = self.table.get(*key_index) else { continue };
            for ds in usable.iter().filter(|ds| ds::names(ds, key)) {
                if !ds::matches(owner, ds, key) {
                    if fault == Reason::DsNoMatch {
                        fault = Reason::DsDigest;
                    }
                } else if let Some(unusable) = self.key_fault(key, true) {
                    fault = Reason::DsKeyUnusable(unusable);
                } else if !anchors.contains(key_index) {
                    anchors.push(*key_index);
                }
            }
        }
        match anchors.is_empty() {
            false => Ok(anchors),
            true if fault == Reason::DsNoMatch => Err(self.passed_over(provider).unwrap_or(fault)),
            true => Err(fault),
        }
    }

    /// A DS record would match, but the validator does not go by its digest type here.
    fn passed_over(&self, provider: usize) -> Option<Reason> {
        let DsSeen::Set(set) = &self.snapshot.parent.ds else { return None };
        let keys = || self.table.set(provider).iter().filter_map(|key| self.table.get(*key));
        set.data.iter().find_map(|data| match data {
            Rdata::Ds(ds) if keys().any(|key| ds::matches(&self.snapshot.zone, ds, key)) => {
                Some(Reason::DsPassedOver(ds.digest_type().to_int()))
            }
            _ => None,
        })
    }

    /// The keys of this provider that a resolver takes on the parent's word; without the parent, its
    /// own SEP keys (all its keys, where none has the flag).
    pub fn anchors(&self, provider: usize) -> Vec<KeyIx> {
        match &self.snapshot.parent.ds {
            DsSeen::Set(ds) => self.vouched(provider, &self.usable_ds(ds)).unwrap_or_default(),
            DsSeen::Absent => Vec::new(),
            DsSeen::Unseen => {
                let own = self.table.set(provider);
                let is_sep = |key: &KeyIx| self.table.get(*key).is_some_and(Key::is_sep);
                let sep: Vec<KeyIx> = own.iter().copied().filter(is_sep).collect();
                if sep.is_empty() { own.to_vec() } else { sep }
            }
        }
    }

    /// Why this validator does not use the key.
    pub fn key_fault(&self, key: &Key, by_ds: bool) -> Option<KeyFault> {
        if !key.dnskey.is_zone_key() {
            return Some(KeyFault::NotZoneKey);
        }
        if key.dnskey.protocol() != 3 {
            return Some(KeyFault::Protocol);
        }
        let accepts = match self.profile.revoked {
            Revoked::Rejected => false,
            Revoked::RejectedByDs => !by_ds,
            Revoked::Accepted => true,
        };
        (key.is_revoked() && !accepts).then_some(KeyFault::Revoked)
    }

    /// The verdict over one RRset of `answer_from`, for a resolver that holds the DNSKEY RRset of
    /// `dnskey_from` with this `trust` in it.
    pub fn rrset(&self, trust: &Trust, dnskey_from: usize, answer_from: usize, rrset: usize) -> Judged {
        let Some(set) = self.snapshot.providers.get(answer_from).and_then(|view| view.rrsets.get(rrset))
        else {
            return Judged::new(Verdict::Indeterminate, Reason::DataUnseen);
        };
        match trust.verdict {
            Verdict::Secure => {}
            Verdict::Bogus => {
                let reason = Reason::DnskeyUntrusted(Box::new(trust.reason.clone()));
                return Judged { key: trust.key, ..Judged::new(Verdict::Bogus, reason) };
            }
            other => return Judged::new(other, trust.reason.clone()),
        }
        // The DNSKEY RRset is judged by the DS, not by its own keys.
        if set.rtype == Rtype::DNSKEY && dnskey_from == answer_from && set.owner == self.snapshot.zone {
            return Judged { key: trust.key, ..Judged::new(Verdict::Secure, Reason::Verified) };
        }
        let keys = self.table.set(dnskey_from);
        for algorithm in &trust.needed {
            let judged = self.by_signatures(answer_from, rrset, set, keys, Some(*algorithm), false);
            if judged.verdict != Verdict::Secure {
                let unsigned = judged.reason == Reason::Unsigned && !set.sigs.is_empty();
                let reason = if unsigned { Reason::AlgorithmMissing(*algorithm) } else { judged.reason };
                return Judged { reason, ..judged };
            }
        }
        self.by_signatures(answer_from, rrset, set, keys, None, false)
    }

    /// Any one signature by any one of these keys suffices (RFC 4035 §5.3.3, RFC 6840 §5.11); every
    /// pair is tried, within the validator's limits.
    fn by_signatures(
        &self,
        provider: usize,
        index: usize,
        set: &RRset,
        keys: &[KeyIx],
        only: Option<u8>,
        anchors: bool,
    ) -> Judged {
        if set.data.is_empty() {
            return Judged::new(Verdict::Indeterminate, Reason::DataUnseen);
        }
        if set.sigs.is_empty() {
            return match set.sigs_expected {
                true => Judged::new(Verdict::Bogus, Reason::Unsigned),
                false => Judged::new(Verdict::Indeterminate, Reason::SignaturesUnseen),
            };
        }
        let mut nearest = Judged::new(Verdict::Bogus, Reason::Unsigned);
        let mut miss = |reason: Reason, key: Option<KeyRef>| {
            if rank(&reason) > rank(&nearest.reason) {
                nearest = Judged { verdict: Verdict::Bogus, reason, key };
            }
        };
        let mut looked_at = 0;
        let mut failures = 0;
        for (number, sig) in set.sigs.iter().enumerate() {
            let algorithm = sig.algorithm().to_int();
            let supported = self.profile.algorithms.contains(&algorithm);
            if only.is_some_and(|only| only != algorithm) {
                continue;
            }
            let named = KeyRef { index: None, tag: sig.key_tag(), algorithm };
            if let Some(reason) = self.malformed(set, sig) {
                miss(reason, Some(named));
                continue;
            }
            if !supported {
                miss(Reason::AlgorithmUnsupported(algorithm), Some(named));
                continue;
            }
            if self.profile.most_rrsigs.is_some_and(|most| looked_at == most) {
                miss(Reason::PastLimit(looked_at), Some(named));
                break;
            }
            looked_at += 1;
            let mut found = false;
            let candidates = self.candidates(provider, index, number, sig, keys);
            for (key_index, key) in
                candidates.into_iter().take(self.profile.most_same_tag.unwrap_or(usize::MAX))
            {
                found = true;
                let named = KeyRef { index: Some(key_index), ..named };
                if let Some(fault) = self.key_fault(key, anchors) {
                    miss(Reason::KeyUnusable(fault), Some(named));
                    continue;
                }
                if let Some(reason) = self.out_of_time(sig) {
                    miss(reason, Some(named));
                    continue;
                }
                let check = self.checks.find(provider, index, number, key_index);
                if check.is_some_and(|check| self.proofs.holds(check)) {
                    return Judged { verdict: Verdict::Secure, reason: Reason::Verified, key: Some(named) };
                }
                if check.is_none() && self.checks.over_bound(provider, index) {
                    miss(Reason::TooManyCandidates, Some(named));
                    continue;
                }
                failures += 1;
                // BIND goes by the DS over the DNSKEY RRset, key by key: two KSKs with one tag do no harm.
                if !anchors && self.profile.most_failures == Some(failures) {
                    let reason = Reason::GaveUp(failures);
                    return Judged { verdict: Verdict::Bogus, reason, key: Some(named) };
                }
                miss(Reason::SignatureBad, Some(named));
            }
            if !found {
                miss(Reason::KeyMissing, Some(named));
            }
        }
        if set.sigs_cut {
            miss(Reason::TooManyCandidates, None);
        }
        nearest
    }

    /// Those of these keys that the signature may be by, in canonical order.
    fn candidates(
        &self,
        provider: usize,
        rrset: usize,
        number: usize,
        sig: &Rrsig,
        keys: &[KeyIx],
    ) -> Vec<(KeyIx, &'a Key)> {
        let get = |index: KeyIx| Some((index, self.table.get(index)?));
        if self.checks.over_bound(provider, rrset) {
            // Not all of them were listed.
            let fits = |key: &Key| key.tag == sig.key_tag() && key.algorithm == sig.algorithm().to_int();
            return keys.iter().filter_map(|index| get(*index)).filter(|(_, key)| fits(key)).collect();
        }
        let listed = self.checks.candidates(provider, rrset, number);
        listed.iter().filter(|(index, _)| keys.contains(index)).filter_map(|(index, _)| get(*index)).collect()
    }

    /// RFC 4035 §5.3.1: signer's name and labels.
    fn malformed(&self, set: &RRset, sig: &Rrsig) -> Option<Reason> {
        if *sig.signer_name() != self.snapshot.zone {
            return Some(Reason::SignerName);
        }
        (sig.labels() > rrsig_labels(&set.owner)).then_some(Reason::Labels)
    }

    /// RFC 4035 §5.3.1 with RFC 4034 §3.1.5: serial number arithmetic around the moment of judgement.
    fn out_of_time(&self, sig: &Rrsig) -> Option<Reason> {
        let (from, until) = validity(sig, self.now);
        if from > until {
            // It ends before it begins: no leeway makes it valid.
            return Some(Reason::Expired(until));
        }
        let leeway = self.profile.skew.seconds(until.0 - from.0);
        if self.now.0 - leeway > until.0 {
            return Some(Reason::Expired(until));
        }
        (self.now.0 + leeway < from.0).then_some(Reason::NotYetValid(from))
    }

    /// The verdict over a whole answer: the worst over its RRsets and proofs.
    pub fn answer(&self, trust: &Trust, dnskey_from: usize, answer_from: usize, answer: &Answer) -> Judged {
        let rrsets = answer.rrsets.iter().map(|rrset| self.rrset(trust, dnskey_from, answer_from, *rrset));
        let denials =
            answer.denials.iter().map(|denial| self.denial(trust, dnskey_from, answer_from, denial));
        rrsets
            .chain(denials)
            .reduce(worse)
            .unwrap_or_else(|| Judged::new(Verdict::Indeterminate, Reason::DataUnseen))
    }

    /// The verdict over a proof that something does not exist.
    pub fn denial(
        &self,
        trust: &Trust,
        dnskey_from: usize,
        answer_from: usize,
        denial: &Result<Proof, Gap>,
    ) -> Judged {
        match trust.verdict {
            Verdict::Secure | Verdict::Bogus => {}
            other => return Judged::new(other, trust.reason.clone()),
        }
        let proof = match denial {
            Ok(proof) => proof,
            Err(_) if trust.verdict == Verdict::Bogus => {
                let reason = Reason::DnskeyUntrusted(Box::new(trust.reason.clone()));
                return Judged::new(Verdict::Bogus, reason);
            }
            Err(gap) => return Judged::new(Verdict::Bogus, Reason::NoProof(gap.clone())),
        };
        let signatures = proof
            .rrsets
            .iter()
            .map(|rrset| self.rrset(trust, dnskey_from, answer_from, *rrset))
            .reduce(worse)
            .unwrap_or_else(|| Judged::new(Verdict::Secure, Reason::Verified));
        if signatures.verdict != Verdict::Secure {
            return signatures;
        }
        if proof.iterations > self.profile.nsec3_iterations {
            return Judged {
                verdict: Verdict::Insecure,
                reason: Reason::Iterations(proof.iterations),
                ..signatures
            };
        }
        if proof.opt_out {
            return Judged { verdict: Verdict::Insecure, reason: Reason::OptOut, ..signatures };
        }
        signatures
    }
}

/// The worse of two verdicts; the first when they are equal.
pub fn worse(a: Judged, b: Judged) -> Judged {
    if b.verdict > a.verdict { b } else { a }
}

/// A signature's inception and expiration as moments, read around `now` (RFC 1982).
pub fn validity(sig: &Rrsig, now: Moment) -> (Moment, Moment) {
    let until = now.near(sig.expiration().into_int());
    (until.near(sig.inception().into_int()), until)
}

/// How near a miss is to a success: the nearest one is the reason given.
fn rank(reason: &Reason) -> u8 {
    match reason {
        Reason::Unsigned => 0,
        Reason::SignerName | Reason::Labels | Reason::DsNoMatch | Reason::DsPassedOver(_) => 1,
        Reason::AlgorithmUnsupported(_) => 2,
        Reason::DsDigest => 3,
        Reason::KeyMissing => 4,
        Reason::PastLimit(_) | Reason::KeyUnusable(_) | Reason::DsKeyUnusable(_) => 5,
        Reason::DsKeyDoesNotSign(_) => 6,
        Reason::TooManyCandidates => 7,
        Reason::SignatureBad | Reason::GaveUp(_) => 8,
        Reason::Expired(_) | Reason::NotYetValid(_) => 9,
        _ => 10,
    }
}
