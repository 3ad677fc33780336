//! From an HTTP response to an answer: a DNS message (RFC 8484) or JSON, by its media type.

use super::answer::{self, Answer, LONGEST, MEDIA_TYPE, harmless};
use super::fault::Fault;
use super::json;
use crate::dns::Moment;
use crate::evidence::Question;
use bytes::Bytes;

/// What of an HTTP response matters beside its body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HttpMeta {
    pub status: u16,
    pub content_type: Option<String>,
    pub retry_after: Option<String>,
    /// The Date field, when the face may read it.
    pub date: Option<String>,
}

/// A response as fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub meta: HttpMeta,
    pub body: Bytes,
}

/// How much of a body is worth fetching: one octet more than it may have tells that it is too long.
pub fn most_octets(content_type: Option<&str>) -> usize {
    let bare = content_type.and_then(|kind| kind.split(';').next()).unwrap_or_default();
    1 + if json::is_json(bare.trim()) { json::LONGEST_TEXT } else { LONGEST }
}

/// Reads an HTTP response (RFC 8484 §4.2).
pub fn read_http(fetched: &Fetched, question: &Question, server: &str, at: Moment) -> Result<Answer, Fault> {
    let meta = &fetched.meta;
    if !(200..300).contains(&meta.status) {
        return Err(Fault::Http { status: meta.status, retry_after: meta.retry_after.clone() });
    }
    let kind = meta.content_type.as_deref().unwrap_or("no content type");
    let bare = kind.split(';').next().unwrap_or(kind).trim();
    if json::is_json(bare) {
        return json::read(&fetched.body, question, server, at);
    }
    if !bare.eq_ignore_ascii_case(MEDIA_TYPE) {
        return Err(Fault::ContentType { found: harmless(kind.as_bytes()) });
    }
    let answer = answer::read(&fetched.body, question, server, at)?;
    if answer.truncated { Err(Fault::Truncated) } else { Ok(answer) }
}

/// As [`read_http`], where the id has to be 0 as well (RFC 8484 §4.1 asks for it, and was obeyed).
pub fn read_live(fetched: &Fetched, question: &Question, server: &str, at: Moment) -> Result<Answer, Fault> {
    let answer = read_http(fetched, question, server, at)?;
    if answer.by_json {
        return Ok(answer);
    }
    match fetched.body.get(..2) {
        Some([0, 0]) => Ok(answer),
        Some([high, low]) => Err(Fault::OtherId { found: u16::from_be_bytes([*high, *low]) }),
        _ => Err(Fault::NotDns("shorter than a header")),
    }
}
