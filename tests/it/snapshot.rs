//! Who serves what: whose data an observation becomes, and what is kept apart.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::common::{ask, dig_files, scenario, source, zone_files};
use domain::base::Rtype;
use multisigner::check::facts::Proven;
use multisigner::check::outcome::Question;
use multisigner::check::report::{ParentState, Report, Verdict};
use multisigner::dns::Moment;
use multisigner::dnssec::ds;
use multisigner::evidence::{Role, Source};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(name)
}

fn text(role: Role, text: &str) -> Source {
    Source { name: "text".into(), role, text: text.into() }
}

fn provider(label: &str) -> Role {
    Role::Provider(label.into())
}

fn report(sources: Vec<Source>, zone: Option<&str>, at: i64) -> (Box<Report>, Arc<Proven>) {
    let question = Question {
        sources,
        zone: zone.map(str::to_string),
        no_ds: false,
        unreached: None,
        at: Moment(at),
        rrsets_per_mix: usize::MAX,
    };
    let (outcome, proven) = ask(&question);
    (outcome.result.unwrap(), proven.unwrap())
}

fn labels(report: &Report) -> Vec<&str> {
    report.providers.iter().map(|provider| provider.label.as_str()).collect()
}

fn verdict(report: &Report, x: &str, y: &str) -> Verdict {
    report.mixes.iter().find(|mix| mix.dnskey_from == x && mix.answer_from == y).unwrap().verdict
}

/// DS records of each key that signs this provider's DNSKEY RRset, as a `dsset-` file has them.
fn dsset(proven: &Proven, provider: usize) -> String {
    let zone = &proven.snapshot.zone;
    let keys = proven.roles[provider].dnskey.iter().map(|key| &proven.table.keys[*key]);
    keys.map(|key| {
        let digest = data_encoding::HEXUPPER.encode(&ds::digest(zone, key, 2).unwrap());
        format!("{} IN DS {} {} 2 {digest}\n", zone.fmt_with_dot(), key.tag, key.algorithm)
    })
    .collect()
}

#[test]
fn a_dsset_file_is_not_what_the_parent_serves() {
    let dir = corpus("013-ds-missing-for-B");
    let scenario = scenario(&dir.join("scenario.json"));
    let at = scenario.validation_time_unix;
    let mut sources = zone_files(&dir, &scenario);
    let (plain, proven) = report(sources.clone(), None, at);
    assert_eq!(verdict(&plain, "B", "B"), Verdict::Bogus);
    sources.push(text(provider("B"), &dsset(&proven, 1)));
    let (still, _) = report(sources.clone(), None, at);
    assert_eq!(verdict(&still, "B", "B"), Verdict::Bogus);
    assert_eq!(still.parent.ds.len(), plain.parent.ds.len());
    // Not even where the parent was not seen: it is what the signers want the parent to have.
    sources.remove(0);
    sources.push(text(provider("A"), &dsset(&proven, 0)));
    let (unseen, _) = report(sources, None, at);
    assert_eq!(unseen.parent.state, ParentState::Unseen);
    assert!(unseen.not_read.iter().any(|entry| entry.reason.contains("wants the parent to have")));
}

const KEY: &str = "example. 3600 IN DNSKEY 257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=\n";

fn message(status: &str, flags: &str, question: &str, sections: &str) -> String {
    format!(
        ";; ->>HEADER<<- opcode: QUERY, status: {status}, id: 7\n;; flags: {flags}; QUERY: 1, ANSWER: 0, \
         AUTHORITY: 1, ADDITIONAL: 1\n\n; EDNS: version: 0, flags: do; udp: 1232\n;; QUESTION SECTION:\n\
         ;{question}\n\n{sections}\n"
    )
}

#[test]
fn who_can_say_that_there_is_no_ds() {
    let soa = |owner: &str| format!(";; AUTHORITY SECTION:\n{owner} 60 IN SOA a. b. 1 2 3 4 5\n");
    let referral = ";; AUTHORITY SECTION:\nexample. 60 IN NS ns1.example.\n";
    for (sections, state) in [
        (soa("."), ParentState::NoDs),
        // The zone's own server (RFC 4035 §3.1.4.1), and a server above the parent.
        (soa("example."), ParentState::Unseen),
        (referral.into(), ParentState::Unseen),
    ] {
        for role in [Role::Parent, Role::Auto] {
            let answer = message("NOERROR", "qr aa", "example. IN DS", &sections);
            let (report, _) =
                report(vec![text(provider("A"), KEY), text(role, &answer)], Some("example."), 0);
            assert_eq!(report.parent.state, state, "{sections}");
        }
    }
    let refused = message("SERVFAIL", "qr", "example. IN DS", "");
    let (report, _) =
        report(vec![text(provider("A"), KEY), text(Role::Parent, &refused)], Some("example."), 0);
    assert_eq!(report.parent.state, ParentState::Unseen);
}

