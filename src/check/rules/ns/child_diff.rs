//! # NS-CHILD-DIFF: the providers' own NS RRsets differ
//!
//! ## What
//! The apex NS RRset of one provider lists other hosts than that of another.
//!
//! ## Why it breaks
//! Resolvers take up the NS RRset of whom they ask. While a provider is being added some start early;
//! while one is leaving some never go away.
//!
//! ## Who is hit
//! Nobody, as long as every host belongs to a provider that is ready.
//!
//! ## Fix
//! The same NS RRset at every provider, the leaving one included.
//!
//! ## References
//! RFC 8901 §2; RFC 2181 §5.4.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::delegation::{child_copies, hosts};
use crate::check::report::{Finding, Severity};
use crate::check::rules::ns::leaving_self::leaving;
use crate::check::words::list;

pub(super) const RULE: Rule =
    Rule {
        code: Code::NsChildDiff, summary: "The providers’ own NS RRsets differ.", find: Find::All(find)
    };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let own: Vec<_> = (0..case.size())
        .filter(|p| leaving(case, *p).is_none())
        .flat_map(|p| child_copies(case, p).into_iter().map(move |(copy, names)| (p, copy, names)))
        .collect();
    if own.windows(2).all(|pair| pair.first().map(|(.., n)| n) == pair.last().map(|(.., n)| n)) {
        return Vec::new();
    }
    let each: Vec<String> =
        own.iter().map(|(_, copy, names)| format!("{} lists {}", copy.whose, hosts(names.iter()))).collect();
    let found = finding(RULE.code, Severity::Warning, format!("NS RRsets differ: {}", list(&each)))
        .about(case, own.iter().map(|(p, ..)| *p))
        .detail(
            "Resolvers take up the NS RRset of whom they ask: some use a new provider early, some never \
             leave an old one.",
        )
        .shows(own.iter().flat_map(|(p, copy, _)| case.record_lines(Some(case.label(*p)), copy.set, 3)))
        .step("Publish the same NS RRset at every provider.")
        .refer(&["RFC 8901 §2", "RFC 2181 §5.4.1"]);
    vec![found]
}
