//! NSEC (RFC 4034 §4, RFC 4035 §5.4, RFC 6840 §4.1-4.4).

use super::chain::Chains;
use super::oddity::Oddity;
use super::proof::{Claim, Gap, Proof, Why};
use super::record::{NsecData, nsec_of};
use crate::dns::{Name, child, dotted, is_wildcard};
use crate::snapshot::RRset;
use domain::base::Rtype;

/// Of several records that cover a name at most so many are tried.
const MOST_COVERS: usize = 8;

pub(super) fn prove(chains: &Chains<'_>, claim: Claim<'_>) -> Result<Proof, Gap> {
    match claim {
        Claim::NameError(name, rtype) => match name_error(chains, name) {
            Err(gap) => {
                let (mut proof, shown) = match no_data(chains, name, rtype) {
                    Ok(proof) => (proof.clone(), proof.rrsets),
                    Err(_) => return delegation(chains, name, rtype).ok_or(gap),
                };
                let says = format!("the NSEC records prove that {} exists, without {rtype}", dotted(name));
                proof.doubt(Oddity::NameExists, &shown, says);
                Ok(proof)
            }
            proof => proof,
        },
        Claim::NoData(name, rtype) => {
            no_data(chains, name, rtype).or_else(|gap| delegation(chains, name, rtype).ok_or(gap))
        }
        Claim::Expanded(name, labels) => expanded(chains, name, labels),
        Claim::Insecure(cut) => insecure(chains, cut),
    }
}

fn name_error(chains: &Chains<'_>, name: &Name) -> Result<Proof, Gap> {
    let mut gap = uncovered(chains, name);
    let mut proofs = Vec::new();
    for cover in covers(chains, name) {
        if cover.encloser == *name {
            // The next name is below this one, which thus exists.
            continue;
        }
        let Some(wildcard) = wildcard_below(&cover.encloser) else {
            proofs.push(cover.proof(name));
            continue;
        };
        let mut denied = covers(chains, &wildcard).filter(|also| also.encloser != wildcard).peekable();
        if denied.peek().is_none() {
            let nearest = predecessor(chains, &wildcard).map(|(index, _)| index);
            gap = Why::NsecWildcard(dotted(&wildcard)).shown_by([cover.index].into_iter().chain(nearest));
        }
        for also in denied {
            let mut proof = cover.proof(name);
            also.add_to(&mut proof, &wildcard);
            if also.common(name) != cover.encloser {
                let says = format!(
                    "the NSEC records of {} and {} overlap",
                    dotted(&cover.rrset.owner),
                    dotted(&also.rrset.owner)
                );
                proof.doubt(Oddity::WildcardElsewhere, &[cover.index, also.index], says);
            }
            proofs.push(proof);
        }
    }
    least_doubtful(proofs).ok_or(gap)
}

fn no_data(chains: &Chains<'_>, name: &Name, rtype: Rtype) -> Result<Proof, Gap> {
    if let Some(own) = matching(chains, name) {
        let mut proof = Proof::default();
        own.lacks(name, rtype, chains.zone, &mut proof)?;
        let mut others = chains.nsec.iter().filter(|_| chains.one_answer).filter_map(One::of);
        if let Some(other) = others.find(|other| other.leads_to_wildcard(name)) {
            let next = dotted(other.nsec.next_name());
            let says = format!("the NSEC record of {} beside leads to {next}", dotted(&other.rrset.owner));
            proof.doubt(Oddity::WildcardBeside, &[other.index], says);
        }
        return Ok(proof);
    }
    let mut gap = uncovered(chains, name);
    let mut proofs = Vec::new();
    for cover in covers(chains, name) {
        let mut proof = cover.proof(name);
        // An empty non-terminal: the next name is below it (RFC 4035 §3.1.3.2 with RFC 4592 §2.2.2).
        let wildcard = wildcard_below(&cover.encloser).filter(|_| cover.encloser != *name);
        let Some(wildcard) = wildcard else {
            proofs.push(proof);
            continue;
        };
        if let Some(own) = matching(chains, &wildcard) {
            match own.lacks(&wildcard, rtype, chains.zone, &mut proof) {
                Ok(()) => proofs.push(proof),
                Err(bad) => gap = bad,
            }
            continue;
        }
        // A wildcard that is an empty non-terminal has no record of its own. Servers (BIND) then send the one that
        // covers the name and no other: it has to show the wildcard too.
        let mut shown = covers(chains, &wildcard).filter(|also| also.encloser == wildcard);
        match shown.find(|also| chains.one_answer || also.index == cover.index) {
            Some(also) => {
                also.add_to(&mut proof, &wildcard);
                proofs.push(proof);
            }
            None => gap = Why::NsecWildcard(dotted(&wildcard)).shown_by([cover.index]),
        }
    }
    least_doubtful(proofs).ok_or(gap)
}

