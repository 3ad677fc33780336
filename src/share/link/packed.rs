//! Octets from and to the letters of a link: base64url (RFC 4648 §5) of raw DEFLATE (RFC 1951), with an Adler-32
//! (RFC 1950 §8.2) of the document behind it.

use super::bounds::most_unpacked;
use super::error::BrokenLink;
use data_encoding::{BASE64URL_NOPAD, Specification};
use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress, inflate_flags};

/// Finds the shortest form. Another level gives another link for the same state.
const LEVEL: u8 = 10;

/// Octets of the checksum.
const SUM: usize = 4;

/// The octets of a document, packed, and its checksum.
pub(super) fn pack(json: &[u8]) -> Vec<u8> {
    let mut packed = compress_to_vec(json, LEVEL);
    packed.extend_from_slice(&sum(json));
    packed
}

fn sum(json: &[u8]) -> [u8; SUM] {
    adler2::adler32_slice(json).to_be_bytes()
}

/// The octets that the letters stand for.
pub(super) fn octets(letters: &str) -> Result<Vec<u8>, BrokenLink> {
    // Sentences end behind an address, and it stands in brackets.
    let letters = letters.trim_end_matches(|c: char| c.is_whitespace() || ".,;:!?)]}>\"'’”»=".contains(c));
    if letters.is_empty() {
        return Err(BrokenLink::Empty);
    }
    let known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '/');
    // Mail programs break lines.
    let mut clean = String::with_capacity(letters.len());
    for (at, letter) in letters.chars().enumerate() {
        match letter {
            '\r' | '\n' | ' ' | '\t' => {}
            '+' => clean.push('-'),
            '/' => clean.push('_'),
            letter if known(letter) => clean.push(letter),
            found => return Err(BrokenLink::Alphabet { found, at: at + 1 }),
        }
    }
    BASE64URL_NOPAD.decode(clean.as_bytes()).or_else(|_| tolerant(&clean))
}

/// A link whose last letter is lost, or was made by others with bits to spare.
fn tolerant(letters: &str) -> Result<Vec<u8>, BrokenLink> {
    let mut specification: Specification = BASE64URL_NOPAD.specification();
    specification.check_trailing_bits = false;
    let encoding = specification.encoding().map_err(|_| BrokenLink::Cut)?;
    encoding.decode(letters.as_bytes()).map_err(|_| BrokenLink::Cut)
}

/// The document. At most [`most_unpacked`] octets are ever held.
pub(super) fn unpack(packed: &[u8]) -> Result<Vec<u8>, BrokenLink> {
    const FLAGS: u32 = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
    let most = most_unpacked(packed.len());
    let mut state = Box::<DecompressorOxide>::default();
    let mut out = vec![0; packed.len().saturating_mul(4).clamp(64, most)];
    let (mut read, mut written) = (0, 0);
    loop {
        let rest = packed.get(read..).unwrap_or_default();
        let (status, used, made) = decompress(&mut state, rest, &mut out, written, FLAGS);
        read += used;
        written += made;
        match status {
            TINFLStatus::Done => break,
            TINFLStatus::HasMoreOutput if out.len() < most => {
                let longer = out.len().saturating_mul(2).min(most);
                out.resize(longer, 0);
            }
            TINFLStatus::HasMoreOutput => return Err(BrokenLink::TooMuch { most }),
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => {
                return Err(BrokenLink::Cut);
            }
            _ => return Err(BrokenLink::NotPacked),
        }
    }
    out.truncate(written);
    match packed.get(read..).unwrap_or_default() {
        // Other tools need not write the sum.
        [] => Ok(out),
        rest if rest.len() < SUM => Err(BrokenLink::Cut),
        rest if rest == sum(&out) => Ok(out),
        _ => Err(BrokenLink::Damaged),
    }
}
