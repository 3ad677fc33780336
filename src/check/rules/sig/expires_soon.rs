//! # SIG-EXPIRES-SOON: signatures end soon
//!
//! ## What
//! Signatures of a provider end within the TTL of their RRset, or within three days; for signatures
//! with a short validity, within a quarter of it.
//!
//! ## Why it breaks
//! Nothing fails yet. Signers renew long before; a signature that old shows a refresh that stopped.
//!
//! ## Who is hit
//! Nobody now; everybody from that moment on.
//!
//! ## Fix
//! Look at the signer's refresh job.
//!
//! ## References
//! RFC 6781 §4.4.1, §4.4.2.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::validity::{last_end, signed};
use crate::check::report::{Finding, Severity};
use crate::dns::span;
use crate::snapshot::RRset;

pub(super) const RULE: Rule =
    Rule { code: Code::SigExpiresSoon, summary: "Signatures end soon.", find: Find::All(find) };

/// Signers keep at least this much in reserve, or a quarter of the validity.
const RESERVE: i64 = 3 * 86_400;

/// How long before its end a signature should have been renewed.
fn reserve(set: &RRset, validity: i64) -> i64 {
    let ttl = if set.ttl_stated { i64::from(set.ttl) } else { 0 };
    RESERVE.min(validity / 4).max(ttl.min(validity / 2))
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for provider in 0..case.size() {
        let mut total = 0;
        let mut soon: Vec<(&RRset, crate::dns::Moment)> = Vec::new();
        for set in signed(case, provider) {
            total += 1;
            let Some((until, validity)) = last_end(case, provider, set) else { continue };
            let left = until.0 - case.now.0;
            if left >= 0 && left < reserve(set, validity) {
                soon.push((set, until));
            }
        }
        let Some((first, until)) = soon.iter().min_by_key(|(_, until)| *until).copied() else { continue };
        let label = case.label(provider);
        let what = if soon.len() == total {
            format!("All of {label}’s signatures end")
        } else {
            format!("{label}’s signatures over {} of {total} RRsets end", soon.len())
        };
        findings.push(
            finding(RULE.code, Severity::Warning, format!("{what} in {}", span(until.0 - case.now.0)))
                .about(case, [provider])
                .detail(format!(
                    "The first ends on {}. Signers renew long before: the refresh seems to be late.",
                    until.plain()
                ))
                .hit(format!("from then on, every validator that asks {label}."))
                .shows(
                    first
                        .sigs
                        .iter()
                        .take(1)
                        .map(|sig| case.sig_line(provider, first, sig, Mark::Expiration)),
                )
                .step(case.sign_anew(
                    label,
                    format!("Look at why {label}’s signer has not renewed its signatures, and sign anew."),
                ))
                .refer(&["RFC 6781 §4.4.1", "RFC 6781 §4.4.2.2"]),
        );
    }
    findings
}
