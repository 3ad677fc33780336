//! The counters of the state: what is asked again, and which answers still count.

use super::action::Action;
use super::answer::Answer;
use super::case::{Holds, Whole};
use super::notice::Notice;
use super::page::{State, View};
use crate::check::outcome::{Outcome, Problem, Question};
use crate::check::session::Session;
use crate::dns::Moment;
use crate::dnssec::backend::Native;
use crate::evidence::{Role, Source};
use crate::ui::protocol::Progress;
use crate::ui::shared::Shared;
use crate::ui::text::{Filled, Given, Text};
use std::rc::Rc;

const NOW: Moment = Moment(1_700_000_000);
const LATER: Moment = Moment(1_700_000_060);

fn fresh() -> Rc<State> {
    Rc::new(State::new(NOW))
}

fn after(state: Rc<State>, actions: impl IntoIterator<Item = Action>) -> Rc<State> {
    actions.into_iter().fold(state, State::after)
}

fn typed(text: &'static str) -> Action {
    Action::Typed { id: 0, text: text.into(), hurry: false, now: LATER }
}

fn answer(id: u32, outcome: Outcome) -> Action {
    Action::Answer { id, outcome: Answer::new(outcome), now: LATER }
}

/// Nothing could be judged.
fn empty() -> Outcome {
    Outcome { sources: Vec::new(), result: Err(Problem::Empty) }
}

/// An unsigned zone at two providers, judged.
fn judged(texts: &[(&str, &str)]) -> Outcome {
    let source = |(label, text): &(&str, &str)| Source {
        name: (*label).to_owned(),
        role: Role::Provider((*label).to_owned()),
        text: (*text).to_owned(),
    };
    let question = Question {
        sources: texts.iter().map(source).collect(),
        zone: None,
        no_ds: true,
        unreached: None,
        at: NOW,
        rrsets_per_mix: 10,
    };
    pollster::block_on(Session::new().ask(&question, &Native, &mut |_| {}))
}

const ZONE: &str = "example. 60 IN SOA ns. host. 1 2 3 4 5\nexample. 60 IN NS ns.example.\n";

fn sample(id: &'static str) -> Action {
    let one = |label: &str| Filled {
        name: format!("Provider {label}"),
        role: Role::Provider(label.to_owned()),
        text: Text::Here(ZONE.into()),
    };
    let whole =
        Whole { sources: vec![one("A"), one("B")], zone: None, no_ds: false, unreached: None, at: NOW };
    Action::Sample { id: id.into(), whole, view: View::Bench }
}

#[test]
fn each_change_asks_once_and_only_texts_count_as_texts() {
    let state = after(fresh(), [typed(ZONE)]);
    assert_eq!((state.asked, state.texts, state.hurry), (1, 1, false));
    let state = after(state, [Action::NoDs(true), Action::Zone(None), Action::At(LATER)]);
    assert_eq!((state.asked, state.texts, state.hurry), (4, 1, true));
    let state = after(state, [Action::Cell(Some((0, 0))), Action::Go("h-find".into()), Action::Notice(None)]);
    assert_eq!((state.asked, state.texts), (4, 1));
}

#[test]
fn the_clock_follows_typing_until_a_moment_was_chosen() {
    let state = after(fresh(), [typed(ZONE)]);
    assert_eq!(state.case.at, LATER);
    let state = after(state, [Action::At(NOW), typed("example. 60 IN NS other.\n")]);
    assert!(state.case.at == NOW && state.case.at_chosen);
}

#[test]
fn answers_come_in_order_and_of_this_case_alone() {
    let state = after(fresh(), [typed(ZONE), typed("x"), answer(2, empty())]);
    assert_eq!(state.answered, 2);
    let first = state.outcome.clone();
    let state = after(state, [answer(1, judged(&[("A", ZONE)]))]);
    assert!(state.answered == 2 && state.outcome == first, "an older answer changes nothing");
    let state = after(state, [sample("soon")]);
    assert_eq!((state.asked, state.floor), (3, 3));
    let state = after(state, [typed(ZONE), answer(3, empty())]);
    assert_eq!(state.answered, 3);
}

