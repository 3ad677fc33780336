//! Who is asked, for how long, and what is made of it: the program against name servers and resolvers on loopback that mean no
//! good. No case takes longer than the time that it gives.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::common::world::{World, reply};
use bytes::Bytes;
use domain::base::iana::Rcode;
use domain::base::{Message, Rtype, ToName as _};
use multisigner::dns::{Name, Record};
use multisigner::evidence::Section;
use multisigner::share::link::{self, Live, Shared};
use rstest::rstest;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

const SCENARIO: &str = "001-model1-three";
const ZONE: &str = "lotu.multi.";
/// The corpus was recorded for this moment.
const AT: &str = "2026-11-25T12:00:00Z";
/// The time that is given where it will be used up, in seconds; and what a busy computer may add.
const SHORT: &str = "0.6";
const SLACK: Duration = Duration::from_secs(6);

/// How a server behaves; names a server has no answer to are met with SERVFAIL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum How {
    Answers,
    Silent,
    /// Whatever is asked, the answer is to another one.
    WrongId,
    /// By UDP everything is cut short, by TCP:
    CutShort(Tcp),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tcp {
    /// The answer comes octet by octet.
    Drips,
    /// Messages without end, none of them the answer.
    Floods,
    /// The same answer without end.
    Repeats,
    /// The connection is taken and left open.
    Mute,
    /// Cut short again.
    CutShort,
    /// The connection ends at once.
    Closes,
}

type Log = Arc<Mutex<Vec<(String, Rtype)>>>;

/// A server, and what it was asked.
struct Server {
    log: Log,
}

