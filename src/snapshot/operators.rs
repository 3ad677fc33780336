//! Who runs a name server, by its host name: a hint, which the keys confirm or refute.

use crate::dns::Name;
use domain::base::name::ToLabelIter as _;
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::str::FromStr as _;

/// How an operator names its servers: a suffix, and what has to stand in front of it.
struct Pattern {
    operator: &'static str,
    /// Suffixes of the host name, each with its leading dot; `*` at the end stands for any labels.
    suffixes: &'static [&'static str],
}

const fn by(operator: &'static str, suffixes: &'static [&'static str]) -> Pattern {
    Pattern { operator, suffixes }
}

/// From the operators' documents and from lists of others; `awsdns-*` and its kind match any ending.
const PATTERNS: &[Pattern] = &[
    by(
        "Cloudflare",
        &[
            ".ns.cloudflare.com",
            ".secondary.cloudflare.com",
            ".foundationdns.com",
            ".foundationdns.net",
            ".foundationdns.org",
        ],
    ),
    by("NS1", &[".nsone.net"]),
    by("deSEC", &["ns1.desec.io", "ns2.desec.org"]),
    by("Route 53", &[".awsdns-*"]),
    by("Google Cloud DNS", &[".googledomains.com"]),
    by("Azure DNS", &[".azure-dns.com", ".azure-dns.net", ".azure-dns.org", ".azure-dns.info"]),
    by("Akamai", &[".akam.net"]),
    by("UltraDNS", &[".ultradns.*"]),
    by("DNSimple", &[".dnsimple.com", ".dnsimple-edge.net", ".dnsimple-edge.org"]),
    by("Oracle", &[".dns.oraclecloud.net", ".dynect.net"]),
    by("Gandi", &[".dns.gandi.net", ".gandi.net"]),
    by("ClouDNS", &[".cloudns.net"]),
    by("DigitalOcean", &[".digitalocean.com"]),
    by("DNS Made Easy", &[".dnsmadeeasy.com"]),
    by("easyDNS", &[".easydns.com", ".easydns.net", ".easydns.org", ".easydns.info"]),
    by("Hurricane Electric", &[".he.net"]),
    by("Linode", &[".linode.com"]),
    by("Namecheap", &[".registrar-servers.com", ".namecheaphosting.com"]),
    by("Network Solutions", &[".worldnic.com"]),
    by("Name.com", &[".name.com"]),
    by("Hover", &[".hover.com"]),
    by("Hostinger", &[".hostinger.com"]),
    by("DreamHost", &[".dreamhost.com"]),
    by("Reg.ru", &[".reg.ru"]),
    by("GoDaddy", &[".domaincontrol.com"]),
    by("Vercel", &[".vercel-dns.com"]),
    by("OVH", &[".ovh.net", ".ovh.ca", ".anycast.me"]),
    by("Hetzner", &[".ns.hetzner.com", ".ns.hetzner.de"]),
    by("Constellix", &[".constellix.com", ".constellix.net"]),
];

/// Second-level labels under which registries of countries sell names: an approximation of the Public
/// Suffix List, which is 250 kB long.
const SECOND_LEVEL: [&str; 12] =
    ["ac", "co", "com", "edu", "gob", "gov", "gv", "ne", "net", "nom", "or", "org"];

/// Name servers that are run by one operator, as far as names tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Operator {
    /// Its name, or the registered domain of the hosts.
    pub name: String,
    /// Whether the name is from the table.
    pub known: bool,
    pub hosts: Vec<String>,
}

/// Groups name server hosts by who runs them, in the order in which they are met.
pub fn group(hosts: &[Name]) -> Vec<Operator> {
    let mut groups: Vec<Operator> = Vec::new();
    for host in hosts {
        let (name, known) = operator(host);
        let host = host.to_string().to_ascii_lowercase();
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) if group.hosts.contains(&host) => {}
            Some(group) => group.hosts.push(host),
            None => groups.push(Operator { name, known, hosts: vec![host] }),
        }
    }
    groups
}

