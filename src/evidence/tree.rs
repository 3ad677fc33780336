//! Records in nested data (JSON, YAML, HCL): what registries (RDAP, RFC 9083), providers' interfaces and
//! configuration say of a zone.
//!
//! Who writes such data decides their form, and there are many forms. So it is not asked which form this is:
//! whatever has the parts of a record is one, and its owner is the name that stands nearest.

use super::collect::Spot;
use super::fields::{self, Fields, Made};
use super::made::made_record;
use super::names::{self, Origin};
use super::passage::Passage;
use super::places::Places;
use super::problem::Problem;
use super::record::{self, Parsed};
use super::{Kind, Section, advice, answer, messages, words};
use crate::dns::Name;
use domain::base::Rtype;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// The names by which a zone or an owner goes, the surest first.
const OWNERS: [&str; 7] = ["ldhname", "dnsname", "fqdn", "zonename", "domainname", "domain", "zone"];
/// The names by which the owner of a record goes.
const NAMES: [&str; 9] =
    ["name", "rrname", "recordname", "subname", "owner", "ownername", "host", "dnsname", "fqdn"];
/// The lists of record data in an RRset, and the names of the data in it.
const LISTS: [&str; 9] = [
    "records",
    "rrdatas",
    "ResourceRecords",
    "resource_records",
    "rrset_values",
    "values",
    "targets",
    "rdata",
    "resourceRecords",
];
const DATA: [&str; 9] =
    ["content", "data", "value", "rdata", "record", "answer", "address", "target", "recordvalue"];
/// Whole records, or data of a type, by the names of their values.
const WHOLE: [(&str, Rtype); 7] = [
    ("ds", Rtype::DS),
    ("record", Rtype::DS),
    ("dsrecord", Rtype::DS),
    ("dsrecords", Rtype::DS),
    ("rdata", Rtype::DS),
    ("dnskey", Rtype::DNSKEY),
    ("dnskeyrecord", Rtype::DNSKEY),
];

/// A walk through nested data.
struct Walk<'r, 'a, 'p> {
    passage: &'r mut Passage<'a>,
    places: &'p mut Places,
    /// What was found already: some say the same record in two ways.
    known: HashSet<(Vec<u8>, String)>,
    found: bool,
    /// What it is taken for: what a registry has, or what a signer or its configuration lists.
    kind: Kind,
}

/// Reads the records in nested data. Tells whether there are any.
pub(super) fn records(passage: &mut Passage<'_>, value: &Value, places: &mut Places) -> bool {
    let registry = ["secureDNS", "objectClassName"].iter().any(|key| value.get(key).is_some());
    let kind = if registry { Kind::Bare } else { Kind::Listing };
    let mut walk = Walk { passage, places, known: HashSet::new(), found: false, kind };
    walk.value(value, None, &mut Vec::new(), None);
    walk.found
}

/// Reads the records in nested data, or says what these are.
pub(super) fn read(passage: &mut Passage<'_>, value: &Value, places: &mut Places) {
    if records(passage, value, places) {
        return;
    }
    let problem = advice::of_value(value).map_or(Problem::OtherJson, Problem::Advice);
    let spot = Spot::lines(places.first, places.lines);
    passage.out.fail(&passage.lines, spot, problem);
}

