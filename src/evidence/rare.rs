//! Record types that `domain` has no text form for: a table of their fields, and the wire form made from it.
//!
//! Names stay as written; which of them are lowered for signing (RFC 4034 §6.2) is not decided here.

use super::entry::Token;
use super::loc;
use super::names::{self, Origin};
use super::problem::{Problem, Trouble};
use super::scan;
use super::words;
use bytes::BytesMut;
use domain::base::Rtype;
use domain::rdata::dnssec::RtypeBitmap;
use domain::utils::{base16, base64};
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// A field of record data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    U8,
    U16,
    U32,
    Name,
    /// One character string.
    Text,
    /// A character string that may be left out.
    MaybeText,
    /// Character strings to the end, at least one.
    Texts,
    /// One string without a length, to the end of the data.
    Bare,
    /// Base64 to the end; at least one token.
    Base64,
    /// Hexadecimal to the end; at least one token.
    Hex,
    /// `00-00-5e-00-53-2a`: this many octets (RFC 7043).
    Eui(usize),
    /// `0014:4fff:ff20:ee64` (RFC 6742).
    Locator64,
    Ipv4,
    /// A type, as its number.
    Type,
    /// A type bit map to the end (RFC 4034 §4.1.2).
    Types,
    /// A DNSSEC algorithm, as number or mnemonic.
    Algorithm,
    /// A certificate type, as number or mnemonic (RFC 4398 §2.1).
    CertType,
    /// A DSYNC scheme, as number or mnemonic (RFC 9859 §2).
    Scheme,
    /// A signature time.
    Time,
    /// `0x47.0005.80…` (RFC 1706).
    Nsap,
    /// Address prefixes (RFC 3123).
    Prefixes,
}

use Field::{
    Algorithm, Bare, Base64, CertType, Eui, Hex, Ipv4, Locator64, MaybeText, Nsap, Prefixes, Scheme, Text,
    Texts, Time, Type, Types, U8, U16, U32,
};

/// The fields of a type, with the document that says so.
fn fields(rtype: Rtype) -> Option<&'static [Field]> {
    Some(match rtype {
        Rtype::AFSDB | Rtype::RT | Rtype::KX | Rtype::LP => &[U16, Field::Name], // RFC 1183, 2230, 6742
        Rtype::PX => &[U16, Field::Name, Field::Name],                           // RFC 2163
        Rtype::X25 => &[Text],                                                   // RFC 1183
        Rtype::ISDN => &[Text, MaybeText],                                       // RFC 1183
        Rtype::GPOS => &[Text, Text, Text],                                      // RFC 1712
        Rtype::NSAP => &[Nsap],                                                  // RFC 1706
        Rtype::NSAPPTR => &[Field::Name],                                        // RFC 1348
        Rtype::KEY | Rtype::RKEY => &[U16, U8, Algorithm, Base64],               // RFC 2535, draft-reid
        Rtype::SIG => &[Type, Algorithm, U8, U32, Time, Time, U16, Field::Name, Base64], // RFC 2535
        Rtype::CERT => &[CertType, U16, Algorithm, Base64],                      // RFC 4398
        Rtype::DHCID => &[Base64],                                               // RFC 4701
        Rtype::SMIMEA => &[U8, U8, U8, Hex],                                     // RFC 8162
        Rtype::DLV | Rtype::TA => &[U16, Algorithm, U8, Hex],                    // RFC 4431
        Rtype::SPF | Rtype::NINFO | Rtype::AVC | Rtype::RESINFO | Rtype::WALLET | Rtype::CLA => &[Texts],
        Rtype::URI => &[U16, U16, Bare],                   // RFC 7553
        Rtype::NID | Rtype::L64 => &[U16, Locator64],      // RFC 6742
        Rtype::L32 => &[U16, Ipv4],                        // RFC 6742
        Rtype::EUI48 => &[Eui(6)],                         // RFC 7043
        Rtype::EUI64 => &[Eui(8)],                         // RFC 7043
        Rtype::TALINK => &[Field::Name, Field::Name],      // draft-wijngaards
        Rtype::CSYNC => &[U32, U16, Types],                // RFC 7477
        Rtype::DSYNC => &[Type, Scheme, U16, Field::Name], // RFC 9859
        Rtype::APL => &[Prefixes],                         // RFC 3123
        Rtype::EID | Rtype::NIMLOC => &[Hex],              // draft-ietf-nimrod
        Rtype::HHIT | Rtype::BRID => &[Base64],            // RFC 9886
        Rtype::DOA => &[U32, U32, U8, Text, Base64],       // draft-durand
        Rtype::NULL => &[Hex],
        _ => return None,
    })
}

