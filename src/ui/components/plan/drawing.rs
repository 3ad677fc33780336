//! The timeline's drawing: lanes, what caches still hold, the steps' lines, and what fails.

use super::super::badge::{Letters, hue};
use super::when;
use crate::plan::{Attempt, Plan};
use crate::ui::layout::plan::{Lane, Mark, PlanLines, Stretch};
use yew::{Callback, Html, KeyboardEvent, PointerEvent, classes, html};

/// The sizes of one of the two forms.
#[derive(Clone, Copy, PartialEq)]
pub(super) struct Form {
    pub(super) width: f64,
    pub(super) left: f64,
    pub(super) right: f64,
    /// From one lane to the next, and the height of what is published.
    lane: f64,
    bar: f64,
    /// The lanes' names stand above them.
    above: bool,
    pub(super) id: &'static str,
}

pub(super) const WIDE: Form =
    Form { width: 1_180.0, left: 160.0, right: 1_170.0, lane: 50.0, bar: 36.0, above: false, id: "wide" };
pub(super) const NARROW: Form =
    Form { width: 328.0, left: 4.0, right: 318.0, lane: 62.0, bar: 32.0, above: true, id: "narrow" };

/// A row of step numbers.
const ROW: f64 = 22.0;

/// What hears of a hand on a step.
#[derive(Clone)]
pub(super) struct Hands {
    /// A step is taken.
    pub(super) take: Callback<(usize, PointerEvent)>,
    /// A key on a step.
    pub(super) key: Callback<(usize, KeyboardEvent)>,
}

pub(super) struct Drawing<'d> {
    pub(super) plan: &'d Plan,
    pub(super) lines: &'d PlanLines,
    pub(super) letters: &'d Letters,
    pub(super) attempt: Option<&'d Attempt>,
    pub(super) now: i64,
    pub(super) form: Form,
}

