//! Records that a validator takes for malformed: it refuses the whole message that carries one, whatever is to be
//! validated.

use super::Judge;
use crate::dns::{Rdata, Rrsig};
use crate::dnssec::denial;
use crate::dnssec::ds::has_right_length;
use crate::snapshot::RRset;
use domain::dep::octseq::Parser;

/// Private algorithms: the key begins with a domain name that says which (RFC 4034 Appendix A.1.1).
const PRIVATEDNS: u8 = 253;

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Malformed {
    /// An RRSIG has fewer labels than its signer's name, as if a wildcard above the signer's zone had been signed.
    Labels,
    /// Of an NSEC or NSEC3 record, in words.
    Denial(String),
    /// A key of a private algorithm does not begin with that algorithm's name.
    KeyName,
    /// A DS has a digest of another length than its type.
    Digest,
}

impl Judge<'_> {
    /// Why this validator refuses every message with this RRset in it.
    pub(super) fn malformed(&self, set: &RRset) -> Option<Malformed> {
        if !self.profile.refuses_malformed {
            return None;
        }
        if set.sigs.iter().any(lacks_labels) {
            return Some(Malformed::Labels);
        }
        if set.data.iter().any(is_unnamed) {
            return Some(Malformed::KeyName);
        }
        if set.data.iter().any(|data| matches!(data, Rdata::Ds(ds) if !has_right_length(ds))) {
            return Some(Malformed::Digest);
        }
        denial::malformed(set).map(Malformed::Denial)
    }
}

/// The Labels field is smaller than the signer's name is long.
pub fn lacks_labels(sig: &Rrsig) -> bool {
    // That of the root counts in a name, and not in the field.
    usize::from(sig.labels()) + 1 < sig.signer_name().label_count()
}

fn is_unnamed(data: &Rdata) -> bool {
    matches!(data, Rdata::Dnskey(key) if key.algorithm().to_int() == PRIVATEDNS && !begins_with_name(key.public_key()))
}

/// Whether the octets begin with a domain name in wire form, without compression.
fn begins_with_name(octets: &[u8]) -> bool {
    domain::base::ParsedName::parse(&mut Parser::from_ref(octets)).is_ok_and(|name| !name.is_compressed())
}
