//! What the records show: no words, no findings.

pub(crate) mod asks;
pub(crate) mod cds;
pub(crate) mod child_ds;
pub(crate) mod copies;
pub(crate) mod csync;
pub(crate) mod delegation;
pub(crate) mod denial;
pub(crate) mod difference;
pub(crate) mod keys;
pub(crate) mod nsec3;
pub(crate) mod soa;
pub(crate) mod validity;
