//! The page's one state, and every way it changes.

mod action;
mod answers;
mod boxes;
mod case;

use super::protocol::Progress;
use super::sift::Sift;
use crate::check::outcome::Problem;
use crate::check::report::{Caches, Report};
use crate::dns::Moment;
use crate::share::link::is_whole;
use std::rc::Rc;
use yew::{Reducible, UseReducerDispatcher};

pub(crate) use action::{Action, Notice, Simulated};
pub(crate) use answers::{Again, Answer, Goal};
pub(crate) use case::{Case, Draft, FromLive, Given, Holds, Text};

use case::{empty, link_in, open, open_link};

pub(crate) type Dispatch = UseReducerDispatcher<State>;

/// What the page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// The first visit: what this is, the samples, and one of them judged.
    Gallery,
    /// Evidence beside verdict.
    Bench,
}

#[derive(Clone, PartialEq)]
pub(crate) struct State {
    pub(crate) view: View,
    pub(crate) case: Rc<Case>,
    /// The person's own case, kept while a sample is looked at.
    pub(crate) own: Option<Rc<Case>>,
    /// Counts what has to be asked again; the texts apart from the rest.
    pub(crate) asked: u32,
    pub(crate) texts: u32,
    /// The last change wants its answer at once (a paste, a click), not after a pause in typing.
    pub(crate) hurry: bool,
    /// The case was replaced at this question: answers to older ones are of something else.
    pub(crate) floor: u32,
    pub(crate) answered: u32,
    pub(crate) outcome: Option<Answer>,
    pub(crate) progress: Option<Progress>,
    /// The open cell of the matrix: (row, column).
    pub(crate) cell: Option<(usize, usize)>,
    pub(crate) notice: Option<Notice>,
    /// The check was ended before it was done, and nothing has been asked since: why.
    pub(crate) halted: Option<Notice>,
    /// The check was not begun, since it would take so many seconds: the person decides.
    pub(crate) long: Option<u32>,
    /// The texts that are checked however long it takes.
    patient: Option<u32>,
    /// The box to put the cursor into.
    pub(crate) focus: Option<u32>,
    /// A check link that was given in place of data.
    pub(crate) link: Option<Text>,
    /// What the findings are narrowed to.
    pub(crate) sift: Sift,
    pub(crate) again: Rc<[Again]>,
    /// What caches may still hold of a fault that other data have put right.
    pub(crate) eased: Option<Caches>,
    /// The texts that the answer is of.
    judged: u32,
    /// The texts that the case began with.
    begun: u32,
    pub(crate) goal: Option<Goal>,
    goals: u32,
    /// The cell to open once there is a report.
    cell_then: Option<(usize, usize)>,
    next_id: u32,
}

impl State {
    pub(crate) fn new(now: Moment) -> Self {
        Self {
            view: View::Gallery,
            case: Rc::new(empty(now)),
            own: None,
            asked: 0,
            texts: 0,
            hurry: true,
            floor: 0,
            answered: 0,
            outcome: None,
            progress: None,
            cell: None,
            notice: None,
            halted: None,
            long: None,
            patient: None,
            focus: None,
            link: None,
            sift: Sift::default(),
            again: Rc::new([]),
            eased: None,
            judged: 0,
            begun: 0,
            goal: None,
            goals: 0,
            cell_then: None,
            next_id: 1,
        }
    }

    pub(crate) fn report(&self) -> Option<&Report> {
        self.outcome.as_ref().and_then(|outcome| outcome.result.as_deref().ok())
    }

    pub(crate) fn problem(&self) -> Option<&Problem> {
        self.outcome.as_ref().and_then(|outcome| outcome.result.as_ref().err())
    }

    /// The texts are to be checked however long it takes.
    pub(crate) fn is_patient(&self) -> bool {
        self.patient == Some(self.texts)
    }

    fn case(&mut self) -> &mut Case {
        Rc::make_mut(&mut self.case)
    }

    fn ask(&mut self, texts: bool, hurry: bool) {
        self.asked += 1;
        self.halted = None;
        self.long = None;
        self.hurry = hurry;
        if texts {
            self.texts += 1;
        }
    }

    /// The person's own data stay while they look at something else.
    fn keep_own(&mut self) {
        let case = &self.case;
        let own = case.sample.is_none()
            && case.frozen.is_none()
            && case.live.as_ref().is_none_or(|live| !live.boxes.is_empty());
        if own && case.drafts.iter().any(|d| !d.text.is_empty()) {
            self.own = Some(Rc::clone(case));
        }
    }

    /// The case is another one from here on.
    fn replace(&mut self, case: Rc<Case>, view: View) {
        self.case = case;
        self.view = view;
        self.cell = None;
        self.notice = None;
        self.progress = None;
        self.sift = Sift::default();
        self.again = Rc::new([]);
        self.eased = None;
        self.ask(true, true);
        self.floor = self.asked;
        self.begun = self.texts;
    }

    /// The person touched the data: it is theirs now, at the time they choose.
    fn touch(&mut self, now: Option<Moment>) {
        let case = self.case();
        case.sample = None;
        case.frozen = None;
        if let (Some(now), false) = (now, case.at_chosen) {
            case.at = now;
        }
        self.own = None;
        self.notice = None;
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut state = Rc::unwrap_or_clone(self);
        match action {
            Action::Sample { sample, view } => {
                state.keep_own();
                let same = state.case.sample.as_ref().is_some_and(|id| *id == sample.id);
                if same && state.outcome.is_some() {
                    state.view = view;
                    state.notice = None;
                } else {
                    let case = open(&mut state, sample);
                    state.replace(Rc::new(case), view);
                }
            }
            Action::Open(opened) => {
                state.keep_own();
                state.cell_then = opened.cell.map(|(row, column)| (row as usize, column as usize));
                let case = open_link(&mut state, *opened);
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
