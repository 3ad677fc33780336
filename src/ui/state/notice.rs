//! What the page says of what happened.

/// One sentence about something that happened, above the result.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Notice {
    PrivateKey,
    NoSample,
    Stopped,
    Cancelled,
}
