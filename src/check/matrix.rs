//! The mix matrix under one validator profile: every pair of DNSKEY RRset held and provider that
//! answers, item by item.

use super::items::{Item, What, is_child_ds};
use super::report::Verdict;
use crate::dnssec::judge::{Judge, Judged, Reason, Trust, worse};
use std::sync::Arc;

/// All cells, row by row (`dnskey_from` outer).
#[derive(Clone, Debug)]
pub struct Matrix {
    /// Whether a resolver trusts each provider's DNSKEY RRset.
    pub trust: Vec<Trust>,
    pub cells: Vec<Cell>,
    size: usize,
}

/// One mix.
#[derive(Clone, Debug)]
pub struct Cell {
    pub dnskey_from: usize,
    pub answer_from: usize,
    /// Resolvers are sent to both of its providers; else it does not happen, and does not count.
    pub reached: bool,
    /// The worst over its items.
    pub verdict: Verdict,
    /// One per item of `answer_from`, in order; empty when only the verdict was wanted and nothing fails.
    /// Validators that judge alike share them.
    pub judged: Arc<[Judged]>,
    /// Why the verdict is what it is: the first of the worst.
    pub reason: Reason,
}

impl Matrix {
    /// By the reference, or by another validator beside `reference`: of that one, cells in which nothing fails do not keep
    /// their items' verdicts.
    pub fn of(judge: Judge<'_>, items: &[Vec<Item>], reference: Option<&Self>) -> Self {
        let size = items.len();
        let reached =
            |provider: usize| judge.snapshot.providers.get(provider).is_some_and(|view| view.reached);
        let trust: Vec<Trust> = (0..size).map(|provider| judge.trust(provider)).collect();
        let mut cells = Vec::with_capacity(size * size);
        for (dnskey_from, trust) in trust.iter().enumerate() {
            for (answer_from, items) in items.iter().enumerate() {
                let mut cell = cell(&judge, trust, dnskey_from, answer_from, items);
                cell.reached = reached(dnskey_from) && reached(answer_from);
                let plain = reference.and_then(|matrix| matrix.cells.get(cells.len()));
                match plain {
                    Some(plain) if plain.judged == cell.judged => cell.judged = plain.judged.clone(),
                    // One is enough to give a reason.
                    Some(_) if cell.verdict == Verdict::Secure => {
                        cell.judged = cell.judged.iter().take(1).cloned().collect();
                    }
                    _ => {}
                }
                cells.push(cell);
            }
        }
        Self { trust, cells, size }
    }

    pub fn cell(&self, dnskey_from: usize, answer_from: usize) -> Option<&Cell> {
        self.cells.get(dnskey_from * self.size + answer_from)
    }

    /// The mixes that happen.
    pub fn reached(&self) -> impl Iterator<Item = &Cell> {
        self.cells.iter().filter(|cell| cell.reached)
    }

    /// Those of them that fail.
    pub fn failing(&self) -> impl Iterator<Item = &Cell> {
        self.reached().filter(|cell| cell.verdict == Verdict::Bogus)
    }

    /// The worst verdict of the mixes that happen.
    pub fn worst(&self) -> Verdict {
        self.reached().map(|cell| cell.verdict).max().unwrap_or(Verdict::Indeterminate)
    }
}

fn cell(judge: &Judge<'_>, trust: &Trust, dnskey_from: usize, answer_from: usize, items: &[Item]) -> Cell {
    let judged: Arc<[Judged]> =
        items.iter().map(|item| judge_item(judge, trust.best(), dnskey_from, answer_from, item)).collect();
    // What fails with one version of the DNSKEY RRset fails.
    let own = (dnskey_from == answer_from || trust.verdict != Verdict::Secure).then(|| Judged {
        verdict: trust.verdict,
        reason: trust.reason.clone(),
        key: trust.key,
    });
    let worst = own.into_iter().chain(judged.iter().cloned()).reduce(worse);
    let (verdict, reason) = match worst {
        Some(worst) => (worst.verdict, worst.reason),
        None => (Verdict::Indeterminate, Reason::SignaturesUnseen),
    };
    Cell { dnskey_from, answer_from, reached: true, verdict, judged, reason }
}

fn judge_item(
    judge: &Judge<'_>,
    trust: &Trust,
    dnskey_from: usize,
    answer_from: usize,
    item: &Item,
) -> Judged {
    match &item.what {
        What::RRset(index, _) => judge.rrset(trust, dnskey_from, answer_from, *index),
        What::Denial { besides, proof, .. } => {
            let denial = judge.denial(trust, dnskey_from, answer_from, proof);
            besides
                .iter()
                .map(|index| judge.beside(trust, dnskey_from, answer_from, *index))
                .fold(denial, worse)
        }
        What::Break(broken) => judge.broken(trust, broken),
    }
}

/// CDS and CDNSKEY of one provider, judged with its own DNSKEY RRset: (RRset index, verdict).
pub fn child_ds(judge: Judge<'_>, provider: usize) -> Vec<(usize, Judged)> {
    let Some(view) = judge.snapshot.providers.get(provider) else { return Vec::new() };
    let trust = judge.trust(provider);
    view.rrsets
        .iter()
        .enumerate()
        .filter(|(_, set)| is_child_ds(set.rtype) && !set.data.is_empty())
        .map(|(index, _)| (index, judge.rrset(&trust, provider, provider, index)))
        .collect()
}
