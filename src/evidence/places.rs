//! Where in the text the values of nested data stand.

use std::collections::{HashMap, VecDeque};

/// Where texts stand: the values of nested data do not remember where they came from.
#[derive(Debug, Default)]
pub(super) struct Places {
    of: HashMap<String, VecDeque<usize>>,
    pub(super) first: usize,
    pub(super) lines: usize,
    /// The keys of maps may be owner names: octoDNS.
    pub(super) keyed: bool,
}

impl Places {
    /// For so many lines from the first.
    pub(super) fn new(first: usize, lines: usize) -> Self {
        Self { of: HashMap::new(), first, lines, keyed: false }
    }

    /// For so many lines from the first, in which keys may be names.
    pub(super) fn keyed(first: usize, lines: usize) -> Self {
        Self { keyed: true, ..Self::new(first, lines) }
    }

    pub(super) fn note(&mut self, text: &str, line: usize) {
        self.of.entry(text.to_owned()).or_default().push_back(line);
    }

    /// The strings of a JSON text, as they are written.
    pub(super) fn of_json(text: &str, first: usize) -> Self {
        let mut places = Self::new(first, text.lines().count());
        for (at, line) in text.lines().enumerate() {
            let mut rest = line;
            while let Some((_, inside)) = rest.split_once('"') {
                let mut end = None;
                let mut escaped = false;
                for (offset, octet) in inside.bytes().enumerate() {
                    if octet == b'"' && !escaped {
                        end = Some(offset);
                        break;
                    }
                    escaped = octet == b'\\' && !escaped;
                }
                let Some((word, after)) = end.and_then(|end| inside.split_at_checked(end)) else { break };
                places.note(word, first + at);
                rest = after.get(1..).unwrap_or_default();
            }
        }
        places
    }

    /// The next place of this text.
    pub(super) fn take(&mut self, text: &str) -> usize {
        let mut next = |text: &str| {
            let list = self.of.get_mut(text)?;
            // The same value twice may be written once.
            if list.len() > 1 { list.pop_front() } else { list.front().copied() }
        };
        if let Some(line) = next(text) {
            return line;
        }
        let written = serde_json::to_string(text).unwrap_or_default();
        let inside = written.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        inside.and_then(next).unwrap_or(self.first)
    }
}
