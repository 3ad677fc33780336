//! # SIG-FOREIGN: a provider serves another's signatures
//!
//! ## What
//! Beside its own, a provider serves signatures made with a key that another provider signs with.
//!
//! ## Why it breaks
//! It need not. Zone content with signatures was copied from one provider into the other; the copy
//! does not follow the original.
//!
//! ## Who is hit
//! Nobody until the copied signatures end.
//!
//! ## Fix
//! Import unsigned data, and let the provider sign.
//!
//! ## References
//! RFC 8901 §2.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::check::rules::ms::shared_private::{has_own, signers};

pub(super) const RULE: Rule = Rule {
    code: Code::SigForeign,
    summary: "A provider serves another’s signatures.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (provider, roles) in case.proven.roles.iter().enumerate() {
        for (key, count) in &roles.data {
            let others: Vec<usize> =
                signers(case, *key).into_iter().filter(|p| *p != provider && !has_own(case, *p)).collect();
            let Some(owner) = others.first().filter(|_| has_own(case, provider)) else { continue };
            let (label, other) = (case.label(provider), case.label(*owner));
            let tag = case.key(*key).map(|key| (key.tag, key.algorithm));
            let line = case.view(provider).into_iter().flat_map(|view| &view.rrsets).find_map(|set| {
                let sig =
                    set.sigs.iter().find(|sig| Some((sig.key_tag(), sig.algorithm().to_int())) == tag)?;
                Some(case.sig_line(provider, set, sig, Mark::Tag))
            });
            findings.push(
                finding(
                    RULE.code,
                    Severity::Warning,
                    format!(
                        "{label} serves {count} signature{} by {other}’s key {}",
                        if *count == 1 { "" } else { "s" },
                        case.key_name(*key)
                    ),
                )
                .about(case, [provider, *owner])
                .detail(format!(
                    "Signed content of {other} was copied into {label}. The copy does \
                        not follow when {other} signs anew."
                ))
                .shows(line)
                .step(step_at(
                    label,
                    format!(
                        "Import unsigned data, and let {label} sign with its \
                        own key."
                    ),
                ))
                .refer(&["RFC 8901 §2.1"]),
            );
        }
    }
    findings
}
