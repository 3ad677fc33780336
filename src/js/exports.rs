//! What the module's JavaScript calls. It has looked at the shape of its arguments already (`input.js`),
//! and makes a `MultisignerError` of each [`Fault`].

use super::asked::Asked;
use super::fault::Fault;
use super::{link, plan, simulate};
use crate::check::outcome::{Outcome, SourceSummary};
use crate::check::report::Report;
use crate::check::session::Session;
use crate::dnssec::backend::WebCrypto;
use crate::simulate::webcrypto::WebCrypto as WebSigner;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

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
pub async fn plan(wanted: JsValue) -> Result<JsValue, JsValue> {
    settle(plan::plan(serde_wasm_bindgen::from_value(wanted)?, &WebCrypto::new()).await)
}

/// May a step of a plan be made?
#[wasm_bindgen]
pub async fn gate(wanted: JsValue) -> Result<JsValue, JsValue> {
    settle(plan::gate(serde_wasm_bindgen::from_value(wanted)?, &WebCrypto::new()).await)
}

/// What to do when something has gone wrong already.
#[wasm_bindgen]
pub fn emergencies() -> Result<JsValue, JsValue> {
    plain(&crate::plan::emergencies())
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
    let question = asked.question()?;
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
