//! Verdicts with their reasons.

use super::super::denial::{Doubt, Gap};
use super::super::keys::KeyIx;
use super::super::verdict::Verdict;
use super::malformed::Malformed;
use crate::dns::Moment;

/// One verdict with its reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub verdict: Verdict,
    pub reason: Reason,
    /// The key that verified it, or the key that should have.
    pub key: Option<KeyRef>,
}

/// A key by its table index where it is known, else by what the signature says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyRef {
    pub index: Option<KeyIx>,
    pub tag: u16,
    pub algorithm: u8,
}

/// Why a verdict is what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    Verified,
    /// The parent has no DS RRset.
    NoDs,
    /// Every DS has an algorithm or digest type that is not supported (RFC 4035 §5.2).
    DsUnsupported,
    /// No provider signs, and the parent was not seen.
    NobodySigns,
    TooManyDs(usize),
    DnskeyUnseen,
    DnskeyAbsent,
    /// No DS matches a key in the DNSKEY RRset.
    DsNoMatch,
    /// The only DS that matches has this digest type, which is not taken beside a better one.
    DsPassedOver(u8),
    /// The only DS that matches has this algorithm, which is not supported; other DS records have one that is.
    DsAlgorithm(u8),
    /// A DS names a key by tag and algorithm, its digest is another's.
    DsDigest,
    /// A DS has a digest of another length than its type, and the whole DS RRset is refused for it.
    DsLength,
    /// A DS matches a key that cannot be used: revoked, no zone key.
    DsKeyUnusable(KeyFault),
    /// DS-matched keys do not validly sign the DNSKEY RRset; the inner reason is the nearest miss.
    DsKeyDoesNotSign(Box<Self>),
    /// This algorithm of the DS RRset does not validate (strict validators).
    AlgorithmMissing(u8),
    /// Trust in the DNSKEY RRset is missing: everything under it fails.
    DnskeyUntrusted(Box<Self>),
    /// The first key of the DNSKEY RRset, in canonical order, is none, and nothing is validated with the others.
    FirstKeyUnusable(KeyFault),
    /// This validator refuses the whole message for a record in it.
    Malformed(Malformed),
    Unsigned,
    SignaturesUnseen,
    /// Not signed in the zone's name, and it was not seen whether it belongs to a child zone.
    CutUnseen,
    /// It would fail, but not all of it was seen: why, in words.
    Partial(String),
    /// The key that made the signature is not in the DNSKEY RRset held.
    KeyMissing,
    KeyUnusable(KeyFault),
    SignatureBad,
    /// Verification was given up after this many failures.
    GaveUp(usize),
    /// Only the first so many RRSIGs are looked at, and none of them is good.
    PastLimit(usize),
    Expired(Moment),
    NotYetValid(Moment),
    /// As serial numbers its expiration is before its inception (RFC 4034 §3.1.5).
    EndsBeforeItBegins,
    AlgorithmUnsupported(u8),
    SignerName,
    Labels,
    /// The signatures of the RRset do not agree on whether it was made from a wildcard.
    LabelsDiffer,
    /// What the key asks for is not worked out here.
    NotVerifiable,
    /// The data the signature is over were not seen.
    DataUnseen,
    /// More keys share the tag of a signature than are tried for one RRset.
    TooManyCandidates,
    /// The case asks for more work than is done for anybody: this was not tried.
    TooMuchWork,
    NoProof(Gap),
    /// The whole zone's chain of NSEC or NSEC3 records is broken at this name.
    ChainBroken,
    /// This validator does not take the proof.
    Doubted(Box<Doubt>),
    OptOut,
    Iterations(u16),
}

impl Reason {
    /// It would hold at another time.
    pub fn is_out_of_time(&self) -> bool {
        match self {
            Self::Expired(_) | Self::NotYetValid(_) => true,
            Self::DsKeyDoesNotSign(inner) | Self::DnskeyUntrusted(inner) => inner.is_out_of_time(),
            _ => false,
        }
    }
}

/// Why a validator does not use a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFault {
    Revoked,
    NotZoneKey,
    Protocol,
    /// The public key is none: of a wrong length, or no point of the curve.
    Malformed,
    /// An RSA modulus of a size that is not supported.
    RsaSize,
    /// An RSA exponent of a size that is not supported.
    RsaExponent,
}

impl Judged {
    pub(super) fn new(verdict: Verdict, reason: Reason) -> Self {
        Self { verdict, reason, key: None }
    }
}

/// The worse of two verdicts; the first when they are equal.
pub fn worse(a: Judged, b: Judged) -> Judged {
    if b.verdict > a.verdict { b } else { a }
}

/// A signature in time by a key that is missing: nearer than one out of time, which is a leftover then.
pub(super) const MISSING_IN_TIME: u8 = 10;

/// How near a miss is to a success: the nearest one is the reason given.
pub(super) fn rank(reason: &Reason) -> u8 {
    match reason {
        Reason::Unsigned => 0,
        Reason::SignerName | Reason::Labels | Reason::DsNoMatch => 1,
        Reason::AlgorithmUnsupported(_) | Reason::DsPassedOver(_) | Reason::DsAlgorithm(_) => 2,
        Reason::DsDigest => 3,
        Reason::KeyMissing => 4,
        Reason::PastLimit(_) | Reason::KeyUnusable(_) | Reason::DsKeyUnusable(_) => 5,
        Reason::DsKeyDoesNotSign(_) => 6,
        Reason::TooManyCandidates => 7,
        Reason::SignatureBad | Reason::GaveUp(_) => 8,
        Reason::Expired(_) | Reason::NotYetValid(_) | Reason::EndsBeforeItBegins => 9,
        _ => 11,
    }
}
