//! The exchange of keys: who needs which signing key from whom, and whom the parent vouches for.

use crate::check::report::{CoverageState, KeyInfo, ParentState, Report, Verdict};
use crate::ui::words;
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// From five providers on the table says it better.
pub const MOST: usize = 4;

const WIDTH: f64 = 1000.0;
const NODE: f64 = 220.0;
const NODE_TOP: f64 = 128.0;
const NODE_HEIGHT: f64 = 62.0;
/// Where arcs leave and arrive.
const FLOOR: f64 = NODE_TOP + NODE_HEIGHT;
const FIRST_LANE: f64 = 34.0;
const LANE: f64 = 36.0;
const BEND: f64 = 14.0;

/// The drawing, in its own units (about pixels).
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    pub width: f64,
    pub height: f64,
    pub parent_note: String,
    pub no_ds: bool,
    pub anchors: Vec<Anchor>,
    pub drops: Vec<Drop>,
    pub nodes: Vec<Node>,
    pub arcs: Vec<Arc>,
}

/// A DS in the parent's band, by its middle.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    pub x: f64,
    pub name: String,
    pub note: String,
    /// Whose key it is; several share it: nobody's letter.
    pub owner: Option<String>,
}

/// From the parent down to a provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Drop {
    pub path: String,
    pub good: bool,
    /// Where its mark stands.
    pub mark: (f64, f64),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub label: String,
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
    pub note: String,
    pub complete: bool,
}

/// One key on its way to another provider.
#[derive(Clone, Debug, PartialEq)]
pub struct Arc {
    pub owner: String,
    pub to: String,
    /// `22961/13`.
    pub key: String,
    pub missing: bool,
    pub path: String,
    /// The tip of its arrow, which points up.
    pub tip: (f64, f64),
    /// The middle of its label.
    pub label: (f64, f64),
}

/// One key that is needed elsewhere.
struct Need<'a> {
    from: usize,
    to: usize,
    key: &'a KeyInfo,
    missing: bool,
    lane: usize,
}

/// Lays out the exchange; nothing for more providers than it can show.
pub fn exchange(report: &Report) -> Option<Exchange> {
    let count = report.providers.len();
    if count == 0 || count > MOST {
        return None;
    }
    let centre = |index: usize| match count {
        1 => WIDTH / 2.0,
        _ => NODE / 2.0 + index as f64 * (WIDTH - NODE) / (count - 1) as f64,
    };
    let mut needs = needs(report);
    let lanes = stack(&mut needs);
    let ports = ports(&needs, count, &centre);
    let floor = |lane: usize| FLOOR + FIRST_LANE + lane as f64 * LANE;
    let arcs = needs.iter().enumerate().filter_map(|(number, need)| {
        let (x1, x2) = (port(&ports, number, need.from)?, port(&ports, number, need.to)?);
        let y = floor(need.lane);
        let turn = BEND.copysign(x2 - x1);
        let path = format!(
            "M{x1:.1} {top:.1}V{a:.1}Q{x1:.1} {y:.1} {b:.1} {y:.1}H{c:.1}Q{x2:.1} {y:.1} {x2:.1} {a:.1}V{end:.1}",
            top = FLOOR + 1.0,
            a = y - BEND,
            b = x1 + turn,
            c = x2 - turn,
            end = FLOOR + 11.0,
        );
        Some(Arc {
            owner: report.providers.get(need.from)?.label.clone(),
            to: report.providers.get(need.to)?.label.clone(),
            key: words::key_name(need.key),
            missing: need.missing,
            path,
            tip: (x2, FLOOR + 3.0),
            label: ((x1 + x2) / 2.0, y),
        })
    });
    let arcs: Vec<Arc> = arcs.collect();
    let (anchors, drops, parent_note) = parent(report, &centre);
    let nodes = report.providers.iter().enumerate().map(|(index, provider)| Node {
        label: provider.label.clone(),
        x: centre(index) - NODE / 2.0,
        y: NODE_TOP,
        width: NODE,
        height: NODE_HEIGHT,
        note: publishes(report, index),
        complete: needs.iter().all(|need| need.to != index || !need.missing),
    });
    Some(Exchange {
        width: WIDTH,
        height: if lanes == 0 { FLOOR + 8.0 } else { floor(lanes - 1) + 20.0 },
        parent_note,
        no_ds: report.parent.state == ParentState::NoDs,
        anchors,
        drops,
        nodes: nodes.collect(),
        arcs,
    })
}

