//! What validators do not agree on in a proof: named here, and weighed by each [`super::super::profile::Profile`].

use thiserror::Error;

/// One such thing, with the names that say where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{says}")]
pub struct Doubt {
    pub kind: Oddity,
    /// Indexes of the RRsets that show it.
    pub rrsets: Vec<usize>,
    /// What is odd, in words.
    pub says: String,
}

/// The kinds; `docs/validators.md` says who takes which.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Oddity {
    /// The answer is NXDOMAIN, and the records prove that the name exists without the type (RFC 4592 §2.2.2).
    NameExists,
    /// An NSEC record that does not lead to a later name, nor to the apex (RFC 4034 §4.1.1).
    WrapsEarly,
    /// Of those, one that is asked about a name which is not below its next name.
    WrapsEarlyBeside,
    /// Of those, one whose owner is not below its next name.
    WrapsEarlyAcross,
    /// The NSEC record that denies the wildcard shows another closest encloser than the one that denies the name: they
    /// overlap (RFC 4034 §4.1.1).
    WildcardElsewhere,
    /// Beside the NSEC record of the name there is another one whose next name is a wildcard, or below one, that the
    /// name could match if it did not exist.
    WildcardBeside,
    /// NSEC at a name, or above it, with NS and without DS and SOA: the parent's side of a zone cut (RFC 6840 §4.1).
    Delegation,
    /// The same at the apex.
    ApexDelegation,
    /// NSEC3 of the closest encloser with NS and without DS and SOA (RFC 5155 §8.3).
    EncloserDelegation,
    /// The same in the denial of a DS RRset whose name has no record of its own.
    EncloserDelegationOfDs,
    /// NSEC3 of a name above with NS and without SOA covers what is to be denied (RFC 6840 §4.1).
    AncestorDelegation,
    /// A referral without DS, by a record with NS and CNAME (RFC 4035 §2.5).
    CnameAtCut,
    /// No DS, by a record with SOA and without NS (RFC 6840 §4.4).
    SoaAtName,
    /// NSEC3 covers the hash of the closest encloser, or of a name above it, which another record proves: they
    /// overlap (RFC 5155 §7.1).
    EncloserCovered,
    /// NSEC3 with flags other than opt-out (RFC 5155 §8.2).
    ReservedFlags,
    /// NSEC3 whose next hash has not the length of the hash (RFC 5155 §3.1.7).
    NextLength,
    /// An opt-out record that comes first covers the name, but not the next closer name.
    OptOutBeside,
    /// Under opt-out, the wildcard's record says that the type exists (RFC 5155 §8.7).
    WildcardHasType,
    /// NODATA without SOA (RFC 2308 §2.2).
    NoSoa,
    /// The same where DS is asked for.
    NoSoaOfDs,
}
