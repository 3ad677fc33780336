//! # CNAME-BESIDE: a CNAME stands beside other records
//!
//! ## What
//! A name has a CNAME record and other records besides (NSEC and signatures aside). At the apex that is always so: SOA and NS
//! stand there.
//!
//! ## Why it breaks
//! A server may answer any question about the name with the CNAME, and a resolver that holds it follows it for every type:
//! the other records are there for some and not for others. Where the DNSKEY question is answered so, there are no keys
//! (KEY-NONE).
//!
//! ## Who is hit
//! Whoever asks for one of the other types.
//!
//! ## Fix
//! The address records themselves in the place of the CNAME (many providers make them of an ALIAS or a flattened CNAME).
//!
//! ## References
//! RFC 1034 §3.6.2; RFC 2181 §10.1; RFC 4034 §3

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::names::some_of;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dns::dotted;
use crate::snapshot::{ProviderView, RRset};
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::CnameBeside, summary: "A CNAME stands beside other records.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    let zone = &case.snapshot().zone;
    let say = |(provider, view): (usize, &ProviderView)| {
        let aliases: Vec<&RRset> = view
            .rrsets
            .iter()
            .filter(|set| set.rtype == Rtype::CNAME && !set.data.is_empty())
            .filter(|set| set.owner == *zone || view.whole_zone && has_more(view, set))
            .collect();
        let first = aliases.first()?;
        let label = &view.label;
        let title = if first.owner == *zone {
            format!("{label} has a CNAME at the apex of the zone")
        } else {
            let names = some_of(aliases.iter().map(|set| dotted(&set.owner)), aliases.len());
            format!("{label} has a CNAME beside other records at {names}")
        };
        let others = view.at(&first.owner).1.iter().filter(|set| is_more(set));
        Some(
            finding(RULE.code, Severity::Warning, title)
                .about(case, [provider])
                .detail(
                    "A CNAME may not stand beside other records. Who holds it follows it whatever type is asked for.",
                )
                .shows(aliases.iter().take(3).filter_map(|set| case.first_line(label, set)))
                .shows(others.take(2).filter_map(|set| case.first_line(label, set)))
                .step(step_at(
                    label,
                    "Publish the address records themselves (or what the provider calls ALIAS or flattening) in the place of \
                     the CNAME."
                        .into(),
                ))
                .refer(&["RFC 1034 §3.6.2", "RFC 2181 §10.1"]),
        )
    };
    case.providers().filter_map(say).collect()
}

fn has_more(view: &ProviderView, alias: &RRset) -> bool {
    view.at(&alias.owner).1.iter().any(is_more)
}

/// May not stand beside a CNAME (RFC 4034 §3, §4: signatures and NSEC may; RFC 3007 §3: KEY may).
fn is_more(set: &RRset) -> bool {
    let may = matches!(set.rtype, Rtype::CNAME | Rtype::NSEC | Rtype::RRSIG | Rtype::KEY | Rtype::SIG);
    !may && !set.data.is_empty()
}