/// The wire form of record data of a type that is not `domain`'s.
pub(super) fn read(rtype: Rtype, tokens: &[Token<'_>], origin: &Origin) -> Result<Vec<u8>, Trouble> {
    if rtype == Rtype::LOC {
        return loc::read(tokens);
    }
    if rtype == Rtype::HIP {
        return hip(tokens, origin);
    }
    if rtype == Rtype::AMTRELAY {
        return amtrelay(tokens, origin);
    }
    let fields = fields(rtype).ok_or(Problem::UnknownForm)?;
    let mut cursor = Cursor { tokens, at: 0, origin, out: Vec::new() };
    for &field in fields {
        cursor.field(field).map_err(|problem| problem.at(cursor.at.saturating_sub(1)))?;
    }
    cursor.end()
}

/// Tokens on their way to the wire.
struct Cursor<'t, 'a> {
    tokens: &'t [Token<'a>],
    at: usize,
    origin: &'t Origin,
    out: Vec<u8>,
}

impl<'t, 'a> Cursor<'t, 'a> {
    fn next(&mut self) -> Result<&'t Token<'a>, Problem> {
        let token = self.tokens.get(self.at).ok_or(Problem::TooShort)?;
        self.at += 1;
        Ok(token)
    }

    fn rest(&mut self) -> Result<String, Problem> {
        let mut text = self.next()?.text.to_string();
        while let Ok(token) = self.next() {
            text.push_str(&token.text);
        }
        Ok(text)
    }

    fn number<T: FromStr>(&mut self) -> Result<T, Problem> {
        self.next()?.text.parse().map_err(|_| Problem::BadData("expected decimal number"))
    }

    fn end(self) -> Result<Vec<u8>, Trouble> {
        if self.at < self.tokens.len() {
            return Err(Problem::Trailing.at(self.at));
        }
        Ok(self.out)
    }

    fn text(&mut self) -> Result<(), Problem> {
        let text = scan::charstr(self.next()?).map_err(|error| error.0)?;
        self.out.push(u8::try_from(text.len()).map_err(|_| Problem::TooLong)?);
        self.out.extend_from_slice(text.as_slice());
        Ok(())
    }

    fn name(&mut self) -> Result<(), Problem> {
        let name = names::read(&self.next()?.text, self.origin)?;
        self.out.extend_from_slice(name.as_slice());
        Ok(())
    }

    fn base64(&mut self) -> Result<(), Problem> {
        let text = self.rest()?;
        self.out.extend_from_slice(&decode_base64(&text)?);
        Ok(())
    }

