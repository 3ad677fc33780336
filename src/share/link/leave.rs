//! What may be left out of a link that is too long, at the price of a smaller check.

use super::error::NotShareable;
use super::evidence::Evidence;
use crate::dns::{Name, Record};
use crate::evidence::{Observation, Piece, Role, Section, Seen, Source};
use domain::base::Rtype;
use domain::base::iana::Rcode;
use serde::{Deserialize, Serialize};

/// Parts of the evidence to leave out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Leave {
    /// What the providers serve at names below the apex.
    pub names: bool,
    /// What shows that names do not exist: negative answers, NSEC and NSEC3.
    pub denial: bool,
}

impl Evidence {
    /// The texts without these parts; the parent's data stay. `zone` is the zone as judged, and `named` the one
    /// that the person named.
    ///
    /// # Errors
    ///
    /// A private key is in them, or they are too large.
    pub fn without(
        sources: &[Source],
        named: Option<&str>,
        zone: &Name,
        leave: Leave,
    ) -> Result<Self, NotShareable> {
        Self::shorter(sources, named, |source, piece| match piece {
            _ if source.role == Role::Parent => false,
            Piece::Whole(message) => leave.takes_message(message, zone),
            Piece::One(seen) => leave.takes_record(seen, zone),
        })
    }
}

impl Leave {
    fn takes_message(self, message: &Observation, zone: &Name) -> bool {
        let Some(asked) = &message.question else { return false };
        if asked.rtype == Rtype::DS || asked.rtype == Rtype::AXFR || !asked.name.ends_with(zone) {
            return false;
        }
        let answered = message.records.iter().any(|seen| seen.section == Section::Answer);
        match message.rcode {
            Some(Rcode::NOERROR) if answered => self.names && asked.name != *zone,
            Some(Rcode::NOERROR | Rcode::NXDOMAIN) => self.denial,
            _ => false,
        }
    }

    fn takes_record(self, seen: &Seen, zone: &Name) -> bool {
        let rtype = covered(&seen.record);
        match rtype {
            // A zone with all of its names and no denial would be a broken zone.
            Rtype::NSEC | Rtype::NSEC3 | Rtype::NSEC3PARAM => self.denial && self.names,
            _ => self.names && seen.record.owner() != zone && seen.record.owner().ends_with(zone),
        }
    }
}

/// A signature goes with what it signs.
fn covered(record: &Record) -> Rtype {
    match record.data() {
        crate::dns::Rdata::Rrsig(sig) => sig.type_covered(),
        _ => record.rtype(),
    }
}
