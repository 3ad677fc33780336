//! The small words of records: TTLs, classes, types, and the comment lines that tools print.

use domain::base::Rtype;
use domain::base::iana::SecurityAlgorithm;

/// The largest TTL that a zone may have (RFC 2181 §8). Messages can carry larger ones, which are read as they are.
pub(super) const LARGEST_TTL: u32 = 0x7fff_ffff;

/// A TTL in seconds: `3600`, or in BIND's units, `1h30m`. Case does not matter.
pub(crate) fn ttl(text: &str) -> Option<u32> {
    let octets = text.as_bytes();
    if !octets.first()?.is_ascii_digit() || octets.len() > 32 {
        return None;
    }
    let mut total = 0u32;
    let mut number: Option<u32> = None;
    for &octet in octets {
        if octet.is_ascii_digit() {
            let digit = u32::from(octet - b'0');
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
            continue;
        }
        let unit = match octet.to_ascii_lowercase() {
            b's' => 1,
            b'm' => 60,
            b'h' => 3_600,
            b'd' => 86_400,
            b'w' => 604_800,
            _ => return None,
        };
        total = total.checked_add(number.take()?.checked_mul(unit)?)?;
    }
    match number {
        // Digits behind the last unit count as seconds only when there is no unit at all.
        Some(seconds) if total == 0 => Some(seconds),
        Some(_) => None,
        None => Some(total),
    }
}

/// Whether it is a class: `IN`, `CH`, `HS`, `CLASS1`.
pub(super) fn is_class(text: &str) -> bool {
    class(text).is_some()
}

/// The class's number.
pub(super) fn class(text: &str) -> Option<u16> {
    for (word, number) in [("IN", 1), ("CH", 3), ("HS", 4), ("CS", 2), ("NONE", 254)] {
        if text.eq_ignore_ascii_case(word) {
            return Some(number);
        }
    }
    numbered(text, "CLASS")
}

/// The type: a mnemonic in any case, or `TYPE65280`.
pub(super) fn rtype(text: &str) -> Option<Rtype> {
    if !text.as_bytes().first()?.is_ascii_alphabetic() || text.len() > 10 {
        return None;
    }
    if let Some(number) = numbered(text, "TYPE") {
        return Some(Rtype::from_int(number));
    }
    if text.eq_ignore_ascii_case("NSAP-PTR") {
        return Some(Rtype::NSAPPTR);
    }
    // BIND's and ldns's word for it, and only a query type: a record cannot be of it.
    if text.eq_ignore_ascii_case("ANY") {
        return Some(Rtype::ANY);
    }
    Rtype::from_bytes(text.as_bytes())
}

fn numbered(text: &str, prefix: &str) -> Option<u16> {
    let (head, digits) = text.split_at_checked(prefix.len())?;
    if !head.eq_ignore_ascii_case(prefix) || !digits.bytes().all(|octet| octet.is_ascii_digit()) {
        return None;
    }
    digits.parse().ok()
}

/// A DNSSEC algorithm: a number, or a mnemonic (IANA's registry of DNSSEC algorithm numbers) in any case.
pub(super) fn algorithm(text: &str) -> Option<u8> {
    // BIND's older names, which its key files still carry.
    let alias = match text.to_ascii_uppercase().as_str() {
        "NSEC3DSA" => Some(SecurityAlgorithm::DSA_NSEC3_SHA1),
        "NSEC3RSASHA1" => Some(SecurityAlgorithm::RSASHA1_NSEC3_SHA1),
        _ => SecurityAlgorithm::from_mnemonic(text.as_bytes()),
    };
    alias.map(SecurityAlgorithm::to_int).or_else(|| text.parse().ok())
}

/// A DS digest type: a number, or a mnemonic with or without its dash.
pub(super) fn digest(text: &str) -> Option<u8> {
    const WORDS: [(&str, u8); 7] = [
        ("SHA-1", 1),
        ("SHA1", 1),
        ("SHA-256", 2),
        ("SHA256", 2),
        ("SHA-384", 4),
        ("SHA384", 4),
        ("GOST", 3),
    ];
    let word = WORDS.iter().find(|(word, _)| text.eq_ignore_ascii_case(word));
    word.map(|(_, number)| *number).or_else(|| text.parse().ok())
}

/// Whether it is a zone file directive.
pub(super) fn is_directive(text: &str) -> bool {
    ["$ORIGIN", "$TTL", "$INCLUDE", "$GENERATE"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Whether a comment is one that dig, kdig, drill or delv print around a message.
pub(super) fn is_tool_comment(line: &str) -> bool {
    let rest = line.trim_start_matches(';').trim_start();
    ["->>HEADER<<-", "Got answer", "<<>> DiG", "ANSWER SECTION", "AUTHORITY SECTION", "ADDITIONAL SECTION"]
        .iter()
        .chain(&[
            "QUESTION SECTION",
            "Query time:",
            "SERVER:",
            "WHEN:",
            "MSG SIZE",
            "Received ",
            "From ",
            "Time ",
        ])
        .any(|word| rest.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ttls() {
        assert_eq!(ttl("3600"), Some(3600));
        assert_eq!(ttl("1h30M"), Some(5400));
        assert_eq!(ttl("1w2d"), Some(777_600));
        assert_eq!(ttl("5m"), Some(300));
        assert_eq!(ttl("0"), Some(0));
        assert_eq!(ttl("4294967296"), None);
        assert_eq!(ttl("h"), None);
        assert_eq!(ttl("1x"), None);
        assert_eq!(ttl("1h5"), None);
        assert_eq!(ttl(""), None);
    }

    #[test]
    fn types_and_classes() {
        assert_eq!(rtype("dnskey"), Some(Rtype::DNSKEY));
        assert_eq!(rtype("TYPE48"), Some(Rtype::DNSKEY));
        assert_eq!(rtype("TYPE65536"), None);
        assert_eq!(rtype("TYPE"), None);
        assert_eq!(rtype("NSAP-PTR"), Some(Rtype::NSAPPTR));
        assert_eq!(rtype("10"), None);
        assert_eq!(class("class1"), Some(1));
        assert_eq!(class("in"), Some(1));
        assert_eq!(class("CLASSX"), None);
    }
}
