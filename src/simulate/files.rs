//! A simulation as files: what is called how, and where it lies.

use super::output::Simulated;
use super::simulator::{PrivateKeyFile, Simulator};

/// The folder of what the zone's owner holds.
const OWNER: &str = "owner";

impl Simulated {
    /// Everything public: (path, text), in a folder per provider.
    pub fn files(&self) -> Vec<(String, &str)> {
        let mut files = Vec::new();
        for provider in &self.providers {
            let mut add = |name: String, text| files.push((format!("{}/{name}", provider.file), text));
            add("zone.signed".into(), provider.text.as_str());
            add("dnskey.txt".into(), provider.dnskey.as_str());
            add(format!("dsset-{}", self.zone), provider.dsset.as_str());
            for key in &provider.keys {
                add(format!("{}.key", key.stem), key.text.as_str());
            }
        }
        for key in &self.owner_keys {
            files.push((format!("{OWNER}/{}.key", key.stem), key.text.as_str()));
        }
        files.push(("parent-ds.txt".into(), self.parent.as_str()));
        files
    }
}

impl Simulator {
    /// **The private keys** of the last run with their paths beside [`Simulated::files`]; see
    /// [`Self::expose_private_keys`].
    pub fn private_files(&self, simulated: &Simulated) -> Vec<(String, PrivateKeyFile)> {
        let path = |key: &PrivateKeyFile| {
            let holder = key.holder.and_then(|holder| simulated.providers.get(holder));
            format!("{}/{}.private", holder.map_or(OWNER, |provider| provider.file.as_str()), key.stem)
        };
        self.expose_private_keys(simulated.now).into_iter().map(|key| (path(&key), key)).collect()
    }
}
