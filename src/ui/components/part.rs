//! Parts of the result are drawn again only when the data that they show have changed: most do not when the clock moves.

use crate::check::report::Report;
use crate::ui::state::Answer;

/// Whether two answers look alike in a part.
pub(super) fn is_same(one: &Answer, other: &Answer, same: impl Fn(&Report, &Report) -> bool) -> bool {
    let reports = || Some((one.result.as_deref().ok()?, other.result.as_deref().ok()?));
    one == other || reports().is_some_and(|(one, other)| same(one, other))
}
