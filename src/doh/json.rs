//! Answers in JSON, as some public resolvers give them: read only where a resolver refuses DNS messages,
//! or answers in JSON all the same.

use super::answer::{Answer, LONGEST, harmless, known};
use super::fault::{ExtendedError, Fault, asked};
use crate::dns::Moment;
use crate::evidence::{self, Question, Role, Source};
use bytes::Bytes;
use domain::base::iana::{ExtendedErrorCode, Rcode};
use serde_json::Value;

/// What is asked for.
pub const MEDIA_TYPE: &str = "application/dns-json";

/// JSON says the same with about four times as many octets.
pub(super) const LONGEST_TEXT: usize = 4 * LONGEST;

/// How many extended errors are read.
const MOST_ERRORS: usize = 16;

/// Whether this media type, without parameters, is JSON: Google calls its own `application/json`.
pub(super) fn is_json(kind: &str) -> bool {
    ["application/dns-json", "application/json", "application/x-javascript"]
        .iter()
        .any(|json| kind.eq_ignore_ascii_case(json))
}

/// Reads Google's and Cloudflare's form.
pub(super) fn read(body: &Bytes, question: &Question, server: &str, at: Moment) -> Result<Answer, Fault> {
    if body.len() > LONGEST_TEXT {
        return Err(Fault::TooLarge { octets: body.len() });
    }
    let not = || Fault::NotDns("JSON, and not the answer to a DNS question");
    let text = std::str::from_utf8(body).map_err(|_| not())?;
    let value: Value = serde_json::from_str(text).map_err(|_| not())?;
    let status = value.get("Status").and_then(Value::as_u64).and_then(|code| u8::try_from(code).ok());
    let rcode = status.and_then(Rcode::checked_from_int).ok_or_else(not)?;
    let source = Source { name: "answer".into(), role: Role::Auto, text: text.to_owned() };
    let reading = evidence::read(&source, 0);
    let seen = reading.observations.into_iter().next().ok_or_else(not)?;
    match &seen.question {
        Some(found) if found == question => {}
        Some(found) => return Err(Fault::OtherQuestion { found: asked(found) }),
        None if rcode != Rcode::NOERROR => {}
        None => return Err(Fault::OtherQuestion { found: "none".into() }),
    }
    // A record that cannot be read would make an RRset another one.
    if reading.not_read.iter().any(|piece| piece.gravity != evidence::Gravity::Note) {
        return Err(Fault::NotDns("JSON with a record that cannot be read"));
    }
    if seen.truncated {
        return Err(Fault::Truncated);
    }
    let flag = |key: &str| value.get(key).and_then(Value::as_bool).unwrap_or(false);
    Answer {
        question: question.clone(),
        rcode,
        authoritative: false,
        truncated: false,
        authentic: flag("AD"),
        checking_disabled: flag("CD"),
        recursion: flag("RA"),
        dnssec_ok: true,
        errors: errors(&value),
        records: seen.records.into_iter().map(|seen| (seen.section, seen.record)).collect(),
        of_other_class: 0,
        server: server.to_string(),
        at,
        octets: body.len(),
        by_json: true,
    }
    .fit_to_keep()
}

/// Extended errors: Google lists them, Cloudflare writes `EDE(9): DNSKEY Missing …` as a comment.
fn errors(value: &Value) -> Vec<ExtendedError> {
    let error = |code: u16, text: &str| ExtendedError {
        code,
        name: known(ExtendedErrorCode::from_int(code)),
        text: harmless(text.as_bytes()),
    };
    let listed = value.get("extended_dns_errors").and_then(Value::as_array).into_iter().flatten();
    let listed = listed.filter_map(|one| {
        let code = one.get("info_code")?.as_u64().and_then(|code| u16::try_from(code).ok())?;
        Some(error(code, one.get("extra_text").and_then(Value::as_str).unwrap_or_default()))
    });
    let comment = value.get("Comment");
    let comments = comment.and_then(Value::as_array).into_iter().flatten().chain(comment);
    let comments = comments.filter_map(Value::as_str).filter_map(|text| {
        let (code, rest) = text.strip_prefix("EDE(")?.split_once(')')?;
        Some(error(code.parse().ok()?, rest.trim_start_matches([':', ' '])))
    });
    listed.chain(comments).take(MOST_ERRORS).collect()
}
