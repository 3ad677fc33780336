//! What the page does beside drawing: asking the worker, following the address, saying the verdict aloud.

mod announce;
mod checker;
mod drop;
mod place;
mod refusal;
mod room;
mod route;
mod rules;

pub(crate) use announce::use_announcement;
pub(crate) use checker::{use_checker, use_checker_with};
pub(crate) use drop::use_drops;
pub(crate) use place::use_place;
pub(crate) use refusal::use_refusal;
pub(crate) use room::{use_room, use_rooms};
pub(crate) use route::use_route;
pub(crate) use rules::use_rule_page;
