//! A plan as a runbook in Markdown, with boxes to tick.

use crate::plan::{Plan, PlanStep};
use crate::share::markdown::escaped;
use std::fmt::Write as _;

/// The runbook.
pub fn markdown(plan: &Plan) -> String {
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write(plan, &mut out);
    out
}

fn write(plan: &Plan, out: &mut String) -> std::fmt::Result {
    writeln!(out, "# {}: {}\n", escaped(&plan.zone), escaped(&plan.title()))?;
    writeln!(out, "{}\n", plan.proof.words())?;
    writeln!(out, "| step | not before | |\n|---|---|---|")?;
    for step in &plan.steps {
        writeln!(out, "| {} | {} | {} |", step.number, step.time, escaped(&step.title))?;
    }
    writeln!(out, "| | {} | all is over |", plan.finished_time())?;
    for step in &plan.steps {
        write_step(step, out)?;
    }
    writeln!(out, "\n## Taken for granted\n")?;
    for line in plan.assumptions() {
        writeln!(out, "- {}", escaped(&line))?;
    }
    Ok(())
}

fn write_step(step: &PlanStep, out: &mut String) -> std::fmt::Result {
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
