//! Coverage of signing keys: what MS-ZSK-COVERAGE and MS-CSK-COVERAGE have in common.

use crate::check::causes::failure::Failure;
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::{Mark, absent};
use crate::check::findings::finding::finding;
use crate::check::records::keys::{is_combined, mistyped, reference};
use crate::check::report::{Finding, FixStep, Severity, Verdict};
use crate::check::rules::proc::changing::Change;
use crate::check::rules::proc::zsk_roll::relieved;
use crate::dnssec::judge::KeyRef;
use crate::dnssec::keys::KeyIx;
use domain::base::Rtype;

/// A provider lacks a key that another signs its data with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Gap<'a> {
    /// Who lacks it.
    at: usize,
    /// Whose it is.
    of: usize,
    key: KeyRef,
    index: KeyIx,
    /// What fails for it now; `None`: nothing yet.
    failure: Option<&'a Failure>,
}

/// The gaps that this code words: those that make a mix fail, and those that another fault hides.
pub(crate) fn gaps<'a>(case: &'a Case<'_>, code: Code) -> Vec<Gap<'a>> {
    let mut gaps: Vec<Gap<'_>> = case
        .blamed(code)
        .filter_map(|(cause, failure)| {
            let key = cause.key?;
            Some(Gap { at: cause.at?, of: cause.of?, key, index: key.index?, failure: Some(failure) })
        })
        .collect();
    for at in (0..case.size()).filter(|p| case.dnskey(*p).is_some()) {
        for (of, roles) in case.proven.roles.iter().enumerate().filter(|(of, _)| *of != at) {
            for index in roles.data.keys().copied().filter(|key| !case.proven.table.publishes(at, *key)) {
                let combined = is_combined(case, index);
                let ours = (code == Code::MsCskCoverage) == combined && mistyped(case, at, index).is_none();
                // The provider publishes another key that signs the same data: nothing is missing.
                let covered = all_covered(case, at, of);
                let known = gaps.iter().any(|gap| gap.at == at && gap.of == of && gap.index == index);
                let Some(key) = case.key(index).map(|key| reference(index, key)) else { continue };
                if ours && !known && !covered {
                    gaps.push(Gap { at, of, key, index, failure: None });
                }
            }
        }
    }
    gaps
}

/// Every signed RRset of `of` has a signature by some key that `at` publishes.
fn all_covered(case: &Case<'_>, at: usize, of: usize) -> bool {
    let Some(view) = case.view(of) else { return true };
    view.rrsets.iter().enumerate().filter(|(_, set)| set.rtype != Rtype::DNSKEY && !set.data.is_empty()).all(
        |(index, set)| {
            let keys = crate::check::records::keys::verifying(case, of, index, set);
            crate::check::items::is_child_ds(set.rtype)
                || keys.is_empty()
                || keys.iter().any(|key| case.proven.table.publishes(at, *key))
        },
    )
}

