//! # CDS-CDNSKEY-MISMATCH: CDS and CDNSKEY refer to different keys
//!
//! ## What
//! At one provider the keys of the CDS RRset are not those of the CDNSKEY RRset: others, or a CDS has a digest that is not
//! that of the key it names. Digest types may differ from what the parent has.
//!
//! ## Why it breaks
//! Both have to describe the same set. What a parent does depends on which of the two it reads.
//!
//! ## Who is hit
//! Nobody now. Automation of the DS stops, or does one of two things.
//!
//! ## Fix
//! Both made from the same keys.
//!
//! ## References
//! RFC 7344 §4; RFC 9975 §3.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::asks::{Asks, Referent, Referred};
use crate::check::records::cds::mismatch;
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use crate::dns::Rdata;
use crate::order;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::CdsCdnskeyMismatch,
    summary: "CDS and CDNSKEY refer to different keys.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |provider: usize| {
        let [cds, cdnskey] = mismatch(case, provider)?;
        let label = case.label(provider);
        // Keys of the CDNSKEY RRset, or published ones, that a CDS names with another digest.
        let mut strange: Vec<&Referred> = cds.wrong_digests().collect();
        strange.extend(cds.keys.iter().filter(|key| {
            let named = |other: &&Referred| (other.tag, other.algorithm) == (key.tag, key.algorithm);
            matches!(key.what, Referent::Digest(..)) && cdnskey.keys.iter().any(|other| named(&other))
        }));
        let wrong = order::distinct(strange.iter().map(|key| key.name()));
        let names = |asks: &Asks<'_>| list(&order::distinct(asks.keys.iter().map(Referred::name)));
        let title = match wrong.as_slice() {
            [] => format!("{label}’s CDS names {}, its CDNSKEY {}", names(cds), names(cdnskey)),
            keys => format!("The digest in {label}’s CDS of {} is not that of the key it names", list(keys)),
        };
        let mut found = finding(RULE.code, Severity::Warning, title)
            .about(case, [provider])
            .detail("Both have to describe the same keys. A parent reads the one or the other, or stops.")
            .shows(
                [cds, cdnskey]
                    .iter()
                    .flat_map(|asks| case.record_lines(Some(label), asks.set, MOST_OF_ONE))
                    .take(5),
            );
        if !wrong.is_empty() {
            let which = |data: &Rdata| strange.iter().any(|key| key.is_of(data));
            found = found.step(case.remove_cds(provider, &[Rtype::CDS], which, "Remove these records."));
        }
        let both = step_at(label, "Publish CDS and CDNSKEY of the same keys.".into());
        Some(found.step(both).refer(&["RFC 7344 §4", "RFC 9975 §3.1"]))
    };
    (0..case.size()).filter_map(say).collect()
}
