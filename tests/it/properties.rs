//! Properties, against plain re-implementations and brute force.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use crate::common::{ask, scenario, zone_files};
use domain::base::Rtype;
use domain::base::iana::Rcode;
use multisigner::check::facts::Proven;
use multisigner::check::outcome::Question;
use multisigner::check::report::Verdict;
use multisigner::dns::{Moment, Name};
use multisigner::dnssec::answer::answer;
use multisigner::dnssec::denial::{self, Chains, Claim, Proof, structure};
use multisigner::dnssec::profile::REFERENCE;
use multisigner::evidence::{Role, Source};
use multisigner::snapshot::canonical_rdata;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the reference takes for proven.
fn prove(chains: &Chains<'_>, claim: Claim<'_>) -> Result<Proof, String> {
    let proof = denial::prove(chains, claim).map_err(|gap| gap.to_string())?;
    match proof.doubts.iter().find(|doubt| REFERENCE.weigh(doubt.kind) == Verdict::Bogus) {
        Some(doubt) => Err(doubt.to_string()),
        None => Ok(proof),
    }
}

fn proven(zone: &str, text: String) -> Option<Arc<Proven>> {
    let source = Source { name: "zone".into(), role: Role::Provider("A".into()), text };
    let question = Question {
        sources: vec![source],
        zone: Some(zone.into()),
        no_ds: false,
        unreached: None,
        at: Moment(1_800_000_000),
        rrsets_per_mix: 10,
    };
    ask(&question).1
}

// --- names -----------------------------------------------------------------------------------

fn label() -> impl Strategy<Value = Vec<u8>> {
    proptest::collection::vec(any::<u8>(), 1..6)
}

fn labels() -> impl Strategy<Value = Vec<Vec<u8>>> {
    proptest::collection::vec(label(), 0..6)
}

fn name_of(labels: &[Vec<u8>]) -> Name {
    let mut octets = Vec::new();
    for label in labels {
        octets.push(u8::try_from(label.len()).unwrap());
        octets.extend_from_slice(label);
    }
    octets.push(0);
    Name::from_octets(octets.into()).unwrap()
}

/// RFC 4034 §6.1: labels from the right, in lower case, as octet strings.
fn sort_key(labels: &[Vec<u8>]) -> Vec<Vec<u8>> {
    labels.iter().rev().map(|label| label.to_ascii_lowercase()).collect()
}

proptest! {
    #[test]
    fn canonical_order(a in labels(), b in labels()) {
        prop_assert_eq!(name_of(&a).cmp(&name_of(&b)), sort_key(&a).cmp(&sort_key(&b)));
    }

    #[test]
    fn key_tags(flags in any::<u16>(), algorithm in 2u8.., key in proptest::collection::vec(any::<u8>(), 1..300)) {
        let encoded = data_encoding::BASE64.encode(&key);
        let proven = proven("example.", format!("example. 60 IN DNSKEY {flags} 3 {algorithm} {encoded}\n"));
        let found = &proven.unwrap().table.keys[0];
        // RFC 4034 Appendix B, in words: the sum of the big-endian halves, carried around once.
        let mut rdata = flags.to_be_bytes().to_vec();
        rdata.extend([3, algorithm]);
        rdata.extend(&key);
        if rdata.len() % 2 == 1 { rdata.push(0); }
        let sum: u32 = rdata.chunks(2).map(|pair| u32::from(u16::from_be_bytes([pair[0], pair[1]]))).sum();
        prop_assert_eq!(u32::from(found.tag), (sum + (sum >> 16)) & 0xffff);
    }

    /// RFC 1982 around any moment: within half the circle a serial number means what it was made from.
    #[test]
    fn serial_numbers(now in 0i64..20_000_000_000, apart in -2_147_483_647i64..2_147_483_647) {
        let then = Moment(now + apart);
        prop_assert_eq!(Moment(now).near(then.serial()), then);
    }
}

