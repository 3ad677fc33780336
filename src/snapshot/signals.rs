//! Signalling records (RFC 9615 §2): what the operator of a name server says of the zone's keys, in CDS and CDNSKEY
//! records below the name server's own name, where the parent looks before there is a DS.

use super::rrset::{Place, RRset, counted};
use crate::dns::{Name, Rdata};
use crate::evidence::Observation;
use domain::base::Rtype;
use domain::base::name::ToLabelIter as _;
use std::collections::BTreeMap;

/// The CDS or CDNSKEY RRset at one signalling name.
#[derive(Clone, Debug)]
pub struct Signal {
    /// The name server.
    pub host: Name,
    pub set: RRset,
}

/// The name server for which this owner is the zone's signalling name: `_dsboot.ZONE._signal.HOST`.
pub(super) fn host_of(owner: &Name, zone: &Name) -> Option<Name> {
    let is = |label: Option<&domain::base::name::Label>, text: &str| {
        label.is_some_and(|label| label.as_slice().eq_ignore_ascii_case(text.as_bytes()))
    };
    let mut labels = owner.iter_labels();
    if !is(labels.next(), "_dsboot") {
        return None;
    }
    let mut own = zone.iter_labels().filter(|label| !label.is_root());
    let same = own.all(|label| labels.next() == Some(label));
    if !same || !is(labels.next(), "_signal") {
        return None;
    }
    // Behind `_dsboot`, the zone's labels without the root, and `_signal`.
    owner.iter_suffixes().nth(zone.label_count() + 1).filter(|host| !host.is_root())
}

/// The signals as they come in.
#[derive(Default)]
pub(super) struct Signals {
    sets: BTreeMap<(Name, u16), RRset>,
}

impl Signals {
    /// Takes the observation's signalling records.
    pub(super) fn take(&mut self, observation: &Observation, zone: &Name) {
        for seen in &observation.records {
            let record = &seen.record;
            let Some(host) = host_of(record.owner(), zone) else { continue };
            if !matches!(record.data(), Rdata::Cds(_) | Rdata::Cdnskey(_)) {
                continue;
            }
            let rtype: Rtype = record.rtype();
            let place = Place { source: observation.source, line: seen.line };
            let set = self
                .sets
                .entry((host, rtype.to_int()))
                .or_insert_with(|| RRset::new(record.owner().clone(), rtype, place));
            set.ttl = set.ttl.min(counted(record.ttl()));
            set.data.push(record.data().clone());
        }
    }

    pub(super) fn finish(self) -> Vec<Signal> {
        let sealed = |((host, _), mut set): ((Name, u16), RRset)| {
            set.seal();
            Signal { host, set }
        };
        self.sets.into_iter().map(sealed).collect()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;
    use std::str::FromStr as _;

    #[test]
    fn signalling_names_are_those_of_the_zone_alone() {
        let host = |owner: &str, zone: &str| {
            let read = |text: &str| Name::from_str(text).unwrap();
            host_of(&read(owner), &read(zone)).map(|host| host.to_string())
        };
        assert_eq!(
            host("_dsboot.Example.co.uk._signal.ns1.example.net", "example.co.uk").as_deref(),
            Some("ns1.example.net")
        );
        for other in [
            "_dsboot.co.uk._signal.ns1.example.net",
            "_dsboot.www.example.co.uk._signal.ns1.example.net",
            "_other.example.co.uk._signal.ns1.example.net",
            "_dsboot.example.co.uk._sig.ns1.example.net",
            "_dsboot.example.co.uk._signal",
            "_dsboot.example.co.uk",
        ] {
            assert_eq!(host(other, "example.co.uk"), None, "{other}");
        }
    }
}
