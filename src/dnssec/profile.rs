//! What real validators do differently, as data. Measured with unbound 1.17.1, BIND 9.18.49,
//! PowerDNS Recursor 4.8.8 and Knot Resolver 5.6.0; `docs/validators.md` has the measurements.

use super::denial::Oddity;
use super::verdict::Verdict;

/// How a validator narrows down the DS RRset by digest type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigestPreference {
    /// Any digest type it knows may match.
    Any,
    /// SHA-1 is ignored in the whole set as soon as one better digest is in it (RFC 4509 §3).
    NoSha1BesideBetter,
    /// Only the highest digest type in the set counts.
    Highest,
}

/// How many algorithms must validate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AlgorithmRule {
    /// Any valid path suffices (RFC 6840 §5.11).
    AnyPath,
    /// Each algorithm in the DS RRset must validate.
    EveryDsAlgorithm,
}

/// What a validator accepts of a revoked key (RFC 5011 §2.1: nothing but its own revocation).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    Rejected,
    /// Rejected where a DS points to it, accepted as a signer of data.
    RejectedByDs,
    Accepted,
}

/// Leeway for clocks, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skew {
    None,
    Fixed(i64),
    /// A share of the signature's validity in per cent, within bounds.
    Share {
        percent: i64,
        least: i64,
        most: i64,
    },
}

impl Skew {
    /// The leeway for a signature that is valid for so many seconds.
    pub fn seconds(self, validity: i64) -> i64 {
        match self {
            Self::None => 0,
            Self::Fixed(seconds) => seconds,
            Self::Share { percent, least, most } => (validity / 100 * percent).clamp(least, most),
        }
    }
}

/// The RSA keys that a validator verifies with, by their sizes in bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RsaBounds {
    pub least_modulus: u32,
    pub most_modulus: u32,
    pub most_exponent: u32,
    /// With a modulus above this size the exponent may have so many bits only.
    pub large: Option<(u32, u32)>,
}

/// What a validator asks of the Flags and Protocol fields of a key (RFC 4034 §2.1.1, §2.1.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyFields {
    /// The Zone Key flag, and protocol 3.
    Both,
    /// Nothing of a key that a DS points to; of a signer of data the Zone Key flag, and protocol 3 or 255
    /// ("any" in RFC 2535 §3.1.3).
    OfSignersOnly,
}

/// Signatures over one RRset whose Labels fields differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Labels {
    /// Each signature is taken as it is.
    Each,
    /// Such an RRset is refused.
    MustAgree,
    /// The first good signature tells whether the RRset was made from a wildcard.
    ByFirstGood,
}

/// How the times of a signature are compared with the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Times {
    /// As serial numbers (RFC 4034 §3.1.5).
    Serial,
    /// As plain numbers of 32 bits.
    Plain,
}

/// One validator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Profile {
    /// As people know it.
    pub name: &'static str,
    pub algorithms: &'static [u8],
    pub digests: &'static [u8],
    pub digest_preference: DigestPreference,
    pub algorithm_rule: AlgorithmRule,
    pub revoked: Revoked,
    pub skew: Skew,
    pub times: Times,
    pub rsa: RsaBounds,
    pub key_fields: KeyFields,
    pub labels: Labels,
    /// Goes by the signer's name of an RRset's first signature alone.
    pub first_signer: bool,
    /// Fails with every DNSKEY RRset whose first key, in canonical order, cannot be made a key of.
    pub first_key: bool,
    /// Refuses the whole DS RRset when a digest in it has another length than its type.
    pub ds_lengths: bool,
    /// The SOA record of a negative answer has to validate; else the answer is given as insecure.
    pub negative_soa: bool,
    /// Validates the DS RRset of a referral out of its cache, where signatures stand in canonical order.
    pub sorts_referred: bool,
    /// Refuses, in insecure zones too, a message with an RRSIG that has fewer labels than its signer's name, an NSEC record
    /// without types, an NSEC3 record with a next hash of a wrong length, a DS with a digest of a wrong length, or a key of a
    /// private algorithm without its name.
    pub refuses_malformed: bool,
    /// Repeats a query at another server when an answer is bogus.
    pub retries: bool,
    /// Failed signatures per RRset after which it gives up: those that do not verify and those out of time.
    pub most_failures: Option<usize>,
    /// RRSIGs per RRset that it looks at, those of absent keys included.
    pub most_rrsigs: Option<usize>,
    /// Keys with the same tag and algorithm that it tries.
    pub most_same_tag: Option<usize>,
    /// A DS RRset larger than this is refused.
    pub most_ds: Option<usize>,
    /// More NSEC3 iterations than this make a denial insecure (RFC 9276 §3.2).
    pub nsec3_iterations: u16,
    /// What it makes of odd proofs of non-existence; those that are not listed are fine with it.
    pub oddities: &'static [(Oddity, Verdict)],
}

impl Profile {
    /// What it makes of a proof that is odd like this.
    pub fn weigh(&self, oddity: Oddity) -> Verdict {
        self.oddities
            .iter()
            .find(|(kind, _)| *kind == oddity)
            .map_or(Verdict::Secure, |(_, verdict)| *verdict)
    }
}

const ALGORITHMS: &[u8] = &super::algorithm::VERIFIABLE;
/// Without Ed448: Debian's Knot Resolver (GnuTLS) and PowerDNS builds differ; they do have it.
const DIGESTS: &[u8] = &super::algorithm::DIGESTS;

