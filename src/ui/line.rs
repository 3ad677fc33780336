//! A worker of the page's own kind, and the words that wait until it listens.

use super::{browser, wire};
use js_sys::Array;
use serde::de::DeserializeOwned;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{MessageEvent, MessagePort, Worker};

pub(crate) struct Line {
    worker: Worker,
    queue: Rc<Queue>,
    _onmessage: Closure<dyn FnMut(MessageEvent)>,
    _onerror: Closure<dyn FnMut(web_sys::Event)>,
}

#[derive(Default)]
struct Queue {
    ready: Cell<bool>,
    /// What was said before the worker listened, and what goes over to it with that.
    waiting: RefCell<Vec<(JsValue, Array)>>,
}

impl Line {
    /// Starts the worker that the document names `which`. `ready` tells the word by which it says that it listens;
    /// `broke` may drop the line.
    pub(crate) fn open<R: DeserializeOwned + 'static>(
        which: &str,
        ready: impl Fn(&R) -> bool + 'static,
        hear: impl Fn(R) + 'static,
        broke: impl Fn() + 'static,
    ) -> Option<Self> {
        let hear = move |said: JsValue| {
            match wire::unpack(&said) {
                Some(reply) if ready(&reply) => return true,
                Some(reply) => hear(reply),
                // Nothing else speaks on this line.
                None => {}
            }
            false
        };
        Self::listen(which, hear, broke)
    }

    /// The same for whatever the worker says. `hear` tells whether it says that it listens.
    pub(crate) fn listen(
        which: &str,
        hear: impl Fn(JsValue) -> bool + 'static,
        broke: impl Fn() + 'static,
    ) -> Option<Self> {
        let worker = browser::named(which).and_then(|address| Worker::new(&address).ok())?;
        let queue = Rc::<Queue>::default();
        let onmessage = {
            let (queue, worker) = (Rc::clone(&queue), worker.clone());
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                if hear(event.data()) {
                    queue.ready.set(true);
                    for (message, with) in queue.waiting.take() {
                        let _ = worker.post_message_with_transfer(&message, &with);
                    }
                }
            })
        };
        let broke = Rc::new(broke);
        let onerror = Closure::<dyn FnMut(web_sys::Event)>::new(move |_| {
            // Not from inside its own handler.
            let broke = Rc::clone(&broke);
            gloo::timers::callback::Timeout::new(0, move || broke()).forget();
        });
        worker.set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
        worker.set_onerror(Some(onerror.as_ref().unchecked_ref()));
        Some(Self { worker, queue, _onmessage: onmessage, _onerror: onerror })
    }

    pub(crate) fn say(&self, message: JsValue) {
        self.send(message, Array::new());
    }

    /// Gives the worker one end of a line to another one.
    pub(crate) fn connect(&self, port: &MessagePort) {
        self.send(port.into(), Array::of1(port));
    }

    fn send(&self, message: JsValue, with: Array) {
        if self.queue.ready.get() {
            let _ = self.worker.post_message_with_transfer(&message, &with);
        } else {
            self.queue.waiting.borrow_mut().push((message, with));
        }
    }

    pub(crate) fn end(&self) {
        self.worker.terminate();
    }
}
