//! The rules' pages, fetched when somebody looks at one.

use super::browser;
use serde::Deserialize;

/// Rules about one matter.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Group {
    pub(crate) title: String,
    pub(crate) rules: Vec<Page>,
}

/// What a rule's module says of it; paragraphs, with code between backticks.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub(crate) struct Page {
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) what: Vec<String>,
    pub(crate) why: Vec<String>,
    pub(crate) who: Vec<String>,
    pub(crate) fix: Vec<String>,
    pub(crate) references: Vec<String>,
}

/// All of them; `None` when the network (or the server) does not give them.
pub(crate) async fn fetch() -> Option<Vec<Group>> {
    browser::fetched("rules.json").await
}
