//! What can go wrong between a question and its answer, as data; `Display` says it to people.

use crate::dns::{Moment, dotted, rtype_name};
use crate::evidence::Question;
use domain::base::iana::Rcode;
use std::fmt;
use thiserror::Error;

/// Why there was no answer at all: what the face that fetches can tell.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FetchFault {
    #[error("no answer in time")]
    Timeout,
    #[error("the connection was refused")]
    Refused,
    #[error("the host name was not found")]
    NoSuchHost,
    #[error("the secure connection failed: {0}")]
    Tls(String),
    /// A browser tells a page no more than that (the Fetch standard's “network error”), and a second
    /// request that needs no permission failed as well.
    #[error(
        "the browser cannot reach it: there is no such host, nobody listens there, its certificate is not \
         accepted, or something on the way blocks it"
    )]
    Unreachable,
    #[error("this computer is offline")]
    Offline,
    /// A second request that needs no permission went through: the resolver is up.
    #[error("the resolver is up, and does not let pages of other sites read its answers (no CORS header)")]
    Cors,
    /// A page cannot tell whereto a redirect leads.
    #[error("it sends on to another address, which is not followed")]
    Redirect,
    #[error("stopped")]
    Cancelled,
    #[error("{0}")]
    Other(String),
}

/// Why an answer, or its absence, is of no use.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Fault {
    #[error(transparent)]
    Fetch(#[from] FetchFault),
    #[error("{}", http(*status, retry_after.as_deref()))]
    Http { status: u16, retry_after: Option<String> },
    #[error("it answered with {found}, not with a DNS message (application/dns-message)")]
    ContentType { found: String },
    #[error("not a DNS message: {0}")]
    NotDns(&'static str),
    #[error("the answer is {octets} octets long; a DNS message has at most 65,535")]
    TooLarge { octets: usize },
    #[error("an answer to another question: {found}")]
    OtherQuestion { found: String },
    #[error("an answer with another id ({found})")]
    OtherId { found: u16 },
    #[error("the answer was cut short (TC), over a transport that does not cut")]
    Truncated,
    #[error("a private key is in the answer: nothing of it is kept")]
    PrivateKey,
    /// SERVFAIL, REFUSED and their kind.
    #[error("{}", status(*rcode, errors))]
    Status { rcode: Rcode, errors: Vec<ExtendedError> },
    #[error("it was not asked for")]
    NotAsked,
    #[error("given up: {failures} questions in a row failed there")]
    GivenUp { failures: usize },
}

/// An extended DNS error (RFC 8914).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtendedError {
    pub code: u16,
    /// What the code is registered as, when it is.
    pub name: Option<String>,
    pub text: String,
}

impl fmt::Display for ExtendedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(name) = &self.name {
            write!(f, " ({name})")?;
        }
        if !self.text.is_empty() {
            write!(f, ": “{}”", self.text)?;
        }
        Ok(())
    }
}

impl Fault {
    /// Whether asking again may help.
    pub fn passes(&self) -> bool {
        match self {
            Self::Fetch(fault) => matches!(fault, FetchFault::Timeout | FetchFault::Other(_)),
            Self::Http { status, .. } => *status >= 500,
            Self::Status { rcode, .. } => *rcode == Rcode::SERVFAIL,
            _ => false,
        }
    }
}

impl Fault {
    /// Whether it is worth asking in another form than a DNS message.
    pub(super) fn refuses_messages(&self) -> bool {
        match self {
            Self::Http { status, .. } => matches!(status, 400 | 404 | 405 | 406 | 415 | 501),
            Self::ContentType { .. } => true,
            _ => false,
        }
    }
}

fn http(status: u16, retry_after: Option<&str>) -> String {
    let what = match status {
        300..=399 => "it sends on to another address, which is not followed; ask that one if you trust it",
        400 => "the resolver did not understand the request",
        401 | 403 => "the resolver does not serve everybody",
        404 => "there is no resolver at this address; is the path right?",
        405 | 501 => "the resolver does not take this kind of request",
        413 | 414 => "the resolver finds the request too long",
        415 => "the resolver does not speak DNS messages (RFC 8484)",
        429 => "too many requests",
        500..=599 => "the resolver is out of order",
        _ => "unexpected answer",
    };
    match retry_after {
        Some(wait) if wait.bytes().all(|octet| octet.is_ascii_digit()) => {
            format!("{what} (HTTP {status}); it asks to wait {wait} s")
        }
        Some(wait) => format!("{what} (HTTP {status}); it asks to wait until {wait}"),
        None => format!("{what} (HTTP {status})"),
    }
}

fn status(rcode: Rcode, errors: &[ExtendedError]) -> String {
    let what = match rcode {
        Rcode::SERVFAIL => "the resolver could not get an answer (SERVFAIL)".to_string(),
        Rcode::REFUSED => "it does not answer this question (REFUSED)".to_string(),
        Rcode::NOTIMP => "it does not know this kind of question (NOTIMP)".to_string(),
        Rcode::FORMERR => "it did not understand the question (FORMERR)".to_string(),
        other => format!("it answered {other}"),
    };
    let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
    if said.is_empty() { what } else { format!("{what}; it says: extended error {}", said.join(", ")) }
}

/// Why the check ended before there was a zone to judge.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Stop {
    #[error("{} does not exist (NXDOMAIN){}", dotted(name), under(zone.as_ref()))]
    NoSuchName { name: crate::dns::Name, zone: Option<crate::dns::Name> },
    #[error("the aliases of {} go round in a circle (CNAME)", dotted(name))]
    AliasLoop { name: crate::dns::Name },
    #[error("no resolver could say which zone {} is in: {why}", dotted(name))]
    NoAnswer { name: crate::dns::Name, why: Fault },
    #[error("{} is {cuts} delegations deep; more than that are not followed", dotted(name))]
    TooDeep { name: crate::dns::Name, cuts: usize },
    #[error("there is nothing to ask: no resolver was chosen")]
    NoResolver,
}

fn under(zone: Option<&crate::dns::Name>) -> String {
    zone.map(|zone| format!("; its zone would be {}", dotted(zone))).unwrap_or_default()
}

/// The computer's clock and what was seen do not agree.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Skew {
    #[error(
        "this computer’s clock is {} {} the one of {resolver}: signatures may seem expired or not yet valid",
        crate::dns::span(*seconds),
        if *seconds < 0 { "behind" } else { "ahead of" }
    )]
    Http { resolver: String, seconds: i64 },
    #[error("by this computer’s clock ({now}) even the root’s signatures are not valid: is the clock right?")]
    Root { now: Moment },
}

/// `example. DNSKEY`.
pub(super) fn asked(question: &Question) -> String {
    format!("{} {}", dotted(&question.name), rtype_name(question.rtype))
}
