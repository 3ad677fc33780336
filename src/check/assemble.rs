//! From facts to the report.

use super::facts::Facts;
use super::headline::headline;
use super::matrix::{Cell, Matrix, child_ds};
use super::report::{
    CoverageRow, CoverageState, DsInfo, KeyInfo, KeyRole, Mix, MixRrset, ParentState, ParentSummary,
    ProfileDiffers, ProfileVerdicts, ProviderSummary, Report, Verdict,
};
use super::words::{self, count};
use super::{model, retry, rules, timeline};
use crate::dns::{Rdata, dotted, rtype_name};
use crate::dnssec::judge::Reason;
use crate::dnssec::keys::{Key, KeyIx};
use crate::dnssec::profile::{NAMED, REFERENCE};
use crate::dnssec::{algorithm, ds};
use crate::evidence::NotRead;
use crate::order::{self, Gather as _};
use crate::snapshot::{DsSeen, RRset};
use domain::base::Rtype;
use std::collections::BTreeSet;

/// At most so many RRsets are listed over all mixes, whatever is asked for.
const MOST_LISTED: usize = 100_000;

/// The report of one moment; at most `rrsets_per_mix` RRsets are listed per mix, failing ones first.
pub(super) fn assemble(facts: &Facts, not_read: Vec<NotRead>, rrsets_per_mix: usize) -> Report {
    let findings = rules::findings(facts);
    let (model, model_note) = model::infer(facts);
    let timeline = timeline::timeline(facts);
    let mut headline = headline(facts, &findings, timeline.caches.as_ref());
    headline.until = timeline::until(facts, &timeline);
    let rrsets_per_mix = rrsets_per_mix.min(MOST_LISTED / facts.reference.cells.len().max(1));
    Report {
        zone: facts.zone(),
        at: facts.now,
        verdict: facts.reference.worst(),
        headline,
        model,
        model_note,
        parent: parent(facts),
        providers: (0..facts.size()).map(|provider| summary(facts, provider)).collect(),
        keys: (0..facts.proven.table.keys.len()).filter_map(|key| key_info(facts, key)).collect(),
        coverage: coverage(facts),
        mixes: facts.reference.cells.iter().map(|cell| mix(facts, cell, rrsets_per_mix)).collect(),
        child_ds: all_child_ds(facts),
        findings,
        timeline,
        not_read,
    }
}

fn parent(facts: &Facts) -> ParentSummary {
    let parent = &facts.snapshot().parent;
    let mut summary = ParentSummary {
        state: ParentState::Unseen,
        ds: Vec::new(),
        ttl: None,
        ns: parent.ns.iter().map(dotted).collect(),
    };
    match &parent.ds {
        DsSeen::Unseen => {}
        DsSeen::Absent => summary.state = ParentState::NoDs,
        DsSeen::Set(set) => {
            summary.state = ParentState::Ds;
            summary.ttl = set.ttl_stated.then_some(set.longest_ttl());
            summary.ds = set
                .data
                .iter()
                .filter_map(|data| match data {
                    Rdata::Ds(ds) => Some(ds),
                    _ => None,
                })
                .map(|record| DsInfo {
                    key_tag: record.key_tag(),
                    algorithm: record.algorithm().to_int(),
                    digest_type: record.digest_type().to_int(),
                    rdata: record.to_string(),
                    key: facts
                        .proven
                        .table
                        .keys
                        .iter()
                        .position(|key| ds::matches(&facts.snapshot().zone, record, key)),
                })
                .collect();
        }
    }
    summary
}

