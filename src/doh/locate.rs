//! Which zone a name is in, and which zone is above another: read off the SOA and DS answers.

use super::answer::Answer;
use crate::dns::{Name, Rdata};
use crate::evidence::Section;
use domain::base::Rtype;
use domain::base::iana::Rcode;

/// What the answer to a SOA question says of where the name stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Located {
    /// The zone's apex.
    Zone(Name),
    /// The answer does not say: ask one label further up.
    Above,
    NoSuchName(Option<Name>),
    AliasLoop,
}

/// CNAME chains longer than this are taken for a circle.
pub(super) const MOST_ALIASES: usize = 16;

/// Reads the answer to `name SOA`; also the alias that stands at the name, if one does.
pub(super) fn locate(answer: &Answer, name: &Name) -> (Located, Option<Name>) {
    let alias = match alias(answer, name) {
        Ok(alias) => alias,
        Err(Circle) => return (Located::AliasLoop, None),
    };
    if answer.answers(name, Rtype::SOA).next().is_some() {
        return (Located::Zone(name.clone()), None);
    }
    if alias.is_some() {
        // The zone of the alias itself, not the one that it leads to, is the name's.
        let signer = signer_of(answer, name, Rtype::CNAME);
        return (signer.map_or(Located::Above, Located::Zone), alias);
    }
    let zone = answer.denying_zone().filter(|zone| name.ends_with(*zone)).cloned();
    let located = match (answer.rcode, zone) {
        (Rcode::NXDOMAIN, zone) => Located::NoSuchName(zone),
        (_, Some(zone)) => Located::Zone(zone),
        (_, None) => Located::Above,
    };
    (located, None)
}

struct Circle;

/// Where the name's CNAME leads in the end.
fn alias(answer: &Answer, name: &Name) -> Result<Option<Name>, Circle> {
    let mut at = name.clone();
    for step in 0..=MOST_ALIASES {
        match alias_at(answer, &at) {
            Some(next) if next == *name => return Err(Circle),
            Some(next) => at = next,
            None => return Ok((step > 0).then_some(at)),
        }
    }
    Err(Circle)
}

/// Where the CNAME at this very name leads.
pub(super) fn alias_at(answer: &Answer, name: &Name) -> Option<Name> {
    answer.answers(name, Rtype::CNAME).find_map(|data| match data {
        Rdata::Cname(cname) => Some(cname.cname().clone()),
        _ => None,
    })
}

/// Who signs this RRset by its first signature.
fn signer_of(answer: &Answer, owner: &Name, rtype: Rtype) -> Option<Name> {
    let mut sigs = answer.section(Section::Answer).filter(|record| record.owner() == owner);
    sigs.find_map(|record| match record.data() {
        Rdata::Rrsig(sig) if sig.type_covered() == rtype && owner.ends_with(sig.signer_name()) => {
            Some(sig.signer_name().clone())
        }
        _ => None,
    })
}

/// The zone above, read off the answer to `zone DS`: who signs it, or who denies it. Always a proper
/// ancestor, so that climbing ends.
pub(super) fn parent_of(answer: &Answer, zone: &Name) -> Option<Name> {
    let signer = signer_of(answer, zone, Rtype::DS);
    signer.or_else(|| answer.denying_zone().cloned()).filter(|above| above != zone && zone.ends_with(above))
}

/// The name without its first label; `None` for the root.
pub(super) fn above(name: &Name) -> Option<Name> {
    name.iter_suffixes().nth(1)
}
