//! JSON text, with every hidden character as `\uXXXX` ([`crate::visible`]): it is read by people and terminals too.

use crate::visible::is_hidden;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{Formatter, PrettyFormatter};
use std::io::{Result, Write};

/// Indented, with a final line break.
pub fn json<T: Serialize + ?Sized>(value: &T) -> String {
    let mut octets = Vec::new();
    // Plain data: it can be written.
    let _ = write_json(value, &mut octets);
    String::from_utf8(octets).unwrap_or_default()
}

/// The same, written as it is made.
pub fn write_json<T: Serialize + ?Sized>(value: &T, out: &mut impl Write) -> serde_json::Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Visible(PrettyFormatter::new())))?;
    out.write_all(b"\n").map_err(serde_json::Error::io)
}

struct Visible(PrettyFormatter<'static>);

impl Formatter for Visible {
    fn write_string_fragment<W: Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> Result<()> {
        let mut rest = fragment;
        while let Some(at) = rest.find(is_hidden) {
            let (before, behind) = rest.split_at(at);
            writer.write_all(before.as_bytes())?;
            let mut letters = behind.chars();
            if let Some(hidden) = letters.next() {
                for unit in hidden.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            }
            rest = letters.as_str();
        }
        writer.write_all(rest.as_bytes())
    }

    fn begin_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.begin_array(writer)
    }

    fn end_array<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.end_array(writer)
    }

    fn begin_array_value<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.0.begin_array_value(writer, first)
    }

    fn end_array_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.end_array_value(writer)
    }

    fn begin_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.begin_object(writer)
    }

    fn end_object<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.end_object(writer)
    }

    fn begin_object_key<W: Write + ?Sized>(&mut self, writer: &mut W, first: bool) -> Result<()> {
        self.0.begin_object_key(writer, first)
    }

    fn begin_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.begin_object_value(writer)
    }

    fn end_object_value<W: Write + ?Sized>(&mut self, writer: &mut W) -> Result<()> {
        self.0.end_object_value(writer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn the_same_value_without_hidden_characters() {
        let value = json!({"a\u{202e}": ["x\u{1b}[2J\u{9b}\u{7f}\u{200b}ä\"\\\n", {}, [], 1.5, null, true], "\u{e0041}": "𝄞"});
        let text = json(&value);
        assert!(!text.contains(|c| is_hidden(c) && c != '\n'), "{text:?}");
        assert!(text.contains("\\udb40\\udc41") && text.contains("ä") && text.contains("𝄞"));
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        let plain = json!({"b": [1, 2, {"c": "d"}]});
        assert_eq!(json(&plain), format!("{}\n", serde_json::to_string_pretty(&plain).unwrap()));
    }
}
