//! One RRset of one provider, with the signatures that came with it.

use crate::dns::{Name, Rdata, Rrsig, record_text};
use crate::order;
use bytes::Bytes;
use domain::base::rdata::ComposeRecordData as _;
use domain::base::{Rtype, Ttl};
use std::collections::HashSet;
use std::sync::Arc;

/// Where a record stood: the source's index and the first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub source: usize,
    pub line: u32,
}

/// Signatures of one RRset that are kept: more than any signer makes, few enough that hostile data
/// cost little.
pub(super) const MOST_SIGS: usize = 256;
/// Octets of the largest DNS message (RFC 1035 §4.2.2): what does not fit in cannot be served.
const MOST_OCTETS: usize = 65_535;
/// DNSKEY, DS, CDS and CDNSKEY records of one RRset that are looked at: many times what any group of providers has, few
/// enough to compare each with each.
const MOST_KEYS: usize = 256;
/// Servers that are named for one RRset.
pub(super) const MOST_SERVERS: usize = 256;

/// Where a DS RRset came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Referred {
    /// In answers.
    #[default]
    No,
    /// In referrals, too.
    Also,
    /// In referrals only.
    Only,
}

/// An RRset with its RRSIGs as one provider serves them.
#[derive(Clone, Debug)]
pub struct RRset {
    pub owner: Name,
    pub rtype: Rtype,
    /// The lowest TTL among its records, in seconds.
    pub ttl: u32,
    /// The highest TTL that any of its records was seen with, in seconds, where the text stated one: caches may hold it for
    /// so long.
    pub most_ttl: u32,
    /// Its records do not all have the same TTL (RFC 2181 §5.2).
    pub ttls_differ: bool,
    /// Whether the text stated a TTL at all.
    pub ttl_stated: bool,
    /// In canonical order, without duplicates (RFC 4034 §6.3).
    pub data: Vec<Rdata>,
    /// The canonical form of each of `data` (RFC 4034 §6.2).
    pub canonical: Vec<Bytes>,
    /// In the order in which they were seen.
    pub sigs: Vec<Rrsig>,
    /// There were more signatures than are looked at.
    pub sigs_cut: bool,
    /// Signatures would have been seen if there were any (a whole zone, or an answer with DO set).
    pub sigs_expected: bool,
    /// Not all of it may have been seen: why, in words (`line 12 of a.txt could not be read`).
    pub partial: Option<String>,
    /// When it was first seen, Unix seconds, where the text says so.
    pub seen: Option<i64>,
    pub place: Place,
    /// The servers that gave just this, records and signatures; empty where no server is named.
    pub servers: Vec<Arc<str>>,
    /// It stands in the copy of a whole zone: the order of its signatures there is not that on the wire.
    pub whole: bool,
    /// It came unsigned beside an answer, where no validator looks at it.
    pub beside: bool,
    /// It stands in the authority section of answers only: beside a denial, whose part it is.
    pub of_denials: bool,
    /// For a DS RRset: whether referrals carried it.
    pub referred: Referred,
    /// It has no signature in the zone's name, and nothing shows that no zone cut is above it: it may be a child zone's.
    pub cut_unseen: bool,
}

impl RRset {
    /// An RRset of a zone that is being made; `data` are all of one type.
    pub(crate) fn of(owner: Name, rtype: Rtype, ttl: u32, data: Vec<Rdata>) -> Self {
        let mut set = Self {
            data,
            ttl,
            most_ttl: ttl,
            ttl_stated: true,
            ..Self::new(owner, rtype, Place { source: 0, line: 0 })
        };
        set.seal();
        set
    }

    pub(super) fn new(owner: Name, rtype: Rtype, place: Place) -> Self {
        Self {
            owner,
            rtype,
            ttl: u32::MAX,
            most_ttl: 0,
            ttls_differ: false,
            ttl_stated: false,
            data: Vec::new(),
            canonical: Vec::new(),
            sigs: Vec::new(),
            sigs_cut: false,
            sigs_expected: false,
            partial: None,
            seen: None,
            place,
            servers: Vec::new(),
            whole: false,
            beside: false,
            of_denials: false,
            referred: Referred::No,
            cut_unseen: false,
        }
    }

