//! Check links on the command line: opened by `check LINK`, made by `--link`.

use super::args::CheckArgs;
use super::clock::now;
use super::failure::Failure;
use super::inputs;
use crate::check::outcome::Question;
use crate::dns::Moment;
use crate::share::link::{self, Evidence, Frozen, Live, Shared, View};
use std::path::Path;

/// The check that a link carries.
pub(super) enum Given {
    /// With what to say before the report.
    Frozen(Question, String),
    Live(Box<CheckArgs>),
}

/// Opens the link among the arguments, if there is one.
pub(super) fn given(args: &CheckArgs) -> Result<Option<Given>, Failure> {
    let mut links = args.files.iter().filter_map(|file| text(file));
    let Some(text) = links.next() else {
        return if args.ask { Err(Failure::NothingToAsk) } else { Ok(None) };
    };
    let alone = args.providers.is_empty() && args.ds.is_empty() && args.zone.is_none();
    if args.files.len() > 1 || !alone {
        return Err(Failure::LinkAlone);
    }
    Ok(Some(match link::decode(&text)? {
        Shared::Frozen(_) if args.ask => return Err(Failure::NothingToAsk),
        Shared::Frozen(frozen) => {
            let preface = format!("From a check link made {}.\n\n", frozen.made.plain());
            Given::Frozen(question(frozen, args.at), preface)
        }
        Shared::Live(Live { domain, resolvers }) if resolvers.is_empty() => {
            return Err(Failure::LiveLink { domain });
        }
        // Following a link is not consent to ask.
        Shared::Live(Live { domain, resolvers }) if !args.ask => {
            let shown = |text: &String| text.escape_debug().to_string();
            let resolvers = resolvers.iter().map(shown).collect();
            return Err(Failure::NotAsked { domain: shown(&domain), resolvers });
        }
        Shared::Live(Live { domain, resolvers }) => {
            Given::Live(Box::new(CheckArgs { files: vec![domain.into()], doh: resolvers, ..args.clone() }))
        }
    }))
}

/// The question of the link that an argument is, or that is all of a file; `None`: it is none. A live link has no data.
pub(super) fn frozen(file: &Path, at: Option<Moment>) -> Result<Option<Question>, Failure> {
    match text(file).map(|text| link::decode(&text)).transpose()? {
        None => Ok(None),
        Some(Shared::Frozen(frozen)) => Ok(Some(question(frozen, at))),
        Some(Shared::Live(Live { domain, .. })) => Err(Failure::LiveLink { domain }),
    }
}

/// The question that a link carries.
fn question(frozen: Frozen, at: Option<Moment>) -> Question {
    Question {
        sources: frozen.evidence.into_sources(),
        zone: frozen.zone,
        no_ds: frozen.no_ds,
        unreached: frozen.unreached,
        at: at.unwrap_or(frozen.at),
        rrsets_per_mix: usize::MAX,
    }
}

/// The link that an argument is, or that is all of a file.
fn text(file: &Path) -> Option<String> {
    let argument = file.to_string_lossy();
    if link::is_link(&argument) {
        return Some(argument.into_owned());
    }
    let size = std::fs::metadata(file).ok().filter(std::fs::Metadata::is_file)?.len();
    if size > (link::LONGEST as u64) + 4_096 {
        return None;
    }
    let text = inputs::text(file).ok()?;
    link::is_whole(&text).then_some(text)
}

/// The link to a check, behind the address of a page.
pub(super) fn made(question: &Question, address: &str) -> Result<String, Failure> {
    let frozen = Frozen {
        evidence: Evidence::of(&question.sources, question.zone.as_deref())?,
        zone: question.zone.clone(),
        no_ds: question.no_ds,
        unreached: question.unreached.clone(),
        at: question.at,
        made: now(),
        view: View::default(),
    };
    let page = address.split('#').next().unwrap_or_default();
    Ok(format!("{page}{}", link::encode(&Shared::Frozen(frozen))?))
}
