//! Reasons in plain words: present tense, the actor named, keys as `22961/13`.

use super::facts::Facts;
use super::items::{Denial, Item, What};
use crate::dns::{Moment, Rdata, rtype_name};
use crate::dnssec::judge::{Judged, KeyFault, KeyRef, Malformed, Reason, Trust};
use crate::dnssec::{algorithm, ds};
use crate::snapshot::DsSeen;

/// Why one item of a mix has its verdict.
pub fn reason(facts: &Facts, judged: &Judged, dnskey_from: usize, answer_from: usize) -> String {
    if let Some(words) = unusable_ds(facts, &judged.reason, dnskey_from) {
        return words;
    }
    let holder = facts.label(dnskey_from);
    let key = judged.key.map(|key| facts.ref_name(key));
    say(&judged.reason, key.as_deref(), holder, dnskey_from == answer_from)
}

/// Why a provider's DNSKEY RRset is trusted, or is not.
pub fn trust_reason(facts: &Facts, trust: &Trust, provider: usize) -> String {
    if let Some(words) = unusable_ds(facts, &trust.reason, provider) {
        return words;
    }
    let key = trust.key.map(|key| facts.ref_name(key));
    match (&trust.reason, key) {
        (Reason::Verified, Some(key)) => format!("signed by {key}, the key that is trusted"),
        (other, key) => say(other, key.as_deref(), facts.label(provider), true),
    }
}

/// A DS does match a key of the provider, and validators cannot use it.
fn unusable_ds(facts: &Facts, reason: &Reason, provider: usize) -> Option<String> {
    let reason = match reason {
        Reason::DnskeyUntrusted(inner) => inner,
        other => other,
    };
    let DsSeen::Set(set) = &facts.snapshot().parent.ds else { return None };
    let keys = facts.proven.table.set(provider).iter().filter_map(|key| facts.key(*key));
    let zone = &facts.snapshot().zone;
    let matches = |data: &Rdata| match data {
        Rdata::Ds(found) => keys.clone().any(|key| ds::matches(zone, found, key)),
        _ => false,
    };
    (*reason == Reason::DsNoMatch && set.data.iter().any(matches)).then(|| {
        let holder = facts.label(provider);
        format!("the only DS of {holder}’s keys has an algorithm or digest type that validators do not know")
    })
}

/// A reason where `holder` holds the DNSKEY RRset (`own`: and serves the data).
pub fn say(reason: &Reason, key: Option<&str>, holder: &str, own: bool) -> String {
    let key = key.unwrap_or("a key");
    match reason {
        Reason::Verified => format!("verified with {key}"),
        Reason::NoDs => "the parent has no DS RRset".into(),
        Reason::DsUnsupported => "no DS record has a supported algorithm and digest type".into(),
        Reason::NobodySigns => "no provider signs, and the parent was not seen".into(),
        Reason::TooManyDs(most) => format!("more than {most} DS records"),
        Reason::DnskeyUnseen => format!("{holder}’s DNSKEY RRset was not seen"),
        Reason::DnskeyAbsent => format!("{holder} serves no DNSKEY RRset"),
        Reason::DsNoMatch => format!("no DS matches a key in {holder}’s DNSKEY RRset"),
        Reason::DsAlgorithm(number) => format!(
            "the only DS of {holder}’s keys has {}, an algorithm that validators do not know",
            algorithm::name(*number)
        ),
        Reason::DsLength => "a DS has a digest of a wrong length, and the whole DS RRset is refused".into(),
        Reason::FirstKeyUnusable(fault) => {
            format!(
                "the first key in {holder}’s DNSKEY RRset {}, and the others are not tried",
                fault_words(*fault)
            )
        }
        Reason::Malformed(Malformed::Labels) => {
            "a signature has fewer labels than its signer’s name, and the whole message is refused".into()
        }
        Reason::Malformed(Malformed::KeyName) => format!(
            "a key in {holder}’s DNSKEY RRset does not begin with the name of its private algorithm, and the whole message is refused"
        ),
        Reason::Malformed(Malformed::Digest) => {
            "a DS in it has a digest of a wrong length, and the whole message is refused".into()
        }
        Reason::Malformed(Malformed::Denial(says)) => format!("{says}, and the whole message is refused"),
        Reason::DsPassedOver(digest) if !algorithm::DIGESTS.contains(digest) => format!(
            "the only DS for a key of {holder} has {}, which validators do not know",
            algorithm::digest_name(*digest)
        ),
        Reason::DsPassedOver(digest) => format!(
            "the only DS for a key of {holder} has digest type {}, which is passed over beside a better one",
            algorithm::digest_name(*digest)
        ),
        Reason::DsDigest => format!("the DS digest is not that of {holder}’s key"),
        Reason::DsKeyUnusable(fault) => format!("the key with a DS at {holder} {}", fault_words(*fault)),
        Reason::DsKeyDoesNotSign(inner) => {
            format!(
                "no key with a DS validly signs {holder}’s DNSKEY RRset: {}",
                say(inner, Some(key), holder, true)
            )
        }
        Reason::AlgorithmMissing(number) => {
            format!("nothing validates with {}, which the DS RRset names", algorithm::name(*number))
        }
        Reason::DnskeyUntrusted(inner) => say(inner, Some(key), holder, own),
        Reason::Unsigned => "it has no signature".into(),
        Reason::Partial(why) => format!("not all of it was seen: {why}"),
        Reason::SignaturesUnseen => "no signatures were seen (asked without DNSSEC?)".into(),
        Reason::CutUnseen => {
            "it is not signed in the zone’s name, and whether it belongs to a child zone was not seen (ask for the DS of its name and of those above)".into()
        }
        Reason::KeyMissing if own => format!("signed by {key}, which {holder} itself does not publish"),
        Reason::KeyMissing => format!("signed by {key}, which {holder} does not publish"),
        Reason::KeyUnusable(fault) => format!("signed by {key}, which {}", fault_words(*fault)),
        Reason::SignatureBad => format!("the signature by {key} does not fit the data"),
        Reason::GaveUp(failures) => {
            let plural = if *failures == 1 { "" } else { "s" };
            format!("gives up after {failures} failed signature{plural}, before the good one by {key}")
        }
        Reason::PastLimit(most) => format!("looks at {most} signatures only, none of them good"),
        Reason::Expired(until) => format!("the signature by {key} expired on {}", until.plain()),
        Reason::NotYetValid(from) => format!("the signature by {key} is not valid before {}", from.plain()),
        Reason::EndsBeforeItBegins => {
            format!("the signature by {key} ends before it begins, as validators read its times")
        }
        Reason::LabelsDiffer => "its signatures differ in their Labels field".into(),
        Reason::NotVerifiable => format!("{key} is beyond what is verified here"),
        Reason::AlgorithmUnsupported(number) => {
            format!("signed with {} only, which is not supported", algorithm::name(*number))
        }
        Reason::SignerName => "signed in the name of another zone".into(),
        Reason::Labels => "the signature’s Labels field is larger than the name has labels".into(),
        Reason::DataUnseen => "only its signature was seen, not the data".into(),
        Reason::TooManyCandidates => "more keys and signatures share a tag than are tried".into(),
        Reason::TooMuchWork => {
            "not tried: so many keys share their tags, or are so large, that the work would have no end".into()
        }
        Reason::NoProof(gap) => format!("no proof: {gap}"),
        Reason::ChainBroken => "the chain of denial records is broken here".into(),
        Reason::Doubted(doubt) => format!("no proof: {doubt}"),
        Reason::OptOut => "proven by an opt-out NSEC3 record only".into(),
        Reason::Iterations(count) => format!("{count} NSEC3 iterations are more than validators accept"),
    }
}

