//! What one provider's answers consist of: the RRsets and the proofs of non-existence that a mix is
//! judged by.

use crate::dns::{Name, child, dotted, is_wildcard, rrsig_labels};
use crate::dnssec::denial::{
    Break, Chains, Claim, Gap, Proof, Why, blocks_of, promised, prove, structure, wildcard_of,
};
use crate::snapshot::{ProviderView, RRset, Response, ResponseKind, expanded};
use domain::base::Rtype;
use domain::base::iana::Rcode;
use std::collections::HashSet;

/// One thing a resolver may get from a provider.
#[derive(Clone, Debug)]
pub struct Item {
    pub name: Name,
    pub what: What,
}

#[derive(Clone, Debug)]
pub enum What {
    /// An RRset, by its index in the view.
    RRset(usize, Rtype),
    /// A proof that something is not there, with the RRsets of the answer besides the denial records.
    Denial { kind: Denial, besides: Vec<usize>, proof: Result<Proof, Gap> },
    /// The whole zone's chain of denial records is broken here.
    Break(Break),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Denial {
    NameError,
    NoData(Rtype),
    /// The wildcard expansion: that the name itself does not exist.
    Expansion,
}

/// Judged per provider, as a parental agent that asks each server would; not part of a mix.
pub fn is_child_ds(rtype: Rtype) -> bool {
    matches!(rtype, Rtype::CDS | Rtype::CDNSKEY)
}

/// At most so many wildcards and insecure delegations of a whole zone are probed.
const MOST_PROBES: usize = 200;

/// So many SHA-1 blocks are hashed over a whole case for the names that messages deny: some seconds of work. What is past
/// it is not tried. A zone with 150 iterations takes some thousand for a message.
pub const MOST_BLOCKS: u64 = 1 << 26;

/// All items of a provider except CDS, CDNSKEY and the DNSKEY RRset. `left`: how many SHA-1 blocks may still be hashed for
/// its messages.
pub fn items(view: &ProviderView, zone: &Name, chains: &Chains<'_>, left: &mut u64) -> Vec<Item> {
    let mut items: Vec<Item> = Vec::new();
    // What is signed on the fly can be judged by the names that were asked for only.
    let on_the_fly = view.whole_zone && chains.is_compact();
    let mut expansions = 0;
    // What came in a message is proven by what came with it: below.
    let mut answered: HashSet<usize> = HashSet::new();
    answered
        .extend(view.responses.iter().flat_map(|response| response.answer.iter().chain(&response.authority)));
    for (index, set) in view.rrsets.iter().enumerate() {
        if !is_judged(set, zone) {
            continue;
        }
        items.push(Item { name: set.owner.clone(), what: What::RRset(index, set.rtype) });
        if let Some(labels) = expanded(set, zone) {
            // Answers cut out of a message without its authority section show no proof either way.
            if !answered.contains(&index) && (!chains.is_empty() || view.whole_zone) {
                let proof = match prove(chains, Claim::Expanded(&set.owner, labels)) {
                    // The name is there: no server of the zone proves that it is not, whatever the chain would be good for.
                    Ok(_) if view.whole_zone => Err(Why::NotExpanded(dotted(&set.owner)).shown_by([])),
                    proof => proof,
                };
                items.push(denied(&set.owner, Denial::Expansion, &[], proof));
            }
        } else if is_wildcard(&set.owner) && view.whole_zone && !on_the_fly && expansions < MOST_PROBES {
            expansions += 1;
            let labels = rrsig_labels(&set.owner);
            items.extend(set.owner.iter_suffixes().nth(1).and_then(|parent| {
                denied_below(view, chains, &parent, |name| {
                    denial(chains, name, Denial::Expansion, Claim::Expanded(name, labels), &[index])
                })
            }));
        }
    }
    if view.whole_zone && view.rrsets.iter().any(|set| !set.sigs.is_empty()) {
        probes(view, zone, chains, &mut items);
    }
    observed(view, zone, &mut items, left);
    // A record of the chain could not be read: that the others do not prove something shows nothing.
    if view.rrsets.iter().any(is_unread_denial) {
        items.retain(|item| !matches!(item.what, What::Break(_) | What::Denial { proof: Err(_), .. }));
    }
    items
}

/// An NSEC or NSEC3 record that could not be read: what it proves is not known.
fn is_unread_denial(set: &RRset) -> bool {
    matches!(set.rtype, Rtype::NSEC | Rtype::NSEC3) && set.partial.is_some()
}

/// Signed data of the zone that a mix is about.
fn is_judged(set: &RRset, zone: &Name) -> bool {
    let delegation = set.rtype == Rtype::NS && set.owner != *zone;
    (!set.data.is_empty() || is_unread_denial(set))
        && !set.beside
        && !set.of_denials
        && !delegation
        && set.rtype != Rtype::DNSKEY
        && !is_child_ds(set.rtype)
}

fn denial(chains: &Chains<'_>, name: &Name, kind: Denial, claim: Claim<'_>, besides: &[usize]) -> Item {
    denied(name, kind, besides, prove(chains, claim))
}

fn denied(name: &Name, kind: Denial, besides: &[usize], proof: Result<Proof, Gap>) -> Item {
    Item { name: name.clone(), what: What::Denial { kind, besides: besides.to_vec(), proof } }
}

/// What a whole zone has to be able to deny: an unused name, an unused type at the apex, the DS of
/// its insecure delegations; and its chain is closed.
fn probes(view: &ProviderView, zone: &Name, chains: &Chains<'_>, items: &mut Vec<Item>) {
    let soa: Vec<usize> = view.find(zone, Rtype::SOA).map(|(index, _)| index).into_iter().collect();
    // Below a DNAME at the apex every name is another's (RFC 6672 §2.4).
    let redirected = view.find(zone, Rtype::DNAME).is_some();
    let apex_wildcard = wildcard_of(zone).is_some_and(|wildcard| view.exists(&wildcard));
    if chains.is_compact() {
        if let Some(name) = chains.denied_compactly() {
            let claim = Claim::NoData(name, Rtype::A);
            items.push(denial(chains, name, Denial::NoData(Rtype::A), claim, &soa));
        }
    } else if !apex_wildcard && !redirected {
        items.extend(denied_below(view, chains, zone, |name| {
            denial(chains, name, Denial::NameError, Claim::NameError(name, Rtype::A), &soa)
        }));
    }
    // HINFO at an apex is about as rare as types get; any absent type proves the same.
    if view.find(zone, Rtype::HINFO).is_none() {
        let kind = Denial::NoData(Rtype::HINFO);
        items.push(denial(chains, zone, kind, Claim::NoData(zone, Rtype::HINFO), &soa));
    }
    let delegations = view.rrsets.iter().filter(|set| set.rtype == Rtype::NS && set.owner != *zone);
    for set in delegations.filter(|set| view.find(&set.owner, Rtype::DS).is_none()).take(MOST_PROBES) {
        let kind = Denial::NoData(Rtype::DS);
        items.push(denial(chains, &set.owner, kind, Claim::NoData(&set.owner, Rtype::DS), &soa));
    }
    let unlike_these = |rtype: Rtype| rtype == Rtype::DNSKEY || is_child_ds(rtype);
    for (name, rtype) in promised(view, chains).into_iter().filter(|(_, rtype)| !unlike_these(*rtype)) {
        let claim = Claim::NoData(&name, rtype);
        items.push(denial(chains, &name, Denial::NoData(rtype), claim, &soa));
    }
    if !chains.is_empty() {
        items.extend(
            structure(view, zone)
                .into_iter()
                .map(|broken| Item { name: broken.name.clone(), what: What::Break(broken) }),
        );
    }
}

/// That an unused name right below `parent` is not there. Where only some records opt out, names that these deny are the
/// worse ones.
fn denied_below(
    view: &ProviderView,
    chains: &Chains<'_>,
    parent: &Name,
    denied: impl Fn(&Name) -> Item,
) -> Option<Item> {
    let opts_out = |item: &Item| match &item.what {
        What::Denial { proof: Ok(proof), .. } => proof.opt_out,
        _ => false,
    };
    let mut names = unused_children(parent, |name| view.exists(name));
    let first = denied(&names.next()?);
    let worse = (chains.opts_out() && !opts_out(&first))
        .then(|| names.map(|name| denied(&name)).find(opts_out))
        .flatten();
    Some(worse.unwrap_or(first))
}

/// What the messages have to prove, each by its own records alone.
fn observed(view: &ProviderView, zone: &Name, items: &mut Vec<Item>, left: &mut u64) {
    let mut known: HashSet<(Name, Denial, &[usize])> = HashSet::new();
    for response in view.responses.iter().filter(|response| response.proof_expected) {
        let chains = Chains::among(view, zone, &response.authority);
        let mut add = |name: &Name, kind: Denial, claim: Claim<'_>, besides: &[usize]| {
            // The same proof in another message is the same proof.
            if known.insert((name.clone(), kind, &response.authority)) {
                let blocks = blocks_of(view, zone, response);
                items.push(match left.checked_sub(blocks) {
                    Some(rest) => {
                        *left = rest;
                        denial(&chains, name, kind, claim, besides)
                    }
                    None => denied(name, kind, besides, Err(Why::NotTried.shown_by([]))),
                });
            }
        };
        // A denial record is made from a wildcard, too, or is not.
        let denies = |set: &&RRset| matches!(set.rtype, Rtype::NSEC | Rtype::NSEC3);
        let denials = response.authority.iter().filter_map(|at| view.rrsets.get(*at)).filter(denies);
        let answer = response.answer.iter().filter_map(|at| view.rrsets.get(*at));
        for set in answer.chain(denials).filter(|set| is_judged(set, zone)) {
            if let Some(labels) = expanded(set, zone) {
                add(&set.owner, Denial::Expansion, Claim::Expanded(&set.owner, labels), &[]);
            }
        }
        match &response.kind {
            ResponseKind::Answer => {}
            ResponseKind::Denial if is_left_out(response) => {}
            ResponseKind::Denial => {
                let is_soa = |at: &usize| view.rrsets.get(*at).is_some_and(|set| set.rtype == Rtype::SOA);
                let besides: Vec<usize> = response.authority.iter().copied().filter(is_soa).collect();
                let (kind, claim) = if response.rcode == Rcode::NXDOMAIN {
                    (Denial::NameError, Claim::NameError(&response.name, response.rtype))
                } else {
                    (Denial::NoData(response.rtype), Claim::NoData(&response.name, response.rtype))
                };
                add(&response.name, kind, claim, &besides);
            }
            ResponseKind::Referral(cut) => {
                let mut sets = response.authority.iter().filter_map(|at| view.rrsets.get(*at));
                match sets.find(|set| set.rtype == Rtype::DS) {
                    // A wildcard stands for no delegation: only the DS of that very name counts.
                    Some(ds) => {
                        if let Some(labels) = expanded(ds, zone) {
                            add(cut, Denial::Expansion, Claim::Expanded(cut, labels), &[]);
                        }
                    }
                    // Where neither DS nor proof is in it, resolvers ask for the DS: that answer is judged.
                    None if chains.is_empty() => {}
                    None => add(cut, Denial::NoData(Rtype::DS), Claim::Insecure(cut), &[]),
                }
            }
        }
    }
}

/// Questions that no resolver asks by itself. DNSKEY, CDS and CDNSKEY are judged apart; RRSIG records are never
/// validated, and a signer that makes its NSEC records on the fly does not answer with one (RFC 9824 §3.4).
fn is_left_out(response: &Response) -> bool {
    is_child_ds(response.rtype) || matches!(response.rtype, Rtype::DNSKEY | Rtype::RRSIG | Rtype::NSEC)
}

/// A name right below `parent` that does not exist: what a whole zone is asked for.
pub fn unused_child(parent: &Name, exists: impl Fn(&Name) -> bool) -> Option<Name> {
    unused_children(parent, exists).next()
}

/// At most so many names are tried: enough for one of them to fall into a gap between two hashes of a small zone.
const MOST_UNUSED: usize = 400;

fn unused_children(parent: &Name, exists: impl Fn(&Name) -> bool) -> impl Iterator<Item = Name> {
    let name = move |number: usize| {
        let label = if number == 0 { "nonexistent".to_string() } else { format!("nonexistent{number}") };
        child(parent, label.as_bytes())
    };
    (0..MOST_UNUSED).filter_map(name).filter(move |name| !exists(name))
}
