//! What a simulation hands out: zones, public keys and DS records as text. Private keys are not in it.

use super::compose::ds;
use super::content::{Entry, Input};
use super::exchange::Exchange;
use super::keyring::Role;
use super::keys::file_stem;
use super::plan::{Plan, PlannedKey};
use super::setup::Setup;
use crate::check::outcome::Question;
use crate::dns::{Moment, Rdata, dotted, rdata_text};
use crate::evidence::{Role as SourceRole, Source};
use domain::base::Rtype;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A zone as several providers serve it, really signed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Simulated {
    /// The apex with final dot.
    pub zone: String,
    /// The moment of signing.
    pub now: Moment,
    pub providers: Vec<SimulatedProvider>,
    /// The public keys that the zone's owner holds.
    pub owner_keys: Vec<PublicKey>,
    /// The DS records at the parent, in a line each; empty: there is none.
    pub parent: String,
    pub exchange: Exchange,
    /// What became of the zone's data.
    pub input: Input,
    /// How many RRsets are signed.
    pub rrsets: usize,
    /// How many signatures stand in the zones, and how many of them this run made.
    pub signatures: usize,
    pub signatures_made: usize,
}

/// What one provider serves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SimulatedProvider {
    pub label: String,
    /// A name for files, made from the label.
    pub file: String,
    /// The zone file as the provider serves it.
    pub text: String,
    /// The DNSKEY RRset with its signatures.
    pub dnskey: String,
    /// The DS records that the parent needs for this provider, as `dsset-` files have them.
    pub dsset: String,
    /// The public keys that are the provider's own.
    pub keys: Vec<PublicKey>,
}

/// One public key as a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PublicKey {
    /// `Kexample.com.+013+12345`.
    pub stem: String,
    pub role: Role,
    pub tag: u16,
    pub algorithm: u8,
    /// The text of the `.key` file.
    pub text: String,
}

impl Simulated {
    pub(super) fn of(setup: &Setup, plan: &Plan, zones: &[Vec<Entry>], made: usize) -> Self {
        let zone = dotted(&plan.zone);
        let files = file_names(plan);
        let providers = plan.members.iter().zip(zones).zip(files).enumerate().map(
            |(index, ((member, entries), file))| SimulatedProvider {
                label: member.label.clone(),
                file,
                text: zone_text(entries, &plan.zone),
                dnskey: entries.iter().filter(|e| e.set.rtype == Rtype::DNSKEY).map(entry_text).collect(),
                dsset: dsset(plan, index),
                keys: own_keys(plan, Some(index)),
            },
        );
        let ds_ttl = setup.ds_ttl;
        let parent = plan.ds.iter().filter_map(|planned| {
            let key = plan.keys.get(planned.key)?;
            let ds = ds(&plan.zone, &key.dnskey, planned.digest_type, planned.wrong)?;
            Some(format!("{zone} {ds_ttl} IN DS {}\n", rdata_text(&Rdata::Ds(ds))))
        });
        Self {
            now: setup.now,
            providers: providers.collect(),
            owner_keys: own_keys(plan, None),
            parent: parent.collect(),
            exchange: Exchange::of(setup, plan),
            input: setup.content.notes.clone(),
            rrsets: zones.iter().flatten().filter(|entry| !entry.set.sigs.is_empty()).count(),
            signatures: zones.iter().flatten().map(|entry| entry.set.sigs.len()).sum(),
            signatures_made: made,
            zone,
        }
    }

    /// The zones and the parent's DS, as evidence like any other.
    pub fn sources(&self) -> Vec<Source> {
        let mut sources: Vec<Source> = Vec::with_capacity(self.providers.len() + 1);
        if !self.parent.is_empty() {
            let name = "parent".to_string();
            sources.push(Source { name, role: SourceRole::Parent, text: self.parent.clone() });
        }
        sources.extend(self.providers.iter().map(|provider| Source {
            name: provider.label.clone(),
            role: SourceRole::Provider(provider.label.clone()),
            text: provider.text.clone(),
        }));
        sources
    }

