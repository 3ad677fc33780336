//! The page's one state, and every way it changes.

use super::again::{Look, look};
use super::browser;
use super::protocol::Progress;
use super::samples::Sample;
use super::share::Opened;
use super::sift::{Sift, places};
use crate::check::outcome::{Outcome, Problem};
use crate::check::report::{Caches, Finding, ProviderSummary, Report};
use crate::dns::Moment;
use crate::evidence::{Role, Source};
use crate::share::link::is_whole;
use crate::ui::shared::Shared;
use std::rc::Rc;
use yew::{AttrValue, Reducible, UseReducerDispatcher};

pub(crate) type Dispatch = UseReducerDispatcher<State>;

/// What the page shows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum View {
    /// The first visit: what this is, the samples, and one of them judged.
    Gallery,
    /// Evidence beside verdict.
    Bench,
}

/// Whose data a box holds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// Everything in one paste.
    All,
    Provider,
    Parent,
}

/// A box of the evidence column.
#[derive(Clone, PartialEq)]
pub(crate) struct Draft {
    /// Stays the same while the box is there.
    pub(crate) id: u32,
    pub(crate) holds: Holds,
    /// The provider's label, or the file's name.
    pub(crate) name: AttrValue,
    pub(crate) text: Text,
    /// What messages call it, where a link says so; else its title.
    pub(crate) called: Option<AttrValue>,
}

/// An answer, shared. Two are equal when they are the same one: a report is large, and only ever replaced.
pub(crate) type Answer = Shared<Outcome>;

/// A box's text.
#[derive(Clone, PartialEq)]
pub(crate) enum Text {
    Here(AttrValue),
    /// Too large to show: it never enters the page's memory as a whole.
    Held {
        blob: web_sys::Blob,
        head: AttrValue,
    },
}

impl Text {
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Here(text) if text.trim().is_empty())
    }
}

impl Draft {
    /// What messages call it.
    pub(crate) fn source_name(&self) -> AttrValue {
        self.called.clone().unwrap_or_else(|| self.title())
    }

    pub(crate) fn role(&self) -> Role {
        match self.holds {
            Holds::All => Role::Auto,
            Holds::Provider => Role::Provider(self.name.to_string()),
            Holds::Parent => Role::Parent,
        }
    }

    pub(crate) fn title(&self) -> AttrValue {
        match self.holds {
            Holds::All if self.name.is_empty() => "All in one paste".into(),
            Holds::All => self.name.clone(),
            Holds::Provider if self.name.len() == 1 => format!("Provider {}", self.name).into(),
            Holds::Provider => self.name.clone(),
            Holds::Parent => "Parent".into(),
        }
    }
}

/// Where a case came from that was asked for.
#[derive(Clone, PartialEq)]
pub(crate) struct FromLive {
    pub(crate) run: u32,
    pub(crate) boxes: Rc<[LiveBox]>,
}

/// A box that a live check filled: the person may rename it, and may change the text.
#[derive(Clone, PartialEq)]
pub(crate) struct LiveBox {
    /// As the live check calls it.
    pub(crate) label: AttrValue,
    pub(crate) draft: u32,
    pub(crate) text: AttrValue,
}

impl Case {
    /// What the person calls a provider of the live check.
    pub(crate) fn called(&self, label: &str) -> AttrValue {
        let boxes = self.live.iter().flat_map(|live| live.boxes.iter());
        let id = boxes.filter(|b| *b.label == *label).map(|b| b.draft).next();
        let draft = self.drafts.iter().find(|d| Some(d.id) == id && d.holds == Holds::Provider);
        draft.map_or_else(|| label.to_owned().into(), |d| d.name.clone())
    }
}

/// Everything that is asked.
#[derive(Clone, PartialEq)]
pub(crate) struct Case {
    /// The sample it was opened from, untouched.
    pub(crate) sample: Option<AttrValue>,
    /// When the link was made that it was opened from, untouched.
    pub(crate) frozen: Option<Moment>,
    /// The live check it came from.
    pub(crate) live: Option<FromLive>,
    pub(crate) drafts: Rc<[Draft]>,
    pub(crate) zone: Option<AttrValue>,
    pub(crate) no_ds: bool,
    /// Providers of which the person says that no NS record leads there; `None`: the NS records tell.
    pub(crate) unreached: Option<Vec<String>>,
    pub(crate) at: Moment,
    /// The person (or the sample) chose `at`; else it follows the clock.
    pub(crate) at_chosen: bool,
}

