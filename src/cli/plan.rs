//! `multisigner plan OPERATION`.

use super::args::{GateArgs, Plain, PlanArgs, PlanFormat};
use super::clock::now;
use super::failure::Failure;
use super::status::{FAILS, HOLDS};
use super::{inputs, link};
use crate::check::outcome::Question;
use crate::check::session::Session;
use crate::dns::Moment;
use crate::dnssec::backend::Native;
use crate::plan::{
    Answer, Assumptions, EarlierPlan, NoPlan, Observed, Operation, Plan, Request, Tools, export, plan,
};
use crate::share::commands::Table;
use crate::share::json;
use crate::visible::shown;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;

pub(super) fn command(args: &PlanArgs) -> Result<u8, Failure> {
    let start = args.start.unwrap_or_else(now);
    let from = if args.from.is_empty() { None } else { Some(observed(&args.from, start)?) };
    let mut labels = args.providers.clone();
    if let (Some(seen), true) = (&from, labels.is_empty()) {
        labels = seen.labels();
        let joins = match args.operation {
            Operation::AddProvider => args.who.as_ref(),
            Operation::Migrate => args.to.as_ref(),
            _ => None,
        };
        labels.extend(joins.filter(|label| !seen.labels().contains(label)).cloned());
    }
    let model = args.model.or_else(|| from.as_ref().map(Observed::model));
    let group = args.operation.group(model, &labels, args.who.as_deref(), args.to.as_deref())?;
    let request = Request {
        operation: args.operation,
        group,
        zone: args
            .zone
            .clone()
            .or_else(|| from.as_ref().map(|seen| seen.zone.clone()))
            .unwrap_or_else(|| "example.".into()),
        ttls: args.ttl.iter().cloned().collect(),
        assumed: Assumptions {
            start: start.0,
            margin: args.margin,
            propagation: args.propagation,
            signing: args.signing,
            parent: args.parent_delay,
        },
        from,
        old: args.old.clone(),
    };
    let planned = plan(&request)?;
    if let Some(path) = &args.publication {
        let written = std::fs::write(path, json(&planned.document));
        written.map_err(|error| Failure::Evidence { path: path.clone(), error })?;
    }
    let table = Table::built_in();
    let tools = tools(args, &planned.plan, &table)?;
    let text = match args.format {
        PlanFormat::Text => export::text_with(&planned.plan, tools.as_ref()),
        PlanFormat::Json => json(&planned.plan),
        PlanFormat::Markdown => export::markdown_with(&planned.plan, tools.as_ref()),
        PlanFormat::Ics => export::calendar(&planned.plan),
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(if planned.plan.proof.safe { HOLDS } else { FAILS })
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
    let mut session = Session::new();
    let outcome = pollster::block_on(session.ask(&question, &Native, &mut |_| {}));
    let report = outcome.result?;
    let Some(proven) = session.proven() else {
        return Err(Failure::Problem(crate::check::outcome::Problem::Empty));
    };
    Ok(Observed::of(proven, &report))
}
