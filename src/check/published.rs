//! Who publishes what, read off a checked snapshot.

use super::facts::Facts;
use super::items::is_child_ds;
use super::records::asks::{Asks, Referent};
use crate::dns::{Name, Rdata};
use crate::dnssec::ds;
use crate::dnssec::keys::{Key, KeyIx};
use crate::order::Gather as _;
use crate::publication::{Asked, Extent, Parent, Provider, ProviderIx, Publication, PublishedKey, TtlsLeft};
use crate::snapshot::{DsSeen, ProviderView, RRset};
use domain::base::Rtype;
use std::collections::{BTreeMap, BTreeSet};

/// The publication: keys have their indexes of the key table; those that only a DS, a CDS or a signature names come after.
pub(super) fn read(facts: &Facts, asks: &[Asks<'_>]) -> Publication {
    let inceptions = inceptions(facts);
    let table = facts.proven.table.keys.iter().map(|key| PublishedKey {
        tag: key.tag,
        algorithm: key.algorithm,
        sep: Key::is_sep(key),
        inception: inceptions.get(&(key.tag, key.algorithm)).copied(),
    });
    let mut found = Publication { keys: table.collect(), ..Publication::default() };
    let mut named = Named { from: found.keys.len(), known: BTreeMap::new() };
    found.parent = parent(facts, &mut found.keys, &mut named);
    for (p, view) in facts.providers() {
        let provider = provider(facts, (p, view), asks, &mut found.keys, &mut named);
        found.providers.push(provider);
    }
    found
}

/// Keys that are not in the key table, by tag and algorithm.
struct Named {
    /// Index of the first of them.
    from: usize,
    known: BTreeMap<(u16, u8), KeyIx>,
}

impl Named {
    fn index(&mut self, keys: &mut Vec<PublishedKey>, tag: u16, algorithm: u8) -> KeyIx {
        *self.known.entry((tag, algorithm)).or_insert_with(|| {
            debug_assert!(keys.len() >= self.from);
            keys.push(PublishedKey { tag, algorithm, sep: true, inception: None });
            keys.len() - 1
        })
    }
}

/// The latest inception of the signatures over data, by the tag and algorithm that they name.
fn inceptions(facts: &Facts) -> BTreeMap<(u16, u8), i64> {
    let mut latest: BTreeMap<(u16, u8), i64> = BTreeMap::new();
    let sets = facts.providers().flat_map(|(_, view)| &view.rrsets).filter(|set| is_data(set));
    for sig in sets.flat_map(|set| &set.sigs) {
        let (from, _) = crate::dnssec::judge::validity(sig, facts.now);
        let known = latest.entry((sig.key_tag(), sig.algorithm().to_int())).or_insert(from.0);
        *known = from.0.max(*known);
    }
    latest
}

/// Signed, and not by the keys that the parent knows.
fn is_data(set: &RRset) -> bool {
    !set.sigs.is_empty() && set.rtype != Rtype::DNSKEY && !is_child_ds(set.rtype)
}

fn parent(facts: &Facts, keys: &mut Vec<PublishedKey>, named: &mut Named) -> Parent {
    let parent = &facts.snapshot().parent;
    let zone = &facts.snapshot().zone;
    let ds = match &parent.ds {
        DsSeen::Unseen => None,
        DsSeen::Absent => Some(BTreeSet::new()),
        DsSeen::Set(set) => {
            let records = set.data.iter().filter_map(|data| match data {
                Rdata::Ds(found) => Some(found),
                _ => None,
            });
            let key = |found| {
                let known = facts.proven.table.keys.iter().position(|key| ds::matches(zone, found, key));
                known.unwrap_or_else(|| named.index(keys, found.key_tag(), found.algorithm().to_int()))
            };
            Some(records.map(key).gather())
        }
    };
    let ns = facts.snapshot().parent_ns().and_then(|hosts| members(facts, &hosts));
    Parent {
        ds,
        ns: ns.or_else(|| led_to(facts)),
        ds_ttl: parent.ds_ttl(),
        ns_ttl: parent.true_ns_ttl(),
        ns_ttl_left: parent.ns_ttl,
    }
}

/// Whose these hosts are; `None`: not of all of them it is known, and one may be a provider's of which no host is known.
/// Whom nobody is led to is named by nobody that counts.
fn members(facts: &Facts, hosts: &BTreeSet<Name>) -> Option<BTreeSet<ProviderIx>> {
    let snapshot = facts.snapshot();
    let owner = |host: &Name| snapshot.servers.provider_of(host, &snapshot.providers);
    let owners: Vec<Option<ProviderIx>> = hosts.iter().map(owner).collect();
    let reached = |p: &ProviderIx| facts.view(*p).is_some_and(|view| view.reached);
    let known = || {
        let children = (0..facts.size()).filter_map(|p| snapshot.child_ns(p));
        let hosts: BTreeSet<Name> = snapshot.parent_ns().into_iter().chain(children).flatten().gather();
        let owners: BTreeSet<ProviderIx> = hosts.iter().filter_map(owner).gather();
        owners.len() == facts.size()
    };
    let told = owners.iter().all(Option::is_some) || known();
    told.then(|| owners.into_iter().flatten().filter(reached).gather())
}

/// The providers that resolvers are led to, where it is known that some are not.
fn led_to(facts: &Facts) -> Option<BTreeSet<ProviderIx>> {
    facts.unreached().next().map(|_| facts.reached().gather())
}

fn provider(
    facts: &Facts,
    (p, view): (ProviderIx, &ProviderView),
    asks: &[Asks<'_>],
    keys: &mut Vec<PublishedKey>,
    named: &mut Named,
) -> Provider {
    let table = &facts.proven.table;
    let roles = facts.roles(p).cloned().unwrap_or_default();
    let ns = match facts.snapshot().child_ns(p) {
        Some(hosts) if view.reached => members(facts, &hosts).or_else(|| led_to(facts)),
        // It may still name itself; nobody is told so.
        Some(_) => led_to(facts),
        None => None,
    };
    let mut signed: Vec<(&Name, Rtype)> =
        view.rrsets.iter().filter(|set| is_data(set)).map(|set| (&set.owner, set.rtype)).collect();
    signed.dedup();
    let extent = |count: usize| if count < signed.len() { Extent::Some } else { Extent::All };
    let mut data: BTreeMap<KeyIx, Extent> =
        roles.data.iter().map(|(key, count)| (*key, extent(*count))).collect();
    for ((tag, algorithm), count) in &roles.unknown {
        data.insert(named.index(keys, *tag, *algorithm), extent(*count));
    }
    let seen = view.whole_zone || !signed.is_empty();
    Provider {
        label: view.label.clone(),
        dnskey: facts.keys_seen(p).then(|| table.set(p).iter().copied().gather()),
        dnskey_signers: roles.dnskey,
        data: seen.then_some(data),
        ns,
        asked: asked(facts, p, asks, keys, named),
        answers: true,
        dnskey_ttl: longest(facts, view, Rtype::DNSKEY),
        data_ttl: longest_held(facts, view),
        ns_ttl: longest(facts, view, Rtype::NS),
        left: TtlsLeft {
            dnskey: left(facts, view, |set| set.rtype == Rtype::DNSKEY),
            data: left(facts, view, |_| true),
            ns: left(facts, view, |set| set.rtype == Rtype::NS),
        },
    }
}

/// The TTL is not known: caches answered, which count it down, and no signature has the original (RFC 4034 §3.1.4).
fn is_counted_down(facts: &Facts, set: &RRset) -> bool {
    let known = &facts.snapshot().servers.servers;
    let relays = |name: &str| known.iter().any(|server| server.name == *name && server.never_authoritative);
    set.sigs.is_empty() && !set.servers.is_empty() && set.servers.iter().all(|server| relays(server))
}

/// Over all versions that its servers have.
fn longest(facts: &Facts, view: &ProviderView, rtype: Rtype) -> Option<u32> {
    let stated = |set: &RRset| set.ttl_stated && !is_counted_down(facts, set);
    let versions = view.versions(&facts.snapshot().zone, rtype).filter(|(_, set)| stated(set));
    versions.map(|(_, set)| set.longest_ttl()).max()
}

/// The longest that a cache had left of such RRsets.
fn left(facts: &Facts, view: &ProviderView, such: impl Fn(&RRset) -> bool) -> Option<u32> {
    let relayed = view.rrsets.iter().filter(|set| such(set) && set.ttl_stated && is_counted_down(facts, set));
    relayed.map(RRset::longest_ttl).max()
}

/// The longest time for which a cache may hold something that the provider signed: data, proofs that something does not
/// exist, keys.
fn longest_held(facts: &Facts, view: &ProviderView) -> Option<u32> {
    let stated = view.rrsets.iter().filter(|set| set.ttl_stated && !is_counted_down(facts, set));
    stated.map(|set| set.longest_ttl().max(soa_minimum(set))).max()
}

/// RFC 2308 §5: a negative answer is kept for the smaller of the two.
fn soa_minimum(set: &RRset) -> u32 {
    let minimum = set.data.iter().find_map(|data| match data {
        Rdata::Soa(soa) => Some(soa.minimum().as_secs()),
        _ => None,
    });
    minimum.map_or(0, |minimum| minimum.min(set.longest_ttl()))
}

fn asked(
    facts: &Facts,
    p: ProviderIx,
    asks: &[Asks<'_>],
    keys: &mut Vec<PublishedKey>,
    named: &mut Named,
) -> Option<Asked> {
    let mut own = asks.iter().filter(|asks| asks.provider == p);
    let Some(first) = own.next() else {
        return facts.view(p).is_some_and(|view| view.whole_zone).then_some(Asked::Nothing);
    };
    let table = &facts.proven.table.keys;
    let mut index = |asks: &Asks<'_>| -> BTreeSet<KeyIx> {
        let of = |key: &crate::check::records::asks::Referred| match &key.what {
            Referent::Key(rdata) => table.iter().position(|known| known.rdata == *rdata),
            Referent::Digest(..) | Referent::Unsupported => None,
        };
        let found =
            asks.keys.iter().map(|key| of(key).unwrap_or_else(|| named.index(keys, key.tag, key.algorithm)));
        found.gather()
    };
    if first.removes && own.clone().all(|asks| asks.removes) {
        return Some(Asked::Removal);
    }
    if first.sentinel || own.clone().any(|asks| asks.sentinel) {
        return Some(Asked::Unclear);
    }
    let wanted = index(first);
    let same = own.all(|asks| index(asks) == wanted);
    Some(if same { Asked::Keys(wanted) } else { Asked::Unclear })
}