/// A reason to fail, in a word or two.
pub fn brief(reason: &Reason, key: Option<KeyRef>) -> String {
    let day = |moment: &Moment| moment.plain().split(',').next().unwrap_or_default().to_string();
    match (reason, key) {
        (Reason::DsKeyDoesNotSign(inner), None) if **inner == Reason::KeyMissing => {
            "no key with a DS signs".into()
        }
        (Reason::DsKeyDoesNotSign(inner) | Reason::DnskeyUntrusted(inner), key) => brief(inner, key),
        (Reason::Expired(until), _) => format!("expired {}", day(until)),
        (Reason::NotYetValid(from), _) => format!("not valid before {}", day(from)),
        (Reason::KeyMissing, Some(key)) => format!("{}/{} is missing", key.tag, key.algorithm),
        (Reason::Unsigned, _) => "not signed".into(),
        (Reason::DsNoMatch | Reason::DsPassedOver(_), _) => "no DS".into(),
        (Reason::DsDigest, _) => "the digest is another’s".into(),
        (Reason::DnskeyAbsent, _) => "no DNSKEY RRset".into(),
        (Reason::SignatureBad | Reason::GaveUp(_), _) => "does not verify".into(),
        (Reason::NoProof(_) | Reason::ChainBroken, _) => "no proof".into(),
        _ => "not verified".into(),
    }
}

fn fault_words(fault: KeyFault) -> &'static str {
    match fault {
        KeyFault::Revoked => "is revoked",
        KeyFault::NotZoneKey => "lacks the zone key flag",
        KeyFault::Protocol => "has a protocol field other than 3",
        KeyFault::Malformed => "is malformed",
        KeyFault::RsaSize => "has an RSA modulus of a size that is not supported",
        KeyFault::RsaExponent => "has an RSA exponent of a size that is not supported",
    }
}

/// How an item is listed: `A`, `NXDOMAIN`, `NODATA HINFO`, `wildcard`.
pub fn item_type(item: &Item) -> String {
    match &item.what {
        What::RRset(_, rtype) => rtype_name(*rtype),
        What::Denial { kind: Denial::NameError, .. } => "NXDOMAIN".into(),
        What::Denial { kind: Denial::NoData(rtype), .. } => format!("NODATA {}", rtype_name(*rtype)),
        What::Denial { kind: Denial::Expansion, .. } => "wildcard".into(),
        What::Break(_) => "denial chain".into(),
    }
}

/// In a sentence: `www.example.org A`, `NXDOMAIN of x.example.org`.
pub fn item_name(item: &Item) -> String {
    let (name, what) = (item.name.to_string(), item_type(item));
    match &item.what {
        What::RRset(..) => format!("{name} {what}"),
        What::Denial { .. } | What::Break(_) => format!("{what} of {name}"),
    }
}

/// Tag and algorithm of the key a verdict rests on.
pub fn key_parts(key: Option<KeyRef>) -> (Option<u16>, Option<u8>) {
    (key.map(|key| key.tag), key.map(|key| key.algorithm))
}

/// `A`, `A and B`, `A, B and C`.
pub fn list<T: AsRef<str>>(labels: &[T]) -> String {
    match labels {
        [] => String::new(),
        [only] => only.as_ref().to_string(),
        [init @ .., last] => {
            let init: Vec<&str> = init.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", init.join(", "), last.as_ref())
        }
    }
}

/// `1 RRset`, `16 RRsets`.
pub fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
