//! From the DNSKEY RRset held to one RRset with its signatures (RFC 4035 §5.3).

use super::reason::rank;
use super::{Judge, Judged, KeyFault, KeyRef, Reason};
use crate::dns::{Moment, Rrsig, rrsig_labels};
use crate::dnssec::keys::{Key, KeyIx};
use crate::dnssec::profile::Revoked;
use crate::dnssec::verdict::Verdict;
use crate::snapshot::RRset;

impl<'a> Judge<'a> {
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
}

/// A signature's inception and expiration as moments, read around `now` (RFC 1982).
pub fn validity(sig: &Rrsig, now: Moment) -> (Moment, Moment) {
    let until = now.near(sig.expiration().into_int());
    (until.near(sig.inception().into_int()), until)
}
