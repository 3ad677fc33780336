//! What a step changes, place by place: the difference between two publications.

use super::start::Start;
use crate::check::words::list;
use crate::dnssec::keys::KeyIx;
use crate::publication::{Asked, Provider, ProviderIx, Publication};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What the parent is called among the places.
pub(super) const PARENT: &str = "parent";

/// Where something is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// At the parent.
    Parent,
    /// At a provider.
    Provider(ProviderIx),
}

/// What is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// Keys come into the DNSKEY RRset.
    AddDnskey,
    /// Keys start to sign the DNSKEY RRset.
    SignDnskey,
    /// Keys start to sign the data.
    SignData,
    /// Keys stop signing the data.
    StopSigningData,
    /// Keys stop signing the DNSKEY RRset.
    StopSigningDnskey,
    /// Keys leave the DNSKEY RRset.
    RemoveDnskey,
    /// Keys get a DS record.
    AddDs,
    /// Keys lose their DS record.
    RemoveDs,
    /// The NS RRset names providers from now on.
    AddNs,
    /// The NS RRset does not name them any more.
    RemoveNs,
    /// CDS and CDNSKEY ask for the removal of every DS record (RFC 8078 §4).
    AskRemoval,
    /// They do not any more.
    StopAsking,
}

/// One change at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// Where.
    pub place: Place,
    /// What.
    pub change: Change,
    /// The keys that it is about.
    pub keys: Vec<KeyIx>,
    /// The providers that the NS RRset names, or does not name any more.
    pub providers: Vec<ProviderIx>,
}

fn gone<T: Copy + Ord>(before: &BTreeSet<T>, after: &BTreeSet<T>) -> Vec<T> {
    before.difference(after).copied().collect()
}

/// The changes of one place, in the order in which they are made.
struct Changes {
    place: Place,
    made: Vec<Action>,
}

impl Changes {
    fn keys(&mut self, change: Change, keys: Vec<KeyIx>) {
        if !keys.is_empty() {
            self.add(change, keys, Vec::new());
        }
    }

    fn ns(&mut self, before: Option<&BTreeSet<ProviderIx>>, after: Option<&BTreeSet<ProviderIx>>) {
        let (before, after) = (before.cloned().unwrap_or_default(), after.cloned().unwrap_or_default());
        for (change, providers) in
            [(Change::AddNs, gone(&after, &before)), (Change::RemoveNs, gone(&before, &after))]
        {
            if !providers.is_empty() {
                self.add(change, Vec::new(), providers);
            }
        }
    }

    fn add(&mut self, change: Change, keys: Vec<KeyIx>, providers: Vec<ProviderIx>) {
        self.made.push(Action { place: self.place, change, keys, providers });
    }
}

/// Everything that differs, the parent first, then provider by provider.
pub fn actions(before: &Publication, after: &Publication) -> Vec<Action> {
    let mut parent = Changes { place: Place::Parent, made: Vec::new() };
    let ds = |now: &Publication| now.parent.ds.clone().unwrap_or_default();
    parent.keys(Change::AddDs, gone(&ds(after), &ds(before)));
    parent.keys(Change::RemoveDs, gone(&ds(before), &ds(after)));
    parent.ns(before.parent.ns.as_ref(), after.parent.ns.as_ref());
    let mut made = parent.made;
    for (p, (old, new)) in before.providers.iter().zip(&after.providers).enumerate() {
        let mut at = Changes { place: Place::Provider(p), made: Vec::new() };
        let keys = |provider: &Provider| provider.dnskey.clone().unwrap_or_default();
        at.keys(Change::AddDnskey, gone(&keys(new), &keys(old)));
        at.keys(Change::SignDnskey, gone(&new.dnskey_signers, &old.dnskey_signers));
        at.keys(Change::SignData, gone(&new.signers_of_all_data(), &old.signers_of_all_data()));
        at.keys(Change::StopSigningData, gone(&old.signers_of_all_data(), &new.signers_of_all_data()));
        at.keys(Change::StopSigningDnskey, gone(&old.dnskey_signers, &new.dnskey_signers));
        at.keys(Change::RemoveDnskey, gone(&keys(old), &keys(new)));
        at.ns(old.ns.as_ref(), new.ns.as_ref());
        match (old.asked == Some(Asked::Removal), new.asked == Some(Asked::Removal)) {
            (false, true) => at.add(Change::AskRemoval, Vec::new(), Vec::new()),
            (true, false) => at.add(Change::StopAsking, Vec::new(), Vec::new()),
            _ => {}
        }
        made.extend(at.made);
    }
    made
}

impl Action {
    /// `parent`, or the provider's label.
    pub fn place_name<'s>(&self, start: &'s Start) -> &'s str {
        match self.place {
            Place::Parent => PARENT,
            Place::Provider(p) => start.label(p),
        }
    }

    /// The names of its keys.
    pub fn key_names(&self, start: &Start) -> Vec<String> {
        self.keys.iter().map(|key| start.key_name(*key).to_string()).collect()
    }

    /// The labels of the providers that the NS RRset names.
    pub fn provider_names(&self, start: &Start) -> Vec<String> {
        self.providers.iter().map(|p| start.label(*p).to_string()).collect()
    }

    /// What to do, as a sentence.
    pub fn words(&self, start: &Start) -> String {
        let keys = list(&self.key_names(start));
        let servers: Vec<String> =
            self.provider_names(start).iter().map(|label| format!("{label}’s name servers")).collect();
        let servers = list(&servers);
        let (s, are) = if self.keys.len() == 1 { ("", "it") } else { ("s", "them") };
        let at = self.place_name(start);
        match self.change {
            Change::AddDnskey => format!("Publish {keys} in {at}’s DNSKEY RRset."),
            Change::SignDnskey => format!("Sign {at}’s DNSKEY RRset with {keys}."),
            Change::SignData => format!("Sign all of {at}’s data with {keys}, denial included."),
            Change::StopSigningData => format!("Stop signing {at}’s data with {keys}."),
            Change::StopSigningDnskey => format!("Stop signing {at}’s DNSKEY RRset with {keys}."),
            Change::RemoveDnskey => format!("Remove {keys} from {at}’s DNSKEY RRset."),
            Change::AddDs => format!(
                "Add the DS record{s} of {keys} at the parent (through the registrar, or by CDS and CDNSKEY for {are} at every provider)."
            ),
            Change::RemoveDs => format!("Remove the DS record{s} of {keys} at the parent."),
            Change::AddNs if self.place == Place::Parent => {
                format!("Add {servers} to the delegation at the parent, with glue where they need it.")
            }
            Change::RemoveNs if self.place == Place::Parent => {
                format!("Remove {servers} from the delegation at the parent.")
            }
            Change::AddNs => format!("Add {servers} to {at}’s NS RRset."),
            Change::RemoveNs => format!("Remove {servers} from {at}’s NS RRset."),
            Change::AskRemoval => format!(
                "Publish CDS and CDNSKEY at {at} that ask for the removal of every DS record (RFC 8078 §4)."
            ),
            Change::StopAsking => format!("Remove these CDS and CDNSKEY records at {at}."),
        }
    }
}
