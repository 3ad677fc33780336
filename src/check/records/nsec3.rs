//! NSEC3 parameters as a provider's records have them.

use crate::dns::Rdata;
use crate::snapshot::{ProviderView, RRset};
use domain::utils::base16;

/// Iterations and salt of the provider's NSEC3 records, with the first record that has them.
pub(crate) fn of(view: &ProviderView) -> Option<((u16, &[u8]), &RRset)> {
    view.rrsets.iter().find_map(|set| match set.data.first() {
        Some(Rdata::Nsec3(nsec3)) => Some(((nsec3.iterations(), nsec3.salt().as_slice()), set)),
        _ => None,
    })
}

/// `0 iterations, no salt`.
pub(crate) fn words((iterations, salt): (u16, &[u8])) -> String {
    let salt = match salt {
        [] => "no salt".into(),
        salt => format!("salt {}", base16::encode_string(salt)),
    };
    format!("{iterations} iterations, {salt}")
}
