//! The worker's side: one session, one question at a time, always the latest.

use super::crypto::Elsewhere;
use super::patch::Patch;
use super::protocol::{Ask, Given, Progress, Reply};
use super::share::{Wanted, hear_wanted};
use super::walk::{self, Proof, Walked};
use super::wire;
use crate::check::effort::{Costs, LONG};
use crate::check::outcome::{Outcome, Question};
use crate::check::report::Report;
use crate::check::session::Session;
use crate::dnssec::backend::WebCrypto;
use crate::dnssec::profile;
use crate::evidence::Source;
use crate::simulate::resolver;
use domain::utils::base16;
use js_sys::{Array, Object, Reflect};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

/// More rows than anybody reads; the report says how many there are.
const RRSETS_PER_MIX: usize = 200;

/// A page redraws no faster, and each message costs the page a little.
const PROGRESS_MS: f64 = 60.0;

struct Desk {
    crypto: WebCrypto<Elsewhere>,
    session: RefCell<Session>,
    sources: RefCell<Vec<Source>>,
    waiting: RefCell<Option<Message>>,
    /// What the worker of links wants, in its order; the check itself goes first.
    wanted: RefCell<VecDeque<(MessagePort, Wanted)>>,
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
        wanted: RefCell::default(),
        busy: Cell::default(),
        sent: RefCell::default(),
    });
    let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(question) = walk(&event.data()) {
            let walked = Walked { proof: walked(&desk, &question), question };
            let message = Object::new();
            let made = wire::pack(&walked)
                .is_some_and(|walked| Reflect::set(&message, &"walked".into(), &walked).is_ok());
            if made {
                let _ = scope().post_message(&message);
            }
            return;
        }
        if let Some(port) = event.data().dyn_ref::<MessagePort>() {
            let desk = Rc::clone(&desk);
            hear_wanted(port.clone(), move |port, wanted| {
                desk.wanted.borrow_mut().push_back((port.clone(), wanted));
                work(&desk);
            });
            return;
        }
        let Some(mut message) = read(&event.data()) else { return };
        // An unanswered question is dropped for the next one, but its texts are not.
        if let Some(dropped) = desk.waiting.borrow_mut().take()
            && message.ask.sources.is_none()
        {
            message.ask.sources = dropped.ask.sources;
            message.blobs = dropped.blobs;
        }
        *desk.waiting.borrow_mut() = Some(message);
        work(&desk);
    });
    scope().set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
    post(&Reply::Ready);
}

/// Answers what waits, one after the other, unless that is going on already.
fn work(desk: &Rc<Desk>) {
    if desk.busy.replace(true) {
        return;
    }
    let desk = Rc::clone(desk);
    spawn_local(async move {
        loop {
            let next = desk.waiting.borrow_mut().take();
            if let Some(message) = next {
                answer(&desk, message).await;
                continue;
            }
            let next = desk.wanted.borrow_mut().pop_front();
            let Some((port, wanted)) = next else { break };
            let given = give(&desk, wanted).await;
            // Plain data can be posted; on an end that is gone nobody waits.
            let _ = port.post_message(&given.unwrap_or_default());
        }
        desk.busy.set(false);
    });
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn read(data: &JsValue) -> Option<Message> {
    let ask = wire::unpack(&Reflect::get(data, &"ask".into()).ok()?)?;
    let blobs = Reflect::get(data, &"blobs".into()).ok()?.dyn_into().ok()?;
    Some(Message { ask, blobs })
}

fn walk(data: &JsValue) -> Option<walk::Question> {
    wire::unpack(&Reflect::get(data, &"walk".into()).ok()?)
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
        octets.map(|octets| base16::encode_string(&octets).to_ascii_lowercase()).collect()
    };
    Ok(Proof { octets: walk.steps.iter().map(hex).collect(), walk })
}

fn post(reply: &Reply) {
    if let Some(value) = wire::pack(reply) {
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
        unreached: ask.unreached,
        at: ask.at,
        rrsets_per_mix: RRSETS_PER_MIX,
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let report = |done, total| {
        post(&Reply::Progress { id, progress: Progress { done: count(done), total: count(total) } });
    };
    let mut said = js_sys::Date::now();
    let time = desk.session.borrow_mut().effort(&question).time(&Costs::BROWSER);
    if time > LONG && !ask.patient {
        *desk.sources.borrow_mut() = question.sources;
        post(&Reply::Long { id, seconds: u32::try_from(time.as_secs()).unwrap_or(u32::MAX) });
        return;
    }
    // Reading alone may have taken long: there is a way to end it before anything is judged.
    if js_sys::Date::now() - said >= PROGRESS_MS {
        report(0, 0);
    }
    let mut progress = |done: usize, total: usize| {
        let now = js_sys::Date::now();
        if now - said >= PROGRESS_MS {
            said = now;
            report(done, total);
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

async fn give(desk: &Desk, wanted: Wanted) -> Option<JsValue> {
    match wanted {
        Wanted::Sources => wire::pack(&*desk.sources.borrow()),
        Wanted::Report { rest, others, rrsets_per_mix } => {
            let own = others.is_none();
            let question = Question {
                sources: others.unwrap_or_else(|| desk.sources.take()),
                zone: rest.zone,
                no_ds: rest.no_ds,
                unreached: rest.unreached,
                at: rest.at,
                rrsets_per_mix: usize::try_from(rrsets_per_mix).unwrap_or(usize::MAX),
            };
            // Other sources are not remembered: the next question is of the page's own again.
            let kept = if own { None } else { Some(desk.session.take()) };
            let outcome = judge(desk, &question, &mut |_, _| {}).await;
            match kept {
                Some(kept) => *desk.session.borrow_mut() = kept,
                None => *desk.sources.borrow_mut() = question.sources,
            }
            let report: Option<Box<Report>> = outcome.result.ok();
            wire::pack(&report)
        }
    }
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
