//! The lines of a text, freed of what chat, mail, wikis, pagers and diffs put around them.

use std::borrow::Cow;
use std::cell::OnceCell;

/// The lines of a text.
#[derive(Debug)]
pub(super) struct Lines<'a> {
    lines: Vec<&'a str>,
    dress: Dress,
    quotes: Quotes,
    /// The text needs no cleaning at all.
    as_is: bool,
    /// Where the text has to be cleaned for those that read across lines: all of it, cleaned, and where its
    /// lines begin. Made when first asked for.
    clean: OnceCell<(String, Vec<usize>)>,
    text: &'a str,
}

/// What `>` at the beginning of a line is, whatever the others are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quotes {
    /// A quotation.
    Any,
    /// A quotation where a space or another one follows. dig prints a name as it is that begins so: where it is said
    /// to have printed a message, and none is quoted, `>www.example.` is a name.
    Spaced,
}

/// What stands in front of every line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Dress {
    Plain,
    /// `| `.
    Barred,
    /// `12: `, `12\t`, `12│`: numbers that count up.
    Numbered,
    /// A unified diff.
    Diff,
    /// White space, this many octets of it.
    Indented(usize),
}

/// What a line is in a unified diff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// Part of the text.
    Text,
    /// The line is only in the old text.
    Removed,
    /// `@@`, `+++`, `---`: decoration.
    Frame,
}

impl<'a> Lines<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let lines: Vec<&'a str> = text.lines().collect();
        let dress = Dress::of(&lines);
        let quotes = Quotes::of(&lines);
        let as_is =
            dress == Dress::Plain && text.is_ascii() && !lines.iter().any(|line| line.starts_with('>'));
        Self { lines, dress, quotes, as_is, clean: OnceCell::new(), text }
    }

    pub(super) fn len(&self) -> usize {
        self.lines.len()
    }

    /// The line as it stands in the text.
    pub(super) fn raw(&self, at: usize) -> Option<&'a str> {
        self.lines.get(at).copied()
    }

    /// The line without its dress, with ASCII in place of typographic quotes and spaces.
    pub(super) fn get(&self, at: usize) -> Option<Cow<'a, str>> {
        let raw = self.raw(at)?;
        Some(plain(raw.get(self.width(raw)..).unwrap_or(raw)))
    }

    /// How many octets of the line are dress.
    fn width(&self, line: &str) -> usize {
        if self.quotes.mark(line) { quotation(line) } else { self.dress.width(line) }
    }

    /// The text from a line to the end, cleaned as [`Lines::get`] does.
    pub(super) fn rest(&self, at: usize) -> &str {
        if self.as_is {
            // The line is a piece of the text.
            let line = self.raw(at).unwrap_or_default().as_ptr() as usize;
            let from = line.saturating_sub(self.text.as_ptr() as usize);
            return self.text.get(from..).unwrap_or_default();
        }
        let (text, starts) = self.clean.get_or_init(|| {
            let mut text = String::with_capacity(self.text.len());
            let mut starts = Vec::with_capacity(self.lines.len());
            for at in 0..self.lines.len() {
                starts.push(text.len());
                text.push_str(&self.get(at).unwrap_or_default());
                text.push('\n');
            }
            (text, starts)
        });
        starts.get(at).and_then(|&from| text.get(from..)).unwrap_or_default()
    }

    /// What the line is, should the text be a diff.
    pub(super) fn kept(&self, at: usize) -> Kept {
        match (self.dress, self.raw(at)) {
            (Dress::Diff, Some(raw)) => {
                if ["@@", "+++ ", "--- ", "diff ", "index "].iter().any(|mark| raw.starts_with(mark)) {
                    Kept::Frame
                } else if raw.starts_with('-') {
                    Kept::Removed
                } else {
                    Kept::Text
                }
            }
            _ => Kept::Text,
        }
    }

    /// The column, in characters from 1, of an offset in the line that [`Lines::get`] gives.
    pub(super) fn column(&self, at: usize, offset: usize) -> u32 {
        let Some(raw) = self.raw(at) else { return 1 };
        let width = self.width(raw);
        let keep = raw.contains('"');
        let mut seen = 0;
        let mut column = raw.get(..width).unwrap_or_default().chars().count();
        for letter in raw.get(width..).unwrap_or(raw).chars() {
            if let Some(letter) = ascii(letter, keep) {
                if seen >= offset {
                    break;
                }
                seen += letter.len_utf8();
            }
            column += 1;
        }
        u32::try_from(column + 1).unwrap_or(u32::MAX)
    }
}

