//! A validating resolver at work: it holds one provider's DNSKEY RRset, another provider answers, and the proof
//! goes step by step from the parent's DS to the answer. Judged by the validator that judges everything else.

use crate::check::facts::Proven;
use crate::check::report::Verdict;
use crate::check::words::say;
use crate::dns::{Moment, Name, Rdata, dotted, is_wildcard, rtype_name};
use crate::dnssec::answer::answer;
use crate::dnssec::checks::signed_data;
use crate::dnssec::denial::Chains;
use crate::dnssec::judge::{Judge, Judged, KeyRef};
use crate::dnssec::profile::Profile;
use crate::snapshot::{DsSeen, ProviderView, RRset};
use domain::base::Rtype;
use domain::base::iana::Rcode;
use serde::{Deserialize, Serialize};
use std::str::FromStr as _;
use thiserror::Error;

/// What the resolver is asked, and in which state it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    pub name: String,
    /// A mnemonic or `TYPEnnn`.
    #[serde(rename = "type")]
    pub rtype: String,
    /// The provider whose DNSKEY RRset it holds.
    pub dnskey_from: String,
    /// The provider that answers.
    pub answer_from: String,
}

/// Why there is no proof to show.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(tag = "problem", rename_all = "kebab-case")]
pub enum NoWalk {
    #[error("“{name}” is not a domain name")]
    BadName { name: String },
    #[error("“{name}” is not a record type")]
    BadType { name: String },
    #[error("there is no provider called “{label}”")]
    NoProvider { label: String },
    #[error("{name} is not in the zone {zone}")]
    OutsideZone { name: String, zone: String },
    #[error("{name} is below a delegation: the answer is a referral to the child zone’s servers")]
    Delegated { name: String },
    #[error(
        "{label} signs its denial as it is asked: sign again with {name} among the names that are asked for"
    )]
    NotAsked { name: String, label: String },
}

/// The whole proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// `NOERROR` or `NXDOMAIN`, as the provider's server says.
    pub rcode: String,
    /// The validator's.
    pub validator: String,
    pub verdict: Verdict,
    pub reason: String,
    pub steps: Vec<Step>,
}

/// One link of the chain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub kind: StepKind,
    /// What it is about: `DNSKEY RRset of example.com., from A`.
    pub title: String,
    pub verdict: Verdict,
    pub reason: String,
    /// The records that are proven, or that prove.
    pub records: Vec<String>,
    /// Their signatures.
    pub signatures: Vec<String>,
    pub key_tag: Option<u16>,
    pub algorithm: Option<u8>,
    /// What was signed, for [`signed_octets`]: one entry per signature.
    pub signed: Vec<Signed>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepKind {
    Ds,
    Dnskey,
    Rrset,
    Denial,
}

/// A signature by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    provider: usize,
    rrset: usize,
    sig: usize,
}

/// The octets that this signature is over (RFC 4034 §3.1.8.1).
pub fn signed_octets(proven: &Proven, signed: Signed) -> Option<Vec<u8>> {
    let set = proven.snapshot.providers.get(signed.provider)?.rrsets.get(signed.rrset)?;
    set.sigs.get(signed.sig).map(|sig| signed_data(set, sig))
}

/// Answers as this validator does at this moment.
pub fn walk(proven: &Proven, ask: &Ask, profile: &Profile, now: Moment) -> Result<Walk, NoWalk> {
    let shown = |text: &str| text.chars().take(80).collect::<String>();
    let name = Name::from_str(ask.name.trim()).map_err(|_| NoWalk::BadName { name: shown(&ask.name) })?;
    let rtype = Rtype::from_str(ask.rtype.trim()).map_err(|_| NoWalk::BadType { name: shown(&ask.rtype) })?;
    let snapshot = &proven.snapshot;
    let find = |label: &str| {
        let at = snapshot.providers.iter().position(|view| view.label == label);
        at.ok_or_else(|| NoWalk::NoProvider { label: shown(label) })
    };
    let (held, from) = (find(&ask.dnskey_from)?, find(&ask.answer_from)?);
    let Some(view) = snapshot.providers.get(from) else {
        return Err(NoWalk::NoProvider { label: shown(&ask.answer_from) });
    };
    if !name.ends_with(&snapshot.zone) {
        return Err(NoWalk::OutsideZone { name: dotted(&name), zone: dotted(&snapshot.zone) });
    }
    let chains = Chains::of(view, &snapshot.zone);
    let given = answer(view, &snapshot.zone, &chains, &name, rtype)
        .ok_or_else(|| NoWalk::Delegated { name: dotted(&name) })?;
    let end = alias_end(view, &given.rrsets).unwrap_or_else(|| name.clone());
    if chains.is_compact() && given.denials.iter().any(Result::is_err) {
        return Err(NoWalk::NotAsked { name: dotted(&end), label: view.label.clone() });
    }
    let judge = proven.judge(profile, now);
    let trust = judge.trust(held);
    let walker = Walker { proven, judge, held };
    let mut steps = vec![walker.ds(&ask.dnskey_from), walker.dnskey(&ask.dnskey_from)];
    for rrset in &given.rrsets {
        let judged = judge.rrset(&trust, held, from, *rrset);
        if let Some(set) = view.rrsets.get(*rrset) {
            let title = title(set, &name, &view.label);
            steps.push(walker.step(StepKind::Rrset, title, &judged, from, &[*rrset]));
        }
    }
    for denial in &given.denials {
        let judged = judge.denial(&trust, held, from, denial);
        let rrsets = denial.as_ref().map(|proof| proof.rrsets.clone()).unwrap_or_default();
        let what = if given.rcode == Rcode::NXDOMAIN {
            format!("Proof that {} does not exist", dotted(&end))
        } else if is_expansion(view, &given.rrsets) {
            format!("Proof that {} itself does not exist", dotted(&name))
        } else {
            format!("Proof that {} has no {}", dotted(&end), rtype_name(rtype))
        };
        let title = format!("{what}, from {}", view.label);
        steps.push(walker.step(StepKind::Denial, title, &judged, from, &rrsets));
    }
    // The DNSKEY RRset itself is proven by the DS.
    let judged = if rtype == Rtype::DNSKEY && name == snapshot.zone && held == from {
        Judged { verdict: trust.verdict, reason: trust.reason, key: trust.key }
    } else {
        judge.answer(&trust, held, from, &given)
    };
    Ok(Walk {
        rcode: given.rcode.to_string(),
        validator: profile.name.to_string(),
        verdict: judged.verdict,
        reason: walker.reason(&judged, held == from),
        steps,
    })
}

