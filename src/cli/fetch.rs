//! Fetching by DNS over HTTPS, for the live check.

use super::failure::Failure;
use super::special;
use crate::doh::http::most_octets;
use crate::doh::{Ask, FetchFault, Fetched, HttpMeta};
use bytes::{Bytes, BytesMut};
use reqwest::dns::{self, Resolve, Resolving};
use reqwest::header::{ACCEPT, CONTENT_TYPE, DATE, HeaderName, RETRY_AFTER};
use reqwest::redirect;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;

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
        let client = reqwest::Client::builder()
            .user_agent(concat!("multisigner/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::custom(within_origin))
            .timeout(TIMEOUT)
            .dns_resolver(Arc::new(Lookup { far }));
        let client = client.build();
        client.map(|client| Self { client }).map_err(|error| Failure::Network(chain(&error)))
    }

    /// The answer to one question.
    pub(super) fn get(&self, ask: Ask) -> impl Future<Output = Result<Fetched, FetchFault>> + use<> {
        let client = self.client.clone();
        async move { fetch(&client, &ask).await }
    }
}

/// Looks hosts up as the system does.
struct Lookup {
    /// Special-use addresses are left out.
    far: bool,
}

/// Why a host has no address to ask.
#[derive(Debug, Error)]
enum Unresolved {
    #[error("{0}")]
    NotFound(io::Error),
    #[error("it has special-use addresses only (loopback, private …)")]
    Near,
}

impl Resolve for Lookup {
    fn resolve(&self, name: dns::Name) -> Resolving {
        let far = self.far;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await.map_err(Unresolved::NotFound)?;
            let usable: Vec<SocketAddr> =
                found.filter(|at| !far || special::kind(at.ip()).is_none()).collect();
            if far && usable.is_empty() {
                return Err(Unresolved::Near.into());
            }
            Ok(Box::new(usable.into_iter()) as dns::Addrs)
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

/// Why there is no answer, by what failed: the causes that this program, the system and the TLS library name.
fn fault(error: &reqwest::Error) -> FetchFault {
    let text = chain(error);
    if error.is_timeout() {
        return FetchFault::Timeout;
    }
    for cause in causes(error) {
        match cause.downcast_ref::<Unresolved>() {
            Some(Unresolved::NotFound(_)) => return FetchFault::NoSuchHost,
            Some(near @ Unresolved::Near) => return FetchFault::Other(near.to_string()),
            None => {}
        }
        match cause.downcast_ref::<io::Error>().map(io::Error::kind) {
            Some(io::ErrorKind::ConnectionRefused) => return FetchFault::Refused,
            Some(io::ErrorKind::TimedOut) => return FetchFault::Timeout,
            // What TLS does not accept, a certificate above all, is to the connection data that are not valid.
            Some(io::ErrorKind::InvalidData) if error.is_connect() => return FetchFault::Tls(text),
            _ => {}
        }
    }
    FetchFault::Other(text)
}

/// Each error, from the outermost to the first cause.
fn causes<'a>(error: &'a reqwest::Error) -> impl Iterator<Item = &'a (dyn std::error::Error + 'static)> {
    std::iter::successors(Some(error as &'a (dyn std::error::Error + 'static)), |error| error.source())
}

/// The last cause says most.
fn chain(error: &reqwest::Error) -> String {
    causes(error).last().map(ToString::to_string).unwrap_or_default()
}
