//! One fault, as a configuration has it.

use super::catalogue::{Kind, Takes};
use crate::simulate::terms::Model;
use serde::{Deserialize, Serialize};

/// One fault in a simulation.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SimulationFault", optional_fields))]
pub struct Fault {
    #[serde(rename = "id")]
    pub kind: Kind,
    /// The provider where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The other provider that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
}

impl Fault {
    /// What it is, with the providers named. `holder`: the provider that holds the KSK of model 1; none: the owner.
    pub fn title(&self, model: Model, holder: Option<&str>) -> String {
        let Some(known) = self.kind.known() else { return String::new() };
        if let Some(title) = known.shared().filter(|_| model == Model::One) {
            return title.replace("{Holder}", holder.unwrap_or("The owner"));
        }
        let (at, of) = (self.at.as_deref().unwrap_or("?"), self.of.as_deref().unwrap_or("?"));
        known.title.replace("{at}", at).replace("{of}", of)
    }

    /// The same fault under another model: one of the KSK is at a provider, or at none. `at`: where it then is.
    pub fn moved_to(self, model: Model, at: &str) -> Self {
        let Some(known) = self.kind.known().filter(|known| known.shared().is_some()) else { return self };
        match known.takes_in(model) {
            Takes::Nothing => Self { at: None, ..self },
            _ if self.at.is_none() => Self { at: Some(at.into()), ..self },
            _ => self,
        }
    }
}