/// A port that is free at the addresses 127.0.N.*.
fn free_port() -> u16 {
    UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Listens by UDP and TCP.
fn serve(address: &str, port: u16, how: How, knows: Knows) -> Server {
    let at = SocketAddr::new(address.parse().unwrap(), port);
    let (udp, tcp) = (UdpSocket::bind(at).unwrap(), TcpListener::bind(at).unwrap());
    let log = Log::default();
    let knows = Arc::new(knows);
    let (log_udp, known) = (log.clone(), knows.clone());
    std::thread::spawn(move || {
        let mut octets = [0; 4_096];
        while let Ok((length, from)) = udp.recv_from(&mut octets) {
            let query = &octets[..length];
            let full = answer(query, &known, &log_udp);
            let said = match how {
                How::Answers if full.len() <= 1_232 => full,
                How::Answers | How::CutShort(_) => cut_short(query),
                How::Silent => continue,
                How::WrongId => other_id(full),
            };
            let _ = udp.send_to(&said, from);
        }
    });
    let log_tcp = log.clone();
    std::thread::spawn(move || {
        for stream in tcp.incoming().flatten() {
            let (knows, log) = (knows.clone(), log_tcp.clone());
            std::thread::spawn(move || by_tcp(stream, how, &knows, &log));
        }
    });
    Server { log }
}

fn by_tcp(mut stream: TcpStream, how: How, knows: &Knows, log: &Log) -> Option<()> {
    if how == How::CutShort(Tcp::Closes) {
        return None;
    }
    loop {
        let mut length = [0; 2];
        stream.read_exact(&mut length).ok()?;
        let mut query = vec![0; usize::from(u16::from_be_bytes(length))];
        stream.read_exact(&mut query).ok()?;
        let framed = |said: &[u8]| [&u16::try_from(said.len()).unwrap().to_be_bytes()[..], said].concat();
        match how {
            How::CutShort(Tcp::Drips) => {
                stream.write_all(&[0xff, 0xff]).ok()?;
                loop {
                    stream.write_all(&[0]).ok()?;
                    std::thread::sleep(Duration::from_millis(20));
                }
            }
            How::CutShort(Tcp::Floods) => {
                let said = framed(&other_id(answer(&query, knows, log)));
                loop {
                    stream.write_all(&said).ok()?;
                }
            }
            How::CutShort(Tcp::Repeats) => {
                let said = framed(&answer(&query, knows, log));
                loop {
                    stream.write_all(&said).ok()?;
                }
            }
            How::CutShort(Tcp::Mute) => continue,
            How::CutShort(Tcp::CutShort) => stream.write_all(&framed(&cut_short(&query))).ok()?,
            _ => stream.write_all(&framed(&answer(&query, knows, log))).ok()?,
        }
    }
}

/// A world, the zone in which it denies names, and whether it has authority.
struct Knows {
    world: World,
    zone: Vec<(Section, Record)>,
    authoritative: bool,
}

impl Knows {
    fn server(scenario: &str, provider: &str) -> Self {
        let zone = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus").join(scenario).join(provider);
        let zone = std::fs::read_to_string(zone.join("zone.signed")).unwrap_or_default();
        let zone = crate::common::world::records(Section::Answer, &zone);
        Self { world: World::server(scenario, provider), authoritative: provider != "parent", zone }
    }

    fn resolver(world: World) -> Self {
        Self { world, ..Self::server(SCENARIO, "A") }
    }

    fn nothing() -> Self {
        Self { world: World::default(), zone: Vec::new(), authoritative: true }
    }
}

fn is_below(name: &Name) -> bool {
    let zone = crate::common::world::name(ZONE);
    name.ends_with(&zone) && *name != zone
}

fn answer(query: &[u8], knows: &Knows, log: &Log) -> Vec<u8> {
    let asked = Message::from_octets(query).unwrap().sole_question().unwrap();
    let (name, rtype) = (asked.qname().to_name::<Bytes>().to_canonical_name::<Bytes>(), asked.qtype());
    log.lock().unwrap().push((name.to_string(), rtype));
    let known = knows.world.answers.get(&(name.to_string(), rtype.to_int())).and_then(|known| known.first());
    match known {
        Some((rcode, records)) => reply(query, knows.authoritative, *rcode, records),
        None if !knows.zone.is_empty() && rtype == Rtype::A && is_below(&name) => {
            let (rcode, records) = World::denial(&knows.zone, &name);
            reply(query, knows.authoritative, rcode, &records)
        }
        None => reply(query, false, Rcode::SERVFAIL, &[]),
    }
}

fn cut_short(query: &[u8]) -> Vec<u8> {
    let mut said = reply(query, true, Rcode::NOERROR, &[]);
    said[2] |= 2;
    said
}

fn other_id(mut said: Vec<u8>) -> Vec<u8> {
    said[0] ^= 0x55;
    said
}

fn program(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multisigner"));
    command.args(arguments);
    command
}

/// What was printed on both, the exit status and how long it took.
struct Ran {
    code: i32,
    said: String,
    took: Duration,
}

fn run(arguments: &[&str]) -> Ran {
    let begun = Instant::now();
    let Output { status, stdout, stderr } = program(arguments).output().unwrap();
    let said = String::from_utf8([stderr, stdout].concat()).unwrap();
    Ran { code: status.code().unwrap(), said, took: begun.elapsed() }
}

impl Ran {
    #[track_caller]
    fn is(self, code: i32, words: &[&str]) -> Self {
        let missing: Vec<_> = words.iter().filter(|words| !self.said.contains(**words)).collect();
        assert!(
            self.code == code && missing.is_empty(),
            "{} {missing:?} {:?}\n{}",
            self.code,
            self.took,
            self.said
        );
        self
    }
}

fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("multisigner-asking-{name}-{}", std::process::id()))
}

/// The scenario's three servers and its parent's at addresses of their own, given on the command line.
struct Given {
    port: String,
    arguments: Vec<String>,
}

fn given(net: u8, c: How) -> Given {
    let port = free_port();
    let mut arguments = Vec::new();
    for (number, (provider, how)) in
        [("A", How::Answers), ("B", How::Answers), ("C", c)].into_iter().enumerate()
    {
        let address = format!("127.0.{net}.{}", number + 1);
        serve(&address, port, how, Knows::server(SCENARIO, provider));
        arguments.extend(["--server".into(), format!("ns.{provider}.example={address}")]);
    }
    let parent = format!("127.0.{net}.9");
    serve(&parent, port, How::Answers, Knows::server(SCENARIO, "parent"));
    arguments.extend(["--parent-server".into(), format!("ns.multi={parent}")]);
    Given { port: port.to_string(), arguments }
}

