//! From the DNSKEY RRset held to one RRset with its signatures (RFC 4035 §5.3).

use super::reason::{MISSING_IN_TIME, rank};
use super::{Judge, Judged, KeyFault, KeyRef, Reason};
use crate::dns::{Moment, Rdata, Rrsig, rrsig_labels};
use crate::dnssec::algorithm::{is_rsa, key_bits, rsa_bits};
use crate::dnssec::checks::LeftOut;
use crate::dnssec::keys::{Key, KeyIx};
use crate::dnssec::profile::{KeyFields, Labels, Revoked, Times};
use crate::dnssec::proofs::Checked;
use crate::dnssec::verdict::Verdict;
use crate::order;
use crate::snapshot::{RRset, Referred, canonical_rdata};
use domain::base::Rtype;

/// The nearest miss so far.
struct Nearest {
    rank: u8,
    judged: Judged,
}

impl Nearest {
    fn miss(&mut self, reason: Reason, key: Option<KeyRef>) {
        self.miss_by(rank(&reason), reason, key);
    }

    fn miss_by(&mut self, rank: u8, reason: Reason, key: Option<KeyRef>) {
        if rank > self.rank {
            *self = Self { rank, judged: Judged { verdict: Verdict::Bogus, reason, key } };
        }
    }
}

impl<'a> Judge<'a> {
    /// Why this validator does not use the key.
    pub fn key_fault(&self, key: &Key, by_ds: bool) -> Option<KeyFault> {
        let lenient = self.profile.key_fields == KeyFields::OfSignersOnly;
        if !(lenient && by_ds) {
            if !key.dnskey.is_zone_key() {
                return Some(KeyFault::NotZoneKey);
            }
            if key.dnskey.protocol() != 3 && !(lenient && key.dnskey.protocol() == 255) {
                return Some(KeyFault::Protocol);
            }
        }
        let accepts = match self.profile.revoked {
            Revoked::Rejected => false,
            Revoked::RejectedByDs => !by_ds,
            Revoked::Accepted => true,
        };
        if key.is_revoked() && !accepts {
            return Some(KeyFault::Revoked);
        }
        self.rsa_fault(key)
    }

    /// Why this validator does not verify with an RSA key.
    fn rsa_fault(&self, key: &Key) -> Option<KeyFault> {
        let (exponent, modulus) = rsa_bits(key.public_key()).filter(|_| is_rsa(key.algorithm))?;
        let bounds = &self.profile.rsa;
        let too_large = bounds.large.is_some_and(|(above, most)| modulus > above && exponent > most);
        if exponent > bounds.most_exponent || too_large {
            return Some(KeyFault::RsaExponent);
        }
        let sizes = bounds.least_modulus..=bounds.most_modulus;
        (!sizes.contains(&modulus)).then_some(KeyFault::RsaSize)
    }

    /// Why no key can be made of the first record of a DNSKEY RRset; what it says of itself besides does not matter.
    pub(super) fn first_key_fault(&self, provider: usize) -> Option<KeyFault> {
        let index = *self.table.set(provider).first()?;
        let key = self.table.get(index).filter(|key| self.profile.algorithms.contains(&key.algorithm))?;
        let no_point = || {
            let check = self.checks.of_key(index);
            check.is_some_and(|check| self.proofs.answer(check) == Checked::NoKey)
        };
        if key_bits(key.algorithm, key.public_key()).is_none() || no_point() {
            return Some(KeyFault::Malformed);
        }
        self.rsa_fault(key).filter(|fault| *fault == KeyFault::RsaExponent)
    }

    /// Any one signature by any one of these keys suffices (RFC 4035 §5.3.3, RFC 6840 §5.11); every
    /// pair is tried, within the validator's limits.
    pub(super) fn by_signatures(
        &self,
        provider: usize,
        index: usize,
        set: &RRset,
        keys: &[KeyIx],
        only: Option<u8>,
        anchors: bool,
    ) -> Judged {
        let judged = self.by_those_seen(provider, index, set, keys, only, anchors);
        match &set.partial {
            // What could not be read may be what is missing.
            Some(why) if judged.verdict == Verdict::Bogus => {
                Judged { verdict: Verdict::Indeterminate, reason: Reason::Partial(why.clone()), ..judged }
            }
            _ => judged,
        }
    }

