//! The verdict in one sentence, and the figures beside it.

use super::facts::Facts;
use super::matrix::{Cell, Matrix};
use super::report::{Caches, Fact, Finding, Group, Headline, Severity, Tone, Verdict};
use super::retry;
use super::spared::{Servers, Spared, of_cell};
use super::words::{self, count, list};
use crate::dns::span;
use crate::dnssec::judge::Reason;
use crate::dnssec::profile::NAMED;
use crate::order;
use crate::snapshot::DsSeen;

/// What to say first.
pub(super) fn headline(facts: &Facts, findings: &[Finding], caches: Option<&Caches>) -> Headline {
    let mut headline = of_reached(facts, findings, caches);
    // What the person gave and nobody could use goes before what is concluded without it.
    if let Some(words) = &facts.snapshot().parent.unread {
        headline.text = format!("{words}. {}", headline.text).trim().to_string();
        if matches!(headline.tone, Tone::Secure) {
            headline.tone = Tone::Indeterminate;
        }
    }
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
    Some(format!(
        "No NS record leads to {}, so {mixes} not happen, unless a cache still holds one that did; if one led there, {then}.",
        list(&others)
    ))
}

/// The mixes that happen.
fn of_reached(facts: &Facts, findings: &[Finding], caches: Option<&Caches>) -> Headline {
    if let Some(headline) = insecure(facts) {
        return headline;
    }
    if facts.reference.failing().next().is_some() {
        return failing(facts, caches);
    }
    if let Some(headline) = some_validator_fails(facts, findings, caches) {
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
    // Some refuse what they cannot read, signed or not.
    let why = match refusing(facts).as_slice() {
        [] => why.into(),
        [one] => format!("Nothing is protected, and {one} rejects some of the answers all the same."),
        all => format!("Nothing is protected, and {} reject some of the answers all the same.", list(all)),
    };
    Some(plain(Tone::Insecure, "Insecure.", text.into(), why))
}

/// The validators for which some mix fails.
fn refusing(facts: &Facts) -> Vec<&'static str> {
    let failing = NAMED.iter().zip(&facts.named).filter(|(_, matrix)| matrix.failing().next().is_some());
    failing.map(|(profile, _)| profile.name).collect()
}

/// At least one mix fails by the reference profile.
fn failing(facts: &Facts, caches: Option<&Caches>) -> Headline {
    let reached: Vec<usize> = facts.reached().collect();
    let failing: Vec<&Cell> = facts.reference.failing().collect();
    let fails =
        |x: usize, y: usize| facts.reference.cell(x, y).is_some_and(|cell| cell.verdict == Verdict::Bogus);
    let untrusted: Vec<usize> =
        facts.reached().filter(|x| retry::is_untrusted(&facts.reference, *x)).collect();
    let nobody_trusted = untrusted.len() == reached.len();
    let dead: Vec<usize> = facts.reached().filter(|y| reached.iter().all(|x| fails(*x, *y))).collect();
    let (lead, text) = if let Some(text) = some_servers(facts, &failing) {
        ("Fails now.", text)
    } else if nobody_trusted {
        ("Fails now.", no_way_in(facts, &untrusted))
    } else if let Some(y) = dead.iter().find(|y| is_unsigned(facts, **y)) {
        let text = format!("{} serves the zone unsigned, but the parent says it is signed.", facts.label(*y));
        ("Fails now.", text)
    } else if !dead.is_empty() {
        ("Fails now.", whoever_asks(facts, &dead))
    } else if !untrusted.is_empty() {
        let names: Vec<&str> = untrusted.iter().map(|x| facts.label(*x)).collect();
        let text =
            format!("A resolver that fetches {} keys cannot link them to the parent.", possessive(&names));
        ("Can fail.", text)
    } else {
        ("Can fail.", rejections(facts, &failing))
    };
    let mut why = retry_words(facts, &failing, nobody_trusted);
    if nobody_trusted && let Some(aid) = first_aid(facts, &untrusted) {
        why = format!("{why} {aid}");
    }
    Headline {
        tone: Tone::Bogus,
        lead: lead.into(),
        text,
        why,
        facts: figures(facts, &facts.reference, "", caches),
        until: String::new(),
    }
}