impl Quotes {
    fn of(lines: &[&str]) -> Self {
        const HEADER: &str = ";; ->>HEADER<<-";
        let printed = || lines.iter().any(|line| line.starts_with(HEADER));
        let quoted = || lines.iter().any(|line| line.starts_with('>') && line.contains(HEADER));
        if lines.iter().any(|line| line.starts_with('>')) && printed() && !quoted() {
            Self::Spaced
        } else {
            Self::Any
        }
    }

    /// Whether the line is a quotation.
    fn mark(self, line: &str) -> bool {
        line.strip_prefix('>')
            .is_some_and(|rest| self == Self::Any || rest.is_empty() || rest.starts_with([' ', '\t', '>']))
    }
}

/// How many octets mark a quotation.
fn quotation(line: &str) -> usize {
    let mut rest = line;
    while let Some(inner) = rest.strip_prefix('>').or_else(|| rest.strip_prefix(" >")) {
        rest = inner;
    }
    line.len() - rest.strip_prefix(' ').unwrap_or(rest).len()
}

impl Dress {
    /// What stands before every line.
    fn of(lines: &[&str]) -> Self {
        // A number needs to be seen to count up, so that a zone of numeric owner names is not mistaken.
        let mut bars = 0usize;
        let mut filled = 0usize;
        let mut numbered = true;
        let mut last = None;
        let mut diff = false;
        let mut indent = usize::MAX;
        let mut first: Option<&str> = None;
        for line in lines {
            diff |= line.starts_with("@@ ");
            if line.trim().is_empty() {
                continue;
            }
            filled += 1;
            first = first.or(Some(line));
            bars += usize::from(line.starts_with(['|', '│']));
            if numbered {
                let found = number(line);
                // “1 IN PTR host.”: the number may be an owner name.
                let bare = found.and_then(|(_, width)| line.get(width..));
                numbered = found.is_some_and(|(number, _)| {
                    last.is_none_or(|last: u64| last.checked_add(1) == Some(number))
                }) && bare.is_some_and(|bare| {
                    bare.trim().is_empty() || bare.starts_with([' ', '\t']) || has_owner(bare)
                });
                last = found.map(|(number, _)| number);
            }
            indent = indent.min(line.len() - line.trim_start_matches([' ', '\t']).len());
        }
        if filled == 0 {
            Self::Plain
        } else if diff {
            Self::Diff
        } else if bars == filled {
            Self::Barred
        } else if numbered && filled > 1 {
            Self::Numbered
        } else if indent > 0 && indent != usize::MAX && first.is_some_and(has_owner) {
            Self::Indented(indent)
        } else {
            Self::Plain
        }
    }

    /// How many octets of the line are dress.
    fn width(self, line: &str) -> usize {
        match self {
            Self::Plain => 0,
            Self::Barred => {
                let rest = line.trim_start_matches(['|', '│']);
                line.len() - rest.strip_prefix(' ').unwrap_or(rest).len()
            }
            Self::Numbered => number(line).map_or(0, |(_, width)| width),
            Self::Diff => usize::from(line.starts_with(['+', ' '])),
            Self::Indented(width) => {
                let blank = line.len() - line.trim_start_matches([' ', '\t']).len();
                width.min(blank)
            }
        }
    }
}

/// Whether an indented line begins with an owner name rather than with the rest of a record.
fn has_owner(line: &str) -> bool {
    line.split_ascii_whitespace().next().is_some_and(|word| {
        super::words::ttl(word).is_none()
            && !super::words::is_class(word)
            && super::words::rtype(word).is_none()
    })
}

/// The line number that a pager or editor put in front, and how many octets it takes.
fn number(line: &str) -> Option<(u64, usize)> {
    let trimmed = line.trim_start_matches(' ');
    let digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    let number = trimmed.get(..digits)?.parse().ok()?;
    let rest = trimmed.get(digits..)?;
    let after = rest
        .strip_prefix(": ")
        .or_else(|| rest.strip_prefix(':'))
        .or_else(|| rest.strip_prefix('\t'))
        .or_else(|| rest.strip_prefix(" │ "))
        .or_else(|| rest.strip_prefix(" | "))
        .or_else(|| rest.strip_prefix("  "))
        .or_else(|| rest.is_empty().then_some(""))?;
    Some((number, line.len() - after.len()))
}

