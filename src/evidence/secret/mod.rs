//! Private keys: found, so that nothing of them is read, kept or repeated.
//!
//! They are told by their structure (`der`), by the words that go with them (`sight`), and by the fields of the files and
//! outputs that hold them: in any letter case, as base64, hexadecimal, quoted-printable or percent-encoded, wrapped and
//! quoted, and with characters inside that nobody sees. A public key, a signature or a digest is none of this.

mod der;
mod sight;

use super::lines::Lines;
use sight::Sight;
use std::borrow::Cow;

/// The fields of BIND's and ldns's private key files that hold the secret or stand around it.
const FIELDS: [&str; 22] = [
    "Private-key-format",
    "Algorithm",
    "Modulus",
    "PublicExponent",
    "PrivateExponent",
    "Prime1",
    "Prime2",
    "Exponent1",
    "Exponent2",
    "Coefficient",
    "PrivateKey",
    "Prime(p)",
    "Private_value(x)",
    "Public_value(y)",
    "GostAsn1",
    "Engine",
    "Label",
    "Key",
    "Created",
    "Publish",
    "Activate",
    "Bits",
];

/// The fields that tell a private key by themselves.
const TELLING: [&str; 9] = [
    "Private-key-format",
    "PrivateExponent",
    "PrivateKey",
    "Private_value(x)",
    "Prime1",
    "Prime2",
    "Exponent1",
    "Exponent2",
    "GostAsn1",
];

/// Programs that are given a key with `-y`.
const WITH_KEYS: [&str; 8] = ["dig", "kdig", "delv", "drill", "host", "khost", "nsupdate", "knsupdate"];

/// The longest passage taken for one key, in lines: a 4096-bit RSA key in PEM has some 55.
const LONGEST: usize = 200;

/// So many digits of base64 are a value, not a word.
const VALUE: usize = 16;

/// And so many in a member that is called as a JWK's secret is.
const MEMBER: usize = 8;

/// The line in which the first private key of a text is certain. One pass over it, or two where something in it is
/// escaped.
pub(super) fn first(lines: &Lines<'_>) -> Option<usize> {
    let escaped = |at: &usize| lines.get(*at).is_some_and(|line| has_escapes(&line));
    look(lines, |line| line)
        .or_else(|| (0..lines.len()).any(|at| escaped(&at)).then(|| look(lines, unescaped)).flatten())
}

fn look<'a>(lines: &Lines<'a>, seen_as: impl Fn(Cow<'a, str>) -> Cow<'a, str>) -> Option<usize> {
    let mut sight = Sight::new();
    let mut jwk = Jwk::default();
    for at in 0..lines.len() {
        let Some(line) = lines.get(at).map(&seen_as) else { continue };
        let line = line.trim();
        if let Some(found) = sight.take(at, unnumbered(line)) {
            return Some(found);
        }
        if jwk.sees(line) || is_telling_field(line) || is_secret_line(line) {
            return Some(at);
        }
    }
    sight.look()
}

/// The line without the number, or the offset of a dump, before it.
fn unnumbered(line: &str) -> &str {
    let digits = line.bytes().take(9).take_while(u8::is_ascii_hexdigit).count();
    let (number, rest) = line.split_at_checked(digits).unwrap_or(("", line));
    let behind = [": ", ":\t", ". ", ") ", " | ", "\t", "  "].iter().find_map(|mark| rest.strip_prefix(mark));
    behind.filter(|_| (1..=8).contains(&number.len())).unwrap_or(line)
}

/// Whether a private key is in the text.
pub fn is_private_key(text: &str) -> bool {
    first(&Lines::new(text)).is_some()
}

/// How many lines of a private key begin here, if one does. `found`: it does.
pub(super) fn passage(lines: &Lines<'_>, first: usize, found: bool) -> Option<usize> {
    let line = lines.get(first)?;
    let line = line.trim();
    let heading = line.to_ascii_uppercase();
    if heading.contains("-----BEGIN") && heading.contains("PRIVATE KEY") {
        return Some(pem(lines, first));
    }
    if is_telling_field(line) {
        // A value may be wrapped: base64 alone on a line.
        return Some(while_lines(lines, first, |next| field(next).is_some() || is_base64(next)));
    }
    if found {
        return Some(while_lines(lines, first, is_base64));
    }
    is_secret_line(line).then_some(1)
}

/// This line and those behind it that belong to it.
fn while_lines(lines: &Lines<'_>, first: usize, belongs: impl Fn(&str) -> bool) -> usize {
    let behind = (1..LONGEST).take_while(|count| {
        let next = lines.get(first.saturating_add(*count));
        next.is_some_and(|next| belongs(next.trim()))
    });
    1 + behind.count()
}

/// The lines of a PEM block. Without its end, it goes on while the lines look like its inside.
fn pem(lines: &Lines<'_>, first: usize) -> usize {
    let inside = |line: &str| {
        line.is_empty() || is_base64(line) || line.starts_with("Proc-Type:") || line.starts_with("DEK-Info:")
    };
    let count = while_lines(lines, first, inside);
    let end = lines.get(first.saturating_add(count));
    count + usize::from(end.is_some_and(|line| line.trim().starts_with("-----END")))
}

/// The field's name, if the line is a field of a private key file.
fn field(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    FIELDS.iter().copied().find(|field| field.eq_ignore_ascii_case(name.trim()))
}

