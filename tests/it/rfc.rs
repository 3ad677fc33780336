//! The worked examples of the RFCs: each record as the RFC prints it, each signature verified.
//!
//! That the texts are right shows in the signatures, which also dnspython verifies.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::common::case::Case;
use multisigner::check::report::Verdict;
use multisigner::dnssec::proofs::Checked;
use rstest::rstest;
use std::path::PathBuf;

#[rstest]
fn examples(#[files("tests/rfc/*.toml")] path: PathBuf) {
    let case = Case::read(&path);
    let (report, proven) = case.ask();
    let mix = &report.mixes[0];
    assert_eq!(mix.verdict, case.verdict, "{}: {}, {:#?}", case.source, mix.reason, mix.rrsets);
    assert!(report.not_read.iter().all(|n| n.reason.contains("outside")), "{:?}", report.not_read);
    for tag in &case.tags {
        assert!(proven.table.keys.iter().any(|key| key.tag == *tag), "{}: no key {tag}", case.source);
    }
    if case.verdict != Verdict::Bogus {
        let answers = &proven.proofs.answers;
        let good = answers.iter().filter(|answer| **answer == Checked::Holds).count();
        assert!(good > 0 && good == answers.len(), "{}: {:?}", case.source, proven.proofs);
    }
}

/// RFC 4034 §5.4 and RFC 4509 §2.3: one key, its tag, its two digests.
#[test]
fn ds_digests() {
    use multisigner::dns::{Moment, Name};
    use multisigner::dnssec::ds;
    let key = "dskey.example.com. 86400 IN DNSKEY 256 3 5 ( AQOeiiR0GOMYkDshWoSKz9Xz \
               fwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvx \
               egXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/r \
               ljwvFw== ) ; key id = 60485\n";
    let question = multisigner::check::outcome::Question {
        sources: vec![multisigner::evidence::Source {
            name: "key".into(),
            role: multisigner::evidence::Role::Provider("A".into()),
            text: key.into(),
        }],
        zone: None,
        no_ds: false,
        unreached: None,
        at: Moment(0),
        rrsets_per_mix: 0,
    };
    let proven = crate::common::ask(&question).1.unwrap();
    let key = &proven.table.keys[0];
    assert_eq!(key.tag, 60485);
    let owner: Name = "DSKEY.example.com".parse().unwrap();
    let hex = |digest_type| {
        ds::digest(&owner, key, digest_type).map(|digest| data_encoding::HEXUPPER.encode(&digest))
    };
    assert_eq!(hex(1).unwrap(), "2BB183AF5F22588179A53B0A98631FAD1A292118");
    assert_eq!(hex(2).unwrap(), "D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A");
    assert_eq!(hex(3), None);
}

/// RFC 5155, Appendix A.1: hash values.
#[test]
fn nsec3_hashes() {
    let salt = [0xaa, 0xbb, 0xcc, 0xdd];
    for (name, expected) in [
        ("example", "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"),
        ("a.example", "35mthgpgcu1qg68fab165klnsnk3dpvl"),
        ("ai.example", "gjeqe526plbf1g8mklp59enfd789njgi"),
        ("ns1.example", "2t7b4g4vsa5smi47k61mv5bv1a22bojr"),
        ("ns2.example", "q04jkcevqvmu85r014c7dkba38o0ji5r"),
        ("w.example", "k8udemvp1j2f7eg6jebps17vp3n8i58h"),
        ("*.w.example", "r53bq7cc2uvmubfu5ocmm6pers9tk9en"),
        ("x.w.example", "b4um86eghhds6nea196smvmlo4ors995"),
        ("y.w.example", "ji6neoaepv8b5o6k4ev33abha8ht9fgc"),
        ("x.y.w.example", "2vptu5timamqttgl4luu9kg21e0aor3s"),
        ("xx.example", "t644ebqk9bibcna874givr6joj62mlhv"),
        ("C.X.W.EXAMPLE", "0va5bpr2ou0vk0lbqeeljri88laipsfh"),
        ("z.w.example", "qlu7gtfaeh0ek0c05ksfhdpbcgglbe03"),
        ("*.x.w.example", "92pqneegtaue7pjatc3l3qnk738c6v5m"),
    ] {
        let hash = multisigner::dns::nsec3_hash(&name.parse().unwrap(), &salt, 12);
        let text = data_encoding::BASE32HEX_NOPAD.encode(&hash).to_ascii_lowercase();
        assert_eq!(text, expected, "{name}");
    }
}
