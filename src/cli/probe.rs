//! `multisigner probe ZONE`: asks every name server of the zone and of its parent directly.

use super::args::{ProbeArgs, ServerArg};
use super::clock::now;
use super::drive::{drive, some, unanswered};
use super::failure::Failure;
use super::hosts::{Hosts, host_name, ns};
use super::limit::Limit;
use super::live;
use super::report::{Live, report_on};
use super::status::{HOLDS, UNUSABLE};
use super::transport::Server;
use crate::check::outcome::Question as Judged;
use crate::dns::{Name, child, dotted, rtype_name};
use crate::dnssec::backend::Native;
use crate::doh::answer::MEDIA_TYPE;
use crate::doh::query::Form;
use crate::doh::{Answer, Ask, Fault, FetchFault, Fetched, HttpMeta, LiveCheck, Resolver, Seen, Settings};
use crate::evidence::{Question, Role, Section, Source};
use crate::visible::{Lines, shown};
use domain::base::Rtype;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

/// Questions under way at one time, over all servers.
const MOST_AT_ONCE: usize = 32;

pub(super) fn command(args: &ProbeArgs) -> Result<u8, Failure> {
    let typed = live::typed(&args.zone)?;
    let mut notes: Vec<String> = typed.remarks.iter().map(live::note).collect();
    // Lives until all is judged: it hears a second Ctrl-C.
    let runtime = live::runtime()?;
    let found = runtime.block_on(async {
        let limit = Limit::start(args.timeout);
        let found = probe(args, &limit, typed.name, &mut notes).await;
        limit.all_asked();
        found
    })?;
    let preface: String = notes.iter().map(|note| format!("{}\n", shown(note))).collect();
    let evidence = found.evidence(&notes);
    if let Some(path) = &args.evidence {
        if path.as_os_str() == "-" {
            std::io::stdout().lock().write_all(evidence.as_bytes())?;
            return Ok(if found.live.cut_short { UNUSABLE } else { HOLDS });
        }
        let written = std::fs::write(path, &evidence);
        written.map_err(|error| Failure::Evidence { path: path.clone(), error })?;
    }
    let question = Judged {
        sources: vec![Source { name: "probe".into(), role: Role::Auto, text: evidence }],
        // Servers may speak of other zones too.
        zone: Some(dotted(&found.zone)),
        no_ds: false,
        unreached: None,
        at: args.at.unwrap_or_else(now),
        rrsets_per_mix: usize::MAX,
    };
    report_on(&question, &args.output, &preface, Some(&found.live), |report| {
        let mut whose = Lines::default();
        for provider in &report.providers {
            let servers = provider.servers.iter().map(|server| match found.hosts.get(server) {
                Some(host) if host != server => format!("{host} ({server})"),
                _ => server.clone(),
            });
            let servers: Vec<String> = servers.collect();
            let _ = writeln!(whose, "{} is {}.", provider.label, servers.join(", "));
        }
        let _ = writeln!(whose);
        whose.into()
    })
}

/// What every server said.
struct Found {
    zone: Name,
    /// In the order of the servers and the questions.
    said: Vec<Said>,
    /// The chain, and what each server said, as data.
    live: Live,
    /// The hosts of addresses that stand in the evidence by themselves.
    hosts: BTreeMap<String, String>,
}

impl Found {
    /// As text that `multisigner check` reads back.
    fn evidence(&self, notes: &[String]) -> String {
        let mut out = format!("; multisigner probe {}\n", dotted(&self.zone));
        for note in notes {
            // What others say in it stays in its line.
            let _ = writeln!(out, "; {}", shown(note));
        }
        out.push('\n');
        let mut silent: Vec<&str> = Vec::new();
        for (server, question, said) in &self.said {
            match said {
                // That asking ended says nothing about the server.
                Err(fault) if is_stopped(fault) => {
                    let (name, rtype) = (dotted(&question.name), rtype_name(question.rtype));
                    let _ = writeln!(out, "; {name} {rtype} at {server}: no answer before asking ended\n");
                }
                // Once says it.
                Err(_) if silent.contains(&server.as_str()) => {}
                Ok(answer) => out.push_str(&answer.text()),
                Err(fault) => {
                    silent.push(server);
                    let address = server.split('(').next().unwrap_or(server);
                    let (name, rtype) = (dotted(&question.name), rtype_name(question.rtype));
                    let _ = writeln!(out, "; {name} {rtype} at {server}");
                    let _ = writeln!(
                        out,
                        ";; communications error to {address}: {}\n",
                        shown(&fault.to_string())
                    );
                }
            }
        }
        out
    }
}

