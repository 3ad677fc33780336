//! # DEN-BITMAP-DIFF: a proof denies a type that is served
//!
//! ## What
//! The NSEC or NSEC3 record of a name says that a type does not exist there, and a provider serves it.
//!
//! ## Why it breaks
//! A resolver that cached the record answers NODATA for that type, with AD set, and asks nobody.
//! Validation does not fail. A parent that looks for CDS through a cache may not see it; without DNSKEY, validators
//! behind the resolver have no keys.
//!
//! ## Who is hit
//! Users of that type behind resolvers that answer from cached records (RFC 8198), until the TTL ends: unbound does so
//! with NSEC as it comes. Where the provider denies what it serves itself, any question for another type does it.
//!
//! ## Fix
//! The same types at every provider; where the provider that serves the type denies it itself, sign the
//! zone anew, or report it where the provider signs each answer as it is asked.
//!
//! ## References
//! RFC 8198 §5.1, §5.2; RFC 4034 §4.1.2

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::names::set_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::cds::asked;
use crate::check::report::{Finding, Severity};
use crate::dns::{MOST_NSEC3_ITERATIONS, nsec3_hash};
use crate::dns::{Rdata, dotted};
use crate::snapshot::{ProviderView, RRset};
use domain::base::Rtype;
use domain::utils::base32;
use std::collections::HashMap;

pub(super) const RULE: Rule = Rule {
    code: Code::DenBitmapDiff,
    summary: "A proof denies a type that is served.",
    find: Find::All(find),
};

/// At most so many names are hashed per pair of providers.
const MOST_HASHES: usize = 200;

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (denies, proofs) in case.providers() {
        let denier = Denier::of(proofs);
        for (serves, data) in case.providers() {
            findings.extend(between(case, &denier, (denies, proofs), (serves, data)));
        }
    }
    findings
}

fn between(
    case: &Case<'_>,
    denier: &Denier<'_>,
    (denies, proofs): (usize, &ProviderView),
    (serves, data): (usize, &ProviderView),
) -> Option<Finding> {
    // What a whole zone lacks is said where the data are compared.
    if denies != serves && proofs.whole_zone && data.whole_zone {
        return None;
    }
    let itself = denies == serves;
    let mut hashes = MOST_HASHES;
    // Nobody asks for RRSIG: said where there is nothing else.
    let mut unsigned = None;
    let types = data.rrsets.iter().filter(|set| match itself {
        true => is_listed(set),
        false => is_compared(case, denies, set) && !serves_it(proofs, set),
    });
    let mut denied: Vec<(&RRset, Rtype, &RRset)> = Vec::new();
    for set in types {
        // Where a version of it lists the type, the zone has moved on.
        let versions = denier.matching(proofs, set, &mut hashes);
        let Some(proof) = versions.first() else { continue };
        let lacks = |rtype: Rtype| versions.iter().all(|proof| !lists(proof, rtype));
        if lacks(set.rtype) {
            denied.push((set, set.rtype, proof));
        } else if itself && denied.is_empty() && !set.sigs.is_empty() && lacks(Rtype::RRSIG) {
            unsigned = unsigned.or(Some((set, Rtype::RRSIG, *proof)));
        }
    }
    let (set, rtype, proof) = denied.first().copied().or(unsigned)?;
    let more = denied.len().saturating_sub(1);
    let (p, q) = (case.label(denies), case.label(serves));
    let what = set_name(&set.owner, rtype);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let title = if itself {
        format!("{p} denies {what}{more}, which it serves itself")
    } else {
        format!("{p} denies {what}{more}, which {q} serves")
    };
    // unbound answers from NSEC records that it keeps; with NSEC3 it does not (RFC 8198 §5.1).
    let loses = itself && proof.rtype == Rtype::NSEC && rtype != Rtype::RRSIG && data.reached;
    let asked = match data.negatives().find(|negative| negative.name == set.owner) {
        Some(negative) => format!("any {} question", negative.rtype),
        None => format!("any question for another type of {}", dotted(&set.owner)),
    };
    let effect = match loses {
        true => format!(" After {asked} unbound answers {rtype} with nothing, for {} s.", proof.ttl),
        false => String::new(),
    };
    let keys = match loses && rtype == Rtype::DNSKEY {
        true => " Validators that ask through it then have no keys for the zone.",
        false => "",
    };
    Some(
        finding(RULE.code, Severity::Warning, title)
            .about(case, [denies, serves])
            .detail(format!(
                "A resolver that cached the proof answers NODATA with AD set, and asks nobody.{effect}{keys}"
            ))
            .shows(case.first_line(p, proof))
            .shows(case.first_line(q, set))
            .step(match (itself, data.whole_zone) {
                (true, true) => case.sign_anew(p, "Sign the whole zone anew.".into()),
                (true, false) => step_at(
                    p,
                    format!(
                        "Report it to the provider: the {} record of a name has to list every type there.",
                        proof.rtype
                    ),
                ),
                (false, _) => {
                    step_at(p, format!("Publish the same types as {q}; remove types that are gone last."))
                }
            })
            .refer(&["RFC 8198 §5.2", "RFC 4034 §4.1.2"]),
    )
}

