//! Why a piece of text was not used, in words for the person who pasted it.
//!
//! No message repeats the text: that stands beside it in [`NotRead::text`], where it can be withheld
//! (a private key may be in it).
//!
//! [`NotRead::text`]: super::NotRead::text

use super::Gravity;
use super::advice::Advice;
use thiserror::Error;

/// One reason for not using a piece of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(super) enum Problem {
    #[error("a private key: nothing in this passage is used")]
    PrivateKey,
    #[error("nothing here looks like DNS data")]
    NotDns,
    #[error("the text is larger than {0} MiB: it is not read")]
    TooLarge(usize),
    #[error("more than {0} records: the rest is not read")]
    TooManyRecords(usize),
    #[error("{0} more lines were not used; they are not listed")]
    More(usize),

    #[error("this line is not DNS data")]
    Prose,
    #[error("no record type where one should be")]
    NoType,
    #[error("this record has no owner name, and no record before it has one to take over")]
    NoOwner,
    #[error("a relative name, but no origin is known")]
    NoOrigin,
    #[error("not a domain name: {0}")]
    BadName(&'static str),
    #[error("a TTL has 32 bits: it must not exceed 4294967295 s (RFC 1035 §3.2.1)")]
    BadTtl,
    #[error("a record of another class than IN")]
    OtherClass,
    #[error("a type that no zone holds: it belongs to one message")]
    MetaType,
    #[error("the record data ends too early")]
    TooShort,
    #[error("there is more than the record data of this type has")]
    Trailing,
    #[error("not the record data of this type: {0}")]
    BadData(&'static str),
    #[error("the text form of this record type is not known here")]
    UnknownForm,
    #[error("a record’s data is at most 65535 octets long (RFC 1035 §3.2.1)")]
    TooLong,
    #[error("the key or signature was left out by dig’s +nocrypto")]
    NoCrypto,
    #[error("the key, digest or signature was cut short")]
    Ellipsis,
    #[error("octets that are not UTF-8 were lost before the text came here")]
    Lossy,

    #[error("a quoted string is not closed on its line")]
    OpenQuote,
    #[error("a parenthesis is not closed")]
    OpenParenthesis,
    #[error("a closing parenthesis without an opening one")]
    StrayParenthesis,
    #[error("longer than any record")]
    EndlessEntry,
    #[error("$INCLUDE: other files are not read")]
    Include,
    #[error("$GENERATE: the records it stands for are not made")]
    Generate,
    #[error("$ORIGIN needs an absolute domain name")]
    BadOrigin,
    #[error("$TTL needs a number of seconds")]
    BadDefaultTtl,
    #[error("a directive that zone files do not have")]
    UnknownDirective,

    #[error("record data without an owner name")]
    NoShortOwner,
    #[error("the tool failed and printed no records")]
    ToolFailed,
    #[error("no server answered")]
    NoAnswer,
    #[error("the server refused or broke off the zone transfer")]
    TransferFailed,
    #[error("a list of keys without the keys themselves")]
    KeyList,
    #[error("not well-formed JSON")]
    BadJson,
    #[error("JSON, but not a DNS answer")]
    OtherJson,
    #[error("a record of this JSON answer has no {0}")]
    JsonMissing(&'static str),
    #[error("not a whole DNS message: {0}")]
    BadWire(&'static str),
    #[error("{}", .0.reason)]
    Advice(&'static Advice),
    #[error("{0} octets stand behind the end of the message: they are not read")]
    BehindWire(usize),
    #[error("a line that a comparison of two texts marks as removed")]
    Removed,
}

impl Problem {
    /// What to do instead.
    pub(super) fn hint(self) -> Option<&'static str> {
        Some(match self {
            Self::PrivateKey => {
                "Private keys are never needed here. Treat one that was pasted as exposed: wipe it from the \
                 clipboard and consider rolling the key. Paste the .key file (the public half)."
            }
            Self::NotDns => {
                "Paste a zone file, the output of dig (dig @server zone DNSKEY +dnssec), kdig, drill, delv or \
                 host -v, a DNS-over-HTTPS answer in JSON, a K*.key or dsset- file, or a DNS message in \
                 hexadecimal or base64."
            }
            Self::TooLarge(_) | Self::TooManyRecords(_) => {
                "Leave out names that do not matter, or give the providers' zones one by one."
            }
            Self::NoOrigin => "Name the zone, put a line “$ORIGIN zone.” first, or end the name with a dot.",
            Self::NoOwner => "Put the owner name in front of the record.",
            Self::BadName("letters outside ASCII") => "Write an internationalised name in its xn-- form.",
            Self::NoType => {
                "A record reads: owner TTL class type data, for example “example. 3600 IN NS ns1.example.”."
            }
            Self::OtherClass => "Only class IN can be delegated to several providers.",
            Self::TooShort => "Was the end of the line cut off when it was copied?",
            Self::UnknownForm => "Write the data in the generic form of RFC 3597: \\# length hexadecimal.",
            Self::NoCrypto => "Run dig again without +nocrypto.",
            Self::Ellipsis => "Copy the whole record: keys, digests and signatures count to the last letter.",
            Self::Lossy => "Write octets above 127 as \\DDD.",
            Self::OpenQuote => "Close the string with \" on the same line; write a quote inside it as \\\".",
            Self::OpenParenthesis => "Close it with ) at the end of the record.",
            Self::Include => "Paste the text of that file in its place.",
            Self::Generate => {
                "Have the name server write the zone out (named-compilezone, or AXFR) and paste that."
            }
            Self::NoShortOwner => {
                "Name the zone, paste the “dig … +short” command line too, or run dig without +short."
            }
            Self::ToolFailed => {
                "Ask the name servers themselves: dig @server zone DNSKEY +dnssec +norecurse."
            }
            Self::NoAnswer => "Check the address, try +tcp, and paste the answer.",
            Self::TransferFailed => {
                "Ask for single types instead: DNSKEY, CDS, CDNSKEY, SOA and NS, each with +dnssec."
            }
            Self::KeyList => "Use “keymgr zone dnskey”, or dig @server zone DNSKEY +dnssec.",
            Self::BadJson => "Copy the whole answer, from the first { to the last }.",
            Self::OtherJson => {
                "Expected are Google’s or Cloudflare’s DNS-over-HTTPS JSON, or RFC 8427 (kdig +json)."
            }
            Self::Advice(advice) => advice.hint,
            Self::BehindWire(_) => "One message a line; is this another message, or the end of another copy?",
            Self::BadWire(_) => "Copy the whole message, from the ID to the last octet.",
            _ => return None,
        })
    }

    /// How much it matters.
    pub(super) fn gravity(self) -> Gravity {
        match self {
            Self::PrivateKey | Self::NotDns | Self::TooLarge(_) => Gravity::Refused,
            Self::Prose
            | Self::Generate
            | Self::OtherClass
            | Self::MetaType
            | Self::ToolFailed
            | Self::Removed
            | Self::More(_) => Gravity::Note,
            Self::Advice(advice) => advice.gravity,
            _ => Gravity::Lost,
        }
    }

    /// Whether it says something only about text that somehow is DNS data: such a text is not garbage.
    pub(super) fn is_about_dns(self) -> bool {
        !matches!(
            self,
            Self::Prose
                | Self::NoType
                | Self::NoOwner
                | Self::NoOrigin
                | Self::BadName(_)
                | Self::BadTtl
                | Self::BadData(_)
                | Self::TooShort
                | Self::Trailing
                | Self::OpenQuote
                | Self::OpenParenthesis
                | Self::StrayParenthesis
                | Self::EndlessEntry
                | Self::UnknownDirective
                | Self::UnknownForm
                | Self::BadJson
                | Self::OtherJson
                | Self::BadWire(_)
                | Self::Lossy
        )
    }
}

/// A problem and the token it stands at, counted from 0 in its entry; `None`: the entry as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) problem: Problem,
    pub(super) token: Option<usize>,
}

impl From<Problem> for Trouble {
    fn from(problem: Problem) -> Self {
        Self { problem, token: None }
    }
}

impl Problem {
    /// The problem at the token with this number.
    pub(super) fn at(self, token: usize) -> Trouble {
        Trouble { problem: self, token: Some(token) }
    }
}