fn summary(facts: &Facts, provider: usize) -> ProviderSummary {
    let view = facts.view(provider);
    let trust = facts.reference.trust.get(provider);
    let dnskey = facts.dnskey(provider);
    let types: BTreeSet<String> = view
        .into_iter()
        .flat_map(|view| &view.rrsets)
        .filter(|set| !matches!(set.rtype, Rtype::DNSKEY | Rtype::CDS | Rtype::CDNSKEY))
        .map(|set| rtype_name(set.rtype))
        .gather();
    let roles = facts.roles(provider);
    ProviderSummary {
        label: facts.label(provider).to_string(),
        servers: view.map(|view| view.servers.clone()).unwrap_or_default(),
        dnskey_ttl: dnskey.filter(|(_, set)| set.ttl_stated).map(|(_, set)| set.longest_ttl()),
        publishes: facts.proven.table.set(provider).to_vec(),
        dnskey_signed_by: roles.map(|roles| roles.dnskey.iter().copied().collect()).unwrap_or_default(),
        data_signed_by: roles
            .map(|roles| roles.data.iter().map(|(key, number)| (*key, *number)).collect())
            .unwrap_or_default(),
        dnskey_verdict: trust.map_or(Verdict::Indeterminate, |trust| trust.verdict),
        dnskey_reason: trust.map(|trust| words::trust_reason(facts, trust, provider)).unwrap_or_default(),
        dnskey_brief: trust
            .filter(|trust| trust.verdict == Verdict::Bogus)
            .map(|trust| words::brief(&trust.reason, trust.key))
            .unwrap_or_default(),
        rrsets: facts.proven.items.get(provider).map_or(0, Vec::len),
        types: types.into_iter().collect(),
        whole_zone: view.is_some_and(|view| view.whole_zone),
        reached: view.is_some_and(|view| view.reached),
        denial: facts.proven.denial.get(provider).cloned().unwrap_or_default(),
    }
}

fn role(facts: &Facts, key: KeyIx) -> KeyRole {
    let (claims_dnskey, claims_data) = claims(facts, key);
    let dnskey = claims_dnskey || facts.proven.roles.iter().any(|roles| roles.dnskey.contains(&key));
    match (dnskey, facts.signs_data(key) || claims_data > 0) {
        (true, true) => KeyRole::Csk,
        (true, false) => KeyRole::Ksk,
        (false, true) => KeyRole::Zsk,
        (false, false) => KeyRole::Idle,
    }
}

/// What signatures name a key of an algorithm that nothing here verifies: whether they are over a DNSKEY RRset, and the
/// number of other RRsets.
fn claims(facts: &Facts, key: KeyIx) -> (bool, usize) {
    let Some(key) = facts.key(key).filter(|key| !algorithm::VERIFIABLE.contains(&key.algorithm)) else {
        return (false, 0);
    };
    let names = |set: &RRset| {
        set.sigs.iter().any(|sig| (sig.key_tag(), sig.algorithm().to_int()) == (key.tag, key.algorithm))
    };
    let sets = facts.providers().flat_map(|(_, view)| &view.rrsets).filter(|set| names(set));
    sets.fold((false, 0), |(dnskey, data), set| match set.rtype {
        Rtype::DNSKEY => (true, data),
        _ => (dnskey, data + 1),
    })
}

fn key_info(facts: &Facts, index: KeyIx) -> Option<KeyInfo> {
    let key = facts.key(index)?;
    let labels = |providers: Vec<usize>| providers.iter().map(|p| facts.label(*p).to_string()).collect();
    Some(KeyInfo {
        tag: key.tag,
        algorithm: key.algorithm,
        algorithm_name: algorithm::name(key.algorithm),
        flags: key.dnskey.flags(),
        bits: algorithm::key_bits(key.algorithm, key.public_key()),
        role: role(facts, index),
        owners: labels(facts.owners(index)),
        published_at: labels((0..facts.size()).filter(|p| facts.proven.table.publishes(*p, index)).collect()),
        has_ds: digests(facts, index).next().is_some(),
        rdata: key.dnskey.to_string(),
    })
}

/// The digest types of the DS records that match this key.
fn digests(facts: &Facts, index: KeyIx) -> impl Iterator<Item = u8> {
    let set = match &facts.snapshot().parent.ds {
        DsSeen::Set(set) => set.data.as_slice(),
        _ => &[],
    };
    set.iter().filter_map(move |data| match (data, facts.key(index)) {
        (Rdata::Ds(record), Some(key)) if ds::matches(&facts.snapshot().zone, record, key) => {
            Some(record.digest_type().to_int())
        }
        _ => None,
    })
}

