//! The faults that a person can choose from in a given set-up.

use super::catalogue::{CATALOGUE, Group, Takes};
use super::fault::Fault;
use super::placed::placed;
use crate::simulate::config::Config;
use crate::simulate::setup::{Setup, Unusable};
use serde::{Deserialize, Serialize};

/// A fault as a person can choose it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    pub fault: Fault,
    pub group: Group,
    pub takes: Takes,
    /// What it is, with the providers named.
    pub title: String,
    /// Why it matters, in a sentence.
    pub why: String,
    /// Why it cannot be had here; nothing: it can.
    pub impossible: Option<String>,
}

/// Every fault at every provider (or pair of providers) of a set-up.
pub fn choices(config: &Config) -> Result<Vec<Choice>, Unusable> {
    let setup = Setup::new(config)?;
    let label = |index: usize| setup.providers.get(index).map(|provider| provider.label.clone());
    let count = setup.providers.len();
    let mut choices = Vec::new();
    for known in CATALOGUE {
        let takes = known.takes_in(setup.model);
        let pairs: Vec<(Option<usize>, Option<usize>)> = match takes {
            Takes::Nothing => vec![(None, None)],
            Takes::At => (0..count).map(|at| (Some(at), None)).collect(),
            Takes::AtAndOf => (0..count)
                .flat_map(|at| (0..count).filter(move |of| *of != at).map(move |of| (Some(at), Some(of))))
                .collect(),
        };
        for (at, of) in pairs {
            let fault = Fault { kind: known.kind, at: at.and_then(label), of: of.and_then(label) };
            choices.push(Choice {
                group: known.group,
                takes,
                title: fault.title(setup.model, setup.holding_provider()),
                why: known.why.to_string(),
                impossible: placed(&fault, &setup).err().map(|reason| reason.to_string()),
                fault,
            });
        }
    }
    Ok(choices)
}
