//! What can be planned, and of which tables each operation is made.

use super::group::{Group, Layout, MOST_PROVIDERS, Model, NoPlan};
use super::strict::Asked;
use crate::process::tables::{
    CONSERVATIVE, CSK, GO_INSECURE, GO_SECURE, JOIN, JOIN_MODEL_1, KSK_DOUBLE_DS, KSK_DOUBLE_KEY,
    KSK_DOUBLE_RRSET, LEAVE, LEAVE_MODEL_1, LIBERAL, TO_MODEL_1, TO_MODEL_2, ZSK,
};
use crate::process::{Part, Process};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// A provider joins.
    AddProvider,
    /// A provider leaves.
    RemoveProvider,
    /// A provider leaves and another takes its place, without going insecure.
    Migrate,
    /// A ZSK is replaced by pre-publication.
    ZskRoll,
    /// A KSK is replaced; both sign for a while.
    KskRollDoubleKey,
    /// A KSK is replaced; both have a DS for a while.
    KskRollDoubleDs,
    /// A KSK is replaced; both sign and have a DS for a while.
    KskRollDoubleRrset,
    /// A CSK is replaced.
    CskRoll,
    /// All keys get another algorithm; no validator sees a gap.
    AlgorithmRoll,
    /// The same in fewer steps, for validators that take any valid path.
    AlgorithmRollLiberal,
    /// Each provider gets a KSK of its own.
    #[serde(rename = "model-1-to-2")]
    Model1To2,
    /// The providers get one KSK together.
    #[serde(rename = "model-2-to-1")]
    Model2To1,
    /// DNSSEC is turned off.
    GoInsecure,
    /// DNSSEC is turned on.
    GoSecure,
}

/// Every operation.
pub const OPERATIONS: [Operation; 14] = [
    Operation::AddProvider,
    Operation::RemoveProvider,
    Operation::Migrate,
    Operation::ZskRoll,
    Operation::KskRollDoubleKey,
    Operation::KskRollDoubleDs,
    Operation::KskRollDoubleRrset,
    Operation::CskRoll,
    Operation::AlgorithmRoll,
    Operation::AlgorithmRollLiberal,
    Operation::Model1To2,
    Operation::Model2To1,
    Operation::GoInsecure,
    Operation::GoSecure,
];

/// One process of an operation: who is its subject, and which of its keys are replaced.
pub(super) struct Stage {
    pub process: &'static Process,
    pub subject: Vec<usize>,
    pub replaced: &'static [Part],
}

