//! # CDS-BOOTSTRAP: what the name servers' operators say of the zone's keys
//!
//! ## What
//! Signalling records (`_dsboot.ZONE._signal.NAMESERVER`) are in the data. They are compared with each other and with the
//! zone's own CDS and CDNSKEY.
//!
//! ## Why it breaks
//! A parent takes the first DS of a zone from CDS only where the signal of every name server outside of the zone has the same
//! records. Where one differs it has to refuse.
//!
//! ## Who is hit
//! Nobody. The zone stays without DS.
//!
//! ## Fix
//! Let every operator publish the CDS and CDNSKEY of all providers, in the zone and as its signal. The signals' own chains of
//! trust are not checked here: they are in other zones.
//!
//! ## References
//! RFC 9615 §4.1, §4.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_OF_ONE;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::cds::asked;
use crate::check::records::child_ds::CHILD_DS;
use crate::check::records::delegation::{all, hosts};
use crate::check::report::{Finding, Severity};
use crate::check::words::list;
use crate::dns::Name;
use crate::order::{self, Gather as _};
use crate::snapshot::{DsSeen, Signal};
use domain::base::Rtype;
use std::collections::BTreeSet;

pub(super) const RULE: Rule = Rule {
    code: Code::CdsBootstrap,
    summary: "What the name servers’ operators say of the zone’s keys.",
    find: Find::All(find),
};

const REFERENCES: &[&str] = &["RFC 9615 §4.2", "RFC 9615 §4.1"];

fn find(case: &Case<'_>) -> Vec<Finding> {
    let signals = &case.snapshot().signals;
    if signals.is_empty() {
        return Vec::new();
    }
    let differing: Vec<Rtype> = CHILD_DS.into_iter().filter(|rtype| differs(case, *rtype)).collect();
    let waiting = matches!(case.snapshot().parent.ds, DsSeen::Absent);
    let Some(first) = differing.first() else { return vec![agreed(case, waiting)] };
    let odd: BTreeSet<&Name> = of(signals, *first)
        .filter(|signal| !zone_has(case, signal).unwrap_or(true))
        .map(|signal| &signal.host)
        .gather();
    let types = list(&differing.iter().map(Rtype::to_string).collect::<Vec<_>>());
    let title = if odd.is_empty() {
        format!("The {types} of the signalling records differ")
    } else {
        format!("The signalling records for {} are not the zone’s {types}", hosts(odd.iter().copied()))
    };
    let own = case.all_asks().iter().find(|asks| asks.rtype() == *first);
    let none = || vec![absent(Some(case.label(0)), format!("no {first}")).of_zone(case, *first)];
    let own = own
        .map_or_else(none, |asks| case.record_lines(Some(case.label(asks.provider)), asks.set, MOST_OF_ONE));
    let shown = of(signals, *first).filter(|signal| odd.is_empty() || odd.contains(&signal.host));
    let severity = if waiting { Severity::Warning } else { Severity::Info };
    let found = finding(RULE.code, severity, title)
        .detail(format!(
            "A parent that bootstraps compares every server’s {types} with what is signalled for each name server, and \
             refuses where they differ."
        ))
        .shows(own.into_iter().take(2))
        .shows(shown.flat_map(|signal| case.record_lines(None, &signal.set, 2)))
        .step(format!(
            "Let every operator publish the {types} of all providers, in the zone and as its signal."
        ))
        .refer(REFERENCES);
    vec![found]
}

fn of(signals: &[Signal], rtype: Rtype) -> impl Iterator<Item = &Signal> {
    signals.iter().filter(move |signal| signal.set.rtype == rtype)
}

/// Whether every copy of the zone has just the signal's records; `None`: no provider was asked.
fn zone_has(case: &Case<'_>, signal: &Signal) -> Option<bool> {
    let rtype = signal.set.rtype;
    let known: Vec<usize> = (0..case.size()).filter(|p| asked(case, *p, rtype)).collect();
    let same = |p: &usize| {
        let mut own = case.asks(*p).filter(|asks| asks.rtype() == rtype).peekable();
        own.peek().is_some() && own.all(|asks| asks.set.canonical == signal.set.canonical)
    };
    (!known.is_empty()).then(|| known.iter().all(same))
}

fn differs(case: &Case<'_>, rtype: Rtype) -> bool {
    let signals = &case.snapshot().signals;
    let first = of(signals, rtype).next().map(|signal| &signal.set.canonical);
    of(signals, rtype)
        .any(|signal| Some(&signal.set.canonical) != first || zone_has(case, signal) == Some(false))
}

/// What was seen of them fits.
fn agreed(case: &Case<'_>, waiting: bool) -> Finding {
    let signals = &case.snapshot().signals;
    let there: BTreeSet<&Name> = signals.iter().map(|signal| &signal.host).gather();
    let zone = &case.snapshot().zone;
    let outside = all(case).into_iter().flat_map(|(_, hosts)| hosts).filter(|host| !host.ends_with(zone));
    let unseen = order::distinct(outside.filter(|host| !there.contains(host)));
    let rest = if unseen.is_empty() || !waiting {
        String::new()
    } else {
        format!(" None was seen for {}: a parent wants one for each.", hosts(unseen.iter()))
    };
    finding(
        RULE.code,
        Severity::Info,
        format!("The signalling records for {} agree with the zone", hosts(there.iter().copied())),
    )
    .detail(format!("Their own chains of trust, in the name servers’ zones, are not checked here.{rest}"))
    .shows(signals.iter().take(2).flat_map(|signal| case.record_lines(None, &signal.set, 2)))
    .step("Nothing has to be done.")
    .refer(REFERENCES)
}
