//! The worker's side of a simulation: holds the private keys, signs, and hands out what is public.

use super::archive::archive;
use super::protocol::{Ask, Member, Reply, Run, Signed};
use crate::simulate::backend::{SigningBackend, ToSign};
use crate::simulate::config::Config;
use crate::simulate::keys::{KeyFault, Seed};
use crate::simulate::webcrypto::WebCrypto;
use crate::simulate::{Failure, Keyring, Simulated, Simulator, faults};
use crate::ui::browser::packed;
use crate::ui::protocol::Progress;
use bytes::Bytes;
use js_sys::{Array, Object, Promise, Reflect};
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Crypto, DedicatedWorkerGlobalScope};
use zeroize::Zeroize as _;

/// A page redraws no faster, and each message costs the page a little.
const PROGRESS_MS: f64 = 60.0;

/// What is to be signed, in turn, by one who has the keys.
pub(in crate::ui) struct Desk {
    /// Away while it signs. Its keys stay the same as long as this worker lives.
    simulator: RefCell<Option<Simulator>>,
    queue: RefCell<VecDeque<Ask>>,
    newest: Cell<u32>,
    busy: Cell<bool>,
    crypto: WebCrypto,
}

impl Desk {
    pub(in crate::ui) fn new() -> Rc<Self> {
        Rc::new(Self {
            simulator: RefCell::default(),
            queue: RefCell::default(),
            newest: Cell::default(),
            busy: Cell::default(),
            crypto: WebCrypto::new(),
        })
    }

    /// Takes a message of the page, if it is one for this desk.
    pub(in crate::ui) fn hear(self: &Rc<Self>, data: &JsValue) {
        let Some(ask) = Reflect::get(data, &"simulate".into())
            .ok()
            .and_then(|ask| serde_wasm_bindgen::from_value::<Ask>(ask).ok())
        else {
            return;
        };
        let mut queue = self.queue.borrow_mut();
        if let Ask::Sign { run: Run::Shown(id), .. } = ask {
            // What was asked about an older set-up is of no use any more.
            queue.retain(|ask| matches!(ask, Ask::Archive { .. }));
            self.newest.set(id);
        }
        queue.push_back(ask);
        drop(queue);
        if !self.busy.replace(true) {
            let desk = Rc::clone(self);
            spawn_local(async move {
                loop {
                    let next = desk.queue.borrow_mut().pop_front();
                    let Some(ask) = next else { break };
                    desk.answer(ask).await;
                }
                desk.busy.set(false);
            });
        }
    }

    async fn answer(&self, ask: Ask) {
        match ask {
            Ask::Sign { run, config } => self.sign(run, config).await,
            Ask::Archive { config, private } => self.pack(config, private).await,
        }
    }

    async fn sign(&self, run: Run, mut config: Config) {
        let began = js_sys::Date::now();
        let mut choices = Vec::new();
        if let Run::Shown(_) = run {
            choices = faults::choices(&config).unwrap_or_default();
            let possible =
                |fault: &faults::Fault| choices.iter().any(|c| c.fault == *fault && c.impossible.is_none());
            config.faults.retain(possible);
        }
        let mut said = began;
        let mut progress = |now: crate::simulate::Progress| {
            let Run::Shown(id) = run else { return ControlFlow::Continue(()) };
            if self.newest.get() > id {
                return ControlFlow::Break(());
            }
            let time = js_sys::Date::now();
            if time - said >= PROGRESS_MS {
                said = time;
                let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
                let progress = Progress { done: count(now.done), total: count(now.total) };
                post(&Reply::Progress { id, progress }, &JsValue::UNDEFINED);
            }
            ControlFlow::Continue(())
        };
        match self.run(&config, &mut progress).await {
            Ok(simulated) => {
                let took = js_sys::Date::now() - began;
                let texts: Array = simulated.providers.iter().map(|p| packed(&p.text)).collect();
                let signed = Box::new(summary(simulated, took, choices));
                post(&Reply::Signed { run, signed }, &texts);
            }
            Err(Failure::Stopped) => {}
            Err(failure) => post(&Reply::Refused { run, why: failure.to_string() }, &JsValue::UNDEFINED),
        }
    }

    async fn pack(&self, mut config: Config, private: bool) {
        let choices = faults::choices(&config).unwrap_or_default();
        config.faults.retain(|f| choices.iter().any(|c| c.fault == *f && c.impossible.is_none()));
        let packed = match self.run(&config, &mut |_| ControlFlow::Continue(())).await {
            Ok(simulated) => {
                let simulator = self.simulator.borrow();
                let keys = simulator.as_ref().filter(|_| private);
                archive(&simulated, keys).map_err(|fault| fault.to_string())
            }
            Err(failure) => Err(failure.to_string()),
        };
        match packed {
            Ok((name, blob)) => post(&Reply::Archive { name }, &blob),
            Err(why) => post(&Reply::NoArchive { why }, &JsValue::UNDEFINED),
        }
    }

    async fn run(
        &self,
        config: &Config,
        progress: &mut dyn FnMut(crate::simulate::Progress) -> ControlFlow<()>,
    ) -> Result<Simulated, Failure> {
        let mut simulator = match self.simulator.take() {
            Some(simulator) => simulator,
            None => Simulator::new(seed()),
        };
        let result = simulator.run(config, &Unhurried(&self.crypto), progress).await;
        self.simulator.replace(Some(simulator));
        result
    }
}

/// Lets the page's messages in between two batches.
struct Unhurried<'a>(&'a WebCrypto);

impl SigningBackend for Unhurried<'_> {
    async fn sign(&self, keys: &Keyring, batch: &[ToSign]) -> Vec<Result<Bytes, KeyFault>> {
        let pause = Promise::new(&mut |resolve, _| {
            // Without a timer there is no pause.
            if scope().set_timeout_with_callback(&resolve).is_err() {
                let _ = resolve.call0(&JsValue::UNDEFINED);
            }
        });
        // This promise is never refused.
        let _ = JsFuture::from(pause).await;
        self.0.sign(keys, batch).await
    }

    fn batch(&self) -> usize {
        self.0.batch()
    }
}

fn summary(simulated: Simulated, took: f64, choices: Vec<faults::Choice>) -> Signed {
    let members = simulated.providers.into_iter();
    Signed {
        zone: simulated.zone,
        now: simulated.now,
        members: members.map(|p| Member { label: p.label, dsset: p.dsset }).collect(),
        parent: simulated.parent,
        input: simulated.input,
        rrsets: simulated.rrsets,
        signatures: simulated.signatures,
        made: simulated.signatures_made,
        took,
        choices,
    }
}

/// Made of this browser's randomness; it stays in this worker.
fn seed() -> Seed {
    let mut octets = [0u8; 32];
    let crypto: Option<Crypto> =
        Reflect::get(&js_sys::global(), &"crypto".into()).ok().map(JsCast::unchecked_into);
    let random = crypto.and_then(|crypto| crypto.get_random_values_with_u8_array(&mut octets).ok());
    if random.is_none() {
        // No keys at all, rather than keys that can be guessed.
        wasm_bindgen::throw_str("this browser gives no random numbers");
    }
    let seed = Seed::new(octets);
    octets.zeroize();
    seed
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(reply: &Reply, beside: &JsValue) {
    let message = Object::new();
    let made = serde_wasm_bindgen::to_value(reply).is_ok_and(|reply| {
        Reflect::set(&message, &"reply".into(), &reply).is_ok()
            && Reflect::set(&message, &"beside".into(), beside).is_ok()
    });
    if made {
        // Plain data, texts and blobs can always be posted.
        let _ = scope().post_message(&message);
    }
}
