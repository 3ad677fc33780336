//! The root cause of what fails in one mix, as one validator sees it.
//!
//! Order of folding: the keys of the provider whose DNSKEY RRset is held, then its DS, then
//! algorithms, then coverage of the answering provider's keys, then the answering provider's
//! signatures, then its proofs of non-existence. A failing RRset gets exactly one cause; a mix in
//! which RRsets fail for different causes stands under each of them.

use crate::check::causes::failure::{Blame, Cause, Who};
use crate::check::code::Code;
use crate::check::facts::Facts;
use crate::check::items::{Denial, Item, What};
use crate::check::matrix::{Cell, Matrix};
use crate::check::records::keys::{
    is_combined, matching_ds, mistyped, named_ds, reference, revoked_since, verifying,
};
use crate::check::report::Verdict;
use crate::dns::rrsig_labels;
use crate::dnssec::algorithm;
use crate::dnssec::denial::{Gap, Oddity, Why};
use crate::dnssec::judge::{Judge, Judged, KeyFault, KeyRef, Malformed, Reason, Trust, lacks_labels};
use crate::dnssec::keys::{Key, KeyIx};
use crate::dnssec::profile::Profile;
use crate::snapshot::RRset;

/// One validator's view.
pub(crate) struct Side<'a> {
    pub(crate) facts: &'a Facts,
    pub(crate) profile: &'a Profile,
    pub(crate) matrix: &'a Matrix,
    pub(crate) who: Who,
    /// Which mixes are looked at: those that happen, or the others.
    pub(crate) reached: bool,
}

