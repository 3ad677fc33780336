//! Signature verification with ring on a computer of one's own: about five times as fast as the
//! crates in pure Rust. What ring does not do (Ed448, RSA below 1024 bits) goes to RustCrypto.

use super::Backend;
use super::parallel::{BATCH, on_all_cores};
use super::rustcrypto::{RSA_MOST_OCTETS, uncompressed, verify_some as by_rustcrypto};
use crate::dnssec::algorithm::{key_bits, rsa_parts};
use crate::dnssec::checks::SignatureCheck;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY,
    RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY,
    RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey, VerificationAlgorithm,
};

/// ring on all cores, with RustCrypto behind it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Native;

impl Backend for Native {
    async fn verify(&self, batch: &[SignatureCheck]) -> Vec<bool> {
        on_all_cores(batch, &false, |part| part.iter().map(verify).collect())
    }

    fn batch(&self) -> usize {
        BATCH
    }
}

fn verify(check: &SignatureCheck) -> bool {
    let key = check.public_key.as_ref();
    match check.algorithm {
        5 | 7 => rsa(check, &RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY),
        8 => rsa(check, &RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY),
        10 => rsa(check, &RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY),
        13 if key.len() == 64 => plain(check, &ECDSA_P256_SHA256_FIXED, &uncompressed(key)),
        14 if key.len() == 96 => plain(check, &ECDSA_P384_SHA384_FIXED, &uncompressed(key)),
        15 => plain(check, &ED25519, key),
        _ => rustcrypto(check),
    }
}

fn plain(check: &SignatureCheck, algorithm: &'static dyn VerificationAlgorithm, key: &[u8]) -> bool {
    UnparsedPublicKey::new(algorithm, key).verify(&check.data, &check.signature).is_ok()
}

fn rsa(check: &SignatureCheck, parameters: &'static RsaParameters) -> bool {
    const LEAST_BITS: u32 = 1024;
    let small = key_bits(check.algorithm, &check.public_key).is_none_or(|bits| bits < LEAST_BITS);
    let Some((exponent, modulus)) = rsa_parts(&check.public_key) else { return false };
    if small || modulus.len() > RSA_MOST_OCTETS {
        return rustcrypto(check);
    }
    let significant =
        |number: &[u8]| -> Vec<u8> { number.iter().copied().skip_while(|octet| *octet == 0).collect() };
    let key = RsaPublicKeyComponents { n: significant(modulus), e: significant(exponent) };
    key.verify(parameters, &check.data, &check.signature).is_ok()
}

fn rustcrypto(check: &SignatureCheck) -> bool {
    by_rustcrypto(std::slice::from_ref(check)).first().copied().unwrap_or(false)
}
