//! An RSA key as ring takes it: natively, ring makes the same signatures several times faster.

use super::secret::{Inner, SecretKey};
use ring::rsa::{KeyPairComponents, PublicKeyComponents};
use ring::signature::RsaKeyPair;
use rsa::BoxedUint;
use rsa::traits::{PrivateKeyParts as _, PublicKeyParts as _};
use zeroize::Zeroizing;

impl SecretKey {
    /// **Exposes the private key**, to ring only; `None` if it is none of RSA, or none that ring takes. ring does not
    /// wipe its copy.
    pub(in super::super) fn for_ring(&self) -> Option<RsaKeyPair> {
        let Inner::Rsa(key) = &self.inner else { return None };
        let secret = |number: &BoxedUint| Zeroizing::new(number.to_be_bytes_trimmed_vartime().to_vec());
        let [p, q] = key.primes() else { return None };
        let components = KeyPairComponents {
            public_key: PublicKeyComponents { n: key.n_bytes().to_vec(), e: key.e_bytes().to_vec() },
            d: secret(key.d()),
            p: secret(p),
            q: secret(q),
            dP: secret(key.dp()?),
            dQ: secret(key.dq()?),
            qInv: secret(&key.crt_coefficient()?),
        };
        RsaKeyPair::from_components(&borrowed(&components)).ok()
    }
}

type Secret = Zeroizing<Vec<u8>>;

fn borrowed(key: &KeyPairComponents<Vec<u8>, Secret>) -> KeyPairComponents<&[u8]> {
    KeyPairComponents {
        public_key: PublicKeyComponents { n: &key.public_key.n, e: &key.public_key.e },
        d: &key.d,
        p: &key.p,
        q: &key.q,
        dP: &key.dP,
        dQ: &key.dQ,
        qInv: &key.qInv,
    }
}
