//! Plain DNS to one server: UDP, and TCP where the answer is cut short.

use super::clock::now;
use crate::dns::Name;
use crate::doh::query::{Form, UDP_SIZE, query};
use crate::doh::{Answer, Fault, FetchFault, answer};
use crate::evidence::Question;
use bytes::Bytes;
use domain::base::{Message, Rtype};
use domain::net::client::protocol::{TcpConnect, UdpConnect};
use domain::net::client::request::{self, ComposeRequest as _, RequestMessage, SendRequest};
use domain::net::client::{dgram, dgram_stream, multi_stream, stream};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

/// One try by UDP; a second follows.
const UDP_TIMEOUT: Duration = Duration::from_millis(2_500);
const UDP_RETRIES: u8 = 1;
const TCP_TIMEOUT: Duration = Duration::from_secs(5);
/// Whatever happens, a question ends by then.
const LONGEST: Duration = Duration::from_secs(12);
/// At most so many questions at one server at a time.
const MOST_IN_FLIGHT: usize = 6;

type Sender = Box<dyn SendRequest<RequestMessage<Bytes>> + Send + Sync>;

/// A server to ask.
#[derive(Clone)]
pub(super) struct Server {
    /// As it is written in the evidence: `192.0.2.1#53(ns1.example)`.
    pub(super) name: String,
    sender: Arc<Sender>,
}

impl Server {
    /// Needs a tokio runtime around it.
    pub(super) fn new(host: &str, at: SocketAddr) -> Self {
        let mut udp = dgram::Config::new();
        udp.set_max_parallel(MOST_IN_FLIGHT);
        udp.set_read_timeout(UDP_TIMEOUT);
        udp.set_max_retries(UDP_RETRIES);
        udp.set_udp_payload_size(Some(UDP_SIZE));
        let mut tcp = stream::Config::new();
        tcp.set_response_timeout(TCP_TIMEOUT);
        let config = dgram_stream::Config::from_parts(udp, multi_stream::Config::from(tcp));
        let (sender, transport) =
            dgram_stream::Connection::with_config(UdpConnect::new(at), TcpConnect::new(at), config);
        tokio::spawn(transport.run());
        Self { name: format!("{}#{}({host})", at.ip(), at.port()), sender: Arc::new(Box::new(sender)) }
    }

    /// The octets of the answer, with id 0 as in the question.
    pub(super) async fn exchange(&self, query: Vec<u8>) -> Result<Bytes, FetchFault> {
        let other = |text: &str| FetchFault::Other(text.to_string());
        let message = Message::from_octets(Bytes::from(query)).map_err(|_| other("no question"))?;
        let mut request = RequestMessage::new(message).map_err(|error| other(&error.to_string()))?;
        request.set_dnssec_ok(true);
        request.set_udp_payload_size(UDP_SIZE);
        let mut pending = self.sender.send_request(request);
        let answer = tokio::time::timeout(LONGEST, pending.get_response()).await;
        let answer = answer.map_err(|_| FetchFault::Timeout)?.map_err(fault)?;
        let mut octets = answer.as_slice().to_vec();
        if let Some(id) = octets.get_mut(..2) {
            id.fill(0);
        }
        Ok(Bytes::from(octets))
    }

    /// Asks it as one asks a resolver: for whatever there is, valid or not.
    pub(super) async fn resolve(&self, name: Name, rtype: Rtype) -> Result<Answer, Fault> {
        let form = Form { recursion: true, checking_disabled: true, padding: None };
        self.ask(&Question { name, rtype }, form).await
    }

    /// Asks and reads.
    pub(super) async fn ask(&self, question: &Question, form: Form) -> Result<Answer, Fault> {
        let octets = self.exchange(query(question, form)).await?;
        let answer = answer::read(&octets, question, &self.name, now())?;
        // It came by TCP then.
        if answer.truncated { Err(Fault::Truncated) } else { Ok(answer) }
    }
}

/// Why there is no answer, by what failed.
fn fault(error: request::Error) -> FetchFault {
    let text = error.to_string();
    let kind = match error {
        request::Error::StreamReadTimeout | request::Error::StreamIdleTimeout => {
            Some(io::ErrorKind::TimedOut)
        }
        request::Error::StreamReadError(error) | request::Error::StreamWriteError(error) => {
            Some(error.kind())
        }
        request::Error::Dgram(error) => Arc::try_unwrap(error).ok().map(|error| error.io_error().kind()),
        _ => None,
    };
    match kind {
        Some(io::ErrorKind::TimedOut) => FetchFault::Timeout,
        Some(io::ErrorKind::ConnectionRefused) => FetchFault::Refused,
        _ => FetchFault::Other(text),
    }
}
