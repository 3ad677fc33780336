//! `multisigner plan OPERATION`.

use super::args::{PlanArgs, PlanFormat};
use super::clock::now;
use super::failure::Failure;
use super::status::{FAILS, HOLDS};
use crate::plan::{Assumptions, Request, export, plan};
use crate::share::json;
use std::io::Write as _;

pub(super) fn command(args: &PlanArgs) -> Result<u8, Failure> {
    let group = args.operation.group(args.model, &args.providers, args.who.as_deref(), args.to.as_deref())?;
    let start = args.start.unwrap_or_else(now);
    let request = Request {
        operation: args.operation,
        group,
        zone: args.zone.clone(),
        ttls: args.ttl.iter().cloned().collect(),
        assumed: Assumptions {
            start: start.0,
            margin: args.margin,
            propagation: args.propagation,
            signing: args.signing,
            parent: args.parent_delay,
        },
    };
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
