//! The boxes, as the person, a live check or the simulator fills them.

use super::action::Simulated;
use super::case::{Case, Draft, FromLive, Holds, LiveBox, empty};
use super::page::{State, View};
use crate::check::report::ProviderSummary;
use crate::dns::Moment;
use crate::evidence::{Role, Source};
use crate::ui::text::{Given, Text};
use crate::visible::{is_hidden, shown};
use implicit_clone::unsync::IString as AttrValue;
use std::rc::Rc;

impl State {
    pub(super) fn draft(&mut self, id: u32, change: impl FnOnce(&mut Draft)) {
        let case = self.case();
        let mut drafts = case.drafts.to_vec();
        if let Some(draft) = drafts.iter_mut().find(|draft| draft.id == id) {
            change(draft);
        }
        case.drafts = drafts.into();
    }

    pub(super) fn push(&mut self, holds: Holds, name: AttrValue, text: Text) -> u32 {
        let (id, name) = (self.next_id, visible(name));
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
    pub(super) fn free_letter(&self) -> AttrValue {
        let taken = |letter: &str| {
            self.case.drafts.iter().any(|d| d.holds == Holds::Provider && d.name.as_str() == letter)
        };
        ('A'..='Z').map(String::from).find(|letter| !taken(letter)).unwrap_or_default().into()
    }

    /// New texts: into the box they were given to, else into boxes of their own.
    pub(super) fn give(&mut self, id: Option<u32>, given: Vec<Given>) {
        let mut target = id;
        for Given { name, text } in given {
            match target.take() {
                Some(id) => self.draft(id, |draft| {
                    if draft.holds == Holds::All {
                        draft.name = visible(name);
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

    /// Another name for a box’s provider.
    pub(super) fn rename(&mut self, id: u32, name: AttrValue) {
        let name = visible(name);
        self.touch(None);
        let case = self.case();
        let known = case.drafts.iter().find(|draft| draft.id == id).map(|draft| draft.name.clone());
        for label in case.unreached.iter_mut().flatten() {
            if Some(label.as_str()) == known.as_deref() {
                *label = name.to_string();
            }
        }
        self.draft(id, |draft| draft.name = name);
        self.ask(true, false);
    }

    /// From one box for everything to a box each.
    pub(super) fn split(&mut self) {
        self.touch(None);
        let case = self.case();
        case.drafts = case.drafts.iter().filter(|d| !d.text.is_empty()).cloned().collect();
        let first = self.free_letter();
        self.focus = Some(self.push(Holds::Provider, first, Text::Here("".into())));
        let second = self.free_letter();
        self.push(Holds::Provider, second, Text::Here("".into()));
        if !self.case.drafts.iter().any(|d| d.holds == Holds::Parent) {
            self.push(Holds::Parent, "".into(), Text::Here("".into()));
        }
        self.ask(true, true);
    }

    /// The person says that no NS record leads to this box’s provider, or that one does.
    pub(super) fn set_unreached(&mut self, id: u32, yes: bool) {
        let idle = |p: &&ProviderSummary| !p.reached;
        let by_ns = self.report().map(|report| {
            report.providers.iter().filter(idle).map(|p| p.label.clone()).collect::<Vec<String>>()
        });
        // What a sample or a link holds is another case now.
        self.touch(None);
        let case = self.case();
        if let Some(draft) = case.drafts.iter().find(|draft| draft.id == id) {
            let labels = case.unreached.get_or_insert_with(|| by_ns.unwrap_or_default());
            labels.retain(|label| *label != *draft.name);
            if yes {
                labels.push(draft.name.to_string());
            }
        }
        self.ask(false, true);
    }

    /// What a live check saw, in boxes. Those that the person changed meanwhile stay as they are.
    pub(super) fn take_seen(&mut self, run: u32, sources: Vec<Source>, zone: Option<AttrValue>, at: Moment) {
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

    /// What was simulated, in boxes.
    pub(super) fn take_simulated(&mut self, simulated: Simulated) {
        let Simulated { boxes, zone, no_ds, at, fresh } = simulated;
        let before = Rc::clone(&self.case);
        if fresh {
            self.keep_own();
            self.replace(Rc::new(empty(at)), View::Bench);
        }
        self.case().drafts = Rc::new([]);
        for (holds, name, text) in boxes {
            self.push(holds, name, text);
        }
        let at_chosen = before.at_chosen && !fresh;
        let at = if at_chosen { before.at } else { at };
        let case = self.case();
        *case = Case {
            sample: None,
            frozen: None,
            live: None,
            drafts: Rc::clone(&case.drafts),
            zone,
            no_ds,
            unreached: None,
            at,
            at_chosen: at_chosen || fresh,
        };
        self.ask(true, true);
    }
}

/// A name as the report has it: with nothing hidden in it.
fn visible(name: AttrValue) -> AttrValue {
    if name.contains(is_hidden) { shown(&name).into_owned().into() } else { name }
}

/// What a live check calls a source: the parent by nothing.
fn label_of(source: &Source) -> AttrValue {
    match &source.role {
        Role::Provider(label) => label.clone().into(),
        Role::Auto | Role::Parent => AttrValue::default(),
    }
}
