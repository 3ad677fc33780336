//! Text of strangers as people see it: what stands in evidence, labels, links, zones and server's answers is shown, and
//! does nothing. Control characters move a terminal's cursor and write its clipboard, bidirectional ones turn a sentence
//! round, zero-width ones hide in a name.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// Whether it is shown as an escape: controls (C0, C1, DEL), separators of lines and paragraphs, and what leaves no mark
/// where it stands: the bidirectional controls (UAX #9) and the other characters that Unicode calls
/// Default_Ignorable_Code_Point (UCD, DerivedCoreProperties), interlinear annotation and the controls of other scripts.
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || (!c.is_ascii()
            && matches!(c,
                '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}' | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}'
                | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'))
}

/// The text with an escape (`\u{202e}`) in the place of every hidden character, line breaks too: for what stands on one
/// line.
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    push(&mut out, text);
    Cow::Owned(out)
}

fn push(out: &mut String, text: &str) {
    for c in text.chars() {
        match is_hidden(c) {
            true => out.extend(c.escape_unicode()),
            false => out.push(c),
        }
    }
}

/// The lines of a text for a terminal. `writeln!` makes one line, whatever line breaks and controls are in its arguments.
#[derive(Debug, Default)]
pub struct Lines(String);

impl Lines {
    /// What `write!` and `writeln!` call.
    pub fn write_fmt(&mut self, words: fmt::Arguments<'_>) -> fmt::Result {
        let mut text = String::new();
        text.write_fmt(words)?;
        let line = text.strip_suffix('\n');
        push(&mut self.0, line.unwrap_or(&text));
        if line.is_some() {
            self.0.push('\n');
        }
        Ok(())
    }
}

impl From<Lines> for String {
    fn from(lines: Lines) -> Self {
        lines.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown() {
        assert_eq!(shown("ns1.example"), "ns1.example");
        assert_eq!(shown("größer ‘例え’"), "größer ‘例え’");
        assert_eq!(shown("a\u{1b}]52;c;\u{7}b\u{9b}2J"), "a\\u{1b}]52;c;\\u{7}b\\u{9b}2J");
        assert_eq!(shown("a\nb\u{202e}c\u{200b}"), "a\\u{a}b\\u{202e}c\\u{200b}");
        assert_eq!(shown("\u{e0041}\u{2066}\u{3164}"), "\\u{e0041}\\u{2066}\\u{3164}");
    }

    #[test]
    fn a_line_is_one_line() {
        let mut lines = Lines::default();
        let stranger = "A\r\nFine.\u{1b}[2J";
        writeln!(lines, "{stranger}: fails").unwrap();
        write!(lines, "x\n\n").unwrap();
        assert_eq!(String::from(lines), "A\\u{d}\\u{a}Fine.\\u{1b}[2J: fails\nx\\u{a}\n");
    }
}
