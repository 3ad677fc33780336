//! What the page holds, and the steps that every change is made of.

use super::answer::{Again, Answer, Goal};
use super::case::{Case, empty};
use super::notice::Notice;
use crate::check::outcome::Problem;
use crate::check::report::{Caches, Report};
use crate::dns::Moment;
use crate::ui::protocol::Progress;
use crate::ui::sift::Sift;
use crate::ui::text::Text;
use std::rc::Rc;

/// What the page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// The first visit: what this is, the samples, and one of them judged.
    Gallery,
    /// Evidence beside verdict.
    Bench,
}

/// Everything that the page shows.
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
    pub(super) patient: Option<u32>,
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
    pub(super) judged: u32,
    /// The texts that the case began with.
    pub(super) begun: u32,
    pub(crate) goal: Option<Goal>,
    pub(super) goals: u32,
    /// The cell to open once there is a report.
    pub(super) cell_then: Option<(usize, usize)>,
    pub(super) next_id: u32,
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

    pub(super) fn case(&mut self) -> &mut Case {
        Rc::make_mut(&mut self.case)
    }

    pub(super) fn ask(&mut self, texts: bool, hurry: bool) {
        self.asked += 1;
        self.halted = None;
        self.long = None;
        self.hurry = hurry;
        if texts {
            self.texts += 1;
        }
    }

    /// The person's own data stay while they look at something else.
    pub(super) fn keep_own(&mut self) {
        let case = &self.case;
        let own = case.sample.is_none()
            && case.frozen.is_none()
            && case.live.as_ref().is_none_or(|live| !live.boxes.is_empty());
        if own && case.drafts.iter().any(|d| !d.text.is_empty()) {
            self.own = Some(Rc::clone(case));
        }
    }

    /// The case is another one from here on.
    pub(super) fn replace(&mut self, case: Rc<Case>, view: View) {
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
    pub(super) fn touch(&mut self, now: Option<Moment>) {
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
