//! # SIG-NO-BACKDATE: signatures begin at the moment they are made
//!
//! ## What
//! An answer was seen less than five minutes after the inception of every signature of an RRset.
//!
//! ## Why it breaks
//! It does not. Resolvers with clocks that are late reject such a signature.
//!
//! ## Who is hit
//! Validators with late clocks, for some minutes.
//!
//! ## Fix
//! An inception one hour back.
//!
//! ## References
//! RFC 6781 §4.4.2.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::validity::signed;
use crate::check::report::{Finding, Severity};
use crate::dns::{Moment, span};
use crate::dnssec::judge::validity;

pub(super) const RULE: Rule = Rule {
    code: Code::SigNoBackdate,
    summary: "Signatures begin at the moment they are made.",
    find: Find::All(find),
};

const ALLOWANCE: i64 = 300;

fn find(case: &Case<'_>) -> Vec<Finding> {
    let say = |provider: usize| {
        // Made before it was seen: the inception is at most this far back.
        let back = |set: &crate::snapshot::RRset| {
            let seen = Moment(set.seen?);
            set.sigs.iter().map(|sig| seen.0 - validity(sig, seen).0.0).max()
        };
        let (set, back) = signed(case, provider)
            .filter_map(|set| back(set).map(|back| (set, back)))
            .find(|(_, back)| (0..ALLOWANCE).contains(back))?;
        let label = case.label(provider);
        Some(
            finding(RULE.code, Severity::Info, format!("{label}’s signatures begin when they are made"))
                .about(case, [provider])
                .detail(format!(
                    "Seen {} after the inception. Validators with late clocks reject it for that long.",
                    span(back)
                ))
                .shows(set.sigs.iter().take(2).map(|sig| case.sig_line(provider, set, sig, Mark::Inception)))
                .step(step_at(label, "Set the inception one hour back.".into()))
                .refer(&["RFC 6781 §4.4.2.2"]),
        )
    };
    (0..case.size()).filter_map(say).collect()
}
