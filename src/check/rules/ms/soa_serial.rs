//! # MS-SOA-SERIAL: the providers' serials differ
//!
//! ## What
//! The SOA serials differ between providers that sign for themselves.
//!
//! ## Why it breaks
//! It does not: each signer counts on its own.
//!
//! ## Who is hit
//! Nobody. A CSYNC record with soaminimum would be.
//!
//! ## Fix
//! None. Compare serials inside one provider only.
//!
//! ## References
//! RFC 8901 §2.1; RFC 7477 §2.1.1.1

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::rule::{Find, Rule};
use crate::check::report::{Finding, Severity};
use crate::dns::Rdata;
use crate::order::grouped;
use crate::snapshot::ProviderView;
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::MsSoaSerial, summary: "The providers’ serials differ.", find: Find::All(find) };

/// The SOA record data of a provider.
pub(crate) type Soa = domain::rdata::Soa<crate::dns::Name>;

pub(crate) fn soa<'a>(view: &'a ProviderView, zone: &crate::dns::Name) -> Option<(u32, bool, &'a Soa)> {
    let (_, set) = view.find(zone, Rtype::SOA)?;
    match set.data.first()? {
        Rdata::Soa(soa) => Some((set.ttl, set.ttl_stated, soa)),
        _ => None,
    }
}

fn find(case: &Case<'_>) -> Vec<Finding> {
    let zone = &case.snapshot().zone;
    // Servers of one provider that were set apart are SOA-SERVER-SPLIT's.
    let told = case.providers().filter_map(|(_, view)| Some((view, soa(view, zone)?)));
    let groups = grouped(told.map(|(view, (_, _, soa))| (view.group.as_str(), soa.serial().into_int())));
    let first = |(group, serials): &(&'_ str, Vec<u32>)| Some((group.to_string(), *serials.first()?));
    let serials: Vec<(String, u32)> = groups.iter().filter_map(first).collect();
    if serials.windows(2).all(|pair| pair.first().map(|p| p.1) == pair.last().map(|p| p.1)) {
        return Vec::new();
    }
    let each: Vec<String> = serials.iter().map(|(label, serial)| format!("{serial} at {label}")).collect();
    let found = finding(
        RULE.code,
        Severity::Info,
        format!("SOA serials differ: {}", crate::check::words::list(&each)),
    )
    .about(case, 0..case.size())
    .detail("That is normal: each signer counts on its own. Serials compare inside one provider only.")
    .step("Nothing has to be done. Do not use CSYNC with soaminimum.")
    .refer(&["RFC 8901 §2.1", "RFC 7477 §2.1.1.1"]);
    vec![found]
}