/// RFC 4035 §5 with RFC 6840: any path, revoked keys rejected, no leeway for clocks.
pub const REFERENCE: Profile = Profile {
    name: "RFC",
    algorithms: ALGORITHMS,
    digests: DIGESTS,
    digest_preference: DigestPreference::Any,
    algorithm_rule: AlgorithmRule::AnyPath,
    revoked: Revoked::Rejected,
    skew: Skew::None,
    times: Times::Serial,
    // RFC 5702 §2; RFC 3110 §2 bounds the exponent by nothing.
    rsa: RsaBounds { least_modulus: 512, most_modulus: 4_096, most_exponent: u32::MAX, large: None },
    key_fields: KeyFields::Both,
    labels: Labels::Each,
    first_signer: false,
    first_key: false,
    ds_lengths: false,
    negative_soa: true,
    sorts_referred: false,
    refuses_malformed: false,
    retries: false,
    most_failures: None,
    most_rrsigs: None,
    most_same_tag: None,
    most_ds: None,
    nsec3_iterations: 150,
    oddities: &[
        (Oddity::NameExists, Verdict::Bogus),
        (Oddity::WrapsEarly, Verdict::Bogus),
        (Oddity::Delegation, Verdict::Bogus),
        (Oddity::ApexDelegation, Verdict::Bogus),
        (Oddity::EncloserDelegation, Verdict::Bogus),
        (Oddity::EncloserDelegationOfDs, Verdict::Bogus),
        (Oddity::AncestorDelegation, Verdict::Bogus),
        (Oddity::CnameAtCut, Verdict::Bogus),
        (Oddity::SoaAtName, Verdict::Bogus),
        (Oddity::ReservedFlags, Verdict::Bogus),
        (Oddity::NextLength, Verdict::Bogus),
        (Oddity::WildcardHasType, Verdict::Bogus),
    ],
};

/// unbound 1.17.1 as it comes.
pub const UNBOUND: Profile = Profile {
    name: "unbound",
    revoked: Revoked::Accepted,
    skew: Skew::Share { percent: 10, least: 3_600, most: 86_400 },
    // OpenSSL's.
    rsa: RsaBounds {
        least_modulus: 512,
        most_modulus: 16_384,
        most_exponent: u32::MAX,
        large: Some((3_072, 64)),
    },
    labels: Labels::MustAgree,
    first_signer: true,
    retries: true,
    oddities: &[
        (Oddity::WrapsEarlyBeside, Verdict::Bogus),
        (Oddity::WildcardElsewhere, Verdict::Bogus),
        (Oddity::WildcardBeside, Verdict::Bogus),
        (Oddity::Delegation, Verdict::Insecure),
        (Oddity::ApexDelegation, Verdict::Insecure),
        (Oddity::EncloserDelegation, Verdict::Insecure),
        (Oddity::EncloserDelegationOfDs, Verdict::Bogus),
        (Oddity::SoaAtName, Verdict::Bogus),
        (Oddity::ReservedFlags, Verdict::Bogus),
        (Oddity::WildcardHasType, Verdict::Bogus),
    ],
    ..REFERENCE
};

/// unbound with `harden-algo-downgrade: yes`.
pub const UNBOUND_HARDENED: Profile = Profile {
    name: "unbound with harden-algo-downgrade",
    digest_preference: DigestPreference::Highest,
    algorithm_rule: AlgorithmRule::EveryDsAlgorithm,
    ..UNBOUND
};

/// BIND 9.18: one failed verification and it gives up on the RRset (CVE-2023-50387 hardening).
pub const BIND: Profile = Profile {
    name: "BIND",
    digest_preference: DigestPreference::NoSha1BesideBetter,
    rsa: RsaBounds { least_modulus: 512, most_modulus: 4_096, most_exponent: 35, large: None },
    key_fields: KeyFields::OfSignersOnly,
    labels: Labels::ByFirstGood,
    first_key: true,
    ds_lengths: true,
    negative_soa: false,
    sorts_referred: true,
    refuses_malformed: true,
    retries: true,
    most_failures: Some(1),
    oddities: &[
        (Oddity::NameExists, Verdict::Bogus),
        (Oddity::WrapsEarlyAcross, Verdict::Bogus),
        (Oddity::Delegation, Verdict::Insecure),
        (Oddity::ApexDelegation, Verdict::Bogus),
        (Oddity::EncloserDelegation, Verdict::Bogus),
        (Oddity::EncloserDelegationOfDs, Verdict::Bogus),
        (Oddity::AncestorDelegation, Verdict::Bogus),
        (Oddity::CnameAtCut, Verdict::Bogus),
        (Oddity::EncloserCovered, Verdict::Bogus),
        (Oddity::OptOutBeside, Verdict::Insecure),
        (Oddity::NoSoa, Verdict::Bogus),
        (Oddity::NoSoaOfDs, Verdict::Bogus),
    ],
    ..REFERENCE
};

/// PowerDNS Recursor 4.8 with its default limits; it does not retry at another server.
pub const POWERDNS: Profile = Profile {
    name: "PowerDNS",
    digest_preference: DigestPreference::NoSha1BesideBetter,
    skew: Skew::Fixed(60),
    times: Times::Plain,
    most_rrsigs: Some(2),
    most_same_tag: Some(2),
    most_ds: Some(8),
    ..REFERENCE
};

/// Knot Resolver 5.6.
pub const KNOT: Profile = Profile {
    name: "Knot",
    digest_preference: DigestPreference::NoSha1BesideBetter,
    revoked: Revoked::RejectedByDs,
    retries: true,
    ..REFERENCE
};

/// The named validators, in the order in which a report lists them.
pub const NAMED: [Profile; 5] = [UNBOUND, UNBOUND_HARDENED, BIND, POWERDNS, KNOT];
