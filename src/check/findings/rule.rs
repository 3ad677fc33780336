//! What a rule is.

use crate::check::causes::failure::{Cause, Failure};
use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::report::Finding;

/// One rule: what it is called, what it is about, and what it finds.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Stable, and never reused.
    pub code: Code,
    /// In one line.
    pub summary: &'static str,
    pub(crate) find: Find,
}

/// How a rule finds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Find {
    /// It looks at the whole case.
    All(fn(&Case<'_>) -> Vec<Finding>),
    /// It words the root causes of failing mixes that bear its code, one by one.
    PerCause(fn(&Case<'_>, &Cause, &Failure) -> Option<Finding>),
}

impl Rule {
    /// What it finds in this case.
    pub(crate) fn findings(&self, case: &Case<'_>) -> Vec<Finding> {
        match self.find {
            Find::All(find) => find(case),
            Find::PerCause(word) => {
                case.blamed(self.code).filter_map(|(cause, failure)| word(case, cause, failure)).collect()
            }
        }
    }
}
