//! How the page words what a report says. Pure functions.

use crate::check::report::{KeyInfo, Mix, Model, ParentState, Report, Verdict};
use crate::dns::{Moment, span};
use crate::doh::chain::Cut;

/// The letter on each provider's badge: its label where that is a single letter, else the first free one.
pub fn letters<'a>(labels: impl Iterator<Item = &'a str> + Clone) -> Vec<char> {
    let own = |label: &str| {
        let mut chars = label.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.is_ascii_uppercase() => Some(c),
            _ => None,
        }
    };
    let mut taken: Vec<char> = labels.clone().filter_map(own).collect();
    labels
        .map(|label| {
            own(label).unwrap_or_else(|| {
                let free = ('A'..='Z').find(|c| !taken.contains(c)).unwrap_or('?');
                taken.push(free);
                free
            })
        })
        .collect()
}

/// `22961/13`: how a key is always named.
pub fn key_name(key: &KeyInfo) -> String {
    format!("{}/{}", key.tag, key.algorithm)
}

/// The model's short name.
pub fn model(model: Model) -> &'static str {
    match model {
        Model::SingleSigner => "One signer",
        Model::SharedKeys => "Shared keys",
        Model::Model1 => "Model 1",
        Model::Model1Partial => "Model 1, unfinished",
        Model::Model2 => "Model 2",
        Model::Model2Csk => "Model 2, CSKs",
        Model::Model2MixedCsk => "Model 2, some CSKs",
        Model::Model2Partial => "Model 2, unfinished",
        Model::Mixed => "Mixed models",
        Model::PartlyUnsigned => "Partly unsigned",
        Model::Unsigned => "Unsigned",
        Model::Unknown => "Model not known",
    }
}

/// A verdict as the first word of a cell.
pub fn capital(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Secure => "Secure",
        Verdict::Insecure => "Insecure",
        Verdict::Indeterminate => "Cannot tell",
        Verdict::Bogus => "Bogus",
    }
}

/// How many of a mix’s RRsets are how: `all 5 fail`, `1 of 6 fails`, `12 RRsets`.
pub fn tally(mix: &Mix) -> String {
    let (all, bad) = (mix.rrsets_total, mix.rrsets_failing);
    let sets = format!("{all} RRset{}", plural(all));
    match (mix.verdict, bad) {
        (Verdict::Bogus, _) if bad == all && all > 1 => format!("all {all} fail"),
        (Verdict::Bogus, 1) => format!("1 of {all} fails"),
        (Verdict::Bogus, 2..) => format!("{bad} of {all} fail"),
        (Verdict::Indeterminate, _) if all > 0 => format!("{sets}, not all that it takes to check them"),
        _ => sets,
    }
}

/// An algorithm as people say it.
pub fn algorithm(number: u8) -> String {
    match number {
        8 => "RSA/SHA-256".into(),
        10 => "RSA/SHA-512".into(),
        13 => "ECDSA P-256".into(),
        14 => "ECDSA P-384".into(),
        15 => "Ed25519".into(),
        16 => "Ed448".into(),
        other => format!("algorithm {other}"),
    }
}

/// The name of a DS digest type.
pub fn digest(digest_type: u8) -> String {
    match digest_type {
        1 => "SHA-1".into(),
        2 => "SHA-256".into(),
        3 => "GOST R 34.11-94".into(),
        4 => "SHA-384".into(),
        other => format!("digest type {other}"),
    }
}

/// `2 providers, parent seen`.
pub fn scope(report: &Report) -> String {
    let count = report.providers.len();
    let parent = match report.parent.state {
        ParentState::Unseen => "parent not seen",
        ParentState::NoDs => "parent has no DS",
        ParentState::Ds => "parent seen",
    };
    format!("{count} provider{}, {parent}", plural(count))
}

/// `s` for all numbers but one.
pub fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// The parent zone's name: everything after the first label (`.` for the root).
pub fn parent_of(zone: &str) -> &str {
    match zone.trim_end_matches('.').split_once('.') {
        Some((_, rest)) => rest,
        None => ".",
    }
}

/// A name without its final dot, as a person says it; the root stays `.`.
pub fn said(name: &str) -> &str {
    match name.trim_end_matches('.') {
        "" => ".",
        shorter => shorter,
    }
}

/// `2026-11-25 12:00:00 UTC`, for the field that can be edited.
pub fn field_time(moment: Moment) -> String {
    let text = moment.to_string();
    match text.strip_suffix('Z') {
        Some(rest) => format!("{} UTC", rest.replacen('T', " ", 1)),
        None => text,
    }
}

