//! # NS-PARENT-CHILD-DIFF: the parent's NS RRset is not the zone's
//!
//! ## What
//! The delegation lists other hosts than the NS RRset that every provider has.
//!
//! ## Why it breaks
//! Some resolvers go by the parent's, some by the zone's. Servers of both sets get queries.
//!
//! ## Who is hit
//! Nobody, as long as every host of both belongs to a provider that is ready.
//!
//! ## Fix
//! Make them equal; it is the last step of adding or removing a provider.
//!
//! ## References
//! RFC 1034 §4.2.2; RFC 7477 §1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::{child_ns, hosts, parent_ns};
use crate::check::report::{Finding, FixStep, Severity};

pub(super) const RULE: Rule = Rule {
    code: Code::NsParentChildDiff,
    summary: "The parent’s NS RRset is not the zone’s.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let Some(parent) = parent_ns(case) else { return Vec::new() };
    let own: Vec<_> =
        (0..case.size()).filter_map(|p| child_ns(case, p).map(|(set, names)| (p, set, names))).collect();
    // Providers that differ among themselves are another rule's.
    let Some((first, set, names)) =
        own.first().filter(|(.., names)| own.iter().all(|(.., other)| other == names))
    else {
        return Vec::new();
    };
    if *names == parent {
        return Vec::new();
    }
    let (extra, missing) = (parent.difference(names), names.difference(&parent));
    let mut parts = Vec::new();
    if extra.clone().next().is_some() {
        parts.push(format!("the parent alone lists {}", hosts(extra)));
    }
    if missing.clone().next().is_some() {
        parts.push(format!("the zone alone lists {}", hosts(missing)));
    }
    let found = finding(RULE.code, Severity::Warning, format!("NS RRsets differ: {}", parts.join("; ")))
        .about(case, own.iter().map(|(p, ..)| *p))
        .detail("Some resolvers go by the parent’s, some by the zone’s: servers of both get queries.")
        .shows(case.record_lines(Some(case.label(*first)), set, MOST_OF_ONE))
        .step(FixStep {
            records: set.lines().collect(),
            ..step("Set the delegation to the zone’s NS RRset, when every host in it is ready.".into())
        })
        .refer(&["RFC 1034 §4.2.2"]);
    vec![found]
}
