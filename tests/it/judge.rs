//! Verdicts that need signatures which no real signer makes.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::common::ask;
use domain::base::Rtype;
use ed25519_dalek::{Signer as _, SigningKey};
use multisigner::check::facts::Proven;
use multisigner::check::outcome::Question;
use multisigner::check::report::{Report, Verdict};
use multisigner::dns::{Moment, Name};
use multisigner::dnssec::denial::{Chains, Claim, prove};
use multisigner::evidence::{Role, Source};
use std::sync::Arc;

fn question(text: String, at: i64) -> Question {
    let source = Source { name: "zone".into(), role: Role::Provider("A".into()), text };
    Question {
        sources: vec![source],
        zone: Some("example.".into()),
        no_ds: false,
        unreached: None,
        at: Moment(at),
        rrsets_per_mix: 9,
    }
}

fn report(text: String, at: i64) -> (Box<Report>, Arc<Proven>) {
    let (outcome, proven) = ask(&question(text, at));
    (outcome.result.unwrap(), proven.unwrap())
}

/// The DNSKEY RRset and one address, signed from and until these moments (Unix seconds).
fn signed(from: u32, until: u32) -> String {
    let key = SigningKey::from_bytes(&[9; 32]);
    let public = data_encoding::BASE64.encode(key.verifying_key().as_bytes());
    let plain = format!("example. 60 IN DNSKEY 257 3 15 {public}\nwww.example. 60 IN A 192.0.2.1\n");
    let tag = report(plain.clone(), 0).1.table.keys[0].tag;
    let line = |owner: &str, covered: &str, labels: u8, signature: &[u8]| {
        let encoded = data_encoding::BASE64.encode(signature);
        format!("{owner} 60 IN RRSIG {covered} 15 {labels} 60 {until} {from} {tag} example. {encoded}\n")
    };
    let both = [("example.", "DNSKEY", 1), ("www.example.", "A", 2)];
    let draft: String = both.map(|(owner, covered, labels)| line(owner, covered, labels, &[0; 64])).concat();
    let (_, proven) = report(plain.clone() + &draft, 0);
    let signatures = proven.checks.list.iter().map(|check| key.sign(&check.data).to_bytes());
    let lines: String = both
        .iter()
        .zip(signatures)
        .map(|((owner, covered, labels), signature)| line(owner, covered, *labels, &signature))
        .collect();
    plain + &lines
}

#[test]
fn leeway_for_clocks() {
    let unbound = |from, until, at| report(signed(from, until), at).0.mixes[0].profiles.unbound;
    // Unbound's leeway, before and after.
    assert_eq!(unbound(1_000_000, 2_000_000, 1_500_000), Verdict::Secure);
    assert_eq!(unbound(1_000_000, 2_000_000, 2_003_000), Verdict::Secure);
    assert_eq!(unbound(1_000_000, 2_000_000, 996_000), Verdict::Secure);
    assert_eq!(unbound(1_000_000, 2_000_000, 2_200_000), Verdict::Bogus);
    // It ends before it begins: never valid, leeway or not (RFC 4034 §3.1.5).
    assert_eq!(unbound(1_000_600, 1_000_000, 1_000_300), Verdict::Bogus);
}

#[test]
fn signatures_across_the_turns() {
    // 2038 and 2106: serial numbers go on (RFC 1982).
    for turn in [0x8000_0000_i64, 0x1_0000_0000] {
        let serial = |at: i64| (at & 0xffff_ffff) as u32;
        let text = signed(serial(turn - 1_000_000), serial(turn + 1_000_000));
        for (at, expected) in
            [(turn, Verdict::Secure), (turn - 999_999, Verdict::Secure), (turn + 1_000_001, Verdict::Bogus)]
        {
            let (report, _) = report(text.clone(), at);
            assert_eq!(report.verdict, expected, "{at}");
        }
    }
}

/// Records that RFC 5155 says to ignore prove nothing.
#[test]
fn nsec3_records_to_ignore() {
    let hash = "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom";
    let name: Name = "gone.example.".parse().unwrap();
    for (owner, flags, algorithm, proves) in [
        (format!("{hash}.example."), 0, 1, true),
        // Unknown flags (§8.2), an unknown hash algorithm (§8.1), not directly below the apex (§7.1).
        (format!("{hash}.example."), 2, 1, false),
        (format!("{hash}.example."), 0, 6, false),
        (format!("{hash}.sub.example."), 0, 1, false),
    ] {
        let text = format!(
            "example. 60 IN SOA a. b. 1 2 3 4 5\n{owner} 60 IN NSEC3 {algorithm} {flags} 12 aabbccdd {hash} SOA RRSIG\n"
        );
        let (_, proven) = report(text, 0);
        let view = &proven.snapshot.providers[0];
        let chains = Chains::of(view, &proven.snapshot.zone);
        let proof = prove(&chains, Claim::NameError(&name, Rtype::A));
        assert_eq!(proof.is_ok_and(|proof| proof.doubts.is_empty()), proves, "{owner} {flags} {algorithm}");
        assert!(view.rrsets.iter().any(|set| set.rtype == Rtype::NSEC3));
    }
}
