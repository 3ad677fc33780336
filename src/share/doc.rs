//! A report as a document: headings, tables and lists, without saying how they are written.

use crate::check::report::{CoverageState, Finding, Group, Mix, ParentState, Report, Tone, Verdict};
use crate::evidence::{Gravity, NotRead};

/// A piece of the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Heading(u8, String),
    /// The verdict: its first word, the sentence, and the tone.
    Verdict(Tone, String, String),
    Text(String),
    /// Name and value.
    Facts(Vec<(String, String)>),
    Table {
        head: Vec<String>,
        rows: Vec<Vec<Cell>>,
    },
    /// The number of the first, if they are numbered.
    Items(Option<usize>, Vec<String>),
    /// Records, one a line.
    Code(Vec<String>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) verdict: Option<Verdict>,
}

impl Cell {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), verdict: None }
    }
}

/// The whole report.
pub(super) fn of(report: &Report) -> Vec<Block> {
    let mut doc = vec![Block::Heading(1, format!("{} at {}", report.zone, report.at.plain()))];
    let headline = &report.headline;
    doc.push(Block::Verdict(headline.tone, headline.lead.clone(), headline.text.clone()));
    if !headline.why.is_empty() {
        doc.push(Block::Text(headline.why.clone()));
    }
    if !headline.until.is_empty() {
        doc.push(Block::Text(headline.until.clone()));
    }
    doc.push(Block::Facts(facts(report)));
    matrix(report, &mut doc);
    coverage(report, &mut doc);
    findings(report, &mut doc);
    expiry(report, &mut doc);
    not_read(&report.not_read, &mut doc);
    doc.push(Block::Text(format!(
        "Judged by multisigner {} for {}. Mixes are those of RFC 8901: a resolver holds one provider’s DNSKEY RRset and gets another’s answer.",
        env!("CARGO_PKG_VERSION"),
        report.at
    )));
    doc
}

fn facts(report: &Report) -> Vec<(String, String)> {
    let mut facts: Vec<(String, String)> = report
        .headline
        .facts
        .iter()
        .map(|fact| match fact.note.as_str() {
            "" => (fact.label.clone(), fact.value.clone()),
            note => (fact.label.clone(), format!("{} ({note})", fact.value)),
        })
        .collect();
    facts.push(("Model".into(), report.model_note.clone()));
    let parent = match report.parent.state {
        ParentState::Unseen => "not seen".to_string(),
        ParentState::NoDs => "no DS".to_string(),
        ParentState::Ds => {
            let ds = report.parent.ds.iter().map(|ds| {
                let known = if ds.key.is_some() { "" } else { ", of a key that was not seen" };
                format!("{}/{} digest type {}{known}", ds.key_tag, ds.algorithm, ds.digest_type)
            });
            format!("{} DS: {}", report.parent.ds.len(), ds.collect::<Vec<_>>().join("; "))
        }
    };
    facts.push(("Parent".into(), parent));
    for provider in &report.providers {
        let servers =
            if provider.servers.is_empty() { "no server named".into() } else { provider.servers.join(", ") };
        facts.push((provider.label.clone(), format!("{servers}; {} RRsets judged", provider.rrsets)));
    }
    if let Some(next) = &report.timeline.next {
        facts.push(("Next change".into(), format!("{}, {}.", next.at.plain(), next.text)));
    }
    facts
}

fn matrix(report: &Report, doc: &mut Vec<Block>) {
    let labels: Vec<&str> = report.providers.iter().map(|provider| provider.label.as_str()).collect();
    doc.push(Block::Heading(2, "Mixes".into()));
    let head = std::iter::once("DNSKEY from \\ answer from".to_string());
    let rows = labels.iter().map(|label| {
        let mixes = report.mixes.iter().filter(|mix| mix.dnskey_from == *label);
        std::iter::once(Cell::plain(*label)).chain(mixes.map(mix_cell)).collect()
    });
    doc.push(Block::Table {
        rows: rows.collect(),
        head: head.chain(labels.iter().map(ToString::to_string)).collect(),
    });
    let mut reasons = Vec::new();
    for mix in &report.mixes {
        let pair = format!("DNSKEY from {}, answer from {}", mix.dnskey_from, mix.answer_from);
        if mix.verdict != Verdict::Secure {
            reasons.push(format!("{pair}: {}: {}", mix.verdict.word(), mix.reason));
        }
        for other in &mix.differs {
            reasons.push(format!("{pair}: {} at {}: {}", other.verdict.word(), other.profile, other.reason));
        }
    }
    if !reasons.is_empty() {
        doc.push(Block::Items(None, reasons));
    }
}

