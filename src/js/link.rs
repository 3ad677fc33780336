//! Check links as plain data.

use super::fault::Fault;
use crate::dns::Moment;
use crate::evidence::Source;
use crate::share::link::{self, Evidence, Frozen, Live, Shared, View};
use serde::{Deserialize, Serialize};

/// What a check link carries.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) enum CheckLink {
    /// A whole check: its reader sees what its maker saw.
    Frozen(FrozenLink),
    /// A question: its reader's browser asks.
    Live(LiveLink),
}

/// A whole check: its reader sees what its maker saw.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct FrozenLink {
    /// What `check` takes.
    input: FrozenInput,
    /// When the link was made, RFC 3339.
    made: String,
    /// What is open on the page.
    view: LinkView,
}

/// The evidence and how it is judged.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct FrozenInput {
    pub(super) sources: Vec<Source>,
    /// The zone, when the person named it; else it is inferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub(super) zone: Option<String>,
    /// The person says that the parent proves there is no DS.
    pub(super) no_ds: bool,
    /// Providers of which the person says that no NS record leads there yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub(super) unreached: Option<Vec<String>>,
    /// The moment of judgement, RFC 3339.
    pub(super) at: String,
}

/// What is open on the page.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct LinkView {
    /// The open cell of the matrix: row, column, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    cell: Option<(u32, u32)>,
}

/// A question: its reader's browser asks.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct LiveLink {
    /// The domain as typed.
    domain: String,
    /// Addresses of the resolvers to ask; empty: the reader's own choice.
    resolvers: Vec<String>,
}

/// The link's fragment, with its `#`.
pub(super) fn encode(data: CheckLink) -> Result<String, Fault> {
    let shared = match data {
        CheckLink::Frozen(FrozenLink { input, made, view }) => Shared::Frozen(Frozen {
            evidence: Evidence::of(&input.sources, input.zone.as_deref())?,
            zone: input.zone,
            no_ds: input.no_ds,
            unreached: input.unreached,
            at: Moment::parse(&input.at)?,
            made: Moment::parse(&made)?,
            view: View { cell: view.cell },
        }),
        CheckLink::Live(LiveLink { domain, resolvers }) => Shared::Live(Live { domain, resolvers }),
    };
    let text = link::encode(&shared)?;
    // Who asks for a link that nobody could open hears so now.
    link::decode(&text)?;
    Ok(text)
}

/// What a link carries, of a fragment or an address with one.
pub(super) fn decode(text: &str) -> Result<CheckLink, Fault> {
    Ok(match link::decode(text)? {
        Shared::Frozen(Frozen { evidence, zone, no_ds, unreached, at, made, view }) => {
            CheckLink::Frozen(FrozenLink {
                input: FrozenInput {
                    sources: evidence.into_sources(),
                    zone,
                    no_ds,
                    unreached,
                    at: at.to_string(),
                },
                made: made.to_string(),
                view: LinkView { cell: view.cell },
            })
        }
        Shared::Live(Live { domain, resolvers }) => CheckLink::Live(LiveLink { domain, resolvers }),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use rstest::rstest;
    use serde_json::{Value, json};

    fn frozen(more: &Value) -> Value {
        let mut input = json!({
            "sources": [{"name": "a.txt", "role": {"provider": "A"}, "text": "example. 60 IN SOA ns. host. 1 2 3 4 5"}],
            "noDs": false,
            "at": "2026-11-25T12:00:00Z",
        });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        json!({"kind": "frozen", "input": input, "made": "2026-11-26T00:00:00Z", "view": {}})
    }

    #[rstest]
    #[case(frozen(&json!({})))]
    #[case(frozen(&json!({"zone": "example", "noDs": true})))]
    #[case(json!({"kind": "live", "domain": "example", "resolvers": ["https://dns.example/"]}))]
    fn what_goes_in_comes_out(#[case] data: Value) {
        let link = encode(serde_json::from_value(data.clone()).unwrap()).unwrap();
        assert_eq!(serde_json::to_value(decode(&link).unwrap()).unwrap(), data);
    }

    #[rstest]
    #[case(frozen(&json!({"at": "soon"})), "bad-time")]
    #[case(json!({"kind": "live", "domain": "example", "resolvers": ["http://dns.example/"]}), "not-a-check")]
    #[case(json!({"kind": "live", "domain": "a".repeat(2000), "resolvers": []}), "not-a-check")]
    fn no_link_that_cannot_be_opened(#[case] data: Value, #[case] problem: &str) {
        let fault = encode(serde_json::from_value(data).unwrap()).unwrap_err();
        assert_eq!(serde_json::to_value(fault).unwrap()["problem"]["problem"], problem);
    }
}
