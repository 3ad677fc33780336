//! # SIG-EXPIRED: signatures have ended
//!
//! ## What
//! Every otherwise usable signature over an RRset of a provider has expired.
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
//! RFC 4035 §5.3.1; RFC 8914 §4.8

use super::Rule;
use super::support::{Case, Mark};
use super::times::word;
use crate::check::report::Finding;

pub(super) const RULE: Rule = Rule { code: "SIG-EXPIRED", summary: "Signatures have ended.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code)
        .filter_map(|(cause, failure)| {
            let provider = cause.at?;
            let label = case.label(provider);
            let found = word(case, RULE.code, failure, provider, Mark::Expiration)?
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
