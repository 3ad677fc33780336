//! Why there is no link, or why a link cannot be opened, in words for the person who has it.

use crate::evidence::PrivateKeyInside;
use crate::visible::shown;
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Why no link can be made.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum NotShareable {
    #[error("a private key is in the evidence; it is never put into a link")]
    PrivateKey,
    #[error("the evidence has {size} octets, and a link carries {most} at most")]
    TooMuch { size: usize, most: usize },
    #[error("the link would have {length} characters; {most} is the most that are read back")]
    TooLong { length: usize, most: usize },
    #[error("the evidence has {count} parts, and a link carries {most} at most")]
    TooMany { count: usize, most: usize },
}

impl From<PrivateKeyInside> for NotShareable {
    fn from(_: PrivateKeyInside) -> Self {
        Self::PrivateKey
    }
}

/// What is wrong with a link.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum BrokenLink {
    #[error("this is not a check link: there is no #v1= in it")]
    NotALink,
    #[error("this link is empty: nothing follows #v1=")]
    Empty,
    #[error("this link is of format v{version}; this version of multisigner reads v1")]
    Version { version: String },
    #[error("this link has {length} characters; {most} is the most that are read")]
    TooLong { length: usize, most: usize },
    #[error("“{}” at character {at} behind #v1= cannot be part of a link", shown(&found.to_string()))]
    Alphabet { found: char, at: usize },
    #[error("this link is cut: its end is missing")]
    Cut,
    #[error("this link is damaged: its data cannot be unpacked")]
    NotPacked,
    #[error("this link is damaged: some of its characters were changed")]
    Damaged,
    #[error("this link unpacks to more than {most} octets")]
    TooMuch { most: usize },
    #[error("this link holds no text: octet {at} is not UTF-8")]
    NotText { at: usize },
    #[error("this link holds no check: {what}")]
    NotACheck { what: String },
    #[error("this link carries {count} parts; {most} is the most that are read")]
    TooMany { count: usize, most: usize },
    #[error("a private key is in this link; nothing of it is used")]
    PrivateKey,
}

impl BrokenLink {
    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotALink => "Copy the whole address, from https:// to its end.",
            Self::Empty | Self::Cut => {
                "Mail and chat programs cut long addresses: ask for the link again, or for the file."
            }
            Self::Version { .. } => "Open it with the page that made it, or with a newer version.",
            Self::Alphabet { .. } => {
                "Something was added to the link on its way: copy it again, without the text around it."
            }
            Self::NotPacked | Self::Damaged => "Ask for the link again: this one was changed on its way.",
            Self::TooLong { .. } | Self::TooMuch { .. } | Self::TooMany { .. } => {
                "Check the evidence itself: multisigner check FILE."
            }
            Self::NotText { .. } | Self::NotACheck { .. } => "It was made by something else, or by hand.",
            Self::PrivateKey => "Treat the key as seen by others, and tell the person who made the link.",
        }
    }
}
