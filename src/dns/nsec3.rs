//! Hashed owner names (RFC 5155 §5).

use super::Name;
use domain::base::ToName as _;
use sha1::Digest as _;

/// With more iterations no validator looks at the records (RFC 9276 §3.2): nor are they hashed here,
/// since 2,500 iterations (RFC 5155 §10.3) for each label of many names are a day's work.
pub const MOST_NSEC3_ITERATIONS: u16 = 150;

/// A hashed owner name.
pub type Nsec3Hash = [u8; 20];

/// IH(salt, name, iterations) of RFC 5155 §5, with SHA-1.
pub fn nsec3_hash(name: &Name, salt: &[u8], iterations: u16) -> Nsec3Hash {
    let mut octets: Vec<u8> = Vec::with_capacity(name.len() + salt.len());
    // Appending to a Vec cannot fail.
    let _ = name.compose_canonical(&mut octets);
    let mut digest = sha1::Sha1::new().chain_update(&octets).chain_update(salt).finalize();
    for _ in 0..iterations {
        digest = sha1::Sha1::new().chain_update(digest).chain_update(salt).finalize();
    }
    digest.into()
}
