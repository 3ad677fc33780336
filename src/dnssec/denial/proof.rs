//! What is to be proven, what it rests on, and why there is no proof: words that NSEC and NSEC3 share.

use super::oddity::{Doubt, Oddity};
use crate::dns::Name;
use domain::base::Rtype;
use std::fmt;
use thiserror::Error;

/// What is to be proven.
#[derive(Clone, Copy, Debug)]
pub enum Claim<'a> {
    /// The name does not exist, nor a wildcard that would match it. The type is the one that was asked for.
    NameError(&'a Name, Rtype),
    /// The name exists (or a wildcard matches it) without this type.
    NoData(&'a Name, Rtype),
    /// The name itself does not exist: the answer was made from the wildcard right below this many
    /// labels (RFC 4035 §5.3.4, RFC 5155 §8.8).
    Expanded(&'a Name, u8),
    /// The name is a delegation without DS: what a referral has to prove (RFC 4035 §5.2, RFC 5155 §8.9).
    Insecure(&'a Name),
}

/// A proof of a [`Claim`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// Indexes of the NSEC or NSEC3 RRsets it rests on.
    pub rrsets: Vec<usize>,
    /// It rests on an NSEC3 record with the opt-out flag covering the name: insecure (RFC 5155 §9.2).
    pub opt_out: bool,
    /// NSEC3 iterations.
    pub iterations: u16,
    /// What some validators have against it.
    pub doubts: Vec<Doubt>,
}

impl Proof {
    pub(super) fn uses(&mut self, rrset: usize) {
        if !self.rrsets.contains(&rrset) {
            self.rrsets.push(rrset);
        }
    }

    pub(super) fn doubt(&mut self, kind: Oddity, rrsets: &[usize], says: impl Into<String>) {
        if self.doubts.iter().all(|known| known.kind != kind) {
            self.doubts.push(Doubt { kind, rrsets: rrsets.to_vec(), says: says.into() });
        }
    }

    /// Of a referral: that the record lists CNAME is something against the proof, and no gap in it.
    pub(super) fn unless_cname(&mut self, lacks: Result<(), Gap>) -> Result<(), Gap> {
        let cname = Rtype::CNAME.to_string();
        match lacks {
            Err(Gap {
                why: ref why @ (Why::NsecType(_, ref there) | Why::Nsec3Type(_, ref there)),
                ref rrsets,
            }) if *there == cname => {
                rrsets.iter().for_each(|rrset| self.uses(*rrset));
                self.doubt(Oddity::CnameAtCut, rrsets, why.to_string());
                Ok(())
            }
            lacks => lacks,
        }
    }
}

/// Why there is no proof, and the records that fall short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    pub why: Why,
    /// Indexes of the RRsets that come nearest.
    pub rrsets: Vec<usize>,
}

impl fmt::Display for Gap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.why.fmt(f)
    }
}

impl std::error::Error for Gap {}

/// What is missing.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Why {
    #[error("there is no NSEC or NSEC3 record in it")]
    NoRecords,
    #[error("no NSEC record covers {0}")]
    NsecCover(String),
    #[error("{0} was made from a wildcard, but not from the one right below {1}")]
    WrongWildcard(String, String),
    #[error("the NSEC record of {0} says that {1} exists there")]
    NsecType(String, String),
    #[error("the NSEC record of {0} leads out of the zone, to {1}")]
    NsecOutside(String, String),
    #[error("no NSEC record covers the wildcard {0}")]
    NsecWildcard(String),
    #[error("no NSEC3 record matches a name above {0}")]
    Encloser(String),
    #[error("no NSEC3 record covers {0}")]
    Nsec3Cover(String),
    #[error("the NSEC3 record of {0} says that {1} exists there")]
    Nsec3Type(String, String),
    #[error("no NSEC or NSEC3 record of {0} says that it is a delegation without DS")]
    Delegation(String),
    #[error("the NSEC3 records use a hash algorithm other than SHA-1")]
    Hash,
    #[error("{0} is signed as if a wildcard had made it, and it is in the zone")]
    NotExpanded(String),
    /// Neither proven nor refuted: the case asks for more hashes than are made for anybody.
    #[error("so many names would have to be hashed that it was not tried")]
    NotTried,
}

impl Why {
    pub fn shown_by(self, rrsets: impl IntoIterator<Item = usize>) -> Gap {
        Gap { why: self, rrsets: rrsets.into_iter().collect() }
    }
}