#[test]
fn what_was_cancelled_is_not_heard_any_more() {
    let progress = |id| Action::Progress { id, progress: Progress { done: 1, total: 2 } };
    let state = after(fresh(), [typed(ZONE), progress(1)]);
    assert!(state.progress.is_some());
    let state = after(state, [Action::Cancel, progress(1), answer(1, empty())]);
    assert!(state.progress.is_none() && state.outcome.is_none() && state.answered == 0);
    assert!(state.halted == Some(Notice::Cancelled) && state.floor == state.asked + 1);
    let state = after(state, [typed("x"), answer(2, empty())]);
    assert!(state.answered == 2 && state.halted.is_none());
}

#[test]
fn the_own_case_is_kept_while_a_sample_is_looked_at() {
    let state = after(fresh(), [typed(ZONE), answer(1, empty()), sample("soon")]);
    assert!(state.own.is_some() && state.case.sample.as_deref() == Some("soon"));
    let boxes: Vec<(u32, bool)> =
        state.case.drafts.iter().map(|d| (d.id, d.holds == Holds::Provider)).collect();
    assert_eq!(boxes, [(1, true), (2, true)]);
    let state = after(state, [Action::Own { now: LATER }]);
    assert!(state.own.is_none() && state.case.sample.is_none());
    assert_eq!((state.asked, state.texts, state.floor), (3, 3, 3));
    assert!(state.case.drafts.iter().any(|draft| draft.text == Text::Here(ZONE.into())));
}

#[test]
fn a_sample_that_is_there_and_judged_is_not_asked_again() {
    let state = after(fresh(), [sample("soon"), answer(1, empty()), sample("soon")]);
    assert_eq!((state.asked, state.answered), (1, 1));
    let state = after(state, [sample("expired")]);
    assert_eq!(state.asked, 2);
}

#[test]
fn a_link_opens_its_cell_once_there_is_a_report() {
    let two = judged(&[("A", ZONE), ("B", ZONE)]);
    assert!(two.result.as_ref().is_ok_and(|report| report.providers.len() == 2));
    let whole = |cell| {
        let whole = Whole { sources: Vec::new(), zone: None, no_ds: true, unreached: None, at: NOW };
        Action::Open { made: NOW, cell, whole: Box::new(whole) }
    };
    let state = after(fresh(), [whole(Some((1, 0)))]);
    assert!(state.cell.is_none());
    let state = after(state, [answer(1, two.clone())]);
    assert_eq!(state.cell, Some((1, 0)));
    // Other data may have fewer providers: the cell is closed.
    let state = after(state, [typed("x"), answer(2, judged(&[("A", ZONE)]))]);
    assert_eq!(state.cell, None);
    let state = after(state, [whole(Some((7, 0))), answer(3, two)]);
    assert_eq!(state.cell, None, "no such cell");
}

#[test]
fn a_place_is_gone_to_with_the_next_answer_and_forgotten_with_the_one_after() {
    let one = || judged(&[("A", ZONE)]);
    let state = after(fresh(), [typed(ZONE), Action::Go("finding-X".into())]);
    let number = |state: &State| state.goal.as_ref().map(|goal| goal.number);
    assert_eq!(number(&state), Some(1));
    let state = after(state, [answer(1, one())]);
    assert_eq!(number(&state), Some(1));
    let state = after(state, [typed("x"), answer(2, one())]);
    assert_eq!(number(&state), None);
    let state = after(state, [Action::Go("finding-X".into())]);
    assert_eq!(number(&state), Some(2));
}

#[test]
fn a_private_key_is_wiped_and_what_is_left_is_asked_again() {
    let key = "Private-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: AAAA\n";
    let given = Given { name: "key".into(), text: Text::Here(key.into()) };
    let state = after(fresh(), [Action::Given { id: Some(0), given: vec![given], now: NOW }]);
    let found = judged(&[("A", key)]);
    assert!(found.sources.iter().any(|source| source.private_key));
    let asked = state.asked;
    let state = after(state, [answer(asked, found)]);
    assert!(state.case.drafts.iter().all(|draft| draft.text.is_empty()));
    assert!(state.notice == Some(Notice::PrivateKey) && state.asked == asked + 1);
}

#[test]
fn an_answer_is_shared_and_equal_to_itself_alone() {
    let one = Shared::new(1);
    assert!(one == one.clone());
    assert!(one != Shared::new(1));
}