/// The answer was made from a wildcard.
fn is_expansion(view: &ProviderView, rrsets: &[usize]) -> bool {
    rrsets.iter().filter_map(|rrset| view.rrsets.get(*rrset)).any(|set| is_wildcard(&set.owner))
}

/// The name at the end of the aliases in an answer.
fn alias_end(view: &ProviderView, rrsets: &[usize]) -> Option<Name> {
    let target = |rrset: &usize| match view.rrsets.get(*rrset)?.data.first()? {
        Rdata::Cname(cname) => Some(cname.cname().clone()),
        _ => None,
    };
    rrsets.iter().rev().find_map(target)
}

fn title(set: &RRset, asked: &Name, label: &str) -> String {
    let made = is_wildcard(&set.owner) && set.owner != *asked;
    let of = if made {
        format!("{} (made from {})", dotted(asked), dotted(&set.owner))
    } else {
        dotted(&set.owner)
    };
    format!("{} RRset of {of}, from {label}", rtype_name(set.rtype))
}

struct Walker<'a> {
    proven: &'a Proven,
    judge: Judge<'a>,
    held: usize,
}

impl Walker<'_> {
    /// In words; `own`: the provider that the resolver holds the keys of serves the data too.
    fn reason(&self, judged: &Judged, own: bool) -> String {
        let key = judged.key.map(|key: KeyRef| format!("{}/{}", key.tag, key.algorithm));
        let holder = self.proven.snapshot.providers.get(self.held).map_or("", |view| view.label.as_str());
        say(&judged.reason, key.as_deref(), holder, own)
    }

    /// What the parent vouches for.
    fn ds(&self, held: &str) -> Step {
        let snapshot = &self.proven.snapshot;
        let mut step = Step {
            kind: StepKind::Ds,
            title: format!("DS RRset of {}, from the parent", dotted(&snapshot.zone)),
            verdict: Verdict::Secure,
            reason: String::new(),
            records: Vec::new(),
            signatures: Vec::new(),
            key_tag: None,
            algorithm: None,
            signed: Vec::new(),
        };
        match &snapshot.parent.ds {
            DsSeen::Unseen => {
                step.verdict = Verdict::Indeterminate;
                step.reason = format!("the parent was not seen: {held}’s own keys are taken as trusted");
            }
            DsSeen::Absent => {
                step.verdict = Verdict::Insecure;
                step.reason = "the parent has no DS RRset".into();
            }
            DsSeen::Set(set) => {
                step.records = set.lines().collect();
                let usable = self.judge.usable_ds(set);
                if usable.is_empty() {
                    step.verdict = Verdict::Insecure;
                    step.reason = "no DS record has a supported algorithm and digest type".into();
                } else {
                    let tags =
                        usable.iter().map(|ds| format!("{}/{}", ds.key_tag(), ds.algorithm().to_int()));
                    let tags: Vec<String> = tags.collect();
                    step.reason = format!("goes by the DS of {}", crate::check::words::list(&tags));
                }
            }
        }
        step
    }

    /// Whether the DNSKEY RRset that the resolver holds is trusted.
    fn dnskey(&self, held: &str) -> Step {
        let snapshot = &self.proven.snapshot;
        let trust = self.judge.trust(self.held);
        let judged = Judged { verdict: trust.verdict, reason: trust.reason, key: trust.key };
        let rrsets: Vec<usize> = trust.rrset.into_iter().collect();
        let title = format!("DNSKEY RRset of {}, from {held}", dotted(&snapshot.zone));
        self.step(StepKind::Dnskey, title, &judged, self.held, &rrsets)
    }

    fn step(&self, kind: StepKind, title: String, judged: &Judged, of: usize, rrsets: &[usize]) -> Step {
        let view = self.proven.snapshot.providers.get(of);
        let sets = || rrsets.iter().filter_map(move |rrset| Some((*rrset, view?.rrsets.get(*rrset)?)));
        let places = |(rrset, set): (usize, &RRset)| {
            (0..set.sigs.len()).map(move |sig| Signed { provider: of, rrset, sig }).collect::<Vec<_>>()
        };
        Step {
            kind,
            title,
            verdict: judged.verdict,
            reason: self.reason(judged, of == self.held),
            records: sets().flat_map(|(_, set)| set.lines()).collect(),
            signatures: sets().flat_map(|(_, set)| set.sigs.iter().map(|sig| set.sig_line(sig))).collect(),
            key_tag: judged.key.map(|key| key.tag),
            algorithm: judged.key.map(|key| key.algorithm),
            signed: sets().flat_map(places).collect(),
        }
    }
}
