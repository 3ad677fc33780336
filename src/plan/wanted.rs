//! What a person wants planned, as every face takes it.

use super::assumptions::Assumptions;
use super::document::Request;
use super::group::{Model, NoPlan};
use super::observed::Observed;
use super::operation::Operation;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The zone of a plan for a group without one.
const NO_ZONE: &str = "example.";

/// What is to be planned, in names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// What is to be done.
    pub operation: Operation,
    /// How the providers hold keys; `None`: as is seen, or as is usual for the operation.
    pub model: Option<Model>,
    /// All that take part; none: those that are seen and who joins, or A and B.
    pub providers: Vec<String>,
    /// Who joins, leaves or rolls; `None`: the last, of a migration the first.
    pub who: Option<String>,
    /// Who takes the place of the one that leaves.
    pub to: Option<String>,
    /// Who cannot publish keys of others.
    pub cannot_import: Vec<String>,
    /// The zone's name; `None`: the one that is seen.
    pub zone: Option<String>,
    /// TTLs by name, in seconds: see [`super::set_ttls`].
    pub ttls: BTreeMap<String, u32>,
    /// What is taken for granted.
    pub assumed: Assumptions,
    /// Of a roll that has begun, keys that are replaced, by name or tag.
    pub old: Vec<String>,
    /// When the last server was seen to show a step (from 1), Unix seconds.
    pub seen: BTreeMap<usize, i64>,
}

impl Wanted {
    /// An operation with everything as usual.
    pub fn of(operation: Operation, assumed: Assumptions) -> Self {
        Self {
            operation,
            model: None,
            providers: Vec::new(),
            who: None,
            to: None,
            cannot_import: Vec::new(),
            zone: None,
            ttls: BTreeMap::new(),
            assumed,
            old: Vec::new(),
            seen: BTreeMap::new(),
        }
    }

    /// The same for a group, beginning with what was seen of it.
    ///
    /// # Errors
    /// A label that is given twice, or is none of the providers.
    pub fn request(self, from: Option<Observed>) -> Result<Request, NoPlan> {
        let Self { operation, model, mut providers, who, to, cannot_import, zone, ttls, assumed, old, seen } =
            self;
        if let (Some(observed), true) = (&from, providers.is_empty()) {
            providers = observed.labels();
            let joins = match operation {
                Operation::AddProvider => who.as_ref(),
                Operation::Migrate => to.as_ref(),
                _ => None,
            };
            providers.extend(joins.filter(|label| !observed.labels().contains(label)).cloned());
        }
        let model = model.or_else(|| from.as_ref().map(Observed::model));
        let group = operation.group(model, &providers, who.as_deref(), to.as_deref())?;
        let group = group.cannot_import(&cannot_import)?;
        let zone = zone.or_else(|| from.as_ref().map(|observed| observed.zone.clone()));
        Ok(Request {
            operation,
            group,
            zone: zone.unwrap_or_else(|| NO_ZONE.into()),
            ttls,
            assumed,
            from,
            old,
            seen,
        })
    }
}