    fn by_those_seen(
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
        if set.cut_unseen {
            return Judged::new(Verdict::Indeterminate, Reason::CutUnseen);
        }
        if set.sigs.is_empty() {
            return match set.sigs_expected {
                true => Judged::new(Verdict::Bogus, Reason::Unsigned),
                false => Judged::new(Verdict::Indeterminate, Reason::SignaturesUnseen),
            };
        }
        let mut nearest = Nearest { rank: 0, judged: Judged::new(Verdict::Bogus, Reason::Unsigned) };
        let mut looked_at = 0;
        let mut failures = 0;
        // BIND goes by the DS over the DNSKEY RRset, key by key: there failures do no harm.
        let gives_up =
            |failures: usize| !anchors && self.profile.most_failures.is_some_and(|most| failures >= most);
        let mut unverifiable = None;
        let left_out = self.checks.left_out(provider, index);
        let mut past_work = None;
        for (number, sig) in self.in_order(provider, index, set, keys, anchors) {
            let algorithm = sig.algorithm().to_int();
            let supported = self.profile.algorithms.contains(&algorithm);
            if only.is_some_and(|only| only != algorithm) {
                continue;
            }
            let named = KeyRef { index: None, tag: sig.key_tag(), algorithm };
            if *sig.signer_name() != self.snapshot.zone {
                nearest.miss(Reason::SignerName, Some(named));
                continue;
            }
            if sig.labels() > rrsig_labels(&set.owner) {
                nearest.miss(Reason::Labels, Some(named));
                failures += usize::from(!self.candidates(provider, index, number, sig, keys).is_empty());
                continue;
            }
            if !supported {
                nearest.miss(Reason::AlgorithmUnsupported(algorithm), Some(named));
                continue;
            }
            if self.profile.most_rrsigs.is_some_and(|most| looked_at == most) {
                nearest.miss(Reason::PastLimit(looked_at), Some(named));
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
                    nearest.miss(Reason::KeyUnusable(fault), Some(named));
                    continue;
                }
                if let Some(reason) = self.out_of_time(sig) {
                    nearest.miss(reason, Some(named));
                    failures += 1;
                    continue;
                }
                let check = self.checks.find(provider, index, number, key_index);
                match check.map(|check| self.proofs.answer(check)) {
                    Some(Checked::Holds) if gives_up(failures) => {
                        let reason = Reason::GaveUp(failures);
                        return Judged { verdict: Verdict::Bogus, reason, key: Some(named) };
                    }
                    Some(Checked::Holds) if self.is_odd_wildcard(set, sig) => {
                        let reason = Reason::LabelsDiffer;
                        return Judged { verdict: Verdict::Bogus, reason, key: Some(named) };
                    }
                    Some(Checked::Holds) => {
                        return Judged {
                            verdict: Verdict::Secure,
                            reason: Reason::Verified,
                            key: Some(named),
                        };
                    }
                    Some(Checked::Unable) => unverifiable = unverifiable.or(Some(named)),
                    None if left_out == Some(LeftOut::OfRRset) => {
                        nearest.miss(Reason::TooManyCandidates, Some(named));
                    }
                    None if left_out == Some(LeftOut::OfCase) => past_work = past_work.or(Some(named)),
                    Some(Checked::NoKey) => {
                        failures += 1;
                        nearest.miss(Reason::KeyUnusable(KeyFault::Malformed), Some(named));
                    }
                    Some(Checked::Fails) | None => {
                        failures += 1;
                        nearest.miss(Reason::SignatureBad, Some(named));
                    }
                }
            }
            if !found && !anchors && self.out_of_time(sig).is_none() {
                nearest.miss_by(MISSING_IN_TIME, Reason::KeyMissing, Some(named));
            } else if !found {
                nearest.miss(Reason::KeyMissing, Some(named));
            }
        }
        if let Some(key) = unverifiable.filter(|_| !gives_up(failures)) {
            return Judged { verdict: Verdict::Indeterminate, reason: Reason::NotVerifiable, key: Some(key) };
        }
        if let Some(key) = past_work.filter(|_| !gives_up(failures)) {
            return Judged { verdict: Verdict::Indeterminate, reason: Reason::TooMuchWork, key: Some(key) };
        }
        if set.sigs_cut {
            nearest.miss(Reason::TooManyCandidates, None);
        }
        nearest.judged
    }

    /// The signatures in the order in which they are tried. Where they come from a zone file each server sends them in an
    /// order of its own: the worst is taken, with the good ones last, and of these the wildcard's first. So it is where a
    /// DS RRset is tried in one order when it is asked for, and in another on the way to the child zone.
    fn in_order<'s>(
        &self,
        provider: usize,
        index: usize,
        set: &'s RRset,
        keys: &[KeyIx],
        anchors: bool,
    ) -> Vec<(usize, &'s Rrsig)> {
        let mut sigs: Vec<(usize, &Rrsig)> = set.sigs.iter().enumerate().collect();
        if sigs.len() < 2 {
            return sigs;
        }
        let referred = if self.profile.sorts_referred { set.referred } else { Referred::No };
        if referred == Referred::Only {
            order::sort_by_key(&mut sigs, |(_, sig)| canonical_rdata(&Rdata::Rrsig((*sig).clone())));
        }
        if set.whole || referred == Referred::Also {
            let is_good = |number: usize, sig: &Rrsig| {
                let usable = |key: KeyIx| {
                    keys.contains(&key)
                        && self.table.get(key).is_some_and(|key| self.key_fault(key, anchors).is_none())
                };
                self.out_of_time(sig).is_none()
                    && self
                        .checks
                        .candidates(provider, index, number)
                        .iter()
                        .any(|(key, check)| self.proofs.holds(*check) && usable(*key))
            };
            order::sort_by_key(&mut sigs, |(number, sig)| (is_good(*number, sig), sig.labels()));
        }
        sigs
    }

    /// The signature was made over a wildcard, another one over the name itself or a wildcard nearer to it; or it is that of
    /// a denial record: this validator now wants a proof that the name is not there, and there is none.
    fn is_odd_wildcard(&self, set: &RRset, sig: &Rrsig) -> bool {
        let labels = rrsig_labels(&set.owner);
        let nearer = |other: &Rrsig| (sig.labels().saturating_add(1)..=labels).contains(&other.labels());
        let denies = matches!(set.rtype, Rtype::NSEC | Rtype::NSEC3);
        self.profile.labels == Labels::ByFirstGood
            && (set.sigs.iter().any(nearer) || denies && sig.labels() < labels)
    }

    /// What some validators ask of all signatures of an RRset together; not of those over denial records.
    pub(super) fn together(&self, set: &RRset, judged: Judged) -> Judged {
        if judged.verdict != Verdict::Secure || matches!(set.rtype, Rtype::NSEC | Rtype::NSEC3) {
            return judged;
        }
        let labels = |sig: &Rrsig| sig.labels();
        let differ = set.sigs.iter().map(labels).max() != set.sigs.iter().map(labels).min();
        let foreign = |sig: &Rrsig| *sig.signer_name() != self.snapshot.zone;
        let first = if set.whole { set.sigs.len() } else { 1 };
        if self.profile.first_signer && set.sigs.iter().take(first).any(foreign) {
            return Judged { verdict: Verdict::Bogus, reason: Reason::SignerName, ..judged };
        }
        if self.profile.labels == Labels::MustAgree && differ {
            return Judged { verdict: Verdict::Bogus, reason: Reason::LabelsDiffer, ..judged };
        }
        judged
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
        if self.checks.left_out(provider, rrset).is_some() {
            // Not all of them were listed.
            let fits = |key: &Key| key.tag == sig.key_tag() && key.algorithm == sig.algorithm().to_int();
            return keys.iter().filter_map(|index| get(*index)).filter(|(_, key)| fits(key)).collect();
        }
        let listed = self.checks.candidates(provider, rrset, number);
        listed.iter().filter(|(index, _)| keys.contains(index)).filter_map(|(index, _)| get(*index)).collect()
    }

    /// RFC 4035 §5.3.1 with RFC 4034 §3.1.5: serial number arithmetic around the moment of judgement.
    fn out_of_time(&self, sig: &Rrsig) -> Option<Reason> {
        let (from, until) = match self.profile.times {
            Times::Serial => validity(sig, self.now),
            Times::Plain => {
                let plain = |time: domain::rdata::dnssec::Timestamp| Moment(i64::from(time.into_int()));
                (plain(sig.inception()), plain(sig.expiration()))
            }
        };
        if from > until {
            // No leeway makes it valid.
            return Some(Reason::EndsBeforeItBegins);
        }
        let leeway = self.profile.skew.seconds(until.0 - from.0);
        if self.now.0 - leeway > until.0 {
            return Some(Reason::Expired(until));
        }
        (self.now.0 + leeway < from.0).then_some(Reason::NotYetValid(from))
    }
}

/// A signature's inception and expiration as moments, read around `now` (RFC 1982).
pub fn validity(sig: &Rrsig, now: Moment) -> (Moment, Moment) {
    let until = now.near(sig.expiration().into_int());
    (until.near(sig.inception().into_int()), until)
}
