//! The report as plain text, for a terminal or a ticket.

use crate::check::outcome::Outcome;
use crate::check::report::{CoverageState, Finding, FixStep, Group, Mix, ParentState, Report, Verdict};
use crate::evidence::{Gravity, NotRead};
use crate::share::commands::{Software, Table};
use crate::visible::{Lines, shown};

/// The whole report, with the commands of some software beside the steps of fixes.
pub(super) fn report(report: &Report, software: Option<&'static Software>) -> String {
    let mut out = Lines::default();
    // Writing to a String cannot fail.
    let _ = write_report(report, software, &mut out);
    out.into()
}

fn write_report(report: &Report, software: Option<&'static Software>, out: &mut Lines) -> std::fmt::Result {
    let headline = &report.headline;
    writeln!(out, "{}  at {}", report.zone, report.at)?;
    writeln!(out)?;
    writeln!(out, "{} {}", headline.lead, headline.text)?;
    if !headline.why.is_empty() {
        writeln!(out, "{}", headline.why)?;
    }
    for fact in &headline.facts {
        writeln!(out, "  {}: {} ({})", fact.label, fact.value, fact.note)?;
    }
    writeln!(out)?;
    writeln!(out, "Model: {}", report.model_note)?;
    match report.parent.state {
        ParentState::Unseen => writeln!(out, "Parent: not seen")?,
        ParentState::NoDs => writeln!(out, "Parent: no DS")?,
        ParentState::Ds => writeln!(out, "Parent: {} DS", report.parent.ds.len())?,
    }
    if let Some(next) = &report.timeline.next {
        writeln!(out, "Next change: {}, {}.", next.at.plain(), next.text)?;
    }
    if let Some(offer) = report.timeline.offer {
        writeln!(out, "Most signatures are not valid at this moment; try --at {offer}")?;
    }
    writeln!(out)?;
    matrix(report, out)?;
    coverage(report, out)?;
    findings(report, software, out)?;
    not_read(&report.not_read, out)
}

fn matrix(report: &Report, out: &mut Lines) -> std::fmt::Result {
    let labels: Vec<&str> = report.providers.iter().map(|provider| provider.label.as_str()).collect();
    let mut rows = vec![
        std::iter::once("DNSKEY from \\ answer from".to_string())
            .chain(labels.iter().map(ToString::to_string))
            .collect::<Vec<_>>(),
    ];
    for label in &labels {
        let cells = report.mixes.iter().filter(|mix| mix.dnskey_from == *label).map(cell);
        rows.push(std::iter::once((*label).to_string()).chain(cells).collect());
    }
    table(&rows, out)?;
    for mix in report.mixes.iter().filter(|mix| mix.verdict != Verdict::Secure) {
        writeln!(out, "  {} > {}: {}: {}", mix.dnskey_from, mix.answer_from, mix.verdict.word(), mix.reason)?;
    }
    for mix in &report.mixes {
        for other in &mix.differs {
            let verdict = other.verdict.word();
            writeln!(
                out,
                "  {} > {}: {verdict} at {}: {}",
                mix.dnskey_from, mix.answer_from, other.profile, other.reason
            )?;
        }
    }
    writeln!(out)
}

fn cell(mix: &Mix) -> String {
    let mark = if mix.differs.is_empty() { "" } else { " *" };
    let verdict = match mix.rrsets_failing {
        0 => format!("{}{mark}", mix.verdict.word()),
        failing => format!("{} {failing}/{}{mark}", mix.verdict.word(), mix.rrsets_total),
    };
    // It does not happen.
    if mix.reached { verdict } else { format!("({verdict})") }
}

fn coverage(report: &Report, out: &mut Lines) -> std::fmt::Result {
    if report.coverage.is_empty() {
        return Ok(());
    }
    let head = std::iter::once("Key".to_string())
        .chain(report.providers.iter().map(|provider| format!("in {}'s set", provider.label)))
        .chain(std::iter::once(String::new()))
        .collect::<Vec<_>>();
    let mut rows = vec![head];
    for row in &report.coverage {
        let key = report.keys.get(row.key);
        let name = key.map(|key| format!("{}/{} {}", key.tag, key.algorithm, key.role.word()));
        let mut line = vec![name.unwrap_or_default()];
        line.extend(row.cells.iter().map(|state| coverage_word(*state)));
        line.push(row.note.clone());
        rows.push(line);
    }
    table(&rows, out)?;
    writeln!(out)
}

