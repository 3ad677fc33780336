//! Every change of the state. Nothing here asks the browser.

use super::action::Action;
use super::case::{Case, FromLive, Holds, empty, link_in, open};
use super::notice::Notice;
use super::page::{State, View};
use crate::share::link::is_whole;
use crate::ui::protocol::Progress;
use crate::ui::text::Text;
use std::rc::Rc;

impl State {
    /// The state after something happened.
    pub(crate) fn after(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        match action {
            Action::Sample { id, whole, view } => {
                state.keep_own();
                let same = state.case.sample.as_ref() == Some(&id);
                if same && state.outcome.is_some() {
                    state.view = view;
                    state.notice = None;
                } else {
                    let case = Case { sample: Some(id), ..open(&mut state.next_id, whole) };
                    state.replace(Rc::new(case), view);
                }
            }
            Action::Open { made, cell, whole } => {
                state.keep_own();
                state.cell_then = cell;
                let case = Case { frozen: Some(made), ..open(&mut state.next_id, *whole) };
                state.outcome = None;
                state.replace(Rc::new(case), View::Bench);
            }
            Action::Restore { case, cell } => {
                state.keep_own();
                state.cell_then = cell;
                state.replace(case, View::Bench);
            }
            Action::LinkTaken => state.link = None,
            Action::Own { now } => {
                let own = state.own.take();
                let theirs = state.case.sample.is_none() && state.answered > 0;
                if let Some(own) = own {
                    state.replace(own, View::Bench);
                } else if !theirs || state.case.drafts.iter().all(|d| d.text.is_empty()) {
                    state.replace(Rc::new(empty(now)), View::Bench);
                    state.focus = Some(0);
                } else {
                    state.view = View::Bench;
                }
            }
            Action::Typed { text, .. } if is_whole(&text) => state.link = Some(Text::Here(text)),
            Action::Typed { id, text, hurry, now } => {
                state.touch(Some(now));
                state.draft(id, |draft| draft.text = Text::Here(text));
                state.ask(true, hurry);
            }
            Action::Given { ref given, .. } if link_in(given).is_some() => state.link = link_in(given),
            Action::Given { id, given, now } => {
                if state.view == View::Gallery {
                    state.replace(Rc::new(empty(now)), View::Bench);
                }
                state.touch(Some(now));
                state.give(id, given);
                state.ask(true, true);
            }
            Action::Rename { id, name } => state.rename(id, name),
            Action::AddProvider => {
                state.touch(None);
                let letter = state.free_letter();
                let id = state.push(Holds::Provider, letter, Text::Here("".into()));
                state.focus = Some(id);
                state.ask(true, true);
            }
            Action::Live { run, now } => {
                state.keep_own();
                let live = Some(FromLive { run, boxes: Rc::new([]) });
                state.replace(Rc::new(Case { live, drafts: Rc::new([]), ..empty(now) }), View::Bench);
                state.outcome = None;
            }
            Action::Seen { run, sources, zone, at } => state.take_seen(run, sources, zone, at),
            Action::Remove { id } => {
                state.touch(None);
                let case = state.case();
                case.drafts = case.drafts.iter().filter(|draft| draft.id != id).cloned().collect();
                if case.drafts.is_empty() {
                    case.drafts = empty(case.at).drafts;
                }
                state.ask(true, true);
            }
            Action::Simulated(simulated) => state.take_simulated(simulated),
            Action::Split => state.split(),
            Action::NoDs(no_ds) => {
                state.touch(None);
                state.case().no_ds = no_ds;
                state.ask(false, true);
            }
            Action::Unreached { id, yes } => state.set_unreached(id, yes),
            Action::Zone(zone) => {
                state.case().frozen = None;
                state.case().zone = zone;
                state.ask(false, true);
            }
            Action::At(at) => {
                let case = state.case();
                (case.at, case.at_chosen) = (at, true);
                state.ask(false, true);
            }
            Action::Progress { id, progress } => {
                if id >= state.floor && id > state.answered {
                    state.progress = Some(progress);
                }
            }
            Action::Long { id, seconds } => {
                if id == state.asked && id >= state.floor {
                    state.progress = None;
                    state.long = Some(seconds);
                }
            }
            Action::Patient => {
                state.patient = Some(state.texts);
                state.ask(false, true);
                // There is a way to end it from the first moment on.
                state.progress = Some(Progress { done: 0, total: 0 });
            }
            Action::Answer { id, outcome, now } => state.take_answer(id, outcome, now),
            Action::Cancel => {
                state.progress = None;
                state.long = None;
                state.halted = Some(Notice::Cancelled);
                state.notice = state.halted.clone();
                state.floor = state.asked + 1;
            }
            Action::Stopped => {
                state.progress = None;
                state.halted = Some(Notice::Stopped);
                state.notice = state.halted.clone();
                state.floor = state.asked + 1;
            }
            Action::Cell(cell) => state.cell = cell,
            Action::Sift(sift) => state.sift = sift,
            Action::Again(finding) => state.ask_again(finding),
            Action::Forget(finding) => state.forget(&finding),
            Action::Go(place) => state.go(place),
            Action::Notice(notice) => state.notice = notice,
        }
        Rc::new(state)
    }
}
