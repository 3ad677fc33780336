//! # MS-WHO-ANSWERED: the text does not say who answered
//!
//! ## What
//! In one text the same question is answered more than once, with signatures by different keys, and no line says which
//! server gave which answer. What one set of keys signed is taken for one provider’s.
//!
//! ## Why it breaks
//! It does not: every mix of keys held and answer is judged, whoever gave them. But whose keys and whose answers a
//! failing mix is made of may be told the other way round, and what changes at one provider cannot be seen.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! Keep the `;; SERVER:` lines (`dig +dnssec` without `+noall`), or give each provider’s answers by themselves.
//!
//! ## References
//! RFC 8901 §2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule =
    Rule { code: Code::MsWhoAnswered, summary: "The text does not say who answered.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let untold: Vec<usize> =
        case.providers().filter(|(_, view)| view.untold).map(|(provider, _)| provider).collect();
    if untold.is_empty() {
        return Vec::new();
    }
    let labels = case.labels(untold.iter().copied());
    let found = finding(RULE.code, Severity::Info, "The text does not say who answered".into())
        .about(case, untold.iter().copied())
        .detail(format!(
            "The same question is answered with signatures by different keys. What goes together is taken for {labels}, which may be the other way round. The “;; SERVER:” lines, or a box for each provider, would tell."
        ))
        .step("Keep the lines “;; SERVER:” (dig +dnssec without +noall), or give each provider’s answers by themselves.")
        .refer(&["RFC 8901 §2"]);
    vec![found]
}
