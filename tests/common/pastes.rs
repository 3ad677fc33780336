//! What a person pastes, for the lengths of links: answers of BIND as `dig` printed them, zones signed by BIND.

use super::source;
use multisigner::dns::Moment;
use multisigner::evidence::{Role, Source};
use multisigner::share::link::{self, Evidence, Frozen, Shared, View};
use std::path::Path;

/// One line of the table.
pub struct Paste {
    pub title: String,
    pub sources: Vec<Source>,
}

/// The questions at each provider that are about the apex: DNSKEY, SOA, and a name that does not exist.
const APEX: usize = 3;

/// All lines of the table.
pub fn all() -> Vec<Paste> {
    let mut all = Vec::new();
    for (folder, title, providers) in [
        ("ecdsa-2", "two providers, ECDSA P-256", &["A", "B"][..]),
        ("rsa-2", "two providers, RSA-2048", &["A", "B"]),
        ("ecdsa-3", "three providers, ECDSA P-256", &["A", "B", "C"]),
    ] {
        for (names, what) in [(0, "apex only"), (3, "apex and 3 names"), (20, "apex and 20 names")] {
            let dir = Path::new("tests/links/pastes").join(folder);
            let mut sources: Vec<Source> = providers
                .iter()
                .map(|label| {
                    let mut paste =
                        source(&dir.join(format!("{label}.txt")), Role::Provider((*label).into()));
                    paste.name = format!("Provider {label}");
                    paste.text = answers(&paste.text, APEX + names);
                    paste
                })
                .collect();
            let mut parent = source(&dir.join("parent.txt"), Role::Parent);
            parent.name = "Parent".into();
            sources.push(parent);
            let bare = sources.iter().map(|source| Source { text: records(&source.text), ..source.clone() });
            let bare = bare.collect();
            all.push(Paste { title: format!("{title}, {what}"), sources });
            all.push(Paste { title: format!("{title}, {what}, `+noall +answer`"), sources: bare });
        }
    }
    all
}

/// The first answers of a paste.
fn answers(text: &str, count: usize) -> String {
    let starts: Vec<usize> = text.match_indices("$ dig ").map(|(at, _)| at).collect();
    assert!(starts.len() >= count);
    starts.get(count).map_or(text, |end| &text[..*end]).to_owned()
}

/// What `dig +noall +answer +authority` leaves of it.
fn records(text: &str) -> String {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with([';', '$']));
    lines.map(|line| format!("{line}\n")).collect()
}

impl Paste {
    /// All texts, as one paste.
    pub fn raw(&self) -> String {
        self.sources.iter().map(|source| source.text.as_str()).collect()
    }

    pub fn shared(&self) -> Shared {
        // 2026-11-25T12:00:00Z, inside the signatures' validity.
        let at = Moment(1_795_608_000);
        Shared::Frozen(Frozen {
            evidence: Evidence::of(&self.sources, None).unwrap(),
            zone: None,
            no_ds: false,
            unreached: None,
            at,
            made: at,
            view: View::default(),
        })
    }

    pub fn link(&self) -> String {
        link::encode(&self.shared()).unwrap()
    }
}

/// The characters that base64url without padding takes for so many octets.
pub fn base64url(octets: usize) -> usize {
    (octets * 4).div_ceil(3)
}

pub fn gzip(text: &str) -> usize {
    // A header of 10 octets, a trailer of 8 (RFC 1952).
    miniz_oxide::deflate::compress_to_vec(text.as_bytes(), 9).len() + 18
}

pub fn brotli(text: &str) -> usize {
    let params =
        brotli::enc::BrotliEncoderParams { quality: 11, size_hint: text.len(), ..Default::default() };
    let mut out = Vec::new();
    brotli::BrotliCompress(&mut text.as_bytes(), &mut out, &params).unwrap();
    out.len()
}
