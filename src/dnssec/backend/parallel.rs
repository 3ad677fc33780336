//! A batch shared out over the cores.

use crate::dnssec::checks::SignatureCheck;

/// How many checks go to the cores between two reports of progress.
pub(super) const BATCH: usize = 4_096;

/// Verifies a batch on all cores; each share is verified by `verify`, in order.
pub(super) fn on_all_cores(
    batch: &[SignatureCheck],
    verify: fn(&[SignatureCheck]) -> Vec<bool>,
) -> Vec<bool> {
    const WORTH_A_THREAD: usize = 64;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = batch.len().div_ceil(cores).max(WORTH_A_THREAD);
    if batch.len() <= share {
        return verify(batch);
    }
    std::thread::scope(|scope| {
        let parts: Vec<_> =
            batch.chunks(share).map(|part| (part.len(), scope.spawn(move || verify(part)))).collect();
        parts.into_iter().flat_map(|(len, part)| part.join().unwrap_or_else(|_| vec![false; len])).collect()
    })
}
