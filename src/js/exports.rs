//! What the module's JavaScript calls. It has looked at the shape of its arguments already (`input.js`),
//! and makes a `MultisignerError` of each [`Fault`].

use super::fault::Fault;
use super::{link, plan, simulate};
use crate::check::outcome::{Outcome, Question, SourceSummary};
use crate::check::report::Report;
use crate::check::session::Session;
use crate::dns::Moment;
use crate::dnssec::backend::WebCrypto;
use crate::evidence::Source;
use crate::simulate::webcrypto::WebCrypto as WebSigner;
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    sources: Vec<Source>,
    zone: Option<String>,
    no_ds: bool,
    unreached: Option<Vec<String>>,
    at: String,
    /// All when not given.
    rrsets_per_mix: Option<usize>,
}

#[derive(Serialize)]
struct Checked {
    report: Box<Report>,
    fails: bool,
    sources: Vec<SourceSummary>,
}

/// Reads, verifies and judges.
#[wasm_bindgen]
pub async fn check(asked: JsValue) -> Result<JsValue, JsValue> {
    settle(checked(serde_wasm_bindgen::from_value(asked)?).await)
}

/// Signs as several providers do.
#[wasm_bindgen]
pub async fn simulate(wanted: JsValue) -> Result<JsValue, JsValue> {
    settle(simulate::simulate(serde_wasm_bindgen::from_value(wanted)?, &WebSigner::reproducible()).await)
}

/// What every resolver cache makes of a publication document, given as JSON.
#[wasm_bindgen]
pub fn explore(document: &str) -> Result<JsValue, JsValue> {
    settle(plan::explore(document))
}

/// A plan, and the document that proves it.
#[wasm_bindgen]
pub fn plan(wanted: JsValue) -> Result<JsValue, JsValue> {
    settle(plan::plan(serde_wasm_bindgen::from_value(wanted)?))
}

/// The fragment of a check link.
#[wasm_bindgen]
pub fn encode(link: JsValue) -> Result<JsValue, JsValue> {
    settle(link::encode(serde_wasm_bindgen::from_value(link)?))
}

/// What a check link carries.
#[wasm_bindgen]
pub fn decode(text: &str) -> Result<JsValue, JsValue> {
    settle(link::decode(text))
}

async fn checked(asked: Asked) -> Result<Checked, Fault> {
    let question = Question {
        sources: asked.sources,
        zone: asked.zone,
        no_ds: asked.no_ds,
        unreached: asked.unreached,
        at: Moment::parse(&asked.at)?,
        rrsets_per_mix: asked.rrsets_per_mix.unwrap_or(usize::MAX),
    };
    let Outcome { result, sources } = Session::new().ask(&question, &WebCrypto::new(), &mut |_| {}).await;
    match result {
        Ok(report) => Ok(Checked { fails: report.fails(), report, sources }),
        Err(problem) => Err(Fault::of(problem, sources)),
    }
}

fn settle(result: Result<impl Serialize, Fault>) -> Result<JsValue, JsValue> {
    match result {
        Ok(data) => plain(&data),
        Err(fault) => Err(plain(&fault)?),
    }
}

/// Objects, arrays, strings, numbers, booleans and `null`: what `JSON.parse` would give.
fn plain(data: &impl Serialize) -> Result<JsValue, JsValue> {
    Ok(data.serialize(&Serializer::json_compatible())?)
}
