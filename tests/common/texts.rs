//! Texts that a stranger can paste, made so that reading them could take longer than their length: each in any size.
#![allow(unreachable_pub)]

/// A name, and what makes the text: so many of its parts.
pub type Text = (&'static str, fn(usize) -> String);

pub const TEXTS: &[Text] = &[
    ("parentheses", |times| "(".repeat(times)),
    ("parenthesis a line", |times| "(\n".repeat(times)),
    ("owner and parenthesis a line", |times| "a (\n".repeat(times)),
    ("brace a line", |times| "{\n".repeat(times)),
    ("quoted brace a line", |times| "> {\n".repeat(times)),
    ("objects in objects", |times| "{\"a\":\n".repeat(times)),
    ("brackets", |times| "[".repeat(times)),
    ("arrays after strings", |times| "[\n\"ä\",".repeat(times)),
    ("quotation mark a line", |times| "\"\n".repeat(times)),
    ("hexadecimal", |times| "00\n".repeat(times)),
    ("base64", |times| "AAAA\n".repeat(times)),
    ("YAML messages", |times| "- type: MESSAGE\n".repeat(times)),
    ("private key fields", |times| "PrivateKey:\n".repeat(times)),
    ("private key headings", |times| "-----BEGIN PRIVATE KEY-----\n".repeat(times)),
    ("headings of dig", |times| ";; ANSWER SECTION:\n".repeat(times)),
    ("command lines", |times| "$ dig a a a a a a a a\n".repeat(times)),
    ("words in one record", |times| "a. TXT ".to_string() + &"x ".repeat(times)),
    ("types in one bitmap", |times| "a. NSEC a. ".to_string() + &"A ".repeat(times)),
    ("one word", |times| "a".repeat(10 * times)),
    ("backslashes", |times| "\\".repeat(times)),
    ("lines in one record", |times| "a. 1 IN TXT (\n".to_string() + &"\"x\"\n".repeat(times)),
    ("empty objects", |times| "{}".repeat(times)),
    ("empty answers", |times| "{\"Answer\":[]}".repeat(times / 4)),
];
