//! A plan as a link: `#plan=`, then the same packing as a check link's. It carries what was wanted, how far it has come,
//! and who published what when it began.

use super::observed::Observed;
use super::wanted::Wanted;
use crate::explore::{Problem, Unusable, read_json};
use crate::share::link::{BrokenLink, packed, unpacked};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// What stands in front of the data, in a fragment.
pub const MARK: &str = "plan=";

const FORMAT: &str = "multisigner-plan-link/1";

/// More keys than any zone has that can be planned for.
const MOST_KEYS: usize = 256;

/// What a link carries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    format: String,
    /// What is planned, and how far that has come.
    pub wanted: Wanted,
    /// The zone as it was seen before.
    pub from: Option<Observed>,
}

/// Why a link cannot be opened.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadPlanLink {
    /// It was cut or changed on its way.
    #[error(transparent)]
    Broken(#[from] BrokenLink),
    /// What is in it is no plan.
    #[error("this link holds no plan: {0}")]
    Unusable(#[from] Unusable),
}

impl Kept {
    /// To be kept.
    pub fn new(wanted: Wanted, from: Option<Observed>) -> Self {
        Self { format: FORMAT.into(), wanted, from }
    }

    /// The fragment, without its `#`.
    pub fn write(&self) -> String {
        // Plain data can always be written.
        let json = serde_json::to_vec(self).unwrap_or_default();
        format!("{MARK}{}", packed(&json))
    }

    /// Reads a fragment, or an address with one.
    ///
    /// # Errors
    /// [`BadPlanLink`].
    pub fn read(text: &str) -> Result<Self, BadPlanLink> {
        let data = text.split_once(MARK).map_or(text, |(_, data)| data);
        let json = unpacked(data)?;
        let json = std::str::from_utf8(&json).map_err(|error| Unusable {
            pointer: String::new(),
            problem: Problem::Json(error.to_string()),
        })?;
        let kept: Self = read_json(json)?;
        if kept.format != FORMAT {
            return Err(Unusable { pointer: "/format".into(), problem: Problem::Format(FORMAT) }.into());
        }
        let found = kept.from.as_ref().map_or(0, |from| from.publication.keys.len());
        if found > MOST_KEYS {
            let problem = Problem::TooMany { what: "keys", found, most: MOST_KEYS };
            return Err(Unusable { pointer: "/from/publication/keys".into(), problem }.into());
        }
        Ok(kept)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::plan::{Assumptions, OPERATIONS};

    #[test]
    fn a_link_gives_back_what_it_carries() {
        for operation in OPERATIONS {
            let mut wanted = Wanted::of(operation, Assumptions::from(1_796_118_960));
            wanted.seen.insert(2, 1_796_120_000);
            wanted.ttls.insert("A.dnskey".into(), 60);
            let kept = Kept::new(wanted, None);
            let link = kept.write();
            assert_eq!(Kept::read(&format!("https://example.org/#{link}")).unwrap(), kept);
            // Cut anywhere but in front of its checksum, it is refused.
            for at in (MARK.len() + 1..link.len()).step_by(7) {
                assert!(
                    Kept::read(link.get(..at).unwrap()).is_ok_and(|read| read == kept)
                        || Kept::read(&link[..at]).is_err()
                );
            }
        }
    }
}
