//! # SIG-EXPIRED: signatures have ended
//!
//! ## What
//! Every otherwise usable signature over an RRset of a provider has expired, or ends more than 68 years after its inception:
//! the times are serial numbers of 32 bits, and such an end is read as past.
//!
//! ## Why it breaks
//! Validators reject expired signatures. unbound allows for clocks that are wrong: 10 per cent of the
//! validity, one hour to one day. BIND allows nothing.
//!
//! ## Who is hit
//! Every validator that asks this provider, with whatever keys; if it is the DNSKEY RRset, everybody
//! that gets keys there.
//!
//! ## Fix
//! Sign anew. If the provider cannot: take it out of the NS sets, or have it refuse queries, since an
//! unreachable server is retried elsewhere and a bogus answer is not by all.
//!
//! ## References
//! RFC 4035 §5.3.1; RFC 4034 §3.1.5; RFC 8914 §4.8

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::validity::{too_long, word};
use crate::check::report::Finding;
use crate::check::spared::{Servers, Spared};
use crate::check::words::list;
use crate::dns::Rdata;
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::SigExpired, summary: "Signatures have ended.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code)
        .filter_map(|(cause, failure)| {
            let provider = cause.at?;
            let label = case.label(provider);
            if let Some(found) = too_long(case, RULE.code, failure, provider) {
                return Some(found);
            }
            let mut found = word(case, RULE.code, failure, provider, Mark::Expiration)?;
            if let Some(stale) = case.spared(failure).iter().find(|found| found.provider == provider) {
                found = found.step(step_at(label, refresh(case, stale)));
            }
            let found = found
                .step(
                    case.sign_anew(label, "Sign the zone anew, and look at why the refresh stopped.".into()),
                )
                .step(format!(
                    "If {label} cannot: take its name servers out of every NS set. A server \
                    that does not answer does less harm than one with expired signatures."
                ))
                .refer(&["RFC 4035 §5.3.1", "RFC 8914 §4.8"]);
            Some(found)
        })
        .collect()
}

/// How servers that kept old signatures get the new ones: a secondary transfers the zone only when the serial number has
/// grown (RFC 1034 §4.3.5).
fn refresh(case: &Case<'_>, stale: &Spared) -> String {
    let (old, new) = (list(&stale.failing), list(&stale.good));
    let serials = |servers: &Servers| -> Vec<u32> {
        let view = case.view(stale.provider);
        let soa = view.into_iter().flat_map(|view| view.versions(&case.snapshot().zone, Rtype::SOA));
        let soa = soa.filter(|(_, set)| set.servers.iter().any(|server| servers.contains(server)));
        let serial = |data: &Rdata| match data {
            Rdata::Soa(soa) => Some(soa.serial().into_int()),
            _ => None,
        };
        soa.flat_map(|(_, set)| set.data.iter().filter_map(serial)).collect()
    };
    match (serials(&stale.failing).as_slice(), serials(&stale.good).as_slice()) {
        ([had, ..], [has, ..]) if had == has => format!(
            "{old} has the serial number that {new} has, {has}, and so will never fetch the new signatures: raise the \
             serial number of the zone."
        ),
        ([had, ..], [has, ..]) => format!(
            "{old} is at serial number {had}, {new} at {has}: look at why it does not transfer the zone any more."
        ),
        _ => format!(
            "Compare the serial numbers of {old} and {new}: where they are equal, raise the zone’s, for it will not \
             fetch the new signatures by itself; else look at why it does not transfer the zone any more."
        ),
    }
}
