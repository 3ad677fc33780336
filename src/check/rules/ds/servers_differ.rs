//! # DS-SERVERS-DIFFER: the parent's servers have different DS RRsets
//!
//! ## What
//! Two name servers of the parent gave different DS RRsets.
//!
//! ## Why it breaks
//! A change is still spreading. Resolvers may hold either; waits begin when the last server shows the
//! new one. A mix is as bad as the worst of them makes it.
//!
//! ## Who is hit
//! Resolvers that get the one that does not fit.
//!
//! ## Fix
//! Wait and look again.
//!
//! ## References
//! RFC 7583 §3.3.1; RFC 6781 §4.1.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::{absent, line};
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use crate::dns::rdata_text;
use crate::snapshot::{DsSeen, DsVersion};
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::DsServersDiffer,
    summary: "The parent’s servers have different DS RRsets.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let versions = &case.snapshot().parent.ds_versions;
    if versions.is_empty() {
        return Vec::new();
    }
    let records = |version: &DsVersion| match &version.ds {
        DsSeen::Set(set) => set.data.clone(),
        DsSeen::Unseen | DsSeen::Absent => Vec::new(),
    };
    let each: Vec<String> = versions
        .iter()
        .map(|version| format!("{} at {}", records(version).len(), list(&version.servers)))
        .collect();
    let lines = versions.iter().flat_map(|version| {
        let (from, data) = (list(&version.servers), records(version));
        let none = data.is_empty().then(|| absent(None, format!("no DS at {from}")).of_zone(case, Rtype::DS));
        let zone = case.zone();
        let some = data.into_iter().take(2).map(move |data| {
            line(None, format!("{zone} IN DS {} ; {from}", rdata_text(&data)), None).of_zone(case, Rtype::DS)
        });
        none.into_iter().chain(some)
    });
    let found = finding(RULE.code, Severity::Warning, format!("The DS RRset differs: {}", list(&each)))
        .detail("A change is still spreading. A resolver may hold any of them: a mix is as bad as the worst.")
        .shows(lines)
        .step("Look again later. Waits begin when every server of the parent shows the new RRset.")
        .refer(&["RFC 7583 §3.3.1"]);
    vec![found]
}
