//! Names, record data and records as text, in the one way that everything here writes them: what a zone file
//! reader takes from it is the same to the octet (RFC 1035 §5.1, RFC 3597 §5, RFC 4343 §2.1).
//!
//! Not `domain`'s own text form: its names leave `( ) " ; @ $` and a leading `>` as they are, which a reader takes
//! as syntax; an IPSECKEY without a gateway lacks its dot; octets from 128 on in SVCB values come out as letters.

use super::{Name, Rdata, sig_time};
use domain::base::Rtype;
use domain::base::name::ToLabelIter as _;
use domain::base::rdata::{ComposeRecordData as _, RecordData as _};
use domain::rdata::dnssec::RtypeBitmap;
use domain::utils::{base16, base32, base64};
use std::fmt::Write as _;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The name with a final dot, as people write an absolute name (`.` for the root).
pub fn dotted(name: &Name) -> String {
    let mut out = String::with_capacity(name.len() + 8);
    for label in name.iter_labels().filter(|label| !label.is_root()) {
        write_label(label.as_slice(), &mut out);
    }
    if out.is_empty() {
        out.push('.');
    }
    out
}

/// The mnemonic of a record type (`TYPEnnn` when it has none).
pub fn rtype_name(rtype: Rtype) -> String {
    rtype.to_string()
}

/// Record data in presentation format. What a type's own form cannot say to the octet, and what has no form of its
/// own here, is in the generic one: `\# 4 C0000201` (RFC 3597 §5).
pub fn rdata_text(data: &Rdata) -> String {
    let mut octets = Vec::new();
    // Appending to a Vec cannot fail.
    let _ = data.compose_rdata(&mut octets);
    typed(data.rtype(), &octets).unwrap_or_else(|| {
        let mut out = format!("\\# {}", octets.len());
        if !octets.is_empty() {
            // Writing to a String cannot fail.
            let _ = write!(out, " {}", base16::encode_display(&octets));
        }
        out
    })
}

/// A record on one line, as `dig` prints it and a zone file has it.
pub fn record_text(owner: &Name, ttl: u32, data: &Rdata) -> String {
    format!("{} {ttl} IN {} {}", dotted(owner), rtype_name(data.rtype()), rdata_text(data))
}

/// One label with the dot behind it. Octets that nothing gives a meaning to stand for themselves; `dig`'s escapes
/// for the octets that zone files give one to; all others by number.
fn write_label(label: &[u8], out: &mut String) {
    for &octet in label {
        match octet {
            b'-' | b'_' | b'*' | b'/' | b'+' | b'=' => out.push(char::from(octet)),
            b'.' | b'\\' | b'"' | b'(' | b')' | b';' | b'@' | b'$' => {
                out.push('\\');
                out.push(char::from(octet));
            }
            _ if octet.is_ascii_alphanumeric() => out.push(char::from(octet)),
            _ => write_number(octet, out),
        }
    }
    out.push('.');
}

/// `\DDD`.
fn write_number(octet: u8, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\\{octet:03}");
}

/// A string in quotes (RFC 1035 §5.1).
fn write_quoted(text: &[u8], out: &mut String) {
    out.push('"');
    for &octet in text {
        match octet {
            b'"' | b'\\' => {
                out.push('\\');
                out.push(char::from(octet));
            }
            b' '..=b'~' => out.push(char::from(octet)),
            _ => write_number(octet, out),
        }
    }
    out.push('"');
}

/// A part of record data.
#[derive(Clone, Copy)]
enum Field {
    U8,
    U16,
    U32,
    Name,
    Ipv4,
    Ipv6,
    /// A type, by its mnemonic.
    Type,
    /// A time of RRSIG, as a date.
    Time,
    /// A character string.
    Text,
    /// Character strings to the end, at least one.
    Texts,
    /// A character string of letters and digits, without quotes.
    Tag,
    /// To the end, in quotes, without a length on the wire.
    Rest,
    /// To the end, not empty.
    Base64,
    Hex,
    /// A salt with its length, `-` where it is empty (RFC 5155 §3.3).
    Salt,
    /// A hash with its length, not empty (RFC 5155 §3.3).
    Hash,
    /// A type bit map to the end (RFC 4034 §4.1.2).
    Types,
    /// A dot for nothing (RFC 4025 §3.1).
    Dot,
}

use Field::{
    Base64, Dot, Hash, Hex, Ipv4, Ipv6, Rest, Salt, Tag, Text, Texts, Time, Type, Types, U8, U16, U32,
};

