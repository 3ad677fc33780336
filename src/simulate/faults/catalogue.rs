//! The list of faults.

use crate::simulate::terms::Model;
use serde::{Deserialize, Serialize};

/// What a fault is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Group {
    Keys,
    Parent,
    Signatures,
    Denial,
    Content,
}

impl Group {
    pub fn word(self) -> &'static str {
        match self {
            Self::Keys => "Exchange of keys",
            Self::Parent => "DS at the parent",
            Self::Signatures => "Signatures",
            Self::Denial => "Denial of existence",
            Self::Content => "Content and timing",
        }
    }
}

/// The providers that a fault names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Takes {
    Nothing,
    At,
    AtAndOf,
}

/// One kind of fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    pub kind: Kind,
    pub group: Group,
    pub takes: Takes,
    /// With `{at}` and `{of}` for the providers.
    pub title: &'static str,
    pub why: &'static str,
}

macro_rules! faults {
    ($($kind:ident $group:ident $takes:ident $title:literal $why:literal)*) => {
        /// The kinds of faults; on the command line in lower case with hyphens (`zsk-withheld`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[cfg_attr(test, derive(ts_rs::TS), ts(rename = "FaultKind"))]
        pub enum Kind {
            $(#[doc = $title] $kind,)*
        }

        /// All faults, in the order in which they are shown.
        pub const CATALOGUE: &[Known] = &[
            $(Known { kind: Kind::$kind, group: Group::$group, takes: Takes::$takes, title: $title, why: $why },)*
        ];
    };
}

faults! {
    ZskWithheld Keys AtAndOf
        "{at} does not publish {of}’s signing key"
        "A resolver that holds this DNSKEY RRset cannot verify what the other provider signs."
    MultiSignerOff Keys At
        "{at} publishes no foreign keys"
        "Some providers ignore foreign keys until multi-signer DNSSEC is switched on."
    WrongFlags Keys AtAndOf
        "{at} publishes {of}’s signing key with wrong flags"
        "With other flags it is another key with another tag, and no signature names it."
    KskInsteadOfZsk Keys AtAndOf
        "{at} publishes {of}’s KSK instead of its ZSK"
        "It looks right in a list of keys, but the KSK does not sign data."
    KeyMistyped Keys AtAndOf
        "{at} publishes {of}’s signing key with a typing error"
        "One wrong character makes it another key."
    OwnZskMissing Keys At
        "{at} does not publish its own ZSK"
        "Its answers fail even with its own DNSKEY RRset."
    KeyTagCollision Keys AtAndOf
        "The signing keys of {at} and {of} have the same key tag"
        "Most validators try both keys; BIND gives up after the first that does not fit."
    KskRevoked Keys At
        "{at}’s DNSKEY RRset is signed by a revoked KSK"
        "A revoked key vouches for nothing, and with the flag set its DS no longer matches."
    ZskRevoked Keys At
        "{at}’s ZSK has the REVOKE flag"
        "Validators differ: some take its signatures, others do not."
    ZoneFlagClear Keys At
        "{at}’s ZSK lacks the zone key flag"
        "A key without this flag is not used to validate a zone’s data."
    SepFlagClear Keys At
        "{at}’s KSK lacks the SEP flag"
        "Nothing fails: the flag is for people and tools, validators go by the DS."
    DsMissing Parent At
        "The parent has no DS for {at}’s KSK"
        "A resolver that gets the DNSKEY RRset from this provider cannot link it to the parent."
    DsWrong Parent At
        "The digest in the DS of {at}’s KSK is wrong"
        "Tag and algorithm look right, but the record vouches for no key."
    DsSha1 Parent At
        "The DS of {at}’s KSK is a SHA-1 digest, the others are not"
        "BIND, PowerDNS and Knot drop SHA-1 as soon as a better digest is in the set."
    DsSha384 Parent At
        "The DS of {at}’s KSK is a SHA-384 digest, the others are not"
        "Validators that take the strongest digest only drop the others."
    DsNone Parent Nothing
        "The parent has no DS"
        "The zone is insecure: nobody validates it, so nothing fails."
    DsDangling Parent Nothing
        "The parent has a DS of a key that nobody publishes"
        "Validation does not suffer, but whoever has that key could forge the zone."
    KskRolledWithoutDs Parent At
        "{at} rolled its KSK, and the parent still has the old DS"
        "The new KSK signs the DNSKEY RRset, and the parent does not vouch for it."
    SignaturesExpired Signatures At
        "{at}’s signatures have expired"
        "The provider stopped signing anew, or serves an old copy."
    DnskeyExpired Signatures At
        "The signature over {at}’s DNSKEY RRset has expired"
        "Where the KSK is kept apart, its signature is the one that is forgotten."
    SignaturesFuture Signatures At
        "{at}’s signatures are not valid yet"
        "They begin in two days: a clock or a time zone is wrong."
    ClockAhead Signatures At
        "{at}’s clock is ahead: its signatures begin in half an hour"
        "Validators with a tolerance for clocks accept them, others do not."
    DnskeyUnsigned Signatures At
        "{at}’s DNSKEY RRset has no signature"
        "Without it no key of the provider can be trusted."
    DnskeyByZskOnly Signatures At
        "{at}’s DNSKEY RRset is signed by its ZSK only"
        "The parent vouches for the KSK, which did not sign."
    ZskSignsDnskeyToo Signatures At
        "{at}’s ZSK signs the DNSKEY RRset as well"
        "Nothing fails: the additional signature only makes answers larger."
    KskSignsData Signatures At
        "{at} signs its data with the KSK"
        "The other providers publish its ZSK, not its KSK; in model 1 the KSK is nobody’s to sign data with."
    SignatureMissing Signatures At
        "One RRset at {at} has no signature"
        "In a signed zone an answer without signature is bogus."
    SignatureDamaged Signatures At
        "The signature over {at}’s SOA record is damaged"
        "It names the right key and does not verify; negative answers carry it as well."
    AnswerAltered Signatures At
        "An address at {at} was altered after signing"
        "This is what DNSSEC is for: the signature no longer fits."
    Unsigned Signatures At
        "{at} serves the zone unsigned"
        "DNSSEC was never switched on there, or has been switched off."
    AlgorithmMix Signatures At
        "{at} signs with another algorithm"
        "Most validators are content with one valid path; strict ones want every algorithm of the DS RRset."
    DenialMix Denial At
        "{at} uses the other kind of denial records"
        "Each answer proves itself, so NSEC at one provider and NSEC3 at another do not fail."
    DenialGap Denial At
        "A record is missing from {at}’s denial chain"
        "Names in the gap cannot be proven absent."
    ContentDiffers Content At
        "{at} serves a name that the others do not have"
        "A resolver that knows from another provider’s denial that it does not exist will not ask."
    SerialAhead Content At
        "{at}’s SOA serial number is ahead"
        "Nothing fails, but the providers do not serve the same version."
    DnskeyTtlMix Content At
        "{at}’s DNSKEY RRset has another TTL"
        "The longest TTL sets the pace of every key change."
    CdsOwnOnly Content At
        "{at}’s CDS records are of its own key only"
        "A parent that follows them removes the other providers’ DS."
    CdsMissing Content At
        "{at} publishes no CDS records, others do"
        "A parent that asks every provider gets different answers and does nothing."
}

impl Known {
    /// Model 1: the KSK and its DS are everybody’s. A fault of them is had once, not at each provider, and is called
    /// by this; `{Holder}` has the KSK.
    pub fn shared(&self) -> Option<&'static str> {
        match self.kind {
            Kind::KskRevoked => Some("The DNSKEY RRset is signed by a revoked KSK"),
            Kind::SepFlagClear => Some("The shared KSK lacks the SEP flag"),
            Kind::DsMissing => Some("The parent has no DS for the shared KSK"),
            Kind::DsWrong => Some("The digest in the DS of the shared KSK is wrong"),
            Kind::DsSha1 => Some("One DS is a SHA-1 digest, the others are not"),
            Kind::DsSha384 => Some("One DS is a SHA-384 digest, the others are not"),
            Kind::KskRolledWithoutDs => {
                Some("{Holder} rolled the shared KSK, and the parent still has the old DS")
            }
            _ => None,
        }
    }

    /// The providers that it names under this model.
    pub fn takes_in(&self, model: Model) -> Takes {
        if model == Model::One && self.shared().is_some() { Takes::Nothing } else { self.takes }
    }
}

impl Kind {
    /// Its entry in the catalogue.
    pub fn known(self) -> Option<&'static Known> {
        CATALOGUE.iter().find(|known| known.kind == self)
    }
}
