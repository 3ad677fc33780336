//! The verdict in one sentence, and the figures beside it.

use super::facts::Facts;
use super::matrix::{Cell, Matrix};
use super::report::{Fact, Finding, Group, Headline, Severity, Tone, Verdict};
use super::words::{count, list};
use crate::dns::span;
use crate::dnssec::judge::Reason;
use crate::dnssec::profile::NAMED;
use crate::order;
use crate::snapshot::DsSeen;

/// What to say first.
pub(super) fn headline(facts: &Facts, findings: &[Finding]) -> Headline {
    let mut headline = of_reached(facts, findings);
    if let Some(words) = unreached(facts) {
        headline.why = format!("{} {words}", headline.why).trim().to_string();
    }
    // What the data stand in the middle of is no fault, and is said beside the verdict.
    for finding in findings.iter().filter(|finding| finding.group() == Group::Underway) {
        headline.why = format!("{} {}.", headline.why, finding.title).trim().to_string();
    }
    headline
}

/// To whom no NS record leads, and what would fail if one did.
fn unreached(facts: &Facts) -> Option<String> {
    let others: Vec<&str> = facts.unreached().map(|provider| facts.label(provider)).collect();
    if others.is_empty() {
        return None;
    }
    let latent: Vec<&Cell> = facts.reference.cells.iter().filter(|cell| !cell.reached).collect();
    let failing = latent.iter().filter(|cell| cell.verdict == Verdict::Bogus).count();
    let mixes = count(latent.len(), "mix does", "mixes do");
    let then = match failing {
        0 => "none of them would fail".to_string(),
        all if all == latent.len() => "all of them would fail".into(),
        some => format!("{some} of them would fail"),
    };
    Some(format!("No NS record leads to {}, so {mixes} not happen; if one led there, {then}.", list(&others)))
}

/// The mixes that happen.
fn of_reached(facts: &Facts, findings: &[Finding]) -> Headline {
    if let Some(headline) = insecure(facts) {
        return headline;
    }
    if facts.reference.failing().next().is_some() {
        return failing(facts);
    }
    if let Some(headline) = some_validator_fails(facts, findings) {
        return headline;
    }
    unseen(facts).unwrap_or_else(|| holding(facts, findings))
}

fn plain(tone: Tone, lead: &str, text: String, why: String) -> Headline {
    Headline { tone, lead: lead.into(), text, why, facts: Vec::new(), until: String::new() }
}

fn labels(facts: &Facts) -> Vec<&str> {
    facts.reached().map(|provider| facts.label(provider)).collect()
}

fn possessive(names: &[&str]) -> String {
    list(&names.iter().map(|name| format!("{name}’s")).collect::<Vec<_>>())
}

/// The zone is insecure as a whole: nothing is validated.
fn insecure(facts: &Facts) -> Option<Headline> {
    let (text, why) = match &facts.snapshot().parent.ds {
        DsSeen::Absent => (
            "The parent has no DS: resolvers treat the zone as unsigned.",
            "Nothing can fail to validate, and nothing is protected.",
        ),
        DsSeen::Set(_) if facts.reference.trust.iter().all(|t| t.reason == Reason::DsUnsupported) => (
            "No DS has an algorithm and digest type that validators support.",
            "Resolvers treat the zone as unsigned.",
        ),
        DsSeen::Unseen
            if facts
                .reference
                .trust
                .iter()
                .all(|trust| matches!(trust.reason, Reason::AlgorithmUnsupported(_)))
                && !facts.reference.trust.is_empty() =>
        {
            (
                "The zone is signed with algorithms that no validator supports.",
                "Resolvers treat it as unsigned. The parent was not seen.",
            )
        }
        _ => return None,
    };
    Some(plain(Tone::Insecure, "Insecure.", text.into(), why.into()))
}

