//! `multisigner probe ZONE`: asks every name server of the zone and of its parent directly.

use super::args::{ProbeArgs, ServerArg};
use super::transport::Server;
use super::{Failure, live, now, report_on};
use crate::check::outcome::Question as Judged;
use crate::dns::{Name, Rdata, child, dotted, rtype_name};
use crate::dnssec::backend::Native;
use crate::doh::answer::MEDIA_TYPE;
use crate::doh::query::Form;
use crate::doh::{Answer, Fault, Fetched, HttpMeta, LiveCheck, Resolver, Seen, Settings};
use crate::evidence::{Question, Role, Section, Source};
use domain::base::Rtype;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr as _;
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Questions under way at one time, over all servers.
const MOST_AT_ONCE: usize = 32;
/// Addresses asked per zone: no zone has more that matter.
const MOST_ADDRESSES: usize = 64;

/// Host names with their addresses.
type Hosts = BTreeMap<String, Vec<IpAddr>>;

pub(super) fn command(args: &ProbeArgs) -> Result<u8, Failure> {
    let typed = live::typed(&args.zone)?;
    let mut notes: Vec<String> = typed.remarks.iter().map(live::note).collect();
    let runtime = live::runtime()?;
    let found = runtime.block_on(probe(args, typed.name, &mut notes))?;
    let preface: String = notes.iter().map(|note| format!("{note}\n")).collect();
    let evidence = found.evidence(&notes);
    if let Some(path) = &args.evidence {
        if path.as_os_str() == "-" {
            std::io::stdout().lock().write_all(evidence.as_bytes())?;
            return Ok(super::HOLDS);
        }
        let written = std::fs::write(path, &evidence);
        written.map_err(|error| Failure::Evidence { path: path.clone(), error })?;
    }
    let question = Judged {
        sources: vec![Source { name: "probe".into(), role: Role::Auto, text: evidence }],
        zone: None,
        no_ds: false,
        unreached: None,
        at: args.at.unwrap_or_else(now),
        rrsets_per_mix: usize::MAX,
    };
    report_on(&question, &args.output, found.broken, &preface, Some(&found.live), |report| {
        let mut whose = String::new();
        for provider in &report.providers {
            let servers = provider.servers.iter().map(|server| match found.hosts.get(server) {
                Some(host) if host != server => format!("{host} ({server})"),
                _ => server.clone(),
            });
            let servers: Vec<String> = servers.collect();
            let _ = writeln!(whose, "{} is {}.", provider.label, servers.join(", "));
        }
        whose.push('\n');
        whose
    })
}

/// What every server said.
struct Found {
    zone: Name,
    /// In the order of the servers and the questions.
    said: Vec<(String, Question, Result<Answer, Fault>)>,
    /// The chain of trust does not hold above the zone.
    broken: bool,
    /// The chain, and what each server said, as data.
    live: Seen,
    /// The hosts of addresses that stand in the evidence by themselves.
    hosts: BTreeMap<String, String>,
}

impl Found {
    /// As text that `multisigner check` reads back.
    fn evidence(&self, notes: &[String]) -> String {
        let mut out = format!("; multisigner probe {}\n", dotted(&self.zone));
        for note in notes {
            let _ = writeln!(out, "; {}", one_line(note));
        }
        out.push('\n');
        let mut silent: Vec<&str> = Vec::new();
        for (server, question, said) in &self.said {
            match said {
                // Once says it.
                Err(_) if silent.contains(&server.as_str()) => {}
                Ok(answer) => out.push_str(&answer.text()),
                Err(fault) => {
                    silent.push(server);
                    let address = server.split('(').next().unwrap_or(server);
                    let (name, rtype) = (dotted(&question.name), rtype_name(question.rtype));
                    let _ = writeln!(out, "; {name} {rtype} at {server}");
                    let fault = one_line(&fault.to_string());
                    let _ = writeln!(out, ";; communications error to {address}: {fault}\n");
                }
            }
        }
        out
    }
}

