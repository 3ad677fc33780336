//! Splitting a text into words as `sh` does (POSIX.1-2024, Shell Command Language, §2.2, §2.3, §2.7.4), and only as far as
//! nothing is expanded, substituted, redirected, joined or matched: whatever else a shell would do with the text is an error.

/// Variables that people set before they run a command.
const VARIABLES: [&str; 4] = ["$ZONE_ID", "$RECORD_ID", "$TOKEN", "$ZONE"];

/// The words of each command, without the lines of its here-document.
pub fn split(text: &str) -> Result<Vec<Vec<String>>, String> {
    let mut commands = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (words, behind) = command(rest)?;
        rest = behind;
        if !words.is_empty() {
            commands.push(words);
        }
    }
    Ok(commands)
}

/// The first command's words, and what stands behind its line.
fn command(text: &str) -> Result<(Vec<String>, &str), String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut end: Option<&str> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at + c.len_utf8()..];
        match c {
            '\n' => {
                at += 1;
                break;
            }
            ' ' | '\t' => words.extend(word.take()),
            '\'' => {
                let (inside, _) = rest.split_once('\'').ok_or("an open quote")?;
                word.get_or_insert_default().push_str(inside);
                at += inside.len() + 1;
            }
            '"' => at += quoted(rest, word.get_or_insert_default())?,
            '<' if word.is_none() && rest.starts_with("<'END'") && end.is_none() => {
                end = Some("END");
                at += "<'END'".len();
            }
            '`' | '$' | '(' | ')' | '<' | '>' | '|' | '&' | ';' | '*' | '?' | '[' | ']' | '!' | '\\' => {
                return Err(format!("a bare {c}"));
            }
            '~' | '#' if word.is_none() => return Err(format!("a word that begins with {c}")),
            '{' | '}' | '^' => return Err(format!("a bare {c}")),
            // csh and zsh take these at the beginning of a word for something else.
            '=' | '%' if word.is_none() => return Err(format!("a word that begins with {c}")),
            c if c.is_control() || !c.is_ascii() => return Err(format!("a bare {c:?}")),
            c => word.get_or_insert_default().push(c),
        }
        at += c.len_utf8();
    }
    words.extend(word);
    let mut behind = &text[at..];
    if let Some(end) = end {
        loop {
            let (line, next) = behind.split_once('\n').unwrap_or((behind, ""));
            if line.is_empty() && next.is_empty() {
                return Err("an open here-document".into());
            }
            behind = next;
            if line == end {
                break;
            }
            if line.contains(|c: char| c.is_control() || !c.is_ascii()) {
                return Err(format!("{line:?} in a here-document"));
            }
        }
    }
    Ok((words, behind))
}

/// Behind a double quote: how many octets until the other one.
fn quoted(text: &str, word: &mut String) -> Result<usize, String> {
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        match c {
            '"' => return Ok(at + 1),
            '$' => {
                let named = VARIABLES.iter().find(|name| text[at..].starts_with(**name));
                let named = named.ok_or("a bare $ in double quotes")?;
                word.push_str(named);
                at += named.len() - 1;
            }
            '`' | '\\' | '!' => return Err(format!("a bare {c} in double quotes")),
            c => word.push(c),
        }
        at += c.len_utf8();
    }
    Err("an open quote".into())
}
