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

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::names::capital;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity, Verdict};
use crate::check::words::count;
use crate::dns::dotted;
use crate::dnssec::judge::Reason;
use crate::dnssec::keys::KeyIx;
use crate::shell;
use crate::snapshot::ProviderView;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::MsProviderUnseen,
    summary: "Too little was seen of a provider.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let zone = shell::name(&case.snapshot().zone);
    let say = |(provider, view): (usize, &ProviderView)| {
        let trust = case.reference.trust.get(provider)?;
        let part = view.find(&case.snapshot().zone, Rtype::DNSKEY);
        let part = part.is_some_and(|(_, set)| set.partial.is_some() && !set.data.is_empty());
        let keys = trust.verdict == Verdict::Indeterminate && (part || trust.reason == Reason::DnskeyUnseen);
        let data = case.proven.items.get(provider).is_some_and(Vec::is_empty);
        let what = match (keys, data) {
            _ if part => "no whole DNSKEY RRset",
            (true, true) => "neither DNSKEY RRset nor signed data",
            (true, false) => "no DNSKEY RRset",
            (false, true) => "no signed data",
            (false, false) => return None,
        };
        let label = view.label.as_str();
        let server = server(view);
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
            .shows([absent(Some(label), what).of_zone(case, Rtype::DNSKEY)])
            .step(step_at(
                label,
                format!("Paste what this prints: dig @{server} {zone} {ask} +dnssec +norecurse"),
            ))
            .refer(&["RFC 4033 §5"]),
        )
    };
    case.providers().filter_map(say).chain(case.providers().filter_map(|of| unread(case, of))).collect()
}

/// Records of a provider that could not be read, where that is why an RRset is not judged.
fn unread(case: &Case<'_>, (provider, view): (usize, &ProviderView)) -> Option<Finding> {
    const SHOWN: usize = 5;
    let label = view.label.as_str();
    let partial = || view.rrsets.iter().filter_map(|set| Some((set, set.partial.as_ref()?)));
    let (first, why) = partial().next()?;
    let more = partial().count() - 1;
    let title = match more {
        0 => format!("Not all of {label}’s {} {} was seen", dotted(&first.owner), first.rtype),
        _ => format!("Not all of {} of {label} was seen", count(more + 1, "RRset", "RRsets")),
    };
    let shown = partial().take(SHOWN).map(|(set, why)| {
        absent(Some(label), format!("{} {}: {why}", dotted(&set.owner), set.rtype)).of(&set.owner, set.rtype)
    });
    let (server, zone) = (server(view), shell::name(&case.snapshot().zone));
    let step = if why.ends_with("could not be read") {
        "Give the whole record, to the last letter.".to_string()
    } else {
        format!(
            "It has no DNSSEC records. Paste what this prints: dig @{server} {zone} DNSKEY +dnssec +norecurse, and \
             the same for SOA."
        )
    };
    Some(
        finding(RULE.code, Severity::Warning, title)
            .about(case, [provider])
            .detail("What fails to validate without the rest is unknown, not bogus.")
            .shows(shown)
            .step(step_at(label, step))
            .refer(&["RFC 4033 §5"]),
    )
}

/// The first of its servers that can be asked.
fn server(view: &ProviderView) -> &str {
    view.servers.iter().map(String::as_str).find(|server| shell::is_host(server)).unwrap_or(shell::SERVER)
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