fn expanded(chains: &Chains<'_>, name: &Name, labels: u8) -> Result<Proof, Gap> {
    let mut gap = uncovered(chains, name);
    let mut proofs = Vec::new();
    for cover in covers(chains, name) {
        // The closest encloser is what the wildcard is right below: a nearer one would have hidden it.
        if cover.encloser.label_count() == usize::from(labels) + 1 {
            proofs.push(cover.proof(name));
        } else {
            gap = Why::WrongWildcard(dotted(name), dotted(&cover.encloser)).shown_by([cover.index]);
        }
    }
    least_doubtful(proofs).ok_or(gap)
}

fn insecure(chains: &Chains<'_>, cut: &Name) -> Result<Proof, Gap> {
    let found = matching(chains, cut).filter(|own| own.nsec.types().contains(Rtype::NS));
    let nearest = predecessor(chains, cut).map(|(index, _)| index);
    let own = found.ok_or_else(|| Why::Delegation(dotted(cut)).shown_by(nearest))?;
    let mut proof = Proof::default();
    let cname = own.lacks(cut, Rtype::DS, chains.zone, &mut proof);
    proof.unless_cname(cname)?;
    Ok(proof)
}

/// The first of those with the fewest doubts.
fn least_doubtful(proofs: Vec<Proof>) -> Option<Proof> {
    proofs.into_iter().min_by_key(|proof| proof.doubts.len())
}

/// A record of the parent's side of an insecure zone cut at the name or above it: some validators then take the answer
/// for one of an unsigned zone.
fn delegation(chains: &Chains<'_>, name: &Name, rtype: Rtype) -> Option<Proof> {
    let above = |at: &One<'_>| {
        let types = at.nsec.types();
        let has = |rtype| types.contains(rtype);
        let cut = has(Rtype::NS) && !has(Rtype::DS) && !has(Rtype::SOA);
        cut && name.ends_with(&at.rrset.owner) && (rtype != Rtype::DS || at.rrset.owner != *name)
    };
    let at = chains.nsec.iter().filter(|_| chains.one_answer).filter_map(One::of).find(above)?;
    let kind = if at.rrset.owner == *chains.zone { Oddity::ApexDelegation } else { Oddity::Delegation };
    let mut proof = Proof::default();
    proof.uses(at.index);
    let says = Why::NsecType(dotted(&at.rrset.owner), Rtype::NS.to_string()).to_string();
    proof.doubt(kind, &[at.index], says);
    Some(proof)
}

/// One NSEC record.
#[derive(Clone, Copy)]
struct One<'a> {
    index: usize,
    rrset: &'a RRset,
    nsec: &'a NsecData,
}

impl<'a> One<'a> {
    fn of((index, rrset): &(usize, &'a RRset)) -> Option<Self> {
        nsec_of(rrset).map(|nsec| Self { index: *index, rrset, nsec })
    }

    /// The bitmap must deny the type and CNAME; and it must come from the right side of a zone cut
    /// (RFC 6840 §4.1, §4.4).
    fn lacks(&self, name: &Name, rtype: Rtype, zone: &Name, proof: &mut Proof) -> Result<(), Gap> {
        let types = self.nsec.types();
        let bad = |rtype: Rtype| Why::NsecType(dotted(name), rtype.to_string()).shown_by([self.index]);
        if let Some(there) = [rtype, Rtype::CNAME].into_iter().find(|denied| types.contains(*denied)) {
            return Err(bad(there));
        }
        let (ns, soa) = (types.contains(Rtype::NS), types.contains(Rtype::SOA));
        if ns && !soa && rtype != Rtype::DS {
            return Err(bad(Rtype::NS));
        }
        if rtype == Rtype::DS && soa && name != zone {
            if ns {
                return Err(bad(Rtype::SOA));
            }
            proof.doubt(Oddity::SoaAtName, &[self.index], bad(Rtype::SOA).to_string());
        }
        proof.uses(self.index);
        Ok(())
    }

    /// It shows a wildcard of which the name would be an expansion, as unbound looks for one: at the next name or above
    /// it, down to where the owner begins.
    fn leads_to_wildcard(&self, name: &Name) -> bool {
        let owner = &self.rrset.owner;
        let shown = |next: Name| {
            let above = next.iter_suffixes().nth(1).filter(|_| is_wildcard(&next));
            above.is_some_and(|above| above != *name && name.ends_with(&above))
        };
        let mut nexts =
            self.nsec.next_name().iter_suffixes().take_while(|next| owner < next && !name.ends_with(next));
        *owner != *name && !is_wildcard(owner) && nexts.any(shown)
    }
}

/// An NSEC record that covers a name.
struct Cover<'a> {
    index: usize,
    rrset: &'a RRset,
    next: &'a Name,
    /// The closest encloser that it shows: the longest ancestor the name shares with the record's owner or next name
    /// (the name itself when the next name is below it).
    encloser: Name,
    /// Its next name is neither a later one nor the apex.
    wraps_early: bool,
}

