//! SVCB and HTTPS record data (RFC 9460 §2.1).
//!
//! Read here because `domain` 0.12.3 takes no parameter key with a `9` or a `z` in it, nor escapes in lists.

use super::entry::Token;
use super::names::{self, Origin};
use super::problem::{Problem, Trouble};
use super::scan::TokenScanner;
use crate::dns::SERVICE_KEYS;
use crate::order;
use bytes::Bytes;
use domain::base::scan::Scanner;
use domain::utils::base64;
use std::collections::BTreeMap;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The wire form of SVCB record data.
pub(super) fn read(tokens: &[Token<'_>], origin: &Origin) -> Result<Vec<u8>, Trouble> {
    let priority = tokens.first().ok_or(Problem::TooShort)?;
    let priority: u16 =
        priority.text.parse().map_err(|_| Problem::BadData("expected decimal number").at(0))?;
    let target = tokens.get(1).ok_or_else(|| Problem::TooShort.at(0))?;
    let target = names::read(&target.text, origin).map_err(|problem| problem.at(1))?;
    let rest = tokens.get(2..).unwrap_or_default();
    let mut scanner = TokenScanner::new(rest, origin);
    let mut parameters: BTreeMap<u16, Vec<u8>> = BTreeMap::new();
    while scanner.continues() {
        let at = scanner.read() + 2;
        let text = scanner.scan_svcb_octets().map_err(|error| error.0.at(at))?;
        let (key, value) = parameter(&text).map_err(|problem| problem.at(at))?;
        if parameters.insert(key, value).is_some() {
            return Err(Problem::BadData("a parameter given twice").at(at));
        }
    }
    let mut out = priority.to_be_bytes().to_vec();
    out.extend_from_slice(target.as_slice());
    for (key, value) in parameters {
        out.extend_from_slice(&key.to_be_bytes());
        out.extend_from_slice(&u16::try_from(value.len()).map_err(|_| Problem::TooLong)?.to_be_bytes());
        out.extend_from_slice(&value);
    }
    Ok(out)
}

fn key_number(text: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(text).ok()?;
    if let Some(number) = SERVICE_KEYS.iter().position(|key| text.eq_ignore_ascii_case(key)) {
        return u16::try_from(number).ok();
    }
    text.strip_prefix("key").filter(|digits| digits.bytes().all(|octet| octet.is_ascii_digit()))?.parse().ok()
}

/// One parameter: its key and its value on the wire.
fn parameter(text: &Bytes) -> Result<(u16, Vec<u8>), Problem> {
    let mut parts = text.splitn(2, |&octet| octet == b'=');
    let key = parts.next().and_then(key_number).ok_or(Problem::BadData("an unknown parameter key"))?;
    let value = parts.next();
    let text = || value.and_then(|value| std::str::from_utf8(value).ok());
    let out = match key {
        0 => {
            let mut keys = Vec::new();
            for word in text().ok_or(Problem::BadData("mandatory needs keys"))?.split(',') {
                keys.push(key_number(word.as_bytes()).ok_or(Problem::BadData("an unknown parameter key"))?);
            }
            order::sort(&mut keys);
            keys.into_iter().flat_map(u16::to_be_bytes).collect()
        }
        1 => {
            let mut out = Vec::new();
            for id in list(value.unwrap_or_default()).ok_or(Problem::BadData("a list ends in an escape"))? {
                out.push(u8::try_from(id.len()).ok().filter(|&length| length > 0).ok_or(BAD_ALPN)?);
                out.extend_from_slice(&id);
            }
            out
        }
        2 | 8 if value.is_none_or(<[u8]>::is_empty) => Vec::new(),
        2 | 8 => return Err(Problem::BadData("a parameter that takes no value")),
        3 => {
            let port: Option<u16> = text().and_then(|text| text.parse().ok());
            port.ok_or(Problem::BadData("expected a port"))?.to_be_bytes().to_vec()
        }
        4 => {
            let addresses = text().unwrap_or_default().split(',').map(str::parse::<Ipv4Addr>);
            let addresses: Result<Vec<_>, _> = addresses.collect();
            let addresses = addresses.map_err(|_| Problem::BadData("expected IPv4 address"))?;
            addresses.iter().flat_map(Ipv4Addr::octets).collect()
        }
        5 => {
            let text = text().unwrap_or_default();
            base64::decode(text).map_err(|_| Problem::BadData("expected base64"))?
        }
        6 => {
            let addresses = text().unwrap_or_default().split(',').map(str::parse::<Ipv6Addr>);
            let addresses: Result<Vec<_>, _> = addresses.collect();
            let addresses = addresses.map_err(|_| Problem::BadData("expected IPv6 address"))?;
            addresses.iter().flat_map(Ipv6Addr::octets).collect()
        }
        9 => {
            let groups = text().unwrap_or_default().split(',').map(str::parse::<u16>);
            let groups: Result<Vec<_>, _> = groups.collect();
            let groups = groups.map_err(|_| Problem::BadData("expected decimal number"))?;
            groups.into_iter().flat_map(u16::to_be_bytes).collect()
        }
        _ => value.unwrap_or_default().to_vec(),
    };
    Ok((key, out))
}

const BAD_ALPN: Problem = Problem::BadData("a protocol of 1 to 255 octets");

/// A comma-separated list; `\\,` and `\\\\` stand for comma and backslash (RFC 9460 appendix A.1).
fn list(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut all = vec![Vec::new()];
    let mut octets = text.iter().copied();
    while let Some(octet) = octets.next() {
        match octet {
            b',' => all.push(Vec::new()),
            b'\\' => all.last_mut()?.push(octets.next()?),
            octet => all.last_mut()?.push(octet),
        }
    }
    Some(all)
}
