//! The validator: which key verifies which signature, and what a validator concludes from it.
//!
//! Two phases. [`checks`] lists every signature check that can matter as plain data; a
//! [`backend`] answers them, the only expensive and the only asynchronous part. [`judge`] then is a
//! pure function of snapshot, answers, validator profile and time.

pub mod algorithm;
pub mod answer;
pub mod backend;
pub mod checks;
pub mod denial;
pub mod ds;
pub mod judge;
pub mod keys;
pub mod profile;
pub mod proofs;
pub mod verdict;