#[test]
fn serial_numbers_at_the_turns() {
    // 2038-01-19T03:14:07Z and 2106-02-07T06:28:15Z, and the seconds beside them.
    for turn in [0x7fff_ffff_i64, 0xffff_ffff, 0x1_7fff_ffff, 0x1_ffff_ffff] {
        for now in turn - 2..=turn + 2 {
            for apart in [-86_400 * 30, -1, 0, 1, 86_400 * 30] {
                assert_eq!(Moment(now).near(Moment(now + apart).serial()), Moment(now + apart));
            }
        }
    }
}

// --- canonical record data -------------------------------------------------------------------

/// Types whose names are lowered for signing (RFC 4034 §6.2 without NSEC, RFC 6840 §5.1).
const LOWERED: &[&str] = &[
    "NS Ns.Example.ORG.",
    "CNAME A.B.Example.",
    "SOA Ns1.Example. HostMaster.Example. 1 2 3 4 5",
    "PTR Host.Example.",
    "MX 10 Mail.Example.",
    "RP Some.Body.Example. Text.Example.",
    "AFSDB 1 Db.Example.",
    "RT 10 Relay.Example.",
    "PX 10 Map822.Example. MapX400.Example.",
    "NAPTR 100 10 \"U\" \"E2U\" \"!^.*$!Sip:X!\" Other.Example.",
    "KX 10 Kx.Example.",
    "SRV 1 2 443 Target.Example.",
    "DNAME Elsewhere.Example.",
];

/// Types that stay as they are, letters and all.
const KEPT: &[&str] = &[
    "TXT \"MiXed Case\"",
    "HINFO \"KLH-10\" \"ITS\"",
    "CAA 0 issue \"Ca.Example\"",
    "NSEC Next.Example. A NS",
    "HTTPS 1 Svc.Example. alpn=h2",
    "SVCB 0 Svc.Example.",
    "TYPE65400 \\# 4 41424344",
    "OPENPGPKEY QUJD",
    "SSHFP 1 1 4142434441424344414243444142434441424344",
];

fn canonical(line: &str) -> (Vec<u8>, Vec<u8>) {
    // A SOA RRset stands at an apex only.
    let (owner, labels) = if line.starts_with("SOA") { ("example.", 2) } else { ("x.example.", 3) };
    let text = format!("{owner} 60 IN {line}\nexample. 60 IN TXT \"the zone\"\n");
    let proven = proven("example.", text).unwrap();
    let view = &proven.snapshot.providers[0];
    let mut sets = view.rrsets.iter().filter(|set| set.owner.label_count() == labels);
    let set = sets.next().unwrap_or_else(|| panic!("{line}"));
    (set.canonical[0].to_vec(), canonical_rdata(&set.data[0]).to_vec())
}

#[test]
fn canonical_data() {
    for line in LOWERED {
        // Strings inside NAPTR keep their case; only the names are compared without.
        let names_lowered: String = match line.rsplit_once('"') {
            Some((strings, names)) => format!("{strings}\"{}", names.to_ascii_lowercase()),
            None => {
                let (rtype, data) = line.split_once(' ').unwrap();
                format!("{rtype} {}", data.to_ascii_lowercase())
            }
        };
        let (found, again) = canonical(line);
        assert_eq!(found, again, "{line}");
        assert_eq!(found, canonical(&names_lowered).0, "{line}");
    }
    for line in KEPT {
        let (rtype, data) = line.split_once(' ').unwrap();
        let lower = format!("{rtype} {}", data.to_ascii_lowercase());
        let changes = !data.contains("\\#") && rtype != "SSHFP";
        assert_eq!(canonical(line).0 != canonical(&lower).0, changes, "{line}");
    }
}

// --- denial of existence ---------------------------------------------------------------------

/// What stands at a name of a generated zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Host,
    Text,
    Alias,
    Delegation,
    SecureDelegation,
    Dname,
}