/// Words of others must not begin a line of the evidence.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// How a host is called: without its final dot, in lower case.
fn host_name(name: &Name) -> String {
    let text = dotted(name).to_ascii_lowercase();
    text.strip_suffix('.').filter(|text| !text.is_empty()).unwrap_or(&text).to_owned()
}

async fn probe(args: &ProbeArgs, name: Name, notes: &mut Vec<String>) -> Result<Found, Failure> {
    let given = |list: &[ServerArg]| !list.is_empty() && list.iter().all(|server| server.addr.is_some());
    let complete = given(&args.servers) && given(&args.parent_servers) && args.resolver.is_none();
    let resolver = if complete { None } else { resolver(args) };
    let mut zone = name.clone();
    let mut broken = false;
    let at = args.at.unwrap_or_else(now);
    let mut seen = Seen::nothing(&name, at);
    let (mut hosts, mut parents) = (fixed(&args.servers), fixed(&args.parent_servers));
    match &resolver {
        None if !given(&args.servers) => return Err(Failure::NoResolver),
        None => {}
        Some(resolver) => {
            let mut check = LiveCheck::new(name, settings(args)?);
            drive(&mut check, resolver).await?;
            match (check.stop(), check.zone()) {
                (Some(stop), _) if !given(&args.servers) => return Err(stop.clone().into()),
                (Some(stop), _) => notes.push(live::note(stop)),
                (None, found) => {
                    zone = found.cloned().unwrap_or(zone);
                    notes.extend(check.remarks().iter().map(live::note));
                    let chain = pollster::block_on(check.chain(&Native, at));
                    // Whatever a cache holds: the servers themselves are asked below.
                    seen = Seen { coverage: None, sampling: None, ..check.seen(&chain, at, false) };
                    broken = live::broken(&chain);
                    let mut text = String::new();
                    let _ = live::write_chain(&chain, &mut text);
                    notes.extend(text.lines().map(str::to_string));
                }
            }
            if args.parent_servers.is_empty()
                && let Some(parent) = check.parent_zone()
            {
                let names = names(resolver, parent).await;
                parents = resolved(resolver, names).await;
            }
            if args.servers.is_empty() {
                let known = check.name_servers().iter().map(host_name).collect();
                hosts = resolved(resolver, known).await;
            }
            complete_addresses(resolver, &mut hosts).await;
            complete_addresses(resolver, &mut parents).await;
        }
    }
    if zone.is_root() {
        parents.clear();
    }
    let above = ask_all(args, &parents, &[question(&zone, Rtype::NS), question(&zone, Rtype::DS)]).await;
    // Servers that only the parent names are the zone's too: resolvers go there first.
    if args.servers.is_empty() {
        let mut named = Hosts::new();
        for answer in above.iter().filter_map(|(_, _, said)| said.as_ref().ok()) {
            glue(answer, &zone, &mut named);
        }
        for (host, addresses) in named {
            let known = hosts.entry(host).or_default();
            known.extend(
                addresses.iter().filter(|address| !known.contains(address)).copied().collect::<Vec<_>>(),
            );
        }
        if let Some(resolver) = &resolver {
            complete_addresses(resolver, &mut hosts).await;
        }
    }
    if hosts.values().all(Vec::is_empty) {
        return Err(Failure::NoServers { zone: dotted(&zone) });
    }
    for (host, _) in hosts.iter().filter(|(_, addresses)| addresses.is_empty()) {
        notes.push(live::note(format_args!("{host} has no address")));
    }
    let label = live::labels(1)?.pop().ok_or(Failure::Random)?;
    let nobody = child(&zone, label.as_bytes()).ok_or(Failure::Random)?;
    let mut questions: Vec<Question> = [Rtype::SOA, Rtype::NS, Rtype::DNSKEY, Rtype::CDS, Rtype::CDNSKEY]
        .map(|rtype| question(&zone, rtype))
        .into();
    questions.push(question(&nobody, Rtype::A));
    let own = ask_all(args, &hosts, &questions).await;
    notes.extend(faults(&own, &zone));
    notes.push(format!(
        "Asked {} of the zone and {} of its parent.",
        crate::check::words::count(addresses(&hosts), "name server address", "name server addresses"),
        addresses(&parents)
    ));
    let said: Vec<_> = above.into_iter().chain(own).collect();
    for (server, question, result) in &said {
        seen.add(server, question, result.as_ref());
    }
    seen.zone.get_or_insert_with(|| dotted(&zone));
    let named = |(host, list): (&String, &Vec<IpAddr>)| -> Vec<(String, String)> {
        list.iter().map(|address| (address.to_string(), host.clone())).collect()
    };
    let hosts = hosts.iter().flat_map(named).collect();
    Ok(Found { zone, said, broken, live: seen, hosts })
}

