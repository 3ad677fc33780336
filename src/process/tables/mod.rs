//! The tables, one file for each kind of process.

mod algorithm;
mod insecure;
mod join;
mod ksk;
mod leave;
mod model;
mod zsk;

pub use algorithm::{CONSERVATIVE, LIBERAL};
pub use insecure::{GO_INSECURE, GO_SECURE};
pub use join::{JOIN, JOIN_MODEL_1};
pub use ksk::{CSK, KSK_DOUBLE_DS, KSK_DOUBLE_KEY, KSK_DOUBLE_RRSET};
pub use leave::{LEAVE, LEAVE_MODEL_1};
pub use model::{TO_MODEL_1, TO_MODEL_2};
pub use zsk::ZSK;

use super::table::Process;

/// All of them.
pub static PROCESSES: &[&Process] = &[
    &JOIN,
    &JOIN_MODEL_1,
    &LEAVE,
    &LEAVE_MODEL_1,
    &ZSK,
    &KSK_DOUBLE_KEY,
    &KSK_DOUBLE_DS,
    &KSK_DOUBLE_RRSET,
    &CSK,
    &CONSERVATIVE,
    &LIBERAL,
    &TO_MODEL_2,
    &TO_MODEL_1,
    &GO_INSECURE,
    &GO_SECURE,
];

/// One KSK or CSK is replaced by another.
pub fn is_ksk_roll(process: &Process) -> bool {
    let rolls = [&KSK_DOUBLE_KEY, &KSK_DOUBLE_DS, &KSK_DOUBLE_RRSET, &CSK];
    rolls.iter().any(|roll| roll.id == process.id)
}
