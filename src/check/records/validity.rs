//! Signatures and time: what SIG-EXPIRED, SIG-FUTURE and the rules on validity have in common.

use crate::check::causes::failure::Failure;
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::Mark;
use crate::check::findings::names::set_name;
use crate::check::report::Finding;
use crate::check::spared::Servers;
use crate::check::words::list;
use crate::dns::{Moment, Rrsig, span};
use crate::dnssec::judge::validity;
use crate::dnssec::profile::REFERENCE;
use crate::snapshot::RRset;
use domain::base::Rtype;

/// The RRsets of a provider that are signed and judged, DNSKEY included.
pub(crate) fn signed<'a>(case: &'a Case<'_>, provider: usize) -> impl Iterator<Item = &'a RRset> {
    let sets = case.view(provider).map(|view| view.rrsets.as_slice()).unwrap_or_default();
    sets.iter().filter(|set| !set.data.is_empty() && !set.sigs.is_empty())
}

/// The signatures of an RRset that count: those that verify, over the DNSKEY RRset with a key that is trusted. All of them
/// where none does.
pub(crate) fn counting<'a>(case: &Case<'_>, provider: usize, set: &'a RRset) -> Vec<&'a Rrsig> {
    let all = || set.sigs.iter().collect();
    if set.sigs.len() < 2 {
        return all();
    }
    let view = case.view(provider).map(|view| view.at(&set.owner)).unwrap_or_default();
    let Some(index) = (view.0..).zip(view.1).find(|(_, other)| std::ptr::eq(*other, set)).map(|(at, _)| at)
    else {
        return all();
    };
    let anchors = (set.rtype == Rtype::DNSKEY)
        .then(|| case.proven.judge(&REFERENCE, case.now).anchors(provider))
        .filter(|anchors| !anchors.is_empty());
    let trusted = |key: &usize| anchors.as_ref().is_none_or(|anchors| anchors.contains(key));
    let counts = |number: usize| {
        let candidates = case.proven.checks.candidates(provider, index, number);
        candidates.iter().any(|(key, check)| case.proven.proofs.holds(*check) && trusted(key))
    };
    let counting: Vec<&Rrsig> =
        set.sigs.iter().enumerate().filter(|(number, _)| counts(*number)).map(|(_, sig)| sig).collect();
    if counting.is_empty() { all() } else { counting }
}

/// When the last signature of an RRset that counts ends, and how long that one is valid in all; nothing where they end before
/// they begin.
pub(crate) fn last_end(case: &Case<'_>, provider: usize, set: &RRset) -> Option<(Moment, i64)> {
    let spans = counting(case, provider, set).into_iter().map(|sig| validity(sig, case.now));
    spans
        .filter(|(from, until)| from <= until)
        .map(|(from, until)| (until, until.0 - from.0))
        .max_by_key(|(until, _)| *until)
}

/// The signature's expiration is so far behind its inception that validators take it for earlier (RFC 4034 §3.1.5).
fn is_too_long(sig: &Rrsig) -> bool {
    let (from, until) = (sig.inception().into_int(), sig.expiration().into_int());
    until > from && until - from > i32::MAX.unsigned_abs()
}

/// A moment as the signature's text has it.
fn written(time: domain::rdata::dnssec::Timestamp) -> String {
    Moment(i64::from(time.into_int())).plain()
}

/// Signatures that are valid for more than 68 years, in words.
pub(crate) fn too_long(case: &Case<'_>, code: Code, failure: &Failure, provider: usize) -> Option<Finding> {
    let sets: Vec<&RRset> = signed(case, provider)
        .filter(|set| counting(case, provider, set).into_iter().all(is_too_long))
        .collect();
    let first = sets.first()?;
    let sig = counting(case, provider, first).into_iter().next()?;
    let label = case.label(provider);
    let total = signed(case, provider).count();
    let what = match sets.len() {
        all if all == total => format!("All of {label}’s signatures end"),
        1 => format!("{label}’s signature over {} ends", set_name(&first.owner, first.rtype)),
        some => format!("{label}’s signatures over {some} of {total} RRsets end"),
    };
    let title = format!("{what} more than 68 years after their inception: validators read that as past");
    let detail = format!(
        "The expiry, {}, is more than 68 years after the inception, {}. Both are serial numbers of 32 bits: \
         validators read the expiry as past (RFC 4034 §3.1.5).",
        written(sig.expiration()),
        written(sig.inception())
    );
    Some(
        case.fails(code, failure, title)
            .about(case, [provider])
            .detail(detail)
            .hit(format!("{} with keys or answers of {label}.", case.who(failure.who())))
            .shows(sets.iter().take(3).filter_map(|set| {
                set.sigs.first().map(|sig| case.sig_line(provider, set, sig, Mark::Expiration))
            }))
            .step(case.sign_anew(label, "Sign for weeks, not for decades.".into()))
            .refer(&["RFC 4034 §3.1.5", "RFC 1982"]),
    )
}