    fn field(&mut self, field: Field) -> Result<(), Problem> {
        match field {
            U8 => {
                let number: u8 = self.number()?;
                self.out.push(number);
            }
            U16 => {
                let number: u16 = self.number()?;
                self.out.extend_from_slice(&number.to_be_bytes());
            }
            U32 => {
                let number: u32 = self.number()?;
                self.out.extend_from_slice(&number.to_be_bytes());
            }
            Field::Name => self.name()?,
            Text => self.text()?,
            MaybeText => {
                if self.at < self.tokens.len() {
                    self.text()?;
                }
            }
            Texts => {
                self.text()?;
                while self.at < self.tokens.len() {
                    self.text()?;
                }
            }
            Bare => {
                let mut data = BytesMut::new();
                scan::octets(self.next()?, &mut data).map_err(|error| error.0)?;
                self.out.extend_from_slice(&data);
            }
            Base64 => self.base64()?,
            Hex => {
                let text = self.rest()?;
                self.out.extend_from_slice(&decode_hex(&text)?);
            }
            Eui(length) => {
                let digits = self.next()?.text.replace('-', "");
                let data = decode_hex(&digits)?;
                if data.len() != length {
                    return Err(Problem::BadData("an EUI of another length"));
                }
                self.out.extend_from_slice(&data);
            }
            Locator64 => {
                let mut groups = 0;
                for group in self.next()?.text.split(':') {
                    let group = u16::from_str_radix(group, 16)
                        .map_err(|_| Problem::BadData("four groups of hexadecimal"))?;
                    self.out.extend_from_slice(&group.to_be_bytes());
                    groups += 1;
                }
                if groups != 4 {
                    return Err(Problem::BadData("four groups of hexadecimal"));
                }
            }
            Ipv4 => {
                let address: Ipv4Addr =
                    self.next()?.text.parse().map_err(|_| Problem::BadData("expected IPv4 address"))?;
                self.out.extend_from_slice(&address.octets());
            }
            Type => {
                let rtype =
                    words::rtype(&self.next()?.text).ok_or(Problem::BadData("expected a record type"))?;
                self.out.extend_from_slice(&rtype.to_int().to_be_bytes());
            }
            Types => {
                let mut types = RtypeBitmap::<Vec<u8>>::builder();
                while let Ok(token) = self.next() {
                    let rtype =
                        words::rtype(&token.text).ok_or(Problem::BadData("expected a record type"))?;
                    types.add(rtype).map_err(|_| Problem::TooLong)?;
                }
                self.out.extend_from_slice(types.finalize().as_slice());
            }
            Algorithm => {
                let algorithm = words::algorithm(&self.next()?.text);
                self.out.push(algorithm.ok_or(Problem::BadData("expected a DNSSEC algorithm"))?);
            }
            CertType => {
                let number =
                    cert_type(&self.next()?.text).ok_or(Problem::BadData("expected a certificate type"))?;
                self.out.extend_from_slice(&number.to_be_bytes());
            }
            Scheme => {
                let text = &self.next()?.text;
                let scheme = if text.eq_ignore_ascii_case("NOTIFY") { Some(1) } else { text.parse().ok() };
                self.out.push(scheme.ok_or(Problem::BadData("expected NOTIFY or a number"))?);
            }
            Time => {
                let text = &self.next()?.text;
                let time = crate::dns::Moment::parse(text)
                    .map_err(|_| Problem::BadData("illegal signature time"))?;
                self.out.extend_from_slice(&time.serial().to_be_bytes());
            }
            Nsap => {
                let text = &self.next()?.text;
                let digits = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
                let digits = digits.ok_or(Problem::BadData("0x and hexadecimal"))?.replace('.', "");
                self.out.extend_from_slice(&decode_hex(&digits)?);
            }
            Prefixes => {
                while let Ok(token) = self.next() {
                    prefix(&token.text, &mut self.out)
                        .ok_or(Problem::BadData("an address prefix such as 1:192.0.2.0/24"))?;
                }
            }
        }
        Ok(())
    }
}

fn decode_hex(text: &str) -> Result<Vec<u8>, Problem> {
    base16::decode_vec(text).map_err(|_| Problem::BadData("expected hexadecimal"))
}

fn decode_base64(text: &str) -> Result<Vec<u8>, Problem> {
    base64::decode(text).map_err(|_| Problem::BadData("expected base64"))
}

