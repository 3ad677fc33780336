//! # DS-DIGEST-WRONG: the digest of a DS is not that of the key it names
//!
//! ## What
//! A DS has the tag and algorithm of a published key, but the digest over owner name and record data
//! differs.
//!
//! ## Why it breaks
//! The DS was computed from something else: other flags, another key with this tag, another owner
//! name, or a typing error. It leads nowhere.
//!
//! ## Who is hit
//! Where it is the provider's only DS: every validator that gets its keys there. A digest of a wrong length spoils the whole
//! DS RRset at BIND, and the message that it comes in: that of a child zone, too.
//!
//! ## Fix
//! Compute the DS from the DNSKEY that is served.
//!
//! ## References
//! RFC 4034 §5.1.4, §5.2

use crate::check::causes::failure::Failure;
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::finding::finding;
use crate::check::findings::fix::step_at;
use crate::check::findings::names::ds_name;
use crate::check::findings::rule::{Find, Rule};
use crate::check::records::keys::{Anchored, by_key, matching_ds, named_ds, parent_ds};
use crate::check::report::{Finding, Severity};
use crate::dns::{Ds, Rdata, dotted};
use crate::dnssec::algorithm::{DIGESTS, digest_name};
use crate::dnssec::ds::{digest_length, has_right_length};
use crate::dnssec::keys::KeyIx;
use domain::base::Rtype;
use domain::utils::base16;

pub(super) const RULE: Rule = Rule {
    code: Code::DsDigestWrong,
    summary: "The digest of a DS is not that of the key it names.",
    find: Find::All(find),
};

fn find(case: &Case<'_>) -> Vec<Finding> {
    let mut findings = find_own(case);
    let of_child = case.blamed(RULE.code).filter(|(cause, _)| cause.of.is_some());
    findings.extend(of_child.filter_map(|(cause, failure)| word_child(case, cause.at?, failure)));
    findings
}

/// Of the DS records that the parent has.
fn find_own(case: &Case<'_>) -> Vec<Finding> {
    if case.blamed(RULE.code).any(|(cause, _)| cause.at.is_none()) {
        let all = case.blamed(RULE.code).map(|(_, failure)| failure.clone()).reduce(|mut all, failure| {
            all.join(&failure);
            all
        });
        return all.and_then(|failure| word_length(case, &failure)).into_iter().collect();
    }
    let own = case.blamed(RULE.code).filter(|(cause, _)| cause.of.is_none());
    let anchored = by_key(own, |provider| named_ds(case, provider).next());
    let failing: Vec<Finding> = anchored.iter().filter_map(|found| word(case, found)).collect();
    if !failing.is_empty() {
        return failing;
    }
    let matched: Vec<&Ds> =
        (0..case.size()).flat_map(|p| matching_ds(case, p).map(|(found, _)| found)).collect();
    let mut wrong: Vec<(&Ds, KeyIx)> = Vec::new();
    for (found, key) in (0..case.size()).flat_map(|p| named_ds(case, p)) {
        let known = DIGESTS.contains(&found.digest_type().to_int());
        if known && !matched.contains(&found) && !wrong.iter().any(|(other, _)| *other == found) {
            wrong.push((found, key));
        }
    }
    let say = |(found, key): &(&Ds, KeyIx)| {
        finding(RULE.code, Severity::Warning, format!("The {} is not the digest of that key", ds_name(found)))
            .detail(format!(
                "{}Another DS covers the provider, so nothing fails now. This one leads nowhere.",
                length_words(found)
            ))
            .shows([case.ds_line(found, Some(found.key_tag().to_string()))])
            .step(case.add_ds(&[*key], "Replace it by the DS of the DNSKEY that is served.".into()))
            .refer(&["RFC 4034 §5.1.4"])
    };
    wrong.iter().map(say).collect()
}

/// `Its digest has 31 octets, SHA-256 has 32. `; nothing where the length is right.
fn length_words(ds: &Ds) -> String {
    let (kind, octets) = (ds.digest_type().to_int(), ds.digest().len());
    let Some(right) = digest_length(kind).filter(|right| *right != octets) else { return String::new() };
    let other = DIGESTS.into_iter().find(|other| digest_length(*other) == Some(octets));
    let other = other.map_or(String::new(), |other| format!(", as {} has", digest_name(other)));
    format!(
        "Its digest has {octets} octets{other}; under type {kind} ({}) it has to have {right}. ",
        digest_name(kind)
    )
}

