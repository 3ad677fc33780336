//! Records that are not the zone's: set aside, each with the reason.

use crate::dns::{Name, dotted};
use crate::evidence::{Gravity, NotRead, NotReadKind, Seen};
use domain::base::Rtype;

/// Where records that cannot be used go.
pub(super) struct Sink<'a> {
    pub(super) zone: &'a Name,
    /// The source's name.
    pub(super) name: &'a str,
    pub(super) aside: &'a mut Vec<NotRead>,
}

/// More than this many records set aside are counted, not listed.
const MOST_ASIDE: usize = 200;

impl Sink<'_> {
    pub(super) fn put(&mut self, seen: &Seen, reason: &str, hint: Option<&str>) {
        let record = &seen.record;
        put_aside(self.aside, self.name, seen.line, record.owner(), record.rtype(), (reason, hint));
    }
}

/// Says that a record is not the zone's: the reason, and what to do about it.
pub(super) fn put_aside(
    aside: &mut Vec<NotRead>,
    source: &str,
    line: u32,
    owner: &Name,
    rtype: Rtype,
    (reason, hint): (&str, Option<&str>),
) {
    if aside.len() < MOST_ASIDE {
        aside.push(NotRead {
            source: source.to_string(),
            line,
            column: 1,
            text: format!("{} {rtype}", dotted(owner)),
            kind: NotReadKind::SetAside,
            reason: reason.to_string(),
            hint: hint.map(str::to_string),
            gravity: Gravity::Note,
        });
    }
}
