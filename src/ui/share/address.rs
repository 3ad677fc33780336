//! The address: always the link of what is on the page; and links that arrive, in the address or as a file.

use super::protocol::Rest;
use super::{Ask, Asking, Export, Opened, Said};
use crate::dns::Moment;
use crate::share::link::{LONGEST, Leave, is_link};
use crate::ui::browser;
use crate::ui::state::{Action, Case, State, View, Whole};
use crate::ui::text::Text;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use gloo::utils::window;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use yew::{
    Callback, UseReducerHandle, UseStateHandle, hook, use_callback, use_effect_with, use_mut_ref, use_state,
};

/// A pause in changes before the address follows them.
const PAUSE_MS: u32 = 400;

/// Evidence of more octets is put into a link on demand only.
const MOST_FOLLOWED: f64 = 1024.0 * 1024.0;

/// The longest link kept in the address, in characters: browsers take that much.
const LONGEST_ADDRESS: usize = 500_000;

/// The address of data that no link in the address carries.
const OWN: &str = "check";

/// Links whose cases are remembered, for going back and forward.
const REMEMBERED: usize = 12;

/// What happened to a link that arrived.
#[derive(Clone, PartialEq)]
pub(crate) enum Opening {
    None,
    /// It cannot be opened.
    Broken {
        why: String,
        hint: String,
    },
    /// It would replace what the person has typed.
    Asks(Box<Opened>),
}

/// What the page needs to share what it shows.
#[derive(Clone, PartialEq)]
pub(crate) struct Sharing {
    pub(crate) ask: Asking,
    pub(crate) export: Export,
    pub(crate) opening: UseStateHandle<Opening>,
    /// When the evidence on the page was last changed, or its link made.
    pub(crate) made: Moment,
    /// Opens the link that waits, or leaves it.
    pub(crate) decide: Callback<bool>,
}

/// The check, without its texts.
pub(crate) fn rest(case: &Case) -> Rest {
    Rest {
        zone: case.zone.as_ref().map(ToString::to_string),
        no_ds: case.no_ds,
        unreached: case.unreached.clone(),
        at: case.at,
    }
}

struct Known {
    link: String,
    case: Rc<Case>,
    cell: Option<(usize, usize)>,
}

/// Text of the person's own that is nowhere else: not a sample's, a live check's or a link's.
fn is_own(state: &State) -> bool {
    let case = &state.case;
    case.sample.is_none() && case.frozen.is_none() && !is_live(case) && has_text(case)
}

fn has_text(case: &Case) -> bool {
    case.drafts.iter().any(|draft| !draft.text.is_empty())
}

/// Of all texts together.
fn octets(case: &Case) -> f64 {
    case.drafts.iter().map(|draft| browser::octets(&draft.text)).sum()
}

/// As a live check left it: the address names the domain.
fn is_live(case: &Case) -> bool {
    case.live.as_ref().is_some_and(|live| {
        live.boxes.len() == case.drafts.len()
            && live.boxes.iter().all(|b| {
                let draft = case.drafts.iter().find(|draft| draft.id == b.draft);
                draft.is_some_and(|draft| matches!(&draft.text, Text::Here(text) if *text == b.text))
            })
    })
}

