//! What people really paste: prompts, prose, wikis, pagers, cut-off copies, secrets, garbage.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::texts;
use domain::base::Rtype;
use domain::base::iana::Rcode;
use multisigner::evidence::{
    Gravity, Kind, LineState, ReadOptions, Reader, Reading, Role, Section, Source, read, read_with,
};

const KEY: &str = "Zvi5y5srAdidlSOMgwOiJUlbJWFuuMKVZXA4CBdojJEhaen9q72ux3CKA55ClGZD+DvDTyiRKpojbyIqby/tKQ==";

fn source(text: &str) -> Source {
    Source { name: "test".into(), role: Role::Auto, text: text.into() }
}

fn reading(text: &str) -> Reading {
    read(&source(text), 0)
}

fn in_zone(text: &str, zone: &str) -> Reading {
    let zone = Some(zone.parse().unwrap());
    read_with(&source(text), 0, ReadOptions { zone, ..ReadOptions::default() })
}

/// `owner type` of every record.
fn records(reading: &Reading) -> Vec<String> {
    let all = reading.observations.iter().flat_map(|observation| &observation.records);
    all.map(|seen| format!("{} {}", seen.record.owner().fmt_with_dot(), seen.record.rtype())).collect()
}

fn states(reading: &Reading) -> String {
    let letter = |state: &LineState| match state {
        LineState::Read => 'r',
        LineState::Skipped => '.',
        LineState::Failed => 'X',
    };
    reading.lines.iter().map(letter).collect()
}

fn reasons(reading: &Reading) -> Vec<(u32, u32, &str)> {
    reading.not_read.iter().map(|entry| (entry.line, entry.column, entry.reason.as_str())).collect()
}

#[test]
fn nothing_at_all() {
    for text in ["", "\n\n", " \t\n"] {
        let reading = reading(text);
        assert!(reading.observations.is_empty() && reading.not_read.is_empty());
        assert_eq!(reading.lines.len(), text.lines().count());
    }
}

#[test]
fn garbage_is_refused_once() {
    for text in [
        "hello world\nhow are you\n",
        "<html><body>x</body></html>",
        "; only a comment",
        "{\"a\": 1}",
        "=====",
    ] {
        let reading = reading(text);
        assert!(reading.observations.is_empty(), "{text}");
        assert_eq!(reading.not_read.len(), 1, "{text}");
        assert_eq!(reading.not_read[0].gravity, Gravity::Refused, "{text}");
        assert!(reading.not_read[0].reason.contains("nothing here looks like DNS data"));
        assert!(reading.not_read[0].hint.as_deref().unwrap().contains("dig"));
        assert_eq!(reading.lines.iter().filter(|state| **state == LineState::Failed).count(), 1);
    }
}

#[test]
fn one_bad_record_does_not_hide_the_others() {
    let reading = reading(
        "a.example. 300 IN A 192.0.2.1\nb.example. 300 IN A 192.0.2.300\nc.example. 300 IN A 192.0.2.3\n",
    );
    assert_eq!(records(&reading), ["a.example. A", "c.example. A"]);
    assert_eq!(reasons(&reading), [(2, 21, "not the record data of this type: expected IPv4 address")]);
    assert_eq!(reading.not_read[0].text, "192.0.2.300");
    assert_eq!(states(&reading), "rXr");
}

#[test]
fn a_broken_record_alone_is_not_garbage() {
    let reading = reading("b.example. 300 IN A 192.0.2.300\n");
    assert_eq!(reading.not_read[0].gravity, Gravity::Lost);
}

