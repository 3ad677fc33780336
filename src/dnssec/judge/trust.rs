//! From the DS RRset to the DNSKEY RRset (RFC 4035 §5.2).

use super::reason::rank;
use super::{Judge, Judged, KeyRef, Reason};
use crate::dns::{Ds, Rdata};
use crate::dnssec::ds;
use crate::dnssec::keys::{Key, KeyIx};
use crate::dnssec::profile::{AlgorithmRule, DigestPreference};
use crate::dnssec::verdict::Verdict;
use crate::order::Gather as _;
use crate::snapshot::{DsSeen, RRset};
use domain::base::Rtype;
use std::collections::BTreeSet;

/// Whether a provider's DNSKEY RRset is trusted, and with which keys it then is used.
#[derive(Clone, Debug)]
pub struct Trust {
    pub verdict: Verdict,
    pub reason: Reason,
    /// The key that signs the DNSKEY RRset, or should have.
    pub key: Option<KeyRef>,
    /// The DNSKEY RRset that it is about, among the provider's RRsets: of several versions the one that is worst off.
    pub rrset: Option<usize>,
    /// The algorithms that have to validate under [`AlgorithmRule::EveryDsAlgorithm`].
    pub(super) needed: BTreeSet<u8>,
    /// Another version of the DNSKEY RRset, or of the DS RRset, that is better off: resolvers that hold it go on.
    pub better: Option<Box<Self>>,
}

impl Trust {
    /// The worse of two, with the better one behind it; the first when they are equal.
    fn worse(mut self, mut other: Self) -> Self {
        if self.verdict == other.verdict {
            self.needed.append(&mut other.needed);
            self.better = self.better.or(other.better);
            return self;
        }
        let (mut worse, mut better) =
            if other.verdict > self.verdict { (other, self) } else { (self, other) };
        let best = [better.better.take(), worse.better.take()].into_iter().flatten().map(|trust| *trust);
        let best = best.chain([better]).min_by_key(|trust| trust.verdict);
        worse.better = best.map(Box::new);
        worse
    }

    /// That of the version that is best off.
    pub fn best(&self) -> &Self {
        self.better.as_deref().unwrap_or(self)
    }
}

/// The records of a DS RRset.
fn ds_records(set: &RRset) -> impl Iterator<Item = &Ds> {
    set.data.iter().filter_map(|data| match data {
        Rdata::Ds(ds) => Some(ds),
        _ => None,
    })
}