/// At least one mix fails by the reference profile.
fn failing(facts: &Facts) -> Headline {
    let reached: Vec<usize> = facts.reached().collect();
    let failing: Vec<&Cell> = facts.reference.failing().collect();
    let fails =
        |x: usize, y: usize| facts.reference.cell(x, y).is_some_and(|cell| cell.verdict == Verdict::Bogus);
    let untrusted: Vec<usize> = facts
        .reached()
        .filter(|x| facts.reference.trust.get(*x).is_some_and(|trust| trust.verdict == Verdict::Bogus))
        .collect();
    let dead: Vec<usize> = facts.reached().filter(|y| reached.iter().all(|x| fails(*x, *y))).collect();
    let every = failing.len() == facts.reference.reached().count();
    let (lead, text) = if every {
        ("Fails now.", every_mix(facts))
    } else if let Some(y) = dead.iter().find(|y| is_unsigned(facts, **y)) {
        let text = format!("{} serves the zone unsigned, but the parent says it is signed.", facts.label(*y));
        ("Fails now.", text)
    } else if !dead.is_empty() {
        let names: Vec<&str> = dead.iter().map(|y| facts.label(*y)).collect();
        ("Fails now.", format!("Nothing that {} answers validates.", list(&names)))
    } else if !untrusted.is_empty() {
        let names: Vec<&str> = untrusted.iter().map(|x| facts.label(*x)).collect();
        let text =
            format!("A resolver that fetches {} keys cannot link them to the parent.", possessive(&names));
        ("Can fail.", text)
    } else {
        ("Can fail.", rejections(facts, &failing))
    };
    Headline {
        tone: Tone::Bogus,
        lead: lead.into(),
        text,
        why: retry_words(facts, &failing, untrusted.len() == reached.len()),
        facts: figures(facts, &failing),
        until: String::new(),
    }
}

fn is_unsigned(facts: &Facts, provider: usize) -> bool {
    facts.view(provider).is_some_and(|view| view.rrsets.iter().all(|set| set.sigs.is_empty()))
}

fn every_mix(facts: &Facts) -> String {
    let mut trusts = facts.reached().filter_map(|provider| facts.reference.trust.get(provider));
    let nobody_trusted = trusts.all(|trust| trust.verdict == Verdict::Bogus);
    if let [only] = facts.reached().collect::<Vec<_>>().as_slice() {
        let only = facts.label(*only);
        return if nobody_trusted {
            format!("{only}’s keys cannot be linked to the parent: validating resolvers answer SERVFAIL.")
        } else {
            format!("{only}’s answers do not all validate: resolvers answer SERVFAIL for those that do not.")
        };
    }
    if nobody_trusted {
        return "No provider’s keys can be linked to the parent: validating resolvers answer SERVFAIL."
            .into();
    }
    "No mix of the providers’ answers validates: validating resolvers answer SERVFAIL.".into()
}

/// Who rejects whom: rows that hold keys, columns that sign.
fn rejections(facts: &Facts, failing: &[&Cell]) -> String {
    let columns = order::distinct(failing.iter().map(|cell| cell.answer_from));
    let rows = order::distinct(failing.iter().map(|cell| cell.dnskey_from));
    let names = |indexes: &[usize]| indexes.iter().map(|index| facts.label(*index)).collect::<Vec<_>>();
    let all_items = failing.iter().all(|cell| {
        !cell.judged.is_empty() && cell.judged.iter().all(|judged| judged.verdict == Verdict::Bogus)
    });
    let what = if all_items { "everything" } else { "some of what" };
    match (rows.as_slice(), columns.as_slice()) {
        ([a, b], [c, d]) if a == c && b == d && failing.len() == 2 => {
            format!("{} and {} reject each other’s answers.", facts.label(*a), facts.label(*b))
        }
        (rows, [column]) if rows.contains(column) && rows.len() == 1 => {
            format!("{what} {} signs fails with its own keys.", facts.label(*column))
                .replacen("some", "Some", 1)
                .replacen("every", "Every", 1)
        }
        (rows, columns) if rows.len() * columns.len() == failing.len() || columns.len() == 1 => {
            let keys = names(rows).iter().map(|name| format!("{name}’s")).collect::<Vec<_>>();
            let keys = match keys.as_slice() {
                [init @ .., last] if !init.is_empty() => format!("{} or {last}", init.join(", ")),
                other => other.concat(),
            };
            format!("A resolver that holds {keys} keys rejects {what} {} signs.", list(&names(columns)))
        }
        _ => format!(
            "{} do not accept each other’s answers in all mixes.",
            list(&names(&union(&rows, &columns)))
        ),
    }
}