const KINDS: [Kind; 6] =
    [Kind::Host, Kind::Text, Kind::Alias, Kind::Delegation, Kind::SecureDelegation, Kind::Dname];

/// The names under the apex, leftmost label first: from few labels, so that they meet.
fn names() -> Vec<String> {
    let labels = ["*", "a", "b", "z"];
    let mut all = Vec::new();
    for one in labels {
        all.push(one.to_string());
        for two in labels {
            all.push(format!("{two}.{one}"));
            for three in labels {
                all.push(format!("{three}.{two}.{one}"));
            }
        }
    }
    all
}

#[derive(Debug)]
struct Zone {
    /// Without what delegations and DNAMEs hide.
    at: BTreeMap<Name, BTreeSet<Rtype>>,
    nsec3: Option<(bool, u16)>,
}

fn child(label: &str) -> Name {
    if label.is_empty() { "example.".parse().unwrap() } else { format!("{label}.example.").parse().unwrap() }
}

impl Zone {
    fn new(owners: &BTreeMap<usize, Kind>, nsec3: Option<(bool, u16)>) -> Self {
        let all = names();
        let mut at = BTreeMap::new();
        at.insert(child(""), BTreeSet::from([Rtype::SOA, Rtype::NS, Rtype::DNSKEY]));
        for (index, kind) in owners {
            let types = match kind {
                Kind::Host => vec![Rtype::A],
                Kind::Text => vec![Rtype::TXT],
                Kind::Alias => vec![Rtype::CNAME],
                Kind::Delegation => vec![Rtype::NS],
                Kind::SecureDelegation => vec![Rtype::NS, Rtype::DS],
                Kind::Dname => vec![Rtype::DNAME],
            };
            // A wildcard delegation or DNAME is no use to anybody (RFC 4592 §4.2, §4.4).
            let special = !matches!(kind, Kind::Host | Kind::Text | Kind::Alias);
            if !(special && all[*index].contains('*')) {
                at.insert(child(&all[*index]), types.into_iter().collect());
            }
        }
        let hiding: Vec<Name> = at
            .iter()
            .filter(|(name, types)| {
                types.contains(&Rtype::DNAME) || types.contains(&Rtype::NS) && **name != child("")
            })
            .map(|(name, _)| name.clone())
            .collect();
        at.retain(|name, _| !hiding.iter().any(|above| above != name && name.ends_with(above)));
        Self { at, nsec3 }
    }

    fn text(&self) -> String {
        let mut text = String::new();
        for (name, types) in &self.at {
            for rtype in types {
                let data = match *rtype {
                    Rtype::SOA => "ns. host. 1 2 3 4 5".to_string(),
                    Rtype::NS => "ns.elsewhere.".into(),
                    Rtype::DNSKEY => "257 3 15 l02Woi0iS8Aa25FQkUd9RMzZHJpBoRQwAQEX1SxZJA4=".into(),
                    Rtype::A => "192.0.2.1".into(),
                    Rtype::TXT => "x".into(),
                    Rtype::CNAME | Rtype::DNAME => "target.elsewhere.".into(),
                    Rtype::DS => format!("1 8 2 {}", "00".repeat(32)),
                    other => panic!("{other}"),
                };
                text += &format!("{} 60 IN {rtype} {data}\n", name.fmt_with_dot());
            }
        }
        match self.nsec3 {
            None => self.nsec(&mut text),
            Some((opt_out, iterations)) => self.nsec3(&mut text, opt_out, iterations),
        }
        text
    }

    fn nsec(&self, text: &mut String) {
        let owners: Vec<&Name> = self.at.keys().collect();
        for (index, owner) in owners.iter().enumerate() {
            let next = owners[(index + 1) % owners.len()];
            let types: Vec<String> = self.at[*owner].iter().map(ToString::to_string).collect();
            *text += &format!(
                "{} 60 IN NSEC {} {} RRSIG NSEC\n",
                owner.fmt_with_dot(),
                next.fmt_with_dot(),
                types.join(" ")
            );
        }
    }