    /// Sorts into canonical order and drops duplicate records (RFC 4034 §6.3).
    pub(crate) fn seal(&mut self) {
        let mut pairs: Vec<(Bytes, Rdata)> =
            self.data.drain(..).map(|data| (canonical_rdata(&data), data)).collect();
        order::sort_by(&mut pairs, |a, b| a.0.cmp(&b.0));
        pairs.dedup_by(|a, b| a.0 == b.0);
        (self.canonical, self.data) = pairs.into_iter().unzip();
        self.cut();
        if self.ttl == u32::MAX {
            self.ttl = 0;
        }
        let mut seen: HashSet<Rrsig> = HashSet::with_capacity(self.sigs.len());
        self.sigs.retain(|sig| seen.insert(sig.clone()));
        self.sigs_cut |= self.sigs.len() > MOST_SIGS;
        self.sigs.truncate(MOST_SIGS);
    }

    /// Leaves out what no message has room for, and keys beyond all measure, and says so.
    fn cut(&mut self) {
        let keys = matches!(self.rtype, Rtype::DNSKEY | Rtype::DS | Rtype::CDS | Rtype::CDNSKEY);
        // Header and question; of each record a compressed owner, type, class, TTL and length (RFC 1035 §4.1).
        let mut octets = 12 + self.owner.len() + 4;
        let fitting = self.canonical.iter().take_while(|data| {
            octets += 12 + data.len();
            octets <= MOST_OCTETS
        });
        let most = fitting.count().min(if keys { MOST_KEYS } else { usize::MAX });
        let all = self.canonical.len();
        if most < all {
            self.canonical.truncate(most);
            self.data.truncate(most);
            let why = format!("only {most} of its {all} records are looked at: no resolver takes so many");
            self.partial.get_or_insert(why);
        }
    }

    /// For how long a cache that got it from the zone’s own servers may hold it: records that differ in TTL may come from
    /// servers that differ, and each is held for its own; what came through another cache is counted down, and the
    /// signatures still have the original TTL (RFC 4034 §3.1.4).
    pub fn longest_ttl(&self) -> u32 {
        let original = self.sigs.iter().map(|sig| sig.original_ttl().as_secs());
        original.chain([self.ttl, self.most_ttl]).max().unwrap_or_default()
    }

    /// The whole RRset, one record a line, as a zone file has it.
    pub fn lines(&self) -> impl Iterator<Item = String> + '_ {
        self.data.iter().map(|data| self.line(data))
    }

    /// One of its records as a zone file has it.
    pub fn line(&self, data: &Rdata) -> String {
        record_text(&self.owner, self.ttl, data)
    }

    /// One of its signatures as a zone file has it.
    pub fn sig_line(&self, sig: &Rrsig) -> String {
        record_text(&self.owner, self.ttl, &Rdata::Rrsig(sig.clone()))
    }
}

/// A TTL as resolvers take it: with its highest bit set it counts as zero (RFC 2181 §8).
pub(super) fn counted(ttl: Ttl) -> u32 {
    Some(ttl.as_secs()).filter(|seconds| *seconds < 1 << 31).unwrap_or_default()
}

/// Canonical form of record data: names in the types that RFC 4034 §6.2 lists are in lower case
/// (without NSEC, RFC 6840 §5.1), everything else is as on the wire.
pub fn canonical_rdata(data: &Rdata) -> Bytes {
    let mut target: Vec<u8> = Vec::new();
    if let Rdata::Unknown(unknown) = data {
        target.extend_from_slice(unknown.data());
        lower_names(unknown.rtype(), &mut target);
    } else {
        // Appending to a Vec cannot fail.
        let _ = data.compose_canonical_rdata(&mut target);
    }
    Bytes::from(target)
}

/// Lower-cases the names in types of RFC 4034 §6.2 that `domain` keeps as plain octets.
fn lower_names(rtype: Rtype, data: &mut [u8]) {
    const RT: Rtype = Rtype::from_int(21);
    let skip = match rtype {
        Rtype::AFSDB | RT | Rtype::KX | Rtype::PX => 2,
        _ => return,
    };
    // Length octets are at most 63, below `A`: lower-casing the whole tail touches letters only.
    if let Some(names) = data.get_mut(skip..) {
        names.make_ascii_lowercase();
    }
}
