//! Fetching by DNS over HTTPS, for the live check.

use super::{Failure, now};
use crate::doh::answer::most_octets;
use crate::doh::{Ask, FetchFault, Fetched, HttpMeta, LiveCheck};
use bytes::{Bytes, BytesMut};
use reqwest::header::{ACCEPT, CONTENT_TYPE, DATE, HeaderName, RETRY_AFTER};
use std::error::Error as _;
use std::time::Duration;
use tokio::task::JoinSet;

/// No resolver thinks longer than this about a question and is still of use.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Asks until the check has nothing more to ask.
pub(super) async fn drive(check: &mut LiveCheck) -> Result<(), Failure> {
    let client = client().map_err(|error| Failure::Network(chain(&error)))?;
    let mut under_way = JoinSet::new();
    loop {
        for ask in check.next_asks() {
            let client = client.clone();
            under_way.spawn(async move { (ask.id, fetch(&client, &ask).await) });
        }
        match under_way.join_next().await {
            Some(Ok((id, result))) => check.feed(id, result, now()),
            Some(Err(error)) => return Err(Failure::Network(error.to_string())),
            None => return Ok(()),
        }
    }
}

fn client() -> Result<reqwest::Client, reqwest::Error> {
    reqwest::Client::builder()
        .user_agent(concat!("multisigner/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::limited(3))
        .timeout(TIMEOUT)
        .build()
}

/// A GET with the query in the address (RFC 8484 §4.1).
async fn fetch(client: &reqwest::Client, ask: &Ask) -> Result<Fetched, FetchFault> {
    let request = client.get(&ask.address).header(ACCEPT, ask.accept);
    let mut response = request.send().await.map_err(|error| fault(&error))?;
    let field = |name: HeaderName| {
        let value = response.headers().get(name)?;
        value.to_str().ok().map(str::to_string)
    };
    let meta = HttpMeta {
        status: response.status().as_u16(),
        content_type: field(CONTENT_TYPE),
        retry_after: field(RETRY_AFTER),
        date: field(DATE),
    };
    let most = most_octets(meta.content_type.as_deref());
    let mut body = BytesMut::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| fault(&error))? {
        body.extend_from_slice(chunk.get(..most.saturating_sub(body.len())).unwrap_or(&chunk));
        if body.len() >= most {
            break;
        }
    }
    Ok(Fetched { meta, body: Bytes::from(body) })
}

fn fault(error: &reqwest::Error) -> FetchFault {
    let text = chain(error);
    let lower = text.to_ascii_lowercase();
    if error.is_timeout() {
        FetchFault::Timeout
    } else if lower.contains("connection refused") {
        FetchFault::Refused
    } else if lower.contains("dns error") {
        FetchFault::NoSuchHost
    } else if lower.contains("certificate") || lower.contains("tls") {
        FetchFault::Tls(text)
    } else {
        FetchFault::Other(text)
    }
}

/// The last cause says most.
fn chain(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    let mut text = error.to_string();
    while let Some(inner) = cause {
        text = inner.to_string();
        cause = inner.source();
    }
    text
}
