//! From the plan to the zone that one provider serves, still without signatures, and the list of what has to be
//! signed by which key.

use super::compact;
use super::content::{Authority, Entry};
use super::denial::{self, Method};
use super::plan::{Edit, KeyNo, Member, Plan, Window};
use super::setup::Setup;
use crate::dns::{Dnskey, Name, Rdata, Rrsig, child, rrsig_labels};
use crate::dnssec::checks::signed_data;
use crate::dnssec::ds::digest;
use crate::dnssec::keys::Key;
use crate::snapshot::RRset;
use bytes::Bytes;
use domain::base::iana::{DigestAlgorithm, SecurityAlgorithm};
use domain::base::{Rtype, Serial, ToName as _, Ttl};
use domain::rdata::dnssec::Timestamp;
use domain::rdata::{A, Cdnskey, Cds, Ds, Ns, Soa, Txt};
use sha2::Digest as _;

/// A signature that is to be made: where it goes, and everything in it but the signature itself.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) member: usize,
    pub(super) entry: usize,
    pub(super) head: Rrsig,
    /// The key's number in the keyring.
    pub(super) secret: usize,
    pub(super) data: Bytes,
}

/// Every provider's zone, and the signatures that are missing from it.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    pub(super) zones: Vec<Vec<Entry>>,
    pub(super) places: Vec<Place>,
}

impl Draft {
    pub(super) fn of(setup: &Setup, plan: &Plan) -> Self {
        let mut draft = Self::default();
        for (number, member) in plan.members.iter().enumerate() {
            let entries = entries(setup, plan, member);
            if member.signed {
                draft.list(number, member, plan, &entries);
            }
            draft.zones.push(entries);
        }
        draft
    }

    fn list(&mut self, number: usize, member: &Member, plan: &Plan, entries: &[Entry]) {
        for (at, entry) in entries.iter().enumerate().filter(|(_, e)| e.authority == Authority::Signed) {
            let (keys, mut window, most) = signers(member, entry.set.rtype);
            window.expiration.0 -= jitter(&entry.set, most);
            for key in keys {
                let Some(key) = plan.keys.get(*key) else { continue };
                let Some(secret) = key.secret else { continue };
                let Some(head) = head(&entry.set, &plan.zone, &key.dnskey, key.tag, window) else { continue };
                let data = Bytes::from(signed_data(&entry.set, &head));
                self.places.push(Place { member: number, entry: at, head, secret, data });
            }
        }
    }
}

/// The DNSKEY RRset is signed by the KSK, and so are CDS and CDNSKEY: a parent takes them only from a key that it
/// knows already (RFC 7344 §4.1).
fn signers(member: &Member, rtype: Rtype) -> (&[KeyNo], Window, u32) {
    match rtype {
        Rtype::DNSKEY | Rtype::CDS | Rtype::CDNSKEY => (&member.dnskey_signers, member.dnskey_window, 0),
        _ => (&member.data_signers, member.data_window, member.jitter),
    }
}

/// A span of its own for each RRset, spread evenly.
fn jitter(set: &RRset, most: u32) -> i64 {
    if most == 0 {
        return 0;
    }
    let mut hash = sha2::Sha256::new_with_prefix(set.rtype.to_int().to_be_bytes());
    hash.update(set.owner.to_canonical_name::<Bytes>().as_slice());
    let digest = hash.finalize();
    let number = digest.iter().take(7).fold(0i64, |number, octet| number << 8 | i64::from(*octet));
    number % (i64::from(most) + 1)
}

fn head(set: &RRset, zone: &Name, dnskey: &Dnskey, tag: u16, window: Window) -> Option<Rrsig> {
    Rrsig::new(
        set.rtype,
        dnskey.algorithm(),
        rrsig_labels(&set.owner),
        Ttl::from_secs(set.ttl),
        Timestamp::from(window.expiration.serial()),
        Timestamp::from(window.inception.serial()),
        tag,
        zone.clone(),
        Bytes::new(),
    )
    .ok()
}

/// The same with its signature.
pub(super) fn with_signature(head: &Rrsig, signature: Bytes) -> Option<Rrsig> {
    Rrsig::new(
        head.type_covered(),
        head.algorithm(),
        head.labels(),
        head.original_ttl(),
        head.expiration(),
        head.inception(),
        head.key_tag(),
        head.signer_name().clone(),
        signature,
    )
    .ok()
}