    fn nsec3(&self, text: &mut String, opt_out: bool, iterations: u16) {
        let mut chain: BTreeMap<String, String> = BTreeMap::new();
        for name in self.existing() {
            let types = self.at.get(&name).cloned().unwrap_or_default();
            let insecure = |types: &BTreeSet<Rtype>| *types == BTreeSet::from([Rtype::NS]);
            let leads_on = self.at.iter().any(|(below, types)| below.ends_with(&name) && !insecure(types));
            if opt_out && !leads_on {
                continue;
            }
            let hash = multisigner::dns::nsec3_hash(&name, &[0xab], iterations);
            let types: Vec<String> = types.iter().map(ToString::to_string).collect();
            chain.insert(data_encoding::BASE32HEX_NOPAD.encode(&hash), types.join(" "));
        }
        let hashes: Vec<&String> = chain.keys().collect();
        for (index, hash) in hashes.iter().enumerate() {
            let next = hashes[(index + 1) % hashes.len()];
            let flags = u8::from(opt_out);
            let types = &chain[*hash];
            *text += &format!("{hash}.example. 60 IN NSEC3 1 {flags} {iterations} AB {next} {types}\n");
        }
    }

    /// Owners and the empty non-terminals above them.
    fn existing(&self) -> BTreeSet<Name> {
        let apex = child("");
        let up = |name: &Name| -> Vec<Name> {
            name.iter_suffixes().take_while(|above| above.ends_with(&apex)).collect()
        };
        self.at.keys().flat_map(up).collect()
    }

    fn hidden(&self, name: &Name) -> bool {
        self.at.iter().any(|(above, types)| {
            let hides =
                types.contains(&Rtype::DNAME) || types.contains(&Rtype::NS) && !types.contains(&Rtype::SOA);
            hides && above != name && name.ends_with(above)
        })
    }

    /// Opt-out leaves out empty non-terminals above unsigned delegations only (RFC 5155 §7.1): below
    /// such a name nothing can be proven.
    fn left_out(&self, name: &Name) -> bool {
        let empty = |above: &Name| {
            !self.at.contains_key(above)
                && self.at.keys().any(|below| below.ends_with(above))
                && !self
                    .at
                    .iter()
                    .any(|(below, types)| below.ends_with(above) && *types != BTreeSet::from([Rtype::NS]))
        };
        self.nsec3.is_some_and(|(opt_out, _)| opt_out) && name.iter_suffixes().any(|above| empty(&above))
    }

    /// A wildcard that is an empty non-terminal, seen by NSEC: unprovable for real validators.
    fn bare_wildcard(&self, name: &Name) -> bool {
        let bare = |owner: Name| owner != *name && !self.at.contains_key(&owner);
        self.nsec3.is_none() && self.source(name).is_some_and(bare)
    }

    /// The name that answers: itself, or the wildcard below the closest encloser.
    fn source(&self, name: &Name) -> Option<Name> {
        let existing = self.existing();
        if existing.contains(name) {
            return Some(name.clone());
        }
        let encloser = name.iter_suffixes().skip(1).find(|above| existing.contains(above))?;
        let wildcard = denial::wildcard_of(&encloser)?;
        existing.contains(&wildcard).then_some(wildcard)
    }

    fn has(&self, owner: &Name, rtype: Rtype) -> bool {
        self.at.get(owner).is_some_and(|types| types.contains(&rtype))
    }
}

