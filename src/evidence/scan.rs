//! Our tokens as the scanner that `domain` reads record data from.
//!
//! `domain`'s own zone file scanner wants one buffer to itself and stops at the first error; this one sits on
//! tokens that are cut already and knows at which of them reading stopped.

use super::entry::Token;
use super::names::{self, Origin};
use super::problem::Problem;
use crate::dns::Name;
use bytes::{Bytes, BytesMut};
use domain::base::charstr::CharStr;
use domain::base::scan::{ConvertSymbols, EntrySymbol, Scanner, ScannerError, Symbol, Symbols};
use domain::dep::octseq::str::Str;
use std::fmt;

/// Reads record data from tokens.
pub(super) struct TokenScanner<'t, 'a> {
    tokens: &'t [Token<'a>],
    at: usize,
    origin: &'t Origin,
}

/// A problem, as `domain`'s scanning asks for it.
#[derive(Debug)]
pub(super) struct ScanError(pub(super) Problem);

impl fmt::Display for ScanError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for ScanError {}

impl ScannerError for ScanError {
    fn custom(msg: &'static str) -> Self {
        Self(Problem::BadData(msg))
    }

    fn end_of_entry() -> Self {
        Self(Problem::TooShort)
    }

    fn short_buf() -> Self {
        Self(Problem::TooLong)
    }

    fn trailing_tokens() -> Self {
        Self(Problem::Trailing)
    }
}

impl<'t, 'a> TokenScanner<'t, 'a> {
    pub(super) fn new(tokens: &'t [Token<'a>], origin: &'t Origin) -> Self {
        Self { tokens, at: 0, origin }
    }

    /// The number of the token that was read last.
    pub(super) fn last(&self) -> usize {
        self.at.saturating_sub(1)
    }

    /// The number of tokens read.
    pub(super) fn read(&self) -> usize {
        self.at
    }

    fn next(&mut self) -> Result<&'t Token<'a>, ScanError> {
        let token = self.tokens.get(self.at).ok_or_else(ScanError::end_of_entry)?;
        self.at += 1;
        Ok(token)
    }
}

/// The octets that a token stands for, escapes resolved.
pub(super) fn octets(token: &Token<'_>, into: &mut BytesMut) -> Result<(), ScanError> {
    if token.text.contains('\u{fffd}') {
        return Err(ScanError(Problem::Lossy));
    }
    if !token.text.contains('\\') {
        into.extend_from_slice(token.text.as_bytes());
        return Ok(());
    }
    let mut text = token.text.bytes();
    while let Some(octet) = text.next() {
        let octet = if octet == b'\\' {
            names::escaped(&mut text).ok_or_else(|| ScanError::custom("an unfinished escape"))?
        } else {
            octet
        };
        into.extend_from_slice(&[octet]);
    }
    Ok(())
}

/// A character string (RFC 1035 §3.3): at most 255 octets.
pub(super) fn charstr(token: &Token<'_>) -> Result<CharStr<Bytes>, ScanError> {
    let mut data = BytesMut::with_capacity(token.text.len());
    octets(token, &mut data)?;
    CharStr::from_octets(data.freeze())
        .map_err(|_| ScanError::custom("a character string longer than 255 octets"))
}

impl Scanner for TokenScanner<'_, '_> {
    type Octets = Bytes;
    type OctetsBuilder = BytesMut;
    type Name = Name;
    type Error = ScanError;

    fn has_space(&self) -> bool {
        self.tokens.get(self.at).is_some_and(|token| !token.glued)
    }

    fn continues(&mut self) -> bool {
        self.at < self.tokens.len()
    }

    fn scan_symbols<F>(&mut self, mut op: F) -> Result<(), ScanError>
    where
        F: FnMut(Symbol) -> Result<(), ScanError>,
    {
        let token = self.next()?;
        Symbols::new(token.text.chars()).try_for_each(&mut op)
    }

