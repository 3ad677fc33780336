//! Plans: an operation as steps with their earliest times, and the proof that no cache can fail.

mod actions;
mod assumptions;
mod attempt;
mod commands;
mod document;
mod emergencies;
pub mod export;
mod gate;
mod group;
mod imports;
mod known;
mod link;
mod observe;
mod observed;
mod operation;
mod proof;
mod publish;
mod records;
mod schedule;
mod start;
mod strict;
mod wanted;
mod words;

pub use actions::{Action, Change, Place, actions};
pub use assumptions::{Assumptions, BadTtl, set_ttls};
pub use attempt::{Attempt, attempt};
pub use commands::Tools;
pub use document::{
    FORMAT, Plan, PlanAction, PlanKey, PlanStep, PlanWait, Planned, Proof, Request, Unplanned, plan,
};
pub use emergencies::{Emergency, emergencies};
pub use gate::{Answer, EarlierPlan, Gate, NoGate};
pub use group::{Group, MOST_PROVIDERS, Model, NoPlan};
pub use imports::{CannotImport, Instead, may_import};
pub use known::Known;
pub use link::{BadPlanLink, Kept, MARK as LINK_MARK};
pub use observed::Observed;
pub use operation::{OPERATIONS, Operation};
pub use proof::{Shown, Trial};
pub use records::{PlanRecord, Verb};
pub use schedule::{Awaited, Timed, finished, schedule};
pub use start::{Begun, Start};
pub use strict::{Asked, Strict};
pub use wanted::Wanted;
pub use words::{fails, operation as operation_title, title};