/// Everything that fails comes from some servers of a provider, whose other servers answer otherwise.
fn some_servers(facts: &Facts, failing: &[&Cell]) -> Option<String> {
    let mut found: Vec<Spared> = Vec::new();
    for cell in failing {
        let servers = of_cell(facts, &facts.reference, cell);
        if servers.is_empty() {
            return None;
        }
        for new in servers {
            match found.iter_mut().find(|known| known.provider == new.provider) {
                Some(known) => known.join(new),
                None => found.push(new),
            }
        }
    }
    let say = |found: &Spared| {
        let (bad, good) = (list(&found.failing), list(&found.good));
        let verb = |servers: &Servers| if servers.len() == 1 { "answers" } else { "answer" };
        let of = facts.label(found.provider);
        format!(
            "Some of what {bad} ({of}) {} does not validate; {good} {} otherwise.",
            verb(&found.failing),
            verb(&found.good)
        )
    };
    let said: Vec<String> = found.iter().filter(|found| !found.good.is_empty()).map(say).collect();
    (said.len() == found.len() && !said.is_empty()).then(|| said.join(" "))
}

fn is_unsigned(facts: &Facts, provider: usize) -> bool {
    facts.view(provider).is_some_and(|view| view.rrsets.iter().all(|set| set.sigs.is_empty()))
}

/// No DNSKEY RRset that resolvers can get is trusted.
fn no_way_in(facts: &Facts, untrusted: &[usize]) -> String {
    let names: Vec<&str> = untrusted.iter().map(|x| facts.label(*x)).collect();
    if no_ds(facts, untrusted) && facts.unreached().next().is_some() {
        return format!("The parent sends everybody to {}, whose key has no DS.", list(&names));
    }
    match names.as_slice() {
        [only] => {
            format!("{only}’s keys cannot be linked to the parent: validating resolvers answer SERVFAIL.")
        }
        _ => "No provider’s keys can be linked to the parent: validating resolvers answer SERVFAIL.".into(),
    }
}

fn no_ds(facts: &Facts, providers: &[usize]) -> bool {
    let no_match = |p: &usize| facts.reference.trust.get(*p).is_some_and(|t| t.reason == Reason::DsNoMatch);
    providers.iter().all(no_match)
}

/// What ends it soonest where the DS RRset leads nowhere.
fn first_aid(facts: &Facts, untrusted: &[usize]) -> Option<String> {
    let keys = order::distinct(untrusted.iter().flat_map(|x| facts.anchors(*x)));
    if !no_ds(facts, untrusted) || keys.is_empty() {
        return None;
    }
    let keys: Vec<String> = keys.iter().map(|key| facts.key_name(*key)).collect();
    let good: Vec<&str> = facts.put_aside().into_iter().map(|p| facts.label(p)).collect();
    let back = match good.is_empty() {
        true => String::new(),
        false => format!(", or put {} name servers back at the parent", possessive(&good)),
    };
    Some(format!("First aid: add the DS of {} now, or remove every DS{back}.", list(&keys)))
}

/// Whoever’s keys are held, something fails of what these providers answer; of one that is trusted at least.
fn whoever_asks(facts: &Facts, dead: &[usize]) -> String {
    let names: Vec<&str> = dead.iter().map(|y| facts.label(*y)).collect();
    let verb = if names.len() == 1 { "answers" } else { "answer" };
    let fails = |x: usize, y: usize, item: usize| {
        let judged = facts.reference.cell(x, y).and_then(|cell| cell.judged.get(item));
        retry::is_untrusted(&facts.reference, x)
            || judged.is_some_and(|judged| judged.verdict == Verdict::Bogus)
    };
    let of = |y: usize| facts.proven.items.get(y).map(Vec::as_slice).unwrap_or_default();
    // By everybody’s keys; where there is no such item, by somebody’s.
    let broken = |everybody: bool| -> Vec<(usize, usize)> {
        let fails = |y: usize, item: usize| match everybody {
            true => facts.reached().all(|x| fails(x, y, item)),
            false => facts.reached().any(|x| fails(x, y, item)),
        };
        let items = |y: usize| (0..of(y).len()).map(move |item| (y, item));
        dead.iter().flat_map(|y| items(*y)).filter(|(y, item)| fails(*y, *item)).collect()
    };
    let total: usize = dead.iter().map(|y| of(*y).len()).sum();
    let by_all = broken(true);
    if by_all.len() == total {
        return format!("Nothing that {} {verb} validates.", list(&names));
    }
    let broken = if by_all.is_empty() { broken(false) } else { by_all };
    let say = |(y, item): &(usize, usize)| of(*y).get(*item).map(words::item_name);
    let said = order::distinct(broken.iter().filter_map(say));
    format!("Some of what {} {verb} does not validate: {}.", list(&names), some(said))
}

