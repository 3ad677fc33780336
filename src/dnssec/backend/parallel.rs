//! A batch shared out over the cores.

/// How many checks go to the cores between two reports of progress.
pub(super) const BATCH: usize = 4_096;

/// Works a batch off on all cores; each share is worked off by `work`, in order. A share whose thread ends
/// unexpectedly is all `lost`.
pub(crate) fn on_all_cores<T: Sync, R: Clone + Send>(
    batch: &[T],
    lost: &R,
    work: impl Fn(&[T]) -> Vec<R> + Copy + Send,
) -> Vec<R> {
    const WORTH_A_THREAD: usize = 64;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = batch.len().div_ceil(cores).max(WORTH_A_THREAD);
    if batch.len() <= share {
        return work(batch);
    }
    std::thread::scope(|scope| {
        let parts: Vec<_> =
            batch.chunks(share).map(|part| (part.len(), scope.spawn(move || work(part)))).collect();
        parts
            .into_iter()
            .flat_map(|(len, part)| part.join().unwrap_or_else(|_| vec![lost.clone(); len]))
            .collect()
    })
}
