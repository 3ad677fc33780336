//! Commands made of what strangers call things: each is split as `sh` splits it and gives back the words that were put in,
//! and no more.

use crate::dice::Dice;
use crate::posix::split;
use crate::shell::{HOSTILE, PROGRAMS, Shell, commands, look_at};
use bytes::Bytes;
use multisigner::check::outcome::Question;
use multisigner::check::report::{ACTION_KINDS, Action, EvidenceLine, Finding, FixStep, RecordShown, Report};
use multisigner::check::session::Session;
use multisigner::dns::{Moment, Name, dotted};
use multisigner::dnssec::backend::RustCrypto;
use multisigner::evidence::{Role, Source};
use multisigner::share::commands::{SOFTWARE, Table};
use multisigner::shell::{self, SERVER};
use multisigner::ui::again;
use std::path::Path;

/// What the cases are made of.
pub struct Stock {
    table: Table,
    /// What the two providers answer, and the parent: a zone whose providers do not know each other's keys.
    a: Vec<String>,
    b: String,
    parent: String,
    /// Of that zone, with one finding.
    report: Report,
    finding: Finding,
    sh: Shell,
}

/// Where a command comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum From {
    Words,
    Fix,
    /// It has no place for such words.
    Refused,
    Again,
    Report,
}

const SCENARIO: &str = "tests/corpus/006-missing-zsk-at-A";

pub fn stock() -> Stock {
    let read = |file: &Path| std::fs::read_to_string(file).unwrap();
    let answers = |provider: &str| {
        let files = std::fs::read_dir(format!("{SCENARIO}/{provider}")).unwrap();
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.retain(|file| file.file_name().unwrap().to_string_lossy().starts_with("dig-"));
        files.sort();
        files.iter().map(|file| read(file)).collect::<Vec<String>>()
    };
    let (a, b) = (answers("A"), answers("B").concat());
    let parent = read(Path::new(&format!("{SCENARIO}/parent/dig-DS.txt")));
    let mut report = judged(vec![auto(a.concat()), auto(b.clone()), auto(parent.clone())]).unwrap();
    let finding = report.findings[0].clone();
    (report.findings, report.mixes) = (Vec::new(), Vec::new());
    Stock { table: Table::built_in(), a, b, parent, report, finding, sh: Shell::new("fuzz") }
}

fn auto(text: String) -> Source {
    Source { name: "box".into(), role: Role::Auto, text }
}

fn judged(sources: Vec<Source>) -> Option<Report> {
    let at = Moment(1_795_608_000);
    let question = Question { sources, zone: None, no_ds: false, unreached: None, at, rrsets_per_mix: 20 };
    let outcome = pollster::block_on(Session::new().ask(&question, &RustCrypto, &mut |_| {}));
    outcome.result.ok().map(|report| *report)
}

/// What shells and programs take for something else, and what looks like it.
const MARKS: [char; 48] = [
    '`', '$', '(', ')', '{', '}', '[', ']', '<', '>', '|', '&', ';', '\'', '"', '\\', '!', '#', '~', '*',
    '?', '%', '^', '=', '+', '-', '@', ',', ':', '/', '.', '_', ' ', '\t', '\n', '\r', '\0', '\u{7f}',
    '\u{1b}', '\u{a0}', '’', '“', '\u{ff04}', '\u{ff1b}', '\u{2028}', '\u{202e}', '\u{200b}', '\u{ff40}',
];

/// Letters that words of zones are of.
const PLAIN: &[u8] = b"abcxyzABCXYZ0123456789.-_+/=:";

/// What somebody calls something.
fn word(dice: &mut Dice) -> String {
    let mut word = String::new();
    let only_plain = dice.once_in(2);
    for _ in 0..=dice.below(6) {
        match dice.below(4) {
            _ if only_plain => word.push(char::from(*dice.one_of(PLAIN))),
            0 => word.push_str(dice.one_of::<&str>(&HOSTILE)),
            1 => word.push(char::from(*dice.one_of(PLAIN))),
            2 => word.push(*dice.one_of(&MARKS)),
            _ => word.push(char::from_u32(dice.roll() as u32 % 0x300).unwrap_or('x')),
        }
    }
    word
}

/// A name of such labels, or of any octets.
fn name(dice: &mut Dice) -> Name {
    let mut octets = Vec::new();
    for _ in 0..dice.below(4) {
        let mut label = if dice.once_in(4) {
            let count = 1 + dice.below(30);
            dice.octets(count)
        } else {
            word(dice).into_bytes()
        };
        label.truncate(60);
        octets.push(label.len() as u8);
        octets.extend(label);
    }
    octets.push(0);
    Name::from_octets(Bytes::from(octets)).unwrap()
}

