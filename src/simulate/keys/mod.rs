//! Key pairs of the simulated signers.
//!
//! A private key lives in a [`SecretKey`] and nowhere else: the type cannot be cloned, serialised or printed, and
//! wipes itself when dropped. The only way out is [`SecretKey::expose_private_key_file`].

mod bind;
mod secret;
mod seed;

pub use bind::{BadPrivateKey, file_stem};
pub use secret::{ALGORITHMS, KeyFault, SecretKey};
pub use seed::Seed;