impl Walk<'_, '_, '_> {
    fn value<'v>(
        &mut self,
        value: &'v Value,
        key: Option<&'v str>,
        around: &mut Vec<Fields<'v>>,
        owner: Option<&Name>,
    ) {
        match value {
            Value::Array(list) => {
                for inner in list {
                    self.value(inner, key, around, owner);
                }
            }
            Value::Object(object) => self.object(object, key, around, owner),
            Value::String(text) => {
                if let Some(key) = key {
                    self.whole(key, text, owner);
                }
            }
            _ => {}
        }
    }

    fn object<'v>(
        &mut self,
        object: &'v Map<String, Value>,
        key: Option<&'v str>,
        around: &mut Vec<Fields<'v>>,
        owner: Option<&Name>,
    ) {
        if answer::read(self.passage, object, self.places)
            || messages::read(self.passage, object, key, around, self.places)
        {
            self.found = true;
            return;
        }
        let fields = Fields::of(object);
        let here = owner_in(&fields).or_else(|| owner.cloned());
        let owner = here.as_ref();
        if self.rrset(object, &fields, key, owner) {
            return;
        }
        for made in fields::telling(&fields, around) {
            let line = self.places.take(&made.told_by);
            self.made(made, line, &fields, owner);
        }
        around.push(fields);
        for (key, inner) in object {
            // DNSViz and octoDNS have the names of what they tell of as keys.
            let named = key.ends_with('.').then(|| names::read_absolute(key).ok()).flatten();
            self.value(inner, Some(key), around, named.as_ref().or(owner));
        }
        around.pop();
    }

    /// A record made of single values.
    fn made(&mut self, made: Made, line: usize, fields: &Fields<'_>, owner: Option<&Name>) {
        let own = fields.get(&NAMES).filter(|name| name.contains('.'));
        let own = own.and_then(|name| names::read_absolute(name).ok());
        let ttl = fields.get(&["ttl"]);
        self.add(made.rtype, &made.data, (own.as_ref().or(owner), ttl), line);
    }

    /// A value that is a record, or the data of one: `"ds": "3380 13 2 CB46…"`.
    fn whole(&mut self, key: &str, text: &str, owner: Option<&Name>) {
        let plain = fields::plain(key);
        let by_key = || key.to_ascii_lowercase().replace('_', "");
        let known = WHOLE.iter().find(|(name, _)| *name == plain || *name == by_key());
        let Some((_, rtype)) = known else { return };
        let line = self.places.take(text);
        if let Some(parsed) = whole_record(text) {
            self.push(Ok(parsed), line);
        } else if text.starts_with(|first: char| first.is_ascii_digit()) && text.contains(' ') {
            self.add(*rtype, text, (owner, None), line);
        }
    }

    /// An RRset, or one record of it: a type, a name, and data.
    fn rrset(
        &mut self,
        object: &Map<String, Value>,
        fields: &Fields<'_>,
        key: Option<&str>,
        owner: Option<&Name>,
    ) -> bool {
        let Some(rtype) = rtype_in(fields) else { return false };
        let name = fields.get(&NAMES).or_else(|| key.filter(|_| self.places.keyed)).unwrap_or("@");
        let ttl = fields.get(&["ttl"]);
        let list = LISTS.iter().find_map(|key| object.get(*key)?.as_array());
        let single = DATA.iter().find_map(|key| object.get(*key));
        let single = single.filter(|value| value.is_string() || value.is_array());
        let items: Vec<&Value> = match (list, single) {
            (Some(list), _) => list.iter().collect(),
            (None, Some(Value::Array(list))) => list.iter().collect(),
            (None, Some(value)) => vec![value],
            (None, None) => Vec::new(),
        };
        // octoDNS has lists of values and single ones of several parts.
        let inner = object.get("value").and_then(Value::as_object);
        let made = |fields: &Fields<'_>| fields::of_type(rtype, fields, &[]);
        let alone = inner.map(Fields::of).as_ref().and_then(made).or_else(|| {
            let listed = list.is_some() || single.is_some_and(Value::is_array);
            if listed { None } else { made(fields) }
        });
        if items.is_empty() && alone.is_none() {
            if object.contains_key("AliasTarget") {
                let line = self.places.take(name);
                self.push(Err(Problem::Advice(&advice::ALIAS)), line);
                return true;
            }
            if ttl.is_some() {
                let line = self.places.take(name);
                self.push(Err(Problem::JsonMissing("data")), line);
            }
            return ttl.is_some();
        }
        let origin = Origin { name: owner.cloned().or_else(|| self.zone()), stated: false };
        let name = if name.is_empty() { "@" } else { name };
        let whose = names::read(&unescaped(object, name), &origin);
        let whose = match whose {
            Ok(name) => name,
            Err(problem) => {
                if problem == Problem::NoOrigin {
                    self.passage.out.wants_owner();
                }
                let line = self.places.take(name);
                self.push(Err(problem), line);
                return true;
            }
        };
        if let Some(made) = alone {
            let line = self.places.take(&made.told_by);
            self.add(rtype, &made.data, (Some(&whose), ttl), line);
            return true;
        }
        // Cloudflare and others keep the first number of the data apart.
        let first =
            fields.get(&["priority"]).filter(|_| matches!(rtype, Rtype::MX | Rtype::SRV | Rtype::URI));
        for item in items {
            self.item(rtype, item, first, (&whose, ttl));
        }
        // Google Cloud keeps the signatures of an RRset beside it.
        for item in object.get("signatureRrdatas").and_then(Value::as_array).into_iter().flatten() {
            self.item(Rtype::RRSIG, item, None, (&whose, ttl));
        }
        true
    }

    fn item(&mut self, rtype: Rtype, item: &Value, first: Option<&str>, (owner, ttl): (&Name, Option<&str>)) {
        let mut disabled = false;
        let (data, told_by) = match item {
            Value::String(text) => (text.clone(), text.clone()),
            Value::Object(object) => {
                let fields = Fields::of(object);
                disabled = fields.get(&["disabled"]) == Some("true");
                match (fields::of_type(rtype, &fields, &[]), fields.get(&DATA)) {
                    (Some(made), _) => (made.data, made.told_by),
                    (None, Some(text)) => (text.to_owned(), text.to_owned()),
                    (None, None) => {
                        let line = self.places.first;
                        return self.push(Err(Problem::JsonMissing("data")), line);
                    }
                }
            }
            _ => return,
        };
        let line = self.places.take(&told_by);
        if disabled {
            return self.push(Err(Problem::Advice(&advice::DISABLED)), line);
        }
        let data = match first {
            Some(first) if !data.starts_with(&format!("{first} ")) || rtype == Rtype::SRV => {
                format!("{first} {data}")
            }
            _ => data,
        };
        self.add(rtype, &data, (Some(owner), ttl), line);
    }

    /// The zone that bare data are of.
    fn zone(&self) -> Option<Name> {
        self.passage.bare_owner()
    }

    fn add(&mut self, rtype: Rtype, data: &str, (owner, ttl): (Option<&Name>, Option<&str>), line: usize) {
        let found = match owner.cloned().or_else(|| self.zone()) {
            Some(_) if data.contains("${") => Err(Problem::Advice(&advice::REFERENCE)),
            Some(owner) => made_record(owner, rtype, data, ttl),
            None => {
                self.passage.out.wants_owner();
                Err(Problem::NoShortOwner)
            }
        };
        self.push(found, line);
    }

    fn push(&mut self, found: Result<Parsed, Problem>, line: usize) {
        self.found = true;
        match found {
            Ok(parsed) => {
                let owner = parsed.record.owner().as_slice().to_ascii_lowercase();
                let data = format!("{} {:?}", parsed.record.rtype(), parsed.record.data());
                if self.known.insert((owner, data)) {
                    self.passage.open_kind(self.kind);
                    self.passage.out.record_in(parsed, line, Section::None);
                }
            }
            Err(problem) => self.passage.out.fail(&self.passage.lines, Spot::lines(line, 1), problem),
        }
    }
}