/// A finding that is looked at again.
#[derive(Clone, PartialEq)]
pub(crate) struct Again {
    /// As it was when that was asked for, and the answer that it was in.
    pub(crate) finding: Rc<Finding>,
    before: Answer,
    /// The texts that it was in: an answer about others says what became of it.
    texts: u32,
    pub(crate) look: Look,
}

/// A place on the page to go to, once it is there.
#[derive(Clone, PartialEq)]
pub(crate) struct Goal {
    /// Counts them.
    pub(crate) number: u32,
    pub(crate) place: AttrValue,
    /// There was an answer since, so it was found or is not there.
    past: bool,
}

/// One sentence about something that happened, above the result.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Notice {
    PrivateKey,
    NoSample,
    Stopped,
    Cancelled,
}

/// A new text for a box, or for a new one.
#[derive(Clone, PartialEq)]
pub(crate) struct Given {
    pub(crate) name: AttrValue,
    pub(crate) text: Text,
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

pub(crate) enum Action {
    /// A sample was fetched: to look at in the gallery, or to open.
    Sample {
        sample: Sample,
        view: View,
    },
    /// What was in a link.
    Open(Box<Opened>),
    /// A case that was on the page before, by its link.
    Restore {
        case: Rc<Case>,
        cell: Option<(usize, usize)>,
    },
    /// The link that was given in place of data is taken care of.
    LinkTaken,
    /// The person's own case: the kept one, or empty boxes.
    Own {
        now: Moment,
    },
    Typed {
        id: u32,
        text: AttrValue,
        hurry: bool,
        now: Moment,
    },
    Given {
        id: Option<u32>,
        given: Vec<Given>,
        now: Moment,
    },
    Rename {
        id: u32,
        name: AttrValue,
    },
    AddProvider,
    /// A live check begins (or is offered): its boxes come later.
    Live {
        run: u32,
        now: Moment,
    },
    /// What it saw.
    Seen {
        run: u32,
        sources: Vec<Source>,
        zone: Option<AttrValue>,
        at: Moment,
    },
    Remove {
        id: u32,
    },
    /// What was simulated, in boxes. `fresh`: as a case to look at, beside the person's own; else in the place of
    /// what was simulated before.
    Simulated {
        boxes: Vec<(Holds, AttrValue, Text)>,
        zone: AttrValue,
        no_ds: bool,
        at: Moment,
        fresh: bool,
    },
    /// From one box for everything to a box each.
    Split,
    NoDs(bool),
    /// The person says that no NS record leads to this box’s provider, or that one does.
    Unreached {
        id: u32,
        yes: bool,
    },
    Zone(Option<AttrValue>),
    At(Moment),
    Progress {
        id: u32,
        progress: Progress,
    },
    Answer {
        id: u32,
        outcome: Answer,
        now: Moment,
    },
    Cancel,
    Stopped,
    Cell(Option<(usize, usize)>),
    /// Narrows the findings.
    Sift(Sift),
    /// A finding is to be looked at again.
    Again(Rc<Finding>),
    /// What came of it was read.
    Forget(Rc<Finding>),
    /// Goes to a place on the page, now or when it is there.
    Go(AttrValue),
    Notice(Option<Notice>),
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

    fn case(&mut self) -> &mut Case {
        Rc::make_mut(&mut self.case)
    }

