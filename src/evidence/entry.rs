//! Cutting text into entries: the tokens of one record or directive (RFC 1035 §5.1).
//!
//! An entry ends with its line, unless a parenthesis is open. An unclosed one must not swallow the rest of
//! the text, so an entry also ends where the next line can only be the start of something else.

use super::lines::Lines;
use super::problem::Problem;
use super::words;
use std::borrow::Cow;

/// One token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    /// The text, escapes as written, without quotes.
    pub(super) text: Cow<'a, str>,
    pub(super) quoted: bool,
    /// No space between it and the token before (`alpn="h2"` is two such tokens).
    pub(super) glued: bool,
    /// Index of its line.
    pub(super) line: usize,
    /// Offset in the line, in octets.
    pub(super) offset: usize,
}

/// The tokens of one record or directive.
#[derive(Debug, Default)]
pub(super) struct Entry<'a> {
    pub(super) tokens: Vec<Token<'a>>,
    /// The line begins with white space: the owner is the one before.
    pub(super) indented: bool,
    /// How many lines it takes.
    pub(super) lines: usize,
    /// What is wrong with it, the line and the offset.
    pub(super) problem: Option<(Problem, usize, usize)>,
}

/// How many lines an open parenthesis may span. The longest record data is 65,535 octets: as hexadecimal in
/// lines of 32 digits that is some 4,096 lines.
const LONGEST_ENTRY: usize = 5_000;

/// How many words an entry may have: the longest record data in hexadecimal, each digit for itself, and some room.
const MOST_TOKENS: usize = 2 * 65_535 + 64;

/// Cuts the entry that begins at line `first` into `entry`.
pub(super) fn cut<'a>(lines: &Lines<'a>, first: usize, entry: &mut Entry<'a>) {
    entry.tokens.clear();
    entry.problem = None;
    entry.lines = 0;
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut at = first;
    while let Some(line) = lines.get(at) {
        if at == first {
            entry.indented = line.starts_with([' ', '\t']);
        } else if entry.lines >= LONGEST_ENTRY || starts_anew(&line) {
            break;
        }
        entry.lines += 1;
        if let Err((problem, offset)) = cut_line(line, at, &mut entry.tokens, &mut open) {
            entry.problem.get_or_insert((problem, at, offset));
        }
        at += 1;
        if open.is_empty() {
            return;
        }
    }
    if let Some(&(line, offset)) = open.first() {
        entry.problem.get_or_insert((Problem::OpenParenthesis, line, offset));
    }
}

/// Cuts one text that is not part of a longer one.
pub(super) fn cut_text<'a>(text: Cow<'a, str>, line: usize, entry: &mut Entry<'a>) {
    entry.tokens.clear();
    entry.indented = false;
    entry.lines = 1;
    let mut open = Vec::new();
    entry.problem = cut_line(text, line, &mut entry.tokens, &mut open)
        .err()
        .map(|(problem, offset)| (problem, line, offset));
    if let Some(&(line, offset)) = open.first() {
        entry.problem.get_or_insert((Problem::OpenParenthesis, line, offset));
    }
}

/// Appends the tokens of one line and follows the parentheses.
fn cut_line<'a>(
    line: Cow<'a, str>,
    number: usize,
    tokens: &mut Vec<Token<'a>>,
    open: &mut Vec<(usize, usize)>,
) -> Result<(), (Problem, usize)> {
    let octets = line.as_bytes();
    let piece = |from: usize, to: usize| -> Cow<'a, str> {
        match &line {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(from..to).unwrap_or_default()),
            Cow::Owned(text) => Cow::Owned(text.get(from..to).unwrap_or_default().to_owned()),
        }
    };
    let mut result = Ok(());
    let mut glued = false;
    let mut at = 0;
    while let Some(&octet) = octets.get(at) {
        if tokens.len() >= MOST_TOKENS {
            return Err((Problem::EndlessEntry, at));
        }
        match octet {
            b' ' | b'\t' | b'\r' | 0x0b | 0x0c => {
                glued = false;
                at += 1;
            }
            b';' => break,
            b'(' => {
                // Nesting means nothing; remembering some of it is enough to find the end.
                if open.len() < 64 {
                    open.push((number, at));
                }
                glued = false;
                at += 1;
            }
            b')' => {
                if open.pop().is_none() && result.is_ok() {
                    result = Err((Problem::StrayParenthesis, at));
                }
                glued = false;
                at += 1;
            }
            b'"' => {
                let from = at + 1;
                let mut to = from;
                loop {
                    match octets.get(to) {
                        None => {
                            if result.is_ok() {
                                result = Err((Problem::OpenQuote, at));
                            }
                            break;
                        }
                        Some(b'"') => break,
                        Some(b'\\') => to += 2,
                        Some(_) => to += 1,
                    }
                }
                let to = to.min(octets.len());
                tokens.push(Token { text: piece(from, to), quoted: true, glued, line: number, offset: at });
                glued = true;
                at = to + 1;
            }
            _ => {
                let from = at;
                while let Some(&octet) = octets.get(at) {
                    match octet {
                        b'(' if at > from
                            && let Some(length) = pair_in_word(octets.get(at..)) =>
                        {
                            at += length
                        }
                        b' ' | b'\t' | b'\r' | 0x0b | 0x0c | b';' | b'(' | b')' | b'"' => break,
                        b'\\' => at += 2,
                        _ => at += 1,
                    }
                }
                at = at.min(octets.len());
                // An escape may have stepped into a character of several octets.
                while !line.is_char_boundary(at) {
                    at += 1;
                }
                tokens.push(Token {
                    text: piece(from, at),
                    quoted: false,
                    glued,
                    line: number,
                    offset: from,
                });
                glued = true;
            }
        }
    }
    result
}

