//! LOC record data (RFC 1876).

use super::entry::Token;
use super::problem::{Problem, Trouble};

/// Altitude is counted in centimetres from 100,000 m below the reference spheroid (RFC 1876 §2).
const DEEPEST: i64 = 10_000_000;
/// Angles are counted in thousandths of an arc second from this (RFC 1876 §2).
const MIDDLE: u32 = 1 << 31;

/// `52 22 23.000 N 4 53 32.000 E -2.00m 0.00m 10000m 10m` in wire form.
pub(super) fn read(tokens: &[Token<'_>]) -> Result<Vec<u8>, Trouble> {
    let mut at = 0;
    let latitude = angle(tokens, &mut at, [("N", true), ("S", false)], 90)?;
    let longitude = angle(tokens, &mut at, [("E", true), ("W", false)], 180)?;
    let altitude = {
        let token = tokens.get(at).ok_or(Problem::TooShort)?;
        let centimetres =
            centimetres(&token.text).ok_or_else(|| Problem::BadData("an altitude in metres").at(at))?;
        let up = centimetres.checked_add(DEEPEST).and_then(|up| u32::try_from(up).ok());
        up.ok_or_else(|| Problem::BadData("an altitude in metres").at(at))?
    };
    at += 1;
    let mut sizes = [0x12u8, 0x16, 0x13];
    for size in &mut sizes {
        if let Some(token) = tokens.get(at) {
            *size = precision(&token.text).ok_or_else(|| Problem::BadData("a size in metres").at(at))?;
            at += 1;
        }
    }
    if at < tokens.len() {
        return Err(Problem::Trailing.at(at));
    }
    let mut out = vec![0];
    out.extend_from_slice(&sizes);
    for number in [latitude, longitude, altitude] {
        out.extend_from_slice(&number.to_be_bytes());
    }
    Ok(out)
}

/// Degrees, minutes and seconds, the latter two optional, and the direction.
fn angle(
    tokens: &[Token<'_>],
    at: &mut usize,
    directions: [(&str, bool); 2],
    largest: u32,
) -> Result<u32, Trouble> {
    const BAD: Problem = Problem::BadData("an angle: degrees, minutes, seconds, direction");
    let mut thousandths = 0u32;
    for unit in [3_600_000u32, 60_000, 1_000, 0] {
        let token = tokens.get(*at).ok_or(Problem::TooShort)?;
        if let Some((_, positive)) = directions.iter().find(|(word, _)| token.text.eq_ignore_ascii_case(word))
        {
            if thousandths > largest * 3_600_000 {
                return Err(BAD.at(*at));
            }
            *at += 1;
            return Ok(if *positive { MIDDLE + thousandths } else { MIDDLE - thousandths });
        }
        let bad = BAD.at(*at);
        let value = match unit {
            0 => return Err(bad),
            1_000 => u32::try_from(decimal(&token.text, 3).ok_or(bad)?).ok().filter(|&value| value < 60_000),
            _ => {
                let limit = if unit == 60_000 { 59 } else { largest };
                let number: Option<u32> = token.text.parse().ok().filter(|&number| number <= limit);
                number.map(|number| number * unit)
            }
        };
        thousandths += value.ok_or(bad)?;
        *at += 1;
    }
    Err(BAD.at(*at))
}

/// A decimal number with at most `places` places, in units of the last of them.
fn decimal(text: &str, places: usize) -> Option<i64> {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|octet| octet.is_ascii_digit());
    if whole.is_empty() || whole.len() > 10 || part.len() > places || !digits(whole) || !digits(part) {
        return None;
    }
    let number: i64 = format!("{whole}{part:0<places$}").parse().ok()?;
    Some(if negative { -number } else { number })
}

fn centimetres(text: &str) -> Option<i64> {
    decimal(text.strip_suffix(['m', 'M']).unwrap_or(text), 2)
}

/// A size as RFC 1876 §2 packs it: a digit and a power of ten, in centimetres.
fn precision(text: &str) -> Option<u8> {
    let mut mantissa = u64::try_from(centimetres(text)?).ok()?;
    let mut exponent = 0u8;
    while mantissa > 9 {
        mantissa /= 10;
        exponent += 1;
    }
    if exponent > 9 {
        return None;
    }
    Some(u8::try_from(mantissa).ok()? << 4 | exponent)
}