/// Puts one gap into words.
pub(crate) fn word(case: &Case<'_>, code: Code, gap: &Gap<'_>) -> Finding {
    let (holder, owner) = (case.label(gap.at), case.label(gap.of));
    let combined = code == Code::MsCskCoverage;
    let role = if combined { "CSK" } else { "ZSK" };
    let name = case.ref_name(gap.key);
    let title = format!("{holder} does not publish {owner}’s {role} {name}");
    let signed = case.roles(gap.of).and_then(|roles| roles.data.get(&gap.index)).copied().unwrap_or_default();
    let mut detail = match gap.failure {
        Some(failure) => format!(
            "A resolver that holds {holder}’s DNSKEY RRset rejects what {owner} signs with it: {} of \
                {} RRsets and proofs.",
            failure.count(gap.of),
            case.proven.items.get(gap.of).map_or(0, Vec::len)
        ),
        None => {
            let insecure =
                case.reference.trust.get(gap.at).is_some_and(|trust| trust.verdict == Verdict::Insecure);
            let now = if insecure {
                "No usable DS leads to the zone, so nothing is validated now.".to_string()
            } else {
                format!("{holder}’s DNSKEY RRset is not trusted now, which hides it.")
            };
            format!(
                "{now} Once that is put right, a resolver that holds {holder}’s DNSKEY RRset rejects \
                    the {signed} RRsets that {owner} signs with this key."
            )
        }
    };
    if other_way(case, gap) {
        detail.push_str(&format!(" {owner} does publish {holder}’s: half of the exchange is done."));
    }
    if combined {
        detail.push_str(&format!(
            " {owner} signs data with a combined key, so it has to be published everywhere, like a ZSK."
        ));
    }
    let mut found = match gap.failure {
        Some(failure) => {
            let found = case.fails(code, failure, title);
            found
                .hit(format!(
                    "{} with the DNSKEY RRset of {holder} and an answer of {owner}.",
                    case.who(failure.who())
                ))
                .hit(format!(
                    "It lasts until the copy of {holder}’s DNSKEY RRset ends: up to {}. No \
                    resolver measured fetches it again earlier.",
                    case.dnskey_ttl(gap.at)
                ))
                .shows(case.failing_sigs(failure, gap.of, Mark::Tag).into_iter().take(1))
        }
        None => finding(code, Severity::Warning, title),
    };
    if !found.masked.is_empty() && case.size() == 2 {
        let measured = if combined { "5" } else { "8" };
        found = found.also_masked(format!(
            "Measured with two providers, both up: PowerDNS Recursor \
            failed {measured} of 72 cold queries, the others none."
        ));
    }
    let found =
        found.about(case, [gap.at, gap.of]).detail(detail).shows(case.dnskey_lines(gap.at)).shows([absent(
            Some(holder),
            format!("no DNSKEY with tag {} and algorithm {}", gap.key.tag, gap.key.algorithm),
        )
        .of_zone(case, Rtype::DNSKEY)
        .of_key(gap.key.tag, gap.key.algorithm)]);
    let add = format!("Add {owner}’s {role} to the DNSKEY RRset.");
    let references: &[&str] = if combined {
        &["RFC 8901 §7", "RFC 8901 §2.1.2", "RFC 4035 §5.3.1"]
    } else {
        &["RFC 8901 §2.1.2", "RFC 8901 §3", "RFC 4035 §5.3.1"]
    };
    // Between the models a provider that signs with its own KSK as well has a DNSKEY RRset of its own.
    let double = Change::of(case)
        .is_some_and(|change| change.sharing.contains(&gap.at) && change.own_at(gap.at).is_some());
    let found = if double {
        let text = format!(
            "Add {owner}’s {role} to the DNSKEY RRset, sign it with {holder}’s own KSK, and have the shared KSK sign it."
        );
        found.step(case.add_key(gap.at, gap.index, text))
    } else if shared_ksk(case, gap.at) {
        found.step(shared_set(case, gap))
    } else {
        found.step(case.add_key(gap.at, gap.index, add))
    };
    let found = found.step(case.wait_dnskey(gap.at));
    relief(case, gap).into_iter().fold(found, Finding::step).refer(references)
}

/// The owner signs with another key of the same algorithm as well, half-way from one to the other.
fn relief(case: &Case<'_>, gap: &Gap<'_>) -> Option<FixStep> {
    let data = &case.roles(gap.of)?.data;
    let algorithm = |key: KeyIx| case.key(key).map(|key| key.algorithm);
    let keys: Vec<KeyIx> =
        data.keys().copied().filter(|key| algorithm(*key) == algorithm(gap.index)).collect();
    let lacks = |key: KeyIx| (0..case.size()).filter(move |p| !case.proven.table.publishes(*p, key));
    let gaps: Vec<(usize, KeyIx)> = keys.iter().flat_map(|key| lacks(*key).map(|p| (p, *key))).collect();
    relieved(case, gap.of, &keys, &gaps).filter(|_| gap.failure.is_some())
}

/// Model 1: a provider must not change the set by itself, it takes a set that the shared KSK signed.
fn shared_set(case: &Case<'_>, gap: &Gap<'_>) -> FixStep {
    let holder = case.label(gap.at);
    let source = (0..case.size()).find(|p| case.trusted(*p) && case.proven.table.publishes(*p, gap.index));
    match source {
        Some(source) => FixStep {
            text: format!(
                "Replace the DNSKEY RRset by the one that {} serves, with its RRSIG: the \
                shared KSK has signed that set.",
                case.label(source)
            ),
            provider: Some(holder.to_string()),
            records: case.signed_dnskey(source),
            action: None,
        },
        None => FixStep {
            // The provider alone cannot do it.
            action: None,
            ..case.add_key(
                gap.at,
                gap.index,
                format!(
                    "Have a DNSKEY RRset with this key signed by the shared KSK, and give the signed \
                    set to {holder} and to every other provider."
                ),
            )
        },
    }
}

/// The owner publishes every key that the holder signs data with.
fn other_way(case: &Case<'_>, gap: &Gap<'_>) -> bool {
    case.roles(gap.at).is_some_and(|roles| {
        !roles.data.is_empty() && roles.data.keys().all(|key| case.proven.table.publishes(gap.of, *key))
    })
}

/// The provider's DNSKEY RRset is signed by a key that signs another's as well (model 1).
fn shared_ksk(case: &Case<'_>, provider: usize) -> bool {
    let Some(own) = case.roles(provider).map(|roles| &roles.dnskey) else { return false };
    let mut others = case.proven.roles.iter().enumerate().filter(|(p, _)| *p != provider);
    others.any(|(_, roles)| roles.dnskey.iter().any(|key| own.contains(key)))
}
