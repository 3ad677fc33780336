//! The codes of the rules.

use serde::de::{Deserialize, Deserializer, Error};
use serde::ser::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;

/// Makes the enumeration, with what each code is called.
macro_rules! codes {
    ($($code:ident = $name:literal,)*) => {
        /// What a rule is called: stable, never reused, and never with another meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(test, derive(ts_rs::TS), ts(type = "string"))]
        pub enum Code {
            $(#[doc = $name] $code,)*
        }

        impl Code {
            /// Every code, in the order of their names.
            pub const ALL: &[Self] = &[$(Self::$code,)*];

            /// As it is printed: `MS-ZSK-COVERAGE`.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$code => $name,)*
                }
            }
        }
    };
}

codes! {
    Alg6840Server = "ALG-6840-SERVER",
    AlgDnskeyExtra = "ALG-DNSKEY-EXTRA",
    AlgEd25519 = "ALG-ED25519",
    AlgGroupFixed = "ALG-GROUP-FIXED",
    AlgMixed = "ALG-MIXED",
    AlgMustNot = "ALG-MUST-NOT",
    AlgNotRecommended = "ALG-NOT-RECOMMENDED",
    AlgNsec3Old = "ALG-NSEC3-OLD",
    AlgRsaExp = "ALG-RSA-EXP",
    AlgRsaSize = "ALG-RSA-SIZE",
    AlgSha1 = "ALG-SHA1",
    CdsBootstrap = "CDS-BOOTSTRAP",
    CdsBreaksChain = "CDS-BREAKS-CHAIN",
    CdsCdnskeyMismatch = "CDS-CDNSKEY-MISMATCH",
    CdsDelete = "CDS-DELETE",
    CdsDeleteBad = "CDS-DELETE-BAD",
    CdsDiffer = "CDS-DIFFER",
    CdsDigest = "CDS-DIGEST",
    CdsDone = "CDS-DONE",
    CdsOmitsProvider = "CDS-OMITS-PROVIDER",
    CdsOnlyOne = "CDS-ONLY-ONE",
    CdsPartial = "CDS-PARTIAL",
    CdsPending = "CDS-PENDING",
    CdsSigner = "CDS-SIGNER",
    CdsUnknownKey = "CDS-UNKNOWN-KEY",
    CnameBeside = "CNAME-BESIDE",
    CsyncDiffer = "CSYNC-DIFFER",
    CsyncLeftover = "CSYNC-LEFTOVER",
    CsyncShrink = "CSYNC-SHRINK",
    CsyncSoamin = "CSYNC-SOAMIN",
    CsyncUnsigned = "CSYNC-UNSIGNED",
    DenBitmapDiff = "DEN-BITMAP-DIFF",
    DenBoth = "DEN-BOTH",
    DenCompact = "DEN-COMPACT",
    DenCompactMix = "DEN-COMPACT-MIX",
    DenInvalid = "DEN-INVALID",
    DenMix = "DEN-MIX",
    DenNoSoa = "DEN-NO-SOA",
    DenNone = "DEN-NONE",
    DenNsecQuestion = "DEN-NSEC-QUESTION",
    DenNsec3Hash = "DEN-NSEC3-HASH",
    DenNsec3Iter = "DEN-NSEC3-ITER",
    DenNsec3Optout = "DEN-NSEC3-OPTOUT",
    DenNsec3ParamsDiff = "DEN-NSEC3-PARAMS-DIFF",
    DenNsec3Salt = "DEN-NSEC3-SALT",
    DenNsec3param = "DEN-NSEC3PARAM",
    DenTtl = "DEN-TTL",
    DenTtlLong = "DEN-TTL-LONG",
    DenWildcard = "DEN-WILDCARD",
    DsAlgNoDnskey = "DS-ALG-NO-DNSKEY",
    DsAlgUnsupportedMix = "DS-ALG-UNSUPPORTED-MIX",
    DsAllUnsupported = "DS-ALL-UNSUPPORTED",
    DsBadKey = "DS-BAD-KEY",
    DsCount = "DS-COUNT",
    DsDangling = "DS-DANGLING",
    DsDigest384Mix = "DS-DIGEST-384-MIX",
    DsDigestSha1 = "DS-DIGEST-SHA1",
    DsDigestSha1Mix = "DS-DIGEST-SHA1-MIX",
    DsDigestUnsupported = "DS-DIGEST-UNSUPPORTED",
    DsDigestWrong = "DS-DIGEST-WRONG",
    DsNoMatchAny = "DS-NO-MATCH-ANY",
    DsNone = "DS-NONE",
    DsNotSigning = "DS-NOT-SIGNING",
    DsRedundantDigest = "DS-REDUNDANT-DIGEST",
    DsRevoked = "DS-REVOKED",
    DsServersDiffer = "DS-SERVERS-DIFFER",
    DsSig = "DS-SIG",
    DsToZsk = "DS-TO-ZSK",
    DsTtlLong = "DS-TTL-LONG",
    DsTtlVsNs = "DS-TTL-VS-NS",
    DsUncoveredProvider = "DS-UNCOVERED-PROVIDER",
    HygKeyExchange = "HYG-KEY-EXCHANGE",
    HygKskSharedZones = "HYG-KSK-SHARED-ZONES",
    HygSep = "HYG-SEP",
    HygStandby = "HYG-STANDBY",
    HygTooMany = "HYG-TOO-MANY",
    KeyDupPubkey = "KEY-DUP-PUBKEY",
    KeyFlags = "KEY-FLAGS",
    KeyMalformed = "KEY-MALFORMED",
    KeyNone = "KEY-NONE",
    KeyOwnZskMissing = "KEY-OWN-ZSK-MISSING",
    KeyRevokedLeft = "KEY-REVOKED-LEFT",
    KeyRevokedUsed = "KEY-REVOKED-USED",
    KeyRrsigBad = "KEY-RRSIG-BAD",
    KeyRrsigNone = "KEY-RRSIG-NONE",
    KeyServerSplit = "KEY-SERVER-SPLIT",
    KeySignedByZsk = "KEY-SIGNED-BY-ZSK",
    KeyTtlLong = "KEY-TTL-LONG",
    KeyTtlMix = "KEY-TTL-MIX",
    KeyTtlShort = "KEY-TTL-SHORT",
    KeyUnused = "KEY-UNUSED",
    MsCskCoverage = "MS-CSK-COVERAGE",
    MsDataDiff = "MS-DATA-DIFF",
    MsDataTtlDiff = "MS-DATA-TTL-DIFF",
    MsDelegationDiff = "MS-DELEGATION-DIFF",
    MsDnskeyTtlDiff = "MS-DNSKEY-TTL-DIFF",
    MsForeignKsk = "MS-FOREIGN-KSK",
    MsGroupSize = "MS-GROUP-SIZE",
    MsKeyMistyped = "MS-KEY-MISTYPED",
    MsKeytagCollision = "MS-KEYTAG-COLLISION",
    MsM1Csk = "MS-M1-CSK",
    MsM1DnskeyDiffer = "MS-M1-DNSKEY-DIFFER",
    MsM1SigStale = "MS-M1-SIG-STALE",
    MsMixed = "MS-MIXED",
    MsPrepublishCoverage = "MS-PREPUBLISH-COVERAGE",
    MsProviderUnseen = "MS-PROVIDER-UNSEEN",
    MsSharedPrivate = "MS-SHARED-PRIVATE",
    MsSoaFields = "MS-SOA-FIELDS",
    MsSoaSerial = "MS-SOA-SERIAL",
    MsStaleForeign = "MS-STALE-FOREIGN",
    MsWeakest = "MS-WEAKEST",
    MsWhoAnswered = "MS-WHO-ANSWERED",
    MsZskCoverage = "MS-ZSK-COVERAGE",
    NsChildDiff = "NS-CHILD-DIFF",
    NsEarly = "NS-EARLY",
    NsGlue = "NS-GLUE",
    NsImbalance = "NS-IMBALANCE",
    NsLame = "NS-LAME",
    NsLeavingSelf = "NS-LEAVING-SELF",
    NsNoDnssec = "NS-NO-DNSSEC",
    NsParentChildDiff = "NS-PARENT-CHILD-DIFF",
    NsSingleProvider = "NS-SINGLE-PROVIDER",
    NsStranger = "NS-STRANGER",
    NsTimeout = "NS-TIMEOUT",
    NsTtlLong = "NS-TTL-LONG",
    NsVanity = "NS-VANITY",
    ProcAddProvider = "PROC-ADD-PROVIDER",
    ProcAlgorithmRoll = "PROC-ALGORITHM-ROLL",
    ProcGoInsecure = "PROC-GO-INSECURE",
    ProcKskRoll = "PROC-KSK-ROLL",
    ProcModelChange = "PROC-MODEL-CHANGE",
    ProcRemoveProvider = "PROC-REMOVE-PROVIDER",
    ProcZskRoll = "PROC-ZSK-ROLL",
    RrsigQueryRefused = "RRSIG-QUERY-REFUSED",
    SigAllAtOnce = "SIG-ALL-AT-ONCE",
    SigBad = "SIG-BAD",
    SigCount = "SIG-COUNT",
    SigExpired = "SIG-EXPIRED",
    SigExpiresSoon = "SIG-EXPIRES-SOON",
    SigForeign = "SIG-FOREIGN",
    SigFuture = "SIG-FUTURE",
    SigLabels = "SIG-LABELS",
    SigMissing = "SIG-MISSING",
    SigNoBackdate = "SIG-NO-BACKDATE",
    SigSigner = "SIG-SIGNER",
    SigTtl = "SIG-TTL",
    SigUnknownKey = "SIG-UNKNOWN-KEY",
    SigValidityLong = "SIG-VALIDITY-LONG",
    SigValidityShort = "SIG-VALIDITY-SHORT",
    SizeDnskey = "SIZE-DNSKEY",
    SizeDs = "SIZE-DS",
    SizeNegative = "SIZE-NEGATIVE",
    SoaExpire = "SOA-EXPIRE",
    SoaServerSplit = "SOA-SERVER-SPLIT",
    TcpFail = "TCP-FAIL",
    TtlMix = "TTL-MIX",
    UdpLarge = "UDP-LARGE",
}

impl Code {
    /// The code of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// The rules it is one of: what stands before the first hyphen.
    #[must_use]
    pub fn group(self) -> &'static str {
        self.as_str().split_once('-').map_or("", |(group, _)| group)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = Cow::<str>::deserialize(deserializer)?;
        Self::of(&name).ok_or_else(|| D::Error::custom(format_args!("no rule is called {name}")))
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn names_are_in_order_and_found() {
        assert!(Code::ALL.is_sorted_by_key(|code| code.as_str()));
        assert!(Code::ALL.iter().all(|code| Code::of(code.as_str()) == Some(*code)));
    }
}