#[test]
fn an_open_parenthesis_costs_one_record() {
    let text = "a.example. 300 IN DNSKEY 257 3 13 (\n\tAAAA\n\tBBBB\n\nb.example. 300 IN A 192.0.2.1\n";
    let found = reading(text);
    assert_eq!(records(&found), ["b.example. A"]);
    assert_eq!(reasons(&found), [(1, 35, "a parenthesis is not closed")]);
    assert_eq!(states(&found), "XXXXr");
    let text = "$ dig @192.0.2.1 a.\n;; ANSWER SECTION:\na. 300 IN DNSKEY 257 3 13 (\n\tAAAA\n;; SERVER: 192.0.2.9#53(192.0.2.9)\n";
    // It is not absent: it was seen, and could not be read.
    let found = reading(text);
    assert!(found.observations[0].records.is_empty() && found.observations[0].lost.len() == 1);
    assert_eq!(states(&found), "rrXXr");
}

#[test]
fn zone_file_grammar() {
    let text = "$ORIGIN example.\n$TTL 1h\n@ IN SOA ns1 h.master ( 1 2h 1h ; x\n 2w 5m )\n\tNS ns1\n  300 NS ns2.other.\nIN 5m A 192.0.2.1\nns1 5m IN A 192.0.2.1\nns1 IN 5m A 192.0.2.2\n$ORIGIN sub.example.\nwww A 192.0.2.3\n\\046odd CLASS1 TYPE1 \\# 4 C0000204\n";
    let found = reading(text);
    assert_eq!(
        records(&found),
        [
            "example. SOA",
            "example. NS",
            "example. NS",
            "in.example. A",
            "ns1.example. A",
            "ns1.example. A",
            "www.sub.example. A",
            "\\.odd.sub.example. A"
        ]
        .map(|text| text.replace("in.example.", "IN.example."))
    );
    assert_eq!(found.not_read, vec![]);
    let ttls: Vec<u32> =
        found.observations[0].records.iter().map(|seen| seen.record.ttl().as_secs()).collect();
    assert_eq!(ttls, [3600, 3600, 300, 300, 300, 300, 3600, 3600]);
    assert!(found.observations[0].records.iter().all(|seen| seen.ttl_stated));
    assert_eq!(states(&found), "rrrrrrrrrrrr");
    assert_eq!(found.observations[0].records[1].line, 5);
}

#[test]
fn directives_that_are_not_followed() {
    let found = reading(
        "$TTL 1h\n$INCLUDE keys.db\n$GENERATE 1-9 a$ A 192.0.2.$\na.example. A 192.0.2.1\n$FOO x\n$TTL x\n$ORIGIN a..b\n",
    );
    let gravity: Vec<Gravity> = found.not_read.iter().map(|entry| entry.gravity).collect();
    assert_eq!(gravity, [Gravity::Lost, Gravity::Note, Gravity::Lost, Gravity::Lost, Gravity::Lost]);
    assert_eq!(found.not_read[0].text, "keys.db");
    assert!(found.not_read[0].reason.contains("$INCLUDE"));
    assert!(found.not_read[1].reason.contains("$GENERATE"));
    assert_eq!(records(&found), ["a.example. A"]);
    assert_eq!(states(&found), "rX.rXXX");
}

#[test]
fn names_without_a_zone_and_with_one() {
    let text = "www 300 IN A 192.0.2.1\n";
    let found = reading(text);
    assert!(found.not_read[0].hint.as_deref().unwrap().contains("$ORIGIN"));
    assert_eq!(found.not_read[0].gravity, Gravity::Lost);
    assert_eq!(records(&in_zone(text, "example")), ["www.example. A"]);
    assert_eq!(
        records(&in_zone("example 300 IN NS ns1.example\n@ NS ns2\n", "example")),
        ["example. NS", "example. NS"]
    );
    assert_eq!(records(&reading("a.example 300 IN A 192.0.2.1")), ["a.example. A"]);
}

