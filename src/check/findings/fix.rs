//! The steps of a fix: what to do where, with records ready to copy; a wait is a step of its own.

use crate::check::findings::case::Case;
use crate::check::records::cds::published;
use crate::check::records::keys::with_other_flags;
use crate::check::report::{Action, ActionKind, Finding, FixStep, Verdict};
use crate::dns::{Rdata, dotted};
use crate::dnssec::ds;
use crate::dnssec::keys::KeyIx;
use crate::snapshot::{RRset, operators};
use domain::base::Rtype;
use domain::utils::base16;

impl Case<'_> {
    /// Add a key at a provider.
    pub(crate) fn add_key(&self, provider: usize, key: KeyIx, text: String) -> FixStep {
        FixStep {
            records: vec![self.dnskey_record(provider, key)],
            action: self.action(ActionKind::AddDnskey, self.label(provider)),
            ..step_at(self.label(provider), text)
        }
    }

    /// Take another provider’s key out.
    pub(crate) fn remove_key(&self, provider: usize, key: KeyIx, text: String) -> FixStep {
        FixStep {
            records: vec![self.dnskey_record(provider, key)],
            action: self.action(ActionKind::RemoveDnskey, self.label(provider)),
            ..step_at(self.label(provider), text)
        }
    }

    /// Take those of the provider’s records of these types out that `which` says: CDS, CDNSKEY or CSYNC.
    pub(crate) fn remove_cds(
        &self,
        provider: usize,
        types: &[Rtype],
        which: impl Fn(&Rdata) -> bool,
        text: &str,
    ) -> FixStep {
        let sets = types.iter().filter_map(|rtype| published(self, provider, *rtype));
        let lines = |set: &RRset| -> Vec<String> {
            set.data.iter().filter(|data| which(data)).map(|data| set.line(data)).collect()
        };
        FixStep {
            records: sets.flat_map(lines).collect(),
            action: self.action(ActionKind::RemoveCds, self.label(provider)),
            ..step_at(self.label(provider), text.into())
        }
    }

    /// Wait until a change of a provider's DNSKEY RRset is everywhere and the old one is nowhere.
    pub(crate) fn wait_dnskey(&self, provider: usize) -> FixStep {
        step(format!(
            "Wait until every server of {} shows it, then {}. Until then the old copy may still be held.",
            self.label(provider),
            self.dnskey_ttl(provider)
        ))
    }

    /// Wait until a change of the DS RRset is everywhere and the old one is nowhere.
    pub(crate) fn wait_ds(&self) -> FixStep {
        step(format!("Wait until every server of the parent shows it, then {}.", self.ds_ttl()))
    }

    /// A SHA-256 DS record for a key, as the parent should have it.
    pub(crate) fn ds_record(&self, key: KeyIx) -> Option<String> {
        let zone = &self.snapshot().zone;
        let key = self.key(key)?;
        let digest = base16::encode_string(&ds::digest(zone, key, 2)?);
        Some(format!("{} IN DS {} {} 2 {digest}", dotted(zone), key.tag, key.algorithm))
    }

    /// DS records that were made from a published key with other flags: said by name, and to be removed.
    pub(crate) fn name_other_flags(&self, finding: Finding) -> Finding {
        with_other_flags(self).into_iter().fold(finding, |mut finding, (ds, key, flags)| {
            let Some(right) = self.key(key) else { return finding };
            let (tag, name) = (ds.key_tag(), self.key_name(key));
            let publishes = |p: &usize| self.proven.table.publishes(*p, key);
            let home = self.owners(key).first().copied().or_else(|| (0..self.size()).find(publishes));
            let whose = home.map_or(String::new(), |p| format!("{}’s ", self.label(p)));
            let right = right.dnskey.flags();
            finding.detail.push_str(&format!(
                " DS {tag} is that of {whose}key {name} with flags {flags}: the form was filled with {flags}; enter {right}."
            ));
            finding.step(format!("Remove DS {tag}: no key with flags {flags} is published."))
        })
    }

    /// DS records to add at the parent.
    pub(crate) fn add_ds(&self, keys: &[KeyIx], text: String) -> FixStep {
        FixStep { records: keys.iter().filter_map(|key| self.ds_record(*key)).collect(), ..step(text) }
    }

    /// Make all signatures of a provider anew.
    pub(crate) fn sign_anew(&self, label: &str, text: String) -> FixStep {
        // What does not validate is not kept; a cache that does not validate keeps it, and passes it on.
        let fails =
            |p: &usize| self.reference.cell(*p, *p).is_some_and(|cell| cell.verdict == Verdict::Bogus);
        let held = self.snapshot().providers.iter().position(|view| view.label == label).filter(fails);
        let last = held.map_or(String::new(), |p| {
            format!(
                " Resolvers behind a cache that does not validate can fail for {} after that.",
                self.held_ttl(p)
            )
        });
        let text = format!("{text}{last}");
        FixStep { action: self.action(ActionKind::SignAnew, label), ..step_at(label, text) }
    }

    /// What a command at this provider does.
    pub(crate) fn action(&self, kind: ActionKind, label: &str) -> Option<Action> {
        let view = self.snapshot().providers.iter().find(|view| &*view.label == label)?;
        let operator = operators::of_servers(view.servers.iter().map(|server| &**server));
        Some(Action { kind, zone: self.zone(), operator })
    }
}

impl From<&str> for FixStep {
    fn from(text: &str) -> Self {
        step(text.to_string())
    }
}

impl From<String> for FixStep {
    fn from(text: String) -> Self {
        step(text)
    }
}

pub(crate) fn step(text: String) -> FixStep {
    FixStep { text, provider: None, records: Vec::new(), action: None }
}

/// A step at one provider.
pub(crate) fn step_at(provider: &str, text: String) -> FixStep {
    FixStep { provider: Some(provider.to_string()), ..step(text) }
}