#[hook]
pub(crate) fn use_sharing(state: &UseReducerHandle<State>, ask: Asking) -> Sharing {
    let opening = use_state(|| Opening::None);
    let latest = use_mut_ref(|| state.clone());
    *latest.borrow_mut() = state.clone();
    let known = use_mut_ref(Vec::<Known>::new);
    // The question at which the address shows a link that could not be opened: it is left alone.
    let hold = use_mut_ref(|| None::<u32>);
    let followed = use_state(|| 0_u32);
    // The link that the address had when the page last followed or wrote it.
    let seen = use_mut_ref(String::new);
    let made = use_mut_ref(|| (0_u32, browser::now()));
    let made = match state.case.frozen {
        Some(frozen) => frozen,
        None => {
            let mut made = made.borrow_mut();
            if made.0 != state.texts {
                *made = (state.texts, browser::now());
            }
            made.1
        }
    };
    let open = {
        let (ask, opening, latest, hold) = (ask.clone(), opening.clone(), latest.clone(), hold.clone());
        Callback::from(move |text: String| {
            let (opening, latest, hold, fragment) =
                (opening.clone(), latest.clone(), hold.clone(), browser::fragment());
            *hold.borrow_mut() = Some(latest.borrow().asked);
            let heard = Callback::from(move |said| {
                // Somebody went on meanwhile.
                if browser::fragment() == fragment {
                    take(said, &latest.borrow(), &opening, &mut hold.borrow_mut());
                }
            });
            ask.emit((Ask::Open { text }, heard));
        })
    };
    {
        let (open, opening, latest, known) = (open.clone(), opening.clone(), latest.clone(), known.clone());
        let (followed, seen) = (followed.clone(), seen.clone());
        use_effect_with((), move |()| {
            let count = std::cell::Cell::new(0);
            let follow = move || {
                let fragment = format!("#{}", browser::fragment());
                opening.set(Opening::None);
                seen.borrow_mut().clone_from(&fragment);
                if is_link(&fragment) {
                    let restored = known
                        .borrow()
                        .iter()
                        .find(|known| known.link == fragment)
                        .map(|known| Action::Restore { case: Rc::clone(&known.case), cell: known.cell });
                    match restored {
                        Some(restored) => latest.borrow().dispatch(restored),
                        None => open.emit(fragment),
                    }
                }
                count.set(count.get() + 1);
                followed.set(count.get());
            };
            follow();
            let listener = EventListener::new(&window(), "hashchange", move |event| {
                if browser::page_kept(event).is_none() {
                    follow();
                }
            });
            move || drop(listener)
        });
    }
    {
        // A link in place of data: pasted, dropped, or opened as a file.
        let (open, dispatch) = (open, state.dispatcher());
        use_effect_with(state.link.clone(), move |link| {
            if let Some(link) = link.clone() {
                dispatch.dispatch(Action::LinkTaken);
                spawn_local(async move {
                    let large =
                        matches!(link, Text::Held { .. }) && browser::octets(&link) > 2.0 * LONGEST as f64;
                    if !large && let Some(text) = browser::whole(link).await {
                        open.emit(text);
                    }
                });
            }
        });
    }
    {
        let (ask, latest, hold, waits) =
            (ask.clone(), latest.clone(), hold.clone(), *opening != Opening::None);
        let when = (state.answered, state.asked, state.cell, state.view, *followed, waits);
        use_effect_with(when, move |(answered, asked, cell, view, ..)| {
            let ready = *view == View::Bench && answered == asked && !waits;
            let held = *hold.borrow() == Some(*asked);
            if !held {
                *hold.borrow_mut() = None;
            }
            let state = latest.borrow().clone();
            let ours = state.case.sample.is_none() && !is_live(&state.case) && has_text(&state.case);
            let (asked, cell) = (*asked, *cell);
            let timer = (ready && ours && !held).then(|| {
                Timeout::new(PAUSE_MS, move || {
                    // The pages beside the check have addresses of their own.
                    let fragment = format!("#{}", browser::fragment());
                    // Another link may have come, and the page not followed it yet.
                    let fresh = is_link(&fragment) && fragment != *seen.borrow();
                    if !fresh && !browser::is_beside(&fragment) {
                        let heard = Callback::from(move |said| {
                            if format!("#{}", browser::fragment()) == fragment {
                                write(said, &latest.borrow(), (asked, cell), &mut known.borrow_mut());
                                *seen.borrow_mut() = format!("#{}", browser::fragment());
                            }
                        });
                        if octets(&state.case) > MOST_FOLLOWED {
                            browser::set_fragment(OWN);
                        } else {
                            let (rest, leave) = (rest(&state.case), Leave::default());
                            ask.emit((Ask::Link { rest, made, cell: small(cell), leave }, heard));
                        }
                    }
                })
            });
            move || drop(timer)
        });
    }
    let export = {
        let (ask, latest) = (ask.clone(), latest.clone());
        use_callback((), move |(form, hear), ()| {
            ask.emit((Ask::Export { rest: rest(&latest.borrow().case), form }, hear));
        })
    };
    let decide = {
        let opening = opening.clone();
        Callback::from(move |yes: bool| {
            if let Opening::Asks(opened) = &*opening {
                // The address follows the page again, whichever it is.
                *hold.borrow_mut() = None;
                if yes {
                    latest.borrow().dispatch(action(opened));
                }
            }
            opening.set(Opening::None);
        })
    };
    Sharing { ask, export, opening, made, decide }
}

/// A cell as links have it.
pub(crate) fn small(cell: Option<(usize, usize)>) -> Option<(u32, u32)> {
    let (row, column) = cell?;
    Some((u32::try_from(row).ok()?, u32::try_from(column).ok()?))
}

/// Opens what was in a link.
fn action(opened: &Opened) -> Action {
    let whole = Whole {
        sources: browser::filled(opened.sources.clone()),
        zone: opened.zone.clone(),
        no_ds: opened.no_ds,
        unreached: opened.unreached.clone(),
        at: opened.at,
    };
    let cell = opened.cell.map(|(row, column)| (row as usize, column as usize));
    Action::Open { made: opened.made, cell, whole: Box::new(whole) }
}

fn take(
    said: Said,
    state: &UseReducerHandle<State>,
    opening: &UseStateHandle<Opening>,
    hold: &mut Option<u32>,
) {
    match said {
        Said::Opened(opened) if is_own(state) => opening.set(Opening::Asks(opened)),
        Said::Opened(opened) => {
            opening.set(Opening::None);
            state.dispatch(action(&opened));
        }
        Said::Live(domain) => browser::enter(&format!("check={domain}")),
        Said::No { why, hint } => {
            opening.set(Opening::Broken { why, hint });
            if state.asked == 0 {
                // Nothing is on the page yet.
                state.dispatch(Action::Own { now: browser::now() });
                *hold = Some(1);
            }
        }
        Said::Link(_) | Said::Text(_) | Said::Compared(_) => {}
    }
}

/// Puts the link into the address, unless the page has gone on.
fn write(
    said: Said,
    state: &UseReducerHandle<State>,
    of: (u32, Option<(usize, usize)>),
    known: &mut Vec<Known>,
) {
    if (state.asked, state.cell) != of || state.view != View::Bench {
        return;
    }
    match said {
        Said::Link(made) if made.link.len() <= LONGEST_ADDRESS => {
            browser::set_fragment(made.link.trim_start_matches('#'));
            known.retain(|other| other.link != made.link);
            known.push(Known { link: made.link, case: Rc::clone(&state.case), cell: state.cell });
            if known.len() > REMEMBERED {
                known.remove(0);
            }
        }
        _ => browser::set_fragment(OWN),
    }
}