#[test]
fn private_keys_are_refused_and_not_repeated() {
    let bind = "Private-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MTI=\nCreated: 20260101000000\n";
    let pem = "-----BEGIN PRIVATE KEY-----\nc2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MTI=\nc2VjcmV0\n-----END PRIVATE KEY-----\n";
    let cut = "PrivateKey: c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0MTI=\nc2VjcmV0\n";
    let json =
        "{\n \"id\": 1,\n \"privatekey\": \"Private-key-format: v1.2\\nPrivateKey: c2VjcmV0c2Vj\"\n}\n";
    let jwk = "{\"kty\":\"EC\",\"d\":\"c2VjcmV0c2Vj\"}";
    let tsig = "key \"k\" {\n algorithm hmac-sha256;\n secret \"c2VjcmV0c2Vj\";\n};\n";
    let option = "$ dig -y hmac-sha256:k:c2VjcmV0c2Vj @192.0.2.1 example AXFR\n";
    for text in [bind, pem, cut, json, jwk, tsig, option] {
        let found = reading(text);
        assert!(found.private_key, "{text}");
        assert!(found.observations.is_empty(), "{text}");
        assert!(found.not_read.iter().any(|entry| entry.gravity == Gravity::Refused), "{text}");
        assert!(!format!("{found:?}").contains("c2VjcmV0"), "{text}");
        // With records around it: they are read, the key is not.
        let mixed =
            reading(&format!("a.example. 300 IN A 192.0.2.1\n{text}\nb.example. 300 IN A 192.0.2.1\n"));
        assert!(mixed.private_key);
        assert_eq!(records(&mixed), ["a.example. A", "b.example. A"], "{text}");
        assert!(!format!("{mixed:?}").contains("c2VjcmV0"), "{text}");
    }
    for text in [
        "secret.example. 300 IN TXT \"PrivateKey\"",
        "secret 300 IN A 192.0.2.1",
        "a.example. 300 IN TXT \"run it with -y x:y\"",
        "PrivateKey 300 IN A 192.0.2.1",
    ] {
        let found = in_zone(text, "example");
        assert!(!found.private_key, "{text}");
        assert_eq!(records(&found).len(), 1, "{text}");
    }
}

#[test]
fn dressed_up_by_chat_mail_pagers_and_wikis() {
    let plain = format!("a.example. 300 IN DNSKEY 257 3 13 {KEY}\na.example. 300 IN TXT \"x y\"\n");
    let quoted: String = plain.lines().map(|line| format!("> {line}\r\n")).collect();
    let numbered: String =
        plain.lines().enumerate().map(|(at, line)| format!("{:>4}  {line}\n", at + 7)).collect();
    let fenced = format!("```dns-zone\n{plain}```\n");
    let indented: String = plain.lines().map(|line| format!("    {line}\n")).collect();
    let spaced = plain.replace(' ', "\u{a0}").replace("example", "exa\u{200b}mple");
    let marked = format!("\u{feff}{plain}");
    for text in [plain.clone(), quoted, numbered, fenced, indented, spaced, marked] {
        let found = reading(&text);
        assert_eq!(found.not_read, vec![], "{text}");
        assert_eq!(records(&found), ["a.example. DNSKEY", "a.example. TXT"], "{text}");
    }
}

#[test]
fn a_diff_reads_as_its_new_side() {
    let text = "--- old\n+++ new\n@@ -1,2 +1,2 @@\n a.example. 300 IN A 192.0.2.1\n-b.example. 300 IN A 192.0.2.2\n+c.example. 300 IN A 192.0.2.3\n";
    let found = reading(text);
    assert_eq!(records(&found), ["a.example. A", "c.example. A"]);
    assert_eq!(found.not_read[0].gravity, Gravity::Note);
}

#[test]
fn prose_around_records_is_only_noted() {
    let found = reading("Hi all, this is what we see:\n\nexample. 300 IN NS ns1.example.\n\nRegards\n");
    assert_eq!(records(&found), ["example. NS"]);
    assert!(found.not_read.iter().all(|entry| entry.gravity == Gravity::Note));
    assert_eq!(states(&found), "..r..");
}

