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

use super::Rule;
use super::support::{Case, finding};
use super::times::{last_end, signed};
use crate::check::report::{Finding, Severity};

pub(super) const RULE: Rule =
    Rule { code: "SIG-ALL-AT-ONCE", summary: "All signatures end in the same second.", find };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |provider: usize| {
        let mut ends = signed(case, provider).filter_map(|set| last_end(case, set)).map(|(until, _)| until);
        let first = ends.next()?;
        let mut count = 1;
        for end in ends {
            if end != first {
                return None;
            }
            count += 1;
        }
        let label = case.label(provider);
        (count > 10).then(|| {
            finding(RULE.code, Severity::Info, format!("All signatures of {label} end in the same second"))
                .about(case, [provider])
                .detail(format!("{}. No jitter: everything is signed anew at once.", first.plain()))
                .step("Let the signer spread the expiration times (jitter).")
                .refer(&["RFC 6781 §4.4.2"])
        })
    };
    (0..case.size()).filter_map(say).collect()
}
