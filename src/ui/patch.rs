//! What the worker sends when little has changed: moving the clock changes a few parts of a report, and turning all of it
//! into a message and back costs more than judging it. Pure.

use crate::check::outcome::{Outcome, Problem, SourceSummary};
use crate::check::report::{
    CoverageRow, Finding, Headline, KeyInfo, Mix, MixRrset, Model, ParentSummary, ProviderSummary, Report,
    Timeline, Verdict,
};
use crate::dns::Moment;
use crate::evidence::NotRead;
use serde::{Deserialize, Serialize};

/// An answer, without what the one before it says as well.
#[derive(Debug, Serialize, Deserialize)]
pub enum Patch {
    Whole(Outcome),
    Parts(Box<Parts>),
}

/// `None`: as before.
#[derive(Debug, Serialize, Deserialize)]
pub struct Parts {
    at: Moment,
    verdict: Verdict,
    headline: Option<Headline>,
    model: Option<(Model, String)>,
    parent: Option<ParentSummary>,
    providers: Option<Vec<ProviderSummary>>,
    keys: Option<Vec<KeyInfo>>,
    coverage: Option<Vec<CoverageRow>>,
    mixes: Each<Mix>,
    child_ds: Option<Vec<MixRrset>>,
    findings: Each<Finding>,
    timeline: Option<Timeline>,
    not_read: Option<Vec<NotRead>>,
    sources: Option<Vec<SourceSummary>>,
}

/// Those of a list that are others than before, with their places; and how many there are.
#[derive(Debug, Serialize, Deserialize)]
struct Each<T> {
    count: usize,
    changed: Vec<(usize, T)>,
}

impl Patch {
    /// What to send after `before`.
    pub fn between(before: Option<&Outcome>, after: &Outcome) -> Self {
        match (before.map(|before| (&before.result, before)), &after.result) {
            (Some((Ok(old), before)), Ok(new)) if old.zone == new.zone => Self::Parts(Box::new(Parts {
                at: new.at,
                verdict: new.verdict,
                headline: changed(&old.headline, &new.headline),
                model: changed(&(old.model, old.model_note.clone()), &(new.model, new.model_note.clone())),
                parent: changed(&old.parent, &new.parent),
                providers: changed(&old.providers, &new.providers),
                keys: changed(&old.keys, &new.keys),
                coverage: changed(&old.coverage, &new.coverage),
                mixes: Each::between(&old.mixes, &new.mixes),
                child_ds: changed(&old.child_ds, &new.child_ds),
                findings: Each::between(&old.findings, &new.findings),
                timeline: changed(&old.timeline, &new.timeline),
                not_read: changed(&old.not_read, &new.not_read),
                sources: changed(&before.sources, &after.sources),
            })),
            _ => Self::Whole(after.clone()),
        }
    }

    /// The answer; `before` is the one that was sent before it. `None`: that one is another.
    pub fn apply(self, before: Option<&Outcome>) -> Option<Outcome> {
        let parts = match self {
            Self::Whole(outcome) => return Some(outcome),
            Self::Parts(parts) => *parts,
        };
        let Outcome { result: Ok(old), sources } = before? else { return None };
        let (model, model_note) = parts.model.unwrap_or_else(|| (old.model, old.model_note.clone()));
        let report = Report {
            zone: old.zone.clone(),
            at: parts.at,
            verdict: parts.verdict,
            headline: or(parts.headline, &old.headline),
            model,
            model_note,
            parent: or(parts.parent, &old.parent),
            providers: or(parts.providers, &old.providers),
            keys: or(parts.keys, &old.keys),
            coverage: or(parts.coverage, &old.coverage),
            mixes: parts.mixes.apply(&old.mixes),
            child_ds: or(parts.child_ds, &old.child_ds),
            findings: parts.findings.apply(&old.findings),
            timeline: or(parts.timeline, &old.timeline),
            not_read: or(parts.not_read, &old.not_read),
        };
        let result: Result<Box<Report>, Problem> = Ok(Box::new(report));
        Some(Outcome { result, sources: or(parts.sources, sources) })
    }
}

