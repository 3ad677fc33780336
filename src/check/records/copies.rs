//! What the servers of one provider have of one RRset: one copy, or several where they differ.

use crate::check::findings::names::some_of;
use crate::dns::Name;
use crate::order;
use crate::snapshot::{ProviderView, RRset};
use domain::base::Rtype;
use std::sync::Arc;

/// The same records at some servers of a provider, whatever their signatures.
#[derive(Clone, Debug)]
pub(crate) struct ServersCopy<'a> {
    pub(crate) set: &'a RRset,
    /// The servers that gave it; empty where none is named.
    pub(crate) servers: Vec<Arc<str>>,
    /// `A`; `A (ns1.a.example)` where A's servers differ.
    pub(crate) whose: String,
}

/// The distinct copies of this RRset that have records. What stands beside answers counts where nothing else was seen.
pub(crate) fn copies<'a>(view: &'a ProviderView, owner: &Name, rtype: Rtype) -> Vec<ServersCopy<'a>> {
    let sets = view.versions(owner, rtype).map(|(_, set)| set).filter(|set| !set.data.is_empty());
    let answers = sets.clone().any(|set| !set.beside);
    let mut found: Vec<ServersCopy<'a>> = Vec::new();
    for set in sets.filter(|set| !answers || !set.beside) {
        match found.iter_mut().find(|known| known.set.canonical == set.canonical) {
            Some(known) => known.servers.extend(set.servers.iter().cloned()),
            None => found.push(ServersCopy { set, servers: set.servers.clone(), whose: view.label.clone() }),
        }
    }
    let several = found.len() > 1;
    for copy in &mut found {
        copy.servers = order::distinct(copy.servers.drain(..));
        if several && !copy.servers.is_empty() {
            let names = copy.servers.iter().map(ToString::to_string);
            copy.whose = format!("{} ({})", view.label, some_of(names, copy.servers.len()));
        }
    }
    found
}
