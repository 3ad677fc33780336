//! Public resolvers that speak DNS over HTTPS. What is said of each is from its operator's documents
//! and from others' tests, not measured here.

use serde::Serialize;
use std::net::IpAddr;
use thiserror::Error;

/// One resolver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct PublicResolver {
    pub name: &'static str,
    pub url: &'static str,
    /// Where it answers in JSON, which is asked when it refuses DNS messages.
    pub json: Option<&'static str>,
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

const fn entry(
    name: &'static str,
    url: &'static str,
    json: Option<&'static str>,
    browsers: Browsers,
    default: bool,
) -> PublicResolver {
    PublicResolver { name, url, json, browsers, default }
}

/// Cloudflare's and DNS.SB's address is the same for both forms; the parameter tells them apart.
pub const PUBLIC: [PublicResolver; 8] = [
    entry("Google", "https://dns.google/dns-query", Some("https://dns.google/resolve"), Browsers::Yes, true),
    entry(
        "Cloudflare",
        "https://cloudflare-dns.com/dns-query",
        Some("https://cloudflare-dns.com/dns-query?ct=application/dns-json"),
        Browsers::Yes,
        true,
    ),
    entry(
        "DNS.SB",
        "https://doh.dns.sb/dns-query",
        Some("https://doh.dns.sb/dns-query?ct=application/dns-json"),
        Browsers::Yes,
        false,
    ),
    entry(
        "AliDNS",
        "https://dns.alidns.com/dns-query",
        Some("https://dns.alidns.com/resolve"),
        Browsers::Yes,
        false,
    ),
    entry("Mullvad", "https://dns.mullvad.net/dns-query", None, Browsers::Unknown, false),
    entry("Quad9", "https://dns.quad9.net/dns-query", None, Browsers::No, false),
    entry("AdGuard", "https://dns.adguard-dns.com/dns-query", None, Browsers::No, false),
    entry("OpenDNS", "https://doh.opendns.com/dns-query", None, Browsers::No, false),
];

/// The JSON form of a resolver's address, where one is known.
pub fn json_of(url: &str) -> Option<&'static str> {
    PUBLIC.iter().find(|one| one.url == url).and_then(|one| one.json)
}

/// The address to fetch for a question in JSON, with DO and CD as given. The name may hold `+` or `&`:
/// what is not a letter, digit, dot, dash or underscore is escaped.
pub fn json_request_url(base: &str, name: &str, rtype: u16, checking_disabled: bool) -> String {
    let mark = if base.contains('?') { '&' } else { '?' };
    let cd = u8::from(checking_disabled);
    let mut escaped = String::new();
    for octet in name.bytes() {
        match octet {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => escaped.push(char::from(octet)),
            other => escaped.push_str(&format!("%{other:02X}")),
        }
    }
    format!("{base}{mark}name={escaped}&type={rtype}&do=1&cd={cd}")
}

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

/// A resolver's address with no question in it.
pub fn without_question(template: &str) -> String {
    let base = template.split(['#', '{']).next().unwrap_or(template);
    base.to_string()
}

/// Why an address cannot be asked from a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotUsable {
    #[error("an address begins with https://")]
    NotHttps,
    #[error("there is no host in this address")]
    NoHost,
}

/// Whether this is an address of the computer itself.
pub fn is_loopback(url: &str) -> bool {
    let host = host(url);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// Whether a page may ask this address: by HTTPS, or on this computer itself (as far as the page's
/// policy can name it).
pub fn usable(url: &str) -> Result<(), NotUsable> {
    let host = host(url);
    let loopback = matches!(host, "localhost" | "127.0.0.1");
    match url.split_once("://") {
        _ if url.contains(|c: char| c.is_whitespace() || c.is_control()) => Err(NotUsable::NotHttps),
        Some(("https", _)) if host.is_empty() => Err(NotUsable::NoHost),
        Some(("https", _)) => Ok(()),
        Some(("http", _)) if loopback => Ok(()),
        _ => Err(NotUsable::NotHttps),
    }
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
    fn without_a_question() {
        for template in ["https://a.example/q", "https://a.example/q{?dns}", "https://a.example/q#x"] {
            assert_eq!(without_question(template), "https://a.example/q");
        }
    }

    #[test]
    fn hosts() {
        assert_eq!(host("https://dns.google/dns-query{?dns}"), "dns.google");
        assert_eq!(host("https://127.0.0.1:8443/dns-query"), "127.0.0.1");
        assert_eq!(host("https://[2001:db8::1]:8443/q"), "2001:db8::1");
    }

    #[test]
    fn questions_in_json() {
        let google = json_of(PUBLIC[0].url).unwrap();
        assert_eq!(
            json_request_url(google, "example.com.", 48, true),
            "https://dns.google/resolve?name=example.com.&type=48&do=1&cd=1"
        );
        let cloudflare = json_of(PUBLIC[1].url).unwrap();
        assert_eq!(
            json_request_url(cloudflare, "a+b&c.example.", 6, false),
            "https://cloudflare-dns.com/dns-query?ct=application/dns-json&name=a%2Bb%26c.example.&type=6&do=1&cd=0"
        );
        assert_eq!(json_of("https://other.example/dns-query"), None);
    }

    #[test]
    fn what_a_page_may_ask() {
        for url in [
            "https://a.example/q{?dns}",
            "http://localhost:8053/q",
            "http://127.0.0.1/q",
            "https://[2001:db8::1]/",
        ] {
            assert_eq!(usable(url), Ok(()), "{url}");
        }
        for url in [
            "",
            "a.example",
            "http://a.example/q",
            "https:///q",
            "https://a .example/",
            "javascript://%0a",
            "ftp://localhost/",
        ] {
            assert!(usable(url).is_err(), "{url}");
        }
    }

    #[test]
    fn the_defaults_answer_browsers() {
        assert!(PUBLIC.iter().filter(|one| one.default).all(|one| one.browsers == Browsers::Yes));
    }
}