/// Reads what a person writes as a time: `2026-11-25 12:00 UTC`, `2026-11-25`, and what [`Moment::parse`] reads.
pub fn read_time(text: &str) -> Option<Moment> {
    let text = text.trim();
    if let Ok(moment) = Moment::parse(text) {
        return Some(moment);
    }
    let bare = text.trim_end_matches("UTC").trim_end_matches(['Z', 'z']).trim();
    let (date, time) = bare.split_once([' ', 'T', 't']).unwrap_or((bare, ""));
    let time = match (time.len(), time.matches(':').count()) {
        (0, _) => "00:00:00".to_owned(),
        (_, 1) => format!("{time}:00"),
        _ => time.to_owned(),
    };
    Moment::parse(&format!("{date}T{time}Z")).ok()
}

/// `14d`, `90m`: a time as zone files have it, in the largest unit that fits.
pub fn ttl(seconds: u32) -> String {
    let units = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];
    let whole = units.iter().find(|(_, size)| seconds >= *size && seconds.is_multiple_of(*size));
    whole.map_or_else(|| "0".into(), |(unit, size)| format!("{}{unit}", seconds / size))
}

/// Reads a span of time: seconds, `1h30m`, `14 days`.
pub fn read_ttl(text: &str) -> Option<u32> {
    let mut plain = String::new();
    for letter in text.chars().filter(|letter| !letter.is_whitespace()) {
        // A unit is known by its first letter.
        if letter.is_ascii_digit() || plain.ends_with(|last: char| last.is_ascii_digit()) {
            plain.push(letter);
        } else if !letter.is_ascii_alphabetic() || plain.is_empty() {
            return None;
        }
    }
    crate::evidence::ttl(&plain)
}

/// `25 Nov`: the day alone.
pub fn day(moment: Moment) -> String {
    let plain = moment.plain();
    let mut words = plain.split([' ', ',']);
    match (words.next(), words.next()) {
        (Some(day), Some(month)) => format!("{day} {month}"),
        _ => plain,
    }
}

/// `25 Nov 12:00`.
pub fn day_time(moment: Moment) -> String {
    let plain = moment.plain();
    let time = plain.split(", ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or_default();
    format!("{} {time}", day(moment))
}

/// `14:05 UTC`: the time of this day.
pub fn clock(moment: Moment) -> String {
    moment.plain().split(", ").nth(1).unwrap_or_default().to_owned()
}

/// `in 24 d 12 h`, `3 h ago`.
pub fn from_now(moment: Moment, now: Moment) -> String {
    let seconds = moment.0 - now.0;
    if seconds < 0 { format!("{} ago", span(seconds)) } else { format!("in {}", span(seconds)) }
}

/// A remark as a sentence: a capital first (unless a domain name begins it), a full stop last.
pub fn sentence(remark: &str) -> String {
    let remark = remark.trim();
    let mut chars = remark.chars();
    let Some(first) = chars.next() else { return String::new() };
    if remark.split(' ').next().is_some_and(|word| word.contains('.')) {
        let stop = if remark.ends_with(['.', '?']) { "" } else { "." };
        return format!("{remark}{stop}");
    }
    let stop = if remark.ends_with(['.', '?', ':', '…']) { "" } else { "." };
    format!("{}{}{stop}", first.to_uppercase(), chars.as_str())
}

/// Where a reference can be read: `RFC 8901 §2.1.2` and its like; nothing else is linked.
pub fn reference_link(reference: &str) -> Option<String> {
    let rest = reference.strip_prefix("RFC ")?;
    let number: String = rest.chars().take_while(char::is_ascii_digit).collect();
    if number.is_empty() || number.len() > 5 {
        return None;
    }
    let section: String = rest
        .split_once('§')
        .map(|(_, s)| s.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '.').collect())
        .unwrap_or_default();
    let section = section.trim_end_matches('.');
    let page = format!("https://www.rfc-editor.org/rfc/rfc{number}.html");
    let appendix = section.starts_with(|c: char| c.is_ascii_alphabetic());
    Some(match section {
        "" => page,
        _ if appendix => format!("{page}#appendix-{section}"),
        _ => format!("{page}#section-{section}"),
    })
}

