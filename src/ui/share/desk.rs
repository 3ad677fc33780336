//! The worker's side: makes links, opens them, writes reports and compares.

use super::protocol::{Ask, Compared, Form, Link, Opened, Rest, Said};
use crate::check::outcome::Question;
use crate::check::report::Report;
use crate::check::session::Session;
use crate::dnssec::backend::Backend;
use crate::evidence::Source;
use crate::share::link::{self, BrokenLink, Evidence, Frozen, Leave, Live, NotShareable, Shared, View};
use crate::share::{compare, html, json, markdown, matrix_svg};
use std::str::FromStr as _;

/// Links up to this length pass everywhere but in the shortest of messages.
const LONG: usize = 8_000;

/// Answers one question about the check whose sources are these.
pub(crate) async fn answer<B: Backend>(
    ask: Ask,
    sources: &[Source],
    session: &mut Session,
    crypto: &B,
) -> Said {
    match ask {
        Ask::Link { rest, made, cell, leave, most } => {
            let size: usize = sources.iter().map(|source| source.text.len()).sum();
            let most = usize::try_from(most).unwrap_or(usize::MAX);
            if size > most {
                return refused(&NotShareable::TooMuch { size, most });
            }
            let frozen = |evidence| Frozen {
                evidence,
                zone: rest.zone.clone(),
                no_ds: rest.no_ds,
                unreached: rest.unreached.clone(),
                at: rest.at,
                made,
                view: View { cell },
            };
            made_link(&rest, sources, leave, frozen, session, crypto)
                .await
                .unwrap_or_else(|why| refused(&why))
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
        Ask::Export { rest, form } => match report(&rest, sources.to_vec(), session, crypto).await {
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
            let theirs =
                Rest { zone: other.zone, no_ds: other.no_ds, unreached: other.unreached, at: other.at };
            let theirs = report(&theirs, other.evidence.into_sources(), &mut Session::new(), crypto).await;
            let Some(theirs) = theirs else { return no("There is no verdict behind that link.", "") };
            match report(&rest, sources.to_vec(), session, crypto).await {
                Some(ours) => Said::Compared(Compared { before, lines: compare(&theirs, &ours).words() }),
                None => no_report(),
            }
        }
    }
}

async fn made_link<B: Backend>(
    rest: &Rest,
    sources: &[Source],
    leave: Leave,
    frozen: impl Fn(Evidence) -> Frozen,
    session: &mut Session,
    crypto: &B,
) -> Result<Said, NotShareable> {
    let zone = rest.zone.as_deref();
    let whole = link::encode(&Shared::Frozen(frozen(Evidence::of(sources, zone)?)))?;
    if whole.len() <= LONG {
        return Ok(Said::Link(Link { link: whole, without: None, told: None }));
    }
    let judged = report(rest, sources.to_vec(), session, crypto).await;
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
    let theirs = report(rest, less.sources().to_vec(), &mut Session::new(), crypto).await;
    let told = match theirs {
        Some(theirs) if theirs.headline.lead == judged.headline.lead => None,
        Some(theirs) => Some(format!("{} {}", theirs.headline.lead, theirs.headline.text)),
        None => Some("There is nothing left to judge.".into()),
    };
    Ok(Said::Link(Link { link: link::encode(&Shared::Frozen(frozen(less)))?, without, told }))
}

/// The whole report, as the command line writes it.
async fn report<B: Backend>(
    rest: &Rest,
    sources: Vec<Source>,
    session: &mut Session,
    crypto: &B,
) -> Option<Box<Report>> {
    let Rest { zone, no_ds, unreached, at } = rest.clone();
    let question = Question { sources, zone, no_ds, unreached, at, rrsets_per_mix: usize::MAX };
    session.ask(&question, crypto, &mut |_| {}).await.result.ok()
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
