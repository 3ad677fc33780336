//! Plans and explorations for the module.

use super::fault::Fault;
use crate::dns::Moment;
use crate::explore::{Document, Exploration};
use crate::plan::{Assumptions, Model, Operation, Plan, Unplanned, Wanted};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is to be planned.
#[derive(Debug, Deserialize)]
pub(super) struct PlanInput {
    operation: Operation,
    model: Option<Model>,
    providers: Vec<String>,
    who: Option<String>,
    to: Option<String>,
    zone: String,
    ttls: BTreeMap<String, u32>,
    start: String,
    margin: Option<u32>,
    propagation: u32,
    signing: u32,
    parent: u32,
}

/// A plan, and the document that proves it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct PlanResult {
    plan: Plan,
    document: Document,
}

pub(super) fn explore(document: &str) -> Result<Exploration, Fault> {
    Ok(crate::explore::explore(&Document::read(document)?)?)
}

pub(super) fn plan(input: PlanInput) -> Result<PlanResult, Fault> {
    let PlanInput { operation, model, providers, who, to, zone, ttls, start, .. } = input;
    let PlanInput { margin, propagation, signing, parent, .. } = input;
    let usual = Assumptions::from(Moment::parse(&start)?.0);
    let margin = margin.unwrap_or(usual.margin);
    let assumed = Assumptions { margin, propagation, signing, parent, ..usual };
    let wanted =
        Wanted { model, providers, who, to, zone: Some(zone), ttls, ..Wanted::of(operation, assumed) };
    let planned = crate::plan::plan(&wanted.request(None).map_err(Unplanned::from)?)?;
    Ok(PlanResult { plan: planned.plan, document: planned.document })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn planned(operation: &str, start: &str) -> Result<PlanResult, Value> {
        let input = json!({"operation": operation, "model": null, "providers": [], "who": null, "to": null, "zone": "example.",
            "ttls": {}, "start": start, "margin": null, "propagation": 0, "signing": 0, "parent": 0});
        plan(serde_json::from_value(input).unwrap()).map_err(|fault| serde_json::to_value(fault).unwrap())
    }

    #[test]
    fn a_plan_and_its_document() {
        let made = planned("migrate", "2026-12-01T10:00:00Z").unwrap();
        assert!(made.plan.proof.safe);
        let found = explore(&serde_json::to_string(&made.document).unwrap());
        assert!(found.is_ok_and(|found| found.safe));
    }

    #[test]
    fn troubles_have_names() {
        let bad = serde_json::to_value(explore("{}").unwrap_err()).unwrap();
        assert_eq!(bad["problem"]["problem"], "bad-document");
        assert_eq!(planned("migrate", "soon").unwrap_err()["problem"]["problem"], "bad-time");
    }
}
