//! A plan for a terminal.

use super::PLACEHOLDERS;
use crate::plan::{Plan, PlanStep, Tools};
use crate::visible::Lines;

/// The whole plan.
pub fn text(plan: &Plan) -> String {
    text_with(plan, None)
}

/// The whole plan, with commands.
pub fn text_with(plan: &Plan, tools: Option<&Tools>) -> String {
    let mut out = Lines::default();
    // Writing to a String cannot fail.
    let _ = write(plan, tools, &mut out);
    out.into()
}

fn write(plan: &Plan, tools: Option<&Tools>, out: &mut Lines) -> std::fmt::Result {
    writeln!(out, "{}  {}", plan.zone, plan.title())?;
    writeln!(out)?;
    writeln!(out, "{}", plan.proof.words())?;
    if plan.has_placeholders() {
        writeln!(out, "{PLACEHOLDERS}")?;
    }
    for step in &plan.steps {
        writeln!(out)?;
        write_step(plan, step, tools, out)?;
    }
    writeln!(out)?;
    writeln!(out, "All is over at {}.", plan.finished_time())?;
    writeln!(out)?;
    writeln!(out, "Taken for granted")?;
    for line in plan.assumptions() {
        writeln!(out, "  {line}")?;
    }
    Ok(())
}

fn write_step(plan: &Plan, step: &PlanStep, tools: Option<&Tools>, out: &mut Lines) -> std::fmt::Result {
    if step.done {
        return writeln!(out, "{}. {}: made already  [{}]", step.number, step.title, step.id);
    }
    writeln!(out, "{}. {}", step.number, step.title)?;
    writeln!(out, "   not before {}  [{}, {}]", step.time, step.id, step.source)?;
    for line in &step.needs {
        writeln!(out, "   Before: {line}")?;
    }
    for line in &step.arithmetic {
        writeln!(out, "   Wait: {line}")?;
    }
    if step.arithmetic.is_empty() && step.number > 1 {
        writeln!(out, "   Wait: none")?;
    }
    for line in &step.keeps {
        writeln!(out, "   Because: {line}")?;
    }
    for action in &step.actions {
        writeln!(out, "   - {}", action.text)?;
        for record in &action.records {
            writeln!(out, "       {} {}", record.verb.mark(), record.text)?;
        }
        for command in tools.map(|tools| tools.commands(plan, action)).unwrap_or_default() {
            if !command.note.is_empty() {
                writeln!(out, "       {}", command.note)?;
            }
            for line in command.text.lines() {
                writeln!(out, "         {line}")?;
            }
        }
    }
    let mut early = step.early.iter();
    if let Some(first) = early.next() {
        writeln!(out, "   Too early: {first}")?;
        for line in early {
            writeln!(out, "     {line}")?;
        }
    }
    writeln!(out, "   Back: {}", step.back)
}