impl Operation {
    /// Stable: what the command line takes and JSON says.
    pub fn id(self) -> &'static str {
        match self {
            Self::AddProvider => "add-provider",
            Self::RemoveProvider => "remove-provider",
            Self::Migrate => "migrate",
            Self::ZskRoll => "zsk-roll",
            Self::KskRollDoubleKey => "ksk-roll-double-key",
            Self::KskRollDoubleDs => "ksk-roll-double-ds",
            Self::KskRollDoubleRrset => "ksk-roll-double-rrset",
            Self::CskRoll => "csk-roll",
            Self::AlgorithmRoll => "algorithm-roll",
            Self::AlgorithmRollLiberal => "algorithm-roll-liberal",
            Self::Model1To2 => "model-1-to-2",
            Self::Model2To1 => "model-2-to-1",
            Self::GoInsecure => "go-insecure",
            Self::GoSecure => "go-secure",
        }
    }

    /// The model that it is for; `None`: either.
    fn only(self) -> Option<Model> {
        match self {
            Self::CskRoll | Self::Model2To1 => Some(Model::Two),
            Self::Model1To2 => Some(Model::One),
            _ => None,
        }
    }

    /// Whether it is for zones of this model.
    pub fn is_for(self, model: Model) -> bool {
        self.only().is_none_or(|only| only == model)
    }

    /// The fewest providers.
    fn least(self) -> usize {
        match self {
            Self::AddProvider | Self::RemoveProvider | Self::Migrate => 2,
            _ => 1,
        }
    }

    /// The keys that the providers begin with.
    pub(super) fn layout(self, model: Model) -> Layout {
        match (self, model) {
            (Self::CskRoll, _) => Layout::Combined,
            (_, Model::One) => Layout::Shared,
            (_, Model::Two) => Layout::Own,
        }
    }

    /// The keys that they end with, where these are others.
    pub(super) fn next_layout(self, model: Model) -> Layout {
        match self {
            Self::Model1To2 => Layout::Own,
            Self::Model2To1 => Layout::Shared,
            _ => self.layout(model),
        }
    }

    /// All keys get another algorithm.
    pub(super) fn changes_algorithm(self) -> bool {
        matches!(self, Self::AlgorithmRoll | Self::AlgorithmRollLiberal)
    }

    /// The model, where it is not given.
    pub fn usual_model(self) -> Model {
        self.only().unwrap_or(Model::Two)
    }

    /// A group for it of these labels; without any, A and B. `who` is the last of them if nobody is named, and `to` the first other one:
    /// who joins joins last. Of a migration the first leaves.
    ///
    /// # Errors
    /// A label that is given twice, or is none of them.
    pub fn group(
        self,
        model: Option<Model>,
        labels: &[String],
        who: Option<&str>,
        to: Option<&str>,
    ) -> Result<Group, NoPlan> {
        let mut all: Vec<String> = labels.to_vec();
        if all.is_empty() {
            all = vec!["A".into(), "B".into()];
        }
        if let Some(twice) =
            all.iter().enumerate().find(|(at, label)| all.iter().take(*at).any(|l| l == *label))
        {
            return Err(NoPlan::Twice(twice.1.clone()));
        }
        let index = |label: &str| {
            let found = all.iter().position(|known| known == label);
            found.ok_or_else(|| NoPlan::NoSuchProvider(label.to_string()))
        };
        let last = all.len() - 1;
        let migrate = self == Self::Migrate;
        let who = who.map(index).transpose()?;
        let to = to.map(index).transpose()?;
        let first = migrate && to != Some(0);
        let who = who.unwrap_or(if first { 0 } else { last });
        let to = to.unwrap_or(if who == last { 0 } else { last });
        let model = model.unwrap_or_else(|| self.usual_model());
        Ok(Group { labels: all, model, who, to, cannot_import: BTreeSet::new() })
    }

    /// What validators may ask while it goes on: the conservative roll holds for those too that want a signature for every
    /// algorithm of the DNSKEY RRset.
    pub(super) fn asked(self) -> &'static [Asked] {
        match self {
            Self::AlgorithmRoll => &[Asked::AnyPath, Asked::DsAlgorithms, Asked::KeyAlgorithms],
            _ => &[Asked::AnyPath, Asked::DsAlgorithms],
        }
    }

    /// Whether it can be planned for these providers.
    ///
    /// # Errors
    /// Why not.
    pub(super) fn fits(self, group: &Group) -> Result<(), NoPlan> {
        if self.only().is_some_and(|model| model != group.model) {
            return Err(NoPlan::Model(self.id()));
        }
        let (found, least) = (group.labels.len(), self.least());
        if !(least..=MOST_PROVIDERS).contains(&found) {
            return Err(NoPlan::Providers { what: self.id(), found, least, most: MOST_PROVIDERS });
        }
        if self == Self::Migrate && group.who == group.to {
            return Err(NoPlan::Itself(group.labels.get(group.who).cloned().unwrap_or_default()));
        }
        Ok(())
    }

    /// Its processes, one after the other.
    pub(super) fn stages(self, group: &Group) -> Vec<Stage> {
        const KSKS: &[Part] = &[Part::OldKsk, Part::NewKsk];
        const ZSKS: &[Part] = &[Part::OldZsk, Part::NewZsk];
        const ALL: &[Part] = &[Part::OldKsk, Part::NewKsk, Part::OldZsk, Part::NewZsk];
        let one = group.model == Model::One;
        let whole = || (0..group.labels.len()).collect::<Vec<usize>>();
        let ksk_subject = if one { whole() } else { vec![group.who] };
        let join = if one { &JOIN_MODEL_1 } else { &JOIN };
        let leave = if one { &LEAVE_MODEL_1 } else { &LEAVE };
        let stage = |process, subject, replaced| Stage { process, subject, replaced };
        match self {
            Self::AddProvider => vec![stage(join, vec![group.who], &[])],
            Self::RemoveProvider => vec![stage(leave, vec![group.who], &[])],
            Self::Migrate => vec![stage(join, vec![group.to], &[]), stage(leave, vec![group.who], &[])],
            Self::ZskRoll => vec![stage(&ZSK, vec![group.who], ZSKS)],
            Self::KskRollDoubleKey => vec![stage(&KSK_DOUBLE_KEY, ksk_subject, KSKS)],
            Self::KskRollDoubleDs => vec![stage(&KSK_DOUBLE_DS, ksk_subject, KSKS)],
            Self::KskRollDoubleRrset => vec![stage(&KSK_DOUBLE_RRSET, ksk_subject, KSKS)],
            Self::CskRoll => vec![stage(&CSK, vec![group.who], ALL)],
            Self::AlgorithmRoll => vec![stage(&CONSERVATIVE, whole(), ALL)],
            Self::AlgorithmRollLiberal => vec![stage(&LIBERAL, whole(), ALL)],
            Self::Model1To2 => vec![stage(&TO_MODEL_2, whole(), KSKS)],
            Self::Model2To1 => vec![stage(&TO_MODEL_1, whole(), KSKS)],
            Self::GoInsecure => vec![stage(&GO_INSECURE, whole(), &[])],
            Self::GoSecure => vec![stage(&GO_SECURE, whole(), &[])],
        }
    }
}