fn mix_cell(mix: &Mix) -> Cell {
    let mut text = mix.verdict.word().to_string();
    if mix.rrsets_failing > 0 {
        text = format!("{text}, {} of {}", mix.rrsets_failing, mix.rrsets_total);
    }
    for other in &mix.differs {
        text = format!("{text}; {}: {}", other.profile, other.verdict.word());
    }
    // It does not happen.
    if !mix.reached {
        return Cell::plain(format!("({text})"));
    }
    Cell { text, verdict: Some(mix.verdict) }
}

fn coverage(report: &Report, doc: &mut Vec<Block>) {
    if report.coverage.is_empty() {
        return;
    }
    doc.push(Block::Heading(2, "Keys".into()));
    let sets = report.providers.iter().map(|provider| format!("in {}’s set", provider.label));
    let head = std::iter::once("Key".to_string()).chain(sets).chain(std::iter::once(String::new()));
    let rows = report.coverage.iter().map(|row| {
        let key = report.keys.get(row.key);
        let name = key.map(|key| format!("{}/{} {}", key.tag, key.algorithm, key.role.word()));
        let cells = row.cells.iter().map(|state| Cell {
            text: state.word().into(),
            verdict: (*state == CoverageState::Missing).then_some(Verdict::Bogus),
        });
        std::iter::once(Cell::plain(name.unwrap_or_default()))
            .chain(cells)
            .chain(std::iter::once(Cell::plain(row.note.clone())))
            .collect()
    });
    doc.push(Block::Table { rows: rows.collect(), head: head.collect() });
}

fn findings(report: &Report, doc: &mut Vec<Block>) {
    for group in Group::ALL {
        let mut findings = group.of(report).peekable();
        if findings.peek().is_some() {
            doc.push(Block::Heading(2, group.title().into()));
        }
        for (_, finding) in findings {
            one_finding(finding, doc);
        }
    }
}

fn one_finding(finding: &Finding, doc: &mut Vec<Block>) {
    doc.push(Block::Heading(3, format!("{} ({})", finding.title, finding.code)));
    doc.push(Block::Text(finding.detail.clone()));
    let said: Vec<String> = finding.hit.iter().chain(&finding.masked).cloned().collect();
    if !said.is_empty() {
        doc.push(Block::Items(None, said));
    }
    if !finding.evidence.is_empty() {
        let lines = finding.evidence.iter().map(|line| {
            let whose = line.provider.as_deref().unwrap_or("parent");
            format!("{whose}: {}", line.text)
        });
        doc.push(Block::Code(lines.collect()));
    }
    let mut steps = Vec::new();
    let mut first = 1;
    for (number, step) in finding.fix.iter().enumerate() {
        let at = step.provider.as_deref().map(|label| format!("At {label}"));
        let at = at.filter(|at| !step.text.starts_with(at.as_str()));
        steps.push(at.map_or_else(|| step.text.clone(), |at| format!("{at}: {}", step.text)));
        if !step.records.is_empty() {
            doc.push(Block::Items(Some(first), std::mem::take(&mut steps)));
            doc.push(Block::Code(step.records.clone()));
            first = number + 2;
        }
    }
    if !steps.is_empty() {
        doc.push(Block::Items(Some(first), steps));
    }
    if !finding.references.is_empty() {
        doc.push(Block::Text(finding.references.join(", ")));
    }
}

fn expiry(report: &Report, doc: &mut Vec<Block>) {
    if report.timeline.spans.is_empty() {
        return;
    }
    doc.push(Block::Heading(2, "Signatures valid".into()));
    let head = ["Whose", "What", "From", "Until"].map(String::from).to_vec();
    let rows = report.timeline.spans.iter().map(|span| {
        let whose = span.provider.as_deref().unwrap_or("parent");
        [whose.into(), span.what.clone(), span.from.plain(), span.until.plain()].map(Cell::plain).to_vec()
    });
    doc.push(Block::Table { rows: rows.collect(), head });
}

fn not_read(list: &[NotRead], doc: &mut Vec<Block>) {
    /// The JSON report lists all of them.
    const LISTED: usize = 50;
    let lost: Vec<&NotRead> = list.iter().filter(|entry| entry.gravity >= Gravity::Lost).collect();
    if lost.is_empty() {
        return;
    }
    doc.push(Block::Heading(2, "Not read".into()));
    let mut items: Vec<String> = lost
        .iter()
        .take(LISTED)
        .map(|entry| {
            let hint = entry.hint.as_deref().map(|hint| format!(" ({hint})")).unwrap_or_default();
            let at = format!("{}, line {}, column {}", entry.source, entry.line, entry.column);
            format!("{at}: {}{hint}: {}", entry.reason, entry.text)
        })
        .collect();
    if lost.len() > LISTED {
        items.push(format!("and {} more", lost.len() - LISTED));
    }
    doc.push(Block::Items(None, items));
}
