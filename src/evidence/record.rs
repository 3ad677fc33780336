//! One record from its tokens (RFC 1035 §5.1), and what carries over from record to record.

use super::entry::{Entry, Token};
use super::names::{self, Origin};
use super::problem::{Problem, Trouble};
use super::{rdata, words};
use crate::dns::{Name, Record};
use domain::base::iana::Class;
use domain::base::{Rtype, Ttl};

/// What a record may leave out because it was said before.
#[derive(Debug, Default)]
pub(super) struct Place {
    pub(super) origin: Origin,
    /// `$TTL` (RFC 2308 §4).
    pub(super) default_ttl: Option<u32>,
    /// The TTL stated last (RFC 1035 §5.1).
    last_ttl: Option<u32>,
    last_owner: Option<Name>,
    /// The last owner as written: most records repeat it.
    last_written: String,
    /// The entry read last had a TTL or a class and a type: it is a record, however broken.
    pub(super) convincing: bool,
}

/// A record and what the text says of its TTL.
#[derive(Debug)]
pub(super) struct Parsed {
    pub(super) record: Record,
    pub(super) ttl_stated: bool,
}

impl Place {
    /// A place where names are relative to the zone, if it is known.
    pub(super) fn new(zone: Option<&Name>) -> Self {
        Self { origin: Origin { name: zone.cloned(), stated: false }, ..Self::default() }
    }

    /// Forgets what only the records right before can say: another passage begins.
    pub(super) fn new_passage(&mut self) {
        self.default_ttl = None;
        self.last_ttl = None;
        self.last_owner = None;
        self.last_written.clear();
    }

    /// `$ORIGIN`: names are relative to this from here on. The owner taken over stays what it was.
    pub(super) fn set_origin(&mut self, name: Name) {
        self.origin = Origin { name: Some(name), stated: true };
        self.last_written.clear();
    }

    /// Whether an entry that cannot be cut cleanly is a record all the same: a TTL or a class, and a type.
    pub(super) fn looks_like_record(entry: &Entry<'_>) -> bool {
        let (head, _) = Head::read(&entry.tokens, usize::from(!entry.indented));
        head.rtype.is_some() && (head.ttl.is_some() || head.class.is_some())
    }

    /// Whose record an entry that cannot be read is, and of which type (that of the data that a signature covers);
    /// `None` where that is not certain.
    pub(super) fn owner_of_broken(&self, entry: &Entry<'_>) -> Option<(Name, Rtype)> {
        let (rtype, at) = data_of(entry)?;
        let first = entry.tokens.first()?;
        let owner = if entry.indented && Head::read(&entry.tokens, 0).0.rtype.is_some() {
            self.last_owner.clone()?
        } else {
            names::read(&first.text, &self.origin).ok()?
        };
        let covered = || words::rtype(&entry.tokens.get(at)?.text);
        Some((owner, if rtype == Rtype::RRSIG { covered()? } else { rtype }))
    }

    /// Reads the record that the entry holds.
    pub(super) fn record(&mut self, entry: &Entry<'_>) -> Result<Parsed, Trouble> {
        let tokens = entry.tokens.as_slice();
        self.convincing = false;
        if entry.indented && self.last_owner.is_some() {
            let (head, at) = Head::read(tokens, 0);
            if head.rtype.is_some() {
                return self.finish(tokens, head, at);
            }
        }
        let Some(first) = tokens.first() else { return Err(Problem::NoType.into()) };
        if first.quoted {
            return Err(Problem::NoType.at(0));
        }
        let (head, at) = Head::read(tokens, 1);
        if head.rtype.is_none() {
            // “300 IN A 192.0.2.1” with nobody to own it.
            if entry.indented && Head::read(tokens, 0).0.rtype.is_some() {
                return Err(Problem::NoOwner.at(0));
            }
            return Err(if head.ttl.is_some() || head.class.is_some() {
                Problem::NoType
            } else {
                Problem::Prose
            }
            .at(at.min(tokens.len().saturating_sub(1))));
        }
        self.convincing = head.ttl.is_some() || head.class.is_some();
        if self.last_written != first.text || self.last_owner.is_none() {
            let owner = names::read(&first.text, &self.origin).map_err(|problem| problem.at(0))?;
            self.last_owner = Some(owner);
            self.last_written.clear();
            self.last_written.push_str(&first.text);
        }
        self.finish(tokens, head, at)
    }

    fn finish(&mut self, tokens: &[Token<'_>], head: Head, at: usize) -> Result<Parsed, Trouble> {
        let owner = self.last_owner.clone().ok_or(Problem::NoOwner)?;
        let rtype = head.rtype.ok_or(Problem::NoType)?;
        self.convincing = head.ttl.is_some() || head.class.is_some();
        if head.class.is_some_and(|class| class != 1) {
            return Err(Problem::OtherClass.at(at.saturating_sub(1)));
        }
        if is_meta(rtype) {
            return Err(Problem::MetaType.at(at.saturating_sub(1)));
        }
        let data = tokens.get(at..).unwrap_or_default();
        if data.is_empty() {
            return Err(Problem::TooShort.at(at.saturating_sub(1)));
        }
        let data = rdata::read(rtype, data, &self.origin).map_err(|trouble| Trouble {
            token: Some(trouble.token.map_or(at, |token| token + at)),
            ..trouble
        })?;
        if head.ttl.is_some() {
            self.last_ttl = head.ttl;
        }
        let ttl = head.ttl.or(self.default_ttl).or(self.last_ttl);
        Ok(Parsed {
            record: Record::new(owner, Class::IN, Ttl::from_secs(ttl.unwrap_or(0)), data),
            ttl_stated: ttl.is_some(),
        })
    }
}

/// The type of the record that an entry holds, and the number of the token that its data begin with.
pub(super) fn data_of(entry: &Entry<'_>) -> Option<(Rtype, usize)> {
    let of = |from| {
        let (head, at) = Head::read(&entry.tokens, from);
        head.rtype.map(|rtype| (rtype, at))
    };
    if entry.indented { of(0).or_else(|| of(1)) } else { of(1) }
}

/// TTL, class and type of a record.
#[derive(Clone, Copy, Debug, Default)]
struct Head {
    ttl: Option<u32>,
    class: Option<u16>,
    rtype: Option<Rtype>,
}

impl Head {
    /// TTL and class in either order or left out, then the type. Gives the number of the token behind.
    fn read(tokens: &[Token<'_>], from: usize) -> (Self, usize) {
        let mut head = Self::default();
        let mut at = from;
        while let Some(token) = tokens.get(at).filter(|token| !token.quoted) {
            if head.ttl.is_none() {
                head.ttl = words::ttl(&token.text);
                if head.ttl.is_some() {
                    at += 1;
                    continue;
                }
            }
            if head.class.is_none() {
                head.class = words::class(&token.text);
                if head.class.is_some() {
                    at += 1;
                    continue;
                }
            }
            head.rtype = words::rtype(&token.text);
            if head.rtype.is_some() {
                at += 1;
            }
            break;
        }
        (head, at)
    }
}

/// Types that belong to a message or a question and stand in no zone.
pub(super) fn is_meta(rtype: Rtype) -> bool {
    matches!(
        rtype,
        Rtype::OPT
            | Rtype::TSIG
            | Rtype::TKEY
            | Rtype::IXFR
            | Rtype::AXFR
            | Rtype::MAILA
            | Rtype::MAILB
            | Rtype::ANY
            | Rtype::NXNAME
    )
}
