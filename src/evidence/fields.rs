//! Named values that stand together (an object of JSON, the lines of a form) and the record data they are.
//!
//! Registries, registrars and providers name the parts of a DS or DNSKEY record much alike; the tables here
//! list the names, and how each value is written in a zone file.

use super::words;
use domain::base::Rtype;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Named values.
#[derive(Debug, Default)]
pub(super) struct Fields<'v> {
    pairs: Vec<(String, Cow<'v, str>)>,
}

/// What a value is, in a record of this type.
struct Part {
    /// As [`plain`] writes them.
    names: &'static [&'static str],
    form: Form,
    /// What it is where nobody says so.
    default: Option<&'static str>,
}

/// How a value is written.
#[derive(Clone, Copy)]
enum Form {
    Number,
    Algorithm,
    Digest,
    Flags,
    /// Hexadecimal or base64, spaces and line ends in it left out.
    Octets,
    /// A type by number or name.
    Type,
    /// As it stands.
    Text,
}

/// A type and what its record data are made of, in the order of the zone file.
struct Shape {
    rtype: Rtype,
    parts: &'static [Part],
}

const fn part(names: &'static [&'static str], form: Form) -> Part {
    Part { names, form, default: None }
}

const ALGORITHM: &[&str] = &[
    "algorithm",
    "algo",
    "alg",
    "keyalgorithm",
    "keyalgo",
    "keyalg",
    "signingalgorithmtype",
    "securityalgorithmtype",
    "signingalgorithm",
    "algorithmtype",
    "algorithmid",
    "algorithmnumber",
    "signaturealgorithm",
];
const KEY_TAG: &[&str] = &["keytag", "tag", "keyid", "keytagid", "signaturekeytag"];

const SHAPES: [Shape; 7] = [
    Shape {
        rtype: Rtype::DS,
        parts: &[
            part(KEY_TAG, Form::Number),
            part(ALGORITHM, Form::Algorithm),
            part(
                &[
                    "digesttype",
                    "digestalgorithmtype",
                    "digestalgorithm",
                    "digestalgo",
                    "digestalg",
                    "digestid",
                    "digesttypeid",
                    "keydgstt",
                    "dgsttype",
                    "hashtype",
                    "hashalgorithm",
                    "type",
                ],
                Form::Digest,
            ),
            part(
                &["digest", "digestvalue", "keydgst", "keydigest", "dgst", "digesthash", "hash"],
                Form::Octets,
            ),
        ],
    },
    Shape {
        rtype: Rtype::RRSIG,
        parts: &[
            part(&["typecovered"], Form::Type),
            part(ALGORITHM, Form::Algorithm),
            part(&["labels", "labelcount"], Form::Number),
            part(&["originalttl", "origttl"], Form::Number),
            part(&["expiration", "signatureexpiration"], Form::Text),
            part(&["inception", "signatureinception"], Form::Text),
            part(KEY_TAG, Form::Number),
            part(&["signername", "signersname", "signer"], Form::Text),
            part(&["signature"], Form::Octets),
        ],
    },
    Shape {
        rtype: Rtype::DNSKEY,
        parts: &[
            part(&["flags", "flag", "keyflags", "keyflag", "keytype", "type"], Form::Flags),
            Part { names: &["protocol", "keyprotocol"], form: Form::Number, default: Some("3") },
            part(ALGORITHM, Form::Algorithm),
            part(&["publickey", "pubkey", "keypubkey", "publickeydata", "keydata", "key"], Form::Octets),
        ],
    },
    Shape {
        rtype: Rtype::SOA,
        parts: &[
            part(&["mname", "ns", "primary"], Form::Text),
            part(&["rname", "mbox", "hostmaster"], Form::Text),
            part(&["serial"], Form::Number),
            part(&["refresh"], Form::Number),
            part(&["retry"], Form::Number),
            part(&["expire"], Form::Number),
            part(&["minimum", "minttl", "minimumttl"], Form::Number),
        ],
    },
    Shape {
        rtype: Rtype::NSEC,
        parts: &[part(&["nextdomain", "nextname"], Form::Text), part(&["typebitmap", "types"], Form::Text)],
    },
    Shape {
        rtype: Rtype::NSEC3,
        parts: &[
            part(&["hashalgorithm"], Form::Number),
            part(&["flags"], Form::Number),
            part(&["iterations"], Form::Number),
            Part { names: &["salt"], form: Form::Text, default: Some("-") },
            part(&["nextdomain", "nexthash"], Form::Text),
            part(&["typebitmap", "types"], Form::Text),
        ],
    },
    Shape {
        rtype: Rtype::MX,
        parts: &[
            part(&["preference", "priority", "pref", "mxpreference"], Form::Number),
            part(
                &["exchange", "mx", "nameexchange", "answer", "value", "content", "target", "data"],
                Form::Text,
            ),
        ],
    },
];

