//! Signature verification with ring on a computer of one's own: about five times as fast as the
//! crates in pure Rust. What ring does not do (Ed448, unusual RSA and Ed25519 keys) goes to RustCrypto.

use super::Backend;
use super::parallel::{BATCH, on_all_cores};
use super::rustcrypto::{is_point, uncompressed, verify_some as by_rustcrypto};
use super::shape::{by_shape, is_ordinary_ed25519, is_ordinary_rsa, significant};
use crate::dnssec::algorithm::rsa_parts;
use crate::dnssec::checks::SignatureCheck;
use crate::dnssec::proofs::Checked;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
    RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};

/// ring on all cores, with RustCrypto behind it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Native;

impl Backend for Native {
    async fn verify(&self, batch: &[SignatureCheck]) -> Vec<Checked> {
        on_all_cores(batch, &Checked::Unable, |part| part.iter().map(verify).collect())
    }

    fn batch(&self) -> usize {
        BATCH
    }
}

fn verify(check: &SignatureCheck) -> Checked {
    let key = check.public_key.as_ref();
    by_shape(check).unwrap_or_else(|| match check.algorithm {
        5 | 7 if is_ordinary_rsa(check) => rsa(check, &RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
        8 if is_ordinary_rsa(check) => rsa(check, &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY),
        10 if is_ordinary_rsa(check) => rsa(check, &RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY),
        13 => ecdsa(check, &ECDSA_P256_SHA256_FIXED),
        14 => ecdsa(check, &ECDSA_P384_SHA384_FIXED),
        15 if is_ordinary_ed25519(check) => Checked::of(plain(check, &ED25519, key)),
        _ => by_rustcrypto(std::slice::from_ref(check)).first().copied().unwrap_or(Checked::Unable),
    })
}

fn plain(check: &SignatureCheck, algorithm: &'static dyn VerificationAlgorithm, key: &[u8]) -> bool {
    UnparsedPublicKey::new(algorithm, key).verify(&check.data, &check.signature).is_ok()
}

/// ring does not tell why it says no.
fn ecdsa(check: &SignatureCheck, algorithm: &'static dyn VerificationAlgorithm) -> Checked {
    match plain(check, algorithm, &uncompressed(&check.public_key)) {
        false if !is_point(check) => Checked::NoKey,
        holds => Checked::of(holds),
    }
}

fn rsa(check: &SignatureCheck, parameters: &'static RsaParameters) -> Checked {
    let Some((exponent, modulus)) = rsa_parts(&check.public_key) else { return Checked::NoKey };
    let key = RsaPublicKeyComponents { n: significant(modulus), e: significant(exponent) };
    Checked::of(key.verify(parameters, &check.data, &check.signature).is_ok())
}
