//! The computed sizes of responses against what `dig` received from BIND, Knot, NSD and PowerDNS.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

use crate::common::{ask, question, scenario, source};
use multisigner::check::facts::Facts;
use multisigner::check::sizes;
use multisigner::dns::Moment;
use multisigner::evidence::Role;
use rstest::rstest;
use std::path::{Path, PathBuf};

/// A cookie with its option header (RFC 7873 §4): 24 octets and 4; BIND sends one to those who ask with one.
const COOKIE: usize = 28;

/// What BIND leaves uncompressed of the names in a SOA record of these zones, at most.
const NAMES: usize = 16;

/// What `dig` received in this file, the cookie aside.
fn received(path: &Path) -> Option<usize> {
    let text = std::fs::read_to_string(path).unwrap();
    let size: usize =
        text.lines().find_map(|line| line.strip_prefix(";; MSG SIZE  rcvd: "))?.parse().unwrap();
    // What did not fit into UDP was truncated.
    let cut = text.lines().any(|line| line.starts_with(";; flags:") && line.contains(" tc"));
    (!cut).then(|| size - if text.contains("; COOKIE: ") { COOKIE } else { 0 })
}

#[rstest]
fn sizes_are_what_dig_received(#[files("tests/corpus/*/scenario.json")] path: PathBuf) {
    let scenario = scenario(&path);
    for (provider, one) in scenario.providers.iter().enumerate() {
        let file = |kind: &str| path.with_file_name(&one.id).join(format!("dig-{kind}.txt"));
        let role = || Role::Provider(one.id.clone());
        let sources = vec![source(&file("DNSKEY"), role()), source(&file("NXDOMAIN"), role())];
        let (_, proven) = ask(&question(sources, &scenario));
        let Some(proven) = proven else { continue };
        let facts = Facts::new(proven, Moment(scenario.validation_time_unix));
        let sizes = sizes::of(&facts, 0);
        let place = format!("{} {provider}", scenario.name);
        if let (Some(ours), Some(theirs)) = (sizes.dnskey, received(&file("DNSKEY"))) {
            assert_eq!(ours, theirs, "{place}: DNSKEY");
        }
        if let (Some(ours), Some(theirs)) = (sizes.negative, received(&file("NXDOMAIN"))) {
            // Names in a SOA record may be compressed, and some servers do so less than others.
            assert!((ours..=ours + NAMES).contains(&theirs), "{place}: NXDOMAIN {ours}, received {theirs}");
        }
    }
}

#[rstest]
fn the_ds_answer_too(#[files("tests/corpus/*/scenario.json")] path: PathBuf) {
    let scenario = scenario(&path);
    let file = path.with_file_name("parent/dig-DS.txt");
    let one = &scenario.providers[0].id;
    let soa = path.with_file_name(one).join("dig-SOA.txt");
    let sources = vec![source(&file, Role::Parent), source(&soa, Role::Provider(one.clone()))];
    let (_, proven) = ask(&question(sources, &scenario));
    let Some(proven) = proven else { return };
    let facts = Facts::new(proven, Moment(scenario.validation_time_unix));
    if let (Some(ours), Some(theirs)) = (sizes::ds(&facts), received(&file)) {
        assert_eq!(ours, theirs);
    }
}