/// The zone's RRsets as this provider serves them, in canonical order, denial records included.
fn entries(setup: &Setup, plan: &Plan, member: &Member) -> Vec<Entry> {
    let content = &setup.content;
    let zone = &content.zone;
    let mut entries = content.entries.clone();
    let mut push = |owner: Name, rtype: Rtype, ttl: u32, data: Vec<Rdata>| {
        if !data.is_empty() {
            entries.push(Entry { set: RRset::of(owner, rtype, ttl, data), authority: Authority::Signed });
        }
    };
    if member.edits.contains(&Edit::ExtraRecord)
        && let Some((owner, data)) = extra_record(zone, &member.label)
    {
        push(owner, Rtype::TXT, content.soa_ttl, vec![data]);
    }
    if member.signed {
        let dnskeys = member.publishes.iter().filter_map(|key| plan.keys.get(*key));
        let dnskeys = dnskeys.map(|key| Rdata::Dnskey(key.dnskey.clone())).collect();
        push(zone.clone(), Rtype::DNSKEY, member.dnskey_ttl, dnskeys);
        let children = || member.cds.iter().filter_map(|key| plan.keys.get(*key)).map(|key| &key.dnskey);
        push(
            zone.clone(),
            Rtype::CDS,
            member.dnskey_ttl,
            children().filter_map(|key| cds(zone, key)).collect(),
        );
        push(zone.clone(), Rtype::CDNSKEY, member.dnskey_ttl, children().filter_map(cdnskey).collect());
        if let Method::Nsec3(params) = &member.denial {
            push(zone.clone(), Rtype::NSEC3PARAM, 0, denial::nsec3param(params).into_iter().collect());
        }
    }
    if member.asks_removal {
        let requests = [(Rtype::CDS, removal_cds()), (Rtype::CDNSKEY, removal_cdnskey())];
        for (rtype, data) in requests {
            push(zone.clone(), rtype, member.dnskey_ttl, data.into_iter().collect());
        }
    }
    let at_apex = |entry: &&mut Entry| entry.set.rtype == Rtype::NS && entry.set.owner == *zone;
    if let Some(hosts) = &member.ns
        && let Some(entry) = entries.iter_mut().find(at_apex)
    {
        let hosts = hosts.iter().map(|host| Rdata::Ns(Ns::new(host.clone()))).collect();
        entry.set = RRset::of(zone.clone(), Rtype::NS, entry.set.ttl, hosts);
    }
    if member.edits.contains(&Edit::SerialAhead) {
        let soa = &content.soa;
        let ahead = Serial(soa.serial().into_int().wrapping_add(1));
        let (mname, rname) = (soa.mname().clone(), soa.rname().clone());
        let soa = Soa::new(mname, rname, ahead, soa.refresh(), soa.retry(), soa.expire(), soa.minimum());
        let of_zone = |entry: &&mut Entry| entry.set.rtype == Rtype::SOA && entry.set.owner == *zone;
        if let Some(entry) = entries.iter_mut().find(of_zone) {
            entry.set = RRset::of(zone.clone(), Rtype::SOA, content.soa_ttl, vec![Rdata::Soa(soa)]);
        }
    }
    if member.signed {
        let ttl = content.negative_ttl();
        let chain = match &member.denial {
            Method::Nsec => denial::nsec(&entries, ttl),
            Method::Nsec3(params) => denial::nsec3(&entries, zone, params, ttl),
            Method::Compact => compact::records(&entries, zone, &setup.asked, ttl),
        };
        entries.extend(chain.into_iter().map(|set| Entry { set, authority: Authority::Signed }));
    }
    entries.sort_by(|a, b| {
        let (a, b) = (&a.set, &b.set);
        a.owner.cmp(&b.owner).then(a.rtype.to_int().cmp(&b.rtype.to_int()))
    });
    entries
}

/// `only-at.<zone> TXT "served by A only"`.
fn extra_record(zone: &Name, label: &str) -> Option<(Name, Rdata)> {
    let owner = child(zone, b"only-at")?;
    let text: String = format!("served by {label} only").chars().filter(char::is_ascii).collect();
    let txt = Txt::<Bytes>::build_from_slice(text.as_bytes()).ok()?;
    Some((owner, Rdata::Txt(txt)))
}

fn cds(zone: &Name, dnskey: &Dnskey) -> Option<Rdata> {
    let ds = ds(zone, dnskey, 2, false)?;
    let (tag, algorithm, digest_type) = (ds.key_tag(), ds.algorithm(), ds.digest_type());
    Cds::new(tag, algorithm, digest_type, ds.digest().clone()).ok().map(Rdata::Cds)
}