#[test]
fn servers_are_kept_apart() {
    let text = "; <<>> DiG 9.18 <<>> @ns1.example example DNSKEY\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; flags: qr aa; QUERY: 1\n;; QUESTION SECTION:\n;example.\tIN\tDNSKEY\n\n;; ANSWER SECTION:\nexample. 300 IN DNSKEY 257 3 13 KEY\n\n;; SERVER: 192.0.2.1#53(ns1.example) (UDP)\n;; MSG SIZE  rcvd: 1\n\nexample. 300 IN NS ns1.example.\n$ dig +noall +answer @192.0.2.2 example NS\nexample. 300 IN NS ns2.example.\n"
        .replace("KEY\n\n;; SERVER", &format!("{KEY}\n\n;; SERVER"));
    let found = reading(&text);
    let told: Vec<_> =
        found.observations.iter().map(|one| (one.kind, one.server.as_deref(), one.records.len())).collect();
    assert_eq!(
        told,
        [
            (Kind::Message, Some("ns1.example"), 1),
            (Kind::Records, None, 1),
            (Kind::Records, Some("192.0.2.2"), 1)
        ]
    );
    assert_eq!(found.observations[0].records[0].section, Section::Answer);
}

#[test]
fn two_copies_of_a_zone_are_kept_apart() {
    let copy = |serial: u32| {
        format!("example. 300 IN SOA a. b. {serial} 1 1 1 1\nexample. 300 IN NS ns{serial}.example.\n")
    };
    let count = |text: &str| -> Vec<usize> {
        reading(text).observations.iter().map(|observation| observation.records.len()).collect()
    };
    assert_eq!(count(&format!("{}{}", copy(1), copy(2))), [2, 2]);
    // A transfer ends with the SOA record that it began with.
    assert_eq!(count(&format!("{}example. 300 IN SOA a. b. 1 1 1 1 1\n", copy(1))), [3]);
    // The same serial number at two providers.
    assert_eq!(count(&format!("{0}{0}", copy(1))), [2, 2]);
    assert_eq!(count(&format!("$ dig example IXFR=1\n{}{}", copy(2), copy(1))), [4]);
}

#[test]
fn a_zone_file_says_nothing_about_the_ttl_of_an_answer_behind_it() {
    let found = reading(
        "$TTL 1h\na.example. IN A 192.0.2.1\n$ dig +nottl +noall +answer b.example\nb.example. IN A 192.0.2.1\n",
    );
    let stated: Vec<bool> =
        found.observations.iter().flat_map(|one| &one.records).map(|seen| seen.ttl_stated).collect();
    assert_eq!(stated, [true, false]);
}

#[test]
fn a_trace_names_the_server_behind_its_records() {
    let text = "; <<>> DiG 9.18 <<>> +trace example DS\n;; global options: +cmd\n. 300 IN NS a.root.\n;; Received 525 bytes from 192.0.2.1#53(192.0.2.1) in 3 ms\n\nexample. 300 IN NS ns1.example.\n;; Received 525 bytes from 198.41.0.4#53(a.root-servers.net) in 3 ms\n";
    let found = reading(text);
    let told: Vec<_> =
        found.observations.iter().map(|one| (one.server.as_deref(), one.records.len())).collect();
    assert_eq!(told, [(Some("192.0.2.1"), 1), (Some("a.root-servers.net"), 1)]);
}

#[test]
fn knot_prints_the_zone_before_each_record() {
    let found =
        reading("[example.] example. 300 SOA a. b. 1 1 1 1 1\n[example.] www.example. 300 A 192.0.2.1\n");
    assert_eq!(records(&found), ["example. SOA", "www.example. A"]);
    assert_eq!(found.observations.len(), 1);
}

#[test]
fn answers_without_records_are_evidence_too() {
    let found = reading(
        "$ host -t DS example. 192.0.2.1\nUsing domain server:\nName: 192.0.2.1\nAddress: 192.0.2.1#53\nAliases: \n\nexample has no DS record\n",
    );
    let one = &found.observations[0];
    assert_eq!(
        (one.rcode, one.server.as_deref(), one.records.len()),
        (Some(Rcode::NOERROR), Some("192.0.2.1"), 0)
    );
    assert_eq!(one.question.as_ref().unwrap().rtype, Rtype::DS);
    let found = reading("Host nope.example not found: 3(NXDOMAIN)\n");
    // Without a question nobody knows what was asked, but the name and the status are there.
    assert_eq!(found.observations[0].rcode, Some(Rcode::NXDOMAIN));
    let found = reading(";; connection timed out; no servers could be reached\n");
    assert_eq!(found.not_read[0].reason, "no server answered");
}