impl<'a> Judge<'a> {
    /// The DS records this validator goes by: supported, and narrowed down by digest type.
    pub fn usable_ds(&self, set: &'a RRset) -> Vec<&'a Ds> {
        let mut usable: Vec<&Ds> = ds_records(set)
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

    /// Whether a resolver that fetches this provider's DNSKEY RRset can trust it: whichever version of it, and of the
    /// DS RRset, it gets.
    pub fn trust(&self, provider: usize) -> Trust {
        let parent = &self.snapshot.parent;
        let each = parent.ds_versions.iter().map(|version| self.trust_under(provider, &version.ds));
        each.reduce(Trust::worse).unwrap_or_else(|| self.trust_under(provider, &parent.ds))
    }

    /// The same for a resolver that holds this DS RRset, be it the one of the snapshot or not.
    pub fn trust_under(&self, provider: usize, ds: &DsSeen) -> Trust {
        let trust = self.unspoilt(provider, self.trust_as_read(provider, ds));
        let fault = self.profile.first_key.then(|| self.first_key_fault(provider)).flatten();
        match fault.filter(|_| trust.verdict == Verdict::Secure) {
            Some(fault) => {
                Trust { verdict: Verdict::Bogus, reason: Reason::FirstKeyUnusable(fault), ..trust }
            }
            None => trust,
        }
    }

    /// Bogus where a version of the DNSKEY RRset spoils the message that it comes in, be the zone signed or not.
    fn unspoilt(&self, provider: usize, trust: Trust) -> Trust {
        let Some(view) = self.snapshot.providers.get(provider) else { return trust };
        let mut versions = view.versions(&self.snapshot.zone, Rtype::DNSKEY);
        let spoilt = versions.clone().find_map(|(index, set)| Some((index, self.malformed(set)?)));
        let Some((index, fault)) = spoilt.filter(|_| trust.verdict != Verdict::Bogus) else { return trust };
        let others = versions.any(|(_, set)| self.malformed(set).is_none());
        Trust {
            verdict: Verdict::Bogus,
            reason: Reason::Malformed(fault),
            key: None,
            rrset: Some(index),
            needed: trust.needed.clone(),
            better: others.then(|| Box::new(trust)),
        }
    }

    /// What fails may be for what could not be read.
    fn trust_as_read(&self, provider: usize, ds: &DsSeen) -> Trust {
        let trust = self.trust_as_seen(provider, ds);
        if trust.verdict != Verdict::Bogus {
            return trust;
        }
        let keys = self.snapshot.providers.get(provider).and_then(|view| match trust.rrset {
            Some(at) => view.rrsets.get(at),
            None => view.find(&self.snapshot.zone, Rtype::DNSKEY).map(|(_, set)| set),
        });
        let ds = match (ds, &trust.reason) {
            (DsSeen::Set(ds), Reason::DsNoMatch | Reason::DsDigest | Reason::DsKeyDoesNotSign(_)) => {
                ds.partial.as_ref()
            }
            _ => None,
        };
        match keys.and_then(|set| set.partial.as_ref()).or(ds) {
            Some(why) => {
                Trust { verdict: Verdict::Indeterminate, reason: Reason::Partial(why.clone()), ..trust }
            }
            None => trust,
        }
    }

    fn trust_as_seen(&self, provider: usize, ds: &DsSeen) -> Trust {
        let plain = |verdict, reason| Trust {
            verdict,
            reason,
            key: None,
            rrset: None,
            needed: BTreeSet::new(),
            better: None,
        };
        let Some(view) = self.snapshot.providers.get(provider) else {
            return plain(Verdict::Indeterminate, Reason::DnskeyUnseen);
        };
        let mut versions =
            view.versions(&self.snapshot.zone, Rtype::DNSKEY).filter(|(_, set)| !set.data.is_empty());
        // Pieces of a DNSKEY RRset that are more than one are no versions of it.
        let first = versions.clone().next().map(|(_, set)| &set.canonical);
        let mut each = |judged: &dyn Fn(usize, &'a RRset) -> Trust| {
            let same = versions.by_ref().filter(|(_, set)| Some(&set.canonical) == first);
            same.map(|(index, set)| Trust { rrset: Some(index), ..judged(index, set) }).reduce(Trust::worse)
        };
        match ds {
            DsSeen::Absent => plain(Verdict::Insecure, Reason::NoDs),
            DsSeen::Unseen => {
                let anchors = self.anchors_under(provider, ds);
                // A validator ignores a trust anchor of an algorithm it does not know (RFC 4035 §5.2).
                let algorithms = anchors.iter().filter_map(|key| Some(self.table.get(*key)?.algorithm));
                let unknown = algorithms.clone().find(|a| !self.profile.algorithms.contains(a));
                if let Some(unknown) = unknown
                    && algorithms.clone().all(|a| !self.profile.algorithms.contains(&a))
                {
                    return plain(Verdict::Insecure, Reason::AlgorithmUnsupported(unknown));
                }
                let judged = each(&|index, set| {
                    let judged = self.by_signatures(provider, index, set, &anchors, None, true);
                    Trust { key: judged.key, ..plain(judged.verdict, judged.reason) }
                });
                judged.unwrap_or_else(|| {
                    if !view.whole_zone {
                        plain(Verdict::Indeterminate, Reason::DnskeyUnseen)
                    } else if self.table.keys.is_empty() {
                        plain(Verdict::Indeterminate, Reason::NobodySigns)
                    } else {
                        plain(Verdict::Bogus, Reason::DnskeyAbsent)
                    }
                })
            }
            DsSeen::Set(ds) => {
                if let Some(most) = self.profile.most_ds.filter(|most| ds.data.len() > *most) {
                    return plain(Verdict::Bogus, Reason::TooManyDs(most));
                }
                if self.profile.ds_lengths && ds_records(ds).any(|ds| !ds::has_right_length(ds)) {
                    return plain(Verdict::Bogus, Reason::DsLength);
                }
                let usable = self.usable_ds(ds);
                if usable.is_empty() {
                    return plain(Verdict::Insecure, Reason::DsUnsupported);
                }
                let judged = each(&|index, set| self.trust_by_ds(provider, index, set, ds, &usable));
                judged.unwrap_or_else(|| {
                    if view.whole_zone || self.answers_without_dnskey(provider) {
                        plain(Verdict::Bogus, Reason::DnskeyAbsent)
                    } else {
                        plain(Verdict::Indeterminate, Reason::DnskeyUnseen)
                    }
                })
            }
        }
    }

    /// The provider was asked for its DNSKEY RRset and has none.
    fn answers_without_dnskey(&self, provider: usize) -> bool {
        self.snapshot.providers.get(provider).is_some_and(|view| {
            view.negatives().any(|n| n.name == self.snapshot.zone && n.rtype == Rtype::DNSKEY)
        })
    }

    fn trust_by_ds(&self, provider: usize, index: usize, set: &RRset, held: &RRset, usable: &[&Ds]) -> Trust {
        let strict = self.profile.algorithm_rule == AlgorithmRule::EveryDsAlgorithm;
        let algorithms: BTreeSet<u8> = usable.iter().map(|ds| ds.algorithm().to_int()).gather();
        let needed = if strict { algorithms.clone() } else { BTreeSet::new() };
        let mut best = Judged::new(Verdict::Bogus, Reason::DsNoMatch);
        for algorithm in &algorithms {
            let of_one: Vec<&Ds> =
                usable.iter().copied().filter(|ds| ds.algorithm().to_int() == *algorithm).collect();
            let judged = self.anchored(provider, index, set, held, &of_one);
            let good = judged.verdict == Verdict::Secure;
            if strict && !good {
                let reason = Reason::AlgorithmMissing(*algorithm);
                // With one algorithm only the plain reason says more.
                let reason = if algorithms.len() == 1 { judged.reason } else { reason };
                return Trust {
                    verdict: judged.verdict,
                    reason,
                    key: judged.key,
                    rrset: Some(index),
                    needed,
                    better: None,
                };
            }
            if good || judged.verdict < best.verdict || rank(&judged.reason) > rank(&best.reason) {
                best = judged;
            }
            if good && !strict {
                break;
            }
        }
        Trust {
            verdict: best.verdict,
            reason: best.reason,
            key: best.key,
            rrset: Some(index),
            needed,
            better: None,
        }
    }

    /// The DNSKEY RRset validated through one of these DS records.
    fn anchored(&self, provider: usize, index: usize, set: &RRset, held: &RRset, usable: &[&Ds]) -> Judged {
        match self.vouched(provider, held, usable) {
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

    /// The keys of this provider that the usable records of the DS RRset vouch for; at least one, else why none.
    fn vouched(&self, provider: usize, held: &RRset, usable: &[&Ds]) -> Result<Vec<KeyIx>, Reason> {
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
            true if fault == Reason::DsNoMatch => Err(self.passed_over(provider, held).unwrap_or(fault)),
            true => Err(fault),
        }
    }

    /// A DS record would match, but the validator does not go by its algorithm or digest type here.
    fn passed_over(&self, provider: usize, held: &RRset) -> Option<Reason> {
        let keys = || self.table.set(provider).iter().filter_map(|key| self.table.get(*key));
        let ds = ds_records(held).find(|ds| keys().any(|key| ds::matches(&self.snapshot.zone, ds, key)))?;
        let algorithm = ds.algorithm().to_int();
        Some(if self.profile.algorithms.contains(&algorithm) {
            Reason::DsPassedOver(ds.digest_type().to_int())
        } else {
            Reason::DsAlgorithm(algorithm)
        })
    }

    /// The keys of this provider that a resolver takes on the parent's word; without the parent, its
    /// own SEP keys (all its keys, where none has the flag).
    pub fn anchors(&self, provider: usize) -> Vec<KeyIx> {
        self.anchors_under(provider, &self.snapshot.parent.ds)
    }

    fn anchors_under(&self, provider: usize, ds: &DsSeen) -> Vec<KeyIx> {
        match ds {
            DsSeen::Set(ds) => self.vouched(provider, ds, &self.usable_ds(ds)).unwrap_or_default(),
            DsSeen::Absent => Vec::new(),
            DsSeen::Unseen => {
                let own = self.table.set(provider);
                let is_sep = |key: &KeyIx| self.table.get(*key).is_some_and(Key::is_sep);
                let sep: Vec<KeyIx> = own.iter().copied().filter(is_sep).collect();
                if sep.is_empty() { own.to_vec() } else { sep }
            }
        }
    }
}
