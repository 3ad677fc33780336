//! # DS-SERVERS-DIFFER: the parent's servers have different DS RRsets
//!
//! ## What
//! Two name servers of the parent gave different DS RRsets.
//!
//! ## Why it breaks
//! A change is still spreading. Resolvers may hold either; waits begin when the last server shows the
//! new one. The mixes are judged with all of these DS records together.
//!
//! ## Who is hit
//! Resolvers that get the one that does not fit.
//!
//! ## Fix
//! Wait and look again.
//!
//! ## References
//! RFC 7583 §3.3.1; RFC 6781 §4.1.2

use super::Rule;
use super::support::{Case, absent, finding, line};
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use crate::dns::rdata_text;

pub(super) const RULE: Rule =
    Rule { code: "DS-SERVERS-DIFFER", summary: "The parent’s servers have different DS RRsets.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let versions = &case.snapshot().parent.ds_versions;
    if versions.is_empty() {
        return Vec::new();
    }
    let each: Vec<String> =
        versions.iter().map(|(servers, data)| format!("{} at {}", data.len(), list(servers))).collect();
    let lines = versions.iter().flat_map(|(servers, data)| {
        let from = list(servers);
        let none = data.is_empty().then(|| absent(None, format!("no DS at {from}")));
        let some = data.iter().take(2).map(move |data| {
            line(None, format!("{} IN DS {} ; {from}", case.zone(), rdata_text(data)), None)
        });
        none.into_iter().chain(some)
    });
    let found = finding(RULE.code, Severity::Warning, format!("The DS RRset differs: {}", list(&each)))
        .detail("A change is still spreading. The mixes are judged with all of these records together.")
        .shows(lines)
        .step("Look again later. Waits begin when every server of the parent shows the new RRset.")
        .refer(&["RFC 7583 §3.3.1"]);
    vec![found]
}
