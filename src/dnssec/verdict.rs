//! What a validator makes of an answer, in one word.

use serde::{Deserialize, Serialize};

/// RFC 4033 §5: what a validator makes of an answer.
///
/// Ordered from best to worst, so that the worst of several is their maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
#[must_use]
pub enum Verdict {
    Secure,
    Insecure,
    /// Not enough was seen to tell.
    Indeterminate,
    Bogus,
}

impl Verdict {
    pub fn word(self) -> &'static str {
        match self {
            Self::Secure => "secure",
            Self::Insecure => "insecure",
            Self::Indeterminate => "indeterminate",
            Self::Bogus => "bogus",
        }
    }
}
