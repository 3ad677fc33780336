//! NSEC3 (RFC 5155 §7.2 and §8).

use super::chain::Chains;
use super::nsec::wildcard_below;
use super::oddity::Oddity;
use super::proof::{Claim, Gap, Proof, Why};
use super::record::{Link, malformed};
use crate::dns::{MOST_NSEC3_ITERATIONS, Name, Nsec3Hash as Hash, dotted, nsec3_hash};
use domain::base::Rtype;

/// The parameters of a chain; an answer may hold records of one chain only (RFC 5155 §8.2).
pub(super) struct Hasher<'a> {
    salt: &'a [u8],
    iterations: u16,
}

impl<'a> Hasher<'a> {
    pub(super) fn of_chain(chains: &Chains<'a>) -> Option<Self> {
        let data = chains.nsec3.first()?.data;
        Some(Self { salt: data.salt().as_slice(), iterations: data.iterations() })
    }

    pub(super) fn of(&self, name: &Name) -> Hash {
        nsec3_hash(name, self.salt, self.iterations)
    }

    /// SHA-1 computations for one name.
    pub(super) fn cost(&self) -> usize {
        usize::from(self.iterations) + 1
    }
}

pub(super) fn prove(chains: &Chains<'_>, claim: Claim<'_>) -> Result<Proof, Gap> {
    let (Some(first), Some(hasher)) = (chains.nsec3.first(), Hasher::of_chain(chains)) else {
        return Err(Why::NoRecords.shown_by([]));
    };
    // One record of an answer with too many makes it insecure.
    let slowest = chains.slowest.filter(|_| chains.one_answer).unwrap_or(*first);
    let proof = Proof { iterations: slowest.data.iterations(), ..Proof::default() };
    let mut search = Search { chains, hasher, used: Vec::new(), proof };
    if search.proof.iterations > MOST_NSEC3_ITERATIONS {
        // Insecure for every validator: what it would prove does not matter, its signature does.
        search.uses(slowest);
    } else {
        search.claim(claim)?;
    }
    search.look_at_records();
    Ok(search.proof)
}

struct Search<'a, 'b> {
    chains: &'b Chains<'a>,
    hasher: Hasher<'a>,
    /// What the proof rests on.
    used: Vec<Link<'a>>,
    proof: Proof,
}

/// RFC 5155 §8.3: the longest existing ancestor, and the name one label longer.
struct Encloser {
    name: Name,
    next_closer: Name,
}

