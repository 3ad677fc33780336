//! How providers and name servers sign, as far as it is documented; `docs/simulate.md` has the sources. A preset
//! only fills in what the person leaves out, and says what cannot be done there.

use super::terms::{Denial, Layout, Nsec3};

/// What a provider does with other providers' keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imports {
    Always,
    /// Only after a switch is set for the zone.
    Switch,
    /// There is no way to add a foreign DNSKEY.
    Never,
}

/// One way of signing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preset {
    pub id: &'static str,
    pub name: &'static str,
    /// What is special, in a sentence.
    pub note: &'static str,
    pub keys: Layout,
    /// Whether the person can choose the key layout there.
    pub keys_fixed: bool,
    /// The algorithms it signs with; the first is the default.
    pub algorithms: &'static [u8],
    pub imports: Imports,
    pub denial: Denial,
    pub validity: u32,
    pub inception_offset: u32,
    /// The TTL of its DNSKEY RRset, where it cannot be chosen.
    pub dnskey_ttl: Option<u32>,
    pub cds: bool,
}

const HOUR: u32 = 3_600;
const DAY: u32 = 86_400;
/// Any, the usual one first.
const ANY: &[u8] = &[13, 8, 10, 14, 15, 16];

/// What a provider without preset is.
pub const GENERIC: Preset = Preset {
    id: "generic",
    name: "Generic signer",
    note: "Signs a zone file with a KSK and a ZSK and takes any foreign key.",
    keys: Layout::KskZsk,
    keys_fixed: false,
    algorithms: ANY,
    imports: Imports::Always,
    denial: Denial::Nsec,
    validity: 14 * DAY,
    inception_offset: HOUR,
    dnskey_ttl: None,
    cds: true,
};

/// All presets.
pub const PRESETS: &[Preset] = &[
    GENERIC,
    Preset {
        id: "bind",
        name: "BIND 9",
        note: "dnssec-policy; foreign keys come by dynamic update to a zone without inline-signing.",
        ..GENERIC
    },
    Preset {
        id: "dnssec-signzone",
        name: "dnssec-signzone",
        note: "Signs a zone file for 30 days; foreign keys stand in the file.",
        validity: 30 * DAY,
        ..GENERIC
    },
    Preset {
        id: "ldns-signzone",
        name: "ldns-signzone (with NSD)",
        note: "Signs a zone file for four weeks, from the moment of signing on.",
        validity: 28 * DAY,
        inception_offset: 0,
        cds: false,
        ..GENERIC
    },
    Preset {
        id: "knot",
        name: "Knot DNS",
        note: "Keeps foreign keys with dnskey-management: incremental only; the default deletes them.",
        inception_offset: 90 * 60,
        imports: Imports::Switch,
        ..GENERIC
    },
    Preset {
        id: "powerdns",
        name: "PowerDNS",
        note: "Signs with one combined key, for three weeks; takes foreign keys with direct-dnskey=yes only.",
        keys: Layout::Csk,
        validity: 14 * DAY,
        inception_offset: 7 * DAY,
        imports: Imports::Switch,
        cds: false,
        ..GENERIC
    },
    Preset {
        id: "cloudflare",
        name: "Cloudflare",
        note: "Takes foreign keys only after multi-signer DNSSEC is switched on for the zone.",
        keys_fixed: true,
        denial: Denial::Compact,
        algorithms: &[13],
        imports: Imports::Switch,
        ..GENERIC
    },
    Preset {
        id: "ns1",
        name: "NS1 Connect",
        note: "Algorithm 13 only; takes foreign keys by its API.",
        keys_fixed: true,
        denial: Denial::Compact,
        algorithms: &[13],
        cds: false,
        ..GENERIC
    },
    Preset {
        id: "akamai",
        name: "Akamai Edge DNS",
        note: "Takes foreign keys as EXTERNDNSKEY records, algorithm 13 only.",
        keys_fixed: true,
        algorithms: &[13],
        cds: false,
        ..GENERIC
    },
    Preset {
        id: "desec",
        name: "deSEC",
        note: "One combined key; the DNSKEY RRset has a TTL of one hour whatever was asked for.",
        keys: Layout::Csk,
        keys_fixed: true,
        algorithms: &[13],
        denial: Denial::Nsec3,
        dnskey_ttl: Some(HOUR),
        ..GENERIC
    },
    Preset {
        id: "google",
        name: "Google Cloud DNS",
        note: "Takes foreign keys in the state “transfer” only.",
        keys_fixed: true,
        algorithms: &[8, 13, 10, 14],
        imports: Imports::Switch,
        cds: false,
        ..GENERIC
    },
    Preset {
        id: "route53",
        name: "Amazon Route 53",
        note: "Has no DNSKEY records of one’s own: foreign keys cannot be published.",
        keys_fixed: true,
        denial: Denial::Compact,
        algorithms: &[13],
        imports: Imports::Never,
        cds: false,
        ..GENERIC
    },
    Preset {
        id: "azure",
        name: "Azure DNS",
        note: "Has no DNSKEY records of one’s own: foreign keys cannot be published.",
        keys_fixed: true,
        denial: Denial::Compact,
        algorithms: &[13],
        imports: Imports::Never,
        cds: false,
        ..GENERIC
    },
];

/// The preset with this identifier.
pub fn preset(id: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.id == id)
}

impl Preset {
    /// NSEC3 as it has it.
    pub fn nsec3(&self) -> Nsec3 {
        Nsec3::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn presets_are_consistent() {
        let ids: BTreeSet<&str> = PRESETS.iter().map(|preset| preset.id).collect();
        assert_eq!(ids.len(), PRESETS.len());
        for preset in PRESETS {
            assert!(!preset.algorithms.is_empty(), "{}", preset.id);
            assert!(
                preset.algorithms.iter().all(|a| super::super::keys::ALGORITHMS.contains(a)),
                "{}",
                preset.id
            );
            assert!(preset.note.ends_with('.'), "{}", preset.id);
        }
    }
}
