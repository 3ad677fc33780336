//! The evidence in a link. Whatever has this type was read, and no private key was found in it.

use super::bounds::{MOST_SOURCES, MOST_TEXT};
use super::error::{BrokenLink, NotShareable};
use crate::dns::Name;
use crate::evidence::{self, Piece, ReadOptions, Source, holds_private_key, is_called_by_a_key};
use std::str::FromStr as _;

/// Texts that may be shared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Evidence(Vec<Source>);

impl Evidence {
    /// The texts, each as short as it can be and still read the same. `zone` is the one that the person named.
    ///
    /// # Errors
    ///
    /// A private key is in them, or they are too large.
    pub fn of(sources: &[Source], zone: Option<&str>) -> Result<Self, NotShareable> {
        Self::shorter(sources, zone, |_, _| false)
    }

    /// The same without the pieces that `leave` names.
    pub(super) fn shorter(
        sources: &[Source],
        zone: Option<&str>,
        leave: impl Fn(&Source, Piece<'_>) -> bool,
    ) -> Result<Self, NotShareable> {
        let size = sources.iter().map(|source| source.text.len()).sum();
        if size > 2 * MOST_TEXT {
            return Err(NotShareable::TooMuch { size, most: MOST_TEXT });
        }
        if sources.len() > MOST_SOURCES {
            return Err(NotShareable::TooMany { count: sources.len(), most: MOST_SOURCES });
        }
        let zone = zone.and_then(|zone| Name::from_str(zone.trim()).ok());
        let options = ReadOptions { zone, ..ReadOptions::default() };
        if sources.iter().any(is_called_by_a_key) {
            return Err(NotShareable::PrivateKey);
        }
        let shorter = |source: &Source| -> Result<Source, NotShareable> {
            let text = evidence::normalise_without(source, &options, |piece| leave(source, piece))?;
            Ok(Source { text, ..source.clone() })
        };
        sources.iter().map(shorter).collect::<Result<_, _>>().map(Self)
    }

    /// The texts of a link, as they are.
    pub(super) fn from_link(sources: Vec<Source>) -> Result<Self, BrokenLink> {
        if sources.len() > MOST_SOURCES {
            return Err(BrokenLink::TooMany { count: sources.len(), most: MOST_SOURCES });
        }
        if sources.iter().any(holds_private_key) {
            return Err(BrokenLink::PrivateKey);
        }
        Ok(Self(sources))
    }

    pub fn sources(&self) -> &[Source] {
        &self.0
    }

    pub fn into_sources(self) -> Vec<Source> {
        self.0
    }
}
