//! The one door to making signatures: what to sign is plain data, keys stay behind the door.

use super::keyring::Keyring;
use super::keys::KeyFault;
use bytes::Bytes;

/// One signature to make.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ToSign {
    /// The key's number in the [`Keyring`].
    pub key: usize,
    /// RFC 4034 §3.1.8.1.
    pub data: Bytes,
}

/// Makes signatures.
pub trait SigningBackend {
    /// One signature per entry, in order.
    fn sign(&self, keys: &Keyring, batch: &[ToSign]) -> impl Future<Output = Vec<Result<Bytes, KeyFault>>>;

    /// How many make a batch: progress is told and stopping works between batches.
    fn batch(&self) -> usize;
}

/// RustCrypto on all cores (on one in a browser).
#[derive(Clone, Copy, Debug, Default)]
pub struct RustCrypto;

impl SigningBackend for RustCrypto {
    async fn sign(&self, keys: &Keyring, batch: &[ToSign]) -> Vec<Result<Bytes, KeyFault>> {
        let some = |part: &[ToSign]| -> Vec<Result<Bytes, KeyFault>> {
            let one = |entry: &ToSign| keys.get(entry.key).ok_or(KeyFault::NoSignature)?.sign(&entry.data);
            part.iter().map(one).collect()
        };
        #[cfg(not(target_arch = "wasm32"))]
        return crate::dnssec::backend::on_all_cores(batch, &Err(KeyFault::NoSignature), some);
        #[cfg(target_arch = "wasm32")]
        some(batch)
    }

    fn batch(&self) -> usize {
        #[cfg(not(target_arch = "wasm32"))]
        return 4_096;
        #[cfg(target_arch = "wasm32")]
        64
    }
}
