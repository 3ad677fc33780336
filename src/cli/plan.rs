//! `multisigner plan OPERATION`.

use super::args::{EmergencyArgs, EmergencyFormat, GateArgs, Plain, PlanArgs, PlanCommand, PlanFormat};
use super::clock::now;
use super::failure::Failure;
use super::status::{FAILS, HOLDS, UNUSABLE};
use super::{inputs, link};
use crate::check::outcome::Question;
use crate::dns::Moment;
use crate::dnssec::backend::Native;
use crate::plan::{
    Answer, Assumptions, CannotImport, EarlierPlan, Emergency, NoPlan, Observed, Operation, Plan, Tools,
    Unplanned, Wanted, emergencies, export, may_import, plan,
};
use crate::share::commands::Table;
use crate::share::json;
use crate::visible::shown;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

pub(super) fn command(args: &PlanArgs) -> Result<u8, Failure> {
    if let Some(PlanCommand::Emergency(args)) = &args.instead {
        return emergency(args);
    }
    // clap asks for one of the two.
    args.operation.map_or(Ok(UNUSABLE), |operation| planned(args, operation))
}

fn emergency(args: &EmergencyArgs) -> Result<u8, Failure> {
    let all = emergencies().iter().filter(|emergency| args.which.is_none_or(|which| which == emergency.id));
    let all: Vec<Emergency> = all.copied().collect();
    let text = match args.format {
        EmergencyFormat::Text => export::emergencies_text(&all),
        EmergencyFormat::Json => json(&all),
        EmergencyFormat::Markdown => export::emergencies_markdown(&all),
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(HOLDS)
}

fn planned(args: &PlanArgs, operation: Operation) -> Result<u8, Failure> {
    let start = args.start.unwrap_or_else(now);
    let from = if args.from.is_empty() { None } else { Some(observed(&args.from, start)?) };
    let wanted = Wanted {
        operation,
        model: args.model,
        providers: args.providers.clone(),
        who: args.who.clone(),
        to: args.to.clone(),
        cannot_import: args.cannot_import.clone(),
        zone: args.zone.clone(),
        ttls: args.ttl.iter().cloned().collect(),
        assumed: Assumptions {
            start: start.0,
            margin: args.margin,
            propagation: args.propagation,
            signing: args.signing,
            parent: args.parent_delay,
        },
        old: args.old.clone(),
        seen: args.seen.iter().copied().collect(),
    };
    let mut planned = match plan(&wanted.request(from)?) {
        Err(Unplanned::CannotImport(none)) => return instead(args, &none),
        planned => planned?,
    };
    if let Some(path) = &args.publication {
        let written = std::fs::write(path, json(&planned.document));
        written.map_err(|error| Failure::Evidence { path: path.clone(), error })?;
    }
    let table = Table::built_in();
    let tools = tools(args, &planned.plan, &table)?;
    for (label, software) in tools.iter().flat_map(|tools| &tools.at) {
        let said = may_import(label, software);
        if !software.imports && !args.cannot_import.contains(label) && !planned.plan.taken.contains(&said) {
            planned.plan.taken.push(said);
        }
    }
    let text = match args.format {
        PlanFormat::Text => export::text_with(&planned.plan, tools.as_ref()),
        PlanFormat::Json => json(&planned.plan),
        PlanFormat::Markdown => export::markdown_with(&planned.plan, tools.as_ref()),
        PlanFormat::Ics => export::calendar(&planned.plan),
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(if planned.plan.proof.safe { HOLDS } else { FAILS })
}

/// Why there is no plan, as the module’s errors say it too.
#[derive(Serialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
enum NoPlanFor<'n> {
    CannotImport(&'n CannotImport),
}

/// No plan, and what can be done instead.
fn instead(args: &PlanArgs, none: &CannotImport) -> Result<u8, Failure> {
    let text = match args.format {
        PlanFormat::Json => json(&NoPlanFor::CannotImport(none)),
        PlanFormat::Text | PlanFormat::Markdown | PlanFormat::Ics => {
            let lines = none.lines();
            lines.iter().map(|line| format!("{}\n", shown(line))).collect()
        }
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(UNUSABLE)
}

/// The software of each place, as it was given; `None`: none was.
fn tools<'t>(args: &PlanArgs, plan: &Plan, table: &'t Table) -> Result<Option<Tools<'t>>, Failure> {
    let mut tools = Tools { table, at: BTreeMap::new(), elsewhere: None };
    for (label, software) in &args.software {
        match label {
            None => tools.elsewhere = Some(software),
            Some(label) if !plan.providers.contains(label) => {
                return Err(NoPlan::NoSuchProvider(label.clone()).into());
            }
            Some(label) => _ = tools.at.insert(label.clone(), software),
        }
    }
    Ok((!args.software.is_empty()).then_some(tools))
}

pub(super) fn gate(args: &GateArgs) -> Result<u8, Failure> {
    let planned = EarlierPlan::read(&inputs::text(&args.plan)?)?;
    let at = args.at.unwrap_or_else(now);
    let observed = observed(&args.from, at)?;
    let seen = args.seen.iter().copied().collect();
    let gate = planned.gate(&observed, args.step, &seen, &args.old, at.0)?;
    let mut out = std::io::stdout().lock();
    match args.format {
        Plain::Json => out.write_all(json(&gate).as_bytes())?,
        Plain::Text => {
            writeln!(out, "{}", shown(&gate.words()))?;
            for line in gate.missing.iter().chain(&gate.arithmetic) {
                writeln!(out, "  {}", shown(line))?;
            }
        }
    }
    Ok(if matches!(gate.answer, Answer::Go | Answer::Made) { HOLDS } else { FAILS })
}

/// What files or a link show of the zone, judged at the moment at which the plan begins; a link's at its own.
fn observed(from: &[PathBuf], start: Moment) -> Result<Observed, Failure> {
    let linked = from.iter().find_map(|file| link::frozen(file, None).transpose());
    let question = match linked.transpose()? {
        Some(_) if from.len() > 1 => return Err(Failure::LinkBeside),
        Some(question) => question,
        None => Question {
            sources: inputs::labelled(from)?,
            zone: None,
            no_ds: false,
            unreached: None,
            at: start,
            rrsets_per_mix: 0,
        },
    };
    Ok(pollster::block_on(Observed::ask(&question, &Native))?)
}
