//! Reading what people paste: every text becomes observations, verbatim, and every line that is
//! not used is listed with its reason. The kind of text is detected, never asked.
//!
//! Nothing is merged, judged or dropped here. What the text says about who answered (`server`) is
//! kept, so that [`crate::snapshot`] can tell the providers apart.

mod advice;
mod answer;
mod bare;
mod collect;
mod command;
mod entry;
mod fields;
mod form;
mod hcl;
mod indented;
mod json;
mod kind;
mod lines;
mod loc;
mod made;
mod message;
mod messages;
mod names;
mod normal;
mod passage;
mod places;
mod problem;
mod rare;
mod rdata;
mod reader;
mod record;
mod scan;
mod script;
mod secret;
mod svcb;
mod tools;
mod tree;
mod wire;
mod words;
mod yaml;

pub use collect::{MOST_NOT_READ, MOST_RECORDS};
pub use kind::NotReadKind;
pub use normal::{
    Piece, PrivateKeyInside, holds_private_key, is_called_by_a_key, normalise, normalise_without,
};
pub use reader::{MAX_BYTES, Progress, ReadOptions, Reader};
pub use secret::is_private_key;
pub use wire::{Decoded, decode};
pub(crate) use words::ttl;

use crate::dns::{Name, Record};
use domain::base::{Rtype, iana::Rcode};
use serde::{Deserialize, Serialize};

/// One text a person gave: a box in the page, a dropped file, a file on the command line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Source {
    /// What to call it in messages: a file's name, or the box's title.
    pub name: String,
    /// Whose data it is, when the person said so.
    pub role: Role,
    pub text: String,
}

/// Whose data a source holds.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Not said: told from the text (server lines, record types).
    Auto,
    /// The provider with this label.
    Provider(String),
    /// The parent: DS and delegation NS.
    Parent,
}

/// What kind of text a passage was taken for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A zone file, bare records, `K*.key`, `dsset-*`, or `dig +noall +answer` (all one grammar).
    Records,
    /// `dig`, `kdig`, `drill`, `delv` or `host -v`: a message printed as text.
    Message,
    /// `+short`, `host`, `nslookup`: record data without a complete record around it.
    Bare,
    /// `dig +yaml`, `delv +yaml`.
    Yaml,
    /// DoH JSON (Google, Cloudflare) or RFC 8427 JSON (kdig).
    Json,
    /// A DNS message in hexadecimal or base64.
    Wire,
    /// A tool's listing that names keys (`pdnsutil show-zone`, `keymgr list`).
    Listing,
}

/// The section of a message a record stood in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Section {
    Answer,
    Authority,
    Additional,
    /// Not from a message: a zone file or bare records.
    None,
}

/// One message, or one run of records without a message around them, as seen.
#[derive(Clone, Debug)]
pub struct Observation {
    /// Index of the source it comes from.
    pub source: usize,
    pub kind: Kind,
    /// Who answered, as the text says (`127.0.0.21`, `ns1.example`): without port.
    pub server: Option<String>,
    /// Which of several answered, where no server is named and the signatures show that one alone did not.
    pub answerer: Option<usize>,
    pub question: Option<Question>,
    pub rcode: Option<Rcode>,
    /// The AA bit, when the text shows flags.
    pub authoritative: Option<bool>,
    pub truncated: bool,
    /// The number of records in its authority section, as its header states; `None`: none, or not said.
    pub authority: Option<u16>,
    /// It came over UDP, as the text says.
    pub udp: bool,
    /// The message's size in octets, when the text says so and it is above 1232.
    pub size: Option<u32>,
    /// The DO bit: whether DNSSEC records were asked for, when the text shows EDNS or its absence.
    pub dnssec_ok: Option<bool>,
    /// When it was asked, Unix seconds, when the text says so (`;; WHEN:`, `query_time`).
    pub at: Option<i64>,
    pub records: Vec<Seen>,
    /// Records in it that could not be read: what is known of them.
    pub lost: Vec<Lost>,
    /// What the server said of an error (RFC 8914): `9 (DNSKEY Missing)`.
    pub extended_error: Option<String>,
    /// The first and the last line that any of it was read from, from 1.
    pub lines: (u32, u32),
}

/// The question of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub name: Name,
    pub rtype: Rtype,
}

/// One record as seen.
#[derive(Clone, Debug)]
pub struct Seen {
    pub record: Record,
    pub section: Section,
    /// Whether the text stated the TTL (`dig +nottl` and `K*.key` do not).
    pub ttl_stated: bool,
    /// First line of the record, from 1.
    pub line: u32,
}

/// A record that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    pub owner: Name,
    /// Of a signature the type that it covers.
    pub rtype: Rtype,
    /// Its first line, from 1.
    pub line: u32,
}

/// What became of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum LineState {
    /// Part of a record, a question, a server line or a status that is used.
    Read,
    /// Blank, comment, decoration: nothing to use.
    Skipped,
    /// Should have been usable and was not; there is a [`NotRead`] for it.
    Failed,
}

/// A piece of text that was not used, and why. Errors are data: the page shows them by the line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct NotRead {
    /// Name of the source.
    pub source: String,
    /// From 1.
    pub line: u32,
    /// From 1, in characters.
    pub column: u32,
    /// The offending text, shortened.
    pub text: String,
    /// What kind of passage it is.
    pub kind: NotReadKind,
    /// Why it was not used, in words.
    pub reason: String,
    /// What to do instead, when there is something.
    pub hint: Option<String>,
    pub gravity: Gravity,
}

/// How much an unread piece matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Gravity {
    /// Said for completeness (`$GENERATE` skipped, SIG0 additional record, child-zone data set aside).
    Note,
    /// A record is missing from the check.
    Lost,
    /// Stop: a private key, or nothing here is DNS data.
    Refused,
}

/// A server that was asked and gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silent {
    /// As in [`Observation::server`].
    pub server: String,
    /// A TCP connection was tried, and not made.
    pub tcp: bool,
}

/// All that reading one source gave.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    pub observations: Vec<Observation>,
    /// One state per line of the text.
    pub lines: Vec<LineState>,
    pub not_read: Vec<NotRead>,
    /// Servers that the text says gave no answer.
    pub silent: Vec<Silent>,
    /// A private key stood in the text: the faces wipe the text from their state.
    pub private_key: bool,
    /// Record data stood in it that say nothing of their owner, and no zone was named.
    pub wants_owner: bool,
}

/// Reads a whole source; never fails, for what cannot be read is listed. `index` is its number among the sources.
pub fn read(source: &Source, index: usize) -> Reading {
    Reader::new(source, index).finish()
}

/// Reads a whole source with options.
pub fn read_with(source: &Source, index: usize, options: ReadOptions) -> Reading {
    Reader::with_options(source, index, options).finish()
}