/// The parts of a type's record data, in this order both on the wire and in text; `None`: it has no text form here.
fn fields(rtype: Rtype, octets: &[u8]) -> Option<&'static [Field]> {
    Some(match rtype {
        Rtype::A => &[Ipv4],
        Rtype::AAAA => &[Ipv6],
        Rtype::NS | Rtype::CNAME | Rtype::DNAME | Rtype::PTR => &[Field::Name],
        Rtype::MB | Rtype::MD | Rtype::MF | Rtype::MG | Rtype::MR => &[Field::Name],
        Rtype::MINFO | Rtype::RP => &[Field::Name, Field::Name],
        Rtype::SOA => &[Field::Name, Field::Name, U32, U32, U32, U32, U32],
        Rtype::MX => &[U16, Field::Name],
        Rtype::SRV => &[U16, U16, U16, Field::Name],
        Rtype::NAPTR => &[U16, U16, Text, Text, Text, Field::Name],
        Rtype::TXT => &[Texts],
        Rtype::HINFO => &[Text, Text],
        Rtype::CAA => &[U8, Tag, Rest],
        Rtype::DNSKEY | Rtype::CDNSKEY => &[U16, U8, U8, Base64],
        Rtype::DS | Rtype::CDS => &[U16, U8, U8, Hex],
        Rtype::RRSIG => &[Type, U8, U8, U32, Time, Time, U16, Field::Name, Base64],
        Rtype::NSEC => &[Field::Name, Types],
        Rtype::NSEC3 => &[U8, U8, U16, Salt, Hash, Types],
        Rtype::NSEC3PARAM => &[U8, U8, U16, Salt],
        Rtype::CSYNC => &[U32, U16, Types],
        Rtype::TLSA => &[U8, U8, U8, Hex],
        Rtype::SSHFP => &[U8, U8, Hex],
        Rtype::ZONEMD => &[U32, U8, U8, Hex],
        Rtype::OPENPGPKEY => &[Base64],
        // The gateway is of the kind that the second octet says (RFC 4025 §2.3).
        Rtype::IPSECKEY => match octets.get(1)? {
            0 => &[U8, U8, U8, Dot, Base64],
            1 => &[U8, U8, U8, Ipv4, Base64],
            2 => &[U8, U8, U8, Ipv6, Base64],
            3 => &[U8, U8, U8, Field::Name, Base64],
            _ => return None,
        },
        _ => return None,
    })
}

/// Record data in its type's own form; `None` where that would not say all of it.
fn typed(rtype: Rtype, octets: &[u8]) -> Option<String> {
    let mut wire = Wire { rest: octets, out: String::with_capacity(2 * octets.len()) };
    if matches!(rtype, Rtype::SVCB | Rtype::HTTPS) {
        wire.service()?;
    } else {
        for field in fields(rtype, octets)? {
            wire.field(*field)?;
        }
    }
    wire.rest.is_empty().then_some(wire.out)
}

/// Record data on their way from the wire to text.
struct Wire<'a> {
    rest: &'a [u8],
    out: String,
}

impl<'a> Wire<'a> {
    fn octets(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.rest.split_at_checked(count)?;
        self.rest = rest;
        Some(taken)
    }

