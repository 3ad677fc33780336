//! The check link: `#v1=`, then base64url of a DEFLATE stream of a compact JSON document (`docs/link-format.md`).
//!
//! *Frozen* carries the evidence and the moment, so that the reader sees the same verdict; *live* carries the
//! question. Links are canonical: the same state gives the same link.

mod bounds;
mod document;
mod error;
mod evidence;
mod leave;
mod packed;
mod shared;

pub use bounds::{LONGEST, MOST_SOURCES, MOST_TEXT};
pub use error::{BrokenLink, NotShareable};
pub use evidence::Evidence;
pub use leave::Leave;
pub use shared::{Frozen, Live, Shared, View};

/// What stands in front of the data, in a fragment.
pub const MARK: &str = "#v1=";

/// The link's fragment, with its `#`.
///
/// # Errors
///
/// There is more in it than a link may hold.
pub fn encode(shared: &Shared) -> Result<String, NotShareable> {
    let json = document::write(shared)?;
    let packed = packed::pack(&json);
    let link = format!("{MARK}{}", data_encoding::BASE64URL_NOPAD.encode(&packed));
    if link.len() > LONGEST {
        return Err(NotShareable::TooLong { length: link.len(), most: LONGEST });
    }
    // Nobody gets a link that cannot be opened.
    match packed::unpack(&packed) {
        Ok(again) if again == json => Ok(link),
        // What repeats itself so often is not unpacked to its whole length.
        Err(BrokenLink::TooMuch { most }) => Err(NotShareable::TooMuch { size: json.len(), most }),
        _ => Err(NotShareable::TooMuch { size: json.len(), most: MOST_TEXT }),
    }
}

/// Reads a link: a fragment, or an address with one.
///
/// # Errors
///
/// What is wrong with it, for its reader.
pub fn decode(text: &str) -> Result<Shared, BrokenLink> {
    let packed = packed::octets(data_of(text)?)?;
    document::read(&packed::unpack(&packed)?)
}

/// A document that is no check, packed as one: base64url of DEFLATE with a checksum.
pub fn packed(json: &[u8]) -> String {
    data_encoding::BASE64URL_NOPAD.encode(&packed::pack(json))
}

/// What [`packed`] packed.
///
/// # Errors
/// It was cut or changed, or holds too much.
pub fn unpacked(text: &str) -> Result<Vec<u8>, BrokenLink> {
    if text.len() > LONGEST {
        return Err(BrokenLink::TooLong { length: text.len(), most: LONGEST });
    }
    packed::unpack(&packed::octets(text)?)
}

/// Whether a text is a check link, of whatever version: `…#v1=…`.
pub fn is_link(text: &str) -> bool {
    text.contains("#v") && version_of(text).is_some()
}

/// Whether a file's text is one check link and nothing else, as a link is kept in a file.
pub fn is_whole(text: &str) -> bool {
    let text = text.trim();
    is_link(text) && !text.bytes().any(|octet| octet.is_ascii_whitespace())
}

/// What stands behind `#v1=`.
fn data_of(text: &str) -> Result<&str, BrokenLink> {
    if text.len() > LONGEST + 2_048 {
        return Err(BrokenLink::TooLong { length: text.len(), most: LONGEST });
    }
    match version_of(text) {
        None => Err(BrokenLink::NotALink),
        Some(("1", "")) => Err(BrokenLink::Empty),
        // A place on the page may follow; it is no part of what is carried.
        Some(("1", data)) => Ok(data.split_once('&').map_or(data, |(data, _)| data)),
        Some((version, _)) => Err(BrokenLink::Version { version: version.chars().take(20).collect() }),
    }
}

/// The version's number and what follows, of `https://…#v1=…`, `#v1=…` or `v1=…`.
fn version_of(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let fragment = text.split_once('#').map_or(text, |(_, fragment)| fragment);
    let (name, data) = fragment.split_once('=')?;
    let version = name.strip_prefix('v')?;
    let number = !version.is_empty() && version.bytes().all(|octet| octet.is_ascii_digit());
    number.then_some((version, data))
}
