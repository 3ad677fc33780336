//! The next message of a worker or a port, as a promise: one is waited for at a time.

use js_sys::{Function, Promise};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::MessageEvent;

pub(super) struct Next {
    /// Resolves the promise that is waited for.
    resolve: Rc<RefCell<Option<Function>>>,
    listener: Closure<dyn FnMut(MessageEvent)>,
}

impl Next {
    pub(super) fn new() -> Self {
        let resolve: Rc<RefCell<Option<Function>>> = Rc::default();
        let waiting = Rc::clone(&resolve);
        let listener = Closure::new(move |event: MessageEvent| {
            if let Some(resolve) = waiting.borrow_mut().take() {
                // A resolving function of a promise does not throw.
                let _ = resolve.call1(&JsValue::UNDEFINED, &event.data());
            }
        });
        Self { resolve, listener }
    }

    /// Has to hear the messages, for as long as this is kept.
    pub(super) fn listener(&self) -> &Function {
        self.listener.as_ref().unchecked_ref()
    }

    pub(super) fn message(&self) -> Promise {
        Promise::new(&mut |resolve, _| {
            self.resolve.replace(Some(resolve));
        })
    }
}
