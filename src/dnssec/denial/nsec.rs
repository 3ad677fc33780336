//! NSEC (RFC 4034 §4, RFC 4035 §5.4, RFC 6840 §4.1-4.4).

use super::{Chains, Claim, Gap, Proof};
use crate::dns::{Name, Rdata, child, dotted};
use crate::snapshot::RRset;
use domain::base::Rtype;
use domain::rdata::Nsec;

type NsecData = Nsec<bytes::Bytes, Name>;

pub(super) fn prove(chains: &Chains<'_>, claim: Claim<'_>) -> Result<Proof, Gap> {
    let mut proof = Proof::default();
    match claim {
        Claim::NameError(name) => {
            // When the next name is below this one, it is an empty non-terminal and exists. Servers
            // have answered NXDOMAIN for these all the same, and validators take it as proven.
            let encloser = cover(chains, name, &mut proof)?;
            let wildcard = wildcard_below(&encloser);
            if let Some(wildcard) = wildcard {
                cover(chains, &wildcard, &mut proof).map_err(|_| Gap::NsecWildcard(dotted(&wildcard)))?;
            }
        }
        Claim::NoData(name, rtype) => {
            if let Some((index, nsec)) = matching(chains, name) {
                lacks(nsec, name, rtype, chains.zone)?;
                proof.uses(index);
            } else {
                let encloser = cover(chains, name, &mut proof)?;
                // An empty non-terminal: the next name is below it (RFC 4035 §3.1.3.2 with RFC 4592 §2.2.2).
                if encloser != *name
                    && let Some(wildcard) = wildcard_below(&encloser)
                {
                    if let Some((index, nsec)) = matching(chains, &wildcard) {
                        lacks(nsec, &wildcard, rtype, chains.zone)?;
                        proof.uses(index);
                    } else if !(cover(chains, &wildcard, &mut proof) == Ok(wildcard.clone())
                        && proof.rrsets.len() == 1)
                    {
                        // A wildcard that is an empty non-terminal has no record of its own. Servers
                        // (BIND) then send the one that covers the name and no other, and validators
                        // take it only when that shows the wildcard too.
                        return Err(Gap::NsecWildcard(dotted(&wildcard)));
                    }
                }
            }
        }
        Claim::Expanded(name, labels) => {
            // The closest encloser is what the wildcard is right below: a nearer one would have hidden it.
            let encloser = cover(chains, name, &mut proof)?;
            if encloser.label_count() != usize::from(labels) + 1 {
                return Err(Gap::WrongWildcard(dotted(name), dotted(&encloser)));
            }
        }
        Claim::Insecure(cut) => {
            let found = matching(chains, cut).filter(|(_, nsec)| nsec.types().contains(Rtype::NS));
            let (index, nsec) = found.ok_or_else(|| Gap::Delegation(dotted(cut)))?;
            lacks(nsec, cut, Rtype::DS, chains.zone)?;
            proof.uses(index);
        }
    }
    Ok(proof)
}

/// The NSEC record whose owner is this name.
fn matching<'a>(chains: &Chains<'a>, name: &Name) -> Option<(usize, &'a NsecData)> {
    let (index, rrset) = predecessor(chains, name)?;
    (rrset.owner == *name).then(|| only(rrset).map(|nsec| (index, nsec))).flatten()
}

/// Adds the NSEC record that covers the name to the proof, and returns the closest encloser that it
/// shows: the longest ancestor the name shares with the record's owner or next name (the name itself
/// when the next name is below it).
fn cover(chains: &Chains<'_>, name: &Name, proof: &mut Proof) -> Result<Name, Gap> {
    let gap = || Gap::NsecCover(dotted(name));
    let (index, rrset) = predecessor(chains, name).ok_or_else(gap)?;
    let nsec = only(rrset).ok_or_else(gap)?;
    let next = nsec.next_name();
    let last = next <= &rrset.owner;
    let between = rrset.owner < *name && (last || name < next);
    // A record from above a zone cut or a DNAME says nothing of names below it (RFC 6840 §4.1).
    let types = nsec.types();
    let cut = types.contains(Rtype::NS) && !types.contains(Rtype::SOA) || types.contains(Rtype::DNAME);
    if !between || (cut && name.ends_with(&rrset.owner)) {
        return Err(gap());
    }
    proof.uses(index);
    let shared = common(name, &rrset.owner);
    let with_next = common(name, next);
    Ok(if shared.label_count() >= with_next.label_count() { shared } else { with_next })
}

/// The last NSEC RRset at or before the name in canonical order.
fn predecessor<'a>(chains: &Chains<'a>, name: &Name) -> Option<(usize, &'a RRset)> {
    let after = chains.nsec.partition_point(|(_, rrset)| rrset.owner <= *name);
    chains.nsec.get(after.checked_sub(1)?).copied()
}

fn only(rrset: &RRset) -> Option<&NsecData> {
    match rrset.data.first() {
        Some(Rdata::Nsec(nsec)) => Some(nsec),
        _ => None,
    }
}

/// The bitmap must deny the type and CNAME; and it must come from the right side of a zone cut
/// (RFC 6840 §4.1, §4.4).
fn lacks(nsec: &NsecData, name: &Name, rtype: Rtype, zone: &Name) -> Result<(), Gap> {
    let types = nsec.types();
    let bad = |rtype: Rtype| Err(Gap::NsecType(dotted(name), rtype.to_string()));
    if types.contains(rtype) {
        return bad(rtype);
    }
    if types.contains(Rtype::CNAME) {
        return bad(Rtype::CNAME);
    }
    let cut = types.contains(Rtype::NS) && !types.contains(Rtype::SOA);
    if cut && rtype != Rtype::DS {
        return bad(Rtype::NS);
    }
    if rtype == Rtype::DS && types.contains(Rtype::SOA) && name != zone {
        return bad(Rtype::SOA);
    }
    Ok(())
}

/// The longest common ancestor.
pub(super) fn common(a: &Name, b: &Name) -> Name {
    a.iter_suffixes().find(|suffix| b.ends_with(suffix)).unwrap_or_else(Name::root_bytes)
}

/// `*` right below the name; `None` when that would be too long.
pub fn wildcard_below(name: &Name) -> Option<Name> {
    child(name, b"*")
}
