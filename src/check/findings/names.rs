//! What things are called in findings.

use crate::check::words::list;
use crate::dns::{Ds, Name, dotted};
use crate::dnssec::algorithm;
use domain::base::Rtype;

/// At most so many names in a sentence.
const MOST_NAMES: usize = 20;

/// `SHA-1 DS 22961/13`.
pub(crate) fn ds_name(found: &Ds) -> String {
    format!(
        "{} DS {}/{}",
        algorithm::digest_name(found.digest_type().to_int()),
        found.key_tag(),
        found.algorithm().to_int()
    )
}

/// `ECDSAP256SHA256 (13)`.
pub(crate) fn algorithm_name(number: u8) -> String {
    format!("{} ({number})", algorithm::name(number))
}

/// Names in a sentence, at most so many.
pub(crate) fn some_of(names: impl Iterator<Item = String>, total: usize) -> String {
    let mut shown: Vec<String> = names.take(MOST_NAMES).collect();
    if total > shown.len() {
        shown.push(format!("{} more", total - shown.len()));
    }
    list(&shown)
}

/// `www.example.com. A`.
pub(crate) fn set_name(owner: &Name, rtype: Rtype) -> String {
    format!("{} {rtype}", dotted(owner))
}

pub(crate) fn plural(count: usize) -> &'static str {
    if count == 1 { "" } else { "s" }
}

/// The same with a capital in front.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