/// Who runs this host, and whether the table says so.
pub fn operator(host: &Name) -> (String, bool) {
    let text = host.to_string().to_ascii_lowercase();
    let fits = |suffix: &str| match suffix.strip_suffix('*') {
        Some(middle) => text.contains(middle),
        None if suffix.starts_with('.') => text.ends_with(suffix),
        None => text == suffix,
    };
    match PATTERNS.iter().find(|pattern| pattern.suffixes.iter().any(|suffix| fits(suffix))) {
        Some(pattern) => (pattern.operator.to_string(), true),
        None => (registered(host), false),
    }
}

/// Who runs these servers, if the table knows one operator for all that have names.
pub fn of_servers<'a>(servers: impl Iterator<Item = &'a str>) -> Option<String> {
    let named = servers.filter(|server| server.parse::<IpAddr>().is_err());
    let mut found = named.filter_map(|server| Some(operator(&Name::from_str(server).ok()?)));
    let (name, known) = found.next()?;
    (known && found.all(|(other, _)| other == name)).then_some(name)
}

/// Whether the names say that one operator runs both: the table, or registered domains that are the same
/// up to their endings (`ns1.example.com`, `ns2.example.net`).
pub fn same(host: &Name, other: &Name) -> bool {
    let ((one, known), (two, other_known)) = (operator(host), operator(other));
    let brand = |domain: &str| domain.split('.').next().map(str::to_string);
    one == two || !known && !other_known && brand(&one) == brand(&two)
}

/// The operator of this host, if it is known to sign with ECDSAP256SHA256 (13) and nothing else; from the
/// operators' documents.
pub fn only_algorithm_13(host: &Name) -> Option<&'static str> {
    const FIXED: [&str; 6] = ["Cloudflare", "NS1", "Akamai", "deSEC", "Route 53", "Azure DNS"];
    let (name, known) = operator(host);
    FIXED.into_iter().find(|fixed| known && *fixed == name)
}

/// The registered domain, approximately: two labels, or three where the country's second level is one
/// that registries use (`co.uk`).
pub fn registered(host: &Name) -> String {
    let labels: Vec<String> =
        host.iter_labels().map(|label| label.to_string().to_ascii_lowercase()).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).filter(|label| !label.is_empty()).collect();
    let wanted = match labels.as_slice() {
        [.., second, top] if top.len() == 2 && SECOND_LEVEL.contains(second) => 3,
        _ => 2,
    };
    labels.get(labels.len().saturating_sub(wanted)..).unwrap_or_default().join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_of_one_operator_tell_who_it_is() {
        let of = |servers: &[&str]| of_servers(servers.iter().copied());
        assert_eq!(of(&["ns1.desec.io", "192.0.2.1", "ns2.desec.org."]).as_deref(), Some("deSEC"));
        assert_eq!(of(&["ns1.desec.io", "ada.ns.cloudflare.com"]), None);
        assert_eq!(of(&["ns1.desec.io", "ns1.example.net"]), None);
        assert_eq!(of(&["192.0.2.1", "2001:db8::1"]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn hosts_are_grouped_by_who_runs_them() {
        let hosts: Vec<Name> = [
            "ada.ns.cloudflare.com",
            "dns1.p01.nsone.net",
            "bob.ns.cloudflare.com",
            "ns-1.awsdns-00.co.uk",
            "ns-2.awsdns-01.org",
            "ns1.example.co.uk",
            "ns2.example.co.uk",
            "NS1.desec.IO",
            "ns2.desec.org",
        ]
        .iter()
        .map(|host| Name::from_str(host).unwrap())
        .collect();
        let found: Vec<(String, usize)> =
            group(&hosts).into_iter().map(|group| (group.name, group.hosts.len())).collect();
        let expected = [("Cloudflare", 2), ("NS1", 1), ("Route 53", 2), ("example.co.uk", 2), ("deSEC", 2)];
        assert_eq!(found, expected.map(|(name, count)| (name.to_string(), count)));
    }
}