pub fn one(dice: &mut Dice, stock: &Stock) -> From {
    match dice.below(200) {
        0 => of_report(dice, stock),
        1..40 => of_words(dice, stock),
        40..120 => again(dice, stock),
        _ => fix(dice, stock),
    }
}

/// The words of a text's commands; now and then a real `sh` has to say the same.
fn words(dice: &mut Dice, stock: &Stock, text: &str) -> Vec<Vec<String>> {
    let words = split(text).unwrap_or_else(|why| panic!("{why} in {text:?}"));
    if dice.once_in(1_000) && words.iter().all(|words| PROGRAMS.contains(&&*words[0])) {
        assert_eq!(stock.sh.run(text), words, "{text:?}");
    }
    words
}

/// The three makers of words, as they stand in commands.
fn of_words(dice: &mut Dice, stock: &Stock) -> From {
    let (host, zone, plain) = (word(dice), name(dice), word(dice));
    let text = format!(
        "dig @{} {} A {}",
        shell::server(&host),
        shell::name(&zone),
        shell::plain(&plain).unwrap_or("refused")
    );
    let all = words(dice, stock, &text);
    let [words] = &all[..] else { panic!("{all:?} of {text:?}") };
    let [dig, at, asked, a, last] = &words[..] else { panic!("{words:?} of {text:?}") };
    assert_eq!((&**dig, &**a), ("dig", "A"), "{text:?}");
    assert!(*at == format!("@{host}") || *at == format!("@{SERVER}"), "{text:?}");
    is_name(asked, &zone, &text);
    assert!(*last == plain || last == "refused", "{text:?}");
    assert!(!last.starts_with('-'), "{text:?}");
    From::Words
}

/// The word is the name, to the octet, and no option or server.
fn is_name(word: &str, name: &Name, text: &str) {
    assert_eq!(word.parse::<Name>().unwrap().as_slice(), name.as_slice(), "{text:?}");
    assert!(!word.starts_with(['-', '+', '@']), "{text:?}");
}

/// A record of a fix, by its words.
struct Record {
    owner: String,
    ttl: Option<String>,
    rtype: String,
    data: Vec<String>,
}

impl Record {
    /// Stand-ins that mean nothing to anybody: what a command is without a stranger's words.
    fn plain(number: usize, like: &Self) -> Self {
        Self {
            owner: format!("zzowner{number}zz"),
            ttl: like.ttl.as_ref().map(|_| format!("770{number}77")),
            rtype: "zztypezz".into(),
            data: (0..like.data.len()).map(|at| format!("zzdata{number}x{at}zz")).collect(),
        }
    }

    fn words(&self) -> impl Iterator<Item = &String> {
        [&self.owner, &self.rtype].into_iter().chain(&self.ttl).chain(&self.data)
    }

    fn text(&self) -> String {
        let ttl = self.ttl.as_deref().unwrap_or_default();
        format!("{} {ttl} IN {} {}", self.owner, self.rtype, self.data.join(" "))
    }
}

/// A command of the table has the words of its template with the records' in their places.
fn fix(dice: &mut Dice, stock: &Stock) -> From {
    // A record is read by its spaces; `IN` would be taken for the class.
    let one_word = |dice: &mut Dice| {
        let word: String = word(dice).split_ascii_whitespace().collect();
        if word.is_empty() || word == "IN" { "x".to_owned() } else { word }
    };
    let rtype = if dice.once_in(4) { one_word(dice) } else { "DNSKEY".into() };
    let mut records: Vec<Record> = Vec::new();
    for _ in 0..=dice.below(2) {
        let ttl = dice.once_in(2).then(|| dice.below(100_000).to_string());
        let owner = if dice.once_in(2) { one_word(dice) } else { "example.com.".into() };
        let data = (0..=dice.below(4)).map(|_| one_word(dice)).collect();
        records.push(Record { owner, ttl, rtype: rtype.clone(), data });
    }
    let zone = if dice.once_in(2) { word(dice) } else { "example.com.".into() };
    let (kind, software) = (*dice.one_of(&ACTION_KINDS), *dice.one_of(&SOFTWARE));
    let made = |zone: &str, records: &[Record]| {
        let action = Action { kind, zone: zone.into(), operator: None };
        let records = records.iter().map(Record::text).collect();
        let step = FixStep { text: String::new(), provider: None, records, action: Some(action) };
        stock.table.command(&software, &step).map(|command| command.text)
    };
    let Some(text) = made(&zone, &records) else { return From::Refused };
    let plain: Vec<Record> =
        records.iter().enumerate().map(|(number, like)| Record::plain(number, like)).collect();
    let template = made("zzzonezz", &plain).unwrap();
    let mut places: Vec<(&str, &str)> = vec![("zzzonezz", zone.trim_end_matches('.'))];
    for (plain, record) in plain.iter().zip(&records) {
        places.extend(plain.words().map(String::as_str).zip(record.words().map(String::as_str)));
    }
    let filled =
        |word: String| places.iter().fold(word, |word, (place, stranger)| word.replace(place, stranger));
    // What is for a form, not for a shell.
    if !PROGRAMS.iter().any(|program| template.starts_with(program)) {
        assert_eq!(text, filled(template));
        return From::Fix;
    }
    let expected: Vec<Vec<String>> =
        split(&template).unwrap().into_iter().map(|words| words.into_iter().map(filled).collect()).collect();
    assert_eq!(words(dice, stock, &text), expected, "{text:?}");
    From::Fix
}

