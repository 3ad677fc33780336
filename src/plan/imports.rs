//! Providers that cannot publish the keys of others: where a plan needs that they do, there is none, and what can be done
//! instead.

use super::actions::{Action, Change, Place, actions};
use super::group::{Group, Model};
use super::operation::Operation;
use super::publish::longest_ttl;
use super::schedule::Timed;
use super::start::Start;
use super::words;
use crate::check::words::list;
use crate::dns::span;
use crate::publication::{ProviderIx, Publication};
use crate::share::commands::Software;
use serde::Serialize;
use std::fmt;

/// There is no plan: some provider would have to publish a key of another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct CannotImport {
    /// Who cannot.
    pub provider: String,
    /// The step that asks for it.
    pub step: &'static str,
    /// What that is called.
    pub title: &'static str,
    /// The keys, by name.
    pub keys: Vec<String>,
    /// What can be done instead, best first.
    pub options: Vec<Instead>,
}

/// What can be done instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Instead {
    /// Stable: `shared-keys`.
    pub id: &'static str,
    /// In a few words.
    pub title: &'static str,
    /// What is done, in order.
    pub what: Vec<String>,
    /// What it costs, and what can go wrong.
    pub cost: String,
    /// RFC and section; empty: it follows from what is said.
    pub source: &'static str,
}

impl fmt::Display for CannotImport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} cannot publish keys of others, and would have to publish {} (“{}”): whoever holds its DNSKEY RRset without them \
             rejects what the others sign",
            self.provider,
            list(&self.keys),
            self.title
        )
    }
}

impl CannotImport {
    /// The options for a terminal, line by line.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("{self}."), String::new(), "Instead, best first:".to_string()];
        for (number, option) in (1..).zip(&self.options) {
            lines.push(String::new());
            let source = if option.source.is_empty() { "" } else { "  " };
            lines.push(format!("{number}. {}{source}{}", option.title, option.source));
            lines.extend(option.what.iter().map(|line| format!("   - {line}")));
            lines.push(format!("   Cost: {}", option.cost));
        }
        lines
    }
}

/// What is said of a provider whose software is not known to publish keys of others, and of which the plan was not told that it
/// cannot.
pub fn may_import(label: &str, software: &Software) -> String {
    format!(
        "{label} is taken to publish keys of others, though no way to do so is known at {}; if there is none: --cannot-import {label}",
        software.name
    )
}

/// The same of every provider that is known by its servers’ names.
pub(super) fn assumed(group: &Group, start: &Start) -> Vec<String> {
    let known = start.known.iter().flat_map(|known| &known.operators);
    let asked = known.filter(|(label, software)| {
        let at = group.labels.iter().position(|known| known == *label);
        !software.imports && at.is_some_and(|at| !group.cannot_import.contains(&at))
    });
    asked.map(|(label, software)| may_import(label, software)).collect()
}

/// The first import that a plan asks of a provider that cannot.
pub(super) fn missing(
    operation: Operation,
    group: &Group,
    start: &Start,
    steps: &[Timed],
    margin: u32,
) -> Option<CannotImport> {
    let mut before = &start.publication;
    for timed in steps {
        let made = actions(before, &timed.publication);
        before = &timed.publication;
        let asked = made.iter().filter(|_| !timed.done).find_map(|action| import(action, group, start));
        if let Some((provider, keys)) = asked {
            let options = options(operation, group, provider, &Ttls::of(&start.publication, margin));
            let step = timed.step.id;
            let provider = start.label(provider).to_string();
            return Some(CannotImport { provider, step, title: words::title(step), keys, options });
        }
    }
    None
}

/// The keys that a provider would have to import; in model 1 its whole DNSKEY RRset is somebody else's.
fn import(action: &Action, group: &Group, start: &Start) -> Option<(ProviderIx, Vec<String>)> {
    let Place::Provider(p) = action.place else { return None };
    if action.change != Change::AddDnskey || !group.cannot_import.contains(&p) {
        return None;
    }
    let foreign = |key: &&usize| group.model == Model::One || !start.holds(p, **key);
    let keys: Vec<String> =
        action.keys.iter().filter(foreign).map(|key| start.key_name(*key).to_string()).collect();
    (!keys.is_empty()).then_some((p, keys))
}