async fn probe(
    args: &ProbeArgs,
    limit: &Limit,
    name: Name,
    notes: &mut Vec<String>,
) -> Result<Found, Failure> {
    let given = |list: &[ServerArg]| !list.is_empty() && list.iter().all(|server| server.addr.is_some());
    let complete = given(&args.servers) && given(&args.parent_servers) && args.resolver.is_none();
    let resolver = if complete { None } else { resolver(args) };
    let mut zone = name.clone();
    let mut broken = false;
    // The resolver did not tell in time whom to ask.
    let mut late = false;
    let at = args.at.unwrap_or_else(now);
    let mut seen = Seen::nothing(&name, at);
    let (mut hosts, mut parents) = (Hosts::given(&args.servers), Hosts::given(&args.parent_servers));
    match &resolver {
        None if !given(&args.servers) => return Err(Failure::NoResolver),
        None => {}
        Some(resolver) => {
            let mut check = LiveCheck::new(name, settings(args)?);
            match limit.within_half(drive(&mut check, |ask| by(resolver.clone(), ask))).await {
                Some(done) => done?,
                None => {
                    check.cancel();
                    late = !(given(&args.servers) && given(&args.parent_servers));
                    let (questions, _) = unanswered(&check);
                    notes.push(live::note(format_args!(
                        "the resolver did not answer in time: {}",
                        some(&questions)
                    )));
                }
            }
            match (check.stop(), check.zone()) {
                (Some(stop), _) if !given(&args.servers) => return Err(stop.clone().into()),
                (Some(stop), _) => notes.push(live::note(stop)),
                (None, None) if !given(&args.servers) => {
                    let zone = dotted(&zone);
                    return Err(match limit.ended() {
                        Some(why) => Failure::Early {
                            why,
                            what: format!("it was not known yet which servers {zone} has"),
                        },
                        None => Failure::SlowResolver { zone },
                    });
                }
                (None, found) => {
                    zone = found.cloned().unwrap_or(zone);
                    notes.extend(check.remarks().iter().map(live::note));
                    let chain = pollster::block_on(check.chain(&Native, at));
                    // Whatever a cache holds: the servers themselves are asked below.
                    seen = Seen { coverage: None, sampling: None, ..check.seen(&chain, at, false) };
                    broken = live::broken(&chain);
                    let mut text = Lines::default();
                    let _ = live::write_chain(&chain, &mut text);
                    notes.extend(String::from(text).lines().map(str::to_string));
                }
            }
            if args.parent_servers.is_empty()
                && let Some(parent) = check.parent_zone()
            {
                parents.add(limit.within_half(names(resolver, parent)).await.unwrap_or_default());
            }
            if args.servers.is_empty() {
                hosts.add(check.name_servers().iter().map(host_name));
            }
            late |= limit.within_half(hosts.complete(resolver)).await.is_none();
            late |= limit.within_half(parents.complete(resolver)).await.is_none();
        }
    }
    if zone.is_root() {
        parents = Hosts::default();
    }
    let parents = parents.whom_to_ask(args, notes);
    let above =
        ask_all(args, limit, &parents, &[question(&zone, Rtype::NS), question(&zone, Rtype::DS)]).await;
    // Servers that only the parent names are the zone's too: resolvers go there first.
    if args.servers.is_empty() {
        for answer in above.said.iter().filter_map(|(_, _, said)| said.as_ref().ok()) {
            hosts.add_referral(answer, &zone);
        }
        if let Some(resolver) = &resolver {
            limit.within(hosts.complete(resolver)).await;
        }
    }
    let servers = hosts.whom_to_ask(args, notes);
    if servers.is_empty() {
        return Err(match limit.ended() {
            Some(why) => Failure::Early {
                why,
                what: format!("no address of a name server of {} was known yet", dotted(&zone)),
            },
            None => Failure::NoServers { zone: dotted(&zone), notes: notes.join("\n") },
        });
    }
    let label = live::labels(1)?.pop().ok_or(Failure::Random)?;
    let nobody = child(&zone, label.as_bytes()).ok_or(Failure::Random)?;
    let mut questions: Vec<Question> = [Rtype::SOA, Rtype::NS, Rtype::DNSKEY, Rtype::CDS, Rtype::CDNSKEY]
        .map(|rtype| question(&zone, rtype))
        .into();
    questions.push(question(&nobody, Rtype::A));
    let own = ask_all(args, limit, &servers, &questions).await;
    notes.extend(faults(&own.said, &zone));
    notes.push(format!(
        "Asked {} of the zone and {} of its parent.",
        crate::check::words::count(own.addresses, "name server address", "name server addresses"),
        above.addresses
    ));
    let said: Vec<Said> = above.said.into_iter().chain(own.said).collect();
    let without: Vec<&Said> =
        said.iter().filter(|(_, _, said)| said.as_ref().is_err_and(is_stopped)).collect();
    let ended = limit.ended().filter(|_| !without.is_empty()).map(|why| {
        let of = |(server, question, _): &&Said| {
            format!("{} {} at {server}", dotted(&question.name), rtype_name(question.rtype))
        };
        format!("{why}; without an answer: {}", some(&without.iter().map(of).collect::<Vec<_>>()))
    });
    if let Some(ended) = &ended {
        notes.insert(0, format!("Asking {ended}."));
    }
    // CDS and CDNSKEY are judged beside the mixes.
    let cut_short =
        late || without.iter().any(|(_, asked, _)| !matches!(asked.rtype, Rtype::CDS | Rtype::CDNSKEY));
    seen.ended = ended.or_else(|| late.then(|| "the resolver did not answer in time".into()));
    for (server, question, result) in &said {
        seen.add(server, question, result.as_ref());
    }
    seen.zone.get_or_insert_with(|| dotted(&zone));
    let hosts = servers.iter().map(|(host, address)| (address.to_string(), host.clone())).collect();
    Ok(Found { zone, said, live: Live { broken, cut_short, seen }, hosts })
}

