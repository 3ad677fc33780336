//! How a provider proves that something does not exist, as its records show.

use crate::check::facts::Facts;
use crate::dnssec::denial::is_compact;
use crate::snapshot::{ProviderView, RRset};
use domain::base::Rtype;

/// The provider has denial records of this type.
pub(crate) fn has(view: &ProviderView, rtype: Rtype) -> bool {
    view.rrsets.iter().any(|set| set.rtype == rtype && !set.data.is_empty())
}

/// A compact NSEC record of the provider.
pub(crate) fn compact(view: &ProviderView) -> Option<&RRset> {
    view.rrsets.iter().find(|set| is_compact(set))
}

/// Providers with a chain of denial records beside those with compact denial.
pub(crate) fn others(facts: &Facts) -> Vec<usize> {
    let chain = |view| compact(view).is_none() && (has(view, Rtype::NSEC) || has(view, Rtype::NSEC3));
    facts.providers().filter(|(_, view)| chain(view)).map(|(p, _)| p).collect()
}