    fn scan_entry_symbols<F>(&mut self, mut op: F) -> Result<(), ScanError>
    where
        F: FnMut(EntrySymbol) -> Result<(), ScanError>,
    {
        while self.continues() {
            self.scan_symbols(|symbol| op(symbol.into()))?;
            op(EntrySymbol::EndOfToken)?;
        }
        Ok(())
    }

    fn convert_token<C: ConvertSymbols<Symbol, ScanError>>(
        &mut self,
        mut convert: C,
    ) -> Result<Bytes, ScanError> {
        let mut data = BytesMut::new();
        let token = self.next()?;
        for symbol in Symbols::new(token.text.chars()) {
            if let Some(piece) = convert.process_symbol(symbol)? {
                data.extend_from_slice(piece);
            }
        }
        if let Some(piece) = convert.process_tail()? {
            data.extend_from_slice(piece);
        }
        Ok(data.freeze())
    }

    fn convert_entry<C: ConvertSymbols<EntrySymbol, ScanError>>(
        &mut self,
        mut convert: C,
    ) -> Result<Bytes, ScanError> {
        let length =
            self.tokens.get(self.at..).unwrap_or_default().iter().map(|token| token.text.len()).sum();
        let mut data = BytesMut::with_capacity(length);
        while self.continues() {
            let token = self.next()?;
            for symbol in Symbols::new(token.text.chars()) {
                if let Some(piece) = convert.process_symbol(symbol.into())? {
                    data.extend_from_slice(piece);
                }
            }
        }
        if let Some(piece) = convert.process_tail()? {
            data.extend_from_slice(piece);
        }
        Ok(data.freeze())
    }

    fn scan_octets(&mut self) -> Result<Bytes, ScanError> {
        let mut data = BytesMut::new();
        octets(self.next()?, &mut data)?;
        Ok(data.freeze())
    }

    /// `alpn=h2`, `alpn="h2"` and `"alpn=h2"`: tokens without space between them are one (RFC 9460 §2.1).
    fn scan_svcb_octets(&mut self) -> Result<Bytes, ScanError> {
        let mut data = BytesMut::new();
        octets(self.next()?, &mut data)?;
        while self.continues() && !self.has_space() {
            octets(self.next()?, &mut data)?;
        }
        Ok(data.freeze())
    }

    fn scan_ascii_str<F, T>(&mut self, op: F) -> Result<T, ScanError>
    where
        F: FnOnce(&str) -> Result<T, ScanError>,
    {
        let token = self.next()?;
        if !token.text.is_ascii() {
            return Err(ScanError::custom("letters outside ASCII"));
        }
        op(&token.text)
    }

    fn scan_name(&mut self) -> Result<Name, ScanError> {
        let token = self.next()?;
        names::read(&token.text, self.origin).map_err(ScanError)
    }

    fn scan_charstr(&mut self) -> Result<CharStr<Bytes>, ScanError> {
        charstr(self.next()?)
    }

    fn scan_string(&mut self) -> Result<Str<Bytes>, ScanError> {
        let data = self.scan_octets()?;
        Str::from_utf8(data).map_err(|_| ScanError::custom("not UTF-8"))
    }

    fn scan_charstr_entry(&mut self) -> Result<Bytes, ScanError> {
        let mut data = BytesMut::new();
        while self.continues() {
            let text = self.scan_charstr()?;
            data.extend_from_slice(&[u8::try_from(text.len()).unwrap_or(u8::MAX)]);
            data.extend_from_slice(text.as_slice());
        }
        Ok(data.freeze())
    }

    /// Generic record data is read before `domain` is asked, see [`super::rdata`].
    fn scan_opt_unknown_marker(&mut self) -> Result<bool, ScanError> {
        Ok(false)
    }

    fn octets_builder(&mut self) -> Result<BytesMut, ScanError> {
        Ok(BytesMut::new())
    }
}