/// At most so many answers are named in a sentence.
const MOST_NAMES: usize = 4;

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
        (rows, _) if rows.len() <= MOST_NAMES => {
            let whose = |row: &usize| {
                let columns: Vec<usize> = failing
                    .iter()
                    .filter(|cell| cell.dnskey_from == *row)
                    .map(|cell| cell.answer_from)
                    .collect();
                format!("{}’s keys rejects {what} {} signs", facts.label(*row), list(&names(&columns)))
            };
            let parts: Vec<String> = rows.iter().map(whose).collect();
            format!("A resolver that holds {}.", parts.join(", one that holds "))
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
    let matrix = &facts.reference;
    let by_server = retry::names(|index| {
        let by = |profile| failing.iter().all(|cell| retry::hides_by_server(facts, matrix, profile, cell));
        NAMED.get(index).is_some_and(by)
    });
    if !by_server.is_empty() {
        return servers_words(facts, failing, &by_server);
    }
    if nobody_trusted {
        return "Asking another provider does not help.".into();
    }
    let hidden = |index: usize| {
        let profile = NAMED.get(index);
        let hides = |cell: &&&Cell| profile.is_some_and(|p| retry::hides(facts, matrix, p, cell));
        failing.iter().filter(hides).count()
    };
    let most = (0..NAMED.len()).map(hidden).max().unwrap_or_default();
    if most == 0 {
        return "Asking another provider does not help a resolver that holds these keys.".into();
    }
    let fails = |index: usize| facts.named.get(index).is_some_and(|named| named.failing().next().is_some());
    let who = retry::names(|index| fails(index) && hidden(index) == most);
    let not = retry::names(|index| fails(index) && hidden(index) < most);
    let rescuers = order::distinct(failing.iter().flat_map(|cell| retry::rescuers(matrix, cell)));
    let names: Vec<&str> = rescuers.iter().map(|y| facts.label(*y)).collect();
    let (them, are) = match names.as_slice() {
        [only] => (*only, "is"),
        _ => ("another provider", "are"),
    };
    let (verb, do_not) =
        (if who.len() == 1 { "hides" } else { "hide" }, if not.len() == 1 { "does" } else { "do" });
    let rest = if most < failing.len() { " Some of these mixes fail even so." } else { "" };
    let not = if not.is_empty() { String::new() } else { format!(" {} {do_not} not.", list(&not)) };
    format!(
        "{} {verb} it by asking {them} again.{not} When {} {are} down, it fails everywhere.{rest}",
        list(&who),
        list(&names)
    )
}

/// Whose servers it is, where others of the same provider answer well.
fn servers_words(facts: &Facts, failing: &[&Cell], hiding: &[&str]) -> String {
    let spared: Vec<Spared> =
        failing.iter().flat_map(|cell| of_cell(facts, &facts.reference, cell)).collect();
    let bad = order::distinct(spared.iter().flat_map(|found| &found.failing).map(ToString::to_string));
    let good = order::distinct(spared.iter().flat_map(|found| &found.good).map(ToString::to_string));
    let verb = if bad.len() == 1 { "answers" } else { "answer" };
    let hide = if hiding.len() == 1 { "hides" } else { "hide" };
    format!("Only {} {verb} so. {} {hide} it by asking {} again.", some(bad), list(hiding), some(good))
}

fn some(mut names: Vec<String>) -> String {
    if names.len() > MOST_NAMES {
        let more = names.len() - (MOST_NAMES - 1);
        names.truncate(MOST_NAMES - 1);
        names.push(format!("{more} more"));
    }
    list(&names)
}