fn question(name: &Name, rtype: Rtype) -> Question {
    Question { name: name.clone(), rtype }
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

/// One question of the live check, by plain DNS.
async fn by(resolver: Server, ask: Ask) -> Result<Fetched, FetchFault> {
    let body = resolver.exchange(ask.wire).await?;
    let meta = HttpMeta { status: 200, content_type: Some(MEDIA_TYPE.to_string()), ..HttpMeta::default() };
    Ok(Fetched { meta, body })
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

/// The host names in a zone's NS RRset.
async fn names(resolver: &Server, zone: &Name) -> Vec<String> {
    match resolver.resolve(zone.clone(), Rtype::NS).await {
        Ok(answer) => ns(&answer, zone, Section::Answer),
        Err(_) => Vec::new(),
    }
}

/// A question to a server, as the evidence calls it, and what came of it.
type Said = (String, Question, Result<Answer, Fault>);

/// What all servers said, in the order of the servers and the questions.
struct AllSaid {
    said: Vec<Said>,
    /// How many addresses were really asked something.
    addresses: usize,
}

/// Asks every address every question, in parallel. What is not answered when asking ends counts as stopped.
async fn ask_all(
    args: &ProbeArgs,
    limit: &Limit,
    servers: &[(String, IpAddr)],
    questions: &[Question],
) -> AllSaid {
    let places = Arc::new(Semaphore::new(MOST_AT_ONCE));
    let begun: Arc<Vec<AtomicBool>> = Arc::new(servers.iter().map(|_| AtomicBool::new(false)).collect());
    let mut under_way = JoinSet::new();
    let mut said: Vec<Said> = Vec::new();
    for (at, (host, address)) in servers.iter().enumerate() {
        // Two addresses are two servers that may differ, whatever they are called.
        let alone = servers.iter().filter(|(other, _)| other == host).count() == 1;
        let shown = if alone { host.clone() } else { address.to_string() };
        let server = Server::new(&shown, SocketAddr::new(*address, args.port));
        for question in questions {
            let place = said.len();
            said.push((server.name.clone(), question.clone(), Err(FetchFault::Cancelled.into())));
            let (places, server, question, begun) =
                (places.clone(), server.clone(), question.clone(), begun.clone());
            under_way.spawn(async move {
                let _place = places.acquire_owned().await;
                if let Some(begun) = begun.get(at) {
                    begun.store(true, Ordering::Relaxed);
                }
                (place, server.ask(&question, Form::default()).await)
            });
        }
    }
    while let Some(Some(done)) = limit.within(under_way.join_next()).await {
        if let Ok((place, answer)) = done
            && let Some((_, _, said)) = said.get_mut(place)
        {
            *said = answer;
        }
    }
    let addresses = begun.iter().filter(|begun| begun.load(Ordering::Relaxed)).count();
    AllSaid { said, addresses }
}

/// Asking ended before the answer came.
fn is_stopped(fault: &Fault) -> bool {
    matches!(fault, Fault::Fetch(FetchFault::Cancelled))
}

/// Servers that do not serve the zone, one line each.
fn faults(said: &[Said], zone: &Name) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (server, question, answer) in said {
        let why = match answer {
            Err(fault) if is_stopped(fault) => continue,
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
