//! # DEN-BITMAP-DIFF: a proof denies a type that is served
//!
//! ## What
//! The NSEC or NSEC3 record of a name says that a type does not exist there, and a provider serves it.
//!
//! ## Why it breaks
//! A resolver that cached the record answers NODATA for that type, with AD set, and asks nobody.
//! Validation does not fail. A parent that looks for CDS through a cache may not see it.
//!
//! ## Who is hit
//! Users of that type behind resolvers that answer from cached records (RFC 8198), until the TTL ends.
//!
//! ## Fix
//! The same types at every provider; where the provider that serves the type denies it itself, sign the
//! zone anew.
//!
//! ## References
//! RFC 8198 §5.1, §5.2; RFC 4034 §4.1.2

use super::Rule;
use super::cds::asked;
use super::support::{Case, finding, first_line, set_name, step_at};
use crate::check::report::{Finding, Severity};
use crate::dns::Rdata;
use crate::dnssec::denial::{MOST_ITERATIONS, hash, is_compact};
use crate::snapshot::{ProviderView, RRset};
use domain::base::Rtype;
use domain::utils::base32;
use std::collections::HashMap;

pub(super) const RULE: Rule =
    Rule { code: "DEN-BITMAP-DIFF", summary: "A proof denies a type that is served.", find };

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
    let mut hashes = MOST_HASHES;
    let mut denied = data
        .rrsets
        .iter()
        .filter(|set| is_compared(case, denies, set))
        .filter_map(|set| denier.denies(proofs, set, &mut hashes).map(|proof| (set, proof)));
    let (set, proof) = denied.next()?;
    let more = denied.count();
    let (p, q) = (case.label(denies), case.label(serves));
    let what = set_name(&set.owner, set.rtype);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    let title = if denies == serves {
        format!("{p} denies {what}{more}, which it serves itself")
    } else {
        format!("{p} denies {what}{more}, which {q} serves")
    };
    let step = if denies == serves {
        case.sign_anew(p, "Sign the whole zone anew.".into())
    } else {
        step_at(p, format!("Publish the same types as {q}; remove types that are gone last."))
    };
    Some(
        finding(RULE.code, Severity::Warning, title)
            .about(case, [denies, serves])
            .detail("A resolver that cached the proof answers NODATA with AD set, and asks nobody.")
            .shows(first_line(p, proof))
            .shows(first_line(q, set))
            .step(step)
            .refer(&["RFC 8198 §5.2", "RFC 4034 §4.1.2"]),
    )
}

/// Types that other rules do not say it of.
fn is_compared(case: &Case<'_>, denies: usize, set: &RRset) -> bool {
    let own = matches!(set.rtype, Rtype::DNSKEY | Rtype::NSEC | Rtype::NSEC3 | Rtype::NSEC3PARAM);
    let child = matches!(set.rtype, Rtype::CDS | Rtype::CDNSKEY | super::csync::CSYNC);
    !(set.data.is_empty() || own || child && asked(case, denies, set.rtype))
}

/// A provider's NSEC3 records by the first label of their owners, and their parameters.
struct Denier<'a> {
    params: Option<(u16, &'a [u8])>,
    nsec3: HashMap<Vec<u8>, &'a RRset>,
}

impl<'a> Denier<'a> {
    fn of(view: &'a ProviderView) -> Self {
        let params = super::nsec3_params::of(view).map(|(params, _)| params);
        let params = params.filter(|(count, _)| *count <= MOST_ITERATIONS);
        let nsec3 = view.rrsets.iter().filter(|set| params.is_some() && set.rtype == Rtype::NSEC3);
        let label = |set: &RRset| set.owner.first().as_slice().to_ascii_uppercase();
        Self { params, nsec3: nsec3.map(|set| (label(set), set)).collect() }
    }

    /// The record that matches the owner and says that the type is not there.
    fn denies(&self, view: &'a ProviderView, set: &RRset, hashes: &mut usize) -> Option<&'a RRset> {
        if let Some((_, proof)) = view.find(&set.owner, Rtype::NSEC) {
            return match proof.data.first()? {
                Rdata::Nsec(nsec) if !is_compact(set) => (!nsec.types().contains(set.rtype)).then_some(proof),
                _ => None,
            };
        }
        let (iterations, salt) = self.params?;
        *hashes = hashes.checked_sub(1)?;
        let label = base32::encode_string_hex(&hash(&set.owner, salt, iterations));
        let proof = *self.nsec3.get(label.as_bytes())?;
        match proof.data.first()? {
            Rdata::Nsec3(nsec3) => (!nsec3.types().contains(set.rtype)).then_some(proof),
            _ => None,
        }
    }
}