/// The figures of the failing mixes, as one validator has them (`whose`; empty: by the standard).
fn figures(facts: &Facts, matrix: &Matrix, whose: &str, caches: Option<&Caches>) -> Vec<Fact> {
    let failing: Vec<&Cell> = matrix.failing().collect();
    let total = matrix.reached().count();
    let which = match failing.as_slice() {
        [only] => format!(
            "DNSKEY from {}, answer from {}",
            facts.label(only.dnskey_from),
            facts.label(only.answer_from)
        ),
        _ => "pairs of keys held and answer".into(),
    };
    let note = if whose.is_empty() { which } else { format!("at {whose}; none by the standard") };
    let value = format!("{} of {total}", failing.len());
    let mut figures = vec![Fact { label: "Mixes that fail".into(), value, note }];
    figures.extend(what_fails(facts, matrix, &failing));
    figures.extend(caches.map(|caches| Fact {
        label: "After the fix, caches fail for up to".into(),
        value: span(i64::from(caches.ttl)),
        note: format!("they hold {}, TTL {} s", caches.held, caches.ttl),
    }));
    figures
}

/// How much of whose answers fails, at worst.
fn what_fails(facts: &Facts, matrix: &Matrix, failing: &[&Cell]) -> Option<Fact> {
    let fact = |value: String, note: String| Some(Fact { label: "What fails".into(), value, note });
    let rows = order::distinct(failing.iter().map(|cell| cell.dnskey_from));
    // Of several versions of a DNSKEY RRset another one may do.
    let nothing_does =
        |x: &usize| matrix.trust.get(*x).is_some_and(|trust| trust.best().verdict == Verdict::Bogus);
    if rows.iter().all(nothing_does) {
        let names: Vec<&str> = rows.iter().map(|x| facts.label(*x)).collect();
        return fact("everything".into(), format!("with {} keys, whoever answers", possessive(&names)));
    }
    let columns = order::distinct(failing.iter().map(|cell| cell.answer_from));
    let worst = |y: &usize| {
        let cells = failing.iter().filter(|cell| cell.answer_from == *y && !cell.judged.is_empty());
        let counts = cells
            // What fails for the keys alone says nothing of the answers, unless nothing else fails.
            .filter(|cell| !retry::is_untrusted(matrix, cell.dnskey_from))
            .map(|cell| (bogus_items(cell), cell.judged.len()));
        counts.max().map(|(bad, all)| (*y, bad, all))
    };
    let worst: Vec<(usize, usize, usize)> = columns.iter().filter_map(worst).collect();
    let (bad, all) = worst.iter().fold((0, 0), |sum, (_, bad, all)| (sum.0 + bad, sum.1 + all));
    let note = match worst.as_slice() {
        [] => return None,
        [(y, bad, all)] if bad == all => format!("RRsets and proofs, all of {}’s", facts.label(*y)),
        [(y, ..)] => format!("RRsets and proofs of {}", facts.label(*y)),
        some if some.len() <= MOST_NAMES => {
            let each =
                |(y, bad, all): &(usize, usize, usize)| format!("{bad} of {}’s {all}", facts.label(*y));
            list(&some.iter().map(each).collect::<Vec<_>>())
        }
        many => format!("RRsets and proofs of {} providers", many.len()),
    };
    fact(format!("{bad} of {}", count(all, "answer", "answers")), note)
}

fn bogus_items(cell: &Cell) -> usize {
    cell.judged.iter().filter(|judged| judged.verdict == Verdict::Bogus).count()
}

/// The reference holds, but a validator in its default set-up fails.
fn some_validator_fails(facts: &Facts, findings: &[Finding], caches: Option<&Caches>) -> Option<Headline> {
    let failing = refusing(facts);
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
    let fails = |index: usize| facts.named.get(index).map_or(0, |matrix| matrix.failing().count());
    let most = (0..NAMED.len()).map(fails).max().unwrap_or_default();
    let whose = list(&retry::names(|index| fails(index) == most));
    let worst = facts.named.iter().find(|matrix| matrix.failing().count() == most);
    let (tone, lead) =
        if strict_only { (Tone::Warning, "Secure, but fragile.") } else { (Tone::Bogus, "Can fail.") };
    Some(Headline {
        tone,
        lead: lead.into(),
        text: cause,
        why,
        facts: worst.map(|matrix| figures(facts, matrix, &whose, caches)).unwrap_or_default(),
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
    plain(Tone::Secure, "Secure.", every, "All five validators that are modelled agree.".into())
}