fn cert_type(text: &str) -> Option<u16> {
    let words =
        [("PKIX", 1), ("SPKI", 2), ("PGP", 3), ("IPKIX", 4), ("ISPKI", 5), ("IPGP", 6), ("ACPKIX", 7)];
    let more = [("IACPKIX", 8), ("URI", 253), ("OID", 254)];
    let word = words.iter().chain(&more).find(|(word, _)| text.eq_ignore_ascii_case(word));
    word.map(|(_, number)| *number).or_else(|| text.parse().ok())
}

/// One address prefix, `!1:192.0.2.0/24` (RFC 3123 §5).
fn prefix(text: &str, out: &mut Vec<u8>) -> Option<()> {
    let (negated, text) = text.strip_prefix('!').map_or((0u8, text), |rest| (0x80, rest));
    let (family, rest) = text.split_once(':')?;
    let (address, length) = rest.rsplit_once('/')?;
    let family: u16 = family.parse().ok()?;
    let length: u8 = length.parse().ok()?;
    let octets = match family {
        1 => address.parse::<Ipv4Addr>().ok()?.octets().to_vec(),
        2 => address.parse::<Ipv6Addr>().ok()?.octets().to_vec(),
        _ => return None,
    };
    if usize::from(length) > octets.len() * 8 {
        return None;
    }
    // Trailing zero octets must not be sent (RFC 3123 §4).
    let used = octets.iter().rposition(|&octet| octet != 0).map_or(0, |last| last + 1);
    out.extend_from_slice(&family.to_be_bytes());
    out.push(length);
    out.push(negated | u8::try_from(used).ok()?);
    out.extend_from_slice(octets.get(..used)?);
    Some(())
}

/// `2 200100107B1A74DF365639CC39F1D578 base64 rvs.example.` (RFC 8005 §6).
fn hip(tokens: &[Token<'_>], origin: &Origin) -> Result<Vec<u8>, Trouble> {
    let mut cursor = Cursor { tokens, at: 0, origin, out: Vec::new() };
    let algorithm: u8 = cursor.number().map_err(|problem| problem.at(0))?;
    let tag = decode_hex(&cursor.next()?.text).map_err(|problem| problem.at(1))?;
    let key = decode_base64(&cursor.next()?.text).map_err(|problem| problem.at(2))?;
    cursor.out.push(u8::try_from(tag.len()).map_err(|_| Problem::TooLong.at(1))?);
    cursor.out.push(algorithm);
    cursor
        .out
        .extend_from_slice(&u16::try_from(key.len()).map_err(|_| Problem::TooLong.at(2))?.to_be_bytes());
    cursor.out.extend_from_slice(&tag);
    cursor.out.extend_from_slice(&key);
    while cursor.at < tokens.len() {
        let at = cursor.at;
        cursor.name().map_err(|problem| problem.at(at))?;
    }
    cursor.end()
}

/// `10 0 1 203.0.113.15` (RFC 8777 §4.3).
fn amtrelay(tokens: &[Token<'_>], origin: &Origin) -> Result<Vec<u8>, Trouble> {
    let mut cursor = Cursor { tokens, at: 0, origin, out: Vec::new() };
    cursor.field(U8).map_err(|problem| problem.at(0))?;
    let optional: u8 = cursor.number().map_err(|problem| problem.at(1))?;
    let kind: u8 = cursor.number().map_err(|problem| problem.at(2))?;
    if optional > 1 || kind > 3 {
        return Err(Problem::BadData("discovery is 0 or 1, the relay type 0 to 3").at(1));
    }
    cursor.out.push(optional << 7 | kind);
    let relay = match kind {
        0 => cursor.next().map(|_| ()),
        1 => cursor.field(Ipv4),
        2 => match cursor.next()?.text.parse::<Ipv6Addr>() {
            Ok(address) => {
                cursor.out.extend_from_slice(&address.octets());
                Ok(())
            }
            Err(_) => Err(Problem::BadData("expected IPv6 address")),
        },
        _ => cursor.name(),
    };
    relay.map_err(|problem| problem.at(3))?;
    cursor.end()
}
