//! DNSSEC algorithm and digest numbers: what they are called and what can be verified here.

/// Algorithms whose signatures are verified here (IANA "DNS Security Algorithm Numbers").
///
/// 5 and 7 RSA/SHA-1 (RFC 3110, RFC 5155), 8 RSA/SHA-256 and 10 RSA/SHA-512 (RFC 5702), 13 and 14
/// ECDSA (RFC 6605), 15 Ed25519 and 16 Ed448 (RFC 8080).
pub const VERIFIABLE: [u8; 8] = [5, 7, 8, 10, 13, 14, 15, 16];

/// DS digest types that can be computed here: SHA-1, SHA-256 (RFC 4509), SHA-384 (RFC 6605).
pub const DIGESTS: [u8; 3] = [1, 2, 4];

/// RSA keys, in the form of RFC 3110.
pub fn is_rsa(algorithm: u8) -> bool {
    matches!(algorithm, 1 | 5 | 7 | 8 | 10)
}

/// What a number is that no zone can be signed with, or that only its owner knows (IANA "DNS Security Algorithm Numbers").
pub fn odd_status(algorithm: u8) -> Option<&'static str> {
    match algorithm {
        0 | 2 | 252 => Some("is not for zone signing"),
        4 | 9 | 11 | 123..=251 | 255 => Some("is reserved"),
        18..=22 | 24..=122 => Some("is not assigned"),
        253 | 254 => Some("is private"),
        _ => None,
    }
}

/// The IANA mnemonic, `ALGnn` when there is none.
pub fn name(algorithm: u8) -> String {
    let known = match algorithm {
        1 => "RSAMD5",
        3 => "DSA",
        5 => "RSASHA1",
        6 => "DSA-NSEC3-SHA1",
        7 => "RSASHA1-NSEC3-SHA1",
        8 => "RSASHA256",
        10 => "RSASHA512",
        12 => "ECC-GOST",
        13 => "ECDSAP256SHA256",
        14 => "ECDSAP384SHA384",
        15 => "ED25519",
        16 => "ED448",
        17 => "SM2SM3",
        23 => "ECC-GOST12",
        253 => "PRIVATEDNS",
        254 => "PRIVATEOID",
        other => return format!("ALG{other}"),
    };
    known.to_string()
}

/// `SHA-256` for digest type 2, and so on.
pub fn digest_name(digest_type: u8) -> String {
    match digest_type {
        1 => "SHA-1".into(),
        2 => "SHA-256".into(),
        3 => "GOST".into(),
        4 => "SHA-384".into(),
        other => format!("digest type {other}"),
    }
}

/// The size of a public key in bits: the modulus for RSA (RFC 3110 §2), the curve's for the others.
/// `None` when the key is malformed or the algorithm is not known.
pub fn key_bits(algorithm: u8, key: &[u8]) -> Option<u32> {
    match algorithm {
        _ if is_rsa(algorithm) => rsa_bits(key).map(|(_, modulus)| modulus),
        13 if key.len() == 64 => Some(256),
        14 if key.len() == 96 => Some(384),
        15 if key.len() == 32 => Some(256),
        16 if key.len() == 57 => Some(456),
        _ => None,
    }
}

/// The sizes in bits of exponent and modulus of an RSA public key; neither is zero.
pub fn rsa_bits(key: &[u8]) -> Option<(u32, u32)> {
    let bits = |number: &[u8]| {
        let leading = number.iter().take_while(|octet| **octet == 0).count();
        let significant = number.get(leading..)?;
        let first = significant.first()?;
        Some(u32::try_from(significant.len()).ok()? * 8 - first.leading_zeros())
    };
    let (exponent, modulus) = rsa_parts(key)?;
    Some((bits(exponent)?, bits(modulus)?))
}

/// Exponent and modulus of an RSA public key (RFC 3110 §2).
pub fn rsa_parts(key: &[u8]) -> Option<(&[u8], &[u8])> {
    let (first, rest) = key.split_first()?;
    let (length, rest) = if *first == 0 {
        let (high, rest) = rest.split_first()?;
        let (low, rest) = rest.split_first()?;
        (usize::from(u16::from_be_bytes([*high, *low])), rest)
    } else {
        (usize::from(*first), rest)
    };
    let (exponent, modulus) = (rest.get(..length)?, rest.get(length..)?);
    (!exponent.is_empty() && !modulus.is_empty()).then_some((exponent, modulus))
}
