//! What people type where a domain name is asked for: cleaned up, and said what was done.

use crate::dns::Name;
use crate::visible::shown;
use std::net::IpAddr;
use std::str::FromStr as _;
use thiserror::Error;

/// The name, and what was done to what was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    pub name: Name,
    pub remarks: Vec<Remark>,
}

/// One thing that was done; `Display` says it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Remark {
    #[error("took the host name out of the address")]
    Url,
    #[error("took the domain out of the e-mail address")]
    Mail,
    #[error("left out the port")]
    Port,
    #[error("wrote {0} the way the DNS does")]
    International(String),
    #[error("wrote it in lower case")]
    LowerCase,
    #[error("left out the final dot")]
    FinalDot,
}

/// Why it is no name.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotTyped {
    #[error("type a domain name, for example example.com")]
    Empty,
    #[error("{0} is an address, not a domain name")]
    Address(IpAddr),
    #[error("“{0}” is not a domain name")]
    NotAName(String),
    #[error("“{0}” cannot be written as an internationalised domain name")]
    NotInternational(String),
}

/// The longest text that is looked at, in characters: an address with a long path is fine.
const LONGEST: usize = 4_096;

/// Cleans up a domain name, URL or e-mail address. `to_ascii` is IDNA (UTS 46), which every face has
/// a way of its own to: a browser has it built in.
pub fn clean(text: &str, to_ascii: impl Fn(&str) -> Option<String>) -> Result<Typed, NotTyped> {
    let mut remarks = Vec::new();
    let quote = || NotTyped::NotAName(shown(&text.trim().chars().take(80).collect::<String>()).into_owned());
    let mut rest = text.trim().trim_matches(|c| matches!(c, '"' | '\'' | '“' | '”' | '<' | '>')).trim();
    if rest.is_empty() {
        return Err(NotTyped::Empty);
    }
    if rest.chars().count() > LONGEST {
        return Err(quote());
    }
    let mut url = false;
    if let Some((scheme, after)) = rest.split_once("://")
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    {
        (rest, url) = (after, true);
    } else if let Some((scheme, after)) = rest.split_once(':')
        && scheme.eq_ignore_ascii_case("mailto")
    {
        rest = after;
    }
    let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or(rest);
    url |= host.len() < rest.len();
    let (host, mail) = match host.rsplit_once('@') {
        Some((_, host)) => (host, true),
        None => (host, false),
    };
    if url {
        remarks.push(Remark::Url);
    } else if mail {
        remarks.push(Remark::Mail);
    }
    let bare = host.trim_start_matches('[').split(']').next().unwrap_or(host);
    if let Ok(address) = IpAddr::from_str(bare) {
        return Err(NotTyped::Address(address));
    }
    let mut host = host;
    if let Some((name, port)) = host.rsplit_once(':')
        && !port.is_empty()
        && port.bytes().all(|octet| octet.is_ascii_digit())
    {
        remarks.push(Remark::Port);
        host = name;
    }
    if let Ok(address) = IpAddr::from_str(host) {
        return Err(NotTyped::Address(address));
    }
    if host == "." {
        return Ok(Typed { name: Name::root_bytes(), remarks });
    }
    let mut name = match host.is_ascii() {
        true => host.to_string(),
        false => {
            let ascii = to_ascii(host).ok_or_else(|| NotTyped::NotInternational(shown(host).into_owned()))?;
            remarks.push(Remark::International(shown(host).into_owned()));
            ascii
        }
    };
    if name.bytes().any(|octet| octet.is_ascii_uppercase()) {
        remarks.push(Remark::LowerCase);
        name.make_ascii_lowercase();
    }
    if let Some(without) = name.strip_suffix('.') {
        name = without.to_string();
        remarks.push(Remark::FinalDot);
    }
    // What is neither a host name nor a service name (`_dmarc`) is a slip of the keyboard.
    let plain = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_' | b'.' | b'*');
    if name.trim_matches('.').is_empty() || !name.bytes().all(plain) {
        return Err(quote());
    }
    let name = Name::from_str(&name).map_err(|_| quote())?;
    Ok(Typed { name, remarks })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn idn(text: &str) -> Option<String> {
        idna::domain_to_ascii(text).ok()
    }

    #[rstest]
    #[case("example.com", "example.com", &[])]
    #[case("  Example.COM ", "example.com", &[Remark::LowerCase])]
    #[case("example.com.", "example.com", &[Remark::FinalDot])]
    #[case("https://www.example.com:8443/a?b#c", "www.example.com", &[Remark::Url, Remark::Port])]
    #[case("www.example.com/path", "www.example.com", &[Remark::Url])]
    #[case("https://user:pw@example.com/", "example.com", &[Remark::Url])]
    #[case("mailto:joe@example.com", "example.com", &[Remark::Mail])]
    #[case("Joe@example.com", "example.com", &[Remark::Mail])]
    #[case("bücher.example", "xn--bcher-kva.example", &[Remark::International("bücher.example".into())])]
    #[case("例え。テスト", "xn--r8jz45g.xn--zckzah", &[Remark::International("例え。テスト".into())])]
    #[case("_dmarc.example.com", "_dmarc.example.com", &[])]
    fn cleans_up(#[case] text: &str, #[case] name: &str, #[case] remarks: &[Remark]) {
        let typed = clean(text, idn).unwrap();
        assert_eq!(typed.name.to_string(), name);
        assert_eq!(typed.remarks, remarks);
    }

    #[test]
    fn the_root_is_a_zone() {
        assert!(clean(".", idn).unwrap().name.is_root());
    }

    #[rstest]
    #[case("")]
    #[case("  ")]
    #[case("..")]
    #[case("a..b")]
    #[case("two words")]
    #[case("192.0.2.1")]
    #[case("https://[2001:db8::1]:443/")]
    #[case("2001:db8::1")]
    #[case("exa mple.com")]
    #[case("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example")]
    fn says_what_is_no_name(#[case] text: &str) {
        assert!(clean(text, idn).is_err());
    }

    proptest::proptest! {
        #[test]
        fn never_panics(text in ".{0,80}") {
            let _ = clean(&text, idn);
        }
    }
}
