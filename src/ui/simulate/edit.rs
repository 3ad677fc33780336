//! Changes to a configuration that touch more than one value.

use crate::dns::{Moment, Name};
use crate::simulate::config::{Config, MOST_PROVIDERS, Provider};
use crate::simulate::faults::Fault;
use crate::simulate::presets::preset;
use crate::simulate::terms::{Denial, Model, Ttls};
use std::str::FromStr as _;

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
        asked: Vec::new(),
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

/// The other model, with the faults as they are called there.
pub(crate) fn choose_model(config: &mut Config, model: Model) {
    config.model = model;
    let last = config.providers.last().map(|provider| provider.name.clone()).unwrap_or_default();
    let mut faults: Vec<Fault> = Vec::with_capacity(config.faults.len());
    for fault in std::mem::take(&mut config.faults) {
        let fault = fault.moved_to(model, &last);
        if !faults.contains(&fault) {
            faults.push(fault);
        }
    }
    config.faults = faults;
}

/// At most so many names that providers were asked for are remembered.
const MOST_ASKED: usize = 20;

/// Whether signing again is needed before a resolver can ask for the name: somebody signs on the fly, and was not asked
/// for it yet.
pub(crate) fn is_unheard(config: &Config, name: &str) -> bool {
    let on_the_fly = |provider: &Provider| {
        let preset = preset(provider.preset.as_deref().unwrap_or("generic"));
        provider.denial.or_else(|| preset.map(|preset| preset.denial)) == Some(Denial::Compact)
    };
    let known = config.asked.iter().any(|asked| asked == name);
    config.providers.iter().any(on_the_fly) && !known && Name::from_str(name).is_ok()
}

/// Providers that sign on the fly are asked for this name.
pub(crate) fn hear(config: &mut Config, name: String) {
    if config.asked.len() >= MOST_ASKED {
        config.asked.remove(0);
    }
    config.asked.push(name);
}

/// A provider signs as another preset does, with nothing chosen otherwise.
pub(crate) fn choose_preset(config: &mut Config, index: usize, preset: &str) {
    if let Some(provider) = config.providers.get_mut(index) {
        let name = std::mem::take(&mut provider.name);
        *provider = Provider { name, preset: Some(preset.to_owned()), ..Provider::default() };
    }
}
