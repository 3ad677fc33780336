//! The worker's side: plans, tries, and reads zones.

use super::protocol::{Ask, Evidence, Gated, Refusal, Reply, Shown, Way};
use crate::check::outcome::Question;
use crate::dnssec::backend::WebCrypto;
use crate::evidence::{Role, Source};
use crate::plan::{self, Answer, EarlierPlan, Kept, Observed, Planned, Request, Unplanned};
use crate::ui::browser;
use crate::ui::crypto::Elsewhere;
use js_sys::{Array, Reflect};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Listens until the page ends the worker.
pub(crate) fn serve() {
    let crypto = Rc::new(WebCrypto::before(Elsewhere::default()));
    let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let Some((ask, texts)) = read(&event.data()) else { return };
        let crypto = Rc::clone(&crypto);
        spawn_local(async move {
            let reply = answer(ask, &texts, &crypto).await;
            if let Ok(json) = serde_json::to_string(&reply) {
                // Texts can always be posted.
                let _ = scope().post_message(&json.into());
            }
        });
    });
    scope().set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
    let _ = scope().post_message(&JsValue::TRUE);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn read(data: &JsValue) -> Option<(Ask, Array)> {
    let json = Reflect::get(data, &"ask".into()).ok()?.as_string()?;
    let texts = Reflect::get(data, &"texts".into()).ok()?.dyn_into().ok()?;
    Some((serde_json::from_str(&json).ok()?, texts))
}

async fn answer(ask: Ask, texts: &Array, crypto: &WebCrypto<Elsewhere>) -> Reply {
    match ask {
        Ask::Plan { id, kept } => {
            let began = js_sys::Date::now();
            let shown = planned(kept).map_err(refusal).map(|Planned { plan, document }| {
                Box::new(Shown { plan, document, took: js_sys::Date::now() - began })
            });
            Reply::Planned { id, outcome: shown }
        }
        Ask::Attempt { id, kept, step, at } => {
            let tried = request(kept).and_then(|request| plan::attempt(&request, step, at));
            Reply::Attempted { id, outcome: tried.map_err(said) }
        }
        Ask::Observe { evidence } => {
            let observed = observed(evidence, texts, crypto).await;
            Reply::Observed { outcome: observed.map(Box::new) }
        }
        Ask::Gate { kept, step, now, evidence } => {
            let outcome = gate(kept, step, now, observed(evidence, texts, crypto).await);
            Reply::Gated { step, outcome }
        }
    }
}

fn request(kept: Kept) -> Result<Request, Unplanned> {
    Ok(kept.wanted.request(kept.from)?)
}

fn planned(kept: Kept) -> Result<Planned, Unplanned> {
    plan::plan(&request(kept)?)
}

fn refusal(why: Unplanned) -> Refusal {
    let instead = match &why {
        Unplanned::CannotImport(none) => none.options.as_slice(),
        _ => &[],
    };
    let way = |option: &plan::Instead| Way {
        title: option.title.into(),
        what: option.what.clone(),
        cost: option.cost.clone(),
        source: option.source.into(),
    };
    Refusal { instead: instead.iter().map(way).collect(), why: why.to_string() }
}

fn gate(kept: Kept, step: usize, now: i64, observed: Result<Observed, String>) -> Result<Gated, String> {
    let (old, seen) = (kept.wanted.old.clone(), kept.wanted.seen.clone());
    let before = EarlierPlan::from(&planned(kept).map_err(said)?.plan);
    let gate = before.gate(&observed?, step, &seen, &old, now).map_err(said)?;
    let answer = match gate.answer {
        Answer::Go => "go",
        Answer::Wait => "wait",
        Answer::Missing => "missing",
        Answer::Made => "made",
    };
    let words = gate.words();
    let lines = gate.missing.into_iter().chain(gate.arithmetic).collect();
    Ok(Gated { answer: answer.into(), words, lines, made: gate.made })
}

async fn observed(
    evidence: Evidence,
    texts: &Array,
    crypto: &WebCrypto<Elsewhere>,
) -> Result<Observed, String> {
    let mut sources = Vec::new();
    for (whose, text) in evidence.whose.into_iter().zip(texts.iter()) {
        let Some(text) = browser::received(&text) else { continue };
        let (name, role) = match whose {
            None => ("Parent".to_owned(), Role::Parent),
            Some(label) if label.is_empty() => ("All in one paste".to_owned(), Role::Auto),
            Some(label) => (label.clone(), Role::Provider(label)),
        };
        let text = browser::whole(text).await.ok_or("the browser cannot read a text any more")?;
        sources.push(Source { name, role, text });
    }
    let question = Question {
        sources,
        zone: evidence.zone,
        no_ds: evidence.no_ds,
        unreached: None,
        at: evidence.at,
        rrsets_per_mix: 0,
    };
    Observed::ask(&question, crypto).await.map_err(said)
}

fn said(why: impl std::fmt::Display) -> String {
    why.to_string()
}
