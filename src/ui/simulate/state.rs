//! The simulation as the page holds it: what is wanted, and what was made of it.

use super::alone::Alone;
use super::edit;
use super::protocol::Signed;
use crate::dns::Moment;
use crate::simulate::config::Config;
use crate::simulate::faults::{Choice, Fault, Kind};
use crate::ui::protocol::Progress;
use crate::ui::shared::Shared;
use std::collections::HashMap;
use std::rc::Rc;
use yew::{AttrValue, Reducible};

/// Where the zone's data come from.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    Sample,
    Pasted,
    LastCheck,
}

/// Why nothing is shown.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Trouble {
    /// What is wrong with what is wanted.
    Refused(AttrValue),
    Cancelled,
    Stopped,
    NoArchive(AttrValue),
}

#[derive(Clone, PartialEq)]
pub(crate) struct Sim {
    pub(crate) config: Rc<Config>,
    pub(crate) origin: Origin,
    /// What the person pasted, while something else is looked at.
    pub(crate) pasted: AttrValue,
    /// Counts what has to be signed again.
    pub(crate) asked: u32,
    /// The last change wants its answer at once, not after a pause in typing.
    pub(crate) hurry: bool,
    pub(crate) answered: u32,
    pub(crate) signed: Option<Shared<Signed>>,
    pub(crate) trouble: Option<Trouble>,
    pub(crate) progress: Option<Progress>,
    /// The place that stands in the row of a fault which is off.
    pub(crate) picked: Rc<HashMap<Kind, Fault>>,
    /// What each fault does on its own, as far as it was tried.
    pub(crate) alone: Rc<HashMap<Fault, Alone>>,
}

pub(crate) enum Step {
    Edit {
        change: Box<dyn FnOnce(&mut Config)>,
        hurry: bool,
    },
    Data {
        origin: Origin,
        data: AttrValue,
        hurry: bool,
    },
    Fault {
        fault: Fault,
        on: bool,
    },
    /// This fault and no other.
    Only(Fault),
    Pick(Fault),
    ClearFaults,
    /// All over again, at this moment.
    Anew(Moment),
    Progress {
        id: u32,
        progress: Progress,
    },
    Signed {
        id: u32,
        signed: Box<Signed>,
    },
    Refused {
        id: u32,
        why: AttrValue,
    },
    Trouble(Trouble),
    Alone(Fault, Alone),
}

impl Sim {
    pub(crate) fn new(now: Moment) -> Self {
        Self {
            config: Rc::new(edit::first(now)),
            origin: Origin::Sample,
            pasted: AttrValue::default(),
            asked: 1,
            hurry: true,
            answered: 0,
            signed: None,
            trouble: None,
            progress: None,
            picked: Rc::default(),
            alone: Rc::default(),
        }
    }

    /// What the page shows is of what is wanted now.
    pub(crate) fn settled(&self) -> bool {
        self.answered == self.asked
    }

    pub(crate) fn has(&self, fault: &Fault) -> bool {
        self.config.faults.contains(fault)
    }

    /// The faults as they can be chosen here.
    pub(crate) fn choices(&self) -> &[Choice] {
        self.signed.as_ref().map(|signed| signed.choices.as_slice()).unwrap_or_default()
    }

    fn change(&mut self, change: impl FnOnce(&mut Config), hurry: bool) {
        let mut config = (*self.config).clone();
        change(&mut config);
        if config == *self.config {
            return;
        }
        let bare = |config: &Config| Config {
            faults: Vec::new(),
            asked: Vec::new(),
            data: String::new(),
            ..config.clone()
        };
        if config.data != self.config.data || bare(&config) != bare(&self.config) {
            self.alone = Rc::default();
        }
        self.config = Rc::new(config);
        self.ask(hurry);
    }

    fn ask(&mut self, hurry: bool) {
        self.asked += 1;
        self.hurry = hurry;
        self.trouble = None;
        self.progress = None;
    }

    fn answer(&mut self, id: u32) -> bool {
        let fresh = id > self.answered && id <= self.asked;
        if fresh {
            self.answered = id;
            self.progress = None;
        }
        fresh
    }
}

impl Reducible for Sim {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        let mut sim = Rc::unwrap_or_clone(self);
        match step {
            Step::Edit { change, hurry } => sim.change(change, hurry),
            Step::Data { origin, data, hurry } => {
                if sim.origin == Origin::Pasted && origin != Origin::Pasted {
                    sim.pasted = sim.config.data.clone().into();
                }
                sim.origin = origin;
                sim.change(|config| config.data = data.to_string(), hurry);
            }
            Step::Fault { fault, on } => {
                if !on {
                    Rc::make_mut(&mut sim.picked).insert(fault.kind, fault.clone());
                }
                let change = |config: &mut Config| {
                    config.faults.retain(|other| *other != fault);
                    if on {
                        config.faults.push(fault);
                    }
                };
                sim.change(change, true);
            }
            Step::Only(fault) => sim.change(|config| config.faults = vec![fault], true),
            Step::Pick(fault) => {
                Rc::make_mut(&mut sim.picked).insert(fault.kind, fault);
            }
            Step::ClearFaults => sim.change(|config| config.faults.clear(), true),
            Step::Anew(now) => {
                Rc::make_mut(&mut sim.config).now = Some(now);
                sim.ask(true);
            }
            Step::Progress { id, progress } => {
                if id == sim.asked && id > sim.answered {
                    sim.progress = Some(progress);
                }
            }
            Step::Signed { id, signed } => {
                if sim.answer(id) {
                    sim.signed = Some(Shared::new(*signed));
                    sim.trouble = None;
                }
            }
            Step::Refused { id, why } => {
                if sim.answer(id) {
                    sim.trouble = Some(Trouble::Refused(why));
                }
            }
            Step::Trouble(trouble) => {
                sim.progress = None;
                sim.trouble = Some(trouble);
            }
            Step::Alone(fault, alone) => {
                Rc::make_mut(&mut sim.alone).insert(fault, alone);
            }
        }
        Rc::new(sim)
    }
}
