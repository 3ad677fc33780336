//! What to type for an action, by the software of the place: the templates of fixes ([`crate::share::commands`]).

use super::actions::Change;
use super::document::{Plan, PlanAction};
use super::group::Model;
use super::records::PlanRecord;
use crate::check::report::{Action, ActionKind, FixStep};
use crate::share::commands::{Command, Software, Table};
use crate::shell;
use std::collections::BTreeMap;

/// At the parent no software is run.
const REGISTRAR: &str = "At the registrar, in its form or by its API: exactly these records. Where the registry follows CDS, CDNSKEY and CSYNC, \
    these ask for the same, alike at every provider.";

/// Nobody but its holder signs with a shared KSK (RFC 8901 §2.1.1).
const HOLDER: &str = "In model 1 the holder of the KSK makes the DNSKEY RRset of all providers’ keys, signs it, and hands it to each provider \
    with its signature: “offline-ksk” of BIND and Knot DNS, “direct-dnskey-signature” of PowerDNS 5.0 and later.";

/// With which software the commands of a runbook are.
#[derive(Debug)]
pub struct Tools<'t> {
    /// The templates.
    pub table: &'t Table,
    /// By the provider's label.
    pub at: BTreeMap<String, &'static Software>,
    /// Of all others.
    pub elsewhere: Option<&'static Software>,
}

impl Tools<'_> {
    /// The commands of one action; none where no software is chosen for the place.
    pub fn commands(&self, plan: &Plan, action: &PlanAction) -> Vec<Command> {
        let software = self.at.get(&action.place).copied().or(self.elsewhere);
        software.map(|software| plan.commands(action, software, self.table)).unwrap_or_default()
    }
}

impl Plan {
    /// What to type for one of its actions at a place with this software. Empty: nothing is known of it. What is not known yet
    /// is in capitals: `PUBLIC_KEY_OF_ZB`.
    pub fn commands(&self, action: &PlanAction, software: &Software, table: &Table) -> Vec<Command> {
        let words = |note: &str| vec![Command { note: note.into(), text: String::new() }];
        if action.is_at_parent() {
            return words(REGISTRAR);
        }
        let shared = self.model == Model::One && action.change.is_of_dnskey_rrset();
        if shared {
            return words(HOLDER);
        }
        let asked = |(kind, records): (ActionKind, Vec<String>)| {
            let action = Action { kind, zone: self.zone.clone(), operator: None };
            table.command(
                software,
                &FixStep { text: String::new(), provider: None, records, action: Some(action) },
            )
        };
        self.kinds(action).into_iter().filter(|(_, records)| !records.is_empty()).filter_map(asked).collect()
    }

    /// The kinds of an action, each with its records.
    fn kinds(&self, action: &PlanAction) -> Vec<(ActionKind, Vec<String>)> {
        let records = |own: bool| -> Vec<String> {
            action.records.iter().filter(|record| record.own == own).map(PlanRecord::for_shell).collect()
        };
        let made = || action.own_keys().map(|name| self.own_key(name)).collect();
        let all = || action.keys.iter().map(|name| self.own_key(name)).collect();
        match action.change {
            Change::AddDnskey => vec![(ActionKind::MakeKey, made()), (ActionKind::AddDnskey, records(false))],
            Change::RemoveDnskey => {
                vec![(ActionKind::DropKey, made()), (ActionKind::RemoveDnskey, records(false))]
            }
            Change::SignDnskey | Change::SignData => {
                vec![(ActionKind::StartSigning, all())]
            }
            Change::StopSigningData | Change::StopSigningDnskey => {
                vec![(ActionKind::StopSigning, all())]
            }
            Change::AddNs => vec![(ActionKind::AddNs, records(false))],
            Change::RemoveNs => vec![(ActionKind::RemoveNs, records(false))],
            Change::AskRemoval => vec![(ActionKind::AddCds, records(false))],
            Change::StopAsking => vec![(ActionKind::RemoveCds, records(false))],
            Change::AddDs | Change::RemoveDs => Vec::new(),
        }
    }

    /// A key as the table's templates take it: tag, whether it signs the DNSKEY RRset, algorithm, part.
    fn own_key(&self, name: &str) -> String {
        let key = self.keys.get(name);
        let or = |known: Option<String>, what: &str| {
            known.unwrap_or_else(|| shell::stand_in(&format!("{what} of {name}")))
        };
        let tag = or(key.and_then(|key| key.tag).map(|tag| tag.to_string()), "key tag");
        let algorithm = or(key.and_then(|key| key.algorithm).map(|number| number.to_string()), "algorithm");
        let (yes, part) = if key.is_some_and(|key| key.sep) { ("yes", "ksk") } else { ("no", "zsk") };
        format!("{} KEY {tag} {yes} {algorithm} {part}", self.zone)
    }
}

impl Change {
    /// What the holder of a shared KSK does for all.
    fn is_of_dnskey_rrset(self) -> bool {
        matches!(self, Self::AddDnskey | Self::RemoveDnskey | Self::SignDnskey | Self::StopSigningDnskey)
    }
}

impl PlanRecord {
    /// The record with a word for each thing that is not known yet.
    fn for_shell(&self) -> String {
        let mut out = String::new();
        let mut rest = self.text.as_str();
        while let Some((before, (what, after))) =
            rest.split_once('<').and_then(|(before, after)| Some((before, after.split_once('>')?)))
        {
            out += before;
            out += &shell::stand_in(what);
            rest = after;
        }
        out + rest
    }
}
