//! The lines that dig, kdig, drill, delv and host print around records.

use super::command::{self, Command};
use super::{Section, Silent};
use crate::dns::Moment;
use domain::base::iana::Rcode;
use std::str::FromStr;

/// What a comment line says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Mark {
    /// `; <<>> DiG 9.18 <<>> …`: a query begins.
    Banner(Command),
    /// `;; Got answer:`: a message begins.
    Begins,
    /// `;; ->>HEADER<<- …`.
    Header(Option<Rcode>),
    /// `;; flags: qr aa rd; …`.
    Flags {
        authoritative: bool,
        truncated: bool,
        /// Records of the authority section, where it has some.
        authority: Option<u16>,
    },
    Question,
    Records(Section),
    /// The EDNS line: whether the DO bit is set.
    Edns(bool),
    /// An extended error (RFC 8914).
    ExtendedError(String),
    /// A section whose lines are comments (OPT).
    Pseudo,
    Server(Option<String>),
    /// As [`Mark::Server`], over UDP.
    UdpServer(Option<String>),
    At(Option<i64>),
    /// The last line of a message, and its size where it says so.
    Ends(Option<u32>),
    /// kdig's last line: it names the server.
    From(Option<String>),
    /// delv's verdict over the records that follow.
    Validated,
    /// delv's verdict over an answer that something does not exist; its records are comments.
    Negative,
    /// delv or a resolver failed.
    Failed,
    NoAnswer(Option<Silent>),
    TransferFailed,
    Nothing,
}

/// Messages up to this size pass everywhere (RFC 9715): of these the size is not kept, in octets.
const SMALL: u32 = 1232;

/// What a server says of an error is kept up to this length, in characters.
const LONGEST_ERROR: usize = 120;

/// Reads a line that begins with `;`.
pub(super) fn comment(line: &str) -> Mark {
    let rest = line.trim_start_matches(';').trim();
    let Some(first) = rest.as_bytes().first() else { return Mark::Nothing };
    match first {
        b'<' => banner(rest),
        b'-' => rest.strip_prefix("->>HEADER<<-").map_or(Mark::Nothing, header),
        b'G' if rest.starts_with("Got answer") => Mark::Begins,
        b'f' | b'F' | b'n' | b'u' | b'a' | b'r' | b'c' => word(rest),
        b'Q' if rest.starts_with("QUESTION SECTION") => Mark::Question,
        b'A' => {
            if rest.starts_with("ANSWER SECTION") {
                Mark::Records(Section::Answer)
            } else if rest.starts_with("AUTHORITY SECTION") {
                Mark::Records(Section::Authority)
            } else if rest.starts_with("ADDITIONAL SECTION") {
                Mark::Records(Section::Additional)
            } else {
                Mark::Nothing
            }
        }
        b'O' | b'E' if rest.contains("PSEUDOSECTION") => Mark::Pseudo,
        b'E' | b'V' if rest.starts_with("EDNS: version") || rest.starts_with("Version: ") => {
            Mark::Edns(has_do(rest))
        }
        b'E' if rest.starts_with("EDE: ") || rest.starts_with("EDE (") => {
            let said: String = rest.trim_start_matches("EDE:").trim().chars().take(LONGEST_ERROR).collect();
            Mark::ExtendedError(said)
        }
        b'S' if rest.starts_with("SERVER:") => {
            let server = server(rest.trim_start_matches("SERVER:"));
            if rest.ends_with("(UDP)") { Mark::UdpServer(server) } else { Mark::Server(server) }
        }
        b'W' if rest.starts_with("WHEN:") => Mark::At(when(rest.trim_start_matches("WHEN:").trim())),
        b'T' if rest.starts_with("Time ") => Mark::At(when(rest.trim_start_matches("Time ").trim())),
        b'T' if rest.starts_with("Transfer failed") => Mark::TransferFailed,
        b'T' if rest.starts_with("TSIG PSEUDOSECTION") => Mark::Pseudo,
        // dig +trace ends each server's records so.
        b'R' if rest.starts_with("Received ") => match rest.split_once(" bytes from ") {
            Some((_, from)) => Mark::From(server(from)),
            None => Mark::Nothing,
        },
        b'E' if rest.starts_with("ERROR: failed to query") => Mark::NoAnswer(None),
        b'C' if rest.starts_with("Connection to ") && rest.contains(" failed: ") => {
            Mark::NoAnswer(silent(rest.trim_start_matches("Connection to "), true))
        }
        b'M' if rest.starts_with("MSG SIZE") => {
            let size = rest.rsplit(' ').next().and_then(|size| size.parse().ok());
            Mark::Ends(size.filter(|size| *size > SMALL))
        }
        b'X' if rest.starts_with("XFR size") => Mark::Ends(None),
        _ => Mark::Nothing,
    }
}