/// The length of a pair of parentheses in the middle of a word, `x(y).z`. Programs made with `domain` before they
/// escaped them print names so, this one among them; in zone files nobody writes a pair that parts nothing.
fn pair_in_word(octets: Option<&[u8]>) -> Option<usize> {
    let octets = octets?;
    let mut at = 1;
    loop {
        match octets.get(at)? {
            b')' => break,
            b' ' | b'\t' | b'\r' | 0x0b | 0x0c | b';' | b'(' | b'"' => return None,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    let next = octets.get(at + 1)?;
    (next.is_ascii_graphic() && !matches!(next, b';' | b'(' | b')' | b'"')).then_some(at + 1)
}

/// Whether a line inside open parentheses can only be the start of something else: the closing parenthesis
/// was forgotten, or the text was cut off before it.
fn starts_anew(line: &str) -> bool {
    let trimmed = line.trim_start_matches([' ', '\t']);
    let indented = trimmed.len() != line.len();
    let mut tokens = trimmed.split_ascii_whitespace();
    let Some(first) = tokens.next() else { return false };
    match first.as_bytes().first() {
        Some(b';') => return !indented && words::is_tool_comment(line),
        Some(b'$') if !indented => return words::is_directive(first) || first == "$",
        Some(b'(' | b')' | b'"') | None => return false,
        Some(_) => {}
    }
    if indented {
        // “3600 IN NSEC …”, “300 RRSIG …”: a TTL or class, then a type.
        if !(words::ttl(first).is_some() || words::is_class(first)) {
            return false;
        }
    } else if words::rtype(first).is_some() || first.contains('=') {
        // Part of a type bit map, or the end of base64.
        return false;
    }
    let mut stated = indented;
    for token in tokens.take(3) {
        if words::ttl(token).is_some() || words::is_class(token) {
            stated = true;
        } else {
            return words::rtype(token).is_some() && (stated || first.ends_with('.'));
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut_all(text: &str) -> Vec<(Vec<String>, Option<Problem>)> {
        let lines = Lines::new(text);
        let mut at = 0;
        let mut all = Vec::new();
        while at < lines.len() {
            let mut entry = Entry::default();
            cut(&lines, at, &mut entry);
            at += entry.lines;
            all.push((
                entry.tokens.iter().map(|token| token.text.to_string()).collect(),
                entry.problem.map(|(problem, ..)| problem),
            ));
        }
        all
    }

    #[test]
    fn tokens_comments_quotes_and_parentheses() {
        let all = cut_all("a. IN TXT \"x;y\" (\"z\" ; c\n  w\\;v ) u\n");
        assert_eq!(
            all,
            vec![(["a.", "IN", "TXT", "x;y", "z", "w\\;v", "u"].map(String::from).to_vec(), None)]
        );
    }

    #[test]
    fn a_pair_in_the_middle_of_a_word() {
        assert_eq!(
            cut_all("Printer\\ (2nd\\ floor)._ipp. IN A (192.0.2.1)")[0].0,
            ["Printer\\ (2nd\\ floor)._ipp.", "IN", "A", "192.0.2.1"]
        );
        assert_eq!(cut_all("a. SOA b. c.(1 2\n3)")[0].0, ["a.", "SOA", "b.", "c.", "1", "2", "3"]);
        assert_eq!(cut_all("a. SOA b. c.(1)")[0].0, ["a.", "SOA", "b.", "c.", "1"]);
    }

    #[test]
    fn an_open_parenthesis_stops_at_the_next_record() {
        let all = cut_all("a. 300 IN DNSKEY 257 3 13 (\n  AAAA\nb. 300 IN A 192.0.2.1\n");
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].1, Some(Problem::OpenParenthesis));
        assert_eq!(all[1].0[0], "b.");
        let all = cut_all("a. 300 IN DNSKEY 257 3 13 (\n\t\t\tAAAA\n\t\t300\tRRSIG\tA 13 2\n");
        assert_eq!(all.len(), 2);
    }

    #[test]
    fn an_entry_without_end_is_cut() {
        let all = cut_all(&format!("a. 300 IN TXT ( {}\n", "\"x\" ".repeat(2 * MOST_TOKENS)));
        assert_eq!((all[0].0.len(), &all[0].1), (MOST_TOKENS, &Some(Problem::EndlessEntry)));
    }

    #[test]
    fn a_bit_map_in_parentheses_is_not_a_new_record() {
        let all = cut_all("a. 300 IN NSEC b. (\nA NS SOA\n MX TXT )\n");
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].1, None);
    }

    #[test]
    fn an_open_quote_ends_with_its_line() {
        let all = cut_all("a. IN TXT \"abc\nb. IN A 192.0.2.1\n");
        assert_eq!(all.len(), 2);
        assert_eq!(all[0].1, Some(Problem::OpenQuote));
    }

    #[test]
    fn an_escape_before_a_long_character_does_not_split_it() {
        let all = cut_all("a\\ü b");
        assert_eq!(all[0].0, ["a\\ü", "b"]);
    }
}
