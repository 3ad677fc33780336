//! The line between the worker of links and reports and the one that judges, so that large evidence does not pass
//! through the page. Both ends are here.

use super::protocol::{Rest, Wanted};
use crate::check::report::Report;
use crate::evidence::Source;
use crate::ui::next::Next;
use crate::ui::wire;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, MessagePort};

/// The end of the one that asks: one question at a time.
pub(super) struct Judge {
    port: MessagePort,
    next: Next,
}

impl Judge {
    pub(super) fn new(port: MessagePort) -> Self {
        let next = Next::new();
        port.set_onmessage(Some(next.listener()));
        Self { port, next }
    }

    /// The sources of the check on the page.
    pub(super) async fn sources(&self) -> Vec<Source> {
        self.ask(&Wanted::Sources).await.unwrap_or_default()
    }

    /// The report of the check on the page, or of `others`.
    pub(super) async fn report(
        &self,
        rest: &Rest,
        others: Option<&[Source]>,
        rrsets_per_mix: u32,
    ) -> Option<Box<Report>> {
        let (rest, others) = (rest.clone(), others.map(<[Source]>::to_vec));
        self.ask(&Wanted::Report { rest, others, rrsets_per_mix }).await.flatten()
    }

    async fn ask<R: DeserializeOwned>(&self, wanted: &Wanted) -> Option<R> {
        let message = wire::pack(wanted)?;
        let answered = self.next.message();
        self.port.post_message(&message).ok()?;
        wire::unpack(&JsFuture::from(answered).await.ok()?)
    }
}

/// The other end: hears what is wanted for as long as the program runs; `hear` answers into the port.
pub(crate) fn hear_wanted(port: MessagePort, hear: impl Fn(&MessagePort, Wanted) + 'static) {
    let onmessage = {
        let port = port.clone();
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(wanted) = wire::unpack(&event.data()) {
                hear(&port, wanted);
            }
        })
    };
    port.set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
}