fn changed<T: Clone + PartialEq>(old: &T, new: &T) -> Option<T> {
    (old != new).then(|| new.clone())
}

fn or<T: Clone>(new: Option<T>, old: &T) -> T {
    new.unwrap_or_else(|| old.clone())
}

impl<T: Clone + PartialEq> Each<T> {
    fn between(old: &[T], new: &[T]) -> Self {
        let changed = new.iter().enumerate().filter(|(at, one)| old.get(*at) != Some(*one));
        Self { count: new.len(), changed: changed.map(|(at, one)| (at, one.clone())).collect() }
    }

    fn apply(self, old: &[T]) -> Vec<T> {
        let mut changed = self.changed.into_iter().peekable();
        let one = |at: usize| match changed.next_if(|(place, _)| *place == at) {
            Some((_, one)) => Some(one),
            None => old.get(at).cloned(),
        };
        // No longer than what was there and what came.
        (0..self.count).map_while(one).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::outcome::Question;
    use crate::check::session::Session;
    use crate::dnssec::backend::RustCrypto;
    use crate::evidence::Source;

    /// The sample's answers at moments around every change of its verdict.
    #[test]
    fn a_patched_answer_is_the_answer() {
        #[derive(serde::Deserialize)]
        struct Sample {
            at: Moment,
            sources: Vec<Source>,
        }
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/www/samples/three-providers.json");
        let sample: Sample = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let mut session = Session::new();
        let mut ask = |sources: Vec<Source>, at: Moment| {
            let question =
                Question { sources, zone: None, no_ds: false, unreached: None, at, rrsets_per_mix: 200 };
            pollster::block_on(session.ask(&question, &RustCrypto, &mut |_| {}))
        };
        let first = ask(sample.sources.clone(), sample.at);
        let changes = first.result.as_ref().unwrap().timeline.changes.clone();
        assert!(changes.len() > 2);
        let mut before: Option<Outcome> = None;
        let mut lengths = Vec::new();
        let moments = changes.iter().flat_map(|change| [change.at.0 - 1, change.at.0, change.at.0 + 60]);
        let moments = moments.chain([sample.at.0, sample.at.0 + 60]).map(Moment);
        let fewer = sample.sources.get(..2).unwrap().to_vec();
        let questions = moments.map(|at| (sample.sources.clone(), at)).chain([
            (fewer, sample.at),
            (Vec::new(), sample.at),
            (sample.sources.clone(), sample.at),
        ]);
        for (sources, at) in questions {
            let after = ask(sources, at);
            let patch = Patch::between(before.as_ref(), &after);
            let sent = serde_json::to_string(&patch).unwrap();
            lengths.push(sent.len());
            let received: Patch = serde_json::from_str(&sent).unwrap();
            assert_eq!(received.apply(before.as_ref()).unwrap(), after);
            before = Some(after);
        }
        // A minute on, hardly anything is said again.
        assert!(lengths[2] * 4 < lengths[0], "{lengths:?}");
    }

    #[test]
    fn a_patch_of_something_else_is_refused() {
        let empty = Outcome { result: Err(Problem::Empty), sources: vec![] };
        assert_eq!(Patch::between(Some(&empty), &empty).apply(None), Some(empty.clone()));
        let parts = Parts {
            at: Moment(0),
            verdict: Verdict::Secure,
            headline: None,
            model: None,
            parent: None,
            providers: None,
            keys: None,
            coverage: None,
            mixes: Each { count: usize::MAX, changed: vec![] },
            child_ds: None,
            findings: Each { count: 0, changed: vec![] },
            timeline: None,
            not_read: None,
            sources: None,
        };
        assert_eq!(Patch::Parts(Box::new(parts)).apply(Some(&empty)), None);
    }
}