/// The chain of trust as sentences, for those who do not look at the drawing.
pub fn chain(report: &Report) -> Vec<String> {
    let parent = match parent_of(&report.zone) {
        "." => "The root".to_owned(),
        name => name.to_owned(),
    };
    let mut lines = Vec::new();
    match report.parent.state {
        ParentState::Unseen => {
            lines.push("The parent was not seen: each provider’s own KSKs are trusted.".into())
        }
        ParentState::NoDs => lines.push(format!("{parent} has no DS for {}.", said(&report.zone))),
        ParentState::Ds => {}
    }
    for ds in &report.parent.ds {
        let name = format!("DS {}/{} ({})", ds.key_tag, ds.algorithm, digest(ds.digest_type));
        let key = ds.key.and_then(|key| Some((key, report.keys.get(key)?)));
        lines.push(match key {
            None => format!("{parent} publishes {name}. No DNSKEY that was seen matches it."),
            Some((index, key)) => {
                let signs: Vec<&str> = report
                    .providers
                    .iter()
                    .filter(|p| p.dnskey_signed_by.contains(&index))
                    .map(|p| p.label.as_str())
                    .collect();
                if signs.is_empty() {
                    let at = list(key.published_at.iter().map(String::as_str));
                    format!("{parent} publishes {name}. The key is at {at}, but signs no DNSKEY RRset.")
                } else {
                    let sets = signs.iter().map(|label| format!("{label}’s")).collect::<Vec<_>>();
                    let sets = list(sets.iter().map(String::as_str));
                    format!(
                        "{parent} publishes {name}. Its key signs {sets} DNSKEY RRset{}.",
                        plural(signs.len())
                    )
                }
            }
        });
    }
    for provider in &report.providers {
        if provider.publishes.is_empty() {
            lines.push(match provider.dnskey_verdict {
                Verdict::Bogus => format!("{} serves no DNSKEY RRset.", provider.label),
                _ => format!("No DNSKEY RRset of {} was seen.", provider.label),
            });
        } else if provider.dnskey_verdict == Verdict::Bogus {
            let reason = sentence(&provider.dnskey_reason);
            lines.push(
                format!("{}’s DNSKEY RRset cannot be verified. {reason}", provider.label).trim().into(),
            );
        }
    }
    for row in report.coverage.iter().filter(|row| row.signs_data) {
        let Some(key) = report.keys.get(row.key) else { continue };
        let labels = || report.providers.iter().map(|p| p.label.as_str()).zip(&row.cells);
        use crate::check::report::CoverageState::{Imported, Missing, Own, Published, Signs};
        let here =
            list(labels().filter(|(_, s)| matches!(s, Own | Imported | Published | Signs)).map(|(l, _)| l));
        let missing = list(labels().filter(|(_, s)| matches!(s, Missing)).map(|(l, _)| l));
        let mut line = format!("{} {} {}.", key.role.word(), key_name(key), row.note);
        if !here.is_empty() {
            line.push_str(&format!(" It is in the DNSKEY RRset of {here}."));
        }
        if !missing.is_empty() {
            line.push_str(&format!(" It is not in that of {missing}."));
        }
        lines.push(line);
    }
    lines
}

/// One step of the chain of trust.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChainStep {
    pub from: String,
    pub to: String,
    pub verdict: Verdict,
}

/// Every step from the root to each provider's data: what the drawing shows, as a table. `cuts`: the zones that a live
/// check has proven.
pub fn chain_steps(report: &Report, cuts: &[Cut]) -> Vec<ChainStep> {
    let mut steps = Vec::new();
    let step = |from: String, to: String, verdict| ChainStep { from, to, verdict };
    let above: Vec<&Cut> = cuts.iter().filter(|cut| cut.zone != report.zone).collect();
    let named = |cut: &Cut| if cut.zone == "." { "the root".to_owned() } else { said(&cut.zone).to_owned() };
    for (upper, lower) in above.iter().zip(above.iter().skip(1)) {
        steps.push(step(named(upper), named(lower), lower.verdict));
    }
    let parent = match (report.parent.state, parent_of(&report.zone)) {
        (ParentState::Unseen, _) => "each provider’s own KSKs (the parent was not seen)".to_owned(),
        (_, ".") => "the root’s DS RRset".into(),
        (_, name) => format!("{name}’s DS RRset"),
    };
    if above.is_empty() {
        steps.push(step("the root".into(), parent.clone(), Verdict::Indeterminate));
    }
    for provider in &report.providers {
        steps.push(step(
            parent.clone(),
            format!("{}’s DNSKEY RRset", provider.label),
            provider.dnskey_verdict,
        ));
    }
    for mix in &report.mixes {
        let to = match mix.rrsets_total {
            0 => format!("{}’s data", mix.answer_from),
            _ => format!(
                "{}’s data: {} of {} RRsets verify",
                mix.answer_from,
                mix.rrsets_total - mix.rrsets_failing.min(mix.rrsets_total),
                mix.rrsets_total
            ),
        };
        steps.push(step(format!("{}’s DNSKEY RRset", mix.dnskey_from), to, mix.verdict));
    }
    steps
}