    /// The question to judge it by, at the moment of signing.
    pub fn question(&self, rrsets_per_mix: usize) -> Question {
        Question {
            sources: self.sources(),
            zone: Some(self.zone.clone()),
            no_ds: self.parent.is_empty(),
            unreached: None,
            at: self.now,
            rrsets_per_mix,
        }
    }
}

/// The labels as file names, each once.
fn file_names(plan: &Plan) -> Vec<String> {
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    let name = |label: &str| -> String {
        let good = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '-' };
        label.chars().map(good).collect()
    };
    plan.members
        .iter()
        .map(|member| {
            let name = name(&member.label);
            let count = used.entry(name.to_ascii_lowercase()).or_default();
            *count += 1;
            if *count == 1 { name } else { format!("{name}.{count}") }
        })
        .collect()
}

/// The SOA first, as tools expect it.
fn zone_text(entries: &[Entry], zone: &crate::dns::Name) -> String {
    let is_soa = |entry: &&Entry| entry.set.rtype == Rtype::SOA && entry.set.owner == *zone;
    let soa = entries.iter().filter(is_soa);
    soa.chain(entries.iter().filter(|entry| !is_soa(entry))).map(entry_text).collect()
}

fn entry_text(entry: &Entry) -> String {
    let mut text = String::new();
    // Servers and tools of before RFC 9824 know this type by its number only, and refuse the file else.
    let portable = |line: String| match line.strip_suffix(" NXNAME") {
        Some(rest) if entry.set.rtype == Rtype::NSEC => format!("{rest} TYPE128"),
        _ => line,
    };
    for line in entry.set.lines().chain(entry.set.sigs.iter().map(|sig| entry.set.sig_line(sig))) {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{}", portable(line));
    }
    text
}

/// The DS records that belong to this provider: those of the keys that sign its DNSKEY RRset.
fn dsset(plan: &Plan, member: usize) -> String {
    let signers = plan.members.get(member).map(|member| member.dnskey_signers.as_slice()).unwrap_or_default();
    let zone = dotted(&plan.zone);
    let line = |key: &PlannedKey| {
        let ds = ds(&plan.zone, &key.dnskey, 2, false)?;
        Some(format!("{zone} IN DS {}\n", rdata_text(&Rdata::Ds(ds))))
    };
    signers.iter().filter_map(|key| plan.keys.get(*key)).filter_map(line).collect()
}

/// The keys that this provider (or the owner) holds and that are in use, as files.
pub(super) fn own_keys(plan: &Plan, holder: Option<usize>) -> Vec<PublicKey> {
    held(plan, holder).into_iter().map(|key| public_key(plan, key)).collect()
}

/// Keys that sign at least one thing somewhere, by who holds them.
pub(super) fn held(plan: &Plan, holder: Option<usize>) -> Vec<&PlannedKey> {
    let uses = |number: usize| {
        let signs = |keys: &[usize]| keys.contains(&number);
        plan.members.iter().any(|member| signs(&member.dnskey_signers) || signs(&member.data_signers))
    };
    let mine = plan.keys.iter().enumerate().filter(|(_, key)| key.holder == holder && key.secret.is_some());
    mine.filter(|(number, _)| uses(*number)).map(|(_, key)| key).collect()
}

pub(super) fn public_key(plan: &Plan, key: &PlannedKey) -> PublicKey {
    let algorithm = key.dnskey.algorithm().to_int();
    let zone = dotted(&plan.zone);
    let data = rdata_text(&Rdata::Dnskey(key.dnskey.clone()));
    let role = key.id.role.word();
    PublicKey {
        stem: file_stem(&plan.zone, algorithm, key.tag),
        role: key.id.role,
        tag: key.tag,
        algorithm,
        text: format!("; {role}, key tag {}\n{zone} IN DNSKEY {data}\n", key.tag),
    }
}
