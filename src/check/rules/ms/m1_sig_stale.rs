//! # MS-M1-SIG-STALE: a provider holds an older signature over the shared DNSKEY RRset
//!
//! ## What
//! Model 1: the shared KSK's signatures over the DNSKEY RRset end at different times, and the first
//! has less than a third of its validity left.
//!
//! ## Why it breaks
//! Only the zone's owner can renew this signature. A provider that missed a distribution keeps the
//! old one until it ends, and then fails.
//!
//! ## Who is hit
//! Nobody now.
//!
//! ## Fix
//! Give the newest signature to every provider, and automate that.
//!
//! ## References
//! RFC 8901 §2.1.1; RFC 6781 §4.4.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::validity::last_end;
use crate::check::report::{Finding, Severity};
use crate::check::rules::ms::m1_dnskey_differ::shared;
use crate::dns::Moment;
use crate::dnssec::judge::validity;

pub(super) const RULE: Rule = Rule {
    code: Code::MsM1SigStale,
    summary: "A provider holds an older signature over the shared DNSKEY RRset.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let shared = shared(case);
    let own_zsks = case.proven.roles.windows(2).any(|pair| match pair {
        [a, b] => a.data.keys().ne(b.data.keys()),
        _ => false,
    });
    let Some(key) = shared.first().and_then(|key| case.key(*key)).filter(|_| own_zsks) else {
        return Vec::new();
    };
    let until = |p: usize| -> Option<Moment> {
        let (_, set) = case.dnskey(p)?;
        let sigs = set
            .sigs
            .iter()
            .filter(|sig| sig.key_tag() == key.tag && sig.algorithm().to_int() == key.algorithm);
        sigs.map(|sig| validity(sig, case.now).1).max()
    };
    let ends: Vec<(usize, Moment)> = (0..case.size()).filter_map(|p| until(p).map(|end| (p, end))).collect();
    let Some(newest) = ends.iter().map(|(_, end)| *end).max() else { return Vec::new() };
    let stale: Vec<(usize, Moment)> = ends.into_iter().filter(|(_, end)| *end < newest).collect();
    let Some((worst, first)) = stale.iter().min_by_key(|(_, end)| *end) else { return Vec::new() };
    // Signed apart from each other is one thing, left behind another.
    let validity = case
        .dnskey(*worst)
        .and_then(|(_, set)| last_end(case, *worst, set))
        .map_or(0, |(_, validity)| validity);
    let left = first.0 - case.now.0;
    if left < 0 || left > validity / 3 {
        return Vec::new();
    }
    let labels = case.labels(stale.iter().map(|(p, _)| *p));
    let found = finding(
        RULE.code,
        Severity::Warning,
        format!(
            "{labels} hold{} an older signature over the DNSKEY RRset",
            if stale.len() == 1 { "s" } else { "" }
        ),
    )
    .about(case, stale.iter().map(|(p, _)| *p))
    .detail(format!(
        "It ends on {}; the newest ends on {}. Only the holder of the shared KSK can renew it.",
        first.plain(),
        newest.plain()
    ))
    .shows(stale.iter().filter_map(|(p, _)| {
        let (_, set) = case.dnskey(*p)?;
        set.sigs.first().map(|sig| case.sig_line(*p, set, sig, Mark::Expiration))
    }))
    .step(format!("Give the newest signed DNSKEY RRset to {labels}."))
    .step("Automate the distribution (Knot offline-ksk, BIND dnssec-ksr, PowerDNS direct-dnskey).")
    .refer(&["RFC 8901 §2.1.1", "RFC 6781 §4.4.2"]);
    vec![found]
}