/// A field that holds a secret; with stray characters in its name, only in front of what can be one.
fn is_telling_field(line: &str) -> bool {
    let Some((name, value)) = line.split_once([':', '=']).filter(|(name, _)| name.len() <= 64) else {
        return false;
    };
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|c| c.to_ascii_lowercase()).collect()
    };
    let name_letters = letters(name);
    // One of these begins each of them.
    if !name_letters.starts_with(['p', 'e', 'g', 'r']) {
        return false;
    }
    if field(line).is_some_and(|name| TELLING.contains(&name)) {
        return true;
    }
    let value = value.trim().trim_matches(['"', '\'', ',', ';']);
    // What OpenSSL prints of a key.
    let printed = (name_letters == "priv" && value.is_empty())
        || (name_letters.ends_with("privatekey") && value.starts_with('(') && value.contains(" bit"));
    let telling = TELLING.iter().any(|field| letters(field) == name_letters);
    printed || (telling && value.len() >= VALUE && is_base64(value))
}

fn is_base64(line: &str) -> bool {
    let digit = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'+' | b'/' | b'=' | b'-' | b'_');
    !line.is_empty() && line.bytes().all(digit)
}

/// A secret on one line: a TSIG key in named.conf, a key in JSON, a key on a command line.
fn is_secret_line(line: &str) -> bool {
    let begins =
        |four: &[u8]| [b"secr", b"priv", b" -y "].iter().any(|word| four.eq_ignore_ascii_case(*word));
    if !line.as_bytes().windows(4).any(begins) {
        return false;
    }
    let line = line.to_ascii_lowercase();
    let config = (line.starts_with("secret ") && line.ends_with(';'))
        || line.starts_with("secret: ")
        || (line.contains("secret \"") && line.contains("\";"));
    let json = ["\"privatekey\"", "\"private_key\"", "\"secret\""]
        .iter()
        .any(|key| line.split_once(key).is_some_and(|(_, rest)| rest.trim_start().starts_with(':')));
    config || json || is_given_a_key(&line)
}

/// `dig -y hmac-sha256:name:secret`, as a command or as dig repeats it.
fn is_given_a_key(line: &str) -> bool {
    let Some((before, behind)) = line.split_once(" -y ") else { return false };
    let value = behind.split_ascii_whitespace().next();
    let tool = |word: &str| WITH_KEYS.contains(&word.rsplit(['/', '\\']).next().unwrap_or(word));
    value.is_some_and(|value| value.contains(':'))
        && (line.contains("<<>>") || before.split_ascii_whitespace().take(8).any(tool))
}

/// A JSON Web Key (RFC 7517): it is private if it has the member `d` (RFC 7518 §6.2.2, RFC 8037 §2), or `k` (§6.4).
#[derive(Default)]
struct Jwk {
    /// A member `kty` was seen.
    kind: bool,
    /// A member that would be the secret of one was seen.
    secret: bool,
}

impl Jwk {
    fn sees(&mut self, line: &str) -> bool {
        const MARKS: [char; 5] = ['"', '\'', '\\', ' ', '\t'];
        for (at, _) in line.match_indices([':', '=']) {
            let (before, behind) = line.split_at(at);
            let before = before.trim_end_matches(MARKS);
            let word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
            let is = |name: &str| {
                let rest = before.len().checked_sub(name.len()).and_then(|at| before.split_at_checked(at));
                rest.is_some_and(|(rest, end)| end.eq_ignore_ascii_case(name) && !rest.ends_with(word))
            };
            self.kind |= is("kty");
            if is("d") || is("k") {
                let value = behind.get(1..).unwrap_or_default().trim_start_matches(MARKS);
                self.secret |= value.get(..MEMBER).is_some_and(is_base64);
            }
        }
        self.kind && self.secret
    }
}

/// Whether some of the line stands in it in another form: quoted-printable, percent-encoded or escaped in a string.
fn has_escapes(line: &str) -> bool {
    line.bytes().zip(line.bytes().skip(1)).any(|(mark, next)| is_escape(mark, next))
}

fn is_escape(mark: u8, next: u8) -> bool {
    match mark {
        b'=' | b'%' => next.is_ascii_hexdigit(),
        b'\\' => matches!(next, b'n' | b'r' | b't' | b'u' | b'/' | b'"'),
        _ => false,
    }
}

/// The character that these digits stand for, and what is behind them.
fn code(text: &str, digits: usize) -> Option<(char, &str)> {
    let number = u32::from_str_radix(text.get(..digits)?, 16).ok()?;
    Some((char::from_u32(number)?, text.get(digits..)?))
}

/// The line as it was before it was encoded (RFC 2045 §6.7, RFC 3986 §2.1, RFC 8259 §7).
fn unescaped(line: Cow<'_, str>) -> Cow<'_, str> {
    if !has_escapes(&line) {
        return line;
    }
    let mut out = String::with_capacity(line.len());
    // A line that ends in = goes on in the next one.
    let mut rest = line.strip_suffix('=').unwrap_or(&line);
    while let Some(c) = rest.chars().next() {
        let behind = rest.get(c.len_utf8()..).unwrap_or_default();
        let read = match (c, behind.chars().next()) {
            ('=' | '%', Some(_)) => code(behind, 2),
            ('\\', Some('u')) => behind.get(1..).and_then(|hex| code(hex, 4)),
            ('\\', Some('n' | 'r' | 't')) => behind.get(1..).map(|rest| (' ', rest)),
            ('\\', Some(next @ ('/' | '"'))) => behind.get(1..).map(|rest| (next, rest)),
            _ => None,
        };
        let (read, behind) = read.unwrap_or((c, behind));
        out.push(read);
        rest = behind;
    }
    Cow::Owned(out)
}
