//! Key pairs of the simulated signers.
//!
//! A private key lives in a [`SecretKey`] and nowhere else: the type cannot be cloned, serialised or printed, and
//! wipes itself when dropped. The only way out is [`SecretKey::expose_private_key_file`]; in a browser, the browser’s own
//! cryptography is given it as PKCS #8, to sign with and not to hand out, and natively ring is given those of RSA.

mod bind;
#[cfg(not(target_arch = "wasm32"))]
mod for_ring;
#[cfg(target_arch = "wasm32")]
mod pkcs8;
mod secret;
mod seed;

pub use bind::{BadPrivateKey, file_stem};
pub use secret::{ALGORITHMS, KeyFault, SecretKey};
pub use seed::Seed;