/// `A`, `A and B`, `A, B and C`.
pub fn list<'a>(items: impl Iterator<Item = &'a str>) -> String {
    let items: Vec<&str> = items.collect();
    match items.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_of_the_chain_is_a_row() {
        let report = crate::ui::layout::chain::tests::report(2, |at, of| (at, of) == (0, 1), None);
        let steps = chain_steps(&report, &[]);
        // What is above the parent, two DNSKEY RRsets, four mixes.
        assert_eq!(steps.len(), 1 + 2 + 4);
        assert_eq!(steps[0].verdict, Verdict::Indeterminate);
        let bad: Vec<&ChainStep> = steps.iter().filter(|step| step.verdict == Verdict::Bogus).collect();
        assert_eq!(bad.len(), 1);
        assert_eq!(
            (bad[0].from.as_str(), bad[0].to.as_str()),
            ("A’s DNSKEY RRset", "B’s data: 0 of 16 RRsets verify")
        );
    }

    #[test]
    fn letters_keep_what_is_a_letter_and_fill_the_rest() {
        assert_eq!(letters(["A", "B"].into_iter()), ['A', 'B']);
        assert_eq!(letters(["deSEC", "A", "ns1.example"].into_iter()), ['B', 'A', 'C']);
        assert_eq!(letters(["C", "B"].into_iter()), ['C', 'B']);
    }

    #[test]
    fn only_rfcs_are_linked() {
        let page = "https://www.rfc-editor.org/rfc/rfc8901.html";
        assert_eq!(reference_link("RFC 8901").as_deref(), Some(page));
        assert_eq!(reference_link("RFC 8901 §2.1.2, §3"), Some(format!("{page}#section-2.1.2")));
        assert_eq!(reference_link("RFC 8901 §A.1."), Some(format!("{page}#appendix-A.1")));
        assert_eq!(reference_link("javascript:alert(1)"), None);
        assert_eq!(reference_link("RFC x"), None);
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        let noon = Some(Moment(1_795_608_000));
        for text in [
            "2026-11-25T12:00:00Z",
            "2026-11-25 12:00:00 UTC",
            "2026-11-25 12:00 UTC",
            "2026-11-25 12:00",
            " 2026-11-25T12:00Z ",
            "20261125120000",
            "1795608000",
        ] {
            assert_eq!(read_time(text), noon, "{text}");
        }
        assert_eq!(read_time("2026-11-25"), Some(Moment(1_795_564_800)));
        for text in ["", "soon", "2026-13-01", "2026-11-25 25:00", "é", "UTC", "::"] {
            assert_eq!(read_time(text), None, "{text}");
        }
        assert_eq!(field_time(Moment(1_795_608_000)), "2026-11-25 12:00:00 UTC");
        assert_eq!(day(Moment(1_795_608_000)), "25 Nov");
        assert_eq!(day_time(Moment(1_795_608_000)), "25 Nov 12:00");
        assert_eq!(clock(Moment(1_795_608_000)), "12:00 UTC");
    }

    #[test]
    fn spans_are_read_as_they_are_written() {
        for (seconds, text) in
            [(0, "0"), (59, "59s"), (3_600, "1h"), (5_400, "90m"), (1_209_600, "14d"), (90_061, "90061s")]
        {
            assert_eq!(ttl(seconds), text);
            assert_eq!(read_ttl(text), Some(seconds), "{text}");
        }
        for (text, seconds) in
            [("14 days", 1_209_600), ("1 hour 30 minutes", 5_400), ("300", 300), ("2W", 1_209_600)]
        {
            assert_eq!(read_ttl(text), Some(seconds), "{text}");
        }
        for text in ["", "soon", "-1", "1.5h", "h1", "1y", "99999999999"] {
            assert_eq!(read_ttl(text), None, "{text}");
        }
    }

    #[test]
    fn remarks_become_sentences() {
        assert_eq!(sentence("signed by 1/13"), "Signed by 1/13.");
        assert_eq!(sentence("example. is lame"), "example. is lame.");
        assert_eq!(sentence(" Is it? "), "Is it?");
        assert_eq!(sentence(""), "");
    }

    #[test]
    fn lists_are_english() {
        assert_eq!(list([].into_iter()), "");
        assert_eq!(list(["A"].into_iter()), "A");
        assert_eq!(list(["A", "B", "C"].into_iter()), "A, B and C");
    }
}
