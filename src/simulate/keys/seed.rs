//! Where the keys of a simulation come from: one secret seed, and from it a random stream per key.

use chacha20::ChaCha20Rng;
use rand_core::SeedableRng as _;
use serde::Deserialize;
use sha2::Digest as _;
use std::fmt;
use zeroize::{Zeroize as _, ZeroizeOnDrop};

/// The secret that all private keys of a simulation are made from: whoever has it has the keys. It cannot be
/// cloned, serialised or printed, and is wiped when dropped.
#[derive(Deserialize)]
#[serde(from = "String")]
pub struct Seed([u8; 32]);

impl Seed {
    /// From 32 octets of true randomness.
    pub fn new(octets: [u8; 32]) -> Self {
        Self(octets)
    }

    /// From a text, so that the same text gives the same keys: for rehearsals and tests, as safe as the text is
    /// hard to guess.
    pub fn from_text(text: &str) -> Self {
        Self(sha2::Sha256::digest(text.as_bytes()).into())
    }

    /// The random stream of one purpose, told apart by its words: a key is the same whatever other keys there are.
    pub(crate) fn stream(&self, purpose: &[&str]) -> ChaCha20Rng {
        let mut hash = sha2::Sha256::new_with_prefix(b"multisigner simulated key\0");
        hash.update(self.0);
        for word in purpose {
            hash.update((word.len() as u64).to_be_bytes());
            hash.update(word.as_bytes());
        }
        let mut derived: [u8; 32] = hash.finalize().into();
        let stream = ChaCha20Rng::from_seed(derived);
        derived.zeroize();
        stream
    }
}

impl From<String> for Seed {
    fn from(mut text: String) -> Self {
        let seed = Self::from_text(&text);
        text.zeroize();
        seed
    }
}

impl fmt::Debug for Seed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seed(…)")
    }
}

impl Drop for Seed {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl ZeroizeOnDrop for Seed {}

#[cfg(test)]
mod tests {
    use super::*;
    use rand_core::Rng as _;

    #[test]
    fn streams_depend_on_seed_and_purpose() {
        let first = |seed: &str, purpose: &[&str]| Seed::from_text(seed).stream(purpose).next_u64();
        assert_eq!(first("a", &["x", "y"]), first("a", &["x", "y"]));
        assert_ne!(first("a", &["x", "y"]), first("b", &["x", "y"]));
        assert_ne!(first("a", &["x", "y"]), first("a", &["xy"]));
        assert_ne!(first("a", &["x", "y"]), first("a", &["xy", ""]));
    }

    #[test]
    fn a_seed_is_not_printed() {
        assert_eq!(format!("{:?}", Seed::from_text("secret")), "Seed(…)");
    }
}