#[test]
fn delv_comments_out_what_proves_nonexistence() {
    let found = reading(
        "$ delv @192.0.2.1 nope.example A\n; negative response, fully validated\n; nope.example. 300 IN \\-A ;-$NXDOMAIN\n; example. 300 IN SOA a. b. 1 2 3 4 5\n; example. 300 IN NSEC z.example. SOA NSEC\n",
    );
    assert_eq!(records(&found), ["example. SOA", "example. NSEC"]);
    assert_eq!(found.observations[0].records[0].section, Section::Authority);
    assert_eq!(found.not_read, vec![]);
}

#[test]
fn short_answers_follow_a_chain() {
    let found = reading("$ dig +short www.example A @192.0.2.1\nweb.example.\n192.0.2.9\n");
    assert_eq!(records(&found), ["www.example. CNAME", "web.example. A"]);
    let found = reading("$ dig +short a.example A b.example A\n192.0.2.9\n");
    assert!(found.observations.is_empty());
    assert!(!found.not_read.is_empty());
}

#[test]
fn nslookup_pairs_of_lines() {
    let found = reading(
        "$ nslookup www.example 192.0.2.1\nServer:\t\t192.0.2.1\nAddress:\t192.0.2.1#53\n\nName:\twww.example\nAddress: 192.0.2.9\nName:\twww.example\nAddress: 2001:db8::9\n",
    );
    assert_eq!(records(&found), ["www.example. A", "www.example. AAAA"]);
    assert_eq!(found.observations[0].server.as_deref(), Some("192.0.2.1"));
}

#[test]
fn several_json_answers_in_a_row() {
    let one = r#"{"Status":0,"TC":false,"Question":[{"name":"a.example","type":1}],"Answer":[{"name":"a.example","type":1,"TTL":5,"data":"192.0.2.1"}]}"#;
    for text in [
        format!("{one}\n{one}\n"),
        format!("{one}{one}"),
        format!("[{one},\n{one}]"),
        format!("{one},\n{one}\n"),
    ] {
        assert_eq!(reading(&text).observations.len(), 2, "{text}");
    }
    let broken =
        reading(&format!("{one}\n{{\"Status\":0,\n  \"Answer\": [oops]}}\nb.example. 300 IN A 192.0.2.1\n"));
    assert_eq!(records(&broken), ["a.example. A", "b.example. A"]);
    assert_eq!(reasons(&broken), [(3, 14, "not well-formed JSON")]);
    let deep = "[".repeat(100_000);
    assert!(reading(&deep).observations.is_empty());
}

#[test]
fn json_with_a_broken_record_keeps_the_others() {
    let text = r#"{"Status":0,"Question":[{"name":"a.example","type":1}],
"Answer":[
{"name":"a.example","type":1,"TTL":5,"data":"192.0.2.1"},
{"name":"a.example","type":1,"TTL":5,"data":"x"},
{"name":"a.example","type":16,"TTL":5,"data":"plain; text \"q\""}]}"#;
    let found = reading(text);
    assert_eq!(records(&found), ["a.example. A", "a.example. TXT"]);
    assert_eq!(found.not_read[0].line, 4);
    assert_eq!(found.observations[0].records[1].line, 5);
    // Google writes a TXT record without quotes, its spaces not those between strings.
    let data = found.observations[0].records[1].record.data();
    assert_eq!(data.to_string(), "\"plain; text \\\"q\\\"\"");
}

