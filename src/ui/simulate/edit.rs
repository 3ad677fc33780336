//! Changes to a configuration that touch more than one value.

use crate::dns::Moment;
use crate::simulate::config::{Config, MOST_PROVIDERS, Model, Provider, Ttls};

/// A small zone with what zones have: addresses, an alias, a wildcard, an empty non-terminal, two delegations.
pub(crate) const SAMPLE: &str = include_str!("sample.zone");

/// What the page begins with.
pub(super) fn first(now: Moment) -> Config {
    let provider = |name: &str, preset: &str| Provider {
        name: name.into(),
        preset: Some(preset.into()),
        ..Provider::default()
    };
    Config {
        zone: None,
        data: SAMPLE.into(),
        ttl: Ttls::default(),
        model: Model::Two,
        ksk_holder: None,
        cross_ksks: false,
        now: Some(now),
        providers: vec![provider("A", "bind"), provider("B", "knot")],
        faults: Vec::new(),
    }
}

/// Another provider, called by the first free letter.
pub(crate) fn add_provider(config: &mut Config) {
    if config.providers.len() >= MOST_PROVIDERS {
        return;
    }
    let taken = |letter: &str| config.providers.iter().any(|provider| provider.name == letter);
    let name = ('A'..='Z').map(String::from).find(|letter| !taken(letter)).unwrap_or_default();
    config.providers.push(Provider { name, preset: Some("generic".into()), ..Provider::default() });
}

/// A provider goes, and whatever names it.
pub(crate) fn remove_provider(config: &mut Config, index: usize) {
    if index >= config.providers.len() || config.providers.len() < 2 {
        return;
    }
    let Provider { name, .. } = config.providers.remove(index);
    let named = |other: &Option<String>| other.as_ref() == Some(&name);
    config.faults.retain(|fault| !named(&fault.at) && !named(&fault.of));
    if named(&config.ksk_holder) {
        config.ksk_holder = None;
    }
}

/// A provider is called otherwise, wherever it is named.
pub(crate) fn rename_provider(config: &mut Config, index: usize, name: &str) {
    let Some(provider) = config.providers.get_mut(index) else { return };
    let old = std::mem::replace(&mut provider.name, name.to_owned());
    let rename = |other: &mut Option<String>| {
        if other.as_ref() == Some(&old) {
            *other = Some(name.to_owned());
        }
    };
    rename(&mut config.ksk_holder);
    for fault in &mut config.faults {
        rename(&mut fault.at);
        rename(&mut fault.of);
    }
}

/// A provider signs as another preset does, with nothing chosen otherwise.
pub(crate) fn choose_preset(config: &mut Config, index: usize, preset: &str) {
    if let Some(provider) = config.providers.get_mut(index) {
        let name = std::mem::take(&mut provider.name);
        *provider = Provider { name, preset: Some(preset.to_owned()), ..Provider::default() };
    }
}