    fn ask(&mut self, texts: bool, hurry: bool) {
        self.asked += 1;
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

    /// What a live check saw, in boxes. Those that the person changed meanwhile stay as they are.
    fn take_seen(&mut self, run: u32, sources: Vec<Source>, zone: Option<AttrValue>, at: Moment) {
        let Some(live) = self.case.live.clone().filter(|live| live.run == run) else { return };
        let old = |label: &str| live.boxes.iter().find(|b| *b.label == *label);
        let untouched =
            |b: &LiveBox, draft: &Draft| matches!(&draft.text, Text::Here(text) if *text == b.text);
        let fresh: Vec<AttrValue> = sources.iter().map(label_of).collect();
        // What came before and does not come again is of a state that has gone.
        let gone = |draft: &Draft| {
            let known = live.boxes.iter().find(|b| b.draft == draft.id);
            known.is_some_and(|b| untouched(b, draft) && !fresh.contains(&b.label))
        };
        self.case().drafts = self.case.drafts.iter().filter(|d| !gone(d)).cloned().collect();
        let mut boxes = Vec::with_capacity(sources.len());
        for (source, label) in sources.into_iter().zip(fresh) {
            let text: AttrValue = source.text.into();
            let known = old(&label).filter(|b| self.case.drafts.iter().any(|d| d.id == b.draft));
            let draft = match (known, &source.role) {
                (Some(b), _) => {
                    let id = b.draft;
                    self.draft(id, |draft| {
                        if untouched(b, draft) {
                            draft.text = Text::Here(text.clone());
                        }
                    });
                    id
                }
                (None, Role::Parent) => {
                    self.push(Holds::Parent, source.name.into(), Text::Here(text.clone()))
                }
                (None, _) => self.push(Holds::Provider, label.clone(), Text::Here(text.clone())),
            };
            boxes.push(LiveBox { label, draft, text });
        }
        let case = self.case();
        case.live = Some(FromLive { run, boxes: boxes.into() });
        case.zone = zone;
        if !case.at_chosen {
            case.at = at;
        }
        self.ask(true, true);
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

    /// Other data than before: where they put a fault right, caches keep what they hold of it for its TTL.
    fn ease(&mut self, before: Option<&Report>) {
        let Some(report) = self.report() else { return };
        let (fails, at) = (report.timeline.caches.is_some() || report.fails(), report.at);
        let held = before.filter(|before| before.zone == report.zone).and_then(|b| b.timeline.caches.clone());
        if let (false, Some(held)) = (fails, held) {
            let until = Moment(at.0.saturating_add(held.ttl.into()));
            self.eased = Some(Caches { until, ..held });
        } else if fails {
            self.eased = None;
        }
    }

    /// What became of the findings that are looked at again, now that other data were judged.
    fn look_again(&mut self, now: Moment) {
        let texts = self.texts;
        let Some(after) = self.report().filter(|_| self.again.iter().any(|again| again.texts != texts))
        else {
            return;
        };
        let looked = |again: &Again| match &again.before.result {
            Ok(before) if again.texts != texts => {
                Again { texts, look: look(&again.finding, before, after, now), ..again.clone() }
            }
            _ => again.clone(),
        };
        self.again = self.again.iter().map(looked).collect();
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

    fn draft(&mut self, id: u32, change: impl FnOnce(&mut Draft)) {
        let case = self.case();
        let mut drafts = case.drafts.to_vec();
        if let Some(draft) = drafts.iter_mut().find(|draft| draft.id == id) {
            change(draft);
        }
        case.drafts = drafts.into();
    }

    fn push(&mut self, holds: Holds, name: AttrValue, text: Text) -> u32 {
        let id = self.next_id;
        self.next_id += 1;
        let case = self.case();
        let mut drafts = case.drafts.to_vec();
        // The parent stays last.
        let end = drafts.iter().position(|d| d.holds == Holds::Parent && holds != Holds::Parent);
        drafts.insert(end.unwrap_or(drafts.len()), Draft { id, holds, name, text, called: None });
        case.drafts = drafts.into();
        id
    }

    /// The first letter that no provider is called by.
    fn free_letter(&self) -> AttrValue {
        let taken = |letter: &str| {
            self.case.drafts.iter().any(|d| d.holds == Holds::Provider && d.name.as_str() == letter)
        };
        ('A'..='Z').map(String::from).find(|letter| !taken(letter)).unwrap_or_default().into()
    }

    /// New texts: into the box they were given to, else into boxes of their own.
    fn give(&mut self, id: Option<u32>, given: Vec<Given>) {
        let mut target = id;
        for Given { name, text } in given {
            match target.take() {
                Some(id) => self.draft(id, |draft| {
                    if draft.holds == Holds::All {
                        draft.name = name;
                    }
                    draft.text = text;
                }),
                None => {
                    self.push(Holds::All, name, text);
                }
            }
        }
        // Boxes that nobody filled only stand in the way of what was given as a whole.
        let case = self.case();
        if case.drafts.iter().any(|d| d.holds == Holds::All && !d.text.is_empty()) {
            case.drafts = case.drafts.iter().filter(|d| !d.text.is_empty()).cloned().collect();
        }
    }

    fn wipe(&mut self, outcome: &Outcome) {
        if !outcome.sources.iter().any(|source| source.private_key) {
            return;
        }
        let wiped = |(draft, source): (&Draft, _)| {
            let holds_key =
                Option::is_some_and(source, |s: &crate::check::outcome::SourceSummary| s.private_key);
            if holds_key { Draft { text: Text::Here("".into()), ..draft.clone() } } else { draft.clone() }
        };
        let summaries = outcome.sources.iter().map(Some).chain(std::iter::repeat(None));
        self.case().drafts = self.case.drafts.iter().zip(summaries).map(wiped).collect();
        self.own = None;
        self.ask(true, true);
        self.notice = Some(Notice::PrivateKey);
    }
}

/// One box for everything: how a person begins who has just copied some output.
fn empty(now: Moment) -> Case {
    let all = Draft { id: 0, holds: Holds::All, name: "".into(), text: Text::Here("".into()), called: None };
    Case {
        sample: None,
        frozen: None,
        live: None,
        drafts: Rc::new([all]),
        zone: None,
        no_ds: false,
        unreached: None,
        at: now,
        at_chosen: false,
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
            Action::Rename { id, name } => {
                state.touch(None);
                let case = state.case();
                let known = case.drafts.iter().find(|draft| draft.id == id).map(|draft| draft.name.clone());
                for label in case.unreached.iter_mut().flatten() {
                    if Some(label.as_str()) == known.as_deref() {
                        *label = name.to_string();
                    }
                }
                state.draft(id, |draft| draft.name = name);
                state.ask(true, false);
            }
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
            Action::Simulated { boxes, zone, no_ds, at, fresh } => {
                let before = Rc::clone(&state.case);
                if fresh {
                    state.keep_own();
                    state.replace(Rc::new(empty(at)), View::Bench);
                }
                state.case().drafts = Rc::new([]);
                for (holds, name, text) in boxes {
                    state.push(holds, name, text);
                }
                let at_chosen = before.at_chosen && !fresh;
                let at = if at_chosen { before.at } else { at };
                let case = state.case();
                *case = Case {
                    sample: None,
                    frozen: None,
                    live: None,
                    drafts: Rc::clone(&case.drafts),
                    zone: Some(zone),
                    no_ds,
                    unreached: None,
                    at,
                    at_chosen: at_chosen || fresh,
                };
                state.ask(true, true);
            }
            Action::Split => {
                state.touch(None);
                let case = state.case();
                case.drafts = case.drafts.iter().filter(|d| !d.text.is_empty()).cloned().collect();
                let first = state.free_letter();
                state.focus = Some(state.push(Holds::Provider, first, Text::Here("".into())));
                let second = state.free_letter();
                state.push(Holds::Provider, second, Text::Here("".into()));
                if !state.case.drafts.iter().any(|d| d.holds == Holds::Parent) {
                    state.push(Holds::Parent, "".into(), Text::Here("".into()));
                }
                state.ask(true, true);
            }
            Action::NoDs(no_ds) => {
                state.touch(None);
                state.case().no_ds = no_ds;
                state.ask(false, true);
            }
            Action::Unreached { id, yes } => {
                let seen = state.outcome.as_ref().and_then(|outcome| outcome.result.as_ref().ok());
                let idle = |p: &&ProviderSummary| !p.reached;
                let by_ns = seen.map(|report| {
                    report.providers.iter().filter(idle).map(|p| p.label.clone()).collect::<Vec<String>>()
                });
                // What a sample or a link holds is another case now.
                state.touch(None);
                let case = state.case();
                if let Some(draft) = case.drafts.iter().find(|draft| draft.id == id) {
                    let labels = case.unreached.get_or_insert_with(|| by_ns.unwrap_or_default());
                    labels.retain(|label| *label != *draft.name);
                    if yes {
                        labels.push(draft.name.to_string());
                    }
                }
                state.ask(false, true);
            }
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
            Action::Answer { id, outcome, now } => {
                if id >= state.floor && id > state.answered {
                    state.answered = id;
                    if id == state.asked {
                        state.progress = None;
                    }
                    let size = |report: Option<&Report>| report.map_or(0, |r| r.providers.len());
                    let before = size(state.report());
                    state.wipe(&outcome);
                    let last = state.outcome.replace(outcome);
                    if id == state.asked && state.judged != state.texts {
                        // The first answer about a case says nothing of the one before.
                        let same = state.judged >= state.begun;
                        state.judged = state.texts;
                        state.ease(last.as_ref().filter(|_| same).and_then(|a| a.result.as_deref().ok()));
                    }
                    if size(state.report()) != before {
                        state.cell = None;
                    }
                    // An answer to an older question says nothing of the texts of now.
                    if id == state.asked {
                        state.look_again(now);
                    }
                    if state.report().is_some() {
                        state.goal =
                            state.goal.take().filter(|goal| !goal.past).map(|g| Goal { past: true, ..g });
                    }
                    let count = size(state.report());
                    let fits = |(row, column): &(usize, usize)| *row < count && *column < count;
                    if let Some(cell) = state.cell_then.take().filter(fits) {
                        state.cell = Some(cell);
                    }
                }
            }
            Action::Cancel => {
                state.progress = None;
                state.notice = Some(Notice::Cancelled);
                state.floor = state.asked + 1;
            }
            Action::Stopped => {
                state.progress = None;
                state.notice = Some(Notice::Stopped);
                state.floor = state.asked + 1;
            }
            Action::Cell(cell) => state.cell = cell,
            Action::Sift(sift) => state.sift = sift,
            Action::Again(finding) => {
                if let Some(before) = state.outcome.clone() {
                    let others = state.again.iter().filter(|again| !again.finding.is_same(&finding)).cloned();
                    let others: Vec<Again> = others.collect();
                    let again = Again { finding, before, texts: state.texts, look: Look::Waiting };
                    state.again = others.into_iter().chain([again]).collect();
                }
            }
            Action::Forget(finding) => {
                state.again =
                    state.again.iter().filter(|again| !again.finding.is_same(&finding)).cloned().collect();
            }
            Action::Go(place) => {
                state.goals += 1;
                let hidden = |report: &Report| {
                    let at = places(&report.findings).iter().position(|other| *other == *place);
                    let finding = at.and_then(|at| report.findings.get(at));
                    finding.is_some_and(|finding| !state.sift.shows(finding, report))
                };
                if state.report().is_some_and(hidden) {
                    state.sift = Sift::default();
                }
                state.goal = Some(Goal { number: state.goals, place, past: false });
            }
            Action::Notice(notice) => state.notice = notice,
        }
        Rc::new(state)
    }
}

/// What a live check calls a source: the parent by nothing.
fn label_of(source: &Source) -> AttrValue {
    match &source.role {
        Role::Provider(label) => label.clone().into(),
        Role::Auto | Role::Parent => AttrValue::default(),
    }
}

fn open(state: &mut State, sample: Sample) -> Case {
    Case {
        sample: Some(sample.id.into()),
        zone: sample.zone.map(Into::into),
        no_ds: sample.no_ds,
        at_chosen: true,
        drafts: drafts_of(state, sample.sources),
        ..empty(sample.at)
    }
}

fn open_link(state: &mut State, opened: Opened) -> Case {
    Case {
        frozen: Some(opened.made),
        zone: opened.zone.map(Into::into),
        no_ds: opened.no_ds,
        unreached: opened.unreached,
        at_chosen: true,
        drafts: drafts_of(state, opened.sources),
        ..empty(opened.at)
    }
}

/// The check link that was given, if it is one and nothing else.
fn link_in(given: &[Given]) -> Option<Text> {
    let [Given { text, .. }] = given else { return None };
    let head = match text {
        Text::Here(text) => text,
        Text::Held { head, .. } => head,
    };
    is_whole(head).then(|| text.clone())
}

fn drafts_of(state: &mut State, sources: Vec<Source>) -> Rc<[Draft]> {
    sources
        .into_iter()
        .map(|source| {
            let id = state.next_id;
            state.next_id += 1;
            let called = source.name.clone();
            let (holds, name) = match source.role {
                Role::Auto if called == "All in one paste" => (Holds::All, String::new()),
                Role::Auto => (Holds::All, source.name),
                Role::Provider(label) => (Holds::Provider, label),
                Role::Parent => (Holds::Parent, source.name),
            };
            let draft =
                Draft { id, holds, name: name.into(), text: browser::text(source.text), called: None };
            Draft { called: Some(called.into()).filter(|called| *called != draft.title()), ..draft }
        })
        .collect()
}
