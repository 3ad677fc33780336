//! # CDS-SIGNER: CDS or CDNSKEY are not signed as parents want it
//!
//! ## What
//! A CDS or CDNSKEY RRset does not validate with the provider's own DNSKEY RRset, or none of the keys
//! that sign it has a DS.
//!
//! ## Why it breaks
//! A parent acts on validated records only; and they have to be signed by a key that is in the current
//! DNSKEY and DS RRsets. Where KSK and ZSK are apart, not every signer does that, and not every parent
//! insists.
//!
//! ## Who is hit
//! Nobody now. Automation of the DS stops.
//!
//! ## Fix
//! Sign CDS and CDNSKEY with the KSK too.
//!
//! ## References
//! RFC 7344 §4.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::matrix::child_ds;
use crate::check::records::child_ds::CHILD_DS;
use crate::check::records::keys::{matching_ds, verifying};
use crate::check::report::{Finding, Severity, Verdict};
use crate::dnssec::profile::REFERENCE;
use crate::snapshot::RRset;

pub(super) const RULE: Rule = Rule {
    code: Code::CdsSigner,
    summary: "CDS or CDNSKEY are not signed as parents want it.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let judge = case.proven.judge(&REFERENCE, case.now);
    let mut findings = Vec::new();
    // Where nothing of the provider is trusted, that is another rule's.
    for (provider, view) in case.providers().filter(|(p, _)| case.trusted(*p)) {
        let judged = child_ds(judge, provider);
        let sets: Vec<(&RRset, Verdict, bool)> = judged
            .iter()
            .filter_map(|(index, judged)| {
                let set = view.rrsets.get(*index)?;
                let signers = verifying(case, provider, *index, set);
                let linked = matching_ds(case, provider).any(|(_, key)| signers.contains(&key));
                Some((set, judged.verdict, linked))
            })
            .collect();
        let label = view.label.as_str();
        let names = CHILD_DS.iter().filter(|rtype| sets.iter().any(|(set, ..)| set.rtype == **rtype));
        let names = crate::check::words::list(&names.map(ToString::to_string).collect::<Vec<_>>());
        let bad = sets.iter().find(|(_, verdict, _)| *verdict == Verdict::Bogus);
        let unlinked = case.ds_set().and_then(|_| sets.iter().find(|(_, _, linked)| !linked));
        let (severity, title, detail, set) = match (bad, unlinked) {
            (Some((set, ..)), _) => (
                Severity::Warning,
                format!("{label}’s {} does not validate", set.rtype),
                "A parent that checks it does not act on it.",
                set,
            ),
            (None, Some((set, ..))) => (
                Severity::Info,
                format!("{label}’s {names} are not signed by a key with a DS"),
                "RFC 7344 asks for it. Not every signer does it, and not every parent insists.",
                set,
            ),
            (None, None) => continue,
        };
        findings.push(
            finding(RULE.code, severity, title)
                .about(case, [provider])
                .detail(detail)
                .shows(case.first_line(label, set))
                .shows(set.sigs.iter().take(2).map(|sig| case.sig_line(provider, set, sig, Mark::Tag)))
                .step(step_at(label, "Sign CDS and CDNSKEY with the key that has the DS.".into()))
                .refer(&["RFC 7344 §4.1"]),
        );
    }
    findings
}
