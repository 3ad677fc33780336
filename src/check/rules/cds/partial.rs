//! # CDS-PARTIAL: some providers have CDS or CDNSKEY, others have none
//!
//! ## What
//! A provider answers that it has no CDS or CDNSKEY, and another has it; or one has CDS only, and another CDNSKEY only.
//!
//! ## Why it breaks
//! "None" counts as an answer: a parent that asks every server sees a contradiction and changes nothing;
//! one that asks a single server may act on half of it.
//!
//! ## Who is hit
//! Nobody now. Automation of the DS stops, or does damage.
//!
//! ## Fix
//! The same CDS and CDNSKEY at every provider, or none anywhere.
//!
//! ## References
//! RFC 9975 §3.1; RFC 8901 §8

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::cds::{Removal, asked, have, mismatch, published, removal, types};
use crate::check::records::child_ds::CHILD_DS;
use crate::check::report::{ActionKind, Finding, FixStep, Severity};
use crate::check::rules::cds::differ::differ;
use crate::check::words::list;
use domain::base::Rtype;

pub(super) const RULE: Rule = Rule {
    code: Code::CdsPartial,
    summary: "Some providers have CDS or CDNSKEY, others have none.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    // A provider that asks for removal, or whose two types disagree, is another rule's.
    let odd = |p: &usize| removal(case, *p) != Removal::No || mismatch(case, *p).is_some();
    let partial = |rtype: &&Rtype| {
        let (with, without) = have(case, **rtype);
        !with.is_empty() && !without.is_empty() && !with.iter().any(odd) && !differ(case, **rtype)
    };
    let mut torn: Vec<Finding> = (0..case.size()).filter_map(|p| torn(case, p)).collect();
    let types: Vec<Rtype> = CHILD_DS.iter().filter(partial).copied().collect();
    if types.is_empty() {
        return torn;
    }
    let holder = |rtype: Rtype| have(case, rtype).0.first().copied();
    let lacks = |p: usize| types.iter().copied().filter(move |rtype| have(case, *rtype).1.contains(&p));
    let about: Vec<usize> =
        (0..case.size()).filter(|p| types.iter().any(|rtype| asked(case, *p, *rtype))).collect();
    let mut found = finding(RULE.code, Severity::Warning, title(case, &types, &about))
        .about(case, about.iter().copied())
        .detail(
            "A parent that asks every server changes nothing then. One that asks a single server may act on \
             half of it.",
        );
    for rtype in &types {
        let there = holder(*rtype).and_then(|p| Some((p, published(case, p, *rtype)?)));
        let lines = there.map(|(p, set)| case.record_lines(Some(case.label(p)), set, 2));
        found = found.shows(lines.into_iter().flatten());
    }
    for p in &about {
        let names = list(&lacks(*p).map(|rtype| rtype.to_string()).collect::<Vec<_>>());
        if let Some(first) = lacks(*p).next() {
            let what = format!("no {names}");
            found = found.shows([absent(Some(case.label(*p)), what).of_zone(case, first)]);
        }
    }
    for p in about.iter().filter(|p| lacks(**p).next().is_some()) {
        let sets = lacks(*p).filter_map(|rtype| published(case, holder(rtype)?, rtype));
        found = found.step(FixStep {
            records: sets.flat_map(crate::snapshot::RRset::lines).collect(),
            action: case.action(ActionKind::AddCds, case.label(*p)),
            ..step_at(case.label(*p), "Publish the same records.".into())
        });
    }
    torn.push(found.step("Or remove them everywhere.").refer(&["RFC 9975 §3.1", "RFC 8901 §8"]));
    torn
}

/// One server of a provider has it, and another said that it has none.
fn torn(case: &Case<'_>, provider: usize) -> Option<Finding> {
    let (view, zone) = (case.view(provider)?, &case.snapshot().zone);
    let denied = |rtype: Rtype| view.negatives().any(|answer| answer.name == *zone && answer.rtype == rtype);
    let sets: Vec<_> = case.asks(provider).filter(|asks| denied(asks.rtype())).collect();
    let label = &view.label;
    let types = types(&sets);
    (!sets.is_empty()).then(|| {
        finding(RULE.code, Severity::Warning, format!("One server of {label} has {types}, another has none"))
            .about(case, [provider])
            .detail("A parent that asks every server changes nothing then.")
            .shows(sets.iter().flat_map(|asks| case.record_lines(Some(label), asks.set, MOST_OF_ONE)).take(3))
            .step(step_at(label, "Look again later; if it lasts, see why the servers differ.".into()))
            .refer(&["RFC 9975 §3.1"])
    })
}

/// Who has what: of several types that not the same providers have, each by name.
fn title(case: &Case<'_>, types: &[Rtype], about: &[usize]) -> String {
    let sides: Vec<_> = types.iter().map(|rtype| have(case, *rtype)).collect();
    let one = sides.windows(2).all(|two| two.first() == two.last());
    if let Some((with, without)) = sides.first().filter(|_| one) {
        let (have, lack) = (case.labels(with.iter().copied()), case.labels(without.iter().copied()));
        let names = list(&types.iter().map(ToString::to_string).collect::<Vec<_>>());
        let publish = if with.len() == 1 { "publishes" } else { "publish" };
        return format!(
            "{have} {publish} {names}, {lack} {} none",
            if without.len() == 1 { "has" } else { "have" }
        );
    }
    let what = |p: &usize| {
        let names: Vec<String> = CHILD_DS
            .iter()
            .filter(|rtype| published(case, *p, **rtype).is_some())
            .map(ToString::to_string)
            .collect();
        let every = CHILD_DS.iter().all(|rtype| asked(case, *p, *rtype));
        match names.as_slice() {
            [] => "neither".to_string(),
            [one] if every => format!("{one} only"),
            names => list(names),
        }
    };
    let mut each = about.iter().map(|p| (case.label(*p), what(p)));
    let first = each.next().map(|(label, what)| format!("{label} has {what}")).unwrap_or_default();
    let all = each.fold(first, |all, (label, what)| format!("{all}, {label} {what}"));
    format!("{all}: parents treat that as inconsistent")
}
