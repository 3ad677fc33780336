//! The JSON document in a link. Names are one letter where every link has them; what is not known is ignored.

use super::bounds::{MOST_SOURCES, MOST_TEXT};
use super::error::{BrokenLink, NotShareable};
use super::evidence::Evidence;
use super::shared::{Frozen, Live, Shared, View};
use crate::dns::Moment;
use crate::evidence::{Role, Source, is_private_key};
use crate::visible::shown;
use serde::{Deserialize, Serialize};

/// A name as typed: letters of other scripts take up to four octets.
const LONGEST_DOMAIN: usize = 1_024;

/// Whoever opens a live link asks all of them.
const MOST_RESOLVERS: usize = 8;

#[derive(Serialize, Deserialize)]
struct Document {
    /// Sources: the evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    s: Option<Vec<Item>>,
    /// The zone, when it was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    z: Option<String>,
    /// “There is no DS”.
    #[serde(default, skip_serializing_if = "is_false")]
    no_ds: bool,
    /// Providers to which no NS record leads, as the person says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unreached: Option<Vec<String>>,
    /// The moment of judgement, Unix seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<i64>,
    /// When the link was made; left out when that is `at`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    made: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    view: Option<Open>,
    /// A live check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    live: Option<Asked>,
}

#[derive(Serialize, Deserialize)]
struct Item {
    /// The provider's label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    p: Option<String>,
    /// The parent's data.
    #[serde(default, skip_serializing_if = "is_false")]
    parent: bool,
    /// The source's name; left out when it is the one that the page gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    n: Option<String>,
    /// The text.
    t: String,
}

#[derive(Serialize, Deserialize)]
struct Open {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cell: Option<(u32, u32)>,
}

#[derive(Serialize, Deserialize)]
struct Asked {
    domain: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    via: Vec<String>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// The document's octets.
pub(super) fn write(shared: &Shared) -> Result<Vec<u8>, NotShareable> {
    let empty = Document {
        s: None,
        z: None,
        no_ds: false,
        unreached: None,
        at: None,
        made: None,
        view: None,
        live: None,
    };
    let document = match shared {
        Shared::Frozen(frozen) => Document {
            s: Some(frozen.evidence.sources().iter().map(Item::of).collect()),
            z: frozen.zone.clone(),
            no_ds: frozen.no_ds,
            unreached: frozen.unreached.clone(),
            at: Some(frozen.at.0),
            made: (frozen.made != frozen.at).then_some(frozen.made.0),
            view: frozen.view.cell.map(|cell| Open { cell: Some(cell) }),
            ..empty
        },
        Shared::Live(live) => {
            let (domain, via) = (live.domain.clone(), live.resolvers.clone());
            Document { live: Some(Asked { domain, via }), ..empty }
        }
    };
    // What Evidence has is free of them.
    let live = document.live.iter().flat_map(|asked| asked.via.iter().chain([&asked.domain]));
    let names = document.z.iter().chain(document.unreached.iter().flatten()).chain(live);
    if names.into_iter().any(|name| is_private_key(name)) {
        return Err(NotShareable::PrivateKey);
    }
    // Plain data of our own: it can be written.
    let json = serde_json::to_vec(&document).unwrap_or_default();
    if json.len() > MOST_TEXT {
        return Err(NotShareable::TooMuch { size: json.len(), most: MOST_TEXT });
    }
    Ok(json)
}

/// Reads a document; serde_json follows 127 levels of nesting.
pub(super) fn read(json: &[u8]) -> Result<Shared, BrokenLink> {
    let text = std::str::from_utf8(json).map_err(|error| BrokenLink::NotText { at: error.valid_up_to() })?;
    let not_a_check = |what: String| BrokenLink::NotACheck { what };
    let document: Document =
        serde_json::from_str(text).map_err(|error| not_a_check(plain(&error.to_string())))?;
    let names = document.z.iter().chain(document.unreached.iter().flatten());
    if names.into_iter().any(|name| is_private_key(name)) {
        return Err(BrokenLink::PrivateKey);
    }
    if let Some(Asked { domain, via }) = document.live {
        if via.iter().chain([&domain]).any(|name| is_private_key(name)) {
            return Err(BrokenLink::PrivateKey);
        }
        let fits = domain.len() <= LONGEST_DOMAIN && via.len() <= MOST_RESOLVERS;
        if !fits || !via.iter().all(|address| address.starts_with("https://")) {
            return Err(not_a_check("its question names no domain or no resolvers".into()));
        }
        return Ok(Shared::Live(Live { domain, resolvers: via }));
    }
    let Some(items) = document.s else { return Err(not_a_check("neither evidence nor a question".into())) };
    let Some(at) = document.at else { return Err(not_a_check("the moment of judgement is missing".into())) };
    Ok(Shared::Frozen(Frozen {
        evidence: Evidence::from_link(items.into_iter().map(Item::source).collect())?,
        zone: document.z,
        no_ds: document.no_ds,
        unreached: document.unreached.filter(|labels| labels.len() <= MOST_SOURCES),
        at: moment(at)?,
        made: moment(document.made.unwrap_or(at))?,
        view: View { cell: document.view.and_then(|open| open.cell) },
    }))
}

/// A message is shown to people: bounded, whatever stands in the document.
fn plain(text: &str) -> String {
    shown(&text.chars().take(160).collect::<String>()).into_owned()
}

fn moment(seconds: i64) -> Result<Moment, BrokenLink> {
    let bad = || BrokenLink::NotACheck { what: format!("{seconds} is not a moment") };
    Moment::from_unix(seconds).ok_or_else(bad)
}

impl Item {
    fn of(source: &Source) -> Self {
        let (p, parent) = match &source.role {
            Role::Auto => (None, false),
            Role::Provider(label) => (Some(label.clone()), false),
            Role::Parent => (None, true),
        };
        let n = (source.name != usual_name(&source.role)).then(|| source.name.clone());
        Self { p, parent, n, t: source.text.clone() }
    }

    fn source(self) -> Source {
        let role = match self.p {
            _ if self.parent => Role::Parent,
            Some(label) => Role::Provider(label),
            None => Role::Auto,
        };
        Source { name: self.n.unwrap_or_else(|| usual_name(&role)), role, text: self.t }
    }
}

/// What the page calls a box that nobody named.
fn usual_name(role: &Role) -> String {
    match role {
        Role::Auto => "All in one paste".into(),
        Role::Provider(label) if label.len() == 1 => format!("Provider {label}"),
        Role::Provider(label) => label.clone(),
        Role::Parent => "Parent".into(),
    }
}