/// Types that are in the bitmap of their own name; NSEC3 records have no such name.
fn is_listed(set: &RRset) -> bool {
    !set.data.is_empty() && !matches!(set.rtype, Rtype::NSEC | Rtype::NSEC3)
}

/// Types of another provider that other rules do not say it of.
fn is_compared(case: &Case<'_>, denies: usize, set: &RRset) -> bool {
    let own = matches!(set.rtype, Rtype::DNSKEY | Rtype::NSEC3PARAM);
    let child = matches!(set.rtype, Rtype::CDS | Rtype::CDNSKEY | crate::check::records::csync::CSYNC);
    is_listed(set) && !(own || child && asked(case, denies, set.rtype))
}

/// The provider has such an RRset, too.
fn serves_it(view: &ProviderView, set: &RRset) -> bool {
    view.find(&set.owner, set.rtype).is_some_and(|(_, own)| !own.data.is_empty())
}

/// The NSEC or NSEC3 record says that its name has the type.
fn lists(proof: &RRset, rtype: Rtype) -> bool {
    match proof.data.first() {
        Some(Rdata::Nsec(nsec)) => nsec.types().contains(rtype),
        Some(Rdata::Nsec3(nsec3)) => nsec3.types().contains(rtype),
        _ => true,
    }
}

/// A provider's NSEC3 records by the first label of their owners, and their parameters.
struct Denier<'a> {
    params: Option<(u16, &'a [u8])>,
    nsec3: HashMap<Vec<u8>, Vec<&'a RRset>>,
}

impl<'a> Denier<'a> {
    fn of(view: &'a ProviderView) -> Self {
        let params = crate::check::records::nsec3::of(view).map(|(params, _)| params);
        let params = params.filter(|(count, _)| *count <= MOST_NSEC3_ITERATIONS);
        let nsec3 = view.rrsets.iter().filter(|set| params.is_some() && set.rtype == Rtype::NSEC3);
        let mut by_label: HashMap<Vec<u8>, Vec<&RRset>> = HashMap::new();
        for set in nsec3 {
            by_label.entry(set.owner.first().as_slice().to_ascii_uppercase()).or_default().push(set);
        }
        Self { params, nsec3: by_label }
    }

    /// The record of the name that owns an RRset, in all its versions.
    fn matching(&self, view: &'a ProviderView, set: &RRset, hashes: &mut usize) -> Vec<&'a RRset> {
        let nsec: Vec<&RRset> = view.versions(&set.owner, Rtype::NSEC).map(|(_, proof)| proof).collect();
        let Some((iterations, salt)) = self.params.filter(|_| nsec.is_empty() && *hashes > 0) else {
            return nsec;
        };
        *hashes -= 1;
        let label = base32::encode_string_hex(&nsec3_hash(&set.owner, salt, iterations));
        self.nsec3.get(label.as_bytes()).cloned().unwrap_or_default()
    }
}
