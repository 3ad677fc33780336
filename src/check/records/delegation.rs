//! Who is delegated to: the parent's NS RRset, each provider's own, and whose the hosts are.

use crate::check::findings::case::Case;
use crate::check::findings::names::some_of;
use crate::check::records::copies::{ServersCopy, copies};
use crate::dns::{Name, Rdata};
use crate::order::Gather as _;
use crate::snapshot::RRset;
use domain::base::Rtype;
use std::collections::BTreeSet;

/// The parent's NS RRset, where it was seen.
pub(crate) fn parent_ns(case: &Case<'_>) -> Option<BTreeSet<Name>> {
    case.snapshot().parent_ns()
}

/// A provider's own NS RRset, where it was seen.
pub(crate) fn child_ns<'a>(case: &'a Case<'_>, provider: usize) -> Option<(&'a RRset, BTreeSet<Name>)> {
    let (_, set) = case.view(provider)?.find(&case.snapshot().zone, Rtype::NS)?;
    Some((set, case.snapshot().child_ns(provider)?))
}

/// The same, each copy of it that the provider's servers have.
pub(crate) fn child_copies<'a>(
    case: &'a Case<'_>,
    provider: usize,
) -> Vec<(ServersCopy<'a>, BTreeSet<Name>)> {
    let Some(view) = case.view(provider) else { return Vec::new() };
    let hosts = |copy: &ServersCopy<'_>| {
        let host = |data: &Rdata| match data {
            Rdata::Ns(ns) => Some(ns.nsdname().clone()),
            _ => None,
        };
        copy.set.data.iter().filter_map(host).gather()
    };
    let all = copies(view, &case.snapshot().zone, Rtype::NS);
    all.into_iter().map(|copy| (copy.clone(), hosts(&copy))).collect()
}

/// Every NS RRset that was seen: whose (`None`: the parent's), and its hosts.
pub(crate) fn all(case: &Case<'_>) -> Vec<(Option<usize>, BTreeSet<Name>)> {
    let parent = parent_ns(case).map(|hosts| (None, hosts));
    let children = (0..case.size()).filter_map(|p| child_ns(case, p).map(|(_, hosts)| (Some(p), hosts)));
    parent.into_iter().chain(children).collect()
}

/// The provider of a name server host, as far as names and addresses tell.
pub(crate) fn provider_of(case: &Case<'_>, host: &Name) -> Option<usize> {
    let snapshot = case.snapshot();
    snapshot.servers.provider_of(host, &snapshot.providers)
}

/// The hosts of all NS RRsets, with their providers; `None` where not even one host of each provider
/// is known by its server.
pub(crate) fn attributed(case: &Case<'_>) -> Option<Vec<(Name, Option<usize>)>> {
    let hosts: BTreeSet<Name> = all(case).into_iter().flat_map(|(_, hosts)| hosts).gather();
    let known: Vec<(Name, Option<usize>)> =
        hosts.into_iter().map(|host| (host.clone(), provider_of(case, &host))).collect();
    let every = (0..case.size()).all(|p| known.iter().any(|(_, provider)| *provider == Some(p)));
    every.then_some(known)
}

/// Whether this server stands in any NS RRset, by name or address.
pub(crate) fn is_delegated(case: &Case<'_>, server: &str) -> bool {
    all(case).iter().any(|(_, hosts)| hosts.iter().any(|host| case.snapshot().servers.is(host, server)))
}

/// The provider whose data this server gave.
pub(crate) fn provider_at(case: &Case<'_>, server: &str) -> Option<usize> {
    case.providers().find(|(_, view)| view.servers.iter().any(|own| own == server)).map(|(p, _)| p)
}

/// Host names in a sentence.
pub(crate) fn hosts<'a>(names: impl Iterator<Item = &'a Name> + Clone) -> String {
    let total = names.clone().count();
    some_of(names.map(ToString::to_string), total)
}
