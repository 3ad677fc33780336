//! # DS-ALG-NO-DNSKEY: the DS RRset names an algorithm that no provider signs with
//!
//! ## What
//! An algorithm occurs in the DS RRset, and no provider signs with a key of it.
//!
//! ## Why it breaks
//! The signer's rule is that every algorithm in the DS RRset is used. Validators should not insist;
//! strict ones do.
//!
//! ## Who is hit
//! unbound with `harden-algo-downgrade: yes`: every name, at every provider (measured).
//!
//! ## Fix
//! When an algorithm is retired, the DS goes first; when one is added, its DS comes last.
//!
//! ## References
//! RFC 6840 §5.11; RFC 6781 §4.1.4

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::names::algorithm_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::parent_ds;
use crate::check::report::Finding;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::DsAlgNoDnskey,
    summary: "The DS RRset names an algorithm that nobody signs with.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    case.blamed(RULE.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect()
}

fn word(case: &Case<'_>, cause: &Cause, failure: &Failure) -> Option<Finding> {
    let number = cause.algorithm?;
    let name = algorithm_name(number);
    let of_it = parent_ds(case).filter(|found| found.algorithm().to_int() == number);
    let found = case
        .fails(RULE.code, failure, format!("The parent announces {name}, and no provider signs with it"))
        .about(case, failure.cells.keys().map(|(x, _)| *x))
        .detail("A validator that wants every algorithm of the DS RRset finds nothing signed with this one.")
        .hit(format!("{}, for every name.", case.who(failure.who())))
        .shows(of_it.map(|found| case.ds_line(found, Some(format!("{} {number}", found.key_tag())))))
        .shows([absent(None, format!("no DNSKEY RRset is signed with algorithm {number}"))
            .of_zone(case, Rtype::DNSKEY)])
        .step(format!("If {name} is being retired: remove its DS at the parent."))
        .step(case.wait_ds())
        .step(format!(
            "If {name} is being introduced: add its DS only when every provider signs everything with it."
        ))
        .refer(&["RFC 6840 §5.11", "RFC 6781 §4.1.4"]);
    Some(found)
}
