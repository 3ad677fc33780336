//! # DS-DANGLING: a DS points to no published key
//!
//! ## What
//! A DS at the parent matches no key of any provider, while every provider is covered by another. If
//! a provider's CDS asks for it, or it is part of a known process, it is only worth knowing; so it is where one provider
//! alone was seen, and another may publish the key.
//!
//! ## Why it breaks
//! It does not: validators use any DS that leads somewhere. Whoever holds the private key of the
//! dangling one can forge the zone.
//!
//! ## Who is hit
//! Nobody now. During a join or a Double-DS roll the state is expected.
//!
//! ## Fix
//! Remove the DS, unless it is a stand-by key's or part of a change under way.
//!
//! ## References
//! RFC 4035 §2.4; RFC 7583 §3.3.2, §4

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::absent;
use crate::check::findings::finding::finding;
use crate::check::findings::names::ds_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::{matching_ds, named_ds, parent_ds, with_other_flags};
use crate::check::report::{Finding, Severity};
use crate::check::rules::proc::changing::Change;
use crate::check::rules::proc::ksk_roll::awaited_ds;
use crate::dns::Ds;
use crate::dnssec::algorithm::{DIGESTS, VERIFIABLE};
use domain::base::Rtype;

pub(super) const RULE: Rule =
    Rule { code: Code::DsDangling, summary: "A DS points to no published key.", find: Find::All(find) };

fn find(case: &Case<'_>) -> Vec<Finding> {
    // With an uncovered provider, or a DS that only nearly fits, these are the same fault seen twice.
    let explained =
        [Code::DsNoMatchAny, Code::DsUncoveredProvider, Code::DsRevoked, Code::KeyRrsigNone, Code::KeyNone];
    if explained.iter().any(|code| case.blames(*code)) || (0..case.size()).any(|p| case.dnskey(p).is_none()) {
        return Vec::new();
    }
    let named: Vec<&Ds> = (0..case.size()).flat_map(|p| named_ds(case, p).map(|(found, _)| found)).collect();
    let covered = (0..case.size()).all(|p| matching_ds(case, p).next().is_some());
    let dangling: Vec<&Ds> = parent_ds(case)
        .filter(|found| {
            VERIFIABLE.contains(&found.algorithm().to_int())
                && DIGESTS.contains(&found.digest_type().to_int())
                && case.proven.table.keys.iter().any(|key| key.algorithm == found.algorithm().to_int())
                && !named.contains(found)
        })
        .collect();
    if dangling.is_empty() || !covered {
        return Vec::new();
    }
    let (change, awaited) = (Change::under_way(case), awaited_ds(case));
    let alone = case.size() == 1;
    let word = |found: &&Ds| {
        let planned = awaited == Some(*found)
            || change.as_ref().is_some_and(|change| change.waiting.contains(found))
            || case.all_asks().iter().any(|asks| asks.wants(&case.snapshot().zone, found));
        let severity = if planned || alone { Severity::Info } else { Severity::Warning };
        if let Some((_, key, flags)) = with_other_flags(case).into_iter().find(|(other, ..)| other == found) {
            let right = case.key(key).map_or(257, |key| key.dnskey.flags());
            let (tag, name) = (found.key_tag(), case.key_name(key));
            return finding(RULE.code, severity, format!("The {} points to no published key", ds_name(found)))
                .detail(format!(
                    "DS {tag} is that of key {name} with flags {flags}: the form was filled with {flags}; enter {right}. \
                     Nobody publishes the key so, and it matches nothing."
                ))
                .shows([case.ds_line(found, Some(tag.to_string()))])
                .step(case.add_ds(&[key], format!("Replace it by the DS of {name} at the parent (registrar).")))
                .refer(&["RFC 4034 §5.1.4", "RFC 4034 Appendix B"]);
        }
        let (title, detail, step) = if alone {
            (
                format!("The {} points to a key that was not seen", ds_name(found)),
                "Another provider may publish it: only one was seen here.",
                "Paste the other provider’s DNSKEY RRset and some of its signed answers. If there is no other: remove \
                 this DS at the parent, unless it is a stand-by key’s or belongs to a change under way.",
            )
        } else {
            (
                format!("The {} points to no published key", ds_name(found)),
                "It does no harm to validation. Whoever holds that key’s private half can forge \
                the zone.",
                "Remove this DS at the parent, unless it is a stand-by key’s or belongs to a change \
                under way.",
            )
        };
        finding(RULE.code, severity, title)
            .detail(detail)
            .shows([case.ds_line(found, Some(found.key_tag().to_string()))])
            .shows((0..case.size()).map(|p| {
                let what = format!(
                    "no DNSKEY with tag {} and algorithm {}",
                    found.key_tag(),
                    found.algorithm().to_int()
                );
                absent(Some(case.label(p)), what)
                    .of_zone(case, Rtype::DNSKEY)
                    .of_key(found.key_tag(), found.algorithm().to_int())
            }))
            .step(step)
            .refer(&["RFC 4035 §2.4", "RFC 7583 §3.3.2"])
    };
    dangling.iter().map(word).collect()
}