fn cdnskey(dnskey: &Dnskey) -> Option<Rdata> {
    let key = dnskey.public_key().clone();
    Cdnskey::new(dnskey.flags(), dnskey.protocol(), dnskey.algorithm(), key).ok().map(Rdata::Cdnskey)
}

/// RFC 8078 §4: CDS 0 0 0 00, CDNSKEY 0 3 0 AA==.
fn removal_cds() -> Option<Rdata> {
    let none = (SecurityAlgorithm::from_int(0), DigestAlgorithm::from_int(0));
    Cds::new(0, none.0, none.1, Bytes::from_static(&[0])).ok().map(Rdata::Cds)
}

fn removal_cdnskey() -> Option<Rdata> {
    let none = SecurityAlgorithm::from_int(0);
    Cdnskey::new(0, 3, none, Bytes::from_static(&[0])).ok().map(Rdata::Cdnskey)
}

/// The DS record of a key.
pub(super) fn ds(zone: &Name, dnskey: &Dnskey, digest_type: u8, wrong: bool) -> Option<Ds<Bytes>> {
    let mut digest = digest(zone, &Key::of(dnskey), digest_type)?.into_owned();
    if wrong && let Some(first) = digest.first_mut() {
        *first ^= 1;
    }
    let algorithm = SecurityAlgorithm::from_int(dnskey.algorithm().to_int());
    Ds::new(dnskey.key_tag(), algorithm, DigestAlgorithm::from_int(digest_type), digest.into()).ok()
}

/// What is done to a zone after signing.
pub(super) fn spoil(entries: &mut Vec<Entry>, zone: &Name, edits: &[Edit]) {
    let at_apex = |entry: &&mut Entry, rtype: Rtype| entry.set.rtype == rtype && entry.set.owner == *zone;
    for edit in edits {
        match edit {
            Edit::ExtraRecord | Edit::SerialAhead => {}
            Edit::AlterAddress => {
                if let Some(entry) = entries.iter_mut().find(|entry| is_address(entry)) {
                    alter_address(&mut entry.set);
                }
            }
            Edit::DropSignatures(rtype) => {
                if let Some(entry) = entries.iter_mut().find(|entry| at_apex(entry, *rtype)) {
                    entry.set.sigs.clear();
                }
            }
            Edit::DropAddressSignatures => {
                if let Some(entry) = entries.iter_mut().find(|entry| is_address(entry)) {
                    entry.set.sigs.clear();
                }
            }
            Edit::DamageSignatures(rtype) => {
                if let Some(entry) = entries.iter_mut().find(|entry| at_apex(entry, *rtype)) {
                    entry.set.sigs = entry.set.sigs.iter().filter_map(damaged).collect();
                }
            }
            Edit::DropDenial => drop_denial(entries, zone),
        }
    }
}

/// A signed address record set, not of a wildcard.
pub(super) fn is_address(entry: &Entry) -> bool {
    entry.set.rtype == Rtype::A
        && entry.authority == Authority::Signed
        && !crate::dns::is_wildcard(&entry.set.owner)
}

/// 192.0.2.1 becomes 192.0.2.0: the signatures stay what they were.
fn alter_address(set: &mut RRset) {
    let old = std::mem::take(&mut set.sigs);
    let mut data = set.data.clone();
    if let Some(Rdata::A(a)) = data.first_mut() {
        let octets = a.addr().octets();
        let altered = u32::from_be_bytes(octets) ^ 1;
        *a = A::new(altered.into());
    }
    *set = RRset::of(set.owner.clone(), set.rtype, set.ttl, data);
    set.sigs = old;
}

fn damaged(sig: &Rrsig) -> Option<Rrsig> {
    let mut octets = sig.signature().to_vec();
    let last = octets.last_mut()?;
    *last ^= 1;
    with_signature(sig, octets.into())
}

/// NSEC: the record of the last name but the apex. NSEC3: the record that is last in hash order.
fn drop_denial(entries: &mut Vec<Entry>, zone: &Name) {
    let is_denial =
        |entry: &Entry| matches!(entry.set.rtype, Rtype::NSEC | Rtype::NSEC3) && entry.set.owner != *zone;
    if let Some(at) = entries.iter().rposition(is_denial) {
        entries.remove(at);
    }
}
