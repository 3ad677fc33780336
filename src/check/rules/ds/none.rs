//! # DS-NONE: the zone is signed, the parent has no DS
//!
//! ## What
//! The parent proves that there is no DS RRset, while a provider publishes DNSKEY records.
//!
//! ## Why it breaks
//! Nothing breaks: every validator treats the zone as unsigned, so that nothing is protected either.
//!
//! ## Who is hit
//! Nobody fails. Whoever can alter answers on the way can do so unseen.
//!
//! ## Fix
//! To become secure: publish DS records for each provider's KSK or CSK once no finding on coverage is left. To become
//! unsigned: no signature goes before the DS is out of every cache.
//!
//! ## References
//! RFC 4035 §2.4, §5.2; RFC 8901 §2.1.1, §2.1.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::findings::waits::PLUS;
use crate::check::records::cds::{Removal, removal, removal_lines};
use crate::check::report::{Finding, Severity};
use crate::check::rules::proc::go_insecure::{has_gone, signed};
use crate::order;
use crate::snapshot::DsSeen;
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::DsNone, summary: "The zone is signed, the parent has no DS.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let signed: Vec<usize> = signed(case).collect();
    if !matches!(case.snapshot().parent.ds, DsSeen::Absent) || signed.is_empty() {
        return Vec::new();
    }
    let found = finding(RULE.code, Severity::Info, "The zone is signed, but the parent has no DS".into())
        .shows([absent(None, format!("no DS for {}", case.zone())).of_zone(case, Rtype::DS)])
        .refer(&["RFC 4035 §2.4", "RFC 4035 §5.2", "RFC 8901 §2.1"]);
    let insecure = "Validators treat the zone as unsigned: nothing is validated, and nothing is protected.";
    if has_gone(case) {
        let labels = case.labels(signed.iter().copied());
        let verb = if signed.len() == 1 { "asks" } else { "ask" };
        return vec![
            found
                .detail(format!(
                    "{insecure} {labels} {verb} for just that with CDS: DNSSEC is being turned off."
                ))
                .shows(removal_lines(case, signed.iter().copied()))
                .step("Nothing is missing, if that is meant.")
                .step(format!(
                    "If the zone is to be secure again, first remove this request at {labels}: the parent would remove a new \
                     DS as well."
                )),
        ];
    }
    let keys = order::distinct(signed.iter().flat_map(|p| case.anchors(*p)));
    let asking: Vec<usize> = signed.iter().copied().filter(|p| removal(case, *p) != Removal::No).collect();
    let mut found = found.detail(insecure).step(
        "To become secure: put right first what the other findings say about keys and signatures. With a DS it counts.",
    );
    if !asking.is_empty() {
        found =
            found.step(format!("Remove the request for no DS (CDS, CDNSKEY) at {}.", case.labels(asking)));
    }
    vec![
        found
            .step(case.add_ds(&keys, "Then publish these DS records at the parent (registrar).".into()))
            .step(format!(
                "To become unsigned, if the DS was just removed: wait the TTL that it had since the last server of the parent \
                 dropped it, {PLUS}. Then stop signing at each provider, in any order."
            )),
    ]
}
