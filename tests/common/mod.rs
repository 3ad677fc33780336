//! What the corpus tests share: reading a scenario and asking about it.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

pub mod case;
pub mod groups;
pub mod mutate;
pub mod pastes;
pub mod shell;
pub mod signed;
pub mod start;
pub mod world;

use multisigner::check::facts::Proven;
use multisigner::check::outcome::{Outcome, Question};
use multisigner::check::report::Report;
use multisigner::check::session::Session;
use multisigner::dns::Moment;
use multisigner::dnssec::backend::RustCrypto;
use multisigner::evidence::{Role, Source};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

#[derive(Debug, Deserialize)]
pub struct Scenario {
    pub name: String,
    pub zone: String,
    pub model: String,
    pub validation_time_unix: i64,
    pub providers: Vec<Provider>,
    pub pairs: Vec<Pair>,
    #[serde(default)]
    pub delegated_providers: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub struct Provider {
    pub id: String,
}

#[derive(Debug, Deserialize)]
pub struct Pair {
    pub dnskey_from: String,
    pub answer_from: String,
    pub unbound: String,
    pub unbound_harden_algo_downgrade: String,
    pub delv: String,
    pub unbound_daemon: String,
    pub named: String,
    pub queries: BTreeMap<String, Query>,
}

#[derive(Debug, Deserialize)]
pub struct Query {
    pub q: String,
    pub rcode: Option<u16>,
    pub unbound: String,
    pub delv: String,
    pub unbound_daemon: String,
    pub named: String,
}

pub fn scenario(path: &Path) -> Scenario {
    let text = std::fs::read_to_string(path).unwrap();
    serde_json::from_str(&text).unwrap()
}

pub fn source(path: &Path, role: Role) -> Source {
    let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
    Source { name: path.file_name().unwrap().to_string_lossy().into_owned(), role, text }
}

/// The scenario as zone files, one per provider, and the parent's DS as `dig` shows it.
pub fn zone_files(dir: &Path, scenario: &Scenario) -> Vec<Source> {
    let mut sources = vec![source(&dir.join("parent/dig-DS.txt"), Role::Parent)];
    for provider in &scenario.providers {
        let signed = dir.join(&provider.id).join("zone.signed");
        let file = if signed.exists() { signed } else { dir.join(&provider.id).join("zone.unsigned") };
        sources.push(source(&file, Role::Provider(provider.id.clone())));
    }
    sources
}

/// The scenario as what `dig` printed at each provider.
pub fn dig_files(dir: &Path, scenario: &Scenario) -> Vec<Source> {
    let mut sources = vec![source(&dir.join("parent/dig-DS.txt"), Role::Parent)];
    for provider in &scenario.providers {
        for kind in ["DNSKEY-multiline", "SOA", "NS", "A", "NXDOMAIN", "CDS", "CDNSKEY"] {
            let file = dir.join(&provider.id).join(format!("dig-{kind}.txt"));
            sources.push(source(&file, Role::Provider(provider.id.clone())));
        }
    }
    sources
}

pub fn question(sources: Vec<Source>, scenario: &Scenario) -> Question {
    Question {
        sources,
        zone: Some(scenario.zone.clone()),
        no_ds: false,
        unreached: None,
        at: Moment(scenario.validation_time_unix),
        rrsets_per_mix: usize::MAX,
    }
}

/// In which form a scenario is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    ZoneFiles,
    Dig,
}

impl Form {
    pub const ALL: [Self; 2] = [Self::ZoneFiles, Self::Dig];

    pub fn sources(self, dir: &Path, scenario: &Scenario) -> Vec<Source> {
        match self {
            Self::ZoneFiles => zone_files(dir, scenario),
            Self::Dig => dig_files(dir, scenario),
        }
    }
}

/// A scenario and what is said of it.
#[derive(Debug)]
pub struct Judged {
    pub scenario: Scenario,
    pub report: Report,
    pub proven: Arc<Proven>,
}

type Slot = Arc<OnceLock<Arc<Judged>>>;

/// A scenario of the corpus, judged once for all tests that look at it.
pub fn judged(path: &Path, form: Form) -> Arc<Judged> {
    static KNOWN: Mutex<BTreeMap<(PathBuf, bool), Slot>> = Mutex::new(BTreeMap::new());
    let key = (path.to_owned(), form == Form::Dig);
    let slot = KNOWN.lock().unwrap().entry(key).or_default().clone();
    slot.get_or_init(|| {
        let scenario = scenario(path);
        let (outcome, proven) = ask(&question(form.sources(path.parent().unwrap(), &scenario), &scenario));
        let report = outcome.result.unwrap_or_else(|problem| panic!("{problem}: {:?}", outcome.sources));
        Arc::new(Judged { scenario, report: *report, proven: proven.unwrap() })
    })
    .clone()
}

pub fn ask(question: &Question) -> (Outcome, Option<Arc<Proven>>) {
    let mut session = Session::new();
    let outcome = pollster::block_on(session.ask(question, &RustCrypto, &mut |_| {}));
    let proven = session.proven().cloned();
    (outcome, proven)
}