impl Drawing<'_> {
    fn top(&self) -> f64 {
        // Below the numbers there is room for the words of a step that is tried.
        self.lines.rows() as f64 * ROW + 16.0
    }

    fn bottom(&self) -> f64 {
        self.top() + self.lines.lanes.len() as f64 * self.form.lane + 4.0
    }

    pub(super) fn draw(&self, hands: &Hands) -> Html {
        let Form { width, id, .. } = self.form;
        let (top, bottom) = (self.top(), self.bottom());
        let height = bottom + 20.0;
        let (title, description) = (format!("plan-t-{id}"), format!("plan-d-{id}"));
        let hatch = format!("plan-h-{id}");
        let lanes = self.lines.lanes.iter().enumerate();
        let ticks = self.lines.ticks.iter().map(|(x, at)| {
            // The first and the last stay within the drawing.
            let place = x.clamp(34.0, width - 34.0);
            html! { <text class="t3 mid" x={one(place)} y={one(bottom + 15.0)}>{ short(*at) }</text> }
        });
        html! {
            <svg class="draw" viewBox={format!("0 0 {} {height}", self.form.width)} role="group" aria-labelledby={format!("{title} {description}")}>
                <title id={title}>{ "Timeline of the plan, not to scale" }</title>
                <desc id={description}>{ "The table below says the same: when each step comes, and until when caches may hold what was before it." }</desc>
                <defs>
                    <pattern id={hatch.clone()} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <path class="hatch" d="M0 0v6" />
                    </pattern>
                </defs>
                // Each kind in a group of its own: what comes and goes moves no step out of the hand.
                <g>{ for self.safe(top, bottom) }</g>
                <g>{ for self.lines.danger.iter().map(|(from, until)| html! {
                    <rect class="danger" x={one(*from)} y={one(top)} width={one((until - from).max(2.0))} height={one(bottom - top)} />
                }) }</g>
                <g>{ for lanes.map(|(index, (lane, stretches))| self.lane(index, lane, stretches, &hatch)) }</g>
                <g>{ for ticks }</g>
                <g>{ for self.lines.marks.iter().map(|mark| html! {
                    <path class="step" d={format!("M{:.1} {:.1}V{bottom:.1}", mark.x, self.height_of(mark) + 10.0)} />
                }) }</g>
                <g>{ for self.tried(top, bottom) }</g>
                <g>{ for self.today(top, bottom) }</g>
                <g>{ for self.lines.marks.iter().map(|mark| self.mark(mark, hands)) }</g>
            </svg>
        }
    }

    /// From when on all is over.
    fn safe(&self, top: f64, bottom: f64) -> Option<Html> {
        let x = self.lines.x(self.plan.finished);
        self.plan.proof.safe.then(|| {
            html! { <rect class="safe" x={one(x)} y={one(top)} width={one(self.form.right - x)} height={one(bottom - top)} /> }
        })
    }

    fn lane(&self, index: usize, lane: &Lane, stretches: &[Stretch], hatch: &str) -> Html {
        let y = self.top() + index as f64 * self.form.lane + if self.form.above { 24.0 } else { 8.0 };
        let letter = lane.provider().map(|label| self.letters.letter(label));
        let colour = letter.map_or_else(|| "P".to_owned(), hue);
        let name = |x: f64, y: f64| {
            html! {
                <>
                    <rect class="bandcap" x={one(x)} y={one(y - 13.0)} width="17" height="17" rx="4" />
                    <text class="bandcap-t t11" x={one(x + 8.5)} y={one(y - 0.5)}>{ letter.unwrap_or('▲') }</text>
                    <text class="t2 halo" x={one(x + 24.0)} y={one(y)}>{ lane.words() }</text>
                </>
            }
        };
        html! {
            <g data-p={colour}>
                { if self.form.above { name(4.0, y - 6.0) } else { name(0.0, y + self.form.bar / 2.0 + 4.0) } }
                { for stretches.iter().map(|stretch| self.stretch(stretch, y, hatch)) }
            </g>
        }
    }

    fn stretch(&self, stretch: &Stretch, y: f64, hatch: &str) -> Html {
        let (bar, from) = (self.form.bar, stretch.from + 1.0);
        let until = stretch.until - 1.0;
        let text = |class: &'static str, x: f64, y: f64, room: f64, text: &str| {
            let words = fitted(text, room);
            html! { <text {class} x={one(x)} y={one(y)}>{ words }</text> }
        };
        if stretch.idle {
            return html! {
                <>
                    <rect class="idle" x={one(from)} y={one(y + 0.5)} width={one((until - from).max(0.0))} height={one(bar - 1.0)} />
                    { text("t2 t11", from + 6.0, y + bar / 2.0 + 4.0, until - from - 10.0, &format!("{}, not asked", stretch.content)) }
                </>
            };
        }
        let Some((old, end)) = &stretch.old else {
            return html! {
                <>
                    <rect class="pub" x={one(from)} y={one(y)} width={one((until - from).max(0.0))} height={one(bar)} />
                    { text("pub-t", from + 7.0, y + bar / 2.0 + 4.0, until - from - 10.0, &stretch.content) }
                </>
            };
        };
        // The new version begins in the upper half, while the old one is still cached in the lower half.
        let (half, end) = (y + bar / 2.0, end.min(until));
        html! {
            <>
                <path class="pub" d={format!("M{from:.1} {y:.1}H{until:.1}V{:.1}H{end:.1}V{half:.1}H{from:.1}z", y + bar)} />
                <rect class="old" x={one(from)} y={one(half + 1.0)} width={one((end - from - 1.0).max(0.0))} height={one(bar / 2.0 - 1.0)} />
                <rect x={one(from)} y={one(half + 1.0)} width={one((end - from - 1.0).max(0.0))} height={one(bar / 2.0 - 1.0)} fill={format!("url(#{hatch})")} />
                { text("pub-t", from + 7.0, half - 5.0, until - from - 10.0, &stretch.content) }
                { text("old-t halo", from + 7.0, y + bar - 5.0, end - from - 10.0, &format!("{old} cached")) }
            </>
        }
    }

    fn height_of(&self, mark: &Mark) -> f64 {
        (self.lines.rows() - mark.row) as f64 * ROW - 8.0
    }

    /// A step's number, which can be taken by hand; over all lines.
    fn mark(&self, mark: &Mark, hands: &Hands) -> Html {
        let Some(step) = self.plan.steps.get(mark.number - 1) else { return html! {} };
        let y = self.height_of(mark);
        let waits = !step.waits.is_empty();
        let number = mark.number;
        let onpointerdown = hands.take.reform(move |event| (number, event));
        let onkeydown = hands.key.reform(move |event| (number, event));
        let words = format!("Step {number}, {}: {}", step.title, when(step.at));
        let passed = (step.at <= self.now).then_some("passed");
        let dot = html! {
            <>
                <title>{ words.clone() }</title>
                <circle class={classes!("stepdot", passed)} cx={one(mark.x)} cy={one(y)} r="9.5" />
                <text class="stepno" x={one(mark.x)} y={one(y + 4.0)}>{ number }</text>
            </>
        };
        if !waits {
            return html! { <g>{ dot }</g> };
        }
        html! {
                <g class="handle" tabindex="0" role="slider" aria-label={words} aria-valuemin="0" aria-valuemax="1" aria-valuenow="1"
                    aria-valuetext={format!("{}; the left arrow tries it earlier", when(step.at))} {onpointerdown} {onkeydown} data-test={format!("handle-{number}")}>
                    <circle class="reach" cx={one(mark.x)} cy={one(y)} r="14" />
                    { dot }
                </g>
        }
    }

    /// The step at the time that is tried.
    fn tried(&self, top: f64, bottom: f64) -> Option<Html> {
        let attempt = self.attempt?;
        let x = self.lines.x(attempt.at);
        let status = if attempt.failing.is_empty() { "secure" } else { "bogus" };
        let words = format!("step {} at {}", attempt.step, short(attempt.at));
        let (class, place) =
            if x > self.form.width / 2.0 { ("tried-t end", x - 6.0) } else { ("tried-t", x + 6.0) };
        Some(html! {
            <g data-status={status}>
                <path class="tried" d={format!("M{x:.1} {:.1}V{bottom:.1}", top - 6.0)} />
                <text class={format!("{class} halo")} x={one(place)} y={one(top - 1.0)}>{ words }</text>
            </g>
        })
    }

    fn today(&self, top: f64, bottom: f64) -> Option<Html> {
        let first = self.plan.steps.iter().find(|step| !step.done)?.at;
        if self.now < first || self.now > self.plan.finished {
            return None;
        }
        let x = self.lines.x(self.now);
        let flag = x.clamp(24.0, self.form.width - 24.0);
        Some(html! {
            <>
                <path class="now" d={format!("M{x:.1} {top:.1}V{bottom:.1}")} />
                <rect class="nowflag" x={one(flag - 18.0)} y={one(top - 4.0)} width="36" height="15" rx="4" />
                <text class="nowflag-t" x={one(flag)} y={one(top + 7.5)}>{ "now" }</text>
            </>
        })
    }
}

fn one(number: f64) -> String {
    format!("{number:.1}")
}

/// A moment in few letters.
fn short(at: i64) -> String {
    when(at).trim_end_matches(" UTC").to_owned()
}

/// As much of a text as has room, at about 6.7 units a letter; nothing rather than a stump.
fn fitted(text: &str, room: f64) -> String {
    let letters = (room / 6.7).floor().max(0.0) as usize;
    match text.chars().count() {
        all if all <= letters => text.to_owned(),
        _ if letters >= 6 => text.chars().take(letters - 1).chain(['…']).collect(),
        _ => String::new(),
    }
}