/// `version: 0, flags: do; udp: 1232` (dig), `Version: 0; flags: do; UDP size: …` (kdig).
fn has_do(edns: &str) -> bool {
    edns.split_once("flags:").is_some_and(|(_, flags)| {
        let flags = flags.split(';').next().unwrap_or(flags);
        flags.split_ascii_whitespace().any(|flag| flag.eq_ignore_ascii_case("do"))
    })
}

fn word(rest: &str) -> Mark {
    if let Some(flags) = rest.strip_prefix("flags:").or_else(|| rest.strip_prefix("Flags:")) {
        let (flags, counts) = flags.split_once(';').unwrap_or((flags, ""));
        let has = |flag: &str| flags.split_ascii_whitespace().any(|word| word == flag);
        let authority = counts.split([',', ';']).find_map(|count| count.trim().strip_prefix("AUTHORITY:"));
        let authority = authority.and_then(|count| count.trim().parse().ok()).filter(|count| *count > 0);
        return Mark::Flags { authoritative: has("aa"), truncated: has("tc"), authority };
    }
    if let Some(from) = rest.strip_prefix("From ") {
        return Mark::From(kdig_server(from));
    }
    if rest.starts_with("negative response") {
        Mark::Negative
    } else if ["fully validated", "unsigned answer", "answer not validated"]
        .iter()
        .any(|mark| rest.starts_with(mark))
    {
        Mark::Validated
    } else if rest.starts_with("resolution failed") {
        Mark::Failed
    } else if let Some(rest) = rest.strip_prefix("communications error to ") {
        Mark::NoAnswer(silent(rest, false))
    } else if ["connection timed out", "communications error", "no servers could be reached"]
        .iter()
        .any(|mark| rest.starts_with(mark))
    {
        Mark::NoAnswer(None)
    } else {
        Mark::Nothing
    }
}

fn banner(rest: &str) -> Mark {
    let mut parts = rest.splitn(3, "<<>>");
    match (parts.next(), parts.next(), parts.next()) {
        (Some(""), Some(name), Some(arguments)) if name.contains("iG") => {
            Mark::Banner(command::banner(arguments))
        }
        _ => Mark::Nothing,
    }
}

/// ` opcode: QUERY, status: NOERROR, id: 26777`; drill says `rcode:`, kdig parts with semicolons.
fn header(rest: &str) -> Mark {
    let mut rcode = None;
    for part in rest.split([',', ';']) {
        if let Some((key, value)) = part.split_once(':')
            && matches!(key.trim(), "status" | "rcode")
        {
            rcode = status(value.trim());
        }
    }
    Mark::Header(rcode)
}

/// An RCODE by its mnemonic, or by its number: dig writes `RESERVED11` where there is none.
pub(super) fn status(text: &str) -> Option<Rcode> {
    let text = text.to_ascii_uppercase();
    let number = text.strip_prefix("RESERVED").unwrap_or(&text);
    number.parse().ok().and_then(Rcode::checked_from_int).or_else(|| Rcode::from_str(&text).ok())
}

/// ` 127.0.0.1#53(ns1.example) (UDP)`: the name that was asked when there is one, else the address.
fn server(text: &str) -> Option<String> {
    let text = text.trim();
    let address = text.split(['#', '(', ' ']).next().unwrap_or(text);
    let name = text.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(name, _)| name);
    match name {
        Some(name) if is_host(name) => command::server_name(name),
        _ => command::server_name(address),
    }
}

/// `127.0.0.9#53: timed out`, `127.0.0.9#53(ns1.example) for example failed: timed out`.
fn silent(text: &str, tcp: bool) -> Option<Silent> {
    let text = text.split(' ').next()?;
    Some(Silent { server: server(text.trim_end_matches(':'))?, tcp })
}

/// Whether it is a host name rather than an address, a URL or a transport (`UDP`).
fn is_host(text: &str) -> bool {
    text.contains('.')
        && text.bytes().all(|octet| octet.is_ascii_alphanumeric() || matches!(octet, b'.' | b'-' | b'_'))
        && text.parse::<std::net::IpAddr>().is_err()
}

/// `127.0.0.21@53(UDP) in 0.1 ms`.
fn kdig_server(text: &str) -> Option<String> {
    command::server_name(text.split(['@', '(', ' ']).next().unwrap_or(text))
}

/// `127.0.0.31#53`, as host and nslookup write a server.
pub(super) fn plain_server(text: &str) -> Option<String> {
    command::server_name(text.trim())
}

/// Offsets of time zone abbreviations that mean one thing only, in hours.
const ZONES: [(&str, i64); 14] = [
    ("UTC", 0),
    ("GMT", 0),
    ("WET", 0),
    ("WEST", 1),
    ("CET", 1),
    ("CEST", 2),
    ("EET", 2),
    ("EEST", 3),
    ("EST", -5),
    ("EDT", -4),
    ("CDT", -5),
    ("PST", -8),
    ("PDT", -7),
    ("JST", 9),
];