impl Side<'_> {
    /// Attributes one mix; gives the cause of each item.
    pub(crate) fn cell(
        &self,
        cell: &Cell,
        plain: Option<(&Cell, &Vec<Option<Cause>>)>,
        blame: &mut Blame,
    ) -> Vec<Option<Cause>> {
        if cell.verdict != Verdict::Bogus || cell.reached != self.reached {
            return Vec::new();
        }
        let (x, y) = (cell.dnskey_from, cell.answer_from);
        let Some(trust) = self.matrix.trust.get(x) else { return Vec::new() };
        if trust.verdict == Verdict::Bogus {
            let cause = self.row(x, &trust.reason);
            self.note(cause, cell, None, &trust.reason, blame);
            if trust.best().verdict == Verdict::Bogus {
                return Vec::new();
            }
        }
        let items = self.facts.proven.items.get(y).map(Vec::as_slice).unwrap_or_default();
        let mut causes = vec![None; cell.judged.len()];
        for (index, ((judged, item), slot)) in cell.judged.iter().zip(items).zip(&mut causes).enumerate() {
            if judged.verdict != Verdict::Bogus {
                continue;
            }
            let same = plain.and_then(|(cell, causes)| {
                (cell.judged.get(index) == Some(judged))
                    .then(|| causes.get(index).copied().flatten())
                    .flatten()
            });
            let cause = same.unwrap_or_else(|| self.item(x, y, item, judged));
            self.note(cause, cell, Some(index), &judged.reason, blame);
            *slot = Some(cause);
        }
        causes
    }

    fn note(&self, mut cause: Cause, cell: &Cell, item: Option<usize>, reason: &Reason, blame: &mut Blame) {
        if matches!(cause.code, Code::KeyNone | Code::KeyRrsigNone)
            && cause.at.is_some_and(|p| has_signing_sibling(self.facts, p))
        {
            cause.code = Code::NsNoDnssec;
        }
        let failure = blame.entry(cause).or_default();
        failure.cells.entry((cell.dnskey_from, cell.answer_from)).or_default().add(self.who);
        failure.reason.get_or_insert_with(|| reason.clone());
        if let Some(index) = item {
            failure.mark(cell.answer_from, index);
        }
    }

    /// Why the DNSKEY RRset of a provider is not trusted.
    fn row(&self, x: usize, reason: &Reason) -> Cause {
        let facts = self.facts;
        let at = self.matrix.trust.get(x).and_then(|trust| trust.rrset);
        let set = at.and_then(|at| facts.view(x)?.rrsets.get(at));
        match reason {
            Reason::DnskeyAbsent => return Cause::at(Code::KeyNone, x),
            Reason::TooManyDs(_) => return Cause::new(Code::DsCount),
            Reason::DsLength => return Cause::new(Code::DsDigestWrong),
            Reason::FirstKeyUnusable(fault) => return Cause::at(unusable_code(*fault), x),
            Reason::Malformed(fault) => return Cause::at(self.malformed_code(fault, set), x),
            Reason::AlgorithmMissing(number) => return self.algorithm(*number, x),
            _ => {}
        }
        if set.is_some_and(|set| set.sigs.is_empty() && set.sigs_expected) {
            return Cause::at(Code::KeyRrsigNone, x);
        }
        match reason {
            Reason::DsNoMatch
            | Reason::DsPassedOver(_)
            | Reason::DsAlgorithm(_)
            | Reason::DsDigest
            | Reason::DsKeyUnusable(_) => self.no_anchor(x, reason),
            Reason::DsKeyDoesNotSign(inner) => match inner.as_ref() {
                Reason::KeyMissing if self.is_reference_secure(x) => Cause::at(Code::SigCount, x),
                Reason::KeyMissing => Cause::at(Code::DsNotSigning, x),
                inner => self.dnskey_signature(x, inner),
            },
            reason => self.dnskey_signature(x, reason),
        }
    }

    /// The reference trusts the DNSKEY RRset: what fails is this validator's own way.
    fn is_reference_secure(&self, x: usize) -> bool {
        self.facts.reference.trust.get(x).is_some_and(|trust| trust.verdict == Verdict::Secure)
    }

    /// No usable DS matches a usable key of the provider.
    fn no_anchor(&self, x: usize, reason: &Reason) -> Cause {
        let facts = self.facts;
        if self.is_reference_secure(x) && matches!(reason, Reason::DsNoMatch | Reason::DsPassedOver(_)) {
            // A matter of this validator's preference among digest types.
            let best = matching_ds(facts, x).map(|(ds, _)| ds.digest_type().to_int()).max();
            let code = if best == Some(1) { Code::DsDigestSha1Mix } else { Code::DsDigest384Mix };
            return Cause::at(code, x);
        }
        match reason {
            Reason::DsKeyUnusable(
                fault @ (KeyFault::Malformed | KeyFault::RsaSize | KeyFault::RsaExponent),
            ) => return Cause::at(unusable_code(*fault), x),
            Reason::DsKeyUnusable(KeyFault::Revoked) => return Cause::at(Code::DsRevoked, x),
            Reason::DsKeyUnusable(_) => return Cause::at(Code::DsBadKey, x),
            Reason::DsDigest => return Cause::at(Code::DsDigestWrong, x),
            _ => {}
        }
        if revoked_since(facts, x).is_some() {
            return Cause::at(Code::DsRevoked, x);
        }
        for (ds, _) in named_ds(facts, x) {
            if !algorithm::VERIFIABLE.contains(&ds.algorithm().to_int()) {
                let number = Some(ds.algorithm().to_int());
                return Cause { algorithm: number, ..Cause::at(Code::DsAlgUnsupportedMix, x) };
            }
            if !algorithm::DIGESTS.contains(&ds.digest_type().to_int()) {
                return Cause::at(Code::DsDigestUnsupported, x);
            }
        }
        let nowhere = self.matrix.trust.iter().all(|trust| trust.reason == Reason::DsNoMatch);
        if nowhere { Cause::new(Code::DsNoMatchAny) } else { Cause::at(Code::DsUncoveredProvider, x) }
    }

    /// The first key of this kind that signs the provider's DNSKEY RRset.
    fn dnskey_signer(&self, x: usize, kind: impl Fn(&Key) -> bool) -> Option<KeyRef> {
        let signers = &self.facts.roles(x)?.dnskey;
        signers.iter().find_map(|index| {
            self.facts.key(*index).filter(|key| kind(key)).map(|key| reference(*index, key))
        })
    }

    /// The keys that should sign the DNSKEY RRset do not do so validly.
    fn dnskey_signature(&self, x: usize, reason: &Reason) -> Cause {
        match reason {
            Reason::Expired(_) | Reason::EndsBeforeItBegins => Cause::at(Code::SigExpired, x),
            Reason::NotYetValid(_) => Cause::at(Code::SigFuture, x),
            Reason::PastLimit(_) => Cause::at(Code::SigCount, x),
            Reason::SignerName => Cause::at(Code::SigSigner, x),
            Reason::Labels | Reason::LabelsDiffer => Cause::at(Code::SigLabels, x),
            Reason::KeyUnusable(
                fault @ (KeyFault::Malformed | KeyFault::RsaSize | KeyFault::RsaExponent),
            ) => Cause::at(unusable_code(*fault), x),
            Reason::KeyUnusable(KeyFault::Revoked) => {
                Cause { key: self.dnskey_signer(x, Key::is_revoked), ..Cause::at(Code::KeyRevokedUsed, x) }
            }
            Reason::KeyUnusable(_) => {
                Cause { key: self.dnskey_signer(x, |key| !key.is_zone_key()), ..Cause::at(Code::KeyFlags, x) }
            }
            Reason::AlgorithmUnsupported(number) => {
                Cause { algorithm: Some(*number), ..Cause::at(Code::DsAlgUnsupportedMix, x) }
            }
            Reason::GaveUp(_) if self.is_reference_secure(x) => Cause::at(Code::SigBad, x),
            _ => Cause::at(Code::KeyRrsigBad, x),
        }
    }

    /// A validator that wants every algorithm of the DS RRset does not find this one.
    fn algorithm(&self, number: u8, provider: usize) -> Cause {
        let facts = self.facts;
        let signs = |p: usize| {
            let roles = facts.roles(p);
            roles.is_some_and(|roles| {
                roles.own().iter().any(|key| facts.key(*key).is_some_and(|k| k.algorithm == number))
            })
        };
        let cause = |code| Cause { algorithm: Some(number), ..Cause::new(code) };
        if signs(provider) {
            return Cause { at: Some(provider), ..cause(Code::Alg6840Server) };
        }
        if (0..facts.size()).any(signs) {
            return cause(Code::AlgMixed);
        }
        cause(Code::DsAlgNoDnskey)
    }

    /// Why one item fails although the DNSKEY RRset held is trusted.
    fn item(&self, x: usize, y: usize, item: &Item, judged: &Judged) -> Cause {
        match &item.what {
            What::RRset(index, _) => self.rrset(x, y, *index, judged),
            What::Break(_) => Cause::at(Code::DenInvalid, y),
            What::Denial { kind, besides, proof } => {
                // Of a proof that falls short, too: a record that somebody changed is badly signed first of all.
                let rests_on = proof.as_ref().map_or_else(|gap| &gap.rrsets, |proof| &proof.rrsets);
                let judge = self.judge();
                let Some(trust) = self.matrix.trust.get(x).map(Trust::best) else {
                    return Cause::at(Code::DenInvalid, y);
                };
                for index in besides.iter().chain(rests_on) {
                    let judged = judge.rrset(trust, x, y, *index);
                    if judged.verdict == Verdict::Bogus {
                        return self.rrset(x, y, *index, &judged);
                    }
                }
                // A Labels field that is too small makes an ordinary answer look like a wildcard's; the
                // signature verifies only over a real one.
                let (from, own) = self.facts.view(y).map(|view| view.at(&item.name)).unwrap_or_default();
                let mut claiming = (from..).zip(own).filter(|(_, set)| claims_wildcard(set)).peekable();
                if *kind == Denial::Expansion && proof.is_err() && claiming.peek().is_some() {
                    let real = claiming.any(|(index, set)| !verifying(self.facts, y, index, set).is_empty());
                    return Cause::at(if real { Code::DenWildcard } else { Code::SigLabels }, y);
                }
                match proof {
                    Err(Gap { why: Why::NoRecords, .. }) if signs_nothing(self.facts, y) => {
                        Cause::at(nothing_code(self.facts, y), y)
                    }
                    Err(Gap { why: Why::NoRecords, .. }) => Cause::at(Code::DenNone, y),
                    Err(Gap { why: Why::Hash, .. }) => Cause::at(Code::DenNsec3Hash, y),
                    _ if matches!(doubted(&judged.reason), Some(Oddity::NoSoa | Oddity::NoSoaOfDs)) => {
                        Cause::at(Code::DenNoSoa, y)
                    }
                    _ => Cause::at(Code::DenInvalid, y),
                }
            }
        }
    }

    /// The rule about records of this kind that spoil the message that they come in.
    fn malformed_code(&self, fault: &Malformed, set: Option<&RRset>) -> Code {
        let zone = &self.facts.proven.snapshot.zone;
        let strange = |set: &RRset| set.sigs.iter().any(|sig| lacks_labels(sig) && sig.signer_name() != zone);
        match fault {
            Malformed::Labels if set.is_some_and(strange) => Code::SigSigner,
            Malformed::Labels => Code::SigLabels,
            Malformed::Denial(_) => Code::DenInvalid,
            Malformed::KeyName => Code::KeyMalformed,
            Malformed::Digest => Code::DsDigestWrong,
        }
    }

    fn judge(&self) -> Judge<'_> {
        self.facts.proven.judge(self.profile, self.facts.now)
    }

    /// Why one RRset of `y` fails with the keys of `x`.
    fn rrset(&self, x: usize, y: usize, index: usize, judged: &Judged) -> Cause {
        let facts = self.facts;
        let Some(set) = facts.view(y).and_then(|view| view.rrsets.get(index)) else {
            return Cause::at(Code::SigBad, y);
        };
        match &judged.reason {
            Reason::AlgorithmMissing(number) => self.algorithm(*number, y),
            // The DS of a child zone, not the parent's for this one.
            Reason::Malformed(Malformed::Digest) => {
                Cause { of: Some(y), ..Cause::at(Code::DsDigestWrong, y) }
            }
            Reason::Malformed(fault) => Cause::at(self.malformed_code(fault, Some(set)), y),
            Reason::Unsigned if signs_nothing(facts, y) => Cause::at(nothing_code(facts, y), y),
            Reason::Unsigned => Cause::at(Code::SigMissing, y),
            Reason::SignerName => Cause::at(Code::SigSigner, y),
            Reason::Labels | Reason::LabelsDiffer => Cause::at(Code::SigLabels, y),
            Reason::PastLimit(_) => Cause::at(Code::SigCount, y),
            Reason::Expired(_) | Reason::EndsBeforeItBegins => Cause::at(Code::SigExpired, y),
            Reason::KeyUnusable(
                fault @ (KeyFault::Malformed | KeyFault::RsaSize | KeyFault::RsaExponent),
            ) => Cause { key: judged.key, ..Cause::at(unusable_code(*fault), y) },
            Reason::NotYetValid(_) => Cause::at(Code::SigFuture, y),
            Reason::AlgorithmUnsupported(number) => {
                Cause { algorithm: Some(*number), ..Cause::at(Code::DsAlgUnsupportedMix, y) }
            }
            Reason::TooManyCandidates => collision(judged.key),
            reason => self.by_key(x, y, index, set, reason, judged.key),
        }
    }

    /// No signature of the RRset verified with the keys held: because a key is missing, unusable,
    /// or in the way, or because the signature is wrong.
    fn by_key(
        &self,
        x: usize,
        y: usize,
        index: usize,
        set: &RRset,
        reason: &Reason,
        named: Option<KeyRef>,
    ) -> Cause {
        let facts = self.facts;
        let table = &facts.proven.table;
        let good = verifying(facts, y, index, set);
        if let Some(key) = good.iter().copied().find(|key| table.publishes(x, *key)) {
            return match facts.key(key) {
                Some(held) if held.is_revoked() && matches!(reason, Reason::KeyUnusable(_)) => {
                    Cause { key: Some(reference(key, held)), ..Cause::at(Code::KeyRevokedUsed, y) }
                }
                Some(held) if !held.is_zone_key() => {
                    Cause { key: Some(reference(key, held)), ..Cause::at(Code::KeyFlags, y) }
                }
                // The good signature is there, but was not looked at.
                Some(_) if *reason == Reason::KeyMissing => Cause::at(Code::SigCount, y),
                Some(held) if collides(facts, x, key, held) => collision(Some(reference(key, held))),
                _ => Cause::at(Code::SigBad, y),
            };
        }
        // Whose key the signature says it is, where no key verifies it.
        let meant = good.first().copied().or_else(|| {
            let named = named.filter(|_| *reason == Reason::KeyMissing)?;
            let own = table.set(y).iter().copied();
            own.into_iter().find(|key| {
                facts.key(*key).is_some_and(|k| k.tag == named.tag && k.algorithm == named.algorithm)
            })
        });
        let Some(key) = meant else {
            return match reason {
                Reason::KeyMissing if table.set(y).is_empty() => Cause::at(Code::KeyNone, y),
                Reason::KeyMissing => Cause { key: named, ..Cause::at(Code::KeyOwnZskMissing, y) },
                Reason::KeyUnusable(KeyFault::Revoked) => {
                    Cause { key: named, ..Cause::at(Code::KeyRevokedUsed, y) }
                }
                Reason::KeyUnusable(_) => Cause { key: named, ..Cause::at(Code::KeyFlags, y) },
                _ if claims_wildcard(set) => Cause::at(Code::SigLabels, y),
                _ => Cause::at(Code::SigBad, y),
            };
        };
        let missing = facts.key(key).map(|found| reference(key, found));
        if x == y {
            return Cause { key: missing, ..Cause::at(Code::KeyOwnZskMissing, y) };
        }
        let code = if mistyped(facts, x, key).is_some() {
            Code::MsKeyMistyped
        } else if is_combined(facts, key) {
            Code::MsCskCoverage
        } else {
            Code::MsZskCoverage
        };
        Cause { of: Some(y), key: missing, ..Cause::at(code, x) }
    }
}

