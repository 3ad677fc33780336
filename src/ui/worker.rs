//! The worker's side: one session, one question at a time, always the latest.

use super::crypto::Elsewhere;
use super::patch::Patch;
use super::protocol::{Ask, Given, Progress, Reply, ShareAsk};
use super::share;
use super::walk::{self, Proof, Walked};
use crate::check::outcome::{Outcome, Question};
use crate::check::session::Session;
use crate::dnssec::backend::WebCrypto;
use crate::dnssec::profile;
use crate::evidence::Source;
use crate::simulate::resolver;
use data_encoding::HEXLOWER;
use js_sys::{Array, Reflect};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

/// More rows than anybody reads; the report says how many there are.
const RRSETS_PER_MIX: usize = 200;

/// A page redraws no faster, and each message costs the page a little.
const PROGRESS_MS: f64 = 60.0;

struct Desk {
    crypto: WebCrypto<Elsewhere>,
    session: RefCell<Session>,
    sources: RefCell<Vec<Source>>,
    waiting: RefCell<Option<Message>>,
    /// Requests about the check, in their order; the check itself goes first.
    requests: RefCell<VecDeque<ShareAsk>>,
    busy: Cell<bool>,
    /// What the page has.
    sent: RefCell<Option<Outcome>>,
}

struct Message {
    ask: Ask,
    blobs: Array,
}

/// Listens for questions until the page ends the worker.
pub fn serve() {
    let desk = Rc::new(Desk {
        crypto: WebCrypto::before(Elsewhere::default()),
        session: RefCell::default(),
        sources: RefCell::default(),
        waiting: RefCell::default(),
        requests: RefCell::default(),
        busy: Cell::default(),
        sent: RefCell::default(),
    });
    let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(question) = walk(&event.data()) {
            let walked = Walked { proof: walked(&desk, &question), question };
            if let Ok(value) = serde_wasm_bindgen::to_value(&walked) {
                let _ = scope().post_message(&value);
            }
            return;
        }
        if let Some(request) = of_share(&event.data()) {
            desk.requests.borrow_mut().push_back(request);
        } else {
            let Some(mut message) = read(&event.data()) else { return };
            // An unanswered question is dropped for the next one, but its texts are not.
            if let Some(dropped) = desk.waiting.borrow_mut().take()
                && message.ask.sources.is_none()
            {
                message.ask.sources = dropped.ask.sources;
                message.blobs = dropped.blobs;
            }
            *desk.waiting.borrow_mut() = Some(message);
        }
        if !desk.busy.replace(true) {
            let desk = Rc::clone(&desk);
            spawn_local(async move {
                loop {
                    let next = desk.waiting.borrow_mut().take();
                    if let Some(message) = next {
                        answer(&desk, message).await;
                        continue;
                    }
                    let request = desk.requests.borrow_mut().pop_front();
                    let Some(request) = request else { break };
                    answer_request(&desk, request).await;
                }
                desk.busy.set(false);
            });
        }
    });
    scope().set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
    post(&Reply::Ready);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn read(data: &JsValue) -> Option<Message> {
    let ask = serde_wasm_bindgen::from_value(Reflect::get(data, &"ask".into()).ok()?).ok()?;
    let blobs = Reflect::get(data, &"blobs".into()).ok()?.dyn_into().ok()?;
    Some(Message { ask, blobs })
}

fn walk(data: &JsValue) -> Option<walk::Question> {
    serde_wasm_bindgen::from_value(Reflect::get(data, &"walk".into()).ok()?).ok()
}

/// A resolver's proof, from what was judged last.
fn walked(desk: &Desk, question: &walk::Question) -> Result<Proof, String> {
    let session = desk.session.try_borrow().map_err(|_| "the zone is being judged: ask again")?;
    let proven = session.proven().ok_or("nothing was judged")?;
    let profile = match question.validator.as_str() {
        "hardened" => &profile::UNBOUND_HARDENED,
        "bind" => &profile::BIND,
        "powerdns" => &profile::POWERDNS,
        "knot" => &profile::KNOT,
        _ => &profile::REFERENCE,
    };
    let walk = resolver::walk(proven, &question.ask, profile, question.at).map_err(|no| no.to_string())?;
    let hex = |step: &resolver::Step| {
        let octets = step.signed.iter().filter_map(|signed| resolver::signed_octets(proven, *signed));
        octets.map(|octets| HEXLOWER.encode(&octets)).collect()
    };
    Ok(Proof { octets: walk.steps.iter().map(hex).collect(), walk })
}

fn of_share(data: &JsValue) -> Option<ShareAsk> {
    serde_wasm_bindgen::from_value(Reflect::get(data, &"share".into()).ok()?).ok()
}

fn post(reply: &Reply) {
    if let Ok(value) = serde_wasm_bindgen::to_value(reply) {
        // A reply that cannot be cloned cannot exist: it is plain data.
        let _ = scope().post_message(&value);
    }
}

async fn answer(desk: &Desk, message: Message) {
    let Message { ask, blobs } = message;
    let same_texts = ask.sources.is_none();
    if let Some(given) = ask.sources {
        let mut sources = Vec::with_capacity(given.len());
        for (source, blob) in given.into_iter().zip(blobs.iter()) {
            sources.push(take(source, blob).await);
        }
        *desk.sources.borrow_mut() = sources;
    }
    let id = ask.id;
    let question = Question {
        sources: desk.sources.take(),
        zone: ask.zone,
        no_ds: ask.no_ds,
        at: ask.at,
        rrsets_per_mix: RRSETS_PER_MIX,
    };
    let mut said = js_sys::Date::now();
    let mut progress = |done: usize, total: usize| {
        let now = js_sys::Date::now();
        if now - said >= PROGRESS_MS {
            said = now;
            let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            post(&Reply::Progress { id, progress: Progress { done: count(done), total: count(total) } });
        }
    };
    let outcome = judge(desk, &question, &mut progress).await;
    *desk.sources.borrow_mut() = question.sources;
    if outcome.sources.iter().any(|source| source.private_key) {
        desk.sources.borrow_mut().clear();
        *desk.session.borrow_mut() = Session::new();
    }
    let patch = Patch::between(desk.sent.borrow().as_ref().filter(|_| same_texts), &outcome);
    post(&Reply::Done { id, patch });
    *desk.sent.borrow_mut() = Some(outcome);
}

// As `judge`.
#[allow(clippy::await_holding_refcell_ref)]
async fn answer_request(desk: &Desk, request: ShareAsk) {
    let sources = desk.sources.borrow();
    let said = share::answer(request.ask, &sources, &mut desk.session.borrow_mut(), &desk.crypto).await;
    post(&Reply::Share { id: request.id, said });
}

async fn take(given: Given, blob: JsValue) -> Source {
    let text = match given.text {
        Some(text) => text,
        None => match blob.dyn_into::<Blob>() {
            Ok(blob) => {
                JsFuture::from(blob.text()).await.ok().and_then(|t| t.as_string()).unwrap_or_default()
            }
            Err(_) => String::new(),
        },
    };
    Source { name: given.name, role: given.role, text }
}

// One question at a time (`Desk::busy`), so nobody else borrows the session across the await.
#[allow(clippy::await_holding_refcell_ref)]
async fn judge(desk: &Desk, question: &Question, progress: &mut dyn FnMut(usize, usize)) -> Outcome {
    desk.session.borrow_mut().ask(question, &desk.crypto, &mut |p| progress(p.done, p.total)).await
}
