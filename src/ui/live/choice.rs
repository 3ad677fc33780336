//! Whom to ask and how: the person's choice, remembered on this device.

use super::desk::{DNSKEY_TRIES, MOST_SAMPLES};
use crate::doh::Resolver;
use crate::doh::public::{self, PUBLIC};
use crate::doh::seen::questions_in_all;
use crate::evidence::is_private_key;
use crate::ui::words;
use gloo::storage::{LocalStorage, Storage as _};
use serde::{Deserialize, Serialize};

/// Under which it is remembered.
const PLACE: &str = "live";

/// No more resolvers at once than this.
const MOST: usize = 16;

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Choice {
    /// The addresses of the public resolvers that were chosen.
    pub(crate) public: Vec<String>,
    pub(crate) own: Vec<Own>,
    pub(crate) providers: Vec<Named>,
    /// Names that do not exist, for each resolver.
    pub(crate) samples: usize,
    /// DNSKEY or DS records of another root; nothing for the world's.
    pub(crate) anchor: String,
    /// A live check was asked for on this device before.
    pub(crate) used: bool,
}

/// A resolver that the person knows.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Own {
    pub(crate) url: String,
    pub(crate) on: bool,
}

/// An address that answers with one provider's data only.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Named {
    pub(crate) label: String,
    pub(crate) url: String,
}

impl Default for Choice {
    fn default() -> Self {
        let public = PUBLIC.iter().filter(|one| one.default).map(|one| one.url.into()).collect();
        Self {
            public,
            own: Vec::new(),
            providers: Vec::new(),
            samples: 10,
            anchor: String::new(),
            used: false,
        }
    }
}

impl Choice {
    /// What was chosen on an earlier visit.
    pub(crate) fn remembered() -> Self {
        // As the browser's own JSON: the page has no other use for a parser.
        let text = LocalStorage::raw().get_item(PLACE).ok().flatten();
        let value = text.and_then(|text| js_sys::JSON::parse(&text).ok());
        let mut choice: Self =
            value.and_then(|value| serde_wasm_bindgen::from_value(value).ok()).unwrap_or_default();
        choice.samples = choice.samples.min(MOST_SAMPLES);
        if choice.holds_private_key() {
            choice = Self { used: choice.used, ..Self::default() };
            choice.remember();
        }
        choice.own.truncate(MOST);
        choice.providers.truncate(MOST);
        choice
    }

    pub(crate) fn remember(&self) {
        let value = serde_wasm_bindgen::to_value(self).ok();
        let text = value.and_then(|value| js_sys::JSON::stringify(&value).ok());
        if let Some(text) = text.and_then(|text| text.as_string()) {
            // Without storage the choice holds for this visit.
            let _ = LocalStorage::raw().set_item(PLACE, &text);
        }
    }

    /// No box takes one; an earlier version did.
    fn holds_private_key(&self) -> bool {
        let own = self.own.iter().map(|own| &own.url);
        let named = self.providers.iter().flat_map(|named| [&named.label, &named.url]);
        own.chain(named).chain([&self.anchor]).any(|text| is_private_key(text))
    }

    /// Those to ask, resolvers first: they find the zone.
    pub(crate) fn resolvers(&self) -> Vec<Resolver> {
        let public = PUBLIC.iter().filter(|one| self.public.iter().any(|url| url == one.url));
        let public = public.map(|one| one.url.to_string());
        let own = self.own.iter().filter(|own| own.on).map(|own| own.url.trim().to_string());
        let free = public.chain(own).map(|url| Resolver { url, provider: None });
        let named = self.providers.iter().map(|named| Resolver {
            url: named.url.trim().to_string(),
            provider: Some(named.label.trim().to_string()),
        });
        let usable = |one: &Resolver| {
            public::usable(&one.url).is_ok() && one.provider.as_deref().is_none_or(|label| !label.is_empty())
        };
        free.chain(named).filter(usable).take(MOST).collect()
    }

    pub(crate) fn anchor(&self) -> Option<String> {
        (!self.anchor.trim().is_empty()).then(|| self.anchor.clone())
    }

    /// `via Google, Cloudflare`.
    pub(crate) fn brief(&self) -> String {
        let names: Vec<String> = self.resolvers().iter().map(name).collect();
        match names.as_slice() {
            [] => "via nobody".into(),
            [one] => format!("via {one}"),
            [one, two] if one.len() + two.len() < 20 => format!("via {one}, {two}"),
            more => format!("via {} resolvers", more.len()),
        }
    }

    /// What is asked of whom, before anything is asked.
    pub(crate) fn says(&self) -> String {
        let resolvers = self.resolvers();
        let mut hosts: Vec<&str> = Vec::new();
        for host in resolvers.iter().map(|one| public::host(&one.url)) {
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        if hosts.is_empty() {
            return "No resolver is chosen: nothing can be asked.".into();
        }
        let learn = if hosts.len() == 1 { "It learns" } else { "They learn" };
        let count = questions_in_all(resolvers.len(), DNSKEY_TRIES, self.samples);
        let hosts = words::list(hosts.into_iter());
        format!("About {count} questions go to {hosts}. {learn} the name you check, and your address.")
    }
}

/// Its name, or the host.
fn name(resolver: &Resolver) -> String {
    let known = PUBLIC.iter().find(|one| one.url == resolver.url);
    match (&resolver.provider, known) {
        (Some(label), _) => label.clone(),
        (None, Some(one)) => one.name.into(),
        (None, None) => public::host(&resolver.url).into(),
    }
}
