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

/// An Ed25519 key and signature that every implementation takes for the same: both points are canonical (RFC 8032 §5.1.3), and
/// neither is of small order. Others are for RustCrypto alone, which works as OpenSSL does: the equation without
/// cofactor, R compared octet by octet, A's coordinate taken modulo p.
pub(super) fn is_ordinary_ed25519(check: &SignatureCheck) -> bool {
    let ordinary = |octets: &[u8]| {
        octets.first_chunk::<32>().is_some_and(|point| {
            let mut y = *point;
            if let Some(last) = y.last_mut() {
                *last &= 0x7f;
            }
            y.iter().rev().lt(P_MINUS_ONE.iter().rev()) && !SMALL_ORDER.contains(&y)
        })
    };
    ordinary(&check.public_key) && ordinary(&check.signature)
}

/// The y coordinates of the points of order 1, 4 and 8, least octet first; that of order 2 is p - 1.
const SMALL_ORDER: [[u8; 32]; 4] = [
    ONE,
    [0; 32],
    [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5,
        0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
    ],
    [
        0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a,
        0x20, 0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
    ],
];

/// p - 1 = 2^255 - 20, least octet first.
const P_MINUS_ONE: [u8; 32] = [
    0xec, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f,
];

const ONE: [u8; 32] =
    [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/// A number without leading zero octets.
pub(super) fn significant(number: &[u8]) -> &[u8] {
    let zeros = number.iter().take_while(|octet| **octet == 0).count();
    number.get(zeros..).unwrap_or_default()
}