/// Looking at a finding again.
fn again(dice: &mut Dice, stock: &Stock) -> From {
    let mut report = stock.report.clone();
    let zone = name(dice);
    report.zone = dotted(&zone);
    for provider in &mut report.providers {
        provider.servers = (0..dice.below(3)).map(|_| word(dice)).collect();
    }
    let mut finding = stock.finding.clone();
    let shown = finding.evidence[0].clone();
    let provider = dice.once_in(3).then(|| report.providers[0].label.clone());
    let owner = if dice.once_in(3) { word(dice) } else { dotted(&name(dice)) };
    let (rtype, covers) =
        *dice.one_of(&[("DNSKEY", None), ("RRSIG", Some("A")), ("TXT", None), ("NSEC", None)]);
    let record = RecordShown {
        owner: owner.clone(),
        rtype: rtype.to_owned(),
        covers: covers.map(str::to_owned),
        key_tag: None,
        algorithm: None,
        source: None,
        line: None,
    };
    let record = (!dice.once_in(8)).then_some(record);
    let text = format!("{owner} {}", word(dice));
    finding.evidence = vec![EvidenceLine { provider, text, record, absent: dice.once_in(8), ..shown }];
    let asked = again::questions(&finding, &report.zone);
    for one in again::commands(&finding, &report) {
        for line in &one.lines {
            let all = words(dice, stock, line);
            let [words] = &all[..] else { panic!("{all:?} of {line:?}") };
            let [dig, dnssec, norec, at, owner, rtype] = &words[..] else { panic!("{words:?} of {line:?}") };
            assert_eq!((&**dig, &**dnssec, &**norec), ("dig", "+dnssec", "+norec"), "{line:?}");
            let at = at.strip_prefix('@').unwrap();
            let mut servers = report.providers.iter().flat_map(|provider| &provider.servers);
            assert!(
                [SERVER, "PARENT-SERVER"].contains(&at) || servers.any(|server| server == at),
                "{line:?}"
            );
            let named = asked.iter().filter(|question| question.rtype == *rtype);
            let mut named = named.filter_map(|question| question.name.parse::<Name>().ok());
            let owner_read: Name = owner.parse().unwrap();
            let same = named.find(|name| *name == owner_read).unwrap_or_else(|| panic!("{line:?}"));
            is_name(owner, &same, line);
        }
        if let Some(whom) = one.whom(&report.zone)
            && let Some((_, line)) = whom.split_once('“')
        {
            let line = line.split('”').next().unwrap();
            let all = words(dice, stock, line);
            let [words] = &all[..] else { panic!("{all:?} of {line:?}") };
            let above = zone.parent().unwrap_or_else(Name::root_bytes);
            is_name(&words[3], &above, line);
            assert_eq!(words[..3], ["dig", "+short", "NS"], "{line:?}");
        }
    }
    From::Again
}

/// All commands of a report about hostile servers, hosts and labels.
fn of_report(dice: &mut Dice, stock: &Stock) -> From {
    let stranger: String = word(dice).chars().filter(|c| !c.is_control()).collect();
    let server = |text: &str| text.replace("127.0.0.21", &stranger);
    let host = dotted(&name(dice));
    let lines = format!(
        "{} 3600 IN NS {host}\n;; communications error to {stranger}#53: timed out\n",
        stock.report.zone
    );
    let (whole, own) = (stock.a.concat(), |label: &str, text| Source {
        name: "box".into(),
        role: Role::Provider(label.into()),
        text,
    });
    let sources = match dice.below(3) {
        0 => vec![auto(format!("{}{}{}", server(dice.one_of::<String>(&stock.a)), stock.b, stock.parent))],
        1 => vec![auto(server(&whole)), auto(format!("{lines}{}", stock.parent))],
        _ => vec![
            own(&stranger, server(&whole)),
            own("B", format!("{}{lines}", stock.b)),
            Source { role: Role::Parent, ..auto(stock.parent.clone()) },
        ],
    };
    let Some(report) = judged(sources) else { return From::Refused };
    for command in commands(&report) {
        look_at(&command, &words(dice, stock, &command));
    }
    From::Report
}