impl Cover<'_> {
    fn proof(&self, name: &Name) -> Proof {
        let mut proof = Proof::default();
        self.add_to(&mut proof, name);
        proof
    }

    fn add_to(&self, proof: &mut Proof, name: &Name) {
        proof.uses(self.index);
        if !self.wraps_early {
            return;
        }
        let owner = &self.rrset.owner;
        let says = format!(
            "the NSEC record of {} leads back to {}, not to the apex",
            dotted(owner),
            dotted(self.next)
        );
        proof.doubt(Oddity::WrapsEarly, &[self.index], says.clone());
        if name == self.next || !name.ends_with(self.next) {
            proof.doubt(Oddity::WrapsEarlyBeside, &[self.index], says.clone());
        }
        if !owner.ends_with(self.next) {
            proof.doubt(Oddity::WrapsEarlyAcross, &[self.index], says);
        }
    }

    /// The longest ancestor that a name shares with the owner or the next name.
    fn common(&self, name: &Name) -> Name {
        closest(name, &self.rrset.owner, self.next)
    }
}

/// The records that cover a name, the one with the nearest owner first.
fn covers<'b, 'a: 'b>(chains: &'b Chains<'a>, name: &'b Name) -> impl Iterator<Item = Cover<'a>> + 'b {
    let after = chains.nsec.partition_point(|(_, rrset)| rrset.owner < *name);
    let before = chains.nsec.get(..after).unwrap_or_default();
    before.iter().rev().filter_map(|at| cover(One::of(at)?, name, chains.zone)).take(MOST_COVERS)
}

/// The record, which has an earlier owner, as one that covers the name.
fn cover<'a>(one: One<'a>, name: &Name, zone: &Name) -> Option<Cover<'a>> {
    let (owner, next) = (&one.rrset.owner, one.nsec.next_name());
    let last = next <= owner;
    if !last && name >= next {
        return None;
    }
    // A record from above a zone cut or a DNAME says nothing of names below it (RFC 6840 §4.1).
    let types = one.nsec.types();
    let cut = types.contains(Rtype::NS) && !types.contains(Rtype::SOA) || types.contains(Rtype::DNAME);
    if cut && name.ends_with(owner) {
        return None;
    }
    let encloser = closest(name, owner, next);
    let wraps_early = last && next != zone;
    Some(Cover { index: one.index, rrset: one.rrset, next, encloser, wraps_early })
}

/// Why no record covers a name, with the record that should.
fn uncovered(chains: &Chains<'_>, name: &Name) -> Gap {
    let nearest = predecessor(chains, name).map(|(index, _)| index);
    let plain = Why::NsecCover(dotted(name)).shown_by(nearest);
    outside(chains, Some(name)).unwrap_or(plain)
}

/// A record at or before the name leads out of the zone.
pub(super) fn outside(chains: &Chains<'_>, name: Option<&Name>) -> Option<Gap> {
    let before = |(_, rrset): &&(usize, &RRset)| name.is_none_or(|name| rrset.owner <= *name);
    let (index, rrset) = chains.outside.iter().rfind(before)?;
    let next = nsec_of(rrset).map(|nsec| dotted(nsec.next_name())).unwrap_or_default();
    Some(Why::NsecOutside(dotted(&rrset.owner), next).shown_by([*index]))
}

/// The NSEC record whose owner is this name.
fn matching<'a>(chains: &Chains<'a>, name: &Name) -> Option<One<'a>> {
    let at = predecessor(chains, name)?;
    (at.1.owner == *name).then(|| One::of(&at)).flatten()
}

/// The last NSEC RRset at or before the name in canonical order.
fn predecessor<'a>(chains: &Chains<'a>, name: &Name) -> Option<(usize, &'a RRset)> {
    let after = chains.nsec.partition_point(|(_, rrset)| rrset.owner <= *name);
    chains.nsec.get(after.checked_sub(1)?).copied()
}

/// The longest ancestor that the name shares with one of the other two.
fn closest(name: &Name, owner: &Name, next: &Name) -> Name {
    let (with_owner, with_next) = (common(name, owner), common(name, next));
    if with_owner.label_count() >= with_next.label_count() { with_owner } else { with_next }
}

/// The longest common ancestor.
fn common(a: &Name, b: &Name) -> Name {
    a.iter_suffixes().find(|suffix| b.ends_with(suffix)).unwrap_or_else(Name::root_bytes)
}

/// `*` right below the name; `None` when that would be too long.
pub fn wildcard_below(name: &Name) -> Option<Name> {
    child(name, b"*")
}
