//! Until WebCrypto is here: the same as natively.

pub use super::rustcrypto::RustCrypto as WebCrypto;
