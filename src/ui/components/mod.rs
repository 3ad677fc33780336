//! The page's parts, one a file. They show what they are given; only [`App`] holds the state.

mod app;
mod ask;
mod badge;
mod chain;
mod clock;
mod commands;
mod copy;
mod coverage;
mod evidence;
mod expiry;
mod finding;
mod findings;
mod foot;
mod gallery;
mod glyph;
mod header;
mod icon;
mod live;
mod matrix;
mod menu;
mod not_read;
mod notice;
mod opened;
mod problem;
mod progress;
mod proof;
mod resolvers;
mod results;
mod rules;
mod share;
mod simulate;
mod source;
mod textarea;
mod verdict;

pub(crate) use app::App;
pub(crate) use simulate::Simulate;