/// What stands for a character in the text that is read; `None`: nothing (zero-width characters).
/// Typographic quotes are kept where ASCII quotes do the quoting.
fn ascii(letter: char, keep_quotes: bool) -> Option<char> {
    Some(match letter {
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}' => return None,
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => ' ',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{ab}' | '\u{bb}' if !keep_quotes => '"',
        '\u{2018}' | '\u{2019}' if !keep_quotes => '\'',
        other => other,
    })
}

fn plain(line: &str) -> Cow<'_, str> {
    if line.is_ascii() {
        return Cow::Borrowed(line);
    }
    let keep = line.contains('"');
    Cow::Owned(line.chars().filter_map(|letter| ascii(letter, keep)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undressed(text: &str) -> Vec<String> {
        let lines = Lines::new(text);
        (0..lines.len()).map(|at| lines.get(at).unwrap().into_owned()).collect()
    }

    #[test]
    fn quotes_bars_and_numbers() {
        assert_eq!(undressed("> a. IN A 192.0.2.1\n>\n> b."), ["a. IN A 192.0.2.1", "", "b."]);
        assert_eq!(undressed("| a.\n| b."), ["a.", "b."]);
        assert_eq!(undressed(" 9: a.\n10: b."), ["a.", "b."]);
        assert_eq!(undressed("1 PTR a.\n2 PTR b."), ["1 PTR a.", "2 PTR b."]);
        assert_eq!(undressed("1\tIN PTR a.\n2\tIN PTR b."), ["1\tIN PTR a.", "2\tIN PTR b."]);
        assert_eq!(undressed("Hi,\n> > a.\n>> b.\n> \tc"), ["Hi,", "a.", "b.", "\tc"]);
    }

    #[test]
    fn a_name_that_begins_as_a_quotation_does() {
        let printed = ";; ->>HEADER<<- status: NOERROR\n>ww.a. 60 IN A 192.0.2.1\n> Hello";
        assert_eq!(undressed(printed)[1..], [">ww.a. 60 IN A 192.0.2.1", "Hello"]);
        let quoted = format!("{printed}\n>;; ->>HEADER<<- status: NOERROR");
        assert_eq!(
            undressed(&quoted)[1..],
            ["ww.a. 60 IN A 192.0.2.1", "Hello", ";; ->>HEADER<<- status: NOERROR"]
        );
    }

    #[test]
    fn indented_only_when_an_owner_stands_first() {
        assert_eq!(
            undressed("    a. IN A 192.0.2.1\n      300 IN A 192.0.2.2"),
            ["a. IN A 192.0.2.1", "  300 IN A 192.0.2.2"]
        );
        assert_eq!(undressed("  300 IN NS a.\n  300 IN NS b."), ["  300 IN NS a.", "  300 IN NS b."]);
    }

    #[test]
    fn typography() {
        assert_eq!(undressed("\u{feff}a.\u{a0}IN TXT \u{201c}x\u{201d}"), ["a. IN TXT \"x\""]);
    }

    #[test]
    fn columns_are_those_of_the_text() {
        let lines = Lines::new("> ä\u{200b}b c\n> x");
        assert_eq!(lines.get(0).unwrap(), "äb c");
        assert_eq!(lines.column(0, 0), 3);
        assert_eq!(lines.column(0, 2), 5);
        assert_eq!(lines.column(0, 4), 7);
    }

    #[test]
    fn diffs() {
        let lines = Lines::new("--- a\n+++ b\n@@ -1 +1 @@\n-a. IN A 192.0.2.1\n+a. IN A 192.0.2.2\n b.");
        assert_eq!(lines.kept(0), Kept::Frame);
        assert_eq!(lines.kept(3), Kept::Removed);
        assert_eq!(lines.kept(4), Kept::Text);
        assert_eq!(lines.get(4).unwrap(), "a. IN A 192.0.2.2");
        assert_eq!(lines.get(5).unwrap(), "b.");
    }
}