    fn chunk<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.rest.split_first_chunk()?;
        self.rest = rest;
        Some(*taken)
    }

    /// As many octets as the first one says.
    fn counted(&mut self) -> Option<&'a [u8]> {
        let [count] = self.chunk()?;
        self.octets(usize::from(count))
    }

    fn all(&mut self) -> &'a [u8] {
        std::mem::take(&mut self.rest)
    }

    fn word(&mut self, word: impl std::fmt::Display) {
        // Writing to a String cannot fail.
        let _ = write!(self.out, "{word}");
    }

    fn name(&mut self) -> Option<()> {
        let from = self.out.len();
        loop {
            match self.counted()? {
                [] => break,
                label => write_label(label, &mut self.out),
            }
        }
        if self.out.len() == from {
            self.out.push('.');
        }
        Some(())
    }

    fn field(&mut self, field: Field) -> Option<()> {
        if !self.out.is_empty() {
            self.out.push(' ');
        }
        match field {
            U8 => {
                let [number] = self.chunk()?;
                self.word(number);
            }
            U16 => {
                let number = u16::from_be_bytes(self.chunk()?);
                self.word(number);
            }
            U32 => {
                let number = u32::from_be_bytes(self.chunk()?);
                self.word(number);
            }
            Field::Name => self.name()?,
            Ipv4 => {
                let address = Ipv4Addr::from(self.chunk::<4>()?);
                self.word(address);
            }
            Ipv6 => {
                let address = Ipv6Addr::from(self.chunk::<16>()?);
                self.word(address);
            }
            Type => {
                let rtype = Rtype::from_int(u16::from_be_bytes(self.chunk()?));
                self.word(rtype);
            }
            Time => {
                let time = sig_time(u32::from_be_bytes(self.chunk()?));
                self.word(time);
            }
            Text => write_quoted(self.counted()?, &mut self.out),
            Texts => {
                self.field_of_texts()?;
            }
            Tag => {
                let tag = self.counted()?;
                let plain = !tag.is_empty() && tag.iter().all(u8::is_ascii_alphanumeric);
                self.out.push_str(std::str::from_utf8(tag).ok().filter(|_| plain)?);
            }
            Rest => write_quoted(self.all(), &mut self.out),
            Base64 => {
                let octets = some(self.all())?;
                self.word(base64::encode_display(&octets));
            }
            Hex => {
                let octets = some(self.all())?;
                self.word(base16::encode_display(&octets));
            }
            Salt => match self.counted()? {
                [] => self.out.push('-'),
                salt => self.word(base16::encode_display(&salt)),
            },
            Hash => {
                let hash = some(self.counted()?)?;
                self.word(base32::encode_display_hex(&hash));
            }
            Types => self.types()?,
            Dot => self.out.push('.'),
        }
        Some(())
    }

    fn field_of_texts(&mut self) -> Option<()> {
        write_quoted(self.counted()?, &mut self.out);
        while !self.rest.is_empty() {
            self.out.push(' ');
            write_quoted(self.counted()?, &mut self.out);
        }
        Some(())
    }

    /// A bit map can be written in ways that RFC 4034 §4.1.2 forbids, which its types alone do not tell.
    fn types(&mut self) -> Option<()> {
        let octets = self.all();
        let found = RtypeBitmap::from_octets(octets).ok()?;
        let mut again = RtypeBitmap::<Vec<u8>>::builder();
        let from = self.out.len();
        for rtype in found.iter() {
            // Adding to a Vec cannot fail.
            let _ = again.add(rtype);
            if self.out.len() > from {
                self.out.push(' ');
            }
            self.word(rtype);
        }
        if self.out.len() == from {
            // The space before it.
            self.out.pop();
        }
        (again.finalize().as_slice() == octets).then_some(())
    }

    /// SVCB and HTTPS (RFC 9460 §2.1): parameters in ascending order, each once.
    fn service(&mut self) -> Option<()> {
        self.field(U16)?;
        self.field(Field::Name)?;
        let mut last = None;
        while !self.rest.is_empty() {
            let key = u16::from_be_bytes(self.chunk()?);
            if last.is_some_and(|last| last >= key) {
                return None;
            }
            last = Some(key);
            let length = u16::from_be_bytes(self.chunk()?);
            let value = self.octets(usize::from(length))?;
            self.out.push(' ');
            self.out.push_str(&key_name(key));
            self.parameter(key, value)?;
        }
        Some(())
    }

    fn parameter(&mut self, key: u16, value: &[u8]) -> Option<()> {
        let numbers = |value: &[u8]| -> Option<Vec<u16>> {
            let (pairs, rest) = value.as_chunks();
            rest.is_empty().then(|| pairs.iter().map(|pair| u16::from_be_bytes(*pair)).collect())
        };
        match key {
            // The mandatory keys, in ascending order too (RFC 9460 §8).
            0 => {
                let keys = numbers(some(value)?)?;
                if !keys.is_sorted_by(|one, next| one < next) {
                    return None;
                }
                self.list(keys.into_iter().map(key_name));
            }
            1 => {
                let mut ids = Vec::new();
                let mut wire = Wire { rest: some(value)?, out: String::new() };
                while !wire.rest.is_empty() {
                    let id = some(wire.counted()?)?;
                    // Commas and backslashes would be escaped twice (RFC 9460 appendix A.1).
                    let plain = |octet: &u8| octet.is_ascii_alphanumeric() || b"-./_+".contains(octet);
                    ids.push(std::str::from_utf8(id).ok().filter(|_| id.iter().all(plain))?);
                }
                self.list(ids.into_iter());
            }
            2 | 8 => return value.is_empty().then_some(()),
            3 => self.list([u16::from_be_bytes(value.try_into().ok()?)].into_iter()),
            4 => {
                let (addresses, rest) = some(value)?.as_chunks::<4>();
                self.list(addresses.iter().map(|address| Ipv4Addr::from(*address)));
                return rest.is_empty().then_some(());
            }
            5 => {
                let octets = some(value)?;
                self.list([base64::encode_display(&octets)].into_iter());
            }
            6 => {
                let (addresses, rest) = some(value)?.as_chunks::<16>();
                self.list(addresses.iter().map(|address| Ipv6Addr::from(*address)));
                return rest.is_empty().then_some(());
            }
            9 => self.list(numbers(some(value)?)?.into_iter()),
            _ if value.is_empty() => {}
            _ => {
                self.out.push('=');
                write_quoted(value, &mut self.out);
            }
        }
        Some(())
    }

    fn list(&mut self, words: impl Iterator<Item = impl std::fmt::Display>) {
        for (at, word) in words.enumerate() {
            self.out.push(if at == 0 { '=' } else { ',' });
            self.word(word);
        }
    }
}

