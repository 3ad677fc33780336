//! What kind of passage was not used: for programs, where [`NotRead::reason`] is for people.
//!
//! [`NotRead::reason`]: super::NotRead::reason

use super::problem::Problem;
use serde::{Deserialize, Serialize};

/// The kind of a passage that was not used. The names are stable; there may be more of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum NotReadKind {
    /// A record that is not the zone's, or that a resolver does not look at there.
    SetAside,
    /// A passage of an output or a configuration that does not say what is served.
    NoRecords,
    /// A private key: nothing in this passage is used.
    PrivateKey,
    /// Nothing here looks like DNS data.
    NotDns,
    /// The text is too large to be read.
    TooLarge,
    /// There are too many records.
    TooManyRecords,
    /// Further passages, which are not listed.
    More,
    /// This line is not DNS data.
    Prose,
    /// No record type where one should be.
    NoType,
    /// This record has no owner name, and no record before it has one to take over.
    NoOwner,
    /// A relative name, but no origin is known.
    NoOrigin,
    /// Not a domain name.
    BadName,
    /// A TTL has 32 bits: it must not exceed 4294967295 s (RFC 1035 §3.2.1).
    BadTtl,
    /// A record of another class than IN.
    OtherClass,
    /// A type that no zone holds: it belongs to one message.
    MetaType,
    /// The record data ends too early.
    TooShort,
    /// There is more than the record data of this type has.
    Trailing,
    /// Not the record data of this type.
    BadData,
    /// The text form of this record type is not known here.
    UnknownForm,
    /// A record’s data is at most 65535 octets long (RFC 1035 §3.2.1).
    TooLong,
    /// The key or signature was left out by dig’s +nocrypto.
    NoCrypto,
    /// The key, digest or signature was cut short.
    Ellipsis,
    /// Octets that are not UTF-8 were lost before the text came here.
    Lossy,
    /// A quoted string is not closed on its line.
    OpenQuote,
    /// A parenthesis is not closed.
    OpenParenthesis,
    /// A closing parenthesis without an opening one.
    StrayParenthesis,
    /// Longer than any record.
    EndlessEntry,
    /// $INCLUDE: other files are not read.
    Include,
    /// $GENERATE: the records it stands for are not made.
    Generate,
    /// $ORIGIN needs an absolute domain name.
    BadOrigin,
    /// $TTL needs a number of seconds.
    BadDefaultTtl,
    /// A directive that zone files do not have.
    UnknownDirective,
    /// Record data without an owner name.
    NoShortOwner,
    /// The tool failed and printed no records.
    ToolFailed,
    /// No server answered.
    NoAnswer,
    /// The server refused or broke off the zone transfer.
    TransferFailed,
    /// A list of keys without the keys themselves.
    KeyList,
    /// Not well-formed JSON.
    BadJson,
    /// JSON, but not a DNS answer.
    OtherJson,
    /// A record of a JSON answer lacks a part.
    JsonMissing,
    /// Not a whole DNS message.
    BadWire,
    /// Octets behind the end of a message.
    BehindWire,
    /// A line that a comparison of two texts marks as removed.
    Removed,
}

impl NotReadKind {
    pub(super) fn of(problem: Problem) -> Self {
        match problem {
            Problem::PrivateKey => Self::PrivateKey,
            Problem::NotDns => Self::NotDns,
            Problem::TooLarge(_) => Self::TooLarge,
            Problem::TooManyRecords(_) => Self::TooManyRecords,
            Problem::More(_) => Self::More,
            Problem::Prose => Self::Prose,
            Problem::NoType => Self::NoType,
            Problem::NoOwner => Self::NoOwner,
            Problem::NoOrigin => Self::NoOrigin,
            Problem::BadName(_) => Self::BadName,
            Problem::BadTtl => Self::BadTtl,
            Problem::OtherClass => Self::OtherClass,
            Problem::MetaType => Self::MetaType,
            Problem::TooShort => Self::TooShort,
            Problem::Trailing => Self::Trailing,
            Problem::BadData(_) => Self::BadData,
            Problem::UnknownForm => Self::UnknownForm,
            Problem::TooLong => Self::TooLong,
            Problem::NoCrypto => Self::NoCrypto,
            Problem::Ellipsis => Self::Ellipsis,
            Problem::Lossy => Self::Lossy,
            Problem::OpenQuote => Self::OpenQuote,
            Problem::OpenParenthesis => Self::OpenParenthesis,
            Problem::StrayParenthesis => Self::StrayParenthesis,
            Problem::EndlessEntry => Self::EndlessEntry,
            Problem::Include => Self::Include,
            Problem::Generate => Self::Generate,
            Problem::BadOrigin => Self::BadOrigin,
            Problem::BadDefaultTtl => Self::BadDefaultTtl,
            Problem::UnknownDirective => Self::UnknownDirective,
            Problem::NoShortOwner => Self::NoShortOwner,
            Problem::ToolFailed => Self::ToolFailed,
            Problem::NoAnswer => Self::NoAnswer,
            Problem::TransferFailed => Self::TransferFailed,
            Problem::KeyList => Self::KeyList,
            Problem::BadJson => Self::BadJson,
            Problem::OtherJson => Self::OtherJson,
            Problem::JsonMissing(_) => Self::JsonMissing,
            Problem::BadWire(_) => Self::BadWire,
            Problem::Advice(_) => Self::NoRecords,
            Problem::BehindWire(_) => Self::BehindWire,
            Problem::Removed => Self::Removed,
        }
    }
}
