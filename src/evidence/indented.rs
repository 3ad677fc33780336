//! The part of YAML that configuration of zones and tools' output are written in, as nested data: maps and lists by
//! indentation, scalars plain or quoted, lists in brackets. Anchors, tags and several lines per scalar are not read.

use super::places::Places;
use serde_json::{Map, Value};

/// One line of the text: how far in it begins, what it says, and its number.
struct Line<'t> {
    indent: usize,
    text: &'t str,
    number: usize,
}

/// Deeper nesting is not read.
const DEEPEST: usize = 32;

/// Reads lines, of which the first has this number. `None`: they are not of this form.
pub(super) fn read(text: &str, first: usize) -> Option<(Value, Places)> {
    let mut places = Places::keyed(first, text.lines().count());
    let lines: Vec<Line<'_>> = text
        .lines()
        .enumerate()
        .map(|(at, line)| (at, without_comment(line)))
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with("---") && !line.starts_with("..."))
        .map(|(at, line)| Line {
            indent: line.len() - line.trim_start().len(),
            text: line.trim(),
            number: first + at,
        })
        .collect();
    let mut rest = lines.as_slice();
    let indent = rest.first()?.indent;
    let value = block(&mut rest, indent, 0, &mut places)?;
    rest.is_empty().then_some((value, places))
}

/// A comment begins with `#` at the line's beginning or behind a space, outside of quotes.
fn without_comment(line: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (at, letter) in line.char_indices() {
        match (quote, letter) {
            (None, '#') if before.is_whitespace() => return line.get(..at).unwrap_or(line),
            (None, '"' | '\'') if !before.is_ascii_alphanumeric() => quote = Some(letter),
            (Some(open), _) if open == letter => quote = None,
            _ => {}
        }
        before = letter;
    }
    line
}

/// The map or list that begins here.
fn block(rest: &mut &[Line<'_>], indent: usize, depth: usize, places: &mut Places) -> Option<Value> {
    if depth > DEEPEST {
        return None;
    }
    if rest.first()?.text.starts_with('-') {
        list(rest, indent, depth, places)
    } else {
        map(rest, indent, depth, places)
    }
}

fn list(rest: &mut &[Line<'_>], indent: usize, depth: usize, places: &mut Places) -> Option<Value> {
    let mut items = Vec::new();
    while let Some((line, tail)) = rest.split_first() {
        if line.indent > indent {
            return None;
        }
        let Some(inner) = line.text.strip_prefix('-').filter(|_| line.indent == indent) else { break };
        let inner_indent = indent + 1 + (inner.len() - inner.trim_start().len());
        let inner = inner.trim();
        if inner.is_empty() {
            *rest = tail;
            let next = rest.first().filter(|next| next.indent > indent);
            items.push(match next.map(|next| next.indent) {
                Some(deeper) => block(rest, deeper, depth + 1, places)?,
                None => Value::Null,
            });
        } else if key(inner).is_some() || inner.starts_with("- ") {
            // The rest of the line begins a block of its own, as far in as it stands.
            let end = tail.iter().position(|next| next.indent <= indent).unwrap_or(tail.len());
            let (of_item, behind) = tail.split_at_checked(end)?;
            let first = Line { indent: inner_indent, text: inner, number: line.number };
            let mut lines = vec![first];
            lines.extend(of_item.iter().map(|line| Line {
                indent: line.indent,
                text: line.text,
                number: line.number,
            }));
            let mut of_item = lines.as_slice();
            items.push(block(&mut of_item, inner_indent, depth + 1, places)?);
            if !of_item.is_empty() {
                return None;
            }
            *rest = behind;
        } else {
            items.push(scalar(inner, line.number, places));
            *rest = tail;
        }
    }
    Some(Value::Array(items))
}

fn map(rest: &mut &[Line<'_>], indent: usize, depth: usize, places: &mut Places) -> Option<Value> {
    let mut pairs = Map::new();
    while let Some((line, tail)) = rest.split_first() {
        if line.indent < indent || line.indent == indent && line.text.starts_with("- ") {
            break;
        }
        let (name, value) = key(line.text).filter(|_| line.indent == indent)?;
        *rest = tail;
        let value = if value.is_empty() {
            match rest.first() {
                Some(next) if next.indent > indent || next.indent == indent && next.text.starts_with('-') => {
                    block(rest, next.indent, depth + 1, places)?
                }
                _ => Value::Null,
            }
        } else if matches!(value, "|" | ">" | "|-" | ">-") {
            let mut text = String::new();
            let mut number = line.number;
            while let Some((line, tail)) = rest.split_first().filter(|(line, _)| line.indent > indent) {
                number = number.max(if text.is_empty() { line.number } else { number });
                text.push_str(line.text);
                text.push(' ');
                *rest = tail;
            }
            places.note(text.trim(), number);
            Value::String(text.trim().to_owned())
        } else {
            scalar(value, line.number, places)
        };
        // The same key again: a form, line by line.
        if pairs.insert(name.to_owned(), value).is_some() {
            return None;
        }
    }
    Some(Value::Object(pairs))
}

/// `key: value`, `key:`; quotes around the key are left out.
fn key(text: &str) -> Option<(&str, &str)> {
    let (key, value) = match text.strip_suffix(':').filter(|key| !key.contains(": ")) {
        Some(key) => (key, ""),
        None => text.split_once(": ")?,
    };
    let key = key.trim();
    let bare = key.trim_matches(['"', '\'']);
    // The names of zones and keys, not sentences.
    (bare.split_ascii_whitespace().count() <= 3 && !key.starts_with(['[', '{', '|']))
        .then_some((bare, value.trim()))
}

fn scalar(text: &str, number: usize, places: &mut Places) -> Value {
    if let Some(inner) = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')) {
        let items = inner.split(',').map(str::trim).filter(|item| !item.is_empty());
        return Value::Array(
            items.map(|item| scalar(item.trim_matches(['[', ']']), number, places)).collect(),
        );
    }
    let plain = match (text.strip_prefix('\''), text.strip_prefix('"')) {
        (Some(rest), _) => rest.strip_suffix('\'').unwrap_or(rest).replace("''", "'"),
        (_, Some(rest)) => rest.strip_suffix('"').unwrap_or(rest).replace("\\\"", "\"").replace("\\\\", "\\"),
        _ => text.to_owned(),
    };
    places.note(&plain, number);
    match plain.as_str() {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        "null" | "~" => Value::Null,
        _ => Value::String(plain),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn maps_lists_and_scalars() {
        let text = "---\n'':\n  - type: DS # of the zone\n    values:\n    - key_tag: 1\n      digest: 'ab''c'\n\
                    www:\n  type: A\n  values: [192.0.2.1, 192.0.2.2]\nx:\n- a\n-\n  b: \"c: d\"\n";
        let (value, mut places) = read(text, 10).unwrap();
        assert_eq!(
            value,
            serde_json::json!({
                "": [{"type": "DS", "values": [{"key_tag": "1", "digest": "ab'c"}]}],
                "www": {"type": "A", "values": ["192.0.2.1", "192.0.2.2"]},
                "x": ["a", {"b": "c: d"}],
            })
        );
        assert_eq!(places.take("ab'c"), 15);
        assert!(read("a sentence: with\nmore", 0).is_none());
    }
}