impl Given {
    fn probe<'a>(&'a self, more: &[&'a str]) -> Vec<&'a str> {
        let mut all = vec!["probe", ZONE, "--at", AT, "--port", &self.port];
        all.extend(self.arguments.iter().map(String::as_str));
        all.extend(more);
        all
    }
}

#[test]
fn all_that_is_given_is_asked() {
    let given = given(1, How::Answers);
    let words = ["Asked 3 name server addresses of the zone and 1 of its parent."];
    let ran = run(&given.probe(&[])).is(0, &words);
    assert!(!ran.said.contains("special-use") && !ran.said.contains("Asking ended"), "{}", ran.said);
}

/// Whatever one server does, asking ends in time; what the others said is kept, and the exit status tells.
#[rstest]
#[case(2, How::Silent)]
#[case(3, How::WrongId)]
#[case(4, How::CutShort(Tcp::Drips))]
#[case(5, How::CutShort(Tcp::Floods))]
#[case(6, How::CutShort(Tcp::Mute))]
#[case(8, How::CutShort(Tcp::Closes))]
fn the_time_is_kept(#[case] net: u8, #[case] how: How) {
    let given = given(net, how);
    let evidence = scratch(&format!("time-{net}"));
    let path = evidence.to_str().unwrap();
    let server = format!("127.0.{net}.3#{}(ns.c.example)", given.port);
    let words = [
        "Asking ended after 0.6 s (--timeout); without an answer: ",
        &format!("{ZONE} DNSKEY at {server}"),
        "Asked 3 name server addresses of the zone and 1 of its parent.",
    ];
    let ran = run(&given.probe(&["--timeout", SHORT, "--evidence", path])).is(2, &words);
    assert!(ran.took < SLACK, "{:?}", ran.took);
    let kept = std::fs::read_to_string(&evidence).unwrap();
    assert_eq!(kept.matches("IN\tSOA\n").count().max(kept.matches(";; SERVER: ").count()), 14, "{kept}");
    assert!(kept.contains(&format!("; {ZONE} DNSKEY at {server}: no answer before asking ended")), "{kept}");
    let report = run(&given.probe(&["--timeout", SHORT, "--format", "json"])).is(2, &[]);
    let data: serde_json::Value =
        serde_json::from_str(&report.said[report.said.find("\n{").unwrap()..]).unwrap();
    assert!(data["live"]["ended"].as_str().unwrap().starts_with("ended after 0.6 s"), "{data}");
    std::fs::remove_file(evidence).unwrap();
}

/// What is cut short by TCP as well is no answer, and said.
#[test]
fn cut_short_whatever_the_transport() {
    let given = given(7, How::CutShort(Tcp::CutShort));
    run(&given.probe(&["--timeout", "20"]))
        .is(0, &["(ns.c.example): SOA the answer was cut short (TC), over a transport"]);
}

/// The same answer again and again is heard once or not at all.
#[test]
fn a_stream_without_end() {
    let given = given(9, How::CutShort(Tcp::Repeats));
    let ran = run(&given.probe(&["--timeout", SHORT]));
    assert!(ran.took < SLACK && matches!(ran.code, 0 | 2), "{:?} {}", ran.took, ran.said);
    ran.said.find("Asked 3 name server addresses of the zone and 1 of its parent.").unwrap();
}

/// A mix that fails is one, however early asking ends.
#[test]
fn what_fails_is_said_all_the_same() {
    let port = free_port();
    let own = |provider, address| {
        serve(address, port, How::Answers, Knows::server("006-missing-zsk-at-A", provider))
    };
    own("A", "127.0.10.1");
    own("B", "127.0.10.2");
    serve("127.0.10.3", port, How::Silent, Knows::nothing());
    own("parent", "127.0.10.9");
    let port = port.to_string();
    let servers =
        ["ns.a=127.0.10.1", "ns.b=127.0.10.2", "ns.c=127.0.10.3"].map(|server| ["--server", server]);
    let mut arguments = vec!["probe", "mivovo.multi", "--at", AT, "--port", &port, "--timeout", SHORT];
    arguments.extend(servers.as_flattened());
    arguments.extend(["--parent-server", "ns.multi=127.0.10.9"]);
    run(&arguments).is(1, &["Asking ended after 0.6 s"]);
}

/// What a server says of other zones beside its answers is set aside, and no question which zone is meant.
#[test]
fn other_zones_beside_the_answers() {
    let given = given(41, How::Silent);
    let stranger = crate::common::world::records(
        Section::Additional,
        "other.test. 60 SOA ns.other.test. h.other.test. 1 2 3 4 5\nother.test. 60 DNSKEY 257 3 13 AwEAAQ==\n",
    );
    let mut knows = Knows::server(SCENARIO, "C");
    for (_, records) in knows.world.answers.values_mut().flatten() {
        records.extend(stranger.iter().cloned());
    }
    serve("127.0.41.4", given.port.parse().unwrap(), How::Answers, knows);
    let evidence = scratch("beside");
    let file = evidence.to_str().unwrap().to_owned();
    let mut arguments = given.probe(&["--evidence", &file]);
    for argument in &mut arguments {
        if *argument == "ns.C.example=127.0.41.3" {
            *argument = "ns.C.example=127.0.41.4";
        }
    }
    let aside = ["other.test.", "it is outside lotu.multi."];
    run(&[&arguments[..], &["--format", "json"]].concat()).is(0, &aside);
    run(&["check", &file, "--at", AT, "--format", "json"]).is(0, &aside);
    std::fs::remove_file(evidence).unwrap();
}

fn interrupt(child: &Child) {
    let done = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(done.success());
}

/// Starts, and waits until the silent server has been asked for the keys.
fn started(net: u8) -> (Child, PathBuf) {
    let port = free_port();
    serve(&format!("127.0.{net}.1"), port, How::Answers, Knows::server(SCENARIO, "A"));
    let silent = serve(&format!("127.0.{net}.2"), port, How::Silent, Knows::server(SCENARIO, "B"));
    serve(&format!("127.0.{net}.9"), port, How::Answers, Knows::server(SCENARIO, "parent"));
    let (one, two, parent) =
        (format!("ns.a=127.0.{net}.1"), format!("ns.b=127.0.{net}.2"), format!("ns.multi=127.0.{net}.9"));
    let evidence = scratch(&format!("interrupted-{net}"));
    let port = port.to_string();
    let mut command =
        program(&["probe", ZONE, "--at", AT, "--port", &port, "--server", &one, "--server", &two]);
    command.args(["--parent-server", &parent, "--evidence", evidence.to_str().unwrap(), "--timeout", "300"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let begun = Instant::now();
    // All six questions, and by then those of the other server are answered.
    while silent.log.lock().unwrap().len() < 12 && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(10));
    }
    (child, evidence)
}

#[test]
fn an_interrupt_keeps_the_evidence() {
    let (child, evidence) = started(11);
    interrupt(&child);
    let begun = Instant::now();
    let Output { status, stdout, stderr } = child.wait_with_output().unwrap();
    let said = String::from_utf8([stderr, stdout].concat()).unwrap();
    assert_eq!(status.code(), Some(2), "{said}");
    assert!(begun.elapsed() < SLACK);
    assert!(said.contains("Nothing more is asked; what came is judged."), "{said}");
    assert!(said.contains("Asking interrupted (Ctrl-C); without an answer: "), "{said}");
    let kept = std::fs::read_to_string(&evidence).unwrap();
    assert_eq!(kept.matches(";; SERVER: 127.0.11.1#").count(), 6, "{kept}");
    std::fs::remove_file(evidence).unwrap();
}

/// A second interrupt ends at once, whatever is under way.
#[test]
fn a_second_interrupt_ends() {
    let evidence = scratch("interrupted-16");
    let _ = std::fs::remove_file(&evidence);
    assert!(Command::new("mkfifo").arg(&evidence).status().unwrap().success());
    // Nobody reads the pipe: writing waits.
    let (mut child, evidence) = started(16);
    interrupt(&child);
    let begun = Instant::now();
    let mut said = String::new();
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    while !said.contains("Ctrl-C again ends at once") {
        assert!(lines.read_line(&mut said).unwrap() > 0, "{said}");
    }
    interrupt(&child);
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(begun.elapsed() < SLACK);
    std::fs::remove_file(evidence).unwrap();
}

/// As a resolver has it: the hosts of the zone's NS RRset, with these addresses.
fn resolver(net: u8, port: u16, hosts: &[(&str, &str)]) -> Server {
    let mut world = World::corpus(SCENARIO);
    let text: String = hosts
        .iter()
        .map(|(host, address)| {
            let rtype = if address.contains(':') { "AAAA" } else { "A" };
            format!("{host} 300 IN {rtype} {address}\n")
        })
        .collect();
    for (section, record) in crate::common::world::records(Section::Answer, &text) {
        let (owner, rtype) = (record.owner().clone(), record.rtype());
        world.put(&owner, rtype, (Rcode::NOERROR, vec![(section, record)]));
    }
    serve(&format!("127.0.{net}.53"), port, How::Answers, Knows::resolver(world))
}

fn by_resolver<'a>(net: u8, port: &'a str, more: &[&'a str]) -> Vec<String> {
    let resolver = format!("127.0.{net}.53");
    let anchor = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/root.key");
    let mut all =
        vec!["probe", ZONE, "--at", AT, "--port", port, "--resolver", &resolver, "--anchor", anchor];
    all.extend(more);
    all.into_iter().map(str::to_string).collect()
}

fn words(arguments: &[String]) -> Vec<&str> {
    arguments.iter().map(String::as_str).collect()
}

const HOSTS: [&str; 3] = ["ns1.dune.multi.", "ns1.aster.multi.", "ns1.grove.multi."];

#[test]
fn an_ns_record_leads_nowhere_near_without_a_word() {
    let port = free_port();
    let near: Vec<Server> = (1..=3)
        .map(|number| serve(&format!("127.0.12.{number}"), port, How::Answers, Knows::server(SCENARIO, "A")))
        .collect();
    resolver(12, port, &[(HOSTS[0], "127.0.12.1"), (HOSTS[1], "127.0.12.2"), (HOSTS[2], "127.0.12.3")]);
    let port = port.to_string();
    let arguments = by_resolver(12, &port, &["--timeout", "20"]);
    let said = run(&words(&arguments)).is(
        2,
        &[
            "Not asked: 127.0.12.2 of ns1.aster.multi (loopback), 127.0.12.1 of ns1.dune.multi (loopback)",
            "Special-use addresses are asked with --private only.",
            "no name server of lotu.multi. is known that can be asked",
        ],
    );
    assert!(near.iter().all(|server| server.log.lock().unwrap().is_empty()), "{}", said.said);
    let arguments = by_resolver(12, &port, &["--timeout", "20", "--private"]);
    run(&words(&arguments)).is(
        0,
        &[
            "Special-use addresses, asked (--private): 127.0.12.2 of ns1.aster.multi (loopback)",
            "Asked 3 name server addresses of the zone and 0 of its parent.",
        ],
    );
    assert!(near.iter().all(|server| !server.log.lock().unwrap().is_empty()));
}

#[test]
fn every_kind_of_special_address_is_named() {
    let port = free_port();
    resolver(
        13,
        port,
        &[(HOSTS[0], "169.254.169.254"), (HOSTS[1], "::ffff:10.0.0.1"), (HOSTS[2], "2002:c0a8:101::1")],
    );
    let port = port.to_string();
    run(&words(&by_resolver(13, &port, &[]))).is(
        2,
        &[
            "169.254.169.254 of ns1.dune.multi (link-local)",
            "::ffff:10.0.0.1 of ns1.aster.multi (IPv4-mapped, private)",
            "2002:c0a8:101::1 of ns1.grove.multi (6to4 to 192.168.1.1, private)",
        ],
    );
}

/// Look-ups are bounded as addresses are, and the count said is the count asked.
#[test]
fn no_more_hosts_are_looked_up_than_are_asked() {
    let port = free_port();
    let hosts: Vec<(String, String)> = (0..200)
        .map(|number| (format!("x-{number:03}.multi."), format!("127.0.14.{}", number + 1)))
        .collect();
    let mut world = World::corpus(SCENARIO);
    let ns: String = hosts.iter().map(|(host, _)| format!("{ZONE} 300 IN NS {host}\n")).collect();
    let zone = crate::common::world::name(ZONE);
    let key = (zone.to_string(), Rtype::NS.to_int());
    let records: Vec<(Section, Record)> = crate::common::world::records(Section::Answer, &ns);
    world.answers.insert(key, vec![(Rcode::NOERROR, records)]);
    for (host, address) in &hosts {
        let records = crate::common::world::records(Section::Answer, &format!("{host} 300 IN A {address}"));
        world.put(&crate::common::world::name(host), Rtype::A, (Rcode::NOERROR, records));
    }
    for (_, address) in hosts.iter().take(64) {
        serve(address, port, How::Answers, Knows::server(SCENARIO, "A"));
    }
    let resolver = serve("127.0.14.253", port, How::Answers, Knows::resolver(world));
    let port = port.to_string();
    let anchor = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/root.key");
    let ran = run(&[
        "probe",
        ZONE,
        "--at",
        AT,
        "--port",
        &port,
        "--resolver",
        "127.0.14.253",
        "--anchor",
        anchor,
        "--private",
    ]);
    let ran = ran.is(
        0,
        &[
            "Not asked: 136 name servers past the first 64.",
            "Asked 64 name server addresses of the zone and 0 of its parent.",
        ],
    );
    assert!(ran.took < Duration::from_secs(30));
    let asked = resolver.log.lock().unwrap();
    let looked_up: std::collections::BTreeSet<&String> =
        asked.iter().filter(|(name, _)| name.starts_with("x-")).map(|(name, _)| name).collect();
    assert_eq!(looked_up.len(), 64);
}

/// A resolver that begins and then stalls: nothing is judged, and that is no success.
#[test]
fn a_resolver_that_stalls() {
    let port = free_port();
    serve("127.0.15.53", port, How::Silent, Knows::nothing());
    let port = port.to_string();
    let ran = run(&words(&by_resolver(15, &port, &["--timeout", SHORT])));
    assert!(ran.is(2, &["the resolver took half of the time"]).took < SLACK);
}

/// How an HTTP server answers.
#[derive(Clone, Debug)]
enum Web {
    Answers,
    /// With what is asked behind it.
    SendsOn(String),
    /// To another path of its own, once.
    Moves,
    Endless,
    Drips,
    Mute,
}

/// Listens for DNS over HTTP, and counts the requests.
fn web(how: Web) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind((IpAddr::V4(Ipv4Addr::LOCALHOST), 0)).unwrap();
    let (at, log) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(Vec::new())));
    let knows = Arc::new(Knows::resolver(World::corpus(SCENARIO)));
    let seen = log.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (how, knows, seen) = (how.clone(), knows.clone(), seen.clone());
            std::thread::spawn(move || by_http(stream, &how, &knows, &seen));
        }
    });
    (at, log)
}

