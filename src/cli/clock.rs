//! The time by this machine's clock.

use crate::dns::Moment;
use std::time::{SystemTime, UNIX_EPOCH};

pub(super) fn now() -> Moment {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs());
    Moment(i64::try_from(seconds).unwrap_or(i64::MAX))
}