fn zones() -> impl Strategy<Value = Zone> {
    let kind = proptest::sample::select(KINDS.to_vec());
    let owners = proptest::collection::btree_map(0..names().len(), kind, 0..9);
    let nsec3 = prop_oneof![Just(None), (any::<bool>(), 0u16..3).prop_map(Some)];
    (owners, nsec3).prop_map(|(owners, nsec3)| Zone::new(&owners, nsec3))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    /// What exists cannot be denied; what does not exist can; and the chain is whole.
    #[test]
    fn denial_against_brute_force(zone in zones()) {
        let proven = proven("example.", zone.text()).unwrap();
        let view = &proven.snapshot.providers[0];
        let apex = child("");
        let chains = Chains::of(view, &apex);
        prop_assert_eq!(structure(view, &apex), vec![]);
        let opt_out = zone.nsec3.is_some_and(|(opt_out, _)| opt_out);
        let existing = zone.existing();
        for label in names() {
            let name = child(&label);
            if zone.hidden(&name) {
                // RFC 6840 §4.1: whatever is below a cut or a DNAME cannot be denied from above.
                prop_assert!(prove(&chains, Claim::NameError(&name, Rtype::A)).is_err() || opt_out, "hidden {}", name);
                continue;
            }
            if zone.left_out(&name) || zone.bare_wildcard(&name) {
                continue;
            }
            let source = zone.source(&name);
            let error = prove(&chains, Claim::NameError(&name, Rtype::A));
            match (&source, &error) {
                (None, Ok(_)) => {}
                (None, Err(gap)) => prop_assert!(false, "{} does not exist: {}", name, gap),
                (Some(_), Ok(proof)) => prop_assert!(opt_out && proof.opt_out, "{} exists", name),
                (Some(_), Err(_)) => {}
            }
            for rtype in [Rtype::A, Rtype::TXT, Rtype::DS, Rtype::CNAME] {
                let none = prove(&chains, Claim::NoData(&name, rtype));
                let Some(owner) = &source else {
                    // A name that does not exist has no data that could be denied.
                    prop_assert!(none.is_err() || opt_out, "{} {}", name, rtype);
                    continue;
                };
                let cut = zone.has(owner, Rtype::NS) && *owner != apex && rtype != Rtype::DS;
                let has = zone.has(owner, rtype) || zone.has(owner, Rtype::CNAME) || cut;
                match none {
                    Ok(proof) => prop_assert!(!has || opt_out && proof.opt_out, "{} has {}", name, rtype),
                    Err(gap) => prop_assert!(has, "{} has no {}: {}", name, rtype, gap),
                }
            }
            let parent_exists = existing.contains(&name.iter_suffixes().nth(1).unwrap());
            if let Some(owner) = source.filter(|owner| *owner != name) {
                let labels = u8::try_from(owner.label_count() - 2).unwrap();
                let proof = prove(&chains, Claim::Expanded(&name, labels));
                prop_assert!(proof.is_ok(), "{} from {}: {:?}", name, owner, proof);
                if labels > 0 && parent_exists && !opt_out {
                    // Not from a wildcard further up: the encloser's own is the only one.
                    prop_assert!(prove(&chains, Claim::Expanded(&name, labels - 1)).is_err(), "{}", name);
                }
            }
        }
    }

    /// The answer that is made from a zone proves what it says.
    #[test]
    fn answers_prove_themselves(zone in zones()) {
        let proven = proven("example.", zone.text()).unwrap();
        let view = &proven.snapshot.providers[0];
        let apex = child("");
        let chains = Chains::of(view, &apex);
        for label in names() {
            let name = child(&label);
            for rtype in [Rtype::A, Rtype::TXT, Rtype::DS] {
                let Some(answer) = answer(view, &apex, &chains, &name, rtype) else { continue };
                for denial in answer.denials.iter().filter(|_| !zone.left_out(&name) && !zone.bare_wildcard(&name)) {
                    prop_assert!(denial.is_ok(), "{} {}: {:?}", name, rtype, denial);
                }
                let exists = zone.source(&name).is_some() || zone.hidden(&name);
                prop_assert_eq!(answer.rcode == Rcode::NXDOMAIN, !exists, "{} {}", name, rtype);
            }
        }
    }
}

// --- sessions and judgement ------------------------------------------------------------------