/// Every signing key at every provider but its owner.
fn needs(report: &Report) -> Vec<Need<'_>> {
    let mut needs = Vec::new();
    for row in report.coverage.iter().filter(|row| row.signs_data) {
        let Some(key) = report.keys.get(row.key) else { continue };
        let Some(from) = report.home(row.key) else { continue };
        for (to, state) in row.cells.iter().enumerate().filter(|(to, _)| *to != from) {
            let missing = match state {
                CoverageState::Imported => false,
                CoverageState::Missing => true,
                _ => continue,
            };
            needs.push(Need { from, to, key, missing, lane: 0 });
        }
    }
    needs
}

/// Gives each arc the highest lane that is free along its way, near neighbours first. Says how many lanes there are.
fn stack(needs: &mut [Need<'_>]) -> usize {
    needs.sort_by_key(|need| (need.from.abs_diff(need.to), need.from.min(need.to), need.from));
    let mut taken: Vec<Vec<(usize, usize)>> = Vec::new();
    for need in needs.iter_mut() {
        let (low, high) = (need.from.min(need.to), need.from.max(need.to));
        let free = |lane: &Vec<(usize, usize)>| lane.iter().all(|(from, to)| *to <= low || *from >= high);
        let lane = taken.iter().position(free).unwrap_or_else(|| {
            taken.push(Vec::new());
            taken.len() - 1
        });
        if let Some(ways) = taken.get_mut(lane) {
            ways.push((low, high));
        }
        need.lane = lane;
    }
    taken.len()
}

/// Where each arc meets each of its ends: (arc, provider, x).
type Ports = Vec<(usize, usize, f64)>;

/// Short ways leave nearest to the side they go to, so that no arc crosses another at its ends.
fn ports(needs: &[Need<'_>], count: usize, centre: &impl Fn(usize) -> f64) -> Ports {
    let mut ports = Ports::new();
    for node in 0..count {
        let ends = needs.iter().enumerate().filter_map(|(number, need)| {
            let other = match node {
                _ if need.from == node => need.to,
                _ if need.to == node => need.from,
                _ => return None,
            };
            let lane = need.lane as isize;
            Some((other > node, if other > node { -lane } else { lane }, number))
        });
        let mut ends: Vec<(bool, isize, usize)> = ends.collect();
        ends.sort_unstable();
        let gap = ((NODE - 24.0) / (ends.len() as f64)).min(40.0);
        let first = centre(node) - gap * (ends.len() as f64 - 1.0) / 2.0;
        let places = ends.iter().enumerate();
        ports.extend(places.map(|(at, (_, _, number))| (*number, node, first + at as f64 * gap)));
    }
    ports
}

fn port(ports: &Ports, number: usize, node: usize) -> Option<f64> {
    ports.iter().find(|(arc, at, _)| *arc == number && *at == node).map(|(_, _, x)| *x)
}

/// The parent's DS records over the providers whose DNSKEY RRset they vouch for.
fn parent(report: &Report, centre: &impl Fn(usize) -> f64) -> (Vec<Anchor>, Vec<Drop>, String) {
    let mut anchors: Vec<(usize, Anchor)> = Vec::new();
    let mut idle = 0;
    for ds in &report.parent.ds {
        let key = ds.key.and_then(|index| Some((index, report.keys.get(index)?)));
        let signs = |index: usize| {
            let providers = report.providers.iter().enumerate();
            providers
                .filter(move |(_, provider)| provider.dnskey_signed_by.contains(&index))
                .map(|(at, _)| at)
        };
        let Some((index, key)) = key.filter(|(index, _)| signs(*index).next().is_some()) else {
            idle += 1;
            continue;
        };
        if let Some((_, known)) = anchors.iter_mut().find(|(other, _)| *other == index) {
            // Writing to a String cannot fail.
            let _ = write!(known.note, ", {}", words::digest(ds.digest_type));
            continue;
        }
        let over: Vec<f64> = signs(index).map(centre).collect();
        let mut x = over.iter().sum::<f64>() / over.len() as f64;
        while anchors.iter().any(|(_, other)| (other.x - x).abs() < 120.0) {
            x += 124.0;
        }
        let owner = key.owners.first().filter(|_| key.owners.len() == 1).cloned();
        let note = format!("DS, {}", words::digest(ds.digest_type));
        anchors.push((index, Anchor { x, name: words::key_name(key), note, owner }));
    }
    let mut drops = Vec::new();
    for (at, provider) in report.providers.iter().enumerate() {
        let x = centre(at);
        let anchor = anchors.iter().find(|(key, _)| provider.dnskey_signed_by.contains(key));
        let from = anchor.map_or(x, |(_, anchor)| anchor.x);
        let good = match provider.dnskey_verdict {
            Verdict::Secure => anchor.is_some(),
            Verdict::Bogus => false,
            Verdict::Insecure | Verdict::Indeterminate => continue,
        };
        let (top, middle) = (if anchor.is_some() { 65.0 } else { 74.0 }, 92.0);
        let path = format!("M{from:.1} {top:.1}V{middle:.1}H{x:.1}V{NODE_TOP:.1}");
        drops.push(Drop { path, good, mark: (x, 108.0) });
    }
    let note = match (report.parent.state, idle) {
        (ParentState::NoDs, _) => "no DS".to_owned(),
        (_, 0) => String::new(),
        (_, one) => format!(
            "{one} DS record{} fit{} no key that signs",
            words::plural(one),
            if one == 1 { "s" } else { "" }
        ),
    };
    (anchors.into_iter().map(|(_, anchor)| anchor).collect(), drops, note)
}

/// `publishes A, B; lacks C`.
fn publishes(report: &Report, at: usize) -> String {
    let owners = |states: &[CoverageState]| {
        let rows = report.coverage.iter().filter(|row| row.signs_data);
        let rows = rows.filter(|row| row.cells.get(at).is_some_and(|state| states.contains(state)));
        let owners = rows.filter_map(|row| report.keys.get(row.key)?.owners.first());
        let owners: BTreeSet<&str> = owners.map(String::as_str).collect();
        // In the providers' order.
        let named = report.providers.iter().map(|provider| provider.label.as_str());
        named.filter(|label| owners.contains(label)).collect::<Vec<_>>().join(", ")
    };
    let has = owners(&[CoverageState::Own, CoverageState::Imported, CoverageState::Signs]);
    let lacks = owners(&[CoverageState::Missing]);
    match (has.is_empty(), lacks.is_empty()) {
        (true, true) => "no signing key".into(),
        (false, true) => format!("publishes {has}"),
        (true, false) => format!("lacks {lacks}"),
        (false, false) => format!("publishes {has}; lacks {lacks}"),
    }
}

/// The drawing in sentences.
pub fn told(report: &Report) -> String {
    let needs = needs(report);
    let mut said: Vec<String> = Vec::new();
    for (from, provider) in report.providers.iter().enumerate() {
        let at = |missing: bool| {
            let these = needs.iter().filter(move |need| need.from == from && need.missing == missing);
            let mut at: Vec<&str> =
                these.filter_map(|need| Some(report.providers.get(need.to)?.label.as_str())).collect();
            at.dedup();
            words::list(at.into_iter())
        };
        let (here, missing) = (at(false), at(true));
        if !here.is_empty() {
            said.push(format!("{}’s signing key is also at {here}.", provider.label));
        }
        if !missing.is_empty() {
            said.push(format!("{}’s signing key is missing at {missing}.", provider.label));
        }
        if provider.dnskey_verdict == Verdict::Bogus {
            said.push(format!("The parent does not vouch for {}’s DNSKEY RRset.", provider.label));
        }
    }
    said.join(" ")
}