#[test]
fn a_referral_is_the_parents() {
    let sections = ";; AUTHORITY SECTION:\nexample. 60 IN NS ns1.example.\n\n;; ADDITIONAL SECTION:\n\
                    ns1.example. 60 IN A 192.0.2.1\n";
    let answer =
        message("NOERROR", "qr", "www.example. IN A", sections) + ";; SERVER: 192.0.2.53#53(a.root)\n";
    let (report, _) = report(vec![text(Role::Auto, &answer), text(provider("A"), KEY)], Some("example."), 0);
    assert_eq!(labels(&report), ["A"]);
    assert_eq!(report.parent.ns, ["ns1.example."]);
}

/// What both providers printed, as if it were one provider's two servers.
fn two_servers(name: &str, kinds: &[(&str, &str)]) -> (Box<Report>, Arc<Proven>) {
    let dir = corpus(name);
    let scenario = scenario(&dir.join("scenario.json"));
    let mut sources = vec![source(&dir.join("parent/dig-DS.txt"), Role::Parent)];
    for (who, kind) in kinds {
        sources.push(source(&dir.join(who).join(format!("dig-{kind}.txt")), provider("P")));
    }
    report(sources, Some(&scenario.zone), scenario.validation_time_unix)
}

#[test]
fn servers_that_differ_in_keys_are_judged_apart() {
    let all = [("A", "DNSKEY-multiline"), ("A", "SOA"), ("B", "DNSKEY-multiline"), ("B", "SOA")];
    let (report, proven) = two_servers("008-missing-zsk-both", &all);
    let labels = labels(&report);
    assert_eq!(labels.len(), 2, "{labels:?}");
    assert!(labels.iter().all(|label| label.starts_with("P (") && label.ends_with(')')), "{labels:?}");
    assert_eq!(verdict(&report, labels[0], labels[0]), Verdict::Secure);
    assert_eq!(verdict(&report, labels[0], labels[1]), Verdict::Bogus);
    assert!(proven.snapshot.providers.iter().all(|view| view.servers.len() == 1));
}

#[test]
fn servers_that_sign_apart_keep_their_own_signatures() {
    let all = [("A", "DNSKEY-multiline"), ("A", "SOA"), ("B", "SOA"), ("B", "NXDOMAIN")];
    let (report, proven) = two_servers("003-model2-ok", &all);
    assert_eq!(labels(&report), ["P"]);
    let soa = proven.snapshot.providers[0].rrsets.iter().filter(|set| set.rtype == Rtype::SOA);
    let sizes: Vec<(usize, usize)> = soa.map(|set| (set.data.len(), set.sigs.len())).collect();
    assert_eq!(sizes, [(1, 1), (1, 1)]);
    assert_eq!(verdict(&report, "P", "P"), Verdict::Secure, "{:#?}", report.mixes);
}

#[test]
fn servers_that_differ_in_data_do_not_spoil_it() {
    // Two serial numbers while a change spreads: two good RRsets, not one bad.
    let all = [("A", "DNSKEY-multiline"), ("A", "SOA"), ("B", "SOA"), ("B", "NXDOMAIN")];
    let (report, proven) = two_servers("138-stale-copy-at-B", &all);
    assert_eq!(labels(&report), ["P"]);
    let soa = proven.snapshot.providers[0].rrsets.iter().filter(|set| set.rtype == Rtype::SOA);
    assert!(soa.clone().count() == 2 && soa.clone().all(|set| set.data.len() == 1));
    let bad: Vec<&str> = report.mixes[0]
        .rrsets
        .iter()
        .filter(|set| set.rtype == "SOA")
        .map(|set| set.reason.as_str())
        .filter(|reason| reason.contains("does not fit"))
        .collect();
    assert!(bad.is_empty(), "{bad:?}");
}

#[test]
fn a_zone_file_of_another_day_does_not_spoil_an_answer() {
    let file = format!("example. 60 IN SOA a. b. 1 2 3 4 5\nexample. 60 IN NS ns1.\n{KEY}");
    let answer = |serial: u32| {
        let soa = format!(";; ANSWER SECTION:\nexample. 60 IN SOA a. b. {serial} 2 3 4 5\n");
        message("NOERROR", "qr aa", "example. IN SOA", &soa) + ";; SERVER: 192.0.2.1#53(ns1.example)\n"
    };
    for (serial, versions) in [(1, 1), (2, 2)] {
        let sources = vec![text(provider("A"), &file), text(provider("A"), &answer(serial))];
        let (_, proven) = report(sources, Some("example."), 0);
        let rrsets = &proven.snapshot.providers[0].rrsets;
        assert_eq!(rrsets.iter().filter(|set| set.rtype == Rtype::SOA).count(), versions);
        assert!(rrsets.iter().filter(|set| set.rtype == Rtype::SOA).all(|set| set.data.len() == 1));
    }
}