fn union(a: &[usize], b: &[usize]) -> Vec<usize> {
    order::distinct(a.iter().chain(b).copied())
}

/// Who hides the failure by asking again, and who shows it.
fn retry_words(facts: &Facts, failing: &[&Cell], nobody_trusted: bool) -> String {
    if nobody_trusted {
        return "Asking another provider does not help.".into();
    }
    let rescuers: Vec<usize> = facts
        .reached()
        .filter(|y| {
            failing
                .iter()
                .any(|cell| facts.reference.cell(cell.dnskey_from, *y).is_some_and(|c| answers(c.verdict)))
        })
        .collect();
    let hidden = failing.iter().filter(|cell| hidden_by_retry(&facts.reference, cell)).count();
    if rescuers.is_empty() || hidden == 0 {
        return "Asking another provider does not help a resolver that holds these keys.".into();
    }
    let names: Vec<&str> = rescuers.iter().map(|y| facts.label(*y)).collect();
    let them = if names.len() == 1 { names.concat() } else { "another provider".into() };
    let when =
        if names.len() == 1 { format!("When {them} does not answer") } else { "When none answers".into() };
    let rest = if hidden < failing.len() { " Some of these mixes fail even so." } else { "" };
    format!(
        "unbound, BIND and Knot Resolver hide it by asking {them} again. PowerDNS Recursor does not. \
         {when}, it fails everywhere.{rest}"
    )
}

/// A failing mix that a resolver which retries at another provider does not show.
pub(super) fn hidden_by_retry(matrix: &Matrix, cell: &Cell) -> bool {
    cell.verdict == Verdict::Bogus
        && matrix.reached().any(|other| other.dnskey_from == cell.dnskey_from && answers(other.verdict))
}

/// Seen to pass: what was not seen rescues nobody.
fn answers(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Secure | Verdict::Insecure)
}

fn figures(facts: &Facts, failing: &[&Cell]) -> Vec<Fact> {
    let total = facts.reference.reached().count();
    let which = match failing {
        [only] => format!(
            "DNSKEY from {}, answer from {}",
            facts.label(only.dnskey_from),
            facts.label(only.answer_from)
        ),
        _ => "pairs of keys held and answer".into(),
    };
    let mut figures = vec![Fact {
        label: "Mixes that fail".into(),
        value: format!("{} of {total}", failing.len()),
        note: which,
    }];
    let worst = failing.iter().max_by_key(|cell| bogus_items(cell));
    if let Some(cell) = worst.filter(|cell| !cell.judged.is_empty()) {
        let bad = bogus_items(cell);
        let note = if bad == cell.judged.len() {
            format!("RRsets and proofs, all of {}’s", facts.label(cell.answer_from))
        } else {
            format!("RRsets and proofs of {}", facts.label(cell.answer_from))
        };
        figures.push(Fact {
            label: "What fails".into(),
            value: format!("{bad} of {}", count(cell.judged.len(), "answer", "answers")),
            note,
        });
    }
    let longest = failing
        .iter()
        .filter_map(|cell| {
            let (_, set) = facts.dnskey(cell.dnskey_from)?;
            set.ttl_stated.then_some((set.ttl, cell.dnskey_from))
        })
        .max();
    if let Some((ttl, holder)) = longest {
        figures.push(Fact {
            label: "Lasts, per resolver".into(),
            value: format!("up to {}", span(i64::from(ttl))),
            note: format!("{}’s DNSKEY TTL, {ttl} s", facts.label(holder)),
        });
    }
    figures
}

fn bogus_items(cell: &Cell) -> usize {
    cell.judged.iter().filter(|judged| judged.verdict == Verdict::Bogus).count()
}

