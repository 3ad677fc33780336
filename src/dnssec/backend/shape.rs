//! What is told by the lengths alone, before any arithmetic: it is the same whatever does the arithmetic.

use crate::dnssec::algorithm::{VERIFIABLE, key_bits, rsa_bits, rsa_parts};
use crate::dnssec::checks::SignatureCheck;
use crate::dnssec::proofs::Checked;

/// The largest RSA modulus and exponent that are worked with, in bits: twice and seven times what DNSSEC allows and uses
/// (RFC 5702 §2), and little enough work for anybody's data.
const MOST_MODULUS: u32 = 8_192;
const MOST_EXPONENT: u32 = 256;

/// The answer, where no arithmetic is needed.
pub(super) fn by_shape(check: &SignatureCheck) -> Option<Checked> {
    if !VERIFIABLE.contains(&check.algorithm) {
        return Some(Checked::Unable);
    }
    if key_bits(check.algorithm, &check.public_key).is_none() {
        return Some(Checked::NoKey);
    }
    // The seven unused bits behind the sign of a point have to be zero (RFC 8032 §5.2.3); not every implementation looks.
    let unused = |octets: &[u8]| octets.get(56).is_some_and(|octet| octet & 0x7f != 0);
    if check.algorithm == 16 && (unused(&check.public_key) || unused(&check.signature)) {
        return Some(Checked::Fails);
    }
    let length = match check.algorithm {
        13 | 15 => 64,
        14 => 96,
        16 => 114,
        _ => {
            let (exponent, modulus) = rsa_bits(&check.public_key)?;
            if modulus > MOST_MODULUS || exponent > MOST_EXPONENT {
                return Some(Checked::Unable);
            }
            modulus.div_ceil(8) as usize
        }
    };
    (check.signature.len() != length).then_some(Checked::Fails)
}

/// An RSA key that every implementation takes: of 1024 to 4096 bits in whole octets, with an odd exponent of 3 to 32 bits.
/// Others are for RustCrypto alone.
pub(super) fn is_ordinary_rsa(check: &SignatureCheck) -> bool {
    let odd = |number: &[u8]| number.last().is_some_and(|octet| octet % 2 == 1);
    rsa_bits(&check.public_key).is_some_and(|(exponent, modulus)| {
        (2..=32).contains(&exponent) && (1_024..=4_096).contains(&modulus) && modulus % 8 == 0
    }) && rsa_parts(&check.public_key).is_some_and(|(exponent, modulus)| odd(exponent) && odd(modulus))
}

/// A number without leading zero octets.
pub(super) fn significant(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|octet| **octet == 0).count();
    number.get(zeros..).unwrap_or_default()
}