#[test]
fn what_was_not_seen_hides_no_failure() {
    // A fails on its own; of B only the keys were seen.
    let dir = corpus("008-missing-zsk-both");
    let scenario = scenario(&dir.join("scenario.json"));
    let mut sources = vec![source(&dir.join("parent/dig-DS.txt"), Role::Parent)];
    for (who, kind) in [("A", "DNSKEY-multiline"), ("B", "DNSKEY-multiline"), ("B", "SOA")] {
        sources.push(source(&dir.join(who).join(format!("dig-{kind}.txt")), provider(who)));
    }
    let (report, _) = report(sources, Some(&scenario.zone), scenario.validation_time_unix);
    let mix = |x: &str, y: &str| {
        report.mixes.iter().find(|mix| mix.dnskey_from == x && mix.answer_from == y).unwrap()
    };
    assert_eq!(mix("A", "B").verdict, Verdict::Bogus);
    // A>A is secure as to the DNSKEY RRset, B>B too; each row says what it can.
    let passes = |x: &str| ["A", "B"].iter().any(|y| mix(x, y).verdict <= Verdict::Insecure);
    assert_eq!(mix("A", "B").hidden_by_retry, passes("A"));
}

#[test]
fn zone_files_one_after_the_other_are_not_one_zone() {
    for name in ["138-stale-copy-at-B", "008-missing-zsk-both"] {
        compare_with_one_paste(&corpus(name));
    }
}

fn compare_with_one_paste(dir: &Path) {
    let scenario = scenario(&dir.join("scenario.json"));
    let files = zone_files(dir, &scenario);
    let (apart, _) = report(files.clone(), None, scenario.validation_time_unix);
    let both = format!("{}\n{}", files[1].text, files[2].text);
    let (report, _) = report(
        vec![files[0].clone(), text(Role::Auto, &both)],
        Some(&scenario.zone),
        scenario.validation_time_unix,
    );
    assert_eq!(labels(&report), ["A", "B"]);
    for (x, y) in [("A", "A"), ("A", "B"), ("B", "A"), ("B", "B")] {
        assert_eq!(verdict(&report, x, y), verdict(&apart, x, y));
    }
}

#[test]
fn a_zone_transfer_ends_with_its_soa() {
    let dir = corpus("003-model2-ok");
    let scenario = scenario(&dir.join("scenario.json"));
    let mut files = zone_files(&dir, &scenario);
    let at = scenario.validation_time_unix;
    let (before, _) = report(files.clone(), None, at);
    for file in &mut files[1..] {
        let soa =
            file.text.lines().find(|line| line.split_whitespace().skip(2).take(2).any(|word| word == "SOA"));
        let soa = soa.filter(|line| !line.contains("RRSIG")).unwrap();
        file.text = format!("{}\n{soa}\n", file.text);
    }
    let (after, _) = report(files, None, at);
    assert_eq!(before.verdict, after.verdict);
}

#[test]
fn signers_of_cds_do_not_tell_servers_apart() {
    let dir = corpus("003-model2-ok");
    let scenario = scenario(&dir.join("scenario.json"));
    let mut sources = dig_files(&dir, &scenario);
    for source in &mut sources[1..] {
        source.role = Role::Auto;
    }
    // Another server of the same provider, which was not asked for CDS.
    for kind in ["DNSKEY-multiline", "SOA"] {
        let mut again = source(&dir.join("A").join(format!("dig-{kind}.txt")), Role::Auto);
        let server = again.text.lines().find(|line| line.starts_with(";; SERVER:")).unwrap().to_string();
        again.text = again.text.replace(&server, ";; SERVER: 192.0.2.99#53(192.0.2.99)");
        sources.push(again);
    }
    let (report, _) = report(sources, Some(&scenario.zone), scenario.validation_time_unix);
    assert_eq!(labels(&report), ["A", "B"]);
}