/// `multi.example. 3600 IN DS …` as one text.
fn whole_record(text: &str) -> Option<Parsed> {
    let mut entry = super::entry::Entry::default();
    super::entry::cut_text(std::borrow::Cow::Owned(text.to_owned()), 0, &mut entry);
    if entry.problem.is_some() {
        return None;
    }
    let parsed = record::Place::default().record(&entry).ok()?;
    parsed.record.owner().label_count().gt(&1).then_some(parsed)
}

/// The zone or owner that the values name.
fn owner_in(fields: &Fields<'_>) -> Option<Name> {
    let dotted = |text: &str| text.trim_matches('.').contains('.');
    let named = OWNERS.iter().chain(&NAMES).find_map(|key| fields.get(&[key]).filter(|text| dotted(text)));
    // Azure: /subscriptions/…/dnsZones/example.com/….
    let in_path = || {
        let (_, rest) = fields.get(&["id"])?.split_once("/dnsZones/")?;
        rest.split('/').next()
    };
    names::read_absolute(named.or_else(in_path)?).ok()
}

fn rtype_in(fields: &Fields<'_>) -> Option<Rtype> {
    let text = fields.get(&["type", "rrtype", "recordtype", "rrsettype"])?;
    let by_number = || text.parse().ok().map(Rtype::from_int);
    words::rtype(text).or_else(by_number).filter(|rtype| !record::is_meta(*rtype))
}

/// Route 53 writes octets of names in octal: `\052.example.`.
fn unescaped(object: &Map<String, Value>, name: &str) -> String {
    if object.contains_key("ResourceRecords") { name.replace("\\052", "*") } else { name.to_owned() }
}
