//! # SIG-ALL-AT-ONCE: all signatures end in the same second
//!
//! ## What
//! All signatures of a provider over more than ten RRsets have the same expiration time.
//!
//! ## Why it breaks
//! It does not. Everything has to be signed anew at once.
//!
//! ## Who is hit
//! Nobody.
//!
//! ## Fix
//! Let the signer spread the times (jitter).
//!
//! ## References
//! RFC 6781 §4.4.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::validity::{last_end, signed};
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use crate::dns::Moment;

pub(super) const RULE: Rule = Rule {
    code: Code::SigAllAtOnce,
    summary: "All signatures end in the same second.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let end = |provider: usize| {
        let mut ends =
            signed(case, provider).filter_map(|set| last_end(case, provider, set)).map(|(until, _)| until);
        let first = ends.next()?;
        let mut count = 1;
        for end in ends {
            if end != first {
                return None;
            }
            count += 1;
        }
        (count > 10).then_some((provider, first))
    };
    let at: Vec<(usize, Moment)> = (0..case.size()).filter_map(end).collect();
    if at.is_empty() {
        return Vec::new();
    }
    let labels = case.labels(at.iter().map(|(p, _)| *p));
    let each: Vec<String> =
        at.iter().map(|(p, end)| format!("{} on {}", case.label(*p), end.plain())).collect();
    let found = finding(RULE.code, Severity::Info, title(&labels, at.len()))
        .about(case, at.iter().map(|(p, _)| *p))
        .detail(format!("{}: everything is signed anew at once.", list(&each)))
        .step("Let the signer spread the expiration times (jitter).")
        .refer(&["RFC 6781 §4.4.2"]);
    vec![found]
}

fn title(labels: &str, count: usize) -> String {
    let verb = if count == 1 { "signs" } else { "sign" };
    format!("{labels} {verb} without jitter: all signatures end in the same second")
}