/// The reference holds, but a validator in its default set-up fails.
fn some_validator_fails(facts: &Facts, findings: &[Finding]) -> Option<Headline> {
    let failing: Vec<&str> = NAMED
        .iter()
        .zip(&facts.named)
        .filter(|(_, matrix)| matrix.failing().next().is_some())
        .map(|(profile, _)| profile.name)
        .collect();
    let strict_only = failing.iter().all(|name| *name == crate::dnssec::profile::UNBOUND_HARDENED.name);
    if failing.is_empty() {
        return None;
    }
    let severity = if strict_only { Severity::Warning } else { Severity::Error };
    let cause = findings
        .iter()
        .filter(|finding| finding.severity <= severity && !finding.mixes.is_empty())
        .map(|finding| format!("{}.", finding.title))
        .next()
        .unwrap_or_else(|| {
            format!("Not every validator accepts what the standard accepts: not {}.", list(&failing))
        });
    let passing: Vec<&str> =
        NAMED.iter().map(|profile| profile.name).filter(|name| !failing.contains(name)).collect();
    let says = |names: &[&str], verb: &str| match names {
        [] => String::new(),
        [one] => format!("{one} {verb}s it."),
        all => format!("{} {verb} it.", list(all)),
    };
    let why = format!("{} {}", says(&failing, "reject"), says(&passing, "accept")).trim().to_string();
    let most = facts.named.iter().max_by_key(|matrix| matrix.failing().count());
    let failing: Vec<&Cell> = most.map(|matrix| matrix.failing().collect()).unwrap_or_default();
    let (tone, lead) =
        if strict_only { (Tone::Warning, "Secure, but fragile.") } else { (Tone::Bogus, "Can fail.") };
    Some(Headline {
        tone,
        lead: lead.into(),
        text: cause,
        why,
        facts: figures(facts, &failing),
        until: String::new(),
    })
}

/// Nothing fails, and not all of it was seen.
fn unseen(facts: &Facts) -> Option<Headline> {
    let blind: Vec<usize> = facts
        .reached()
        .filter(|y| {
            facts.reached().any(|x| {
                facts.reference.cell(x, *y).is_some_and(|cell| cell.verdict == Verdict::Indeterminate)
            })
        })
        .collect();
    if blind.is_empty() {
        return None;
    }
    let names: Vec<&str> = blind.iter().map(|y| facts.label(*y)).collect();
    let gap = blind.iter().find_map(|y| facts.likely_gaps(*y).first().map(|(x, key)| (*x, *key, *y)));
    let text = if let Some((x, key, y)) = gap {
        let (holder, signer) = (facts.label(x), facts.label(y));
        format!(
            "{holder} lacks {signer}’s key {}: if {signer} signs with it, this can fail.",
            facts.key_name(key)
        )
    } else if blind.len() == facts.reached().count() {
        format!("Too little of {} answers was seen.", possessive(&names))
    } else {
        format!("Not enough of {} answers was seen; the rest is consistent.", possessive(&names))
    };
    let why = "For each provider, paste its DNSKEY RRset and some signed answers (SOA will do), asked with +dnssec.";
    Some(plain(Tone::Indeterminate, "Cannot tell.", text, why.into()))
}

/// Nothing fails.
fn holding(facts: &Facts, findings: &[Finding]) -> Headline {
    let names = labels(facts);
    let every = match names.as_slice() {
        [only] => format!("Everything that {only} answers validates."),
        names => format!("Every mix of {} answers validates.", possessive(names)),
    };
    if matches!(facts.snapshot().parent.ds, DsSeen::Unseen) {
        let text = format!("The parent was not seen; {} own KSKs were trusted.", possessive(&names));
        return plain(Tone::Secure, "Secure as far as seen.", text, every);
    }
    let soon = findings.iter().find(|finding| finding.severity == Severity::Warning);
    if let Some(warning) = soon {
        return plain(Tone::Warning, "Secure, but fragile.", format!("{}.", warning.title), every);
    }
    let weak: Vec<&str> = facts
        .reached()
        .filter(|y| {
            facts
                .reached()
                .any(|x| facts.reference.cell(x, *y).is_some_and(|cell| cell.verdict == Verdict::Insecure))
        })
        .map(|y| facts.label(y))
        .collect();
    if !weak.is_empty() {
        let why = format!(
            "{} proofs that a name does not exist are insecure (NSEC3 opt-out or too many iterations).",
            possessive(&weak)
        );
        return plain(Tone::Secure, "Secure.", every, why);
    }
    plain(Tone::Secure, "Secure.", every, "All validators agree.".into())
}
