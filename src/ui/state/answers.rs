//! What answers do to the state.

use super::answer::{Again, Answer, Goal};
use super::case::Draft;
use super::notice::Notice;
use super::page::State;
use crate::check::outcome::Outcome;
use crate::check::report::{Caches, Finding, Report};
use crate::dns::Moment;
use crate::evidence::is_private_key;
use crate::ui::again::{Look, look};
use crate::ui::sift::{Sift, places};
use crate::ui::text::Text;
use implicit_clone::unsync::IString as AttrValue;
use std::rc::Rc;

impl State {
    /// An answer, unless it is one about something else.
    pub(super) fn take_answer(&mut self, id: u32, outcome: Answer, now: Moment) {
        if id < self.floor || id <= self.answered {
            return;
        }
        self.answered = id;
        if id == self.asked {
            self.progress = None;
        }
        let size = |report: Option<&Report>| report.map_or(0, |r| r.providers.len());
        let before = size(self.report());
        self.wipe(&outcome);
        let last = self.outcome.replace(outcome);
        if id == self.asked && self.judged != self.texts {
            // The first answer about a case says nothing of the one before.
            let same = self.judged >= self.begun;
            self.judged = self.texts;
            self.ease(last.as_ref().filter(|_| same).and_then(|a| a.result.as_deref().ok()));
        }
        if size(self.report()) != before {
            self.cell = None;
        }
        // An answer to an older question says nothing of the texts of now.
        if id == self.asked {
            self.look_again(now);
        }
        if self.report().is_some() {
            self.goal = self.goal.take().filter(|goal| !goal.past).map(|g| Goal { past: true, ..g });
        }
        let count = size(self.report());
        let fits = |(row, column): &(usize, usize)| *row < count && *column < count;
        if let Some(cell) = self.cell_then.take().filter(fits) {
            self.cell = Some(cell);
        }
    }

    /// Removes the texts that hold a private key.
    fn wipe(&mut self, outcome: &Outcome) {
        if !outcome.sources.iter().any(|source| source.private_key) {
            return;
        }
        let wiped = |(draft, source): (&Draft, _)| {
            let holds_key =
                Option::is_some_and(source, |s: &crate::check::outcome::SourceSummary| s.private_key);
            if !holds_key {
                return draft.clone();
            }
            let name = if is_private_key(&draft.name) { AttrValue::default() } else { draft.name.clone() };
            Draft { text: Text::Here("".into()), name, called: None, ..draft.clone() }
        };
        let summaries = outcome.sources.iter().map(Some).chain(std::iter::repeat(None));
        self.case().drafts = self.case.drafts.iter().zip(summaries).map(wiped).collect();
        self.own = None;
        self.ask(true, true);
        self.notice = Some(Notice::PrivateKey);
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

    /// A finding is to be looked at again.
    pub(super) fn ask_again(&mut self, finding: Rc<Finding>) {
        if let Some(before) = self.outcome.clone() {
            let again = Again { texts: self.texts, look: Look::Waiting, before, finding };
            self.again = self.others(&again.finding).chain([again.clone()]).collect();
        }
    }

    /// What came of it was read.
    pub(super) fn forget(&mut self, finding: &Finding) {
        self.again = self.others(finding).collect();
    }

    fn others(&self, finding: &Finding) -> impl Iterator<Item = Again> {
        self.again.iter().filter(move |again| !again.finding.is_same(finding)).cloned()
    }

    /// Goes to a place on the page, now or when it is there.
    pub(super) fn go(&mut self, place: AttrValue) {
        self.goals += 1;
        let hidden = |report: &Report| {
            let at = places(&report.findings).iter().position(|other| *other == *place);
            let finding = at.and_then(|at| report.findings.get(at));
            finding.is_some_and(|finding| !self.sift.shows(finding, report))
        };
        if self.report().is_some_and(hidden) {
            self.sift = Sift::default();
        }
        self.goal = Some(Goal { number: self.goals, place, past: false });
    }
}
