//! # SOA-EXPIRE: a secondary may serve expired signatures
//!
//! ## What
//! The SOA record's EXPIRE is longer than the first of the signatures lasts.
//!
//! ## Why it breaks
//! A secondary that cannot reach its primary goes on answering for that long, with the signatures that it has. Once they
//! have expired, what it answers is bogus; without EXPIRE it would rather not answer, and resolvers would ask another.
//!
//! ## Who is hit
//! Nobody now. Whoever asks such a secondary, while it is cut off.
//!
//! ## Fix
//! EXPIRE of a third or a quarter of the signatures' validity; and signatures made anew well before they end.
//!
//! ## References
//! RFC 6781 §4.4.1; RFC 1035 §3.3.13

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::evidence::Mark;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::names::set_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::denial::compact;
use crate::check::records::validity::{last_end, signed};
use crate::check::report::{Finding, Severity};
use crate::check::rules::ms::soa_serial::soa;
use crate::dns::{Moment, span};
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::SoaExpire,
    summary: "A secondary may serve expired signatures.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    (0..case.size()).filter_map(|provider| say(case, provider)).collect()
}

fn say(case: &Case<'_>, provider: usize) -> Option<Finding> {
    let view = case.view(provider)?;
    // Who signs each answer as it is asked for has no secondaries.
    if compact(view).is_some() {
        return None;
    }
    let (_, _, soa) = soa(view, &case.snapshot().zone)?;
    let expire = i64::from(soa.expire().as_secs());
    let ends = signed(case, provider).filter_map(|set| Some((set, last_end(case, provider, set)?)));
    let (first, (end, validity)) = ends.min_by_key(|(_, (end, _))| *end)?;
    let (given_up, label) = (Moment(case.now.0 + expire), &view.label);
    if end <= case.now || given_up <= end {
        return None;
    }
    let (_, record) = view.find(&case.snapshot().zone, Rtype::SOA)?;
    Some(
        finding(
            RULE.code,
            Severity::Info,
            format!(
                "A secondary of {label} that cannot transfer serves expired signatures from {} on, for {}",
                end.plain(),
                span(given_up.0 - end.0)
            ),
        )
        .about(case, [provider])
        .detail(format!(
            "SOA expire is {}: so long a secondary answers without its primary. The signature over {} ends before that.",
            span(expire),
            set_name(&first.owner, first.rtype)
        ))
        .shows(case.record_lines(Some(label), record, MOST_OF_ONE))
        .shows(first.sigs.iter().take(1).map(|sig| case.sig_line(provider, first, sig, Mark::Expiration)))
        .step(step_at(
            label,
            format!(
                "Set SOA expire to a third or a quarter of the signatures’ validity, which is {}; and sign anew well before \
                 they end.",
                span(validity)
            ),
        ))
        .refer(&["RFC 6781 §4.4.1"]),
    )
}
