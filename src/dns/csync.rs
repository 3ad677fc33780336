//! CSYNC records (RFC 7477 §2.1), which `domain` keeps as octets.

use super::Rdata;
use domain::base::Rtype;
use domain::rdata::dnssec::RtypeBitmap;

/// What a CSYNC record says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Csync {
    pub serial: u32,
    pub flags: u16,
    /// The types that the parent is to copy, in ascending order.
    pub types: Vec<Rtype>,
}

impl Csync {
    /// `None`: another type, or octets that no CSYNC record has.
    pub fn of(data: &Rdata) -> Option<Self> {
        let Rdata::Unknown(data) = data else { return None };
        if data.rtype() != Rtype::CSYNC {
            return None;
        }
        let (serial, rest) = data.data().as_ref().split_first_chunk()?;
        let (flags, types) = rest.split_first_chunk()?;
        let types = RtypeBitmap::from_octets(types).ok()?;
        Some(Self {
            serial: u32::from_be_bytes(*serial),
            flags: u16::from_be_bytes(*flags),
            types: types.iter().collect(),
        })
    }

    /// Act without asking the operator (RFC 7477 §2.1.1.2.1).
    pub fn immediate(&self) -> bool {
        self.flags & 1 != 0
    }

    /// Act only where the SOA serial is at least this one (RFC 7477 §2.1.1.2.2).
    pub fn soa_minimum(&self) -> bool {
        self.flags & 2 != 0
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;
    use crate::dns::rdata_text;
    use bytes::Bytes;
    use domain::base::rdata::UnknownRecordData;

    fn record(octets: &'static [u8]) -> Rdata {
        Rdata::Unknown(UnknownRecordData::from_octets(Rtype::CSYNC, Bytes::from_static(octets)).unwrap())
    }

    /// RFC 7477 §2.1.2's own example.
    #[test]
    fn has_the_text_of_the_rfc() {
        let data = record(&[0, 0, 0, 66, 0, 3, 0, 4, 0x60, 0, 0, 8]);
        assert_eq!(rdata_text(&data), "66 3 A NS AAAA");
        let read = Csync::of(&data).unwrap();
        assert!(read.immediate() && read.soa_minimum());
    }

    /// What its text does not give back octet for octet is shown as octets: signatures are over those.
    #[test]
    fn stays_octets_where_the_text_would_lose_some() {
        assert_eq!(rdata_text(&record(&[0, 0, 0, 66, 0, 3, 0, 2, 0x60, 0])), r"\# 10 00000042000300026000");
        assert_eq!(rdata_text(&record(&[0, 0, 0, 66, 0])), r"\# 5 0000004200");
    }
}
