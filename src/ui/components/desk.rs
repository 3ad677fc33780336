//! What can be done with the findings of a case.

use crate::doh::Seen;
use crate::ui::live::Act;
use crate::ui::share::Export;
use crate::ui::shared::Shared;
use crate::ui::sift::Sift;
use crate::ui::state::{Again, Dispatch, Goal};
use std::rc::Rc;
use yew::{AttrValue, Callback};

/// What can be done with findings, where there is a case behind them.
#[derive(Clone, PartialEq)]
pub(super) struct Desk {
    pub(super) sift: Sift,
    pub(super) again: Rc<[Again]>,
    pub(super) goal: Option<Goal>,
    pub(super) export: Export,
    /// The box of each provider's data, by its label; of the parent's by nothing.
    pub(super) boxes: Vec<(AttrValue, u32)>,
    pub(super) live: Option<LiveAgain>,
    pub(super) dispatch: Dispatch,
}

/// The live check that a case came from, as far as it can be asked again.
#[derive(Clone, PartialEq)]
pub(super) struct LiveAgain {
    pub(super) seen: Option<Shared<Seen>>,
    pub(super) asking: bool,
    pub(super) act: Callback<Act>,
}
