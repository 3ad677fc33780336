//! A plan as a runbook in Markdown, with boxes to tick.

use super::PLACEHOLDERS;
use crate::plan::{Plan, PlanStep, Tools};
use crate::share::markdown::escaped;
use crate::visible::shown;
use std::fmt::Write as _;

/// The runbook.
pub fn markdown(plan: &Plan) -> String {
    markdown_with(plan, None)
}

/// The runbook, with commands.
pub fn markdown_with(plan: &Plan, tools: Option<&Tools>) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write(plan, tools, &mut out);
    out
}

fn write(plan: &Plan, tools: Option<&Tools>, out: &mut String) -> std::fmt::Result {
    writeln!(out, "# {}: {}\n", escaped(&plan.zone), escaped(&plan.title()))?;
    writeln!(out, "{}\n", plan.proof.words())?;
    if plan.has_placeholders() {
        writeln!(out, "{}\n", escaped(PLACEHOLDERS))?;
    }
    writeln!(out, "| step | not before | |\n|---|---|---|")?;
    for step in &plan.steps {
        writeln!(out, "| {} | {} | {} |", step.number, step.time, escaped(&step.title))?;
    }
    writeln!(out, "| | {} | all is over |", plan.finished_time())?;
    for step in &plan.steps {
        write_step(plan, step, tools, out)?;
    }
    writeln!(out, "\n## Taken for granted\n")?;
    for line in plan.assumptions() {
        writeln!(out, "- {}", escaped(&line))?;
    }
    Ok(())
}

/// Lines to copy, within an item of a list.
fn write_block(language: &str, lines: impl Iterator<Item = String>, out: &mut String) -> std::fmt::Result {
    writeln!(out, "\n  ```{language}")?;
    for line in lines {
        writeln!(out, "  {}", shown(&line))?;
    }
    writeln!(out, "  ```\n")
}

fn write_step(plan: &Plan, step: &PlanStep, tools: Option<&Tools>, out: &mut String) -> std::fmt::Result {
    writeln!(out, "\n## {}. {}\n", step.number, escaped(&step.title))?;
    if step.done {
        return writeln!(out, "- [x] made already: `{}`", step.id);
    }
    writeln!(out, "Not before **{}**. `{}`, {}\n", step.time, step.id, step.source)?;
    for line in &step.needs {
        writeln!(out, "Before: {}\n", escaped(line))?;
    }
    for line in &step.arithmetic {
        writeln!(out, "- Wait: {}", escaped(line))?;
    }
    for line in &step.keeps {
        writeln!(out, "- Because: {line}")?;
    }
    if !step.arithmetic.is_empty() {
        writeln!(out)?;
    }
    for action in &step.actions {
        writeln!(out, "- [ ] {}", escaped(&action.text))?;
        if !action.records.is_empty() {
            let lines = action.records.iter().map(|record| format!("{} {}", record.verb.mark(), record.text));
            write_block("", lines, out)?;
        }
        for command in tools.map(|tools| tools.commands(plan, action)).unwrap_or_default() {
            if !command.note.is_empty() {
                writeln!(out, "  {}", escaped(&command.note))?;
            }
            if !command.text.is_empty() {
                write_block("sh", command.text.lines().map(ToString::to_string), out)?;
            }
        }
    }
    let mut early = step.early.iter();
    if let Some(first) = early.next() {
        writeln!(out, "\nToo early: {}\n", escaped(first))?;
        for (number, line) in (1..).zip(early) {
            writeln!(out, "{number}. {}", escaped(line))?;
        }
    }
    writeln!(out, "\nBack: {}", step.back)
}
