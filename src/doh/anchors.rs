//! Where the chain of trust begins: the root's keys, as DS records (RFC 7958), dated; or a private
//! root's, as a setting.

use crate::dns::{Name, Rdata};
use crate::dnssec::ds;
use crate::dnssec::keys::Key;
use crate::evidence::{self, Role, Source};
use data_encoding::HEXUPPER;
use thiserror::Error;

/// One of the root's key signing keys.
#[derive(Clone, Copy, Debug)]
pub struct RootKey {
    pub name: &'static str,
    pub tag: u16,
    /// Since when IANA's trust anchor file (root-anchors.xml) names it.
    pub valid_from: &'static str,
    /// Record data of the DS.
    pub ds: &'static str,
}

/// The keys in IANA's root-anchors.xml as of 2026-11. KSK-2024 has been in the root's DNSKEY RRset since
/// January 2025; it takes over from KSK-2017 by ICANN's plan of October 2026.
pub const ROOT_KEYS: [RootKey; 2] = [
    RootKey {
        name: "KSK-2017",
        tag: 20326,
        valid_from: "2017-02-02",
        ds: "20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D",
    },
    RootKey {
        name: "KSK-2024",
        tag: 38696,
        valid_from: "2024-07-18",
        ds: "38696 8 2 683D2D0ACB8C9B712A1948B27F741219298D0A450D612C483AF444A4C0FB2B16",
    },
];

/// The trust anchors of a check, as DS records of the root in presentation format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Anchors {
    text: String,
    /// Another root than the world's.
    private: bool,
}

/// Why a text gives no trust anchor of the root.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NoAnchor {
    #[error("no trust anchor of the root here: give its DNSKEY (flags 257) or DS records, one a line")]
    Nothing,
    #[error("a private key is in it; nothing of it is used: give the DNSKEY or DS records, one a line")]
    PrivateKey,
}

impl Default for Anchors {
    fn default() -> Self {
        let text = ROOT_KEYS.iter().map(|key| format!(". 172800 IN DS {}\n", key.ds)).collect();
        Self { text, private: false }
    }
}

impl Anchors {
    /// Reads the DS and DNSKEY records of a root: `root.key` as unbound and dig have it, or DS lines.
    pub fn read(text: &str) -> Result<Self, NoAnchor> {
        const SHA_256: u8 = 2;
        let source = Source { name: "trust anchor".into(), role: Role::Auto, text: text.to_string() };
        let root: Name = Name::root_bytes();
        let mut lines = String::new();
        let reading = evidence::read(&source, 0);
        if reading.private_key {
            return Err(NoAnchor::PrivateKey);
        }
        for seen in reading.observations.iter().flat_map(|observation| &observation.records) {
            if *seen.record.owner() != root {
                continue;
            }
            let (tag, algorithm, digest_type, digest) = match seen.record.data() {
                Rdata::Ds(ds) => {
                    let digest = ds.digest().to_vec();
                    (ds.key_tag(), ds.algorithm().to_int(), ds.digest_type().to_int(), digest)
                }
                Rdata::Dnskey(dnskey) if dnskey.is_secure_entry_point() => {
                    let key = Key::of(dnskey);
                    let Some(digest) = ds::digest(&root, &key, SHA_256) else { continue };
                    (key.tag, key.algorithm, SHA_256, digest.into_owned())
                }
                _ => continue,
            };
            let ds = format!("{tag} {algorithm} {digest_type} {}", HEXUPPER.encode(&digest));
            lines.push_str(&format!(". 172800 IN DS {ds}\n"));
        }
        if lines.is_empty() { Err(NoAnchor::Nothing) } else { Ok(Self { text: lines, private: true }) }
    }

    /// The DS records, one a line.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether this is another root than the world's.
    pub fn is_private(&self) -> bool {
        self.private
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The root's keys as Debian's dns-root-data has them.
    const KSK_2017: &str = ". 172800 IN DNSKEY 257 3 8 AwEAAaz/tAm8yTn4Mfeh5eyI96WSVexTBAvkMgJzkKTOiW1vkIbzxeF3+/4RgWOq7HrxRixHlFlExOLAJr5emLvN7SWXgnLh4+B5xQlNVz8Og8kvArMtNROxVQuCaSnIDdD5LKyWbRd2n9WGe2R8PzgCmr3EgVLrjyBxWezF0jLHwVN8efS3rCj/EWgvIWgb9tarpVUDK/b58Da+sqqls3eNbuv7pr+eoZG+SrDK6nWeL3c6H5Apxz7LjVc1uTIdsIXxuOLYA4/ilBmSVIzuDWfdRUfhHdY6+cn8HFRm+2hM8AnXGXws9555KrUB5qihylGa8subX2Nn6UwNR1AkUTV74bU=";

    #[test]
    fn a_key_gives_the_ds_that_is_built_in() {
        let read = Anchors::read(KSK_2017).unwrap();
        assert_eq!(read.text(), format!(". 172800 IN DS {}\n", ROOT_KEYS[0].ds));
        assert!(read.is_private());
    }

    #[test]
    fn the_built_in_ones_are_read_back() {
        let built_in = Anchors::default();
        let tags: Vec<u16> = ROOT_KEYS.iter().map(|key| key.tag).collect();
        assert_eq!(tags, [20326, 38696]);
        assert_eq!(Anchors::read(built_in.text()).unwrap().text(), built_in.text());
    }

    #[test]
    fn other_text_is_no_anchor() {
        assert_eq!(Anchors::read("example.com. 1 IN DS 1 8 2 00"), Err(NoAnchor::Nothing));
        assert_eq!(Anchors::read(""), Err(NoAnchor::Nothing));
    }
}
