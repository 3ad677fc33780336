//! What the rules share: the facts with their root causes, and the words for keys, providers and TTLs.

use crate::check::causes::blame::blame;
use crate::check::causes::failure::{Blame, Cause, Failure};
use crate::check::code::Code;
use crate::check::facts::Facts;
use crate::check::records::asks::{self, Asks};
use crate::check::report::Verdict;
use crate::check::standing::Standing;
use crate::check::words::list;
use crate::dnssec::judge::KeyRef;
use crate::dnssec::keys::KeyIx;
use crate::snapshot::{DsSeen, RRset};
use std::ops::Deref;

/// The facts, with the root cause of every failing mix.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    facts: &'a Facts,
    blame: Blame,
    asks: Vec<Asks<'a>>,
    standing: Standing,
}

impl Deref for Case<'_> {
    type Target = Facts;

    fn deref(&self) -> &Facts {
        self.facts
    }
}

impl<'a> Case<'a> {
    pub(crate) fn new(facts: &'a Facts) -> Self {
        let asks = asks::all(facts);
        Self { facts, blame: blame(facts), standing: Standing::read(facts, &asks), asks }
    }

    /// Which processes the zone stands in the midst of.
    pub(crate) fn standing(&self) -> &Standing {
        &self.standing
    }

    /// What every CDS and CDNSKEY RRset asks for, by provider.
    pub(crate) fn all_asks(&self) -> &[Asks<'a>] {
        &self.asks
    }

    /// What fails for causes that this rule words.
    pub(crate) fn blamed(&self, code: Code) -> impl Iterator<Item = (&Cause, &Failure)> {
        self.blame.iter().filter(move |(cause, _)| cause.code == code)
    }

    /// Whether any mix fails for this cause.
    pub(crate) fn blames(&self, code: Code) -> bool {
        self.blamed(code).next().is_some()
    }

    /// Whether any mix fails for this cause at this provider.
    pub(crate) fn blames_at(&self, code: Code, provider: usize) -> bool {
        self.blamed(code).any(|(cause, _)| cause.at == Some(provider))
    }

    /// The parent's DS RRset.
    pub(crate) fn ds_set(&self) -> Option<&RRset> {
        match &self.snapshot().parent.ds {
            DsSeen::Set(set) => Some(set),
            _ => None,
        }
    }

    /// Every provider's DNSKEY RRset is trusted (reference).
    pub(crate) fn trusted(&self, provider: usize) -> bool {
        self.reference.trust.get(provider).is_some_and(|trust| trust.verdict == Verdict::Secure)
    }

    /// The key, by its reference or by tag and algorithm: `ZSK 22961/13`.
    pub(crate) fn role_name(&self, key: KeyIx) -> String {
        let data = self.signs_data(key);
        let dnskey = self.proven.roles.iter().any(|roles| roles.dnskey.contains(&key));
        let word = match (data, dnskey) {
            (true, true) => "CSK",
            (true, false) => "ZSK",
            (false, true) => "KSK",
            (false, false) => "key",
        };
        format!("{word} {}", self.key_name(key))
    }

    pub(crate) fn cause_key(&self, key: Option<KeyRef>) -> String {
        match key {
            Some(KeyRef { index: Some(index), .. }) => self.role_name(index),
            Some(key) => format!("key {}", self.ref_name(key)),
            None => "key".into(),
        }
    }

    /// Labels in words: `A and B`.
    pub(crate) fn labels(&self, providers: impl IntoIterator<Item = usize>) -> String {
        list(&providers.into_iter().map(|p| self.label(p)).collect::<Vec<_>>())
    }

    /// Keys in words: `KSK 42907/13`; none: `no published key`.
    pub(crate) fn labels_of_keys(&self, keys: &[KeyIx]) -> String {
        let names: Vec<String> = keys.iter().map(|key| self.role_name(*key)).collect();
        if names.is_empty() { "no published key".into() } else { list(&names) }
    }
}
