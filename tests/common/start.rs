//! Where tests of the simulator start from.
#![allow(unreachable_pub, reason = "shared by test programs")]

use multisigner::dns::Moment;
use multisigner::simulate::config::{Config, Provider};
use multisigner::simulate::terms::{Model, Ttls};

/// A zone with a name of each kind that a signer treats differently.
pub const ZONE: &str = include_str!("../simulate/zone.txt");

/// Nothing said that has a usual value, and no fault.
pub fn config(model: Model, now: Moment, providers: Vec<Provider>) -> Config {
    Config {
        zone: None,
        data: ZONE.into(),
        ttl: Ttls::default(),
        model,
        ksk_holder: None,
        cross_ksks: false,
        now: Some(now),
        providers,
        asked: Vec::new(),
        faults: Vec::new(),
    }
}
