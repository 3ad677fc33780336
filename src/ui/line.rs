//! A worker of the page's own, and the words that wait until it listens.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{HtmlMetaElement, MessageEvent, Worker};

pub(crate) struct Line {
    worker: Worker,
    queue: Rc<Queue>,
    _onmessage: Closure<dyn FnMut(MessageEvent)>,
    _onerror: Closure<dyn FnMut(web_sys::Event)>,
}

#[derive(Default)]
struct Queue {
    ready: Cell<bool>,
    /// What was said before the worker listened.
    waiting: RefCell<Vec<JsValue>>,
}

impl Line {
    /// Starts the worker of this name. Its first message says that it listens: what was posted earlier is lost.
    /// `broke` may drop the line.
    pub(crate) fn open(
        name: &str,
        hear: impl Fn(JsValue) + 'static,
        broke: impl Fn() + 'static,
    ) -> Option<Self> {
        let worker = address(name).and_then(|address| Worker::new(&address).ok())?;
        let queue = Rc::<Queue>::default();
        let onmessage = {
            let (queue, worker) = (Rc::clone(&queue), worker.clone());
            Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
                if queue.ready.replace(true) {
                    hear(event.data());
                } else {
                    for message in queue.waiting.take() {
                        let _ = worker.post_message(&message);
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
        if self.queue.ready.get() {
            let _ = self.worker.post_message(&message);
        } else {
            self.queue.waiting.borrow_mut().push(message);
        }
    }

    pub(crate) fn end(&self) {
        self.worker.terminate();
    }
}

/// The build names the workers by their content and says how in the document.
fn address(name: &str) -> Option<String> {
    let meta = gloo::utils::document().query_selector(&format!("meta[name={name}]")).ok()??;
    Some(meta.dyn_into::<HtmlMetaElement>().ok()?.content())
}
