//! Terraform's configuration language as nested data: blocks, values, lists and objects. What refers to something
//! else stays as it is written, in `${…}`.

use super::places::Places;
use serde_json::{Map, Value};

/// Deeper nesting is not read.
const DEEPEST: usize = 32;

/// What is read, and where.
struct Text<'t, 'p> {
    rest: &'t str,
    number: usize,
    places: &'p mut Places,
}

/// Reads a text, of which the first line has this number; gives how many lines were read too.
pub(super) fn read(text: &str, first: usize) -> Option<(Value, Places)> {
    let mut places = Places::new(first, text.lines().count());
    let mut text = Text { rest: text, number: first, places: &mut places };
    let value = body(&mut text, 0)?;
    Some((value, places))
}

impl Text<'_, '_> {
    fn skip(&mut self) {
        loop {
            let bare = self.rest.trim_start();
            let gone = self.rest.len() - bare.len();
            self.advance(gone);
            if self.rest.starts_with('#') || self.rest.starts_with("//") {
                let end = self.rest.find('\n').unwrap_or(self.rest.len());
                self.advance(end);
            } else if gone == 0 {
                return;
            }
        }
    }

    fn advance(&mut self, by: usize) {
        if let Some((gone, rest)) = self.rest.split_at_checked(by) {
            self.number += gone.bytes().filter(|octet| *octet == b'\n').count();
            self.rest = rest;
        }
    }

    fn eat(&mut self, what: char) -> bool {
        let here = self.rest.starts_with(what);
        if here {
            self.advance(what.len_utf8());
        }
        here
    }

    /// A word of letters, digits, `_`, `-` and `.`.
    fn word(&mut self) -> Option<String> {
        let inside = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-' | '.');
        let end = self.rest.find(|letter| !inside(letter)).unwrap_or(self.rest.len());
        let word = self.rest.get(..end).filter(|word| !word.is_empty())?.to_owned();
        self.advance(end);
        Some(word)
    }

    fn quoted(&mut self) -> Option<String> {
        let number = self.number;
        let mut out = String::new();
        let mut letters = self.rest.strip_prefix('"')?.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.advance(at + 2);
                    self.places.note(&out, number);
                    return Some(out);
                }
                '\n' => return None,
                '\\' => out.push(letters.next()?.1),
                other => out.push(other),
            }
        }
        None
    }
}

fn body(text: &mut Text<'_, '_>, depth: usize) -> Option<Value> {
    let mut pairs: Map<String, Value> = Map::new();
    loop {
        text.skip();
        if text.rest.is_empty() || text.rest.starts_with('}') {
            return Some(Value::Object(pairs));
        }
        let name = if text.rest.starts_with('"') { text.quoted()? } else { text.word()? };
        text.skip();
        let value = if text.eat('=') || text.eat(':') {
            text.skip();
            let value = value(text, depth)?;
            text.skip();
            text.eat(',');
            value
        } else {
            // Labels, then the block.
            while text.rest.starts_with('"') {
                text.quoted()?;
                text.skip();
            }
            block(text, depth)?
        };
        match pairs.get_mut(&name) {
            None => {
                pairs.insert(name, value);
            }
            Some(Value::Array(all)) => all.push(value),
            Some(first) => *first = Value::Array(vec![first.take(), value]),
        }
    }
}

fn block(text: &mut Text<'_, '_>, depth: usize) -> Option<Value> {
    if depth >= DEEPEST || !text.eat('{') {
        return None;
    }
    let inside = body(text, depth + 1)?;
    text.eat('}').then_some(inside)
}

fn value(text: &mut Text<'_, '_>, depth: usize) -> Option<Value> {
    if text.rest.starts_with('"') {
        return text.quoted().map(Value::String);
    }
    if text.rest.starts_with('{') {
        return block(text, depth);
    }
    if text.eat('[') {
        if depth >= DEEPEST {
            return None;
        }
        let mut items = Vec::new();
        loop {
            text.skip();
            if text.eat(']') {
                return Some(Value::Array(items));
            }
            items.push(value(text, depth + 1)?);
            text.skip();
            text.eat(',');
        }
    }
    // A number, or an expression up to the end of the line or the list.
    let end = text.rest.find([',', ']', '\n', '}']).unwrap_or(text.rest.len());
    let word = text.rest.get(..end)?.trim().to_owned();
    text.advance(end);
    let literal =
        matches!(word.as_str(), "true" | "false") || word.bytes().all(|octet| octet.is_ascii_digit());
    if word.is_empty() {
        return None;
    }
    let word = if literal { word } else { format!("${{{word}}}") };
    text.places.note(&word, text.number);
    Some(Value::String(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_and_values() {
        let text = "resource \"cloudflare_record\" \"ds\" {\n  name = \"sub\" # x\n  ttl = 300\n  data {\n    key_tag = 1\n  }\n  \
                    list = [\"a\",\n \"b\", x.y]\n}\n";
        let (value, mut places) = read(text, 0).unwrap();
        assert_eq!(
            value,
            serde_json::json!({"resource": {
                "name": "sub", "ttl": "300", "data": {"key_tag": "1"}, "list": ["a", "b", "${x.y}"],
            }})
        );
        assert_eq!(places.take("b"), 7);
        assert!(read("resource \"a\" {", 0).is_none());
    }
}