fn some(octets: &[u8]) -> Option<&[u8]> {
    (!octets.is_empty()).then_some(octets)
}

/// The names of the SVCB parameter keys (IANA's registry of service parameter keys), by number.
pub(crate) const SERVICE_KEYS: [&str; 10] = [
    "mandatory",
    "alpn",
    "no-default-alpn",
    "port",
    "ipv4hint",
    "ech",
    "ipv6hint",
    "dohpath",
    "ohttp",
    "tls-supported-groups",
];

fn key_name(key: u16) -> String {
    match SERVICE_KEYS.get(usize::from(key)) {
        Some(name) => (*name).to_owned(),
        None => format!("key{key}"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;
    use bytes::Bytes;
    use domain::base::rdata::UnknownRecordData;

    #[test]
    fn names() {
        let name = |octets: &'static [u8]| dotted(&Name::from_octets(Bytes::from_static(octets)).unwrap());
        assert_eq!(name(b"\0"), ".");
        assert_eq!(name(b"\x03a-b\x01*\x04_tcp\0"), "a-b.*._tcp.");
        assert_eq!(name(b"\x0a\"().;\\@$ x\0"), r#"\"\(\)\.\;\\\@\$\032x."#);
        assert_eq!(name(b"\x05>[#:\xff\0"), r"\062\091\035\058\255.");
    }

    fn text(rtype: Rtype, octets: &'static [u8]) -> String {
        typed(rtype, octets).unwrap_or_else(|| {
            let data = UnknownRecordData::from_octets(rtype, Bytes::from_static(octets)).unwrap();
            rdata_text(&Rdata::Unknown(data))
        })
    }

    #[test]
    fn data_in_their_own_form() {
        assert_eq!(text(Rtype::TXT, b"\x03a\"\\\0\x02;\xc3"), r#""a\"\\" "" ";\195""#);
        assert_eq!(text(Rtype::CAA, b"\x80\x05issueca.example"), r#"128 issue "ca.example""#);
        assert_eq!(text(Rtype::IPSECKEY, b"\x0a\0\x02\x01\x02\x03"), "10 0 2 . AQID");
        assert_eq!(text(Rtype::NSEC, b"\x01b\0\0\x01\x40"), "b. A");
        assert_eq!(text(Rtype::NSEC, b"\0"), ".");
        assert_eq!(text(Rtype::HTTPS, b"\0\x01\0\0\x01\0\x03\x02h2"), "1 . alpn=h2");
        assert_eq!(text(Rtype::SVCB, b"\0\x01\0\x02\x9a\0\x02\xc3\""), r#"1 . key666="\195\"""#);
    }

    /// Octets that their own form would change, lose or need a special case for.
    #[test]
    fn data_in_the_generic_form() {
        for (rtype, octets) in [
            (Rtype::DNSKEY, &b"\x01\x01\x03\x0d"[..]),
            (Rtype::DS, b"\0\x01\x0d\x02"),
            (Rtype::CAA, b"\0\x01\"x"),
            (Rtype::NSEC, b"\0\0\x02\x40\0"),
            (Rtype::IPSECKEY, b"\x0a\x04\x02\x01"),
            (Rtype::SVCB, b"\0\x01\0\0\x03\0\x01\x35"),
            (Rtype::SVCB, b"\0\x01\0\0\x01\0\x04\x03a,b"),
            (Rtype::SVCB, b"\0\x01\0\0\x03\0\x02\0\x35\0\x03\0\x02\0\x35"),
            (Rtype::from_int(65280), b""),
        ] {
            assert!(text(rtype, octets).starts_with(r"\# "), "{}", text(rtype, octets));
        }
    }
}