/// How long things stay in caches, in seconds.
struct Ttls {
    ds: u32,
    ns: u32,
    dnskey: u32,
    longest: u32,
    margin: u32,
}

impl Ttls {
    fn of(now: &Publication, margin: u32) -> Self {
        let longest = |of: &dyn Fn(&crate::publication::Provider) -> Option<u32>| {
            now.providers.iter().filter_map(of).max().unwrap_or_default()
        };
        Self {
            ds: now.parent.ds_ttl.unwrap_or_default(),
            ns: now.parent.ns_ttl.unwrap_or_default().max(longest(&|p| p.ns_ttl)),
            dnskey: longest(&|p| p.dnskey_ttl),
            longest: longest_ttl(now),
            margin,
        }
    }

    fn plus_margin(&self, seconds: u32) -> String {
        span(i64::from(seconds) + i64::from(self.margin))
    }
}

fn options(operation: Operation, group: &Group, p: ProviderIx, ttls: &Ttls) -> Vec<Instead> {
    let label = |p: usize| group.labels.get(p).cloned().unwrap_or_default();
    let cannot = label(p);
    match operation {
        Operation::Migrate => {
            let (from, to) = (label(group.who), label(group.to));
            vec![shared_keys(&from, &to, ttls), insecure(&from, &to, ttls), at_risk(&from, &to, ttls)]
        }
        Operation::AddProvider => {
            let others: Vec<String> =
                group.labels.iter().filter(|label| **label != cannot).cloned().collect();
            vec![presigned(&cannot, &list(&others)), another(&cannot), unsigned(&cannot, ttls)]
        }
        _ => {
            vec![without(&cannot), presigned(&cannot, "one of the others"), around(&cannot, operation, ttls)]
        }
    }
}

/// The new provider serves what the old one’s keys sign, and rolls them when the old one is out.
fn shared_keys(from: &str, to: &str, ttls: &Ttls) -> Instead {
    Instead {
        id: "shared-keys",
        title: "Serve the leaving provider’s keys at the new one, then roll",
        what: vec![
            format!(
                "Let {to} serve the zone as {from} signs it: with {from}’s private keys, or as a secondary that takes the signed zone from {from} \
                 or from a signer of your own (presigned). DNSKEY RRset and DS stay as they are."
            ),
            format!(
                "Check with `multisigner check` that {to} serves the same DNSKEY RRset, with signatures that verify."
            ),
            format!(
                "Name {to} in the NS RRset and the delegation in {from}’s place; keep {from} answering for {} more.",
                ttls.plus_margin(ttls.ns)
            ),
            format!(
                "Then give {to} keys of its own: `multisigner plan zsk-roll` and a KSK roll, or `csk-roll`."
            ),
        ],
        cost: format!(
            "No resolver fails and no moment is insecure. It takes private keys that {from} hands out, or a transfer of the signed zone; whoever \
             had the old keys can sign until the rolls are over."
        ),
        source: "RFC 6781 §4.3.5.1",
    }
}

/// Without DNSSEC for a while, on purpose.
fn insecure(from: &str, to: &str, ttls: &Ttls) -> Instead {
    let dark = i64::from(ttls.ds) + i64::from(ttls.ns) + i64::from(ttls.longest) + 2 * i64::from(ttls.margin);
    Instead {
        id: "go-insecure",
        title: "Go insecure on purpose",
        what: vec![
            format!("Remove every DS at the parent: `multisigner plan go-insecure`; {from} goes on signing."),
            format!(
                "Once no server of the parent shows it any more, wait {} (the DS RRset’s TTL and the margin).",
                ttls.plus_margin(ttls.ds)
            ),
            format!(
                "Name {to} in the NS RRset and the delegation in {from}’s place; wait {} before {from} is turned off.",
                ttls.plus_margin(ttls.ns)
            ),
            format!(
                "Wait {} for what {from} signed to leave caches, then add {to}’s DS: `multisigner plan go-secure`.",
                ttls.plus_margin(ttls.longest)
            ),
        ],
        cost: format!(
            "No resolver fails, but for about {} nothing is validated: forged answers are believed, and DANE, SSHFP and the like do not work.",
            span(dark)
        ),
        source: "RFC 6781 §4.3.5.2",
    }
}