fn by_http(stream: TcpStream, how: &Web, knows: &Knows, seen: &Mutex<Vec<String>>) -> Option<()> {
    let mut lines = BufReader::new(stream.try_clone().ok()?).lines();
    let mut stream = stream;
    loop {
        let first = lines.next()?.ok()?;
        while !lines.next()?.ok()?.is_empty() {}
        let path = first.split(' ').nth(1)?.to_string();
        seen.lock().unwrap().push(path.clone());
        let query = data_encoding::BASE64URL_NOPAD.decode(path.split("dns=").nth(1)?.as_bytes()).ok()?;
        let moved = |to: &str| format!("HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n");
        let head = "HTTP/1.1 200 OK\r\nContent-Type: application/dns-message\r\n";
        match how {
            Web::SendsOn(to) => stream.write_all(moved(&format!("{to}{path}")).as_bytes()).ok()?,
            Web::Moves if !path.contains("moved") => {
                stream.write_all(moved(&format!("/moved{path}")).as_bytes()).ok()?;
            }
            Web::Endless => {
                stream.write_all(format!("{head}Transfer-Encoding: chunked\r\n\r\n").as_bytes()).ok()?;
                loop {
                    stream.write_all(b"1000\r\n").ok()?;
                    stream.write_all(&[0; 0x1000]).ok()?;
                    stream.write_all(b"\r\n").ok()?;
                }
            }
            Web::Drips => {
                stream.write_all(format!("{head}Content-Length: 60000\r\n\r\n").as_bytes()).ok()?;
                loop {
                    stream.write_all(&[0]).ok()?;
                    std::thread::sleep(Duration::from_millis(20));
                }
            }
            Web::Mute => std::thread::park(),
            Web::Answers | Web::Moves => {
                let body = answer(&query, knows, &Log::default());
                stream.write_all(format!("{head}Content-Length: {}\r\n\r\n", body.len()).as_bytes()).ok()?;
                stream.write_all(&body).ok()?;
            }
        }
    }
}

