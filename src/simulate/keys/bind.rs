//! BIND's private-key file, format v1.3, which ldns, Knot (`keymgr import-bind`), NSD's and PowerDNS's tools read.

use super::secret::{Inner, KeyFault, SecretKey};
use crate::dns::{Moment, Name, dotted};
use crate::dnssec::algorithm;
use data_encoding::BASE64;
use rsa::BoxedUint;
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use std::fmt::Write as _;
use thiserror::Error;
use zeroize::Zeroizing;

/// Why a text is not a private key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadPrivateKey {
    #[error("the field {0} is missing from the private key")]
    Missing(&'static str),
    #[error("the field {0} of the private key cannot be read")]
    Field(&'static str),
    #[error(transparent)]
    Fault(#[from] KeyFault),
}

/// `Kexample.com.+013+12345`: what the files of a key are called, without `.key` or `.private`.
pub fn file_stem(zone: &Name, algorithm: u8, tag: u16) -> String {
    format!("K{}+{algorithm:03}+{tag:05}", dotted(zone).to_ascii_lowercase())
}

impl SecretKey {
    /// **Exposes the private key**: the text of a `.private` file. Call it only when a person explicitly asked for
    /// the private key; whoever has the text can sign for the zone. The text is wiped when dropped.
    pub fn expose_private_key_file(&self, created: Moment) -> Zeroizing<String> {
        let mut out = Zeroizing::new(String::with_capacity(4_096));
        let number = self.algorithm();
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(out, "Private-key-format: v1.3\nAlgorithm: {number} ({})", algorithm::name(number));
        let mut field = |name: &str, octets: &[u8]| {
            let text = Zeroizing::new(BASE64.encode(octets));
            let _ = writeln!(out, "{name}: {}", text.as_str());
        };
        match &self.inner {
            Inner::Rsa(key) => {
                field("Modulus", &key.n_bytes());
                field("PublicExponent", &key.e_bytes());
                let secret =
                    |number: &BoxedUint| Zeroizing::new(number.to_be_bytes_trimmed_vartime().to_vec());
                field("PrivateExponent", &secret(key.d()));
                for (name, prime) in ["Prime1", "Prime2"].iter().zip(key.primes()) {
                    field(name, &secret(prime));
                }
                for (name, exponent) in [("Exponent1", key.dp()), ("Exponent2", key.dq())] {
                    if let Some(exponent) = exponent {
                        field(name, &secret(exponent));
                    }
                }
                if let Some(coefficient) = key.crt_coefficient() {
                    field("Coefficient", &secret(&coefficient));
                }
            }
            Inner::P256(key) => field("PrivateKey", &Zeroizing::new(key.to_bytes().to_vec())),
            Inner::P384(key) => field("PrivateKey", &Zeroizing::new(key.to_bytes().to_vec())),
            Inner::Ed25519(key) => field("PrivateKey", key.as_bytes()),
            Inner::Ed448(key) => field("PrivateKey", key.as_bytes().as_slice()),
        }
        let time: String = created.to_string().chars().filter(char::is_ascii_digit).collect();
        for name in ["Created", "Publish", "Activate"] {
            let _ = writeln!(out, "{name}: {time}");
        }
        out
    }

    /// Reads a private-key file.
    pub fn from_private_key_file(text: &str) -> Result<Self, BadPrivateKey> {
        let field = |name: &'static str| {
            text.lines()
                .find_map(|line| line.split_once(':').filter(|(key, _)| key.trim() == name))
                .map(|(_, value)| value.trim())
                .ok_or(BadPrivateKey::Missing(name))
        };
        let octets = |name: &'static str| {
            let read = BASE64.decode(field(name)?.as_bytes()).map_err(|_| BadPrivateKey::Field(name))?;
            Ok::<_, BadPrivateKey>(Zeroizing::new(read))
        };
        let number = field("Algorithm")?.split_whitespace().next().and_then(|word| word.parse().ok());
        let number: u8 = number.ok_or(BadPrivateKey::Field("Algorithm"))?;
        let bad = || BadPrivateKey::Field("PrivateKey");
        let inner = match number {
            8 | 10 => {
                let uint = |name| Ok::<_, BadPrivateKey>(BoxedUint::from_be_slice_vartime(&octets(name)?));
                let primes = vec![uint("Prime1")?, uint("Prime2")?];
                let key = rsa::PrivateKey::from_components(
                    uint("Modulus")?,
                    uint("PublicExponent")?,
                    uint("PrivateExponent")?,
                    primes,
                );
                Inner::Rsa(Box::new(key.map_err(|_| BadPrivateKey::Field("Modulus"))?))
            }
            13 => p256::ecdsa::SigningKey::from_slice(&octets("PrivateKey")?)
                .map(|key| Inner::P256(Box::new(key)))
                .map_err(|_| bad())?,
            14 => p384::ecdsa::SigningKey::from_slice(&octets("PrivateKey")?)
                .map(|key| Inner::P384(Box::new(key)))
                .map_err(|_| bad())?,
            15 => {
                let seed: Zeroizing<[u8; 32]> =
                    Zeroizing::new(octets("PrivateKey")?.as_slice().try_into().map_err(|_| bad())?);
                Inner::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(&seed)))
            }
            16 => Inner::ed448(&octets("PrivateKey")?).ok_or_else(bad)?,
            other => return Err(KeyFault::Algorithm(other).into()),
        };
        Ok(Self::new(number, inner))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::super::{ALGORITHMS, Seed};
    use super::*;
    use data_encoding::HEXLOWER_PERMISSIVE as HEX;
    use rstest::rstest;

    /// RFC 6979 §A.2.5 and §A.2.6: deterministic ECDSA with SHA-256 and SHA-384.
    #[rstest]
    #[case(
        13,
        "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721",
        "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716\
         F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8"
    )]
    #[case(
        14,
        "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5",
        "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46\
         99EF4AEB15F178CEA1FE40DB2603138F130E740A19624526203B6351D0A3A94FA329C145786E679E7B82C71A38628AC8"
    )]
    fn deterministic_ecdsa(#[case] algorithm: u8, #[case] scalar: &str, #[case] signature: &str) {
        let scalar = BASE64.encode(&HEX.decode(scalar.as_bytes()).unwrap());
        let text = format!("Private-key-format: v1.3\nAlgorithm: {algorithm} (X)\nPrivateKey: {scalar}\n");
        let key = SecretKey::from_private_key_file(&text).unwrap();
        assert_eq!(HEX.decode(signature.as_bytes()).unwrap(), key.sign(b"sample").unwrap());
    }

    #[test]
    fn a_key_survives_its_file_and_is_not_printed() {
        for algorithm in ALGORITHMS {
            let key = SecretKey::generate(algorithm, &mut Seed::from_text("t").stream(&[])).unwrap();
            let file = key.expose_private_key_file(Moment(1_795_608_000));
            let again = SecretKey::from_private_key_file(&file).unwrap();
            assert_eq!(again.public_key(), key.public_key(), "{algorithm}");
            assert_eq!(again.sign(b"x").unwrap(), key.sign(b"x").unwrap(), "{algorithm}");
            assert_eq!(format!("{key:?}"), format!("SecretKey(algorithm {algorithm}, …)"));
        }
    }

    #[rstest]
    #[case("", BadPrivateKey::Missing("Algorithm"))]
    #[case("Algorithm: many", BadPrivateKey::Field("Algorithm"))]
    #[case("Algorithm: 5 (RSASHA1)", BadPrivateKey::Fault(KeyFault::Algorithm(5)))]
    #[case("Algorithm: 13", BadPrivateKey::Missing("PrivateKey"))]
    #[case("Algorithm: 13\nPrivateKey: !", BadPrivateKey::Field("PrivateKey"))]
    #[case("Algorithm: 13\nPrivateKey: AAAA", BadPrivateKey::Field("PrivateKey"))]
    #[case("Algorithm: 15\nPrivateKey: AAAA", BadPrivateKey::Field("PrivateKey"))]
    #[case("Algorithm: 16\nPrivateKey: AAAA", BadPrivateKey::Field("PrivateKey"))]
    #[case("Algorithm: 8\nModulus: AAAA", BadPrivateKey::Missing("Prime1"))]
    fn no_private_key(#[case] text: &str, #[case] fault: BadPrivateKey) {
        assert_eq!(SecretKey::from_private_key_file(text).unwrap_err(), fault);
    }
}
