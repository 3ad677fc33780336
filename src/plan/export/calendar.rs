//! A plan as a calendar (RFC 5545): one event for each step, at its earliest time.

use crate::dns::Moment;
use crate::plan::{Plan, PlanStep};
use crate::visible::shown;
use ics::properties::{Description, DtEnd, DtStart, Summary};
use ics::{Event, ICalendar, escape_text};
use std::borrow::Cow;

/// `20261201T100000Z`.
fn stamp(at: i64) -> String {
    let digits = |text: String| text.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    Moment::from_unix(at).map_or_else(|| "19700101T000000Z".into(), |moment| digits(moment.to_string()))
}

/// The calendar. The events' names are made of what is planned, so that a plan made anew takes the place of the old one.
pub fn calendar(plan: &Plan) -> String {
    let made = stamp(plan.assumed.start);
    let mut calendar = ICalendar::new("2.0", "-//multisigner//plan//EN");
    for step in plan.steps.iter().filter(|step| !step.done) {
        let summary = format!("{}: {}. {}", plan.zone, step.number, step.title);
        calendar.add_event(event(plan, &step.id, (&made, &stamp(step.at)), &summary, &description(step)));
    }
    let summary = format!("{}: {} is over", plan.zone, plan.title());
    calendar.add_event(event(
        plan,
        "finished",
        (&made, &stamp(plan.finished)),
        &summary,
        &plan.proof.words(),
    ));
    calendar.to_string()
}

fn event<'e>(plan: &Plan, id: &str, (made, at): (&str, &str), summary: &str, description: &str) -> Event<'e> {
    let plain: String =
        plan.zone.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    let name = format!("{id}.{}.{plain}@multisigner", plan.operation.id());
    let mut event = Event::new(name, made.to_string());
    event.push(DtStart::new(at.to_string()));
    event.push(DtEnd::new(at.to_string()));
    event.push(Summary::new(escape_text(shown(summary).into_owned())));
    let lines: Vec<Cow<'_, str>> = description.lines().map(shown).collect();
    event.push(Description::new(escape_text(lines.join("\n"))));
    event
}

fn description(step: &PlanStep) -> String {
    let before = step.needs.iter().map(|line| format!("Before: {line}"));
    let waits = step.arithmetic.iter().map(|line| format!("Wait: {line}"));
    let actions = step.actions.iter().map(|action| format!("- {}", action.text));
    before.chain(waits).chain(actions).collect::<Vec<String>>().join("\n")
}