fn corpus() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let mut all: Vec<PathBuf> = std::fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    all.retain(|path| path.join("scenario.json").exists());
    all.sort();
    all
}

fn outcome_of(sources: Vec<Source>, zone: Option<String>, at: i64) {
    let question =
        Question { sources, zone, no_ds: false, unreached: None, at: Moment(at), rrsets_per_mix: 5 };
    let (outcome, proven) = ask(&question);
    assert_eq!(outcome.result.is_ok(), proven.is_some());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    /// Whatever becomes of the texts, there is a report or a reason.
    #[test]
    fn sessions_survive(
        which in any::<prop::sample::Index>(),
        named in any::<bool>(),
        moves in proptest::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 0..12),
        roles in proptest::collection::vec(0u8..4, 3),
        at in prop_oneof![Just(1_795_608_000i64), any::<u32>().prop_map(i64::from)],
    ) {
        let all = corpus();
        let dir = which.get(&all);
        let scenario = scenario(&dir.join("scenario.json"));
        let mut sources = zone_files(dir, &scenario);
        for (source, place, octet) in moves {
            let source = &mut sources[source.index(scenario.providers.len() + 1)];
            let mut lines: Vec<String> = source.text.lines().map(str::to_string).collect();
            if lines.is_empty() { continue; }
            let at = place.index(lines.len());
            match octet % 5 {
                0 => _ = lines.remove(at),
                1 => lines.swap(at, 0),
                2 => lines[at] = lines[at].replace(' ', "  ( "),
                3 => { let line = lines[at].clone(); lines.push(line); }
                _ => {
                    let mut octets = lines[at].clone().into_bytes();
                    if let Some(first) = octets.get_mut(usize::from(octet) % 40) { *first = octet; }
                    lines[at] = String::from_utf8_lossy(&octets).into_owned();
                }
            }
            source.text = lines.join("\n");
        }
        for (source, role) in sources.iter_mut().zip(roles) {
            match role { 0 => source.role = Role::Auto, 1 => source.role = Role::Parent, _ => {} }
        }
        outcome_of(sources, named.then(|| scenario.zone.clone()), at);
    }

    /// Fewer keys never make a failing mix secure, and one more foreign key never breaks one.
    #[test]
    fn judgement_is_monotone(which in any::<prop::sample::Index>(), key in any::<prop::sample::Index>(), provider in any::<prop::sample::Index>()) {
        let all = corpus();
        let dir = which.get(&all);
        let scenario = scenario(&dir.join("scenario.json"));
        let question = crate::common::question(zone_files(dir, &scenario), &scenario);
        let (_, proven) = ask(&question);
        let Some(proven) = proven else { return Ok(()) };
        let size = proven.snapshot.providers.len();
        let x = provider.index(size);
        let held = proven.table.set(x).len();
        if held == 0 { return Ok(()); }
        let verdicts = |proven: &Proven| -> Vec<Verdict> {
            let judge = proven.judge(&REFERENCE, question.at);
            let matrix = multisigner::check::matrix::Matrix::of(judge, &proven.items, None);
            matrix.cells.iter().map(|cell| cell.verdict).collect()
        };
        let before = verdicts(&proven);
        // What a resolver holds is another set; that its signature still fits is not the point here.
        let mut fewer = Proven::clone(&proven);
        fewer.table.sets[x].remove(key.index(held));
        for (old, new) in before.iter().zip(verdicts(&fewer)) {
            prop_assert!(*old != Verdict::Bogus || new == Verdict::Bogus, "{}", scenario.name);
        }
        let mut more = Proven::clone(&proven);
        let foreign = (0..more.table.keys.len()).filter(|at| !more.table.publishes(x, *at)).collect::<Vec<_>>();
        more.table.sets[x].extend(foreign);
        for (old, new) in before.iter().zip(verdicts(&more)) {
            prop_assert!(*old != Verdict::Secure || new == Verdict::Secure, "{}", scenario.name);
        }
    }
}
