//! What a browser's own cryptography cannot do (Ed448, an odd RSA key, an insecure context), in a worker
//! that is loaded when it is needed: most visits never download it. Both ends are here. The page starts another
//! one to simulate ([`super::simulate`]).

use super::next::Next;
use crate::dnssec::backend::{Backend, RustCrypto};
use crate::dnssec::checks::SignatureCheck;
use crate::dnssec::proofs::Checked;
use bytes::Bytes;
use js_sys::{Array, Promise, Reflect, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, Worker};

/// Where the worker's loader says that the other one's script is.
const ADDRESS: &str = "cryptoWorker";

/// Checks so many signatures per message.
const BATCH: usize = 64;

/// RustCrypto, a worker away.
#[derive(Default)]
pub(super) struct Elsewhere {
    line: RefCell<Option<Rc<Line>>>,
}

struct Line {
    worker: Worker,
    next: Next,
    _onerror: Closure<dyn FnMut(web_sys::Event)>,
}

impl Backend for Elsewhere {
    async fn verify(&self, batch: &[SignatureCheck]) -> Vec<Checked> {
        if batch.is_empty() {
            return Vec::new();
        }
        let known = self.line.borrow().clone();
        let line = match known {
            Some(line) => line,
            None => {
                let (line, ready) = Line::open();
                self.line.replace(Some(Rc::clone(&line)));
                // Resolved by its first message; a worker that cannot start ends this one.
                let _ = JsFuture::from(ready).await;
                line
            }
        };
        let mut answers = Vec::with_capacity(batch.len());
        for some in batch.chunks(BATCH) {
            let checks: Array = some.iter().map(pack).collect();
            let answered = line.next.message();
            if line.worker.post_message(&checks).is_err() {
                fail("the worker for signatures took no message");
            }
            let answer = JsFuture::from(answered).await.unwrap_or_default();
            answers.extend(Array::from(&answer).iter().map(|value| answer_of(&value)));
        }
        answers
    }

    fn batch(&self) -> usize {
        BATCH
    }
}

impl Line {
    /// Starts the worker; the promise is kept when it listens.
    fn open() -> (Rc<Self>, Promise) {
        let address = Reflect::get(&js_sys::global(), &ADDRESS.into()).ok().and_then(|it| it.as_string());
        let Some(worker) = address.and_then(|address| Worker::new(&address).ok()) else {
            fail("the worker for signatures cannot be started")
        };
        let next = Next::new();
        let onerror = Closure::<dyn FnMut(web_sys::Event)>::new(|_| fail("the worker for signatures failed"));
        worker.set_onmessage(Some(next.listener()));
        worker.set_onerror(Some(onerror.as_ref().unchecked_ref()));
        let line = Rc::new(Self { worker, next, _onerror: onerror });
        let ready = line.next.message();
        (line, ready)
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// Ends this worker with an error that the page hears of: no answer at all, rather than a wrong one.
fn fail(why: &str) -> ! {
    wasm_bindgen::throw_str(why)
}

fn pack(check: &SignatureCheck) -> Array {
    let octets = |bytes: &Bytes| JsValue::from(Uint8Array::from(bytes.as_ref()));
    let numbers = [JsValue::from(u32::from(check.algorithm)), JsValue::from(check.key as f64)];
    let parts = [octets(&check.public_key), octets(&check.data), octets(&check.signature)];
    numbers.into_iter().chain(parts).collect()
}

fn unpack(packed: &JsValue) -> Option<SignatureCheck> {
    let packed: &Array = packed.dyn_ref()?;
    let octets = |at: u32| Some(Bytes::from(packed.get(at).dyn_into::<Uint8Array>().ok()?.to_vec()));
    Some(SignatureCheck {
        algorithm: packed.get(0).as_f64()? as u8,
        key: packed.get(1).as_f64()? as usize,
        public_key: octets(2)?,
        data: octets(3)?,
        signature: octets(4)?,
    })
}

/// An answer as a number, and back.
const ANSWERS: [Checked; 4] = [Checked::Unable, Checked::NoKey, Checked::Fails, Checked::Holds];

fn number_of(answer: Checked) -> JsValue {
    JsValue::from(ANSWERS.iter().position(|known| *known == answer).unwrap_or_default() as f64)
}

fn answer_of(number: &JsValue) -> Checked {
    let at = number.as_f64().map(|number| number as usize);
    at.and_then(|at| ANSWERS.get(at)).copied().unwrap_or(Checked::Unable)
}

/// The other end: verifies, and signs simulations, until its owner ends it.
pub fn serve_crypto() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let simulations = super::simulate::Desk::new();
    let onmessage = {
        let scope = scope.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data();
            let Some(checks) = data.dyn_ref::<Array>() else { return simulations.hear(&data) };
            let checks: Option<Vec<SignatureCheck>> = checks.iter().map(|one| unpack(&one)).collect();
            let Some(checks) = checks else { return };
            let scope = scope.clone();
            spawn_local(async move {
                let answers: Array = RustCrypto.verify(&checks).await.into_iter().map(number_of).collect();
                // Plain numbers can always be posted.
                let _ = scope.post_message(&answers);
            });
        })
    };
    scope.set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
    let _ = scope.post_message(&JsValue::TRUE);
}
