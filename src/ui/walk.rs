//! A simulated resolver: what the page asks of the worker that judges, and what comes back.

use crate::dns::Moment;
use crate::simulate::resolver::{Ask, Walk};
use serde::{Deserialize, Serialize};

/// The validators that can be asked: as the page has them, and for people.
pub(crate) const VALIDATORS: [(&str, &str); 5] = [
    ("rfc", "the RFC (unbound’s default)"),
    ("hardened", "unbound with harden-algo-downgrade"),
    ("bind", "BIND"),
    ("powerdns", "PowerDNS"),
    ("knot", "Knot Resolver"),
];

/// A question, from the page.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Question {
    pub(crate) ask: Ask,
    /// One of [`VALIDATORS`].
    pub(crate) validator: String,
    pub(crate) at: Moment,
}

/// The proof, or why there is none.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Walked {
    pub(crate) question: Question,
    pub(crate) proof: Result<Proof, String>,
}

#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Proof {
    pub(crate) walk: Walk,
    /// For each step, the octets under each of its signatures, in hexadecimal.
    pub(crate) octets: Vec<Vec<String>>,
}
