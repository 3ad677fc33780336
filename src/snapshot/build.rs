//! From what was seen to who serves what.

use super::aside::{Sink, put_aside};
use super::attribute::{Owner, attribute};
use super::cuts::{Cuts, found, is_denied, keys_of};
use super::gather::{Gathering, ParentGathering};
use super::missing;
use super::problem::{MOST_PROVIDERS, Problem};
use super::servers::Servers;
use super::signals::Signals;
use super::{ProviderView, Snapshot, untold, zone};
use crate::dns::{Name, dotted};
use crate::evidence::{Kind, NotRead, Observation, Reading, Role, Seen, Source};
use crate::order::{self, Gather as _};
use domain::base::Rtype;
use std::collections::{BTreeMap, BTreeSet};

/// A snapshot, and what became of each source.
#[derive(Debug)]
pub struct Built {
    pub snapshot: Snapshot,
    /// Per source: the labels of the providers its data went to, or `parent`.
    pub went_to: Vec<Vec<String>>,
    /// Per source: records that are not the zone's, with the reason.
    pub set_aside: Vec<Vec<NotRead>>,
}

/// Sorts the observations into one view per provider and the parent's.
///
/// `no_ds`: the person says that the parent has no DS RRset. `unreached`: the labels of the providers of which the
/// person says that no NS record leads there yet; `None`: the NS records tell.
pub fn build(
    sources: &[Source],
    readings: &[Reading],
    named: Option<&Name>,
    no_ds: bool,
    unreached: Option<&[String]>,
) -> Result<Built, Problem> {
    let zone = zone::find(sources, readings, named)?;
    let readings = &*untold::apart(sources, readings, &zone);
    let owners = attribute(sources, readings, &zone);
    let mut gathered: BTreeMap<Owner, Gathering> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    let mut went_to: Vec<Vec<String>> = vec![Vec::new(); sources.len()];
    let mut set_aside: Vec<Vec<NotRead>> = vec![Vec::new(); sources.len()];
    // DS records of the zone inside a provider's own data are not what the parent serves: a
    // `dsset-` file, say. They stand in for the parent only when nothing else does.
    let mut parents = ParentGathering::default();
    let mut stand_in = ParentGathering::default();
    let mut wished = ParentGathering::default();
    let mut keys: BTreeMap<(&str, usize), missing::Keys> = BTreeMap::new();
    let mut servers = Servers::default();
    let mut signals = Signals::default();
    for (((source, reading), whose), aside) in sources.iter().zip(readings).zip(&owners).zip(&mut set_aside) {
        // Whoever is named stays, whatever was seen of him.
        if let Role::Provider(label) = &source.role
            && !order.contains(label)
        {
            order.push(label.clone());
        }
        for (observation, owner) in reading.observations.iter().zip(whose) {
            let name = sources.get(observation.source).map_or("", |source| source.name.as_str());
            servers.take(observation, owner, &zone);
            signals.take(observation, &zone);
            let mut sink = Sink { zone: &zone, name, aside };
            let label = match owner {
                Owner::Parent => "parent".to_string(),
                Owner::Provider(label) => {
                    if !order.contains(label) {
                        order.push(label.clone());
                    }
                    label.clone()
                }
            };
            match owner {
                Owner::Parent => parents.take(observation, &mut sink),
                Owner::Provider(label) => {
                    keys.entry((label, observation.source)).or_default().note(observation, &zone);
                    let view = gathered.entry(owner.clone()).or_default();
                    let wish = is_wish(source, observation);
                    if wish {
                        say_wish(observation, label, &mut sink);
                    }
                    view.take(observation, if wish { &mut wished } else { &mut stand_in }, &mut sink);
                }
            }
            if let Some(list) = went_to.get_mut(observation.source)
                && !list.contains(&label)
            {
                list.push(label);
            }
        }
    }
    let name_of = |source: usize| sources.get(source).map_or("", |source| source.name.as_str());
    let zone_keys = keys_of(&zone, gathered.values().flat_map(|gathering| &gathering.copies));
    let mut own_cuts: BTreeMap<Owner, BTreeSet<Name>> = BTreeMap::new();
    let mut open: BTreeSet<Name> = BTreeSet::new();
    for (owner, gathering) in &gathered {
        let found = found(&zone, &gathering.copies, &zone_keys);
        own_cuts.insert(owner.clone(), found.cuts);
        open.extend(found.open);
    }
    open.retain(|cut| !gathered.values().any(|gathering| is_denied(&zone, &gathering.copies, cut)));
    let all_cuts: BTreeSet<Name> = own_cuts.values().flatten().cloned().gather();
    let named: Vec<String> = order
        .iter()
        .filter(|label| sources.iter().any(|source| source.role == Role::Provider((*label).clone())))
        .cloned()
        .collect();
    let ranks = order.clone();
    let mut providers: Vec<ProviderView> = order
        .into_iter()
        .filter_map(|label| {
            let owner = Owner::Provider(label.clone());
            let cuts = Cuts { zone: &zone, own: own_cuts.get(&owner)?, all: &all_cuts, open: &open };
            Some((gathered.remove(&owner)?, cuts, label))
        })
        .flat_map(|(gathering, cuts, label)| {
            let parts = gathering.split(&label, &zone, |source| name_of(source).to_string());
            parts.into_iter().map(move |part| (label.clone(), cuts, part))
        })
        .filter_map(|(group, cuts, (label, gathering))| {
            gathering.into_view((label, group), cuts, &mut |set| {
                let name = name_of(set.place.source);
                if let Some(aside) = set_aside.get_mut(set.place.source) {
                    let reason = "it is below a delegation: the child zone’s data";
                    put_aside(aside, name, set.place.line, &set.owner, set.rtype, (reason, None));
                }
            })
        })
        .collect();
    if providers.is_empty() {
        return Err(Problem::NoProvider { zone: dotted(&zone) });
    }
    for label in named {
        if !providers.iter().any(|view| view.group == label) {
            providers.push(missing::unseen(label));
        }
    }
    order::sort_by_key(&mut providers, |view| ranks.iter().position(|label| *label == view.group));
    for ((source, reading), whose) in sources.iter().zip(readings).zip(&owners) {
        for (observation, owner) in reading.observations.iter().zip(whose) {
            let Owner::Provider(label) = owner else { continue };
            for lost in observation.lost.iter().filter(|lost| lost.owner.ends_with(&zone)) {
                let serves = |view: &ProviderView| {
                    observation.server.as_ref().is_none_or(|server| view.servers.contains(server))
                };
                for view in providers.iter_mut().filter(|view| view.group == *label && serves(view)) {
                    missing::mark_lost(view, lost, (observation.source, &source.name));
                }
            }
        }
    }
    for view in &mut providers {
        let view_group = view.group.clone();
        let of = |source: usize| keys.get(&(view_group.as_str(), source)).copied().unwrap_or_default();
        missing::without_signatures(view, of, &zone);
    }
    if providers.len() > MOST_PROVIDERS {
        return Err(Problem::TooManyProviders { count: providers.len(), most: MOST_PROVIDERS });
    }
    super::unsigned::mark(&mut providers, &zone);
    let mut parent = parents.finish(&zone, no_ds, stand_in);
    missing::of_parent(&mut parent, sources, readings, &zone);
    let servers = servers.finish(readings);
    let source_names = sources.iter().map(|source| source.name.clone()).collect();
    let mut snapshot = Snapshot { zone, parent, providers, servers, signals: signals.finish(), source_names };
    let reached = match unreached {
        None => snapshot.reached_by_ns(),
        Some(labels) => snapshot.providers.iter().map(|view| !labels.contains(&view.group)).collect(),
    };
    // Somebody answers: where nobody is reached, the NS records are not the zone's.
    if reached.contains(&true) {
        for (view, reached) in snapshot.providers.iter_mut().zip(reached) {
            view.reached = reached;
        }
    }
    Ok(Built { snapshot, went_to, set_aside })
}

/// DS records in a provider's own files and lists say what the parent should have, not what it has.
fn is_wish(source: &Source, observation: &Observation) -> bool {
    let own = matches!(source.role, Role::Provider(_))
        && matches!(observation.kind, Kind::Records | Kind::Bare)
        && observation.question.is_none();
    own || observation.kind == Kind::Listing
}

fn say_wish(observation: &Observation, label: &str, sink: &mut Sink<'_>) {
    let ds = |seen: &&Seen| seen.record.rtype() == Rtype::DS && seen.record.owner() == sink.zone;
    let wishes: Vec<&Seen> = observation.records.iter().filter(ds).collect();
    let reason = format!("it is what {label} wants the parent to have, not what the parent has");
    for seen in wishes {
        sink.put(
            seen,
            &reason,
            Some("If the parent has it, give it as the parent’s: --ds FILE, or the parent’s box."),
        );
    }
}