#[test]
fn an_alias_to_nothing_denies_its_target() {
    let sections = ";; ANSWER SECTION:\nwww.example. 60 IN CNAME gone.example.\n\n;; AUTHORITY SECTION:\n\
                    example. 60 IN SOA a. b. 1 2 3 4 5\nexample. 60 IN NSEC www.example. SOA RRSIG NSEC\n";
    let answer = message("NXDOMAIN", "qr aa", "www.example. IN A", sections);
    let (_, proven) =
        report(vec![text(provider("A"), &answer), text(provider("A"), KEY)], Some("example."), 0);
    let negatives: Vec<_> = proven.snapshot.providers[0].negatives().collect();
    assert_eq!(negatives.len(), 1);
    assert_eq!(negatives[0].name.to_string(), "gone.example");
    // The alias leads out of the zone: whatever is denied there is another zone's.
    let sections = sections.replace("gone.example.", "gone.elsewhere.");
    let answer = message("NXDOMAIN", "qr aa", "www.example. IN A", &sections);
    let (_, proven) =
        report(vec![text(provider("A"), &answer), text(provider("A"), KEY)], Some("example."), 0);
    assert!(proven.snapshot.providers[0].negatives().next().is_none());
}

#[test]
fn what_has_no_signature_of_its_own() {
    // RFC 6672 §5.3.1: the CNAME is made from the DNAME. And nobody validates additional records.
    let sections = ";; ANSWER SECTION:\nd.example. 60 IN DNAME other.example.\n\
                    x.d.example. 60 IN CNAME x.other.example.\n\n\
                    ;; ADDITIONAL SECTION:\nns1.example. 60 IN A 192.0.2.1\n";
    let answer = message("NOERROR", "qr aa", "x.d.example. IN A", sections);
    let (_, proven) =
        report(vec![text(provider("A"), &answer), text(provider("A"), KEY)], Some("example."), 0);
    let types: Vec<Rtype> = proven.snapshot.providers[0].rrsets.iter().map(|set| set.rtype).collect();
    assert_eq!(types, [Rtype::DNSKEY, Rtype::DNAME]);
}

#[test]
fn glue_and_data_below_a_cut_are_not_judged() {
    let zone = format!(
        "example. 60 IN SOA a. b. 1 2 3 4 5\n{KEY}sub.example. 60 IN NS ns.sub.example.\n\
         sub.example. 60 IN A 192.0.2.9\nns.sub.example. 60 IN A 192.0.2.1\na.b.sub.example. 60 IN TXT x\n"
    );
    let (_, proven) = report(vec![text(provider("A"), &zone)], None, 0);
    let rrsets = &proven.snapshot.providers[0].rrsets;
    let below: Vec<String> = rrsets
        .iter()
        .filter(|set| set.owner.label_count() > 2)
        .map(|set| format!("{} {}", set.owner, set.rtype))
        .collect();
    assert_eq!(below, ["sub.example NS"]);
}

/// KeyTrap and its relatives: much to try, little tried.
#[test]
fn hostile_data_cost_little() {
    let started = Instant::now();
    let mut zone = String::from("example. 60 IN SOA a. b. 1 2 3 4 5\n");
    // Keys with one tag: octets moved between two positions of equal weight.
    for number in 0..200u16 {
        let mut key = [0x55u8; 32];
        key[0] = number as u8;
        key[2] = 255 - number as u8;
        let encoded = data_encoding::BASE64.encode(&key);
        zone += &format!("example. 60 IN DNSKEY 256 3 15 {encoded}\n");
    }
    let (_, proven) = report(vec![text(provider("A"), &zone)], None, 0);
    let tag = proven.table.keys[0].tag;
    assert!(proven.table.keys.iter().all(|key| key.tag == tag));
    let mut signature = [7u8; 64];
    for number in 0..20_000u32 {
        signature[..4].copy_from_slice(&number.to_be_bytes());
        let encoded = data_encoding::BASE64.encode(&signature);
        zone += &format!(
            "example. 60 IN RRSIG SOA 15 1 60 20300101000000 20200101000000 {tag} example. {encoded}\n"
        );
    }
    let (hostile, proven) = report(vec![text(provider("A"), &zone)], None, 1_800_000_000);
    assert!(proven.checks.list.len() <= multisigner::dnssec::checks::MOST_CANDIDATES);
    assert_eq!(verdict(&hostile, "A", "A"), Verdict::Bogus);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}

/// 65,535 iterations are not computed, neither for a chain nor for many answers.
#[test]
fn iterations_are_not_computed() {
    let started = Instant::now();
    let mut zone = format!("example. 60 IN SOA a. b. 1 2 3 4 5\nexample. 60 IN NS ns.\n{KEY}");
    let hash = "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom";
    zone += &format!("{hash}.example. 60 IN NSEC3 1 0 65535 aabbccdd {hash} SOA NS DNSKEY RRSIG\n");
    for number in 0..20_000 {
        zone += &format!("a.b.c.d.e.f.n{number}.example. 60 IN A 192.0.2.1\n");
    }
    let _ = report(vec![text(provider("A"), &zone)], None, 0);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
}
