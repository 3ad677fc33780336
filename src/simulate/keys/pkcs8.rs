//! A private key as PKCS #8 (RFC 5958), the form in which a browser's own cryptography takes it.

use super::secret::{Inner, SecretKey};
use ed25519_dalek::pkcs8::{EncodePrivateKey as _, KeypairBytes};
use zeroize::Zeroizing;

impl SecretKey {
    /// **Exposes the private key**, to nobody but the browser's own cryptography. The octets are wiped when dropped.
    /// `None` for what browsers do not sign with.
    pub(in super::super) fn expose_pkcs8(&self) -> Option<Zeroizing<Vec<u8>>> {
        let document = match &self.inner {
            Inner::Rsa(key) => key.to_pkcs8_der().ok()?,
            Inner::P256(key) => key.to_pkcs8_der().ok()?,
            Inner::P384(key) => key.to_pkcs8_der().ok()?,
            // Browsers take the first version of the format only, which has no public key.
            Inner::Ed25519(key) => {
                let mut pair = KeypairBytes { secret_key: key.to_bytes(), public_key: None };
                let document = pair.to_pkcs8_der().ok();
                zeroize::Zeroize::zeroize(&mut pair.secret_key);
                document?
            }
            Inner::Ed448(_) => return None,
        };
        Some(document.to_bytes())
    }
}
