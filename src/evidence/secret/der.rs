//! Private keys by their structure: the DER that PEM, PKCS#8 files and many tools have in them.

/// PBES1 and PBES2 (RFC 8018 appendix A): what encrypts a PKCS#8 key.
const PKCS_5: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05];
/// The same of PKCS#12 (RFC 7292 appendix B).
const PKCS_12: [u8; 9] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x0c, 0x01];
/// PKCS#7, what a PKCS#12 file (RFC 7292 §4) holds.
const PKCS_7: [u8; 8] = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07];

const INTEGER: u8 = 0x02;
const OCTETS: u8 = 0x04;
const OID: u8 = 0x06;
const SEQUENCE: u8 = 0x30;

/// No more octets than these are looked at.
pub(super) const MOST: usize = 33;

/// Whether these octets begin a private key: PKCS#8 (RFC 5958), also encrypted, SEC1 (RFC 5915), PKCS#1 (RFC 8017
/// appendix A.1.2), DSA as OpenSSL has it, or a PKCS#12 file. They may be cut after some twenty octets.
pub(super) fn is_private_key(octets: &[u8]) -> bool {
    begins_private_key(octets).unwrap_or(false)
}

/// `None`: cut before it is certain.
fn begins_private_key(octets: &[u8]) -> Option<bool> {
    let mut der = Der(octets);
    let all = der.head(SEQUENCE)?;
    if der.next_is(SEQUENCE)? {
        der.head(SEQUENCE)?;
        let oid = der.head(OID)?;
        let oid = der.0.get(..oid.min(der.0.len()))?;
        return Some(oid.starts_with(&PKCS_5) || oid.starts_with(&PKCS_12));
    }
    if der.head(INTEGER)? != 1 {
        return Some(false);
    }
    let version = der.octet()?;
    let (tag, before) = (*der.0.first()?, octets.len() - der.0.len());
    let length = der.head(tag)?;
    Some(match (version, tag) {
        // PrivateKeyInfo: the algorithm, then the key as octets. A list of revoked certificates begins alike, and has
        // the issuer's name there.
        (0 | 1, SEQUENCE) => {
            let algorithm = der.0;
            let oid = der.head(OID)?;
            let fits = (3..=length).contains(&oid) && length < all;
            let behind = algorithm.get(length);
            fits && behind.map_or(version == 0, |tag| *tag == OCTETS)
        }
        (3, SEQUENCE) => {
            let oid = der.head(OID)?;
            oid == PKCS_7.len() + 1 && der.0.starts_with(&PKCS_7)
        }
        // ECPrivateKey: the scalar, perhaps with curve and public key.
        (1, OCTETS) => (16..=72).contains(&length) && length + 3 < all && all < 256,
        // RSAPrivateKey: modulus, exponent, and numbers of the modulus' size.
        (0 | 1, INTEGER) => length >= 32 && before + 2 * length < all + 4,
        _ => false,
    })
}

struct Der<'a>(&'a [u8]);

impl Der<'_> {
    fn octet(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn next_is(&self, tag: u8) -> Option<bool> {
        self.0.first().map(|first| *first == tag)
    }

    /// The length behind this tag (X.690 §8.1.3, the shortest form); `None` also where there is another tag.
    fn head(&mut self, tag: u8) -> Option<usize> {
        if self.octet()? != tag {
            return None;
        }
        let first = self.octet()?;
        let (long, least) = match first {
            0x81 => (1, 0x80),
            0x82 => (2, 0x100),
            short => return (short < 0x80).then(|| usize::from(short)),
        };
        let mut length = 0;
        for _ in 0..long {
            length = length * 256 + usize::from(self.octet()?);
        }
        (length >= least).then_some(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;
    use rstest::rstest;

    #[rstest]
    #[case::ed25519("302e020100300506032b657004220420")]
    #[case::ed25519_with_public_key("3051020101300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3a")]
    #[case::p256("308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201")]
    #[case::rsa("308204be020100300d06092a864886f70d0101010500048204a8308204a4020100")]
    #[case::cut("308204be020100300d06092a8648")]
    #[case::encrypted("3081ec305706092a864886f70d01050d304a")]
    #[case::encrypted_old("3081a0301a060a2a864886f70d010c0103")]
    #[case::sec1("307702010104203b2a")]
    #[case::sec1_scalar_only("30310201010420")]
    #[case::sec1_p384("3081a402010104300f")]
    #[case::pkcs1("308204a40201000282010100c2")]
    #[case::pkcs1_1024("3082025c02010002818100")]
    #[case::pkcs12("30820a1002010330820 9d606092a864886f70d010701")]
    fn private(#[case] hex: &str) {
        assert!(is_private_key(&HEXLOWER.decode(hex.replace(' ', "").as_bytes()).unwrap()), "{hex}");
    }

    #[rstest]
    #[case::spki("302a300506032b6570032100")]
    #[case::spki_rsa("30820122300d06092a864886f70d01010105000382010f003082010a02820101")]
    #[case::spki_ec("3059301306072a8648ce3d020106082a8648ce3d030107034200")]
    #[case::pkcs1_public("3082010a0282010100c2")]
    #[case::certificate("308203c9308202b1a00302010202140a")]
    #[case::request("308202a93082019102010030643111")]
    #[case::request_inside("3082019102010030643111300f0603")]
    #[case::revoked("3082019b020101300d06092a864886f70d01010b0500304231")]
    #[case::signature("3045022100aa")]
    #[case::constraints("30060101ff020100")]
    #[case::nothing("")]
    #[case::cut("302e0201")]
    fn others(#[case] hex: &str) {
        assert!(!is_private_key(&HEXLOWER.decode(hex.as_bytes()).unwrap()), "{hex}");
    }
}
