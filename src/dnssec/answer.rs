//! What an authoritative server that serves a view would put into its answer (RFC 1034 §4.3.2,
//! RFC 4035 §3.1, RFC 5155 §7.2): the RRsets, and what they have to prove.

use super::denial::{Chains, Claim, Gap, Proof, prove};
use crate::dns::{Name, Rdata, is_wildcard};
use crate::snapshot::ProviderView;
use domain::base::Rtype;
use domain::base::iana::Rcode;

/// An answer, as references into the view.
#[derive(Clone, Debug)]
pub struct Answer {
    pub rcode: Rcode,
    /// The RRsets that have to be secure.
    pub rrsets: Vec<usize>,
    /// What has to be proven besides, with the proof or the gap in it.
    pub denials: Vec<Result<Proof, Gap>>,
}

impl Answer {
    fn new() -> Self {
        Self { rcode: Rcode::NOERROR, rrsets: Vec::new(), denials: Vec::new() }
    }
}

/// CNAME and DNAME chains longer than this end.
const MOST_ALIASES: usize = 16;

/// The view's answer; `None` when the name is outside the zone or below a delegation.
pub fn answer(
    view: &ProviderView,
    zone: &Name,
    chains: &Chains<'_>,
    name: &Name,
    rtype: Rtype,
) -> Option<Answer> {
    if !name.ends_with(zone) || below_cut(view, zone, name, rtype) {
        return None;
    }
    let mut answer = Answer::new();
    let mut name = name.clone();
    for _ in 0..MOST_ALIASES {
        match step(view, zone, chains, &name, rtype, &mut answer) {
            Some(target) if target.ends_with(zone) && !below_cut(view, zone, &target, rtype) => name = target,
            _ => return Some(answer),
        }
    }
    Some(answer)
}

/// Whether a delegation stands above the name (or at it, for everything but its DS).
fn below_cut(view: &ProviderView, zone: &Name, name: &Name, rtype: Rtype) -> bool {
    name.iter_suffixes()
        .take_while(|above| above != zone)
        .any(|above| (above != *name || rtype != Rtype::DS) && view.find(&above, Rtype::NS).is_some())
}

/// Answers for one name; an alias gives the name to go on with.
fn step(
    view: &ProviderView,
    zone: &Name,
    chains: &Chains<'_>,
    name: &Name,
    rtype: Rtype,
    answer: &mut Answer,
) -> Option<Name> {
    for above in name.iter_suffixes().skip(1).take_while(|above| above.ends_with(zone)) {
        if let Some((index, set)) = view.find(&above, Rtype::DNAME)
            && let Some(Rdata::Dname(dname)) = set.data.first()
        {
            answer.rrsets.push(index);
            return substitute(name, &above, dname.dname());
        }
    }
    if view.exists(name) {
        return found(view, zone, chains, name, name, rtype, answer);
    }
    let encloser = name.iter_suffixes().skip(1).find(|above| view.exists(above))?;
    let wildcard = super::denial::wildcard_of(&encloser)?;
    if !view.exists(&wildcard) {
        answer.rcode = Rcode::NXDOMAIN;
        deny(view, zone, chains, Claim::NameError(name, rtype), answer);
        return None;
    }
    found(view, zone, chains, &wildcard, name, rtype, answer)
}

/// Answers from the records of `owner`: the name itself, or the wildcard that stands for it.
fn found(
    view: &ProviderView,
    zone: &Name,
    chains: &Chains<'_>,
    owner: &Name,
    name: &Name,
    rtype: Rtype,
    answer: &mut Answer,
) -> Option<Name> {
    let alias = (rtype != Rtype::CNAME).then(|| view.find(owner, Rtype::CNAME)).flatten();
    let Some((index, set)) = view.find(owner, rtype).or(alias) else {
        deny(view, zone, chains, Claim::NoData(name, rtype), answer);
        return None;
    };
    if set.data.is_empty() {
        deny(view, zone, chains, Claim::NoData(name, rtype), answer);
        return None;
    }
    answer.rrsets.push(index);
    if is_wildcard(owner) && owner != name {
        let labels = crate::dns::rrsig_labels(owner);
        answer.denials.push(prove(chains, Claim::Expanded(name, labels)));
    }
    match set.data.first() {
        Some(Rdata::Cname(cname)) if rtype != Rtype::CNAME => Some(cname.cname().clone()),
        _ => None,
    }
}

fn deny(view: &ProviderView, zone: &Name, chains: &Chains<'_>, claim: Claim<'_>, answer: &mut Answer) {
    if let Some((index, _)) = view.find(zone, Rtype::SOA) {
        answer.rrsets.push(index);
    }
    answer.denials.push(prove(chains, claim));
}

/// RFC 6672 §2.2.
fn substitute(name: &Name, owner: &Name, target: &Name) -> Option<Name> {
    let kept = name.len().checked_sub(owner.len())?;
    let mut octets = name.as_slice().get(..kept)?.to_vec();
    octets.extend_from_slice(target.as_slice());
    Name::from_octets(octets.into()).ok()
}
