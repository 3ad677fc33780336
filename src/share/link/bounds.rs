//! How much a link may hold. A reader bounds its work by these, whoever made the link.

/// The longest link, in characters. Browsers take 2 MB addresses and more; a file may hold a longer one.
pub const LONGEST: usize = 4 * 1024 * 1024;

/// The largest document, in octets, before it is packed.
pub const MOST_TEXT: usize = 8 * 1024 * 1024;

/// The most sources.
pub const MOST_SOURCES: usize = 1_000;

/// The largest document that so many packed octets may grow to: evidence does not repeat itself more often.
pub(super) fn most_unpacked(packed: usize) -> usize {
    const FREE: usize = 256 * 1024;
    const RATIO: usize = 100;
    packed.saturating_mul(RATIO).saturating_add(FREE).min(MOST_TEXT)
}