/// The types that values tell by their names alone: nothing else has a digest, or a public key, and these.
const TELLING: [Rtype; 3] = [Rtype::DS, Rtype::RRSIG, Rtype::DNSKEY];

impl<'v> Fields<'v> {
    /// The values of an object that are text, numbers or truth values; those of a header inside it as well.
    pub(super) fn of(object: &'v Map<String, Value>) -> Self {
        let mut fields = Self::default();
        fields.scalars(object);
        for inner in ["Hdr", "data", "meta"].iter().filter_map(|key| object.get(*key)?.as_object()) {
            fields.scalars(inner);
        }
        fields
    }

    fn scalars(&mut self, object: &'v Map<String, Value>) {
        for (key, value) in object {
            let text = match value {
                Value::String(text) => Cow::Borrowed(text.as_str()),
                Value::Number(number) => Cow::Owned(number.to_string()),
                Value::Bool(truth) => Cow::Borrowed(if *truth { "true" } else { "false" }),
                _ => continue,
            };
            self.push(key, text);
        }
    }

    pub(super) fn push(&mut self, key: &str, value: Cow<'v, str>) {
        self.pairs.push((plain(key), value));
    }

    /// The value that goes by the first of these names that there is.
    pub(super) fn get(&self, names: &[&str]) -> Option<&str> {
        names
            .iter()
            .find_map(|name| self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_ref()))
    }

    /// Appends a line to the value that came last, if that is a key, a digest or a signature.
    pub(super) fn goes_on(&mut self, line: &str) -> bool {
        let octets = |key: &str| {
            let parts = SHAPES.iter().flat_map(|shape| shape.parts);
            let mut of_octets = parts.filter(|part| matches!(part.form, Form::Octets));
            of_octets.any(|part| part.names.contains(&key))
        };
        match self.pairs.last_mut().filter(|(key, _)| octets(key)) {
            Some((_, value)) => {
                value.to_mut().push_str(line);
                true
            }
            None => false,
        }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.pairs.iter().any(|(known, _)| known == key)
    }
}

/// A record that values make: its data as a zone file has them, and the value by which it is found in the text.
#[derive(Debug)]
pub(super) struct Made {
    pub(super) rtype: Rtype,
    pub(super) data: String,
    pub(super) told_by: String,
}

/// The DS, RRSIG and DNSKEY records that the values tell by their names. What they lack is looked up `around` them.
pub(super) fn telling<'f>(
    fields: &'f Fields<'_>,
    around: &'f [Fields<'_>],
) -> impl Iterator<Item = Made> + 'f {
    TELLING.into_iter().filter_map(move |rtype| of_type(rtype, fields, around))
}

/// The record data of this type that the values make.
pub(super) fn of_type(rtype: Rtype, fields: &Fields<'_>, around: &[Fields<'_>]) -> Option<Made> {
    let as_if = match rtype {
        Rtype::CDS => Rtype::DS,
        Rtype::CDNSKEY => Rtype::DNSKEY,
        other => other,
    };
    let shape = SHAPES.iter().find(|shape| shape.rtype == as_if)?;
    // The last part is what the record is about: it has to be here.
    let last = fields.get(shape.parts.last()?.names)?;
    let mut data = String::new();
    for part in shape.parts {
        let value = fields
            .get(part.names)
            .into_iter()
            .chain(around.iter().rev().filter_map(|outer| outer.get(part.names)))
            .find_map(|value| written(part.form, value))
            .or_else(|| part.default.map(str::to_owned))?;
        if !data.is_empty() {
            data.push(' ');
        }
        data.push_str(&value);
    }
    Some(Made { rtype, data, told_by: last.to_owned() })
}

/// Whether a value of this name is part of a DS or DNSKEY record.
pub(super) fn is_part(key: &str) -> bool {
    SHAPES
        .iter()
        .filter(|shape| matches!(shape.rtype, Rtype::DS | Rtype::DNSKEY))
        .flat_map(|shape| shape.parts)
        .any(|part| part.names.contains(&key) && !matches!(key, "type" | "key" | "hash"))
}

/// A value as a zone file has it.
fn written(form: Form, value: &str) -> Option<String> {
    let value = value.trim();
    match form {
        Form::Number => number(value).map(|number| number.to_string()),
        Form::Algorithm => named(value, &ALGORITHMS, words::algorithm).map(|number| number.to_string()),
        Form::Digest => named(value, &DIGESTS, words::digest).map(|number| number.to_string()),
        Form::Flags => {
            let word = |text: &str| value.to_ascii_lowercase().contains(text);
            let by_name = || match (
                word("ksk") || word("csk") || word("key signing") || word("keysigning"),
                word("zsk") || word("zonesigning"),
            ) {
                (true, _) => Some(257),
                (_, true) => Some(256),
                _ => None,
            };
            number(value).or_else(by_name).map(|number| number.to_string())
        }
        Form::Octets => {
            let value: String = value.split_whitespace().collect();
            (!value.is_empty()).then_some(value)
        }
        Form::Type => {
            let by_number = || value.parse().ok().map(Rtype::from_int);
            words::rtype(value).or_else(by_number).map(|rtype| rtype.to_string())
        }
        Form::Text => (!value.is_empty()).then(|| value.to_owned()),
    }
}

