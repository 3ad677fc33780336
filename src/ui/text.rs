//! A text as the page has it. One that is too large to show stays with the browser: whoever holds it passes it on, and
//! only [`super::browser`] and the lines to workers look inside.

use crate::evidence::Role;
use implicit_clone::unsync::IString as AttrValue;

/// A box's text.
#[derive(Clone, PartialEq)]
pub(crate) enum Text {
    Here(AttrValue),
    /// Too large to show: it never enters the page's memory as a whole.
    Held {
        kept: Kept,
        head: AttrValue,
    },
}

/// What the browser keeps for the page. Natively there is nothing to keep.
#[derive(Clone, PartialEq)]
pub(crate) struct Kept(#[cfg(target_arch = "wasm32")] web_sys::Blob);

#[cfg(target_arch = "wasm32")]
impl Kept {
    pub(crate) fn new(blob: web_sys::Blob) -> Self {
        Self(blob)
    }

    pub(crate) fn blob(&self) -> &web_sys::Blob {
        &self.0
    }
}

/// A new text for a box, or for a new one.
#[derive(Clone, PartialEq)]
pub(crate) struct Given {
    pub(crate) name: AttrValue,
    pub(crate) text: Text,
}

/// A source of a case that is opened.
#[derive(Clone, PartialEq)]
pub(crate) struct Filled {
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) text: Text,
}

impl Text {
    pub(crate) fn is_empty(&self) -> bool {
        matches!(self, Self::Here(text) if text.trim().is_empty())
    }
}
