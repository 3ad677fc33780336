//! Name servers beside the records they serve: their host names and addresses, and how they answered.

use super::attribute::Owner;
use super::{ProviderView, operators};
use crate::dns::{Name, Rdata};
use crate::evidence::{Observation, Reading, Section};
use domain::base::Rtype;
use domain::base::iana::Rcode;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

/// How one server answered the questions put to it.
#[derive(Clone, Debug, Default)]
pub struct Server {
    /// Host name or address, as the text has it: in lower case, without final dot.
    pub name: String,
    /// The RCODE with which it declined a question about the zone, other than for RRSIG or ANY.
    pub declined: Option<Rcode>,
    /// Every answer with flags that was seen came without AA.
    pub never_authoritative: bool,
    /// How it declined the questions for RRSIG or ANY: the RCODE, or NOERROR for the HINFO of RFC 8482.
    pub minimal: Option<Rcode>,
    /// It gave no answer to some question.
    pub silent: bool,
    /// No TCP connection could be made.
    pub no_tcp: bool,
    /// The largest answer that came over UDP, in octets.
    pub largest_udp: Option<u32>,
    /// It sent a truncated answer.
    pub truncated: bool,
}

/// At most so many servers are kept.
const MOST_SERVERS: usize = 256;

#[derive(Debug, Default)]
pub(super) struct Servers {
    servers: BTreeMap<String, Server>,
    authoritative: BTreeSet<String>,
    addresses: BTreeMap<Name, BTreeSet<IpAddr>>,
    glue: BTreeMap<Name, BTreeSet<IpAddr>>,
}

/// What reading said of servers, and where hosts are.
#[derive(Clone, Debug, Default)]
pub struct ServersSeen {
    pub servers: Vec<Server>,
    /// Addresses of hosts, from whatever answer.
    pub addresses: BTreeMap<Name, BTreeSet<IpAddr>>,
    /// Addresses of hosts in the parent's data.
    pub glue: BTreeMap<Name, BTreeSet<IpAddr>>,
}

impl Servers {
    pub(super) fn take(&mut self, observation: &Observation, owner: &Owner, zone: &Name) {
        let parents = *owner == Owner::Parent;
        for seen in &observation.records {
            let address = match seen.record.data() {
                Rdata::A(a) => IpAddr::V4(a.addr()),
                Rdata::Aaaa(aaaa) => IpAddr::V6(aaaa.addr()),
                _ => continue,
            };
            if seen.section != Section::Additional && !parents {
                continue;
            }
            let hosts = if parents { &mut self.glue } else { &mut self.addresses };
            if hosts.len() < MOST_SERVERS || hosts.contains_key(seen.record.owner()) {
                hosts.entry(seen.record.owner().clone()).or_default().insert(address);
            }
        }
        let Some(name) = observation.server.as_ref().filter(|_| !parents) else { return };
        let Some(server) = self.server(name) else { return };
        if observation.udp {
            server.largest_udp = server.largest_udp.max(observation.size);
        }
        server.truncated |= observation.truncated;
        let Some(asked) = observation.question.as_ref().filter(|asked| asked.name.ends_with(zone)) else {
            return;
        };
        let declines = observation
            .rcode
            .filter(|rcode| [Rcode::REFUSED, Rcode::SERVFAIL, Rcode::NOTAUTH, Rcode::NOTIMP].contains(rcode));
        let authoritative = observation.authoritative;
        if matches!(asked.rtype, Rtype::RRSIG | Rtype::ANY) {
            let hinfo = |seen: &crate::evidence::Seen| seen.record.rtype() == Rtype::HINFO;
            server.minimal =
                declines.or_else(|| observation.records.iter().any(hinfo).then_some(Rcode::NOERROR));
        } else if declines.is_some() {
            server.declined = declines;
        } else if asked.rtype != Rtype::DS {
            // The parent's servers may be the zone's as well, and say nothing of the DS with AA.
            server.never_authoritative |= authoritative == Some(false);
            if authoritative == Some(true) {
                self.authoritative.insert(name.clone());
            }
        }
    }

    fn server(&mut self, name: &str) -> Option<&mut Server> {
        if self.servers.len() >= MOST_SERVERS && !self.servers.contains_key(name) {
            return None;
        }
        Some(
            self.servers
                .entry(name.to_string())
                .or_insert_with(|| Server { name: name.to_string(), ..Server::default() }),
        )
    }

    pub(super) fn finish(mut self, readings: &[Reading]) -> ServersSeen {
        for silent in readings.iter().flat_map(|reading| &reading.silent) {
            if let Some(server) = self.server(&silent.server) {
                server.no_tcp |= silent.tcp;
                server.silent |= !silent.tcp;
            }
        }
        let authoritative = self.authoritative;
        let servers = self.servers.into_values().map(|server| Server {
            never_authoritative: server.never_authoritative && !authoritative.contains(&server.name),
            ..server
        });
        ServersSeen { servers: servers.collect(), addresses: self.addresses, glue: self.glue }
    }
}

impl ServersSeen {
    /// Whether a name server host is the server of this name or address.
    pub fn is(&self, host: &Name, server: &str) -> bool {
        plain(host) == server
            || server.parse::<IpAddr>().is_ok_and(|address| {
                [&self.addresses, &self.glue]
                    .iter()
                    .any(|known| known.get(host).is_some_and(|list| list.contains(&address)))
            })
    }

    /// The provider that a name server host belongs to: by its servers, else by who runs them.
    pub fn provider_of(&self, host: &Name, providers: &[ProviderView]) -> Option<usize> {
        let any = |view: &ProviderView, such: &dyn Fn(&str) -> bool| {
            view.servers.iter().take(MOST_SERVERS).any(|server| such(server))
        };
        let serves = |view: &ProviderView| any(view, &|server| self.is(host, server));
        let same = |server: &str| {
            server.parse::<IpAddr>().is_err()
                && server.parse::<Name>().is_ok_and(|other| operators::same(host, &other))
        };
        providers.iter().position(serves).or_else(|| {
            let mut owners = providers.iter().enumerate().filter(|(_, view)| any(view, &same));
            // Hosts of one operator that serve for two providers here tell nothing.
            owners.next().filter(|_| owners.next().is_none()).map(|(at, _)| at)
        })
    }
}

/// In lower case, without the final dot.
fn plain(host: &Name) -> String {
    host.to_string().to_ascii_lowercase()
}