fn doh(address: SocketAddr, timeout: &str) -> Ran {
    let (url, anchor) = (
        format!("http://{address}/dns-query"),
        concat!(env!("CARGO_MANIFEST_DIR"), "/tests/corpus/root.key"),
    );
    run(&[
        "check",
        ZONE,
        "--doh",
        &url,
        "--anchor",
        anchor,
        "--samples",
        "2",
        "--at",
        AT,
        "--timeout",
        timeout,
    ])
}

#[test]
fn a_redirect_leads_to_the_same_host_or_nowhere() {
    let (other, asked) = web(Web::Answers);
    for to in
        [format!("http://{other}"), format!("http://localhost:{}", other.port()), format!("https://{other}")]
    {
        let (at, _) = web(Web::SendsOn(to));
        doh(at, "20").is(2, &["it sends on to another address, which is not followed"]);
        assert!(asked.lock().unwrap().is_empty());
    }
    // In a circle, at the same host.
    let (at, log) = web(Web::SendsOn(String::new()));
    doh(at, "20").is(2, &["it sends on to another address"]);
    assert!(log.lock().unwrap().len() < 40);
    let (at, _) = web(Web::Moves);
    let moved = doh(at, "20");
    let (at, _) = web(Web::Answers);
    let straight = doh(at, "20");
    assert!(moved.said.contains("Chain: lotu.multi. proven"), "{}", moved.said);
    assert_eq!(moved.code, straight.code);
}

