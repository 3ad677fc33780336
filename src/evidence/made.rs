//! Records that are made of a type and of data that stand apart.

use super::entry::{self, Entry};
use super::problem::{Problem, Trouble};
use super::record::Parsed;
use super::{advice, rdata, words};
use crate::dns::{Name, Rdata, Record};
use domain::base::iana::Class;
use domain::base::{Rtype, Ttl};
use std::borrow::Cow;

/// A record with this text as its data.
pub(super) fn made_record(
    owner: Name,
    rtype: Rtype,
    data: &str,
    ttl: Option<&str>,
) -> Result<Parsed, Problem> {
    if data.contains("...}") {
        return Err(Problem::Advice(&advice::POWERSHELL));
    }
    let data = self::data(rtype, data)?;
    let ttl = ttl.and_then(words::ttl).filter(|ttl| (2..=words::LARGEST_TTL).contains(ttl));
    // A TTL of 1 is Cloudflare's “automatic”.
    let record = Record::new(owner, Class::IN, Ttl::from_secs(ttl.unwrap_or(0)), data);
    Ok(Parsed { record, ttl_stated: ttl.is_some() })
}

/// Record data in presentation format, more or less.
pub(super) fn data(rtype: Rtype, text: &str) -> Result<Rdata, Problem> {
    let read = |text: &str| -> Result<Rdata, Trouble> {
        let mut entry = Entry::default();
        entry::cut_text(Cow::Owned(text.to_owned()), 0, &mut entry);
        match entry.problem {
            Some((problem, ..)) => Err(problem.into()),
            None => rdata::read(rtype, &entry.tokens, &rdata::no_origin()),
        }
    };
    let found = if matches!(rtype, Rtype::TXT | Rtype::SPF) && !text.starts_with('"') {
        read(&quoted(text))
    } else {
        read(text)
    };
    found.map_err(|trouble| trouble.problem)
}

/// Text that came without quotes, as character strings. Where one string ended and the next began is lost;
/// long texts are cut at 255 octets everywhere.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    let mut length = 0;
    for letter in text.chars() {
        length += letter.len_utf8();
        if length > 255 {
            out.push_str("\" \"");
            length = letter.len_utf8();
        }
        if matches!(letter, '"' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.push('"');
    out
}
