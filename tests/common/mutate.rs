//! Valid links, taken apart for what a hostile or careless world does to them.

use multisigner::share::link;

/// Octets in front of the letters, so that a changed octet is a changed octet of the DEFLATE stream.
pub fn octets(link: &str) -> Vec<u8> {
    let letters = link.trim().split_once("#v1=").unwrap().1.replace('+', "-").replace('/', "_");
    data_encoding::BASE64URL_NOPAD.decode(letters.trim_end_matches('=').as_bytes()).unwrap()
}

pub fn link(octets: &[u8]) -> String {
    format!("{}{}", link::MARK, data_encoding::BASE64URL_NOPAD.encode(octets))
}

/// The golden links.
pub fn valid() -> Vec<String> {
    let mut paths: Vec<_> = std::fs::read_dir("tests/links")
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "link"))
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect()
}
