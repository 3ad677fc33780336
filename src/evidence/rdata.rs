//! Record data: from text, whatever its type, and from the wire.

use super::entry::Token;
use super::names::Origin;
use super::problem::{Problem, Trouble};
use super::scan::{ScanError, TokenScanner};
use super::{rare, svcb, words};
use crate::dns::{Moment, Name, Rdata, Rrsig};
use bytes::Bytes;
use domain::base::iana::SecurityAlgorithm;
use domain::base::name::{FlattenInto, ParsedName};
use domain::base::rdata::{ComposeRecordData, ParseRecordData, UnknownRecordData};
use domain::base::scan::{Scan as _, Scanner as _, ScannerError as _};
use domain::base::{Rtype, Ttl};
use domain::dep::octseq::Parser;
use domain::rdata::ZoneRecordData;
use domain::rdata::dnssec::Timestamp;
use domain::utils::{base16, base64};
use std::borrow::Cow;

/// The longest record data (RFC 1035 §3.2.1), in octets.
const LONGEST: usize = 65_535;

/// Reads record data of this type. A trouble's token counts from the first token given.
pub(super) fn read(rtype: Rtype, tokens: &[Token<'_>], origin: &Origin) -> Result<Rdata, Trouble> {
    let first = tokens.first().ok_or(Problem::TooShort)?;
    if first.text == "\\#" && !first.quoted {
        return generic(rtype, tokens);
    }
    if is_cryptographic(rtype) {
        check_cryptographic(rtype, tokens)?;
    }
    if let Some(fixed) = customary(rtype, tokens) {
        return scan(rtype, &fixed, origin);
    }
    scan(rtype, tokens, origin)
}

fn scan(rtype: Rtype, tokens: &[Token<'_>], origin: &Origin) -> Result<Rdata, Trouble> {
    if matches!(rtype, Rtype::SVCB | Rtype::HTTPS) {
        let data = svcb::read(tokens, origin)?;
        return from_wire(rtype, Bytes::from(data)).map_err(Trouble::from);
    }
    let mut scanner = TokenScanner::new(tokens, origin);
    let Some(data) = scan_known(rtype, &mut scanner) else {
        let data = rare::read(rtype, tokens, origin)?;
        return unknown(rtype, Bytes::from(data)).map_err(Trouble::from);
    };
    match data {
        Ok(_) if scanner.read() < tokens.len() => Err(Problem::Trailing.at(scanner.read())),
        Ok(data) if usize::from(data.rdlen(false).unwrap_or(0)) > LONGEST => Err(Problem::TooLong.into()),
        Ok(data) => Ok(data),
        Err(error) => Err(error.0.at(scanner.last())),
    }
}

/// Reads the types that `domain` keeps in a form of its own; `None` for any other.
///
/// Type by type, for `ZoneRecordData::scan` would bring in a library of calendars for the times of
/// RRSIG records, and the page has to load it.
fn scan_known(rtype: Rtype, scanner: &mut TokenScanner<'_, '_>) -> Option<Result<Rdata, ScanError>> {
    macro_rules! by_type {
        ($($rtype:ident => $data:ident),+ $(,)?) => {
            match rtype {
                $(Rtype::$rtype => domain::rdata::$data::scan(scanner).map(ZoneRecordData::from),)+
                Rtype::RRSIG => scan_rrsig(scanner).map(ZoneRecordData::from),
                _ => return None,
            }
        };
    }
    Some(by_type!(
        A => A,
        AAAA => Aaaa,
        CAA => Caa,
        CDNSKEY => Cdnskey,
        CDS => Cds,
        CNAME => Cname,
        DNAME => Dname,
        DNSKEY => Dnskey,
        DS => Ds,
        HINFO => Hinfo,
        IPSECKEY => Ipseckey,
        MB => Mb,
        MD => Md,
        MF => Mf,
        MG => Mg,
        MINFO => Minfo,
        MR => Mr,
        MX => Mx,
        NAPTR => Naptr,
        NS => Ns,
        NSEC => Nsec,
        NSEC3 => Nsec3,
        NSEC3PARAM => Nsec3param,
        OPENPGPKEY => Openpgpkey,
        PTR => Ptr,
        RP => Rp,
        SOA => Soa,
        SRV => Srv,
        SSHFP => Sshfp,
        TLSA => Tlsa,
        TXT => Txt,
        ZONEMD => Zonemd,
    ))
}

/// RFC 4034 §3.2.
fn scan_rrsig(scanner: &mut TokenScanner<'_, '_>) -> Result<Rrsig, ScanError> {
    Rrsig::new(
        Rtype::scan(scanner)?,
        SecurityAlgorithm::scan(scanner)?,
        u8::scan(scanner)?,
        Ttl::scan(scanner)?,
        scan_time(scanner)?,
        scan_time(scanner)?,
        u16::scan(scanner)?,
        scanner.scan_name()?,
        scanner.convert_entry(base64::SymbolConverter::new())?,
    )
    .map_err(|_| ScanError::custom("the record data are too long"))
}

/// `20261220000000`, or seconds as a serial number (RFC 4034 §3.2).
fn scan_time(scanner: &mut TokenScanner<'_, '_>) -> Result<Timestamp, ScanError> {
    scanner.scan_ascii_str(|text| {
        let seconds = match text.len() {
            14 => Moment::parse(text).ok().map(Moment::serial),
            _ => text.parse().ok(),
        };
        seconds.map(Timestamp::from).ok_or_else(|| ScanError::custom("illegal signature time"))
    })
}

fn unknown(rtype: Rtype, data: Bytes) -> Result<Rdata, Problem> {
    UnknownRecordData::from_octets(rtype, data).map(ZoneRecordData::Unknown).map_err(|_| Problem::TooLong)
}

/// `\# 4 0A000001` (RFC 3597 §5).
fn generic(rtype: Rtype, tokens: &[Token<'_>]) -> Result<Rdata, Trouble> {
    let length: usize = tokens
        .get(1)
        .ok_or(Problem::TooShort)?
        .text
        .parse()
        .map_err(|_| Problem::BadData("a length must follow \\#").at(1))?;
    let mut digits = String::new();
    for token in tokens.get(2..).unwrap_or_default() {
        digits.push_str(&token.text);
    }
    let data = base16::decode_vec(&digits)
        .map_err(|_| Problem::BadData("hexadecimal digits must follow the length").at(2))?;
    if data.len() != length {
        return Err(Problem::BadData("the length stated behind \\# is not that of the data").at(1));
    }
    from_wire(rtype, Bytes::from(data)).map_err(Trouble::from)
}

/// Record data from its octets, without compressed names.
pub(super) fn from_wire(rtype: Rtype, data: Bytes) -> Result<Rdata, Problem> {
    const BAD: Problem = Problem::BadData("the octets do not fit the type’s format");
    let length = data.len();
    let mut parser = Parser::from_ref(&data);
    let parsed: Option<ZoneRecordData<Bytes, ParsedName<Bytes>>> =
        ZoneRecordData::parse_rdata(rtype, &mut parser).map_err(|_| BAD)?;
    let parsed = parsed.ok_or(BAD)?;
    if parser.remaining() > 0 {
        return Err(BAD);
    }
    let flat: Rdata = flatten(parsed).ok_or(BAD)?;
    // A name compressed inside its own record data would come out longer.
    if flat.rdlen(false).is_some_and(|whole| usize::from(whole) != length) {
        return Err(BAD);
    }
    Ok(flat)
}

/// Record data whose names stand on their own.
pub(super) fn flatten(data: ZoneRecordData<Bytes, ParsedName<Bytes>>) -> Option<Rdata> {
    let flat: Result<Rdata, _> = data.try_flatten_into();
    flat.ok()
}

fn is_cryptographic(rtype: Rtype) -> bool {
    matches!(
        rtype,
        Rtype::DNSKEY | Rtype::CDNSKEY | Rtype::DS | Rtype::CDS | Rtype::RRSIG | Rtype::KEY | Rtype::DLV
    )
}

/// What makes a key, a digest or a signature unusable although its letters may still decode.
fn check_cryptographic(rtype: Rtype, tokens: &[Token<'_>]) -> Result<(), Trouble> {
    for (at, token) in tokens.iter().enumerate() {
        if token.text.starts_with("[key") || token.text.starts_with("[omitted") {
            return Err(Problem::NoCrypto.at(at));
        }
        if token.text.contains("...") || token.text.contains('\u{2026}') {
            return Err(Problem::Ellipsis.at(at));
        }
    }
    let fields = if rtype == Rtype::RRSIG { 9 } else { 4 };
    if tokens.len() < fields { Err(Problem::TooShort.at(tokens.len().saturating_sub(1))) } else { Ok(()) }
}

/// The same record data in the form that the standards give, where custom has another.
fn customary<'a>(rtype: Rtype, tokens: &[Token<'a>]) -> Option<Vec<Token<'a>>> {
    let mut fixed: Option<Vec<Token<'a>>> = None;
    let mut replace = |at: usize, text: String| {
        if let Some(token) = fixed.get_or_insert_with(|| tokens.to_vec()).get_mut(at) {
            token.text = Cow::Owned(text);
        }
    };
    match rtype {
        // SOA times in BIND's units: 1h 15m 30d.
        Rtype::SOA => {
            for (at, token) in tokens.iter().enumerate().take(7).skip(3) {
                if !is_number(token) {
                    replace(at, words::ttl(&token.text)?.to_string());
                }
            }
        }
        Rtype::DNSKEY | Rtype::CDNSKEY | Rtype::DS | Rtype::CDS | Rtype::RRSIG => {
            let at = if matches!(rtype, Rtype::DNSKEY | Rtype::CDNSKEY) { 2 } else { 1 };
            let token = tokens.get(at)?;
            if !is_number(token) {
                replace(at, words::algorithm(&token.text)?.to_string());
            }
            if matches!(rtype, Rtype::DS | Rtype::CDS) {
                let token = tokens.get(2)?;
                if !is_number(token) {
                    replace(2, words::digest(&token.text)?.to_string());
                }
            }
            // RFC 8078 §4 as first printed: one zero digit (erratum 5049).
            if let ([_, _, _, last], Rtype::CDS | Rtype::CDNSKEY) = (tokens, rtype)
                && last.text == "0"
            {
                replace(3, if rtype == Rtype::CDS { "00" } else { "AA==" }.to_owned());
            }
        }
        _ => {}
    }
    fixed
}

fn is_number(token: &Token<'_>) -> bool {
    token.text.bytes().all(|octet| octet.is_ascii_digit())
}

/// An absolute name as the origin of nothing: names in tool output are never relative.
pub(super) fn no_origin() -> Origin {
    Origin { name: Some(Name::root()), stated: true }
}

#[cfg(test)]
mod tests {
    use super::super::entry::{Entry, cut_text};
    use super::*;

    fn data(rtype: Rtype, text: &str) -> Result<Rdata, Trouble> {
        let mut entry = Entry::default();
        cut_text(Cow::Borrowed(text), 0, &mut entry);
        read(rtype, &entry.tokens, &no_origin())
    }

    #[test]
    fn generic_data_becomes_what_it_is() {
        let plain = data(Rtype::MX, "10 mail.example.").unwrap();
        assert_eq!(data(Rtype::MX, "\\# 16 000A 046D61696C 07 6578616D706C65 00").unwrap(), plain);
        assert!(data(Rtype::MX, "\\# 3 000A00").unwrap() == data(Rtype::MX, "10 .").unwrap());
        assert_eq!(
            data(Rtype::MX, "\\# 4 000A00"),
            Err(Problem::BadData("the length stated behind \\# is not that of the data").at(1))
        );
        assert!(data(Rtype::A, "\\# 3 0A0000").is_err());
        // A compression pointer into the record data itself.
        assert!(data(Rtype::RP, "\\# 5 0161 00 C000").is_err());
        assert!(data(Rtype::from_int(65280), "\\# 0").is_ok());
    }

    #[test]
    fn delete_sentinels_in_both_spellings() {
        assert_eq!(data(Rtype::CDS, "0 0 0 0").unwrap(), data(Rtype::CDS, "0 0 0 00").unwrap());
        assert_eq!(data(Rtype::CDNSKEY, "0 3 0 0").unwrap(), data(Rtype::CDNSKEY, "0 3 0 AA==").unwrap());
    }

    #[test]
    fn mnemonics_in_place_of_numbers() {
        let key = "Zvi5y5srAdidlSOMgwOiJUlbJWFuuMKVZXA4CBdojJEhaen9q72ux3CKA55ClGZD+DvDTyiRKpojbyIqby/tKQ==";
        assert_eq!(
            data(Rtype::DNSKEY, &format!("257 3 ECDSAP256SHA256 {key}")).unwrap(),
            data(Rtype::DNSKEY, &format!("257 3 13 {key}")).unwrap()
        );
        let digest = "41931E8A193852C447C9C574EFB1666AB1729087C692DD5D231B25EC84B1FFFB";
        assert_eq!(
            data(Rtype::DS, &format!("1 ecdsap256sha256 SHA-256 {digest}")).unwrap(),
            data(Rtype::DS, &format!("1 13 2 {digest}")).unwrap()
        );
        assert_eq!(
            data(Rtype::RRSIG, "A RSASHA256 2 300 20261203000000 20261112000000 1 a. AAAA").unwrap(),
            data(Rtype::RRSIG, "A 8 2 300 20261203000000 20261112000000 1 a. AAAA").unwrap()
        );
        assert!(data(Rtype::DS, &format!("1 13 SHA-9 {digest}")).is_err());
    }

    #[test]
    fn soa_with_units() {
        assert_eq!(
            data(Rtype::SOA, "a. b. 1 2h 1h 2w 5m").unwrap(),
            data(Rtype::SOA, "a. b. 1 7200 3600 1209600 300").unwrap()
        );
    }

    #[test]
    fn what_is_wrong_and_where() {
        assert_eq!(data(Rtype::DNSKEY, "257 3 13 [key id = 1]"), Err(Problem::NoCrypto.at(3)));
        assert_eq!(data(Rtype::DNSKEY, "257 3 13 AwEAAa..."), Err(Problem::Ellipsis.at(3)));
        assert_eq!(data(Rtype::DNSKEY, "257 3 13"), Err(Problem::TooShort.at(2)));
        assert_eq!(data(Rtype::A, "192.0.2.1 x"), Err(Problem::Trailing.at(1)));
        assert_eq!(data(Rtype::MX, "ten mail."), Err(Problem::BadData("expected decimal number").at(0)));
        assert_eq!(data(Rtype::TXT, "\"\u{fffd}\""), Err(Problem::Lossy.at(0)));
        assert_eq!(data(Rtype::A, ""), Err(Problem::TooShort.into()));
    }
}
