//! When asking ends: when all is asked, when the time is up, or when the person has seen enough.

use std::fmt;
use std::io::Write as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{Notify, watch};
use tokio::time::Instant;

/// Why asking ended before all was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    TimeUp(Duration),
    Interrupted,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TimeUp(time) => write!(f, "ended after {} s (--timeout)", time.as_secs_f64()),
            Self::Interrupted => f.write_str("interrupted (Ctrl-C)"),
        }
    }
}

/// The end of asking, for all that asks.
pub(super) struct Limit {
    begun: Instant,
    time: Duration,
    ended: watch::Receiver<Option<Ended>>,
    all_asked: Arc<Notify>,
}

impl Limit {
    /// Begins to count; needs a tokio runtime around it. The first Ctrl-C ends asking, and what came is judged; a second one,
    /// or one while nothing is asked any more, ends the program at once.
    pub(super) fn start(time: Duration) -> Self {
        let (say, ended) = watch::channel(None);
        let all_asked = Arc::new(Notify::new());
        let over = all_asked.clone();
        tokio::spawn(async move {
            let why = tokio::select! {
                () = interrupted() => Some(Ended::Interrupted),
                () = tokio::time::sleep(time) => Some(Ended::TimeUp(time)),
                () = over.notified() => None,
            };
            if why == Some(Ended::Interrupted) {
                let words = b"\nNothing more is asked; what came is judged. Ctrl-C again ends at once.\n";
                let _ = std::io::stderr().write_all(words);
            }
            say.send_replace(why);
            interrupted().await;
            // As a shell has it of a program that an interrupt ended: 128 and the signal's number.
            std::process::exit(130);
        });
        Self { begun: Instant::now(), time, ended, all_asked }
    }

    /// What comes of the work, unless asking ends before.
    pub(super) async fn within<F: Future>(&self, work: F) -> Option<F::Output> {
        let mut ended = self.ended.clone();
        tokio::select! {
            biased;
            Ok(_) = ended.wait_for(Option::is_some) => None,
            done = work => Some(done),
        }
    }

    /// As [`Self::within`], and in the first half of the time: what comes after it has the other half for sure.
    pub(super) async fn within_half<F: Future>(&self, work: F) -> Option<F::Output> {
        self.within(tokio::time::timeout_at(self.begun + self.time / 2, work)).await?.ok()
    }

    /// Why asking ended early, if it did.
    pub(super) fn ended(&self) -> Option<Ended> {
        *self.ended.borrow()
    }

    /// Nothing is asked any more: what is left is work.
    pub(super) fn all_asked(&self) {
        self.all_asked.notify_one();
    }
}

/// Ctrl-C; never, where no such signal can be had.
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
