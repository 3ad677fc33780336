//! Every backend gives the same answers, check by check, and those that Wycheproof's vectors ask for.
#![allow(clippy::unwrap_used, clippy::panic)]

use crate::common::{ask, question, scenario, zone_files};
use crate::signatures::{leading_zeros, odd_points, rsa_key, wycheproof};
use bytes::Bytes;
use multisigner::dnssec::backend::{Backend, Native, RustCrypto};
use multisigner::dnssec::checks::SignatureCheck;
use multisigner::dnssec::proofs::Checked;
use rstest::rstest;
use std::path::PathBuf;

#[rstest]
fn native_agrees_with_rustcrypto(#[files("tests/corpus/*/scenario.json")] path: PathBuf) {
    let scenario = scenario(&path);
    let (_, proven) = ask(&question(zone_files(path.parent().unwrap(), &scenario), &scenario));
    let proven = proven.unwrap();
    let native = pollster::block_on(Native.verify(&proven.checks.list));
    assert_eq!(native, proven.proofs.answers);
}

#[test]
fn vectors_hold_at_every_backend() {
    let mut wrong = Vec::new();
    for vectors in wycheproof().into_iter().chain([leading_zeros(), odd_points()]) {
        let checks = vectors.checks();
        println!("algorithm {}: {} vectors", vectors.algorithm, checks.len());
        wrong.extend(vectors.deviations("ring", &pollster::block_on(Native.verify(&checks))));
        wrong.extend(vectors.deviations("RustCrypto", &pollster::block_on(RustCrypto.verify(&checks))));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Public keys that are none, and keys beyond the bounds: never "does not fit".
#[rstest]
#[case(13, vec![1; 64], Checked::NoKey)]
#[case(13, vec![1; 63], Checked::NoKey)]
#[case(14, vec![1; 96], Checked::NoKey)]
#[case(15, vec![2; 31], Checked::NoKey)]
#[case(15, vec![2; 32], Checked::Fails)]
#[case(16, vec![2; 56], Checked::NoKey)]
#[case(16, vec![2; 57], Checked::Fails)]
#[case(16, [vec![2; 56], vec![0x80]].concat(), Checked::Fails)]
#[case(8, Vec::new(), Checked::NoKey)]
#[case(8, vec![0x83; 64], Checked::NoKey)]
#[case(8, rsa_key(&[1, 0, 1], &[0xc1; 1_025]), Checked::Unable)]
#[case(8, rsa_key(&[1; 33], &[0xc1; 128]), Checked::Unable)]
#[case(8, rsa_key(&[1, 0, 1], &[0xc0; 128]), Checked::Fails)]
#[case(8, rsa_key(&[1, 0, 0], &[0xc1; 128]), Checked::Fails)]
#[case(8, rsa_key(&[1, 0, 1], &[3]), Checked::Fails)]
#[case(8, rsa_key(&[1], &[0xc1; 127]), Checked::Fails)]
#[case(17, vec![1; 64], Checked::Unable)]
fn odd_keys(#[case] algorithm: u8, #[case] key: Vec<u8>, #[case] wanted: Checked) {
    let length = match algorithm {
        14 => 96,
        16 => 114,
        8 => multisigner::dnssec::algorithm::key_bits(8, &key).map_or(64, |bits| bits.div_ceil(8) as usize),
        _ => 64,
    };
    let check = SignatureCheck {
        algorithm,
        key: 0,
        public_key: key.into(),
        data: Bytes::from_static(b"data"),
        signature: vec![1; length].into(),
    };
    for answers in [
        pollster::block_on(Native.verify(std::slice::from_ref(&check))),
        pollster::block_on(RustCrypto.verify(std::slice::from_ref(&check))),
    ] {
        assert_eq!(answers, [wanted]);
    }
}