/// What is missing stands out in a table without colours.
fn coverage_word(state: CoverageState) -> String {
    let word = state.word();
    if state == CoverageState::Missing { word.to_uppercase() } else { word.into() }
}

fn findings(report: &Report, software: Option<&'static Software>, out: &mut Lines) -> std::fmt::Result {
    let commands = software.map(|software| (software, Table::built_in()));
    for group in Group::ALL {
        let mut findings = group.of(report).peekable();
        if findings.peek().is_none() {
            continue;
        }
        writeln!(out, "{}", group.title())?;
        for (_, finding) in findings {
            finding_text(finding, commands.as_ref(), out)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn finding_text(
    finding: &Finding,
    commands: Option<&(&'static Software, Table)>,
    out: &mut Lines,
) -> std::fmt::Result {
    writeln!(out, "  {} [{}]", finding.title, finding.code)?;
    writeln!(out, "    {}", finding.detail)?;
    if finding.group() == Group::Worth {
        return Ok(());
    }
    for line in &finding.evidence {
        let whose = line.provider.as_deref().unwrap_or("parent");
        writeln!(out, "    | {whose}: {}", line.text)?;
    }
    for (number, step) in finding.fix.iter().enumerate() {
        let at = step
            .provider
            .as_deref()
            .map(|label| format!("At {label}"))
            .filter(|at| !step.text.starts_with(at.as_str()))
            .map(|at| format!("{at}: "))
            .unwrap_or_default();
        writeln!(out, "    {}. {at}{}", number + 1, step.text)?;
        for record in &step.records {
            writeln!(out, "       {record}")?;
        }
        if let Some((chosen, table)) = commands {
            command(table, chosen, step, out)?;
        }
    }
    if !finding.references.is_empty() {
        writeln!(out, "    {}", finding.references.join(", "))?;
    }
    Ok(())
}

/// What to type for a step, where there is something to type.
fn command(table: &Table, chosen: &'static Software, step: &FixStep, out: &mut Lines) -> std::fmt::Result {
    let software = Table::software_of(step, Some(chosen));
    let Some((software, command)) = software.and_then(|one| Some((one, table.command(one, step)?))) else {
        return Ok(());
    };
    writeln!(out, "       {}: {}", software.name, command.note)?;
    for line in command.text.lines() {
        writeln!(out, "         {line}")?;
    }
    Ok(())
}

fn not_read(list: &[NotRead], out: &mut Lines) -> std::fmt::Result {
    let lost: Vec<&NotRead> = list.iter().filter(|entry| entry.gravity >= Gravity::Lost).collect();
    let notes = list.len() - lost.len();
    if !lost.is_empty() {
        writeln!(out, "Not read")?;
    }
    for entry in lost {
        not_read_line(entry, out)?;
    }
    if notes > 0 {
        writeln!(out, "{notes} more lines were set aside (--format json lists them).")?;
    }
    Ok(())
}

fn not_read_line(entry: &NotRead, out: &mut Lines) -> std::fmt::Result {
    let hint = entry.hint.as_deref().map(|hint| format!(" ({hint})")).unwrap_or_default();
    writeln!(out, "  {}:{}:{}: {}{hint}", entry.source, entry.line, entry.column, entry.reason)?;
    writeln!(out, "    {}", entry.text)
}

/// What could not be read, for a run that ends without a report.
pub(super) fn unread(outcome: &Outcome) -> String {
    let mut out = Lines::default();
    for source in &outcome.sources {
        for entry in source.not_read.iter().filter(|entry| entry.gravity >= Gravity::Lost).take(20) {
            let _ = not_read_line(entry, &mut out);
        }
    }
    out.into()
}

/// Columns as wide as their widest cell.
fn table(rows: &[Vec<String>], out: &mut Lines) -> std::fmt::Result {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns)
        .map(|column| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| shown(cell).chars().count()).max()
        })
        .map(Option::unwrap_or_default)
        .collect();
    for row in rows {
        let line: Vec<String> =
            row.iter().zip(&widths).map(|(cell, width)| format!("{:<width$}", shown(cell))).collect();
        writeln!(out, "{}", line.join("  ").trim_end())?;
    }
    Ok(())
}
