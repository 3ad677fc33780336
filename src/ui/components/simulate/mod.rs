//! The page that simulates: settings, faults, and an ordinary report of what was signed.

mod card;
mod exchange;
mod faults;
mod gallery;
mod head;
mod outcome;
mod page;
mod resolver;
mod takeaway;
mod zone;

pub(crate) use page::Simulate;

use super::field::{Field, Reads, chosen, option, ticked};
