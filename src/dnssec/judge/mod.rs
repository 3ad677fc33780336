//! The path test: what a validator concludes, given whose DNSKEY RRset it holds and who answers.
//!
//! Pure: snapshot, signature proofs, validator profile and time in, verdicts out. One test for all
//! validators; what differs between them is [`Profile`] data.

mod malformed;
mod reason;
mod signatures;
mod trust;

pub use malformed::{Malformed, lacks_labels};
pub use reason::{Judged, KeyFault, KeyRef, Reason, worse};
pub use signatures::validity;
pub use trust::Trust;

use super::answer::Answer;
use super::checks::Checks;
use super::denial::{Break, Gap, Oddity, Proof, Why};
use super::keys::KeyTable;
use super::profile::Profile;
use super::proofs::Proofs;
use super::verdict::Verdict;
use crate::dns::Moment;
use crate::snapshot::{RRset, Snapshot};
use domain::base::Rtype;

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

impl Judge<'_> {
    /// The verdict over one RRset of `answer_from`, for a resolver that holds the DNSKEY RRset of
    /// `dnskey_from` with this `trust` in it.
    pub fn rrset(&self, trust: &Trust, dnskey_from: usize, answer_from: usize, rrset: usize) -> Judged {
        let Some(set) = self.snapshot.providers.get(answer_from).and_then(|view| view.rrsets.get(rrset))
        else {
            return Judged::new(Verdict::Indeterminate, Reason::DataUnseen);
        };
        if trust.verdict == Verdict::Bogus {
            let reason = Reason::DnskeyUntrusted(Box::new(trust.reason.clone()));
            return Judged { key: trust.key, ..Judged::new(Verdict::Bogus, reason) };
        }
        if let Some(fault) = self.malformed(set) {
            return Judged::new(Verdict::Bogus, Reason::Malformed(fault));
        }
        if trust.verdict != Verdict::Secure {
            return Judged::new(trust.verdict, trust.reason.clone());
        }
        // The DNSKEY RRset is judged by the DS, not by its own keys.
        if set.rtype == Rtype::DNSKEY && dnskey_from == answer_from && set.owner == self.snapshot.zone {
            return Judged { key: trust.key, ..Judged::new(Verdict::Secure, Reason::Verified) };
        }
        let judged = self.signed(trust, dnskey_from, answer_from, rrset, set);
        self.together(set, judged)
    }

    /// The verdict over the SOA record of a negative answer. What some validators ask of all signatures together they do
    /// not ask here.
    pub fn beside(&self, trust: &Trust, dnskey_from: usize, answer_from: usize, rrset: usize) -> Judged {
        let judged = self.rrset(trust, dnskey_from, answer_from, rrset);
        let set = self.snapshot.providers.get(answer_from).and_then(|view| view.rrsets.get(rrset));
        match set.filter(|set| set.rtype == Rtype::SOA && trust.verdict == Verdict::Secure) {
            Some(set)
                if judged.verdict == Verdict::Bogus && !matches!(judged.reason, Reason::Malformed(_)) =>
            {
                let judged = self.signed(trust, dnskey_from, answer_from, rrset, set);
                if judged.verdict == Verdict::Bogus && !self.profile.negative_soa {
                    return Judged { verdict: Verdict::Insecure, ..judged };
                }
                judged
            }
            _ => judged,
        }
    }

    /// By the signatures, for every algorithm that is needed.
    fn signed(
        &self,
        trust: &Trust,
        dnskey_from: usize,
        answer_from: usize,
        rrset: usize,
        set: &RRset,
    ) -> Judged {
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
            other => {
                let refused = denial.iter().flat_map(|proof| &proof.doubts).find(|doubt| {
                    // Without SOA it may be the child's answer: a validator that asks on finds no other, whatever the
                    // zone is.
                    doubt.kind == Oddity::NoSoaOfDs && self.profile.weigh(doubt.kind) == Verdict::Bogus
                });
                return match refused {
                    Some(doubt) => Judged::new(Verdict::Bogus, Reason::Doubted(Box::new(doubt.clone()))),
                    None => Judged::new(other, trust.reason.clone()),
                };
            }
        }
        let proof = match denial {
            Ok(proof) => proof,
            Err(_) if trust.verdict == Verdict::Bogus => {
                let reason = Reason::DnskeyUntrusted(Box::new(trust.reason.clone()));
                return Judged::new(Verdict::Bogus, reason);
            }
            Err(gap) => {
                let tried = gap.why != Why::NotTried;
                let verdict = if tried { Verdict::Bogus } else { Verdict::Indeterminate };
                return Judged::new(verdict, Reason::NoProof(gap.clone()));
            }
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
        // The worst of what this validator has against it; the first of equals.
        let weighed = proof.doubts.iter().map(|doubt| Judged {
            verdict: self.profile.weigh(doubt.kind),
            reason: Reason::Doubted(Box::new(doubt.clone())),
            ..signatures.clone()
        });
        let signatures = weighed.fold(signatures.clone(), worse);
        if signatures.verdict == Verdict::Bogus {
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

    /// The verdict over a place at which a whole zone's chain is broken.
    pub fn broken(&self, trust: &Trust, broken: &Break) -> Judged {
        if trust.verdict != Verdict::Secure {
            return Judged { verdict: trust.verdict, reason: trust.reason.clone(), key: trust.key };
        }
        match broken.kind.map_or(Verdict::Bogus, |kind| self.profile.weigh(kind)) {
            Verdict::Secure => Judged::new(Verdict::Secure, Reason::Verified),
            verdict => Judged::new(verdict, Reason::ChainBroken),
        }
    }
}