#[test]
fn wire_messages() {
    let hexadecimal = "1234 8580 0001 0001 0000 0000 0161 0765 7861 6d70 6c65 0000 0100 01c0 0c00 0100 0100 0001 2c00 04c0 0002 01";
    let plain: String = hexadecimal.split(' ').collect();
    let octets = data_encoding::HEXLOWER.decode(plain.as_bytes()).unwrap();
    let colons: Vec<String> = octets.iter().map(|octet| format!("0x{octet:02x},")).collect();
    let dump: String = octets
        .chunks(16)
        .enumerate()
        .map(|(at, row)| {
            let row: Vec<String> = row.iter().map(|octet| format!("{octet:02x}")).collect();
            format!("{:08x}  {}  |........|\n", at * 16, row.join(" "))
        })
        .collect();
    let pcap: String = octets
        .chunks(16)
        .enumerate()
        .map(|(at, row)| {
            let row: Vec<String> = row.iter().map(|octet| format!("{octet:02x}")).collect();
            format!("{:04x}: {}\n", at * 16, row.join(" "))
        })
        .collect();
    let base64 = data_encoding::BASE64.encode(&octets);
    let url = format!("https://dns.example/dns-query?dns={}", data_encoding::BASE64URL_NOPAD.encode(&octets));
    let mut framed = u16::try_from(octets.len()).unwrap().to_be_bytes().to_vec();
    framed.extend_from_slice(&octets);
    let framed = data_encoding::HEXLOWER.encode(&framed);
    for text in [
        hexadecimal.to_string(),
        plain.clone(),
        plain.to_uppercase(),
        colons.join(" "),
        dump,
        pcap,
        base64,
        url,
        framed,
    ] {
        let found = reading(&text);
        assert_eq!(records(&found), ["a.example. A"], "{text}");
        assert_eq!(found.observations[0].kind, Kind::Wire);
        assert_eq!(found.observations[0].authoritative, Some(true));
        assert_eq!(found.not_read, vec![]);
        assert!(found.lines.iter().all(|state| *state == LineState::Read));
    }
    // Cut off: all of it is said to be lost, nothing is half taken.
    let cut = reading(&format!("{}\nb.example. 300 IN A 192.0.2.1\n", &plain[..plain.len() - 4]));
    assert_eq!(records(&cut), ["b.example. A"]);
    assert_eq!(cut.not_read.len(), 1);
}

#[test]
fn lists_are_bounded() {
    let text = "x. 300 IN A y\n".repeat(5_000);
    let found = reading(&text);
    assert_eq!(found.not_read.len(), 1_001);
    assert!(found.not_read[1_000].reason.contains("4000"));
    assert!(found.lines.iter().all(|state| *state == LineState::Failed));
}

#[test]
fn too_large_a_text() {
    let options = ReadOptions { max_bytes: 10, ..ReadOptions::default() };
    let found = read_with(&source("a.example. 300 IN A 192.0.2.1\n"), 0, options);
    assert_eq!(found.not_read[0].gravity, Gravity::Refused);
    assert_eq!(states(&found), "X");
}

#[test]
fn step_by_step_is_the_same() {
    let text = "$ORIGIN example.\n@ 300 IN DNSKEY 257 3 13 (\n AAAA\n )\nwww 300 A 192.0.2.1\n";
    let source = source(text);
    let mut reader = Reader::new(&source, 3);
    let mut last = 0;
    loop {
        let progress = reader.step(1);
        assert_eq!(progress.total, 5);
        assert!(progress.done > last);
        last = progress.done;
        if progress.is_done() {
            break;
        }
    }
    let found = reader.finish();
    assert_eq!(records(&found), records(&reading(text)));
    assert_eq!(found.observations[0].source, 3);
}

/// What grows with them is measured by `cargo bench --bench shapes`.
#[test]
fn hostile_texts_are_read_whole() {
    for (name, text) in texts::TEXTS {
        let text = text(10_000);
        assert_eq!(reading(&text).lines.len(), text.lines().count(), "{name}");
    }
}
