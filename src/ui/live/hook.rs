//! What a person can do with the live check, and what that sets off.

use super::caller::Caller;
use super::choice::Choice;
use super::protocol::Ask;
use super::state::{LiveState, Step};
use crate::dns::dotted;
use crate::doh::typed::{self, Typed};
use crate::ui::state::{Action, Dispatch};
use crate::ui::{browser, words};
use std::rc::Rc;
use yew::{AttrValue, Callback, UseReducerHandle, hook, use_callback, use_memo, use_mut_ref, use_reducer};

const SECRET: &str = "A private key was in that box. It was wiped and is kept nowhere. Treat the key as seen: it was on a clipboard.";

/// What a person does.
pub(crate) enum Act {
    Typed(AttrValue),
    Choose(Choice),
    /// Ask about what stands in the field.
    Check(String),
    /// A link names this: it may be asked about at once only where live checks have been made before.
    Follow(String),
    /// Ask these questions again.
    Again(Vec<usize>),
    /// The same, to see whether something has changed.
    Anew(Vec<usize>),
    Stop,
    /// A private key was in some box of the page.
    Secret,
}

/// The live check and what can be done with it.
#[derive(Clone, PartialEq)]
pub(crate) struct Live {
    pub(crate) state: UseReducerHandle<LiveState>,
    pub(crate) act: Callback<Act>,
}

#[hook]
pub(crate) fn use_live(page: Dispatch) -> Live {
    let state = use_reducer(LiveState::new);
    let caller = {
        let steps = state.dispatcher();
        let page = page.clone();
        use_memo((), move |()| Caller::new(steps, page))
    };
    // What can be done stays the same callback, so that nothing is drawn again for it.
    let latest = use_mut_ref(|| state.clone());
    *latest.borrow_mut() = state.clone();
    let act = use_callback((), move |act, ()| {
        let state = latest.borrow().clone();
        perform(act, &state, &caller, &page);
    });
    Live { state, act }
}

fn perform(act: Act, state: &UseReducerHandle<LiveState>, caller: &Rc<Caller>, page: &Dispatch) {
    match act {
        Act::Typed(text) => state.dispatch(Step::Typed(text)),
        Act::Choose(choice) => {
            choice.remember();
            state.dispatch(Step::Choose(choice));
        }
        Act::Check(text) => match typed::clean(&text, browser::to_ascii) {
            Ok(typed) => start(typed, false, state, caller, page),
            Err(why) => state.dispatch(Step::Refused(words::sentence(&why.to_string()).into())),
        },
        // It is this check's own name that was written into the address.
        Act::Follow(_) if caller.is_entering() => {}
        Act::Follow(text) => match typed::clean(&text, browser::to_ascii) {
            Ok(typed) if state.choice.used => start(typed, true, state, caller, page),
            Ok(typed) => {
                if state.asking {
                    caller.ask(&Ask::Cancel { run: state.run });
                }
                let run = state.run + 1;
                caller.listen_for(run);
                page.dispatch(Action::Live { run, now: browser::now() });
                state.dispatch(Step::Offer { name: shown(&typed) });
            }
            Err(why) => {
                page.dispatch(Action::Own { now: browser::now() });
                state.dispatch(Step::Typed(text.into()));
                state.dispatch(Step::Refused(words::sentence(&why.to_string()).into()));
            }
        },
        Act::Again(ids) => {
            state.dispatch(Step::Again);
            caller.ask(&Ask::Again { run: state.run, ids, anew: false });
        }
        Act::Anew(ids) => {
            state.dispatch(Step::Again);
            caller.ask(&Ask::Again { run: state.run, ids, anew: true });
        }
        Act::Secret => state.dispatch(Step::Refused(SECRET.into())),
        Act::Stop => {
            state.dispatch(Step::Stop);
            caller.ask(&Ask::Cancel { run: state.run });
        }
    }
}

/// Nothing is asked before this. `followed`: the address led here, and everybody knows.
fn start(
    typed: Typed,
    followed: bool,
    state: &UseReducerHandle<LiveState>,
    caller: &Rc<Caller>,
    page: &Dispatch,
) {
    let resolvers = state.choice.resolvers();
    if resolvers.is_empty() {
        state.dispatch(Step::Refused("Choose a resolver to ask.".into()));
        return;
    }
    if !state.choice.used {
        let choice = Choice { used: true, ..(*state.choice).clone() };
        choice.remember();
        state.dispatch(Step::Choose(choice));
    }
    let run = state.run + 1;
    let remarks: Vec<String> = typed.remarks.iter().map(ToString::to_string).collect();
    let remarks = words::list(remarks.iter().map(String::as_str));
    let cleaned = (!remarks.is_empty()).then(|| words::sentence(&remarks).into());
    let address = format!("check={}", shown(&typed));
    if followed {
        browser::set_fragment(&address);
    } else {
        caller.enter(&address);
    }
    caller.listen_for(run);
    page.dispatch(Action::Live { run, now: browser::now() });
    state.dispatch(Step::Start { name: shown(&typed), cleaned });
    caller.ask(&Ask::Start {
        run,
        name: dotted(&typed.name),
        resolvers,
        anchor: state.choice.anchor(),
        samples: state.choice.samples,
    });
}

/// Without the final dot, as a person types it.
fn shown(typed: &Typed) -> AttrValue {
    words::said(&dotted(&typed.name)).to_owned().into()
}