/// The DS RRset of a child zone, with a digest of a wrong length in it.
fn word_child(case: &Case<'_>, provider: usize, failure: &Failure) -> Option<Finding> {
    let label = case.label(provider);
    let (_, set) = case.failing_sets(failure, provider).find(|(_, set)| set.rtype == Rtype::DS)?;
    let wrong = set.data.iter().find_map(|data| match data {
        Rdata::Ds(ds) if !has_right_length(ds) => Some(ds),
        _ => None,
    })?;
    let child = dotted(&set.owner);
    Some(
        case.fails(RULE.code, failure, format!("{label} has a DS of {child} with a digest of a wrong length"))
            .about(case, [provider])
            .detail(format!(
                "{}BIND refuses the whole message for it: no name in that child zone resolves there, whatever the other DS \
                 records say.",
                length_words(wrong)
            ))
            .hit(format!("{}, for every name in {child}", case.who(failure.who())))
            .shows(case.record_lines(Some(label), set, 3))
            .step(step_at(label, format!("Replace it by the DS of a DNSKEY that {child} serves.")))
            .refer(&["RFC 4509 §2.1", "RFC 6605 §2", "RFC 4034 §5.1.4"]),
    )
}

/// A DS of a wrong length makes a validator refuse the whole DS RRset.
fn word_length(case: &Case<'_>, failure: &Failure) -> Option<Finding> {
    let wrong: Vec<&Ds> = parent_ds(case).filter(|ds| !has_right_length(ds)).collect();
    let first = *wrong.first()?;
    let named = (0..case.size()).flat_map(|p| named_ds(case, p)).find(|(found, _)| *found == first);
    let title = format!("The {} has a digest of a wrong length", ds_name(first));
    let finding = case
        .fails(RULE.code, failure, title)
        .about(case, 0..case.size())
        .detail(format!(
            "{}A digest of another length matches nothing, and BIND refuses the whole DS RRset for it: every name fails, \
             whatever the other DS records say.",
            length_words(first)
        ))
        .hit(format!("{}, for every name.", case.who(failure.who())))
        .shows(wrong.iter().take(3).map(|ds| case.ds_line(ds, Some(base16::encode_string(ds.digest())))));
    let finding = match named {
        Some((_, key)) => finding.step(case.add_ds(
            &[key],
            "Replace it at the parent (registrar) by the DS of the DNSKEY that is served.".into(),
        )),
        None => finding.step("Remove it at the parent (registrar)."),
    };
    Some(finding.step(case.wait_ds()).refer(&["RFC 4509 §2.1", "RFC 6605 §2", "RFC 4034 §5.1.4"]))
}

fn word(case: &Case<'_>, found: &Anchored<'_>) -> Option<Finding> {
    let (ds, key) = (found.ds, found.key);
    let provider = *found.providers.first()?;
    let labels = case.labels(found.providers.iter().copied());
    let whose = if found.is_shared() {
        format!("the shared KSK {}", case.key_name(key))
    } else {
        format!("{labels}’s {}", case.role_name(key))
    };
    let anchors = case.anchors(provider);
    let right = if anchors.is_empty() { vec![key] } else { anchors };
    let finding = case
        .fails(RULE.code, &found.failure, format!("The DS for {whose} has a wrong digest"))
        .about(case, found.providers.iter().copied())
        .detail(match length_words(ds) {
            right if right.is_empty() => {
                "Tag and algorithm are the key’s, the digest is not: it was computed from \
                other flags, another key with this tag, another owner name, or mistyped."
                    .to_string()
            }
            wrong => format!("{wrong}It matches nothing: it was cut, or entered under another type."),
        })
        .hit(format!("{} with the DNSKEY RRset of {labels}.", case.who(found.failure.who())))
        .shows([case.ds_line(ds, Some(base16::encode_string(ds.digest()))), case.dnskey_line(provider, key)])
        .step(
            case.add_ds(
                &right,
                "Replace it at the parent (registrar) by the DS of the DNSKEY that \
            is served."
                    .into(),
            ),
        )
        .step(case.wait_ds())
        .refer(&["RFC 4034 §5.1.4", "RFC 4034 §5.2"]);
    Some(finding)
}
