//! Who needs which key from whom, what each provider publishes and signs with, and what the parent has to publish:
//! as data, for a drawing or a list.

use super::compose::ds;
use super::keyring::Role;
use super::plan::{KeyNo, Plan, PlannedKey};
use super::setup::Setup;
use super::terms::Model;
use crate::dns::{Rdata, dotted, rdata_text};
use serde::{Deserialize, Serialize};

/// The exchange of keys (RFC 8901 §2.1, §3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Exchange {
    pub model: Model,
    /// Model 1: who holds the KSK and signs the DNSKEY RRset, `the owner` or a provider's name.
    pub ksk_holder: Option<String>,
    /// Every key that somebody publishes, signs with, or that the parent points to; the rest refers to it by index.
    pub keys: Vec<ExchangeKey>,
    pub providers: Vec<Publishes>,
    /// One for each signing key and each other provider.
    pub transfers: Vec<Transfer>,
    pub parent: Vec<ParentDs>,
    /// Keys that sign a DNSKEY RRset and have no DS that matches.
    pub without_ds: Vec<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ExchangeKey {
    pub tag: u16,
    pub algorithm: u8,
    pub flags: u16,
    pub role: Role,
    /// The provider's name; `None`: the zone's owner, or nobody here.
    pub holder: Option<String>,
    /// As it stands in a zone file.
    pub record: String,
}

/// One provider's DNSKEY RRset and what signs what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Publishes {
    pub label: String,
    /// It signs at all.
    pub signed: bool,
    pub keys: Vec<usize>,
    pub dnskey_signed_by: Vec<usize>,
    pub data_signed_by: Vec<usize>,
    /// Keys that its CDS and CDNSKEY records are of.
    pub cds: Vec<usize>,
}

/// A signing key that has to get from the provider that signs with it to another that publishes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Transfer {
    pub key: usize,
    pub from: String,
    pub to: String,
    /// Model 1: it goes through whoever holds the KSK, and back in the signed DNSKEY RRset.
    pub via: Option<String>,
    pub state: TransferState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum TransferState {
    Arrived,
    /// It is not published there.
    Missing,
    /// Something like it is published there: with other flags, or mistyped.
    Altered,
}

/// One DS record at the parent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct ParentDs {
    /// The key that it is meant to be of.
    pub key: usize,
    pub digest_type: u8,
    pub record: String,
    pub state: DsState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub enum DsState {
    /// It matches a key that signs a DNSKEY RRset.
    Matches,
    WrongDigest,
    /// The key signs no DNSKEY RRset here.
    Dangling,
}

impl Exchange {
    pub(super) fn of(setup: &Setup, plan: &Plan) -> Self {
        let anywhere = |key: KeyNo| {
            let lists = |member: &super::plan::Member| {
                [&member.publishes, &member.dnskey_signers, &member.data_signers, &member.cds]
                    .iter()
                    .any(|keys| member.signed && keys.contains(&key))
            };
            plan.members.iter().any(lists) || plan.ds.iter().any(|ds| ds.key == key)
        };
        let shown: Vec<KeyNo> = (0..plan.keys.len()).filter(|key| anywhere(*key)).collect();
        let index = |key: KeyNo| shown.iter().position(|shown| *shown == key);
        let indexes = |keys: &[KeyNo]| -> Vec<usize> { keys.iter().filter_map(|key| index(*key)).collect() };
        let label = |member: usize| plan.members.get(member).map(|member| member.label.clone());
        let ksk_holder = (setup.model == Model::One).then(|| setup.holder_name().to_string());
        let keys = shown.iter().filter_map(|key| plan.keys.get(*key)).map(|key| ExchangeKey {
            tag: key.tag,
            algorithm: key.dnskey.algorithm().to_int(),
            flags: key.dnskey.flags(),
            role: key.id.role,
            holder: key.holder.and_then(label),
            record: record(plan, key),
        });
        let providers = plan.members.iter().map(|member| {
            let list = |keys: &[KeyNo]| if member.signed { indexes(keys) } else { Vec::new() };
            Publishes {
                label: member.label.clone(),
                signed: member.signed,
                keys: list(&member.publishes),
                dnskey_signed_by: list(&member.dnskey_signers),
                data_signed_by: list(&member.data_signers),
                cds: list(&member.cds),
            }
        });
        let signs = |key: KeyNo| plan.members.iter().any(|m| m.signed && m.dnskey_signers.contains(&key));
        let parent = plan.ds.iter().filter_map(|planned| {
            let key = plan.keys.get(planned.key)?;
            let ds = ds(&plan.zone, &key.dnskey, planned.digest_type, planned.wrong)?;
            let state = match (planned.wrong, signs(planned.key)) {
                (true, _) => DsState::WrongDigest,
                (false, true) => DsState::Matches,
                (false, false) => DsState::Dangling,
            };
            let record = format!("{} IN DS {}", dotted(&plan.zone), rdata_text(&Rdata::Ds(ds)));
            Some(ParentDs { key: index(planned.key)?, digest_type: planned.digest_type, record, state })
        });
        let vouched = |key: KeyNo| plan.ds.iter().any(|ds| ds.key == key && !ds.wrong);
        let without_ds =
            shown.iter().filter(|key| signs(**key) && !vouched(**key)).filter_map(|key| index(*key));
        Self {
            model: setup.model,
            keys: keys.collect(),
            providers: providers.collect(),
            transfers: transfers(plan, ksk_holder.as_deref(), &index),
            parent: parent.collect(),
            without_ds: without_ds.collect(),
            ksk_holder,
        }
    }
}

fn transfers(plan: &Plan, via: Option<&str>, index: &dyn Fn(KeyNo) -> Option<usize>) -> Vec<Transfer> {
    let mut transfers = Vec::new();
    for (from, signer) in plan.members.iter().enumerate().filter(|(_, member)| member.signed) {
        for key in &signer.data_signers {
            for to in plan.members.iter().enumerate().filter(|(to, member)| *to != from && member.signed) {
                let publishes = &to.1.publishes;
                let like = |other: &KeyNo| {
                    let same = |a: &PlannedKey, b: &PlannedKey| a.id == b.id;
                    plan.keys.get(*key).zip(plan.keys.get(*other)).is_some_and(|(a, b)| same(a, b))
                };
                let state = if publishes.contains(key) {
                    TransferState::Arrived
                } else if publishes.iter().any(like) {
                    TransferState::Altered
                } else {
                    TransferState::Missing
                };
                let Some(key) = index(*key) else { continue };
                let (from, to) = (signer.label.clone(), to.1.label.clone());
                transfers.push(Transfer { key, from, to, via: via.map(str::to_string), state });
            }
        }
    }
    transfers
}

fn record(plan: &Plan, key: &PlannedKey) -> String {
    format!("{} IN DNSKEY {}", dotted(&plan.zone), rdata_text(&Rdata::Dnskey(key.dnskey.clone())))
}
