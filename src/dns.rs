//! The DNS types that every room shares, all of them `domain`'s, and the moment of judgement.

mod civil;
mod csync;
mod nsec3;
mod text;

pub use csync::Csync;
pub use nsec3::{MOST_NSEC3_ITERATIONS, Nsec3Hash, nsec3_hash};
pub(crate) use text::SERVICE_KEYS;
pub use text::{dotted, rdata_text, record_text, rtype_name};

use bytes::Bytes;
use domain::base::name::ToLabelIter as _;
use domain::rdata::ZoneRecordData;
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// A domain name that owns its octets.
pub type Name = domain::base::Name<Bytes>;

/// Record data of any type; types that `domain` has no struct for are kept as octets (RFC 3597).
pub type Rdata = ZoneRecordData<Bytes, Name>;

/// A resource record.
pub type Record = domain::base::Record<Name, Rdata>;

pub type Dnskey = domain::rdata::Dnskey<Bytes>;
pub type Rrsig = domain::rdata::Rrsig<Bytes, Name>;
pub type Ds = domain::rdata::Ds<Bytes>;

/// The number of labels as RFC 4034 §3.1.3 counts them: neither the root nor a leading `*` counts.
pub fn rrsig_labels(name: &Name) -> u8 {
    let labels = name.label_count().saturating_sub(1);
    let labels = if is_wildcard(name) { labels.saturating_sub(1) } else { labels };
    u8::try_from(labels).unwrap_or(u8::MAX)
}

/// Whether the leftmost label is `*` (RFC 4592 §2.1.1).
pub fn is_wildcard(name: &Name) -> bool {
    name.iter_labels().next().is_some_and(domain::base::name::Label::is_wildcard)
}

/// The name right below another that begins with this label; `None` where it would be too long.
pub fn child(parent: &Name, label: &[u8]) -> Option<Name> {
    let mut octets = Vec::with_capacity(parent.len() + label.len() + 1);
    octets.push(u8::try_from(label.len()).ok().filter(|length| (1..=63).contains(length))?);
    octets.extend_from_slice(label);
    octets.extend_from_slice(parent.as_slice());
    Name::from_octets(octets.into()).ok()
}

/// `20261125120000` (RFC 4034 §3.2), as it was seen: not as a serial number near some moment.
pub fn sig_time(seconds: u32) -> String {
    let at = civil::utc(i64::from(seconds));
    let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
    format!("{year:04}{month:02}{day:02}{:02}{:02}{:02}", at.hour(), at.minute(), at.second())
}

/// A moment, in seconds since 1970-01-01T00:00:00Z. Never read from a clock below the faces.
/// Serialised as RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS), ts(type = "string"))]
#[serde(into = "String", try_from = "String")]
pub struct Moment(pub i64);

impl From<Moment> for String {
    fn from(moment: Moment) -> Self {
        moment.to_string()
    }
}

impl TryFrom<String> for Moment {
    type Error = BadMoment;

    fn try_from(text: String) -> Result<Self, BadMoment> {
        Self::parse(&text)
    }
}

impl Moment {
    /// Reads RFC 3339 (`2026-11-25T12:00:00Z`), RRSIG style (`20261125120000`) or Unix seconds.
    pub fn parse(text: &str) -> Result<Self, BadMoment> {
        let bad = || BadMoment { text: text.chars().take(60).collect() };
        let trimmed = text.trim();
        if trimmed.len() == 14 && trimmed.bytes().all(|b| b.is_ascii_digit()) {
            return civil::compact(trimmed).map(Self).ok_or_else(bad);
        }
        if let Ok(seconds) = trimmed.parse::<i64>() {
            return Self::from_unix(seconds).ok_or_else(bad);
        }
        civil::rfc3339(trimmed).map(Self).ok_or_else(bad)
    }

    /// The moment of these Unix seconds, if it has a year of four digits.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        Some(Self(seconds)).filter(|_| civil::in_range(seconds))
    }

    /// The moment's low 32 bits: RRSIG times are serial numbers (RFC 4034 §3.1.5, RFC 1982).
    pub fn serial(self) -> u32 {
        (self.0 & 0xffff_ffff) as u32
    }

    /// The moment nearest to `self` whose low 32 bits are `serial` (RFC 1982 read around `self`).
    pub fn near(self, serial: u32) -> Self {
        Self(self.0 + i64::from(serial.wrapping_sub(self.serial()) as i32))
    }

    /// `Tue Nov 24 21:29:47 UTC 2026`, as `dig` writes it.
    pub fn dig_style(self) -> String {
        let at = civil::utc(self.0);
        let day: String = at.weekday().to_string().chars().take(3).collect();
        let (month, year) = (civil::month_name(at), at.year());
        let (hour, minute, second) = (at.hour(), at.minute(), at.second());
        format!("{day} {month} {:02} {hour:02}:{minute:02}:{second:02} UTC {year}", at.day())
    }

    /// Reads the Date field of HTTP (RFC 9110 §5.6.7).
    pub fn from_http(text: &str) -> Option<Self> {
        let read = time::OffsetDateTime::parse(text, &time::format_description::well_known::Rfc2822);
        read.ok().map(|at| Self(at.unix_timestamp()))
    }

    /// `20 Dec 2026, 00:00 UTC`, the way the page and the findings write a time.
    pub fn plain(self) -> String {
        let at = civil::utc(self.0);
        let (day, month, year) = (at.day(), civil::month_name(at), at.year());
        format!("{day} {month} {year}, {:02}:{:02} UTC", at.hour(), at.minute())
    }
}

/// RFC 3339 in UTC.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let at = civil::utc(self.0);
        let (year, month, day) = (at.year(), u8::from(at.month()), at.day());
        let (hour, minute, second) = (at.hour(), at.minute(), at.second());
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// A text that is not a time.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{text}” is not a time: write RFC 3339 (2026-11-25T12:00:00Z) or Unix seconds")]
pub struct BadMoment {
    pub text: String,
}

/// A span of seconds in words, two units at most: `1 h`, `24 d 12 h`, `90 s`.
pub fn span(seconds: i64) -> String {
    let units = [("d", 86_400), ("h", 3_600), ("min", 60), ("s", 1)];
    let mut rest = seconds.unsigned_abs();
    let mut parts: Vec<String> = Vec::new();
    for (unit, size) in units {
        let count = rest / size;
        rest %= size;
        if count > 0 {
            parts.push(format!("{count} {unit}"));
        } else if !parts.is_empty() {
            break;
        }
        if parts.len() == 2 {
            break;
        }
    }
    if parts.is_empty() { "0 s".into() } else { parts.join(" ") }
}
