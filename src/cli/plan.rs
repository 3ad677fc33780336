//! `multisigner plan OPERATION`.

use super::args::{GateArgs, Plain, PlanArgs, PlanFormat};
use super::clock::now;
use super::failure::Failure;
use super::status::{FAILS, HOLDS};
use super::{inputs, link};
use crate::check::outcome::Question;
use crate::dns::Moment;
use crate::dnssec::backend::Native;
use crate::plan::{Answer, Assumptions, EarlierPlan, Observed, Wanted, export, observe, plan};
use crate::share::json;
use crate::visible::shown;
use std::io::Write as _;
use std::path::PathBuf;

pub(super) fn command(args: &PlanArgs) -> Result<u8, Failure> {
    let start = args.start.unwrap_or_else(now);
    let from = if args.from.is_empty() { None } else { Some(observed(&args.from, start)?) };
    let wanted = Wanted {
        operation: args.operation,
        model: args.model,
        providers: args.providers.clone(),
        who: args.who.clone(),
        to: args.to.clone(),
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
    let request = wanted.request(from)?;
    let planned = plan(&request)?;
    if let Some(path) = &args.publication {
        let written = std::fs::write(path, json(&planned.document));
        written.map_err(|error| Failure::Evidence { path: path.clone(), error })?;
    }
    let text = match args.format {
        PlanFormat::Text => export::text(&planned.plan),
        PlanFormat::Json => json(&planned.plan),
        PlanFormat::Markdown => export::markdown(&planned.plan),
        PlanFormat::Ics => export::calendar(&planned.plan),
    };
    std::io::stdout().lock().write_all(text.as_bytes())?;
    Ok(if planned.plan.proof.safe { HOLDS } else { FAILS })
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
    Ok(pollster::block_on(observe(&question, &Native))?)
}