fn question(name: &Name, rtype: Rtype) -> Question {
    Question { name: name.clone(), rtype }
}

fn addresses(hosts: &Hosts) -> usize {
    hosts.values().map(Vec::len).sum()
}

fn settings(args: &ProbeArgs) -> Result<Settings, Failure> {
    Ok(Settings {
        resolvers: vec![Resolver { url: "the resolver".into(), provider: None }],
        anchors: live::anchors(args.anchor.as_deref())?,
        labels: Vec::new(),
        dnskey_tries: 1,
        padding: None,
    })
}

/// The live check, by plain DNS: the same questions to the same end.
async fn drive(check: &mut LiveCheck, resolver: &Server) -> Result<(), Failure> {
    let mut under_way = JoinSet::new();
    loop {
        for ask in check.next_asks() {
            let resolver = resolver.clone();
            under_way.spawn(async move { (ask.id, resolver.exchange(ask.wire).await) });
        }
        match under_way.join_next().await {
            Some(Ok((id, result))) => {
                let content_type = Some(MEDIA_TYPE.to_string());
                let meta = HttpMeta { status: 200, content_type, ..HttpMeta::default() };
                check.feed(id, result.map(|body| Fetched { meta, body }), now());
            }
            Some(Err(error)) => return Err(Failure::Network(error.to_string())),
            None => return Ok(()),
        }
    }
}

/// The resolver given, or the system's first (resolv.conf(5)).
fn resolver(args: &ProbeArgs) -> Option<Server> {
    let address = args.resolver.or_else(|| {
        let conf = std::fs::read_to_string("/etc/resolv.conf").ok()?;
        conf.lines().find_map(|line| {
            let mut words = line.split_ascii_whitespace();
            (words.next() == Some("nameserver")).then(|| words.next()?.parse().ok())?
        })
    })?;
    Some(Server::new("resolver", SocketAddr::new(address, args.port)))
}

fn fixed(list: &[ServerArg]) -> Hosts {
    let mut hosts = Hosts::new();
    for server in list {
        hosts.entry(server.host.clone()).or_default().extend(server.addr);
    }
    hosts
}

const RESOLVE: Form = Form { recursion: true, checking_disabled: true, padding: None };

/// The host names in a zone's NS RRset.
async fn names(resolver: &Server, zone: &Name) -> Vec<String> {
    match resolver.ask(&question(zone, Rtype::NS), RESOLVE).await {
        Ok(answer) => ns(&answer, zone, Section::Answer),
        Err(_) => Vec::new(),
    }
}

fn ns(answer: &Answer, zone: &Name, section: Section) -> Vec<String> {
    let records = answer.section(section).filter(|record| record.owner() == zone);
    records
        .filter_map(|record| match record.data() {
            Rdata::Ns(ns) => Some(host_name(ns.nsdname())),
            _ => None,
        })
        .collect()
}