#[rstest]
#[case(Web::Drips)]
#[case(Web::Mute)]
fn the_time_is_kept_by_https_too(#[case] how: Web) {
    let (at, _) = web(how);
    let ran = doh(at, SHORT)
        .is(2, &["asking ended after 0.6 s (--timeout): it was not known yet which zone lotu.multi. is in"]);
    assert!(ran.took < SLACK, "{:?}", ran.took);
}

#[test]
fn a_body_without_end_is_left() {
    let (at, _) = web(Web::Endless);
    let ran = doh(at, "20").is(2, &["a DNS message has at most 65,535"]);
    assert!(ran.took < SLACK, "{:?}", ran.took);
}

/// Following a link is not consent to ask.
#[test]
fn a_link_asks_nobody_by_itself() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let resolver = format!("https://{}/dns-query", listener.local_addr().unwrap());
    let live = Live { domain: "lotu.multi".into(), resolvers: vec![resolver.clone()] };
    let link = link::encode(&Shared::Live(live)).unwrap();
    run(&["check", &link]).is(2, &["it asks about lotu.multi at ", &resolver, "nobody was asked", "--ask"]);
    assert!(listener.accept().is_err());
    // A link leads nowhere near, not even when the person asks.
    run(&["check", &link, "--ask"])
        .is(2, &["127.0.0.1, a special-use address (loopback)", "nobody was asked"]);
    let port = listener.local_addr().unwrap().port();
    let live = Live { domain: "lotu.multi".into(), resolvers: vec![format!("https://localhost:{port}/")] };
    let link = link::encode(&Shared::Live(live)).unwrap();
    run(&["check", &link, "--ask", "--timeout", "20"]).is(2, &["special-use addresses only"]);
    assert!(listener.accept().is_err());
    run(&["check", "tests/links/rsa.link", "--ask"]).is(2, &["--ask goes with a live link"]);
    run(&["check", "README.md", "--ask"]).is(2, &["--ask goes with a live link"]);
}
