//! Plans and explorations for the module.

use super::asked::Asked;
use super::fault::Fault;
use crate::dns::Moment;
use crate::dnssec::backend::Backend;
use crate::explore::{Document, Exploration};
use crate::plan::{Assumptions, EarlierPlan, Gate, Model, Observed, Operation, Plan, Unplanned, Wanted};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is to be planned.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlanInput {
    operation: Operation,
    /// The zone as it is seen; left out: a group with keys of the usual names.
    from: Option<Asked>,
    #[serde(default)]
    old: Vec<String>,
    model: Option<Model>,
    providers: Vec<String>,
    who: Option<String>,
    to: Option<String>,
    #[serde(default)]
    cannot_import: Vec<String>,
    zone: Option<String>,
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

/// Whether a step of a plan may be made.
#[derive(Debug, Deserialize)]
pub(super) struct GateInput {
    /// The plan’s JSON.
    plan: String,
    step: usize,
    from: Asked,
    /// When the last server was seen with what a step makes.
    seen: Vec<(usize, String)>,
    old: Vec<String>,
}

pub(super) async fn gate(input: GateInput, backend: &impl Backend) -> Result<Gate, Fault> {
    let planned = EarlierPlan::read(&input.plan)?;
    let question = input.from.question()?;
    let observed =
        Observed::ask(&question, backend).await.map_err(|problem| Fault::of(problem, Vec::new()))?;
    let seen = input.seen.iter().map(|(step, at)| Ok((*step, Moment::parse(at)?.0)));
    let seen = seen.collect::<Result<BTreeMap<usize, i64>, Fault>>()?;
    Ok(planned.gate(&observed, input.step, &seen, &input.old, question.at.0)?)
}

pub(super) async fn plan(input: PlanInput, backend: &impl Backend) -> Result<PlanResult, Fault> {
    let PlanInput {
        operation,
        from,
        old,
        model,
        providers,
        who,
        to,
        cannot_import,
        zone,
        ttls,
        start,
        margin,
        propagation,
        signing,
        parent,
    } = input;
    let from = match from {
        None => None,
        Some(asked) => {
            let observed = Observed::ask(&asked.question()?, backend).await;
            Some(observed.map_err(|problem| Fault::of(problem, Vec::new()))?)
        }
    };
    let usual = Assumptions::from(Moment::parse(&start)?.0);
    let assumed =
        Assumptions { margin: margin.unwrap_or(usual.margin), propagation, signing, parent, ..usual };
    let wanted = Wanted {
        operation,
        model,
        providers,
        who,
        to,
        cannot_import,
        zone,
        ttls,
        assumed,
        old,
        seen: BTreeMap::new(),
    };
    let planned = crate::plan::plan(&wanted.request(from).map_err(Unplanned::from)?)?;
    Ok(PlanResult { plan: planned.plan, document: planned.document })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::dnssec::backend::Native;
    use serde_json::{Value, json};

    fn planned(operation: &str, start: &str) -> Result<PlanResult, Value> {
        let input = json!({"operation": operation, "model": null, "providers": [], "who": null, "to": null, "zone": "example.",
            "ttls": {}, "start": start, "margin": null, "propagation": 0, "signing": 0, "parent": 0});
        pollster::block_on(plan(serde_json::from_value(input).unwrap(), &Native))
            .map_err(|fault| serde_json::to_value(fault).unwrap())
    }

    #[test]
    fn a_plan_and_its_document() {
        let made = planned("migrate", "2026-12-01T10:00:00Z").unwrap();
        assert!(made.plan.proof.safe);
        let found = explore(&serde_json::to_string(&made.document).unwrap());
        assert!(found.is_ok_and(|found| found.safe));
    }

    fn gated(plan: &str, step: usize) -> Result<Gate, Value> {
        let sources = ["A/zone.signed", "B/zone.signed", "parent/dig-DS.txt"].map(|file| {
            let text = std::fs::read_to_string(format!("tests/corpus/003-model2-ok/{file}")).unwrap();
            let role = match file.split_once('/').unwrap().0 {
                "parent" => json!("parent"),
                label => json!({"provider": label}),
            };
            json!({"name": file, "role": role, "text": text})
        });
        let from = json!({"sources": sources, "noDs": false, "at": "1795608000"});
        let input = json!({"plan": plan, "step": step, "from": from, "seen": [[1, "1795608000"]], "old": []});
        let gate = gate(serde_json::from_value(input).unwrap(), &Native);
        pollster::block_on(gate).map_err(|fault| serde_json::to_value(fault).unwrap())
    }

    #[test]
    fn gates() {
        let mut made = serde_json::to_value(planned("zsk-roll", "1795608000").unwrap().plan).unwrap();
        assert_eq!(gated(&made.to_string(), 1).unwrap_err()["problem"]["problem"], "no-gate");
        made["zone"] = json!("dorpra.multi.");
        assert_eq!(gated(&made.to_string(), 1).unwrap().answer, crate::plan::Answer::Go);
        assert_eq!(gated(&made.to_string(), 2).unwrap().answer, crate::plan::Answer::Missing);
        assert_eq!(gated("{}", 1).unwrap_err()["problem"]["problem"], "bad-document");
    }

    #[test]
    fn troubles_have_names() {
        let bad = serde_json::to_value(explore("{}").unwrap_err()).unwrap();
        assert_eq!(bad["problem"]["problem"], "bad-document");
        assert_eq!(planned("migrate", "soon").unwrap_err()["problem"]["problem"], "bad-time");
    }
}
