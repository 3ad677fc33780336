//! # MS-PROVIDER-UNSEEN: too little was seen of a provider
//!
//! ## What
//! A provider's DNSKEY RRset, or any signed data of it, is not in what was given.
//!
//! ## Why it breaks
//! It need not. Mixes with that provider are unknown, not passed.
//!
//! ## Who is hit
//! Unknown.
//!
//! ## Fix
//! Give the missing answers, asked with DNSSEC records at one of its name servers.
//!
//! ## References
//! RFC 4033 §5

use super::Rule;
use super::support::{Case, absent, finding, step_at};
use crate::check::report::{Finding, Severity, Verdict};
use crate::dnssec::judge::Reason;
use crate::dnssec::keys::KeyIx;

pub(super) const RULE: Rule =
    Rule { code: "MS-PROVIDER-UNSEEN", summary: "Too little was seen of a provider.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let zone = case.zone();
    let say = |(provider, view): (usize, &crate::snapshot::ProviderView)| {
        let trust = case.reference.trust.get(provider)?;
        let keys = trust.verdict == Verdict::Indeterminate && trust.reason == Reason::DnskeyUnseen;
        let data = case.proven.items.get(provider).is_some_and(Vec::is_empty);
        let what = match (keys, data) {
            (true, true) => "neither DNSKEY RRset nor signed data",
            (true, false) => "no DNSKEY RRset",
            (false, true) => "no signed data",
            (false, false) => return None,
        };
        let label = view.label.as_str();
        let server = view.servers.first().map_or("SERVER", String::as_str);
        let ask = if keys { "DNSKEY" } else { "SOA" };
        Some(
            finding(
                RULE.code,
                Severity::Warning,
                format!("{what} of {label} was seen", what = capital(what)),
            )
            .about(case, [provider])
            .detail(format!(
                "Mixes with {label} that need it are unknown, not passed.{}",
                gaps(case, provider)
            ))
            .shows([absent(Some(label), what)])
            .step(step_at(
                label,
                format!("Paste what this prints: dig @{server} {zone} {ask} +dnssec +norecurse"),
            ))
            .refer(&["RFC 4033 §5"]),
        )
    };
    case.providers().filter_map(say).collect()
}

/// What its published keys alone say.
fn gaps(case: &Case<'_>, provider: usize) -> String {
    let label = case.label(provider);
    let say = |(holder, key): &(usize, KeyIx)| {
        let (holder, key) = (case.label(*holder), case.key_name(*key));
        format!(
            " {holder} does not publish {key}, which {label} does: if {label} signs with it, holders of \
                {holder}’s DNSKEY RRset reject its answers."
        )
    };
    case.likely_gaps(provider).iter().take(3).map(say).collect()
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
