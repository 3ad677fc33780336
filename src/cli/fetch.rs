//! Fetching by DNS over HTTPS, for the live check.

use super::failure::Failure;
use super::special;
use crate::doh::http::most_octets;
use crate::doh::{Ask, FetchFault, Fetched, HttpMeta};
use bytes::{Bytes, BytesMut};
use reqwest::dns::{self, Resolve, Resolving};
use reqwest::header::{ACCEPT, CONTENT_TYPE, DATE, HeaderName, RETRY_AFTER};
use reqwest::redirect;
use std::error::Error as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// No resolver thinks longer than this about a question and is still of use.
const TIMEOUT: Duration = Duration::from_secs(15);

/// Redirects that are followed for one question.
const MOST_REDIRECTS: usize = 3;

/// Fetches as often as it is told to.
pub(super) struct Fetcher {
    client: reqwest::Client,
}

impl Fetcher {
    /// `far`: the hosts are somebody else's word, and special-use addresses are not asked.
    pub(super) fn new(far: bool) -> Result<Self, Failure> {
        let mut client = reqwest::Client::builder()
            .user_agent(concat!("multisigner/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::custom(within_origin))
            .timeout(TIMEOUT);
        if far {
            client = client.dns_resolver(Arc::new(Far));
        }
        let client = client.build();
        client.map(|client| Self { client }).map_err(|error| Failure::Network(chain(&error)))
    }

    /// The answer to one question.
    pub(super) fn get(&self, ask: Ask) -> impl Future<Output = Result<Fetched, FetchFault>> + use<> {
        let client = self.client.clone();
        async move { fetch(&client, &ask).await }
    }
}

/// Looks hosts up as the system does, and leaves special-use addresses out.
struct Far;

impl Resolve for Far {
    fn resolve(&self, name: dns::Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let far: Vec<SocketAddr> = found.filter(|at| special::kind(at.ip()).is_none()).collect();
            if far.is_empty() {
                return Err("it has special-use addresses only (loopback, private …)".into());
            }
            Ok(Box::new(far.into_iter()) as dns::Addrs)
        })
    }
}

/// Who is asked is what the person asked for: a redirect may lead to another path, and to no other host, port or scheme.
fn within_origin(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let from = attempt.previous();
    let same = from.iter().all(|url| url.origin() == attempt.url().origin());
    // What is not followed comes as the answer itself.
    if same && from.len() <= MOST_REDIRECTS { attempt.follow() } else { attempt.stop() }
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