/// Signatures out of time, in words; the fix is the rule's.
pub(crate) fn word(
    case: &Case<'_>,
    code: Code,
    failure: &Failure,
    provider: usize,
    mark: Mark,
) -> Option<Finding> {
    // Where only some servers of the provider are behind it, it is said of them.
    let stale = case.spared(failure).into_iter().find(|found| found.provider == provider);
    let servers = stale.as_ref().map(|stale| list(&stale.failing));
    let label = servers.as_deref().unwrap_or_else(|| case.label(provider));
    let theirs = |set: &RRset| {
        let of = |servers: &Servers| set.servers.iter().any(|server| servers.contains(server));
        stale.as_ref().is_none_or(|stale| of(&stale.failing))
    };
    let past = mark == Mark::Expiration;
    let edge = |set: &RRset| {
        let spans = counting(case, provider, set).into_iter().map(|sig| validity(sig, case.now));
        if past { spans.map(|(_, until)| until).max() } else { spans.map(|(from, _)| from).min() }
    };
    let out =
        |set: &RRset| edge(set).is_some_and(|edge| if past { edge < case.now } else { edge > case.now });
    let dnskey = case.dnskey(provider).map(|(_, set)| set).filter(|set| out(set));
    let of_data = || signed(case, provider).filter(|set| set.rtype != Rtype::DNSKEY && theirs(set));
    let data: Vec<&RRset> = of_data().filter(|set| out(set)).collect();
    let total = of_data().count();
    let shown = dnskey.or_else(|| data.first().copied())?;
    let first = dnskey.into_iter().chain(data.iter().copied()).filter_map(edge).min()?;
    let last = dnskey.into_iter().chain(data.iter().copied()).filter_map(edge).max()?;
    let what = match (dnskey.is_some(), data.len()) {
        (true, 0) => "signature over the DNSKEY RRset".to_string(),
        (true, all) if all == total => "signatures".to_string(),
        (true, some) => format!("signatures over the DNSKEY RRset and {some} of {total} other RRsets"),
        (false, 1) => format!("signature over {}", set_name(&shown.owner, shown.rtype)),
        (false, all) if all == total => "signatures over data".to_string(),
        (false, some) => format!("signatures over {some} of {total} RRsets"),
    };
    let everything = dnskey.is_some() && data.len() == total;
    let verb = if past { "ended" } else { "begin" };
    let verb = if !past && what.starts_with("signature over") { "begins" } else { verb };
    let all = if everything { "All of " } else { "" };
    let title =
        format!("{all}{label}’s {what} {verb} on {}", if past { first.plain() } else { last.plain() });
    let distance = span(if past { case.now.0 - first.0 } else { last.0 - case.now.0 });
    let mut detail = if past {
        format!("At the moment of judgement they have been over for {distance}.")
    } else {
        format!("At the moment of judgement that is {distance} ahead.")
    };
    if dnskey.is_some() {
        detail.push_str(&format!(
            " A resolver that gets the DNSKEY RRset from {label} rejects every name of the zone."
        ));
    }
    if !data.is_empty() {
        detail.push_str(&format!(" What {label} answers is rejected with whatever keys."));
    }
    let mut found = case.fails(code, failure, title).about(case, [provider]).detail(detail);
    found = found.hit(format!("{} with keys or answers of {label}.", case.who(failure.who())));
    if past && !data.is_empty() && failure.who().is_all() && case.size() > 1 {
        found = found.also_masked(
            "Measured with two providers, the other one up: PowerDNS Recursor \
            failed 52 of 72 cold queries, the others none.",
        );
    }
    if !failure.who().is_all() {
        found = found.also_masked(
            "unbound allows for wrong clocks: 10 % of the validity, at least 1 \
            h, at most 1 d. BIND allows nothing.",
        );
    }
    Some(
        found.shows(shown.sigs.iter().take(2).map(|sig| case.sig_line(provider, shown, sig, mark))).shows(
            data.iter()
                .skip(usize::from(dnskey.is_none()))
                .take(2)
                .filter_map(|set| set.sigs.first().map(|sig| case.sig_line(provider, set, sig, mark))),
        ),
    )
}