impl<'a> Search<'a, '_> {
    fn uses(&mut self, link: Link<'a>) {
        self.proof.uses(link.index);
        self.used.push(link);
    }

    fn claim(&mut self, claim: Claim<'_>) -> Result<(), Gap> {
        let zone = self.chains.zone;
        match claim {
            Claim::NameError(name, _) => {
                let encloser = self.encloser(name, Oddity::EncloserDelegation)?;
                if let Some(wildcard) = wildcard_below(&encloser.name) {
                    self.cover(&wildcard)?;
                }
                self.look_at_encloser(name, &encloser);
            }
            Claim::NoData(name, rtype) => {
                if let Some(link) = self.chains.matching(&self.hasher.of(name)) {
                    self.uses(link);
                    return link.lacks(name, rtype, zone, &mut self.proof);
                }
                let of_ds = rtype == Rtype::DS;
                let doubt = if of_ds { Oddity::EncloserDelegationOfDs } else { Oddity::EncloserDelegation };
                let encloser = self.encloser(name, doubt)?;
                self.look_at_encloser(name, &encloser);
                // RFC 5155 §8.6: no DS under an opt-out record needs no wildcard proof.
                if of_ds && self.proof.opt_out {
                    return Ok(());
                }
                // RFC 5155 §8.7: wildcard NODATA.
                let above = Why::Encloser(dotted(name));
                let wildcard = wildcard_below(&encloser.name).ok_or_else(|| above.shown_by([]))?;
                let wanted = self.hasher.of(&wildcard);
                let Some(link) = self.chains.matching(&wanted) else {
                    // An opt-out record may hide an unsigned delegation: insecure whatever the type, as
                    // unbound has it.
                    return if self.proof.opt_out { Ok(()) } else { Err(self.uncovered(&wildcard, &wanted)) };
                };
                self.uses(link);
                match link.lacks(&wildcard, rtype, zone, &mut self.proof) {
                    Err(gap) if self.proof.opt_out => {
                        self.proof.doubt(Oddity::WildcardHasType, &gap.rrsets, gap.to_string());
                    }
                    lacks => lacks?,
                }
            }
            Claim::Insecure(cut) => {
                if let Some(link) = self.chains.matching(&self.hasher.of(cut)) {
                    if !link.has(Rtype::NS) {
                        return Err(Why::Delegation(dotted(cut)).shown_by([link.index]));
                    }
                    self.uses(link);
                    let lacks = link.lacks(cut, Rtype::DS, zone, &mut self.proof);
                    return self.proof.unless_cname(lacks);
                }
                let encloser = self.encloser(cut, Oddity::EncloserDelegation)?;
                self.look_at_encloser(cut, &encloser);
                // Opt-out leaves out just these: the proof is as good as it gets (RFC 5155 §8.9).
                if !std::mem::take(&mut self.proof.opt_out) {
                    return Err(Why::Delegation(dotted(cut)).shown_by(self.proof.rrsets.iter().copied()));
                }
            }
            Claim::Expanded(name, labels) => {
                let kept = usize::from(labels) + 1;
                let excess = name.label_count().saturating_sub(kept + 1);
                let mut suffixes = name.iter_suffixes().skip(excess);
                let next_closer = suffixes.next().unwrap_or_else(|| name.clone());
                let above = suffixes.next().unwrap_or_else(|| self.chains.zone.clone());
                self.next_closer(&next_closer)?;
                self.look_at_encloser(name, &Encloser { name: above, next_closer });
            }
        }
        Ok(())
    }

    /// Proves the closest encloser, and that the next closer name does not exist; the doubt if the encloser is of the
    /// parent's side of a zone cut.
    fn encloser(&mut self, name: &Name, doubt: Oddity) -> Result<Encloser, Gap> {
        let mut next_closer = name.clone();
        for candidate in name.iter_suffixes().skip(1).take_while(|above| above.ends_with(self.chains.zone)) {
            let Some(link) = self.chains.matching(&self.hasher.of(&candidate)) else {
                next_closer = candidate;
                continue;
            };
            // A delegation or a DNAME is no closest encloser (RFC 5155 §8.3).
            let says = || format!("the NSEC3 record of {} says that NS exists there", dotted(&candidate));
            if link.has(Rtype::DNAME) || link.is_cut() && link.has(Rtype::DS) {
                return Err(Why::Encloser(dotted(name)).shown_by([link.index]));
            }
            if link.is_cut() {
                self.proof.doubt(doubt, &[link.index], says());
            }
            self.uses(link);
            self.next_closer(&next_closer)?;
            return Ok(Encloser { name: candidate, next_closer });
        }
        let seen = self.chains.nsec3.iter().filter(|_| self.chains.one_answer).map(|link| link.index);
        Err(Why::Encloser(dotted(name)).shown_by(seen.take(2)))
    }

    /// Covers the next closer name; an opt-out record there makes the proof an insecure one.
    fn next_closer(&mut self, name: &Name) -> Result<(), Gap> {
        self.proof.opt_out |= self.cover(name)?.data.opt_out();
        Ok(())
    }

    fn cover(&mut self, name: &Name) -> Result<Link<'a>, Gap> {
        let wanted = self.hasher.of(name);
        let link = self.chains.covering(&wanted).ok_or_else(|| self.uncovered(name, &wanted))?;
        if link.is_cut() && self.is_above(&link, name) {
            let says =
                format!("{} is of the parent’s side of a zone cut above {}", link.owner(), dotted(name));
            self.proof.doubt(Oddity::AncestorDelegation, &[link.index], says);
        }
        self.uses(link);
        Ok(link)
    }

    /// The record is the one of a name above.
    fn is_above(&self, link: &Link<'_>, name: &Name) -> bool {
        let mut above = name.iter_suffixes().skip(1).take_while(|above| above.ends_with(self.chains.zone));
        above.any(|above| self.hasher.of(&above) == link.hash)
    }

    fn uncovered(&self, name: &Name, wanted: &Hash) -> Gap {
        let nearest = self.chains.nearest_first(wanted).next();
        Why::Nsec3Cover(dotted(name)).shown_by(nearest.map(|link| link.index))
    }

    /// What came with the answer; of a whole chain what the proof rests on.
    fn sent(&self) -> Vec<Link<'a>> {
        if self.chains.one_answer { self.chains.nsec3.clone() } else { self.used.clone() }
    }

    /// BIND goes through the records one by one, each from the name upwards until its own owner: where one covers the
    /// closest encloser or a name above it, the next closer name is no longer the shortest one that does not exist.
    fn look_at_encloser(&mut self, name: &Name, encloser: &Encloser) {
        let within = name.iter_suffixes().take_while(|above| above.ends_with(self.chains.zone));
        let path: Vec<(Name, Hash)> = within.map(|above| (above.clone(), self.hasher.of(&above))).collect();
        let sent = self.sent();
        let closer = sent
            .iter()
            .find(|link| path.iter().any(|(at, hash)| *at == encloser.next_closer && link.covers(hash)));
        let first = closer.map(|link| link.index);
        for link in &sent {
            for (at, hash) in path.iter().take_while(|(_, hash)| *hash != link.hash) {
                if !link.covers(hash) {
                    continue;
                }
                if encloser.name.ends_with(at) {
                    let own = self.chains.matching(hash);
                    let exists = own.map_or_else(
                        || format!("{} exists", dotted(at)),
                        |own| format!("which {} proves to exist", own.owner()),
                    );
                    let says = format!("{} covers the hash of {}, {exists}", link.owner(), dotted(at));
                    let shown: Vec<usize> =
                        [Some(link.index), own.map(|own| own.index)].into_iter().flatten().collect();
                    self.proof.doubt(Oddity::EncloserCovered, &shown, says);
                } else if link.data.opt_out()
                    && !self.proof.opt_out
                    && self.chains.one_answer
                    && first.is_some_and(|first| self.chains.comes_first(link.index, first))
                {
                    let says =
                        format!("{}, with the opt-out flag, covers the hash of {}", link.owner(), dotted(at));
                    self.proof.doubt(Oddity::OptOutBeside, &[link.index], says);
                }
            }
        }
    }

    /// What is odd about the records themselves.
    fn look_at_records(&mut self) {
        for link in self.sent() {
            if let Some(says) = link.reserved_flags()
                && self.proof.rrsets.contains(&link.index)
            {
                self.proof.doubt(Oddity::ReservedFlags, &[link.index], says);
            }
            if let Some(says) = malformed(link.rrset) {
                self.proof.doubt(Oddity::NextLength, &[link.index], says);
            }
        }
    }
}

impl<'a> Chains<'a> {
    /// The NSEC3 record whose owner has this hash.
    pub(super) fn matching(&self, wanted: &Hash) -> Option<Link<'a>> {
        let at = self.nsec3.binary_search_by(|link| link.hash.cmp(wanted)).ok()?;
        self.nsec3.get(at).copied()
    }

    /// The NSEC3 record that covers a hash: the one before it in hash order, where that reaches so far.
    pub(super) fn covering(&self, wanted: &Hash) -> Option<Link<'a>> {
        self.nearest_first(wanted).find(|link| link.covers(wanted)).copied()
    }

    /// Backwards from the last record at or before a hash; before the first one comes the last.
    fn nearest_first(&self, wanted: &Hash) -> impl Iterator<Item = &Link<'a>> {
        let (before, behind) = self.nsec3.split_at(self.nsec3.partition_point(|link| link.hash <= *wanted));
        before.iter().rev().chain(behind.iter().rev())
    }
}
