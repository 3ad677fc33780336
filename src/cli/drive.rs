//! The live check, driven by whatever fetches: the same questions to the same end.

use super::clock::now;
use super::failure::Failure;
use super::limit::Limit;
use crate::dns::{dotted, rtype_name};
use crate::doh::check::State;
use crate::doh::{Ask, Fault, FetchFault, Fetched, LiveCheck, Purpose};
use tokio::task::JoinSet;

/// Asks until the check has nothing more to ask.
///
/// # Errors
///
/// A fetch itself came to an unexpected end.
pub(super) async fn drive<F>(check: &mut LiveCheck, fetch: impl Fn(Ask) -> F) -> Result<(), Failure>
where
    F: Future<Output = Result<Fetched, FetchFault>> + Send + 'static,
{
    let mut under_way = JoinSet::new();
    loop {
        for ask in check.next_asks() {
            let (id, answer) = (ask.id, fetch(ask));
            under_way.spawn(async move { (id, answer.await) });
        }
        match under_way.join_next().await {
            Some(Ok((id, result))) => check.feed(id, result, now()),
            Some(Err(error)) => return Err(Failure::Network(error.to_string())),
            None => return Ok(()),
        }
    }
}

/// Within the time for all: what is not answered then counts as stopped.
pub(super) async fn drive_within<F>(
    check: &mut LiveCheck,
    limit: &Limit,
    fetch: impl Fn(Ask) -> F,
) -> Result<(), Failure>
where
    F: Future<Output = Result<Fetched, FetchFault>> + Send + 'static,
{
    let done = limit.within(drive(check, fetch)).await;
    done.unwrap_or_else(|| {
        check.cancel();
        Ok(())
    })
}

/// What asking ended before: each question once, and whether it matters to the verdict on some provider.
pub(super) fn unanswered(check: &LiveCheck) -> (Vec<String>, bool) {
    let (mut questions, mut matters) = (Vec::new(), false);
    for entry in check.log() {
        if matches!(entry.state, State::Failed(Fault::Fetch(FetchFault::Cancelled))) {
            // What a resolver itself makes of the zone is shown, and judges nothing.
            matters |= entry.purpose != Purpose::Verdict;
            let asked = format!("{} {}", dotted(&entry.question.name), rtype_name(entry.question.rtype));
            if !questions.contains(&asked) {
                questions.push(asked);
            }
        }
    }
    (questions, matters)
}

/// A list that nobody's data make endless.
pub(super) fn some(list: &[String]) -> String {
    const MOST: usize = 12;
    let shown = list.get(..MOST).unwrap_or(list).join(", ");
    match list.len().saturating_sub(MOST) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
