//! multisigner: can any resolver fail to validate a zone that several providers sign?
pub mod check;
pub mod dns;
pub mod evidence;
pub mod ui;