/// Keys that sign data, or look like it, first; then those that the parent vouches for or that sign
/// a DNSKEY RRset.
fn coverage(facts: &Facts) -> Vec<CoverageRow> {
    let keys = 0..facts.proven.table.keys.len();
    // A key without the SEP flag that signs nothing seen may sign what was not seen.
    let likely = |key: KeyIx| {
        role(facts, key) == KeyRole::Idle
            && facts.key(key).is_some_and(|key| key.is_zone_key() && !Key::is_sep(key))
    };
    let (data, other): (Vec<KeyIx>, Vec<KeyIx>) =
        keys.partition(|key| facts.signs_data(*key) || likely(*key) || claims(facts, *key).1 > 0);
    let signing = data.into_iter().map(|key| coverage_row(facts, key, true));
    let vouched = other
        .into_iter()
        .filter(|key| role(facts, *key) == KeyRole::Ksk || digests(facts, *key).next().is_some())
        .map(|key| coverage_row(facts, key, false));
    signing.chain(vouched).collect()
}

fn coverage_row(facts: &Facts, key: KeyIx, signs_data: bool) -> CoverageRow {
    let used = facts.signs_data(key) || facts.proven.roles.iter().any(|roles| roles.dnskey.contains(&key));
    let cells = (0..facts.size()).map(|provider| {
        let published = facts.proven.table.publishes(provider, key);
        let roles = facts.roles(provider);
        let view = facts.view(provider);
        let partial = view.and_then(|view| view.find(&facts.snapshot().zone, Rtype::DNSKEY));
        let partial = partial.is_some_and(|(_, set)| set.partial.is_some());
        let none = facts.proven.table.set(provider).is_empty();
        let unseen = none && view.is_some_and(|view| !view.whole_zone) || partial && !published;
        let owns = roles.is_some_and(|roles| roles.data.contains_key(&key));
        let anchors = roles.is_some_and(|roles| roles.dnskey.contains(&key));
        match (published, signs_data) {
            _ if unseen => CoverageState::Unseen,
            (true, true) if owns => CoverageState::Own,
            (true, false) if anchors => CoverageState::Signs,
            (true, _) if used => CoverageState::Imported,
            (true, _) => CoverageState::Published,
            (false, true) if facts.signs_data(key) => CoverageState::Missing,
            (false, true) => CoverageState::Absent,
            (false, false) => CoverageState::NotNeeded,
        }
    });
    let note = if signs_data {
        let parts: Vec<String> = (0..facts.size())
            .filter_map(|provider| {
                let number = *facts.roles(provider)?.data.get(&key)?;
                Some(format!("{} at {}", count(number, "RRset", "RRsets"), facts.label(provider)))
            })
            .collect();
        match (parts.is_empty(), claims(facts, key).1) {
            (true, 0) => "not in use in what was pasted".into(),
            (true, number) => {
                format!("signs {}, not verifiable here", count(number, "RRset", "RRsets"))
            }
            (false, _) => format!("signs {}", words::list(&parts)),
        }
    } else {
        let types: Vec<String> = digests(facts, key).map(algorithm::digest_name).collect();
        if types.is_empty() { "no DS".into() } else { format!("DS: {}", types.join(", ")) }
    };
    CoverageRow { key, signs_data, note, cells: cells.collect() }
}

