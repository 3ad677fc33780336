//! Private keys: found, so that nothing of them is read, kept or repeated.

use super::command;
use super::lines::Lines;

/// Words of which at least one stands in every private key file.
const SUSPECTS: [&str; 10] = [
    "Private-key-format",
    "PRIVATE KEY",
    "PrivateKey",
    "PrivateExponent",
    "Private_value",
    "privatekey",
    "private_key",
    "secret",
    "\"d\"",
    " -y ",
];

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
const TELLING: [&str; 7] = [
    "Private-key-format",
    "PrivateExponent",
    "PrivateKey",
    "Private_value(x)",
    "Prime1",
    "Exponent1",
    "GostAsn1",
];

/// The longest passage taken for one key, in lines: a 4096-bit RSA key in PEM has some 55.
const LONGEST: usize = 200;

/// Whether the text may hold a private key.
pub(super) fn is_suspected(text: &str) -> bool {
    SUSPECTS.iter().any(|word| text.contains(word))
}

/// How many lines of a private key begin here, if one does.
pub(super) fn passage(lines: &Lines<'_>, first: usize) -> Option<usize> {
    let line = lines.get(first)?;
    let line = line.trim();
    if line.contains("-----BEGIN") && line.contains("PRIVATE KEY") {
        return Some(pem(lines, first));
    }
    if field(line).is_some_and(|name| TELLING.contains(&name)) {
        let mut count = 1;
        while count < LONGEST {
            let Some(next) = lines.get(first + count) else { break };
            let next = next.trim();
            // A value may be wrapped: base64 alone on a line.
            if field(next).is_none() && !is_base64(next) {
                break;
            }
            count += 1;
        }
        return Some(count);
    }
    is_secret_line(line).then_some(1)
}

/// The lines of a PEM block. Without its end, it goes on while the lines look like its inside.
fn pem(lines: &Lines<'_>, first: usize) -> usize {
    let mut count = 1;
    while count < LONGEST {
        let Some(line) = lines.get(first + count) else { break };
        let line = line.trim();
        if line.starts_with("-----END") {
            return count + 1;
        }
        if !(line.is_empty()
            || is_base64(line)
            || line.starts_with("Proc-Type:")
            || line.starts_with("DEK-Info:"))
        {
            break;
        }
        count += 1;
    }
    count
}

/// Whether a text that is read as a whole has a private key in it.
pub(super) fn is_in(text: &str) -> bool {
    is_suspected(text) && text.lines().any(|line| is_secret_line(line) || line.contains("PRIVATE KEY-----"))
}

/// The field's name, if the line is a field of a private key file.
fn field(line: &str) -> Option<&str> {
    let (name, _) = line.split_once(':')?;
    FIELDS.iter().copied().find(|field| *field == name)
}

fn is_base64(line: &str) -> bool {
    !line.is_empty()
        && line.bytes().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'/' | b'='))
}

/// A secret on one line: a TSIG key in named.conf, a key in JSON, a key on a command line.
fn is_secret_line(line: &str) -> bool {
    let config = (line.starts_with("secret ") && line.ends_with(';'))
        || line.starts_with("secret: ")
        || (line.contains("secret \"") && line.contains("\";"));
    let json = ["\"privatekey\"", "\"private_key\"", "\"PrivateKey\"", "\"secret\""]
        .iter()
        .any(|key| line.split_once(key).is_some_and(|(_, rest)| rest.trim_start().starts_with(':')));
    // dig -y hmac-sha256:name:secret
    let option = line.split_once(" -y ").and_then(|(_, rest)| rest.split_ascii_whitespace().next());
    let command = || line.contains("<<>>") || command::read(line).is_some();
    let option = option.is_some_and(|value| value.contains(':')) && command();
    config
        || option
        || json
        || line.contains("Private-key-format:")
        || (line.contains("\"kty\"") && line.contains("\"d\""))
}
