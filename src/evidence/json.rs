//! JSON on its way to the records in it: where it begins, and where it ends.

use super::collect::Spot;
use super::passage::Passage;
use super::places::Places;
use super::problem::Problem;
use super::{LineState, secret, tree};
use serde_json::Value;

/// Reads the JSON that begins at the current line. Gives how many lines it takes, or `None` if it is no JSON.
pub(super) fn read(passage: &mut Passage<'_>) -> Option<usize> {
    let first = passage.at;
    let text = passage.lines.rest(first);
    let mut found: Vec<(Value, Places)> = Vec::new();
    let mut broken = None;
    let (mut offset, mut line) = (0, first);
    // More than one answer may stand on a line.
    loop {
        let rest = text.get(offset..)?;
        let mut stream = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        match stream.next()? {
            Ok(value) => {
                let used = rest.get(..stream.byte_offset())?;
                found.push((value, Places::of_json(used, line)));
                line += used.bytes().filter(|&octet| octet == b'\n').count();
                offset += used.len();
                let rest = text.get(offset..)?;
                let next = rest.trim_start_matches([' ', '\t', ',', ';']);
                offset += rest.len() - next.len();
                match next.as_bytes().first() {
                    None | Some(b'\r' | b'\n') => break,
                    Some(b'{' | b'[') => {}
                    // “[1] see below”: prose that begins like JSON.
                    Some(_) => return None,
                }
            }
            Err(error) => {
                broken = Some((line + error.line().saturating_sub(1), error.column()));
                break;
            }
        }
    }
    let used = text.get(..offset)?.to_owned();
    let prose = !text.trim_start().starts_with("{\"");
    if prose && broken.is_some_and(|(line, _)| line == first) {
        return None;
    }
    let mut count = line - first + 1;
    if passage.secret.is_some() && secret::is_private_key(&used) {
        passage.out.fail(&passage.lines, Spot::lines(first, count), Problem::PrivateKey);
        return Some(count);
    }
    for (at, piece) in used.lines().enumerate() {
        if piece.bytes().any(|octet| octet.is_ascii_alphanumeric()) {
            passage.out.mark(first + at, 1, LineState::Read);
        }
    }
    for (value, places) in &mut found {
        tree::read(passage, value, places);
    }
    if let Some((last, column)) = broken {
        let spot = Spot {
            first: line,
            count: last.saturating_sub(line) + 1,
            line: last,
            offset: column.checked_sub(1),
        };
        passage.out.fail(&passage.lines, spot, Problem::BadJson);
        count = (last - first + 1).max(count);
    }
    Some(count)
}