/// The hosts in a referral, with the addresses that came along.
fn glue(answer: &Answer, zone: &Name, hosts: &mut Hosts) {
    for section in [Section::Answer, Section::Authority] {
        for host in ns(answer, zone, section) {
            hosts.entry(host).or_default();
        }
    }
    for record in answer.section(Section::Additional) {
        if let Some(known) = hosts.get_mut(&host_name(record.owner()))
            && let Some(address) = address(record.data())
            && !known.contains(&address)
        {
            known.push(address);
        }
    }
}

fn address(data: &Rdata) -> Option<IpAddr> {
    match data {
        Rdata::A(a) => Some(IpAddr::V4(a.addr())),
        Rdata::Aaaa(aaaa) => Some(IpAddr::V6(aaaa.addr())),
        _ => None,
    }
}

async fn resolved(resolver: &Server, names: Vec<String>) -> Hosts {
    let mut hosts: Hosts = names.into_iter().map(|name| (name.to_ascii_lowercase(), Vec::new())).collect();
    complete_addresses(resolver, &mut hosts).await;
    hosts
}

/// Looks up the addresses of the hosts that have none yet.
async fn complete_addresses(resolver: &Server, hosts: &mut Hosts) {
    let mut under_way = JoinSet::new();
    for (host, _) in hosts.iter().filter(|(_, addresses)| addresses.is_empty()) {
        let Ok(name) = Name::from_str(host) else { continue };
        for rtype in [Rtype::A, Rtype::AAAA] {
            let (resolver, host, asked) = (resolver.clone(), host.clone(), question(&name, rtype));
            under_way.spawn(async move { (host, resolver.ask(&asked, RESOLVE).await) });
        }
    }
    while let Some(done) = under_way.join_next().await {
        let Ok((host, Ok(answer))) = done else { continue };
        let found = answer.section(Section::Answer).filter_map(|record| address(record.data()));
        hosts.entry(host).or_default().extend(found);
    }
    for addresses in hosts.values_mut() {
        addresses.sort();
        addresses.dedup();
    }
}

/// Asks every address every question, in parallel; the answers come back in a fixed order.
async fn ask_all(
    args: &ProbeArgs,
    hosts: &Hosts,
    questions: &[Question],
) -> Vec<(String, Question, Result<Answer, Fault>)> {
    let places = Arc::new(Semaphore::new(MOST_AT_ONCE));
    let mut under_way = JoinSet::new();
    let all = hosts.iter().flat_map(|(host, list)| list.iter().map(move |address| (host, *address)));
    for (at, (host, address)) in all.take(MOST_ADDRESSES).enumerate() {
        // Two addresses are two servers that may differ, whatever they are called.
        let alone = hosts.get(host).is_some_and(|list| list.len() == 1);
        let shown = if alone { host.clone() } else { address.to_string() };
        let server = Server::new(&shown, SocketAddr::new(address, args.port));
        for (number, question) in questions.iter().enumerate() {
            let (places, server, question) = (places.clone(), server.clone(), question.clone());
            under_way.spawn(async move {
                let _place = places.acquire_owned().await;
                let said = server.ask(&question, Form::default()).await;
                ((at, number), (server.name.clone(), question, said))
            });
        }
    }
    let mut said = BTreeMap::new();
    while let Some(done) = under_way.join_next().await {
        if let Ok((place, answer)) = done {
            said.insert(place, answer);
        }
    }
    said.into_values().collect()
}

/// Servers that do not serve the zone, one line each.
fn faults(said: &[(String, Question, Result<Answer, Fault>)], zone: &Name) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (server, question, answer) in said {
        let why = match answer {
            Err(fault) => fault.to_string(),
            Ok(answer) => match answer.failure() {
                Some(fault) => format!("lame: {fault}"),
                None if !answer.authoritative => {
                    format!("lame: it does not know {} itself (no AA)", dotted(zone))
                }
                None => continue,
            },
        };
        let line = format!("No use: {server}: {} {why}.", rtype_name(question.rtype));
        let known = lines.iter().any(|known| known.starts_with(&format!("No use: {server}:")));
        if !known {
            lines.push(line);
        }
    }
    lines
}