/// What the validator has against a proof.
fn doubted(reason: &Reason) -> Option<Oddity> {
    match reason {
        Reason::Doubted(doubt) => Some(doubt.kind),
        _ => None,
    }
}

/// The rule about keys that cannot be used for what they are.
fn unusable_code(fault: KeyFault) -> Code {
    match fault {
        KeyFault::RsaSize => Code::AlgRsaSize,
        KeyFault::RsaExponent => Code::AlgRsaExp,
        _ => Code::KeyMalformed,
    }
}

fn collision(key: Option<KeyRef>) -> Cause {
    Cause { key: key.map(|key| KeyRef { index: None, ..key }), ..Cause::new(Code::MsKeytagCollision) }
}

/// The provider publishes another key with this key's tag and algorithm.
fn collides(facts: &Facts, provider: usize, key: KeyIx, held: &Key) -> bool {
    facts.proven.table.set(provider).iter().any(|other| {
        *other != key && facts.key(*other).is_some_and(|k| k.tag == held.tag && k.algorithm == held.algorithm)
    })
}

/// Every signature says that the RRset was made from a wildcard.
fn claims_wildcard(set: &RRset) -> bool {
    let labels = rrsig_labels(&set.owner);
    !set.sigs.is_empty() && set.sigs.iter().all(|sig| sig.labels() < labels)
}

/// No RRset of the provider has a signature.
pub(crate) fn signs_nothing(facts: &Facts, provider: usize) -> bool {
    facts.view(provider).is_some_and(|view| view.rrsets.iter().all(|set| set.sigs.is_empty()))
}

/// What it is called when a provider signs nothing. Some servers send no signatures at all when the
/// apex DNSKEY RRset has none.
fn nothing_code(facts: &Facts, provider: usize) -> Code {
    if facts.proven.table.set(provider).is_empty() { Code::KeyNone } else { Code::KeyRrsigNone }
}

/// The provider's data hold no signature, and other servers of the same provider gave some.
fn has_signing_sibling(facts: &Facts, provider: usize) -> bool {
    let Some(view) = facts.view(provider).filter(|_| signs_nothing(facts, provider)) else { return false };
    facts.providers().any(|(p, other)| p != provider && other.group == view.group && !signs_nothing(facts, p))
}
