//! # CSYNC-SHRINK: CSYNC would take name servers away
//!
//! ## What
//! The NS RRset that CSYNC has the parent copy has fewer than two hosts, or lacks hosts that the parent
//! has now.
//!
//! ## Why it breaks
//! A parent may refuse it; else a provider is out of use, which may be what is wanted.
//!
//! ## Who is hit
//! Nobody now.
//!
//! ## Fix
//! Look at the NS RRset first.
//!
//! ## References
//! RFC 7477 §3.2.1, §4.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::csync::{CSYNC, copied};
use crate::check::records::delegation::{child_ns, hosts, parent_ns};
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule =
    Rule { code: Code::CsyncShrink, summary: "CSYNC would take name servers away.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let parent = parent_ns(case);
    let say = |provider: usize| {
        let wanted = copied(case, provider)?;
        let gone: Vec<_> = parent.iter().flatten().filter(|host| !wanted.contains(*host)).collect();
        let label = case.label(provider);
        let title = if !gone.is_empty() {
            format!("{label}’s CSYNC would take {} out of the delegation", hosts(gone.into_iter()))
        } else if wanted.len() < 2 {
            format!("{label}’s CSYNC would leave one name server")
        } else {
            return None;
        };
        let ns = child_ns(case, provider).map(|(set, _)| set);
        Some(
            finding(RULE.code, Severity::Warning, title)
                .about(case, [provider])
                .detail("A parent may refuse it. When a provider is leaving, it may be what is wanted.")
                .shows(
                    crate::check::records::cds::published(case, provider, CSYNC)
                        .and_then(|set| case.first_line(label, set)),
                )
                .shows(ns.into_iter().flat_map(|set| case.record_lines(Some(label), set, MOST_OF_ONE)))
                .step(step_at(label, "Look at the NS RRset before CSYNC is published.".into()))
                .refer(&["RFC 7477 §3.2.1", "RFC 7477 §4.2"]),
        )
    };
    (0..case.size()).filter_map(say).collect()
}