/// `Tue Nov 24 21:29:47 UTC 2026`, `2026-11-24 21:29:47 UTC`; without a time zone nobody can tell.
fn when(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let words: Vec<&str> = text.split_ascii_whitespace().take(7).collect();
    let (date, time, zone) = match words.as_slice() {
        [_, month, day, time, zone, year] => {
            let month = MONTHS.iter().position(|name| name == month)? + 1;
            (format!("{year}-{month:02}-{day:0>2}"), *time, *zone)
        }
        [date, time, zone] => ((*date).to_owned(), *time, *zone),
        _ => return None,
    };
    let offset = ZONES.iter().find(|(name, _)| *name == zone)?.1;
    let moment = Moment::parse(&format!("{date}T{time}Z")).ok()?;
    Some(moment.0 - offset * 3_600)
}

/// `2026-11-24T21:29:47.754Z`.
pub(super) fn timestamp(text: &str) -> Option<i64> {
    Moment::parse(text).ok().map(|moment| moment.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers() {
        let is =
            |text: &str, name: &str| assert_eq!(comment(text), Mark::Server(Some(name.into())), "{text}");
        for (text, name) in [("127.0.0.31", "127.0.0.31"), ("ns1.example", "ns1.example")] {
            let text = format!(";; SERVER: 127.0.0.31#53({text}) (UDP)");
            assert_eq!(comment(&text), Mark::UdpServer(Some(name.into())), "{text}");
        }
        is(";; SERVER: 127.0.0.31#53(ns1.example)", "ns1.example");
        is(";; SERVER: 2001:db8::1#53(2001:db8::1) (TCP)", "2001:db8::1");
        is(";; SERVER: 192.0.2.1#443(https://dns.example/dns-query) (HTTPS)", "192.0.2.1");
        is(";; SERVER: 127.0.0.31", "127.0.0.31");
        let from = |text: &str| comment(text);
        assert_eq!(from(";; From 127.0.0.21@53(UDP) in 0.1 ms"), Mark::From(Some("127.0.0.21".into())));
        assert_eq!(
            from(";; Received 525 bytes from 192.0.2.1#53(a.root-servers.net) in 3 ms"),
            Mark::From(Some("a.root-servers.net".into()))
        );
        assert_eq!(from(";; Received 385 B"), Mark::Nothing);
        assert_eq!(from(";; From 2001:db8::1@53(UDP) in 0.1 ms"), Mark::From(Some("2001:db8::1".into())));
    }

    #[test]
    fn what_dig_says_of_servers_that_do_not_answer() {
        let silent = |text: &str, server: &str, tcp| {
            let silent = Silent { server: server.into(), tcp };
            assert_eq!(comment(text), Mark::NoAnswer(Some(silent)), "{text}");
        };
        silent(";; communications error to 127.0.0.9#53: timed out", "127.0.0.9", false);
        silent(";; communications error to 2001:db8::1#53: connection refused", "2001:db8::1", false);
        silent(
            ";; Connection to 127.0.0.9#53(ns1.example) for example failed: connection refused.",
            "ns1.example",
            true,
        );
        assert_eq!(comment(";; no servers could be reached"), Mark::NoAnswer(None));
        assert_eq!(comment(";; MSG SIZE  rcvd: 1452"), Mark::Ends(Some(1452)));
        assert_eq!(comment(";; MSG SIZE  rcvd: 239"), Mark::Ends(None));
    }

    #[test]
    fn times() {
        assert_eq!(comment(";; WHEN: Tue Nov 24 21:29:47 UTC 2026"), Mark::At(Some(1_795_555_787)));
        assert_eq!(comment(";; WHEN: Tue Nov 24 22:29:47 CET 2026"), Mark::At(Some(1_795_555_787)));
        assert_eq!(comment(";; Time 2026-11-24 21:29:47 UTC"), Mark::At(Some(1_795_555_787)));
        assert_eq!(comment(";; WHEN: Tue Nov 24 21:29:47 2026"), Mark::At(None));
        assert_eq!(comment(";; WHEN: Tue Nov 24 21:29:47 CST 2026"), Mark::At(None));
        assert_eq!(timestamp("2026-11-24T21:29:47.754Z"), Some(1_795_555_787));
    }

    #[test]
    fn headers() {
        assert_eq!(
            comment(";; ->>HEADER<<- opcode: QUERY, status: NXDOMAIN, id: 1"),
            Mark::Header(Some(Rcode::NXDOMAIN))
        );
        assert_eq!(
            comment(";; ->>HEADER<<- opcode: QUERY; status: NOERROR; id: 1"),
            Mark::Header(Some(Rcode::NOERROR))
        );
        assert_eq!(
            comment(";; flags: qr aa tc rd ; QUERY: 1, ANSWER: 0"),
            Mark::Flags { authoritative: true, truncated: true, authority: None }
        );
        assert_eq!(comment("; serial"), Mark::Nothing);
        assert_eq!(comment(";"), Mark::Nothing);
    }
}
