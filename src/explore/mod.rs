//! Every cache that a resolver can have while a zone changes: which of them fail, when, and one resolver as a witness.
//!
//! A [`Document`] says who publishes what, when. [`Versions`] are the record sets in it by value, with the moments at which
//! they can be fetched and held, by interval arithmetic and a least fixed point for whom resolvers ask (`reach`). Each pair
//! that can be held together is judged, none is sampled ([`find`]); [`explore`] gives the intervals that fail.

mod document;
mod failing;
mod reach;
mod result;
mod span;
mod versions;
mod witness;
mod words;

pub(crate) use document::read_json;
pub use document::{
    DataSet, Document, DsSet, FORMAT, KeySet, MOST_TTL, NsSet, ParentState, Problem, ProviderState, Unusable,
};
pub use failing::{ByName, Failing, Found, Judge, Kind, Pair, TooMuch, covers, find, leads};
pub use result::{Exploration, FailingInterval, Interval, explore, judged};
pub use span::{EVER, NEVER, Span, Spans, later};
pub use versions::{Version, Versions};
pub use witness::{HeldAnswer, HeldDnskey, HeldDs, HeldNs, Instant, Witness};
pub use words::{interval as interval_words, moment};