fn mix(facts: &Facts, cell: &Cell, most: usize) -> Mix {
    let (x, y) = (cell.dnskey_from, cell.answer_from);
    let named: Vec<Option<&Cell>> = facts.named.iter().map(|matrix| matrix.cell(x, y)).collect();
    let verdict = |at: usize| named.get(at).copied().flatten().map_or(cell.verdict, |cell| cell.verdict);
    let differs = NAMED
        .iter()
        .zip(&facts.named)
        .filter_map(|(profile, matrix)| {
            let other = matrix.cell(x, y)?;
            (other.verdict != cell.verdict).then(|| ProfileDiffers {
                profile: profile.name.to_string(),
                verdict: other.verdict,
                reason: cell_reason(facts, matrix, other),
            })
        })
        .collect();
    let items = facts.proven.items.get(y).map_or(&[][..], Vec::as_slice);
    let mut order: Vec<usize> = (0..items.len().min(cell.judged.len())).collect();
    if order.len() > most {
        let rank = |index: &usize| cell.judged.get(*index).map(|judged| std::cmp::Reverse(judged.verdict));
        order::sort_by_key(&mut order, rank);
        order.truncate(most);
        order::sort(&mut order);
    }
    let rrsets = order.iter().filter_map(|index| {
        let (item, judged) = (items.get(*index)?, cell.judged.get(*index)?);
        let (key_tag, algorithm) = words::key_parts(judged.key);
        let reason = match &item.what {
            super::items::What::Break(broken) if judged.verdict == Verdict::Bogus => broken.reason.clone(),
            _ => words::reason(facts, judged, x, y),
        };
        Some(MixRrset {
            name: dotted(&item.name),
            rtype: words::item_type(item),
            verdict: judged.verdict,
            reason,
            key_tag,
            algorithm,
        })
    });
    Mix {
        dnskey_from: facts.label(x).to_string(),
        answer_from: facts.label(y).to_string(),
        reached: cell.reached,
        verdict: cell.verdict,
        reason: cell_reason(facts, &facts.reference, cell),
        brief: cell_brief(cell),
        profiles: ProfileVerdicts {
            unbound: verdict(0),
            unbound_hardened: verdict(1),
            bind: verdict(2),
            powerdns: verdict(3),
            knot: verdict(4),
        },
        differs,
        hidden_by_retry: retry::hidden(facts, cell),
        rrsets: rrsets.collect(),
        rrsets_total: cell.judged.len(),
        rrsets_failing: cell.judged.iter().filter(|judged| judged.verdict == Verdict::Bogus).count(),
    }
}

/// The reason of the first of the worst items.
fn cell_reason(facts: &Facts, matrix: &Matrix, cell: &Cell) -> String {
    let worst =
        cell.judged.iter().find(|judged| judged.verdict == cell.verdict && judged.reason == cell.reason);
    match worst {
        Some(judged) => words::reason(facts, judged, cell.dnskey_from, cell.answer_from),
        None if cell.judged.is_empty() && cell.reason == Reason::SignaturesUnseen => {
            format!("no signed answer of {} was seen", facts.label(cell.answer_from))
        }
        None => matrix
            .trust
            .get(cell.dnskey_from)
            .map(|trust| words::trust_reason(facts, trust, cell.dnskey_from))
            .unwrap_or_default(),
    }
}

fn cell_brief(cell: &Cell) -> String {
    if cell.verdict != Verdict::Bogus {
        return String::new();
    }
    let worst =
        cell.judged.iter().find(|judged| judged.verdict == cell.verdict && judged.reason == cell.reason);
    words::brief(&cell.reason, worst.and_then(|judged| judged.key))
}

fn all_child_ds(facts: &Facts) -> Vec<MixRrset> {
    let judge = facts.proven.judge(&REFERENCE, facts.now);
    facts
        .providers()
        .flat_map(|(provider, view)| {
            child_ds(judge, provider).into_iter().filter_map(move |(index, judged)| {
                let set = view.rrsets.get(index)?;
                let (key_tag, algorithm) = words::key_parts(judged.key);
                Some(MixRrset {
                    name: format!("{} at {}", dotted(&set.owner), view.label),
                    rtype: rtype_name(set.rtype),
                    verdict: judged.verdict,
                    reason: words::reason(facts, &judged, provider, provider),
                    key_tag,
                    algorithm,
                })
            })
        })
        .collect()
}
