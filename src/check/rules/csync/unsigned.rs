//! # CSYNC-UNSIGNED: CSYNC in a zone that does not validate as secure
//!
//! ## What
//! CSYNC is published, and it is insecure: the zone has no DS that validators can use.
//!
//! ## Why it breaks
//! A parent acts on validated CSYNC records only. (Signatures that are wrong or missing are other
//! rules'.)
//!
//! ## Who is hit
//! Nobody now. The delegation is not updated.
//!
//! ## Fix
//! Publish the DS first, or remove CSYNC.
//!
//! ## References
//! RFC 7477 §3.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::csync::CSYNC;
use crate::check::report::{Finding, Severity, Verdict};

pub(super) const RULE: Rule = Rule {
    code: Code::CsyncUnsigned,
    summary: "CSYNC in a zone that does not validate as secure.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |provider: usize| {
        let set = crate::check::records::cds::published(case, provider, CSYNC)?;
        let trust = case.reference.trust.get(provider)?;
        let label = case.label(provider);
        (trust.verdict == Verdict::Insecure).then(|| {
            finding(RULE.code, Severity::Warning, format!("{label}’s CSYNC cannot be validated"))
                .about(case, [provider])
                .detail("The zone is insecure. A parent must not act on CSYNC then.")
                .shows(case.first_line(label, set))
                .step("Publish the DS first.")
                .step(case.remove_cds(provider, &[CSYNC], |_| true, "Or remove CSYNC."))
                .refer(&["RFC 7477 §3.1"])
        })
    };
    (0..case.size()).filter_map(say).collect()
}
