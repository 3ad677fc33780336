//! The state as Yew keeps it.

use super::action::Action;
use super::page::State;
use std::rc::Rc;
use yew::{Reducible, UseReducerDispatcher};

pub(crate) type Dispatch = UseReducerDispatcher<State>;

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        self.after(action)
    }
}
