//! The private keys of a simulation, made from its seed when they are first needed.

use super::keys::{KeyFault, SecretKey, Seed};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(test, derive(ts_rs::TS), ts(rename = "SignerKeyRole"))]
pub enum Role {
    Ksk,
    Zsk,
    Csk,
}

impl Role {
    pub fn word(self) -> &'static str {
        match self {
            Self::Ksk => "KSK",
            Self::Zsk => "ZSK",
            Self::Csk => "CSK",
        }
    }

    /// The flags of its DNSKEY (RFC 4034 §2.1.1): zone key, and SEP for what the parent points to.
    pub fn flags(self) -> u16 {
        match self {
            Self::Ksk | Self::Csk => 257,
            Self::Zsk => 256,
        }
    }
}

/// Which key it is; the same seed and identity always give the same key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct KeyId {
    pub(super) zone: String,
    /// A provider's name, or nothing for the zone's owner.
    pub(super) holder: String,
    pub(super) role: Role,
    pub(super) algorithm: u8,
    /// Counts up with each roll, and with each key that cannot be used because of its tag.
    pub(super) number: u32,
}

/// All private keys made so far. Kept in one place, by the one who signs.
#[derive(Debug)]
pub struct Keyring {
    seed: Seed,
    keys: Vec<SecretKey>,
    known: HashMap<KeyId, usize>,
}

impl Keyring {
    pub fn new(seed: Seed) -> Self {
        Self { seed, keys: Vec::new(), known: HashMap::new() }
    }

    /// The number of this key, which is made if need be.
    pub(super) fn number_of(&mut self, id: &KeyId) -> Result<usize, KeyFault> {
        if let Some(known) = self.known.get(id) {
            return Ok(*known);
        }
        let key = self.make(id)?;
        self.keys.push(key);
        let number = self.keys.len() - 1;
        self.known.insert(id.clone(), number);
        Ok(number)
    }

    /// The key without keeping it: for a search through many.
    pub(super) fn make(&self, id: &KeyId) -> Result<SecretKey, KeyFault> {
        let purpose = [
            id.zone.as_str(),
            id.holder.as_str(),
            id.role.word(),
            &id.algorithm.to_string(),
            &id.number.to_string(),
        ];
        SecretKey::generate(id.algorithm, &mut self.seed.stream(&purpose))
    }

    /// The key of this number.
    pub fn get(&self, number: usize) -> Option<&SecretKey> {
        self.keys.get(number)
    }
}