/// In one go, with failures.
fn at_risk(from: &str, to: &str, ttls: &Ttls) -> Instead {
    Instead {
        id: "accept-risk",
        title: "Accept that some resolvers fail for a while",
        what: vec![
            format!(
                "Lower the TTL of the DNSKEY RRsets of {from} and {to} as far as they can be lowered, and wait {} for the old one to end.",
                ttls.plus_margin(ttls.dnskey)
            ),
            format!("Add {to}’s DS beside {from}’s and wait {}.", ttls.plus_margin(ttls.ds)),
            format!(
                "Name {to} in the NS RRset and the delegation; keep {from} answering, with its own keys, for {} more.",
                ttls.plus_margin(ttls.ns)
            ),
            format!("Remove {from}’s DS when what {from} signed has left caches."),
        ],
        cost: format!(
            "Resolvers that hold the DNSKEY RRset of the one reject what the other signs until it ends ({} as it is now), and again while both are \
             named. unbound, BIND and Knot Resolver mostly hide that by asking another server; PowerDNS Recursor answers SERVFAIL.",
            span(ttls.dnskey.into())
        ),
        source: "",
    }
}

/// It signs nothing itself.
fn presigned(label: &str, others: &str) -> Instead {
    Instead {
        id: "presigned",
        title: "Let it serve the zone without keys of its own",
        what: vec![
            format!(
                "Make {label} a secondary that takes the signed zone from {others} (presigned), or sign everywhere with the same private keys."
            ),
            format!(
                "It then serves a DNSKEY RRset and signatures that are not its own; to resolvers {label} and that signer are one."
            ),
        ],
        cost: format!(
            "It is no second signer: when the one that signs stops, {label}’s signatures run out too."
        ),
        source: "RFC 8901 §1",
    }
}

fn another(label: &str) -> Instead {
    Instead {
        id: "another-provider",
        title: "Take another provider",
        what: vec![format!(
            "Take one that publishes DNSKEY records of others in {label}’s place. `multisigner plan … --software NAME` says how it is done where that is known."
        )],
        cost: "A contract and its time.".into(),
        source: "RFC 8901 §9",
    }
}

fn unsigned(label: &str, ttls: &Ttls) -> Instead {
    Instead {
        id: "unsigned",
        title: "Do without DNSSEC",
        what: vec![
            "Remove every DS at the parent: `multisigner plan go-insecure`.".into(),
            format!(
                "Once no server of the parent shows it any more, wait {}, then name {label}.",
                ttls.plus_margin(ttls.ds)
            ),
        ],
        cost: "Nothing is validated for as long as both serve the zone.".into(),
        source: "RFC 6781 §4.3.5.2",
    }
}

fn without(label: &str) -> Instead {
    Instead {
        id: "remove-first",
        title: "Take it out of the group first",
        what: vec![
            format!(
                "`multisigner plan remove-provider --who {label}`: for that nobody has to import anything at {label}."
            ),
            "Then make the change with those that stay.".into(),
        ],
        cost: format!("The zone is served without {label} from then on."),
        source: "",
    }
}

fn around(label: &str, operation: Operation, ttls: &Ttls) -> Instead {
    Instead {
        id: "go-insecure",
        title: "Go insecure on purpose",
        what: vec![
            "Remove every DS at the parent: `multisigner plan go-insecure`.".into(),
            format!(
                "Once no server of the parent shows it any more, wait {}, and make the change ({}) everywhere.",
                ttls.plus_margin(ttls.ds),
                operation.id()
            ),
            format!(
                "Wait {}, then add the DS again: `multisigner plan go-secure`.",
                ttls.plus_margin(ttls.longest)
            ),
        ],
        cost: format!(
            "No resolver fails, but nothing is validated meanwhile; and afterwards {label} still lacks the keys of the others, so that the zone may not \
             become secure again with it."
        ),
        source: "RFC 6781 §4.3.5.2",
    }
}
