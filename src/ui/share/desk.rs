//! Makes links, opens them, writes reports and compares, in a worker of its own: most visits never load it. The
//! evidence and the verdicts are another worker's ([`super::judge`]).

use super::judge::Judge;
use super::protocol::{Ask, Asked, Compared, Form, Link, Opened, Reply, Rest, Said};
use crate::evidence::Source;
use crate::share::link::{self, BrokenLink, Evidence, Frozen, Leave, Live, NotShareable, Shared, View};
use crate::share::{compare, html, json, markdown, matrix_svg};
use crate::ui::wire;
use serde::Serialize;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::str::FromStr as _;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent, MessagePort};

/// Links up to this length pass everywhere but in the shortest of messages.
const LONG: usize = 8_000;

/// The report as a file lists every RRset of a mix; whatever else is made of it only counts them.
const EVERY_RRSET: u32 = u32::MAX;
const NO_RRSETS: u32 = 0;

#[derive(Default)]
struct Desk {
    judge: RefCell<Option<Rc<Judge>>>,
    waiting: RefCell<VecDeque<Asked>>,
    busy: Cell<bool>,
}

/// Listens for questions until the page ends the worker.
pub fn serve() {
    let desk = Rc::<Desk>::default();
    let onmessage = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        match data.dyn_into::<MessagePort>() {
            Ok(port) => *desk.judge.borrow_mut() = Some(Rc::new(Judge::new(port))),
            Err(data) => {
                let Some(asked) = wire::unpack(&data) else { return };
                desk.waiting.borrow_mut().push_back(asked);
                if !desk.busy.replace(true) {
                    spawn_local(work(Rc::clone(&desk)));
                }
            }
        }
    });
    scope().set_onmessage(Some(onmessage.as_ref().unchecked_ref()));
    onmessage.forget();
    post(&Reply::Ready);
}

/// Answers everything that waits, one after the other.
async fn work(desk: Rc<Desk>) {
    loop {
        let (next, judge) = (desk.waiting.borrow_mut().pop_front(), desk.judge.borrow().clone());
        let (Some(Asked { id, ask }), Some(judge)) = (next, judge) else { break };
        let said = answer(ask, &judge).await;
        post(&Reply::Said { id, said });
    }
    desk.busy.set(false);
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post(reply: &impl Serialize) {
    if let Some(value) = wire::pack(reply) {
        // A reply that cannot be cloned cannot exist: it is plain data.
        let _ = scope().post_message(&value);
    }
}

async fn answer(ask: Ask, judge: &Judge) -> Said {
    match ask {
        Ask::Link { rest, made, cell, leave } => {
            let frozen = |evidence| Frozen {
                evidence,
                zone: rest.zone.clone(),
                no_ds: rest.no_ds,
                unreached: rest.unreached.clone(),
                at: rest.at,
                made,
                view: View { cell },
            };
            made_link(&rest, leave, frozen, judge).await.unwrap_or_else(|why| refused(&why))
        }
        Ask::Open { text } => match link::decode(&text) {
            Ok(Shared::Live(Live { domain, .. })) => Said::Live(domain),
            Ok(Shared::Frozen(frozen)) => Said::Opened(Box::new(Opened {
                zone: frozen.zone,
                no_ds: frozen.no_ds,
                unreached: frozen.unreached,
                at: frozen.at,
                made: frozen.made,
                cell: frozen.view.cell,
                sources: frozen.evidence.into_sources(),
            })),
            Err(broken) => said_broken(&broken),
        },
        Ask::Export { rest, form } => match judge.report(&rest, None, listed(form)).await {
            Some(report) => Said::Text(match form {
                Form::Json => json(&report),
                Form::Markdown => markdown(&report),
                Form::Html => html(&report),
                Form::Matrix => matrix_svg(&report),
            }),
            None => no_report(),
        },
        Ask::Compare { rest, link } => {
            let other = match link::decode(&link) {
                Ok(Shared::Frozen(frozen)) => frozen,
                Ok(Shared::Live(_)) => {
                    return no("This is a live link: it carries no evidence to compare with.", "");
                }
                Err(broken) => return said_broken(&broken),
            };
            let before = other.at;
            let theirs = Rest {
                zone: other.zone,
                no_ds: other.no_ds,
                unreached: other.unreached.clone(),
                at: other.at,
            };
            let theirs = judge.report(&theirs, Some(other.evidence.sources()), NO_RRSETS).await;
            let Some(theirs) = theirs else { return no("There is no verdict behind that link.", "") };
            match judge.report(&rest, None, NO_RRSETS).await {
                Some(ours) => Said::Compared(Compared { before, lines: compare(&theirs, &ours).words() }),
                None => no_report(),
            }
        }
    }
}

/// How many RRsets of a mix a form needs.
fn listed(form: Form) -> u32 {
    match form {
        Form::Json => EVERY_RRSET,
        Form::Markdown | Form::Html | Form::Matrix => NO_RRSETS,
    }
}

async fn made_link(
    rest: &Rest,
    leave: Leave,
    frozen: impl Fn(Evidence) -> Frozen,
    judge: &Judge,
) -> Result<Said, NotShareable> {
    let zone = rest.zone.as_deref();
    let sources: &[Source] = &judge.sources().await;
    let whole = link::encode(&Shared::Frozen(frozen(Evidence::of(sources, zone)?)))?;
    if whole.len() <= LONG {
        return Ok(Said::Link(Link { link: whole, without: None, told: None }));
    }
    let judged = judge.report(rest, None, NO_RRSETS).await;
    let apex = judged.as_ref().and_then(|report| crate::dns::Name::from_str(&report.zone).ok());
    let Some((judged, apex)) = judged.zip(apex) else {
        return Ok(Said::Link(Link { link: whole, without: None, told: None }));
    };
    let shorter = |leave: Leave| Evidence::without(sources, zone, &apex, leave);
    let length = |leave: Leave| -> Result<u32, NotShareable> {
        let link = link::encode(&Shared::Frozen(frozen(shorter(leave)?)))?;
        Ok(u32::try_from(link.len()).unwrap_or(u32::MAX))
    };
    let names = length(Leave { names: true, denial: leave.denial })?;
    let denial = length(Leave { names: leave.names, denial: true })?;
    let without = Some((names, denial));
    if leave == Leave::default() {
        return Ok(Said::Link(Link { link: whole, without, told: None }));
    }
    let less = shorter(leave)?;
    let theirs = judge.report(rest, Some(less.sources()), NO_RRSETS).await;
    let told = match theirs {
        Some(theirs) if theirs.headline.lead == judged.headline.lead => None,
        Some(theirs) => Some(format!("{} {}", theirs.headline.lead, theirs.headline.text)),
        None => Some("There is nothing left to judge.".into()),
    };
    Ok(Said::Link(Link { link: link::encode(&Shared::Frozen(frozen(less)))?, without, told }))
}

fn no(why: &str, hint: &str) -> Said {
    Said::No { why: why.into(), hint: hint.into() }
}

fn no_report() -> Said {
    no("There is no verdict to share yet.", "")
}

fn refused(why: &NotShareable) -> Said {
    no(&format!("No link: {why}."), "")
}

fn said_broken(broken: &BrokenLink) -> Said {
    let why = broken.to_string();
    let mut letters = why.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    no(&format!("{first}{}.", letters.as_str()), broken.hint())
}
