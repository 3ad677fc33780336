//! The one door to cryptography.

#[cfg(not(target_arch = "wasm32"))]
mod native;
#[cfg(not(target_arch = "wasm32"))]
mod parallel;
mod rustcrypto;
mod shape;
#[cfg(target_arch = "wasm32")]
pub(crate) mod webcrypto;

#[cfg(not(target_arch = "wasm32"))]
pub use native::Native;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use parallel::on_all_cores;
pub use rustcrypto::RustCrypto;
#[cfg(target_arch = "wasm32")]
pub use webcrypto::WebCrypto;

use super::checks::SignatureCheck;
use super::proofs::{Checked, Proofs};

/// Verifies signatures. Every backend gives the same answers.
pub trait Backend {
    /// One answer per check, in order.
    fn verify(&self, batch: &[SignatureCheck]) -> impl Future<Output = Vec<Checked>>;

    /// How many checks make a batch: progress is told and cancelling works between batches.
    fn batch(&self) -> usize;
}

/// How far the signature checks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    pub done: usize,
    pub total: usize,
}

/// Phase two: runs all checks, batch by batch.
pub async fn prove<B: Backend>(
    list: &[SignatureCheck],
    backend: &B,
    progress: &mut dyn FnMut(Progress),
) -> Proofs {
    let mut answers = Vec::with_capacity(list.len());
    for batch in list.chunks(backend.batch().max(1)) {
        progress(Progress { done: answers.len(), total: list.len() });
        answers.extend(backend.verify(batch).await);
    }
    progress(Progress { done: answers.len(), total: list.len() });
    Proofs { answers }
}
