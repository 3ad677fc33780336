//! The worker's side: one live check at a time, driven by what the browser fetches.

use super::fetch::Fetcher;
use super::protocol::{Ask, News, Reply};
use crate::dns::Name;
use crate::dnssec::backend::WebCrypto;
use crate::doh::anchors::{Anchors, NoAnchor};
use crate::doh::chain::{self, Cut};
use crate::doh::query::label;
use crate::doh::{LiveCheck, Resolver, Settings};
use crate::ui::browser::now;
use crate::ui::crypto::Elsewhere;
use crate::ui::wire;
use gloo::timers::callback::Timeout;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::str::FromStr as _;
use thiserror::Error;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

/// Asking one resolver often shows more of its caches; more than this is not polite.
pub(super) const DNSKEY_TRIES: usize = 3;

/// No more names that do not exist than this, whatever a page asks for.
pub(crate) const MOST_SAMPLES: usize = 40;

/// A page redraws no faster.
const NEWS_MS: u32 = 80;

/// The live check that runs, or ran last.
#[derive(Default)]
struct Desk {
    run: RefCell<Option<Rc<Run>>>,
}

struct Run {
    id: u32,
    check: RefCell<LiveCheck>,
    fetcher: Fetcher,
    /// Of this check alone: it answers one after the other.
    crypto: WebCrypto<Elsewhere>,
    chain: RefCell<Vec<Cut>>,
    /// The chain was proven from what came so far, or is being.
    chained: Cell<bool>,
    /// A proof is under way; and more has come since it began.
    proving: Cell<bool>,
    stale: Cell<bool>,
    /// Everything has come.
    done: Cell<bool>,
    /// News are on their way.
    telling: Cell<bool>,
}

/// Listens until the page ends the worker.
pub fn serve() {
    let desk = Desk::default();
    let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(ask) = wire::unpack(&event.data()) {
            desk.hear(ask);
        }
    });
    scope().set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
    post(&Reply::Ready);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(reply: &Reply) {
    if let Some(value) = wire::pack(reply) {
        // A reply that cannot be cloned cannot exist: it is plain data.
        let _ = scope().post_message(&value);
    }
}

impl Desk {
    fn hear(&self, ask: Ask) {
        match ask {
            Ask::Start { run, name, resolvers, anchor, samples } => {
                if let Some(before) = self.run.take() {
                    before.fetcher.cancel();
                    before.done.set(true);
                }
                match begin(&name, resolvers, anchor.as_deref(), samples) {
                    Ok(check) => {
                        let run = Rc::new(Run {
                            id: run,
                            check: RefCell::new(check),
                            fetcher: Fetcher::default(),
                            crypto: WebCrypto::before(Elsewhere::default()),
                            chain: RefCell::default(),
                            chained: Cell::new(false),
                            proving: Cell::new(false),
                            stale: Cell::new(false),
                            done: Cell::new(false),
                            telling: Cell::new(false),
                        });
                        *self.run.borrow_mut() = Some(Rc::clone(&run));
                        go_on(&run);
                    }
                    Err(why) => post(&Reply::News { run, news: Box::new(News::Refused(why.to_string())) }),
                }
            }
            Ask::Again { run, ids, anew } => {
                if let Some(run) = self.running(run) {
                    run.fetcher.resume();
                    for id in ids {
                        let (mut check, label) = (run.check.borrow_mut(), random());
                        match anew {
                            true => check.ask_anew(id, label.as_deref()),
                            false => check.ask_again(id, label.as_deref()),
                        }
                    }
                    run.done.set(false);
                    run.chained.set(false);
                    go_on(&run);
                }
            }
            Ask::Cancel { run } => {
                if let Some(run) = self.running(run) {
                    run.fetcher.cancel();
                    run.check.borrow_mut().cancel();
                    go_on(&run);
                }
            }
        }
    }

    fn running(&self, id: u32) -> Option<Rc<Run>> {
        self.run.borrow().as_ref().filter(|run| run.id == id).cloned()
    }
}

/// Why a live check does not begin.
#[derive(Debug, Error)]
enum CannotBegin {
    #[error("“{0}” is not a domain name")]
    Name(String),
    #[error(transparent)]
    Anchor(#[from] NoAnchor),
    #[error("this browser gives no random numbers")]
    NoDice,
}

fn begin(
    name: &str,
    resolvers: Vec<Resolver>,
    anchor: Option<&str>,
    samples: usize,
) -> Result<LiveCheck, CannotBegin> {
    let name = Name::from_str(name).map_err(|_| CannotBegin::Name(name.to_owned()))?;
    let anchors = match anchor {
        Some(text) => Anchors::read(text)?,
        None => Anchors::default(),
    };
    let count = samples.min(MOST_SAMPLES).saturating_mul(resolvers.len());
    let labels = (0..count).map(|_| random()).collect::<Option<Vec<_>>>();
    let labels = labels.ok_or(CannotBegin::NoDice)?;
    let settings = Settings { resolvers, anchors, labels, dnskey_tries: DNSKEY_TRIES, padding: None };
    Ok(LiveCheck::new(name, settings))
}

/// Asks what there is to ask; when all is settled, says so.
fn go_on(run: &Rc<Run>) {
    let asks = run.check.borrow_mut().next_asks();
    for ask in asks {
        let run = Rc::clone(run);
        spawn_local(async move {
            let result = run.fetcher.fetch(&ask).await;
            run.check.borrow_mut().feed(ask.id, result, now());
            go_on(&run);
        });
    }
    if run.done.get() {
        return;
    }
    if run.check.borrow().is_done() {
        run.done.set(true);
        spawn_local(prove(Rc::clone(run)));
        return;
    }
    if !run.chained.get() && run.check.borrow().chain_is_settled() {
        run.chained.set(true);
        spawn_local(prove(Rc::clone(run)));
    }
    tell(run);
}

/// The chain, as soon as it can be proven: the rest takes longer. At the end, all that came.
async fn prove(run: Rc<Run>) {
    if run.proving.replace(true) {
        run.stale.set(true);
        return;
    }
    loop {
        run.stale.set(false);
        let (links, anchors) = {
            let check = run.check.borrow();
            (check.links(), check.anchors().clone())
        };
        let cuts = chain::prove(&links, &anchors, &run.crypto, now()).await;
        *run.chain.borrow_mut() = cuts;
        if !run.stale.get() {
            break;
        }
    }
    run.proving.set(false);
    if run.done.get() {
        let check = run.check.borrow();
        let seen = check.seen(&run.chain.borrow(), now(), true);
        post(&Reply::News { run: run.id, news: Box::new(News::Done(seen, check.sources())) });
    } else {
        tell(&run);
    }
}

/// Says how far it has come, soon and not too often.
fn tell(run: &Rc<Run>) {
    if run.done.get() || run.telling.replace(true) {
        return;
    }
    let run = Rc::clone(run);
    let say = move || {
        run.telling.set(false);
        if !run.done.get() {
            let seen = run.check.borrow().seen(&run.chain.borrow(), now(), false);
            post(&Reply::News { run: run.id, news: Box::new(News::Asking(seen)) });
        }
    };
    Timeout::new(NEWS_MS, say).forget();
}

/// A label that nobody has asked for before.
fn random() -> Option<String> {
    let mut octets = [0; 8];
    let crypto = scope().crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut octets).ok()?;
    Some(label(octets))
}
