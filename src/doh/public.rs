//! Public resolvers that speak DNS over HTTPS. What is said of each is from its operator's documents
//! and from others' tests, not measured here.

use serde::Serialize;

/// One resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PublicResolver {
    pub name: &'static str,
    pub url: &'static str,
    /// Whether a page in a browser can read its answers (`Access-Control-Allow-Origin`).
    pub browsers: Browsers,
    /// Chosen unless the person chooses otherwise.
    pub default: bool,
}

/// What is known of a resolver's answers to pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Browsers {
    Yes,
    No,
    Unknown,
}

const fn entry(name: &'static str, url: &'static str, browsers: Browsers, default: bool) -> PublicResolver {
    PublicResolver { name, url, browsers, default }
}

pub const PUBLIC: [PublicResolver; 8] = [
    entry("Google", "https://dns.google/dns-query", Browsers::Yes, true),
    entry("Cloudflare", "https://cloudflare-dns.com/dns-query", Browsers::Yes, true),
    entry("DNS.SB", "https://doh.dns.sb/dns-query", Browsers::Yes, false),
    entry("AliDNS", "https://dns.alidns.com/dns-query", Browsers::Yes, false),
    entry("Mullvad", "https://dns.mullvad.net/dns-query", Browsers::Unknown, false),
    entry("Quad9", "https://dns.quad9.net/dns-query", Browsers::No, false),
    entry("AdGuard", "https://dns.adguard-dns.com/dns-query", Browsers::No, false),
    entry("OpenDNS", "https://doh.opendns.com/dns-query", Browsers::No, false),
];

/// The address to fetch for a query: a template with or without `{?dns}` (RFC 8484 §4.1.1).
pub fn request_url(template: &str, query: &[u8]) -> String {
    let dns = data_encoding::BASE64URL_NOPAD.encode(query);
    let base = template.split('#').next().unwrap_or(template);
    if let Some(plain) = base.strip_suffix("{?dns}") {
        return format!("{plain}?dns={dns}");
    }
    if let Some(plain) = base.strip_suffix("{&dns}") {
        return format!("{plain}&dns={dns}");
    }
    let mark = if base.contains('?') { '&' } else { '?' };
    format!("{base}{mark}dns={dns}")
}

/// The host of a resolver's address.
pub fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '{']).next().unwrap_or(rest);
    match authority.strip_prefix('[').and_then(|v6| v6.split_once(']')) {
        Some((v6, _)) => v6,
        None => authority.split(':').next().unwrap_or(authority),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates() {
        for (template, url) in [
            ("https://a.example/q", "https://a.example/q?dns=AAE"),
            ("https://a.example/q{?dns}", "https://a.example/q?dns=AAE"),
            ("https://a.example/q?x=1", "https://a.example/q?x=1&dns=AAE"),
            ("https://a.example/q?x=1{&dns}", "https://a.example/q?x=1&dns=AAE"),
        ] {
            assert_eq!(request_url(template, &[0, 1]), url);
        }
    }

    #[test]
    fn hosts() {
        assert_eq!(host("https://dns.google/dns-query{?dns}"), "dns.google");
        assert_eq!(host("https://127.0.0.1:8443/dns-query"), "127.0.0.1");
        assert_eq!(host("https://[2001:db8::1]:8443/q"), "2001:db8::1");
    }

    #[test]
    fn the_defaults_answer_browsers() {
        assert!(PUBLIC.iter().filter(|one| one.default).all(|one| one.browsers == Browsers::Yes));
    }
}