/// A number, whatever is said behind it; or the one that stands in parentheses behind a name.
fn number(value: &str) -> Option<u64> {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = value.split_at_checked(digits)?;
    if digits > 0 {
        return if rest.starts_with(|next: char| next.is_ascii_alphanumeric()) {
            None
        } else {
            number.parse().ok()
        };
    }
    value.split(['(', '[', ')', ']']).skip(1).find_map(|inner| inner.trim().parse().ok())
}

/// Other words for algorithms, as [`plain`] writes them.
const ALGORITHMS: [(&str, u8); 9] = [
    ("rsasha1nsec3sha1", 7),
    ("rsasha1", 5),
    ("rsasha256", 8),
    ("rsasha512", 10),
    ("ecdsacurvep256withsha256", 13),
    ("ecdsap256sha256", 13),
    ("ecdsacurvep384withsha384", 14),
    ("ecdsap384sha384", 14),
    ("ecdsap256", 13),
];
/// Other words for digest types.
const DIGESTS: [(&str, u8); 3] = [("sha1", 1), ("sha256", 2), ("sha384", 4)];

fn named(value: &str, also: &[(&str, u8)], by_name: impl Fn(&str) -> Option<u8>) -> Option<u8> {
    if let Some(number) = number(value) {
        return u8::try_from(number).ok();
    }
    let name = value.split(['(', '[']).next().unwrap_or(value).trim();
    by_name(name).or_else(|| {
        let plain = squeezed(name);
        also.iter().find(|(word, _)| *word == plain).map(|(_, number)| *number)
    })
}

/// Letters and digits only, in lower case.
fn squeezed(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// A name of a value without case, spaces, numbering and words that say nothing: `DS Record 1: Key Tag` and
/// `keyTag` are `keytag`.
pub(super) fn plain(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for word in key.split(|letter: char| !letter.is_ascii_alphanumeric()) {
        let word = word.to_ascii_lowercase();
        let bare = word.trim_end_matches(|letter: char| letter.is_ascii_digit());
        // “key1-tag”, but not “md5”.
        let word = if matches!(bare, "" | "key" | "ds" | "dsdata" | "record") { bare } else { word.as_str() };
        if !matches!(word, "ds" | "dnssec" | "record" | "the" | "of" | "value" | "dnskey") {
            out.push_str(word);
        }
    }
    if out.is_empty() { squeezed(key) } else { out }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(pairs: &[(&str, &str)], rtype: Rtype) -> Option<String> {
        let mut fields = Fields::default();
        for (key, value) in pairs {
            fields.push(key, Cow::Owned((*value).to_owned()));
        }
        of_type(rtype, &fields, &[]).map(|made| made.data)
    }

    #[test]
    fn a_form_of_four_lines() {
        for (tag, algorithm, kind, digest) in [
            ("Key Tag", "Algorithm", "Digest Type", "Digest"),
            ("keyTag", "algorithm", "digestType", "digest"),
            ("key_tag", "SigningAlgorithmType", "DigestAlgorithmType", "DigestValue"),
            ("key1-tag", "key1-algo", "key1-dgst-t", "key1-dgst"),
            ("DS Record 1 - Key Tag", "DS Record 1 - Algorithm", "DS Record 1 - Digest Type", "DS digest"),
        ] {
            for (a, d) in [
                ("13", "2"),
                ("13 (ECDSA Curve P-256 with SHA-256)", "2 (SHA-256)"),
                ("ECDSA Curve P-256 with SHA-256", "SHA-256"),
                ("ECDSAP256SHA256 (13)", "SHA256 [2]"),
                ("13 - ECDSAP256SHA256", "2 - SHA256"),
            ] {
                let found = of(&[(tag, "3380"), (algorithm, a), (kind, d), (digest, "ab cd")], Rtype::DS);
                assert_eq!(found.as_deref(), Some("3380 13 2 abcd"), "{tag} {a} {d}");
            }
        }
        assert_eq!(of(&[("keyTag", "1"), ("algorithm", "13"), ("digest", "ab")], Rtype::DS), None);
    }

    #[test]
    fn a_key() {
        let pairs = [("Flags", "KSK (257)"), ("Algorithm", "15"), ("Public Key", "AA BB==")];
        assert_eq!(of(&pairs, Rtype::DNSKEY).as_deref(), Some("257 3 15 AABB=="));
        let pairs = [("flags", "ZSK"), ("algorithm", "ED25519"), ("publicKey", "AABB")];
        assert_eq!(of(&pairs, Rtype::DNSKEY).as_deref(), Some("256 3 15 AABB"));
    }
}
