//! DNS over HTTPS by the browser's fetch. A browser tells a page next to nothing of why a request failed;
//! what can be told apart is told apart here.

use crate::doh::http::{HttpMeta, most_octets};
use crate::doh::{Ask, FetchFault, Fetched, public};
use bytes::{Bytes, BytesMut};
use gloo::timers::callback::Timeout;
use js_sys::{Promise, Reflect, Uint8Array};
use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, DedicatedWorkerGlobalScope, Headers, ReadableStreamDefaultReader,
    ReferrerPolicy, RequestCache, RequestCredentials, RequestInit, RequestMode, RequestRedirect, Response,
    ResponseType,
};

/// No resolver thinks longer than this about a question and is still of use.
const TIMEOUT_MS: u32 = 15_000;

/// A second request tells only whether anybody is there.
const PROBE_MS: u32 = 5_000;

/// The requests of one live check.
#[derive(Default)]
pub(super) struct Fetcher {
    open: RefCell<Vec<AbortController>>,
    /// One for each resolver that failed without a word.
    probes: RefCell<HashMap<String, Promise>>,
    cancelled: Cell<bool>,
}

/// Where it broke off.
enum Broken {
    Request,
    /// It sends on to another address.
    Redirect,
    Body,
}

impl Fetcher {
    /// Ends what is under way, and whatever is asked for later.
    pub(super) fn cancel(&self) {
        self.cancelled.set(true);
        for controller in self.open.take() {
            controller.abort();
        }
    }

    /// What is asked for from here on is asked.
    pub(super) fn resume(&self) {
        self.cancelled.set(false);
        // A resolver that was not there may be there now.
        self.probes.borrow_mut().clear();
    }

    pub(super) async fn fetch(&self, ask: &Ask) -> Result<Fetched, FetchFault> {
        if self.cancelled.get() {
            return Err(FetchFault::Cancelled);
        }
        let controller = AbortController::new().map_err(|_| FetchFault::Other("no fetch here".into()))?;
        let late = Rc::new(Cell::new(false));
        let timer = {
            let (late, controller) = (Rc::clone(&late), controller.clone());
            Timeout::new(TIMEOUT_MS, move || {
                late.set(true);
                controller.abort();
            })
        };
        self.open.borrow_mut().push(controller.clone());
        let result = get(ask, &controller.signal()).await;
        drop(timer);
        self.open.borrow_mut().retain(|one| *one != controller);
        match result {
            Ok(fetched) => Ok(fetched),
            Err(_) if self.cancelled.get() => Err(FetchFault::Cancelled),
            Err(_) if late.get() => Err(FetchFault::Timeout),
            Err(Broken::Redirect) => Err(FetchFault::Redirect),
            Err(Broken::Body) => Err(FetchFault::Other("the connection broke off".into())),
            Err(Broken::Request) => Err(self.tell_apart(ask).await),
        }
    }

    /// A request that needs no permission to be sent: when it goes through, its answer is hidden from the
    /// page, but somebody is there. Such a request follows redirects, whoever sends it (the Fetch standard): there is no
    /// question in it.
    async fn tell_apart(&self, ask: &Ask) -> FetchFault {
        let host = public::host(&ask.url).to_string();
        let known = self.probes.borrow().get(&host).cloned();
        let probe = known.unwrap_or_else(|| {
            let signal = AbortSignal::timeout_with_u32(PROBE_MS);
            let address = public::without_question(&ask.url);
            let redirect = RequestRedirect::Follow;
            let promise = send(&address, ask.accept, RequestMode::NoCors, redirect, &signal);
            let promise = promise.unwrap_or_else(|error| Promise::reject(&error));
            self.probes.borrow_mut().insert(host, promise.clone());
            promise
        });
        match JsFuture::from(probe).await {
            Ok(_) => FetchFault::Cors,
            // This computer itself is there without a network.
            Err(_) if !scope().navigator().on_line() && !public::is_loopback(&ask.url) => FetchFault::Offline,
            Err(_) => FetchFault::Unreachable,
        }
    }
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

/// A GET that a resolver can answer without asking anything back: no cookies, no referrer, no cache, and an
/// Accept field of a kind that needs no permission (the Fetch standard's safelist).
fn send(
    address: &str,
    accept: &str,
    mode: RequestMode,
    redirect: RequestRedirect,
    signal: &AbortSignal,
) -> Result<Promise, JsValue> {
    let headers = Headers::new()?;
    headers.set("Accept", accept)?;
    let init = RequestInit::new();
    init.set_method("GET");
    init.set_mode(mode);
    init.set_redirect(redirect);
    init.set_cache(RequestCache::NoStore);
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_headers(&headers);
    init.set_signal(Some(signal));
    Ok(scope().fetch_with_str_and_init(address, &init))
}

async fn get(ask: &Ask, signal: &AbortSignal) -> Result<Fetched, Broken> {
    // A page cannot see whereto a redirect leads, so none is followed: who is asked is whom the person chose.
    let redirect = RequestRedirect::Manual;
    let promise = send(&ask.address, ask.accept, RequestMode::Cors, redirect, signal);
    let promise = promise.map_err(|_| Broken::Request)?;
    let response = JsFuture::from(promise).await.map_err(|_| Broken::Request)?;
    let response: Response = response.dyn_into().map_err(|_| Broken::Request)?;
    if response.type_() == ResponseType::Opaqueredirect {
        return Err(Broken::Redirect);
    }
    let headers = response.headers();
    // Beside the content type a page sees these only where the resolver exposes them.
    let field = |name: &str| headers.get(name).ok().flatten();
    let meta = HttpMeta {
        status: response.status(),
        content_type: field("content-type"),
        retry_after: field("retry-after"),
        date: field("date"),
    };
    let most = most_octets(meta.content_type.as_deref());
    let body = body(&response, most).await.map_err(|_| Broken::Body)?;
    Ok(Fetched { meta, body })
}

/// The body, up to so many octets.
async fn body(response: &Response, most: usize) -> Result<Bytes, JsValue> {
    let Some(stream) = response.body() else { return Ok(Bytes::new()) };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    let mut body = BytesMut::new();
    while body.len() < most {
        let piece = JsFuture::from(reader.read()).await?;
        if Reflect::get(&piece, &"done".into())?.is_truthy() {
            return Ok(body.freeze());
        }
        let octets: Uint8Array = Reflect::get(&piece, &"value".into())?.dyn_into()?;
        let room = u32::try_from(most - body.len()).unwrap_or(u32::MAX);
        body.extend_from_slice(&octets.subarray(0, room.min(octets.length())).to_vec());
    }
    // The rest is of no interest, and may never end.
    let _ = reader.cancel();
    Ok(body.freeze())
}
