//! The name servers of a zone, host by host: who is known, and who is asked.

use super::args::{ProbeArgs, ServerArg};
use super::drive::some;
use super::transport::Server;
use super::{live, special};
use crate::check::words::count;
use crate::dns::{Name, Rdata, dotted};
use crate::doh::{Answer, Fault};
use crate::evidence::Section;
use domain::base::Rtype;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::str::FromStr as _;
use tokio::task::JoinSet;

/// How a host is called: without its final dot, in lower case.
pub(super) fn host_name(name: &Name) -> String {
    let text = dotted(name).to_ascii_lowercase();
    text.strip_suffix('.').filter(|text| !text.is_empty()).unwrap_or(&text).to_owned()
}

/// Hosts that are looked up, and addresses that are asked, per zone: no zone has more that matter.
const MOST_HOSTS: usize = 64;
const MOST_ADDRESSES: usize = 64;

/// Host names with their addresses.
#[derive(Default)]
pub(super) struct Hosts {
    hosts: BTreeMap<String, Vec<IpAddr>>,
    /// These the person gave: whatever they are, they are asked.
    given: BTreeSet<IpAddr>,
    /// What became of the look-ups: the fault, where there was one.
    looked_up: BTreeMap<String, Option<Fault>>,
    /// Hosts past [`MOST_HOSTS`].
    past: BTreeSet<String>,
}

impl Hosts {
    pub(super) fn given(list: &[ServerArg]) -> Self {
        let mut hosts = Self::default();
        for server in list {
            hosts.hosts.entry(server.host.clone()).or_default().extend(server.addr);
            hosts.given.extend(server.addr);
        }
        hosts
    }

    pub(super) fn add(&mut self, names: impl IntoIterator<Item = String>) {
        for name in names {
            self.host(&name.to_ascii_lowercase());
        }
    }

    /// The host's addresses, if there is room for the host.
    fn host(&mut self, name: &str) -> Option<&mut Vec<IpAddr>> {
        if !self.hosts.contains_key(name) {
            if self.hosts.len() >= MOST_HOSTS {
                self.past.insert(name.to_string());
                return None;
            }
            self.hosts.insert(name.to_string(), Vec::new());
        }
        self.hosts.get_mut(name)
    }

    /// The hosts in a referral, with the addresses that came along.
    pub(super) fn add_referral(&mut self, answer: &Answer, zone: &Name) {
        for section in [Section::Answer, Section::Authority] {
            self.add(ns(answer, zone, section));
        }
        for record in answer.section(Section::Additional) {
            if let Some(known) = self.hosts.get_mut(&host_name(record.owner()))
                && let Some(address) = address(record.data())
                && !known.contains(&address)
            {
                known.push(address);
            }
        }
    }

    /// Looks up the addresses of the hosts that have none yet, once. What has come stays when it is broken off.
    pub(super) async fn complete(&mut self, resolver: &Server) {
        let mut under_way = JoinSet::new();
        let open = |(host, addresses): &(&String, &Vec<IpAddr>)| {
            addresses.is_empty() && !self.looked_up.contains_key(*host)
        };
        for (host, _) in self.hosts.iter().filter(open) {
            let Ok(name) = Name::from_str(host) else { continue };
            for rtype in [Rtype::A, Rtype::AAAA] {
                let (resolver, host, name) = (resolver.clone(), host.clone(), name.clone());
                under_way.spawn(async move { (host, resolver.resolve(name, rtype).await) });
            }
        }
        while let Some(done) = under_way.join_next().await {
            let Ok((host, answer)) = done else { continue };
            match answer {
                Ok(answer) => {
                    let records = answer.section(Section::Answer);
                    let addresses = self.hosts.entry(host.clone()).or_default();
                    addresses.extend(records.filter_map(|record| address(record.data())));
                    addresses.sort();
                    addresses.dedup();
                    self.looked_up.entry(host).or_default();
                }
                Err(fault) => {
                    self.looked_up.insert(host, Some(fault));
                }
            }
        }
    }

    /// The addresses to ask, by host. Who is not asked, or is near by, is said.
    pub(super) fn whom_to_ask(&self, args: &ProbeArgs, notes: &mut Vec<String>) -> Vec<(String, IpAddr)> {
        let mut without: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (host, _) in self.hosts.iter().filter(|(_, addresses)| addresses.is_empty()) {
            let why = match self.looked_up.get(host) {
                Some(None) => "there is none".to_string(),
                Some(Some(fault)) => fault.to_string(),
                None => "not looked up in time".into(),
            };
            without.entry(why).or_default().push(host.clone());
        }
        for (why, hosts) in without {
            notes.push(live::note(format_args!("no address of {} is known: {why}", some(&hosts))));
        }
        let mut all: Vec<(usize, &String, IpAddr)> = Vec::new();
        let (mut special, mut kinds) = (Vec::new(), BTreeSet::new());
        for (host, addresses) in &self.hosts {
            for (number, address) in addresses.iter().enumerate() {
                let kind = special::kind(*address).filter(|_| !self.given.contains(address));
                if let Some(kind) = &kind {
                    special.push(format!("{address} of {host} ({kind})"));
                    kinds.insert(kind.clone());
                }
                if kind.is_none() || args.private {
                    all.push((number, host, *address));
                }
            }
        }
        if !special.is_empty() {
            let list = some(&special);
            notes.push(match args.private {
                true => format!("Special-use addresses, asked (--private): {list}."),
                false => format!("Not asked: {list}. Special-use addresses are asked with --private only."),
            });
        }
        if !self.past.is_empty() {
            notes.push(format!(
                "Not asked: {} past the first {MOST_HOSTS}.",
                count(self.past.len(), "name server", "name servers")
            ));
        }
        // Each host's first address before anybody's second.
        all.sort();
        if all.len() > MOST_ADDRESSES {
            let more = count(all.len() - MOST_ADDRESSES, "address", "addresses");
            notes.push(format!("Not asked: {more} past the first {MOST_ADDRESSES}."));
            all.truncate(MOST_ADDRESSES);
        }
        let mut servers: Vec<(String, IpAddr)> =
            all.into_iter().map(|(_, host, address)| (host.clone(), address)).collect();
        servers.sort();
        servers
    }
}

/// The host names in the zone's NS records in a section.
pub(super) fn ns(answer: &Answer, zone: &Name, section: Section) -> Vec<String> {
    let records = answer.section(section).filter(|record| record.owner() == zone);
    records
        .filter_map(|record| match record.data() {
            Rdata::Ns(ns) => Some(host_name(ns.nsdname())),
            _ => None,
        })
        .collect()
}

fn address(data: &Rdata) -> Option<IpAddr> {
    match data {
        Rdata::A(a) => Some(IpAddr::V4(a.addr())),
        Rdata::Aaaa(aaaa) => Some(IpAddr::V6(aaaa.addr())),
        _ => None,
    }
}
