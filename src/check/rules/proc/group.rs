//! One provider beside the others of its group: what both sides publish of each other’s keys, whether
//! the parent leads to it, and who names its servers. What the rules on adding and removing a provider
//! have in common.

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::records::cds::omits;
use crate::check::records::delegation::{all, parent_ns, provider_of};
use crate::check::records::keys::parent_ds;
use crate::dnssec::ds;
use crate::dnssec::keys::{Key, KeyIx};

/// A provider, and those that are in use without it.
#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) provider: usize,
    pub(crate) others: Vec<usize>,
    /// No NS record leads to it, or the person says so; else that is not known.
    pub(crate) unreached: bool,
}

/// How far the exchange of keys has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Exchange {
    /// Every other publishes the keys that the provider signs its data with.
    pub(crate) out: bool,
    /// Some other publishes some of them.
    pub(crate) out_begun: bool,
    /// The provider publishes the keys that the others sign their data with.
    pub(crate) back: bool,
}

impl Member {
    /// The providers that stand beside a group which holds without them: those to which no NS record leads, or, where
    /// nothing is known of whose hosts are whose, those without DS.
    pub(crate) fn outside(case: &Case<'_>) -> Vec<Self> {
        let known = case.unreached().next().is_some();
        let names_somebody = all(case).iter().any(|(_, hosts)| {
            hosts.iter().any(|host| provider_of(case, host).is_some_and(|owner| !case.trusted(owner)))
        });
        let beside = |p: &usize| match known {
            true => case.view(*p).is_some_and(|view| !view.reached),
            false => !names_somebody && case.blames_at(Code::DsUncoveredProvider, *p),
        };
        let outside: Vec<usize> = (0..case.size()).filter(beside).collect();
        let others: Vec<usize> = (0..case.size()).filter(|p| !outside.contains(p)).collect();
        // A DS whose key nobody publishes: keys were changed, and nobody was added.
        let changed = || {
            let keys = &case.proven.table.keys;
            parent_ds(case).any(|found| !keys.iter().any(|key| ds::names(found, key)))
        };
        if !known && changed() {
            return Vec::new();
        }
        if others.is_empty() || !others.iter().all(|p| case.trusted(*p)) {
            return Vec::new();
        }
        let signs = |p: &usize| case.roles(*p).is_some_and(|roles| !roles.dnskey.is_empty());
        outside
            .into_iter()
            .filter(signs)
            .map(|provider| Self { provider, others: others.clone(), unreached: known })
            .collect()
    }

    /// The keys that a provider signs its data with; where no signed data were seen, those that look like it.
    fn signing(case: &Case<'_>, provider: usize) -> Vec<KeyIx> {
        let seen: Vec<KeyIx> =
            case.roles(provider).map(|roles| roles.data.keys().copied().collect()).unwrap_or_default();
        if !seen.is_empty() {
            return seen;
        }
        let zsk = |key: &KeyIx| case.key(*key).is_some_and(|key| key.is_zone_key() && !Key::is_sep(key));
        case.proven.table.set(provider).iter().copied().filter(zsk).collect()
    }

    pub(crate) fn exchange(&self, case: &Case<'_>) -> Exchange {
        let table = &case.proven.table;
        let own = Self::signing(case, self.provider);
        let published = |at: usize, keys: &[KeyIx]| keys.iter().all(|key| table.publishes(at, *key));
        let theirs = |p: usize| Self::signing(case, p);
        Exchange {
            out: self.others.iter().all(|other| published(*other, &own)),
            out_begun: self.others.iter().any(|other| own.iter().any(|key| table.publishes(*other, *key))),
            back: self.others.iter().all(|other| published(self.provider, &theirs(*other))),
        }
    }

    /// What has to be published where, so that everybody knows everybody’s signing keys: (where, key).
    pub(crate) fn gaps(&self, case: &Case<'_>) -> Vec<(usize, KeyIx)> {
        let table = &case.proven.table;
        let lacks = |at: usize, of: usize| {
            let keys = Self::signing(case, of).into_iter();
            keys.filter(move |key| !table.publishes(at, *key)).map(move |key| (at, key))
        };
        let out = self.others.iter().flat_map(|other| lacks(*other, self.provider));
        out.chain(self.others.iter().flat_map(|other| lacks(self.provider, *other))).collect()
    }

    /// The provider’s signing keys that others publish: (where, key).
    pub(crate) fn left(&self, case: &Case<'_>) -> Vec<(usize, KeyIx)> {
        let own = Self::signing(case, self.provider);
        let holds = |at: usize| {
            let keys = own.iter().copied();
            keys.filter(move |key| case.proven.table.publishes(at, *key)).map(move |key| (at, key))
        };
        self.others.iter().flat_map(|other| holds(*other)).collect()
    }

    /// The parent leads to its keys.
    pub(crate) fn covered(&self, case: &Case<'_>) -> bool {
        case.trusted(self.provider)
    }

    /// The CDS of every other provider asks for a DS for its keys.
    pub(crate) fn asked_for(&self, case: &Case<'_>) -> bool {
        self.others.iter().all(|p| case.asks(*p).next().is_some() && !omits(case, *p, self.provider))
    }

    /// The CDS of every other provider would leave it without DS.
    pub(crate) fn omitted(&self, case: &Case<'_>) -> bool {
        self.others.iter().all(|p| omits(case, *p, self.provider))
    }

    /// `A and C have`, `A has`.
    pub(crate) fn others_do(&self, case: &Case<'_>, one: &str, several: &str) -> String {
        format!("{} {}", self.others_named(case), if self.others.len() == 1 { one } else { several })
    }

    /// `A and C`.
    pub(crate) fn others_named(&self, case: &Case<'_>) -> String {
        case.labels(self.others.iter().copied())
    }

    /// The longest DNSKEY TTL among the others: `1 h (A’s DNSKEY TTL, 3600 s)`.
    pub(crate) fn longest_dnskey(&self, case: &Case<'_>) -> String {
        case.longest_dnskey(self.others.iter().copied())
    }
}

/// Who names a provider’s hosts: (the parent; the providers that do; those that do not).
pub(crate) fn named_by(case: &Case<'_>, provider: usize) -> (Option<bool>, Vec<usize>, Vec<usize>) {
    let lists = |hosts: &std::collections::BTreeSet<crate::dns::Name>| {
        hosts.iter().any(|host| provider_of(case, host) == Some(provider))
    };
    let parent = parent_ns(case).map(|hosts| lists(&hosts));
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    for (whose, hosts) in all(case) {
        if let Some(whose) = whose {
            if lists(&hosts) { yes.push(whose) } else { no.push(whose) }
        }
    }
    (parent, yes, no)
}
