//! Other checkers, asked about the same zone by a link. They ask the zone's servers themselves.

/// A checker with an address of its own for each zone.
pub(crate) struct Checker {
    pub(crate) name: &'static str,
    /// What it shows that this page does not.
    pub(crate) shows: &'static str,
    before: &'static str,
    after: &'static str,
}

pub(crate) const CHECKERS: [Checker; 4] = [
    Checker {
        name: "DNSViz",
        shows: "the chain from the root, drawn",
        before: "https://dnsviz.net/d/",
        after: "/dnssec/",
    },
    Checker {
        name: "DNSSEC Debugger",
        shows: "each zone cut, by Verisign",
        before: "https://dnssec-debugger.verisignlabs.com/",
        after: "",
    },
    Checker {
        name: "Zonemaster",
        shows: "servers and delegation",
        before: "https://zonemaster.net/en/run-test?domain=",
        after: "",
    },
    Checker {
        name: "Internet.nl",
        shows: "DNSSEC beside web and mail",
        before: "https://internet.nl/site/",
        after: "/",
    },
];

impl Checker {
    /// Its address for a zone; none for a name that does not belong into an address as it is.
    pub(crate) fn address(&self, zone: &str) -> Option<String> {
        let plain = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.');
        let name = zone.trim_end_matches('.');
        (!name.is_empty() && name.bytes().all(plain)).then(|| format!("{}{name}{}", self.before, self.after))
    }
}
