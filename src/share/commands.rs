//! What to type for a step of a fix, by the software that the person uses: templates from a table
//! (`www/commands.json`), with the step's records filled in.

use crate::check::report::{ActionKind, FixStep};
use crate::shell;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A signer or a provider that the table speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Software {
    /// In the table, and on the command line.
    pub id: &'static str,
    pub name: &'static str,
    /// Software that people run themselves; else a provider, which is known by its servers' names
    /// ([`crate::snapshot::operators`]).
    pub own: bool,
    /// It publishes keys of others, as far as is known.
    pub imports: bool,
}

/// By its id.
impl Serialize for Software {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.id)
    }
}

impl<'de> Deserialize<'de> for &'static Software {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let id = String::deserialize(from)?;
        software(&id).ok_or_else(|| D::Error::custom(format!("{id:?} is no software that is known")))
    }
}

const fn own(id: &'static str, name: &'static str) -> Software {
    Software { id, name, own: true, imports: true }
}

const fn provider(id: &'static str, name: &'static str) -> Software {
    Software { id, name, own: false, imports: true }
}

/// A provider of which no way is known to publish keys of others.
const fn alone(id: &'static str, name: &'static str) -> Software {
    Software { imports: false, ..provider(id, name) }
}

pub const SOFTWARE: [Software; 11] = [
    own("bind", "BIND"),
    own("knot", "Knot DNS"),
    own("powerdns", "PowerDNS"),
    provider("akamai", "Akamai"),
    alone("azure", "Azure DNS"),
    provider("cloudflare", "Cloudflare"),
    provider("desec", "deSEC"),
    alone("dnsimple", "DNSimple"),
    provider("google", "Google Cloud DNS"),
    provider("ns1", "NS1"),
    alone("route53", "Route 53"),
];

/// The software of this id.
pub fn software(id: &str) -> Option<&'static Software> {
    SOFTWARE.iter().find(|software| software.id == id)
}

/// The provider that people know by this name.
pub fn by_name(name: &str) -> Option<&'static Software> {
    SOFTWARE.iter().find(|software| !software.own && software.name == name)
}

/// All templates.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Table(Vec<Row>);

/// What one software needs for one action.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
struct Row {
    software: String,
    action: ActionKind,
    /// A sentence: what has to be set before, or that there is no command.
    note: String,
    /// `{zone}` without final dot; `{owner}`, `{ttl}`, `{type}`, `{data}` of a record, `{1}` … the words of its
    /// data: a line with one of these is there for each record. `{all}`: the data of all records of one type,
    /// in quotes, between commas. A key of one’s own has no record yet: {1} is its tag, {2} `yes` or `no` (it signs the
    /// DNSKEY RRset), {3} its algorithm number, {4} `ksk` or `zsk`.
    lines: Vec<String>,
}

/// A command, ready to copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub note: String,
    /// Empty where the note says all.
    pub text: String,
}

/// A record as a step writes it.
struct Record<'a> {
    owner: &'a str,
    ttl: &'a str,
    rtype: &'a str,
    data: Vec<&'a str>,
}

/// Of records whose step states none: what most zones use.
const TTL: &str = "3600";

/// Templates name the words of a record's data by number, up to this one.
const MOST_WORDS: usize = 4;

impl Table {
    /// The table as it is in the program; the page fetches it when somebody wants a command.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn built_in() -> Self {
        // The tests read it too.
        serde_json::from_str(include_str!("../../www/commands.json")).unwrap_or(Self(Vec::new()))
    }

    /// The provider that acts, where its servers' names tell; else the software that was chosen.
    pub fn software_of(step: &FixStep, chosen: Option<&'static Software>) -> Option<&'static Software> {
        let operator = step.action.as_ref().and_then(|action| action.operator.as_deref());
        operator.and_then(by_name).or(chosen)
    }

    /// `None`: the step is none that has a command, or the data do not belong into a shell.
    pub fn command(&self, software: &Software, step: &FixStep) -> Option<Command> {
        let action = step.action.as_ref()?;
        let row = self.0.iter().find(|row| row.software == software.id && row.action == action.kind)?;
        let zone = action.zone.trim_end_matches('.');
        let records: Vec<Record<'_>> =
            step.records.iter().map(|text| Record::read(text)).collect::<Option<_>>()?;
        let zone = shell::plain(zone)?;
        // A slash within a name (RFC 2317) would ask for something else.
        if zone.contains('/') && row.lines.iter().any(|line| line.contains("://")) {
            return None;
        }
        // Nothing of a template stays: a record with fewer words than it asks for is none that it is for.
        let asked = |n: &usize| row.lines.iter().any(|line| line.contains(&format!("{{{n}}}")));
        let least = (1..=MOST_WORDS).rev().find(asked).unwrap_or_default();
        if records.iter().any(|record| record.data.len() < least) {
            return None;
        }
        let fill = |line: &String| filled(line, &records).into_iter();
        let lines: Vec<String> =
            row.lines.iter().flat_map(fill).map(|line| line.replace("{zone}", zone)).collect();
        Some(Command { note: row.note.replace("{zone}", zone), text: lines.join("\n") })
    }
}

impl<'a> Record<'a> {
    /// `None`: something in it is not for a shell.
    fn read(text: &'a str) -> Option<Self> {
        let mut words = text.split_ascii_whitespace().peekable();
        let owner = words.next()?;
        let number = |word: &&str| word.bytes().all(|octet| octet.is_ascii_digit());
        let ttl = words.next_if(number).unwrap_or(TTL);
        words.next_if_eq(&"IN");
        let rtype = words.next()?;
        let (owner, rtype) = (shell::plain(owner)?, shell::plain(rtype)?);
        let data = words.map(shell::plain).collect::<Option<_>>()?;
        Some(Self { owner, ttl, rtype, data })
    }

    fn fill(&self, line: &str) -> String {
        let mut line = line.replace("{owner}", self.owner).replace("{data}", &self.data.join(" "));
        for (number, word) in self.data.iter().enumerate() {
            line = line.replace(&format!("{{{}}}", number + 1), word);
        }
        line.replace("{ttl}", self.ttl).replace("{type}", self.rtype)
    }
}

/// The lines that a template's line stands for.
fn filled(line: &str, records: &[Record<'_>]) -> Vec<String> {
    if line.contains("{all}") {
        let mut types: Vec<&str> = records.iter().map(|record| record.rtype).collect();
        types.dedup();
        let one = |rtype: &&str| {
            let of: Vec<&Record<'_>> = records.iter().filter(|record| record.rtype == *rtype).collect();
            let all: Vec<String> = of.iter().map(|record| format!("\"{}\"", record.data.join(" "))).collect();
            Some(of.first()?.fill(&line.replace("{all}", &all.join(","))))
        };
        return types.iter().filter_map(one).collect();
    }
    let each = ["{owner}", "{ttl}", "{type}", "{data}", "{1}", "{2}", "{3}", "{4}"];
    if each.iter().any(|place| line.contains(place)) {
        return records.iter().map(|record| record.fill(line)).collect();
    }
    vec![line.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::report::{ACTION_KINDS, Action};
    use rstest::rstest;

    const KEY: &str =
        "oJMRESz5E4gYzS/q6XDrvU1qMPYIjCWzJaOau8XNEZeqCYKD5ar0IRd8KqXXFJkqmVfRvMGPmM1x8fGAa2XhSA==";

    fn table() -> Table {
        Table::built_in()
    }

    fn step(kind: ActionKind, records: &[&str]) -> FixStep {
        let records = records.iter().map(|record| (*record).to_owned()).collect();
        let action = Action { kind, zone: "example.com.".into(), operator: None };
        FixStep { text: String::new(), provider: Some("A".into()), records, action: Some(action) }
    }

    fn example(kind: ActionKind) -> FixStep {
        let dnskey = format!("example.com. 7200 IN DNSKEY 256 3 13 {KEY}");
        match kind {
            ActionKind::AddDnskey | ActionKind::RemoveDnskey => step(kind, &[&dnskey]),
            ActionKind::AddCds | ActionKind::RemoveCds => step(
                kind,
                &[
                    "example.com. IN CDS 1 13 2 00AA",
                    "example.com. IN CDS 2 13 2 00BB",
                    "example.com. IN CDNSKEY 257 3 13 AwEAAQ==",
                ],
            ),
            ActionKind::AddNs | ActionKind::RemoveNs => step(
                kind,
                &["example.com. 86400 IN NS ns1.example.net.", "example.com. 86400 IN NS ns2.example.net."],
            ),
            ActionKind::SignAnew => step(kind, &[]),
            ActionKind::MakeKey
            | ActionKind::StartSigning
            | ActionKind::StopSigning
            | ActionKind::DropKey => step(kind, &["example.com. KEY 12345 no 13 zsk"]),
        }
    }

    /// Every command of the table, as it is printed.
    #[test]
    fn commands() {
        let mut out = String::new();
        for software in SOFTWARE {
            for kind in ACTION_KINDS {
                let Some(command) = table().command(&software, &example(kind)) else { continue };
                assert!(!command.note.is_empty() || !command.text.is_empty(), "{software:?} {kind:?}");
                assert!(
                    !command.text.contains("{zone}") && !command.text.contains("{data}"),
                    "{}",
                    command.text
                );
                out.push_str(&format!(
                    "== {}: {kind:?}\n{}\n{}\n",
                    software.name, command.note, command.text
                ));
            }
        }
        insta::assert_snapshot!(out);
    }

    #[test]
    fn the_table_speaks_of_known_software_once() {
        let (mut seen, table) = (Vec::new(), table());
        for row in &table.0 {
            assert!(software(&row.software).is_some(), "{}", row.software);
            assert!(!seen.contains(&(row.software.as_str(), row.action)), "{} twice", row.software);
            seen.push((row.software.as_str(), row.action));
        }
        for one in SOFTWARE {
            assert!(seen.contains(&(one.id, ActionKind::AddDnskey)), "{}: no word on keys", one.id);
        }
        for one in SOFTWARE {
            let add =
                table.0.iter().find(|row| row.software == one.id && row.action == ActionKind::AddDnskey);
            assert_eq!(add.is_some_and(|row| !row.lines.is_empty()), one.imports, "{}", one.id);
        }
        // Software that people run can do everything.
        for one in SOFTWARE.iter().filter(|one| one.own) {
            assert!(ACTION_KINDS.iter().all(|kind| seen.contains(&(one.id, *kind))), "{}", one.id);
        }
    }

    #[rstest]
    #[case("example.com$(id).")]
    #[case("a;b.example.")]
    #[case("a'b.example.")]
    #[case("-rf.example.")]
    #[case("a\\032b.example.")]
    fn nothing_for_a_shell_comes_out_of_a_name(#[case] zone: &str) {
        let mut sign = example(ActionKind::SignAnew);
        if let Some(action) = &mut sign.action {
            action.zone = zone.into();
        }
        let record = format!("{zone} 3600 IN DNSKEY 256 3 13 {KEY}");
        for software in &SOFTWARE {
            assert_eq!(table().command(software, &sign), None, "{zone} at {}", software.name);
            assert_eq!(table().command(software, &step(ActionKind::AddDnskey, &[&record])), None, "{zone}");
        }
    }

    #[test]
    fn a_provider_is_known_by_its_servers() {
        let mut at = example(ActionKind::AddDnskey);
        assert_eq!(Table::software_of(&at, software("knot")).map(|one| one.id), Some("knot"));
        if let Some(action) = &mut at.action {
            action.operator = Some("Cloudflare".into());
        }
        assert_eq!(Table::software_of(&at, software("knot")).map(|one| one.id), Some("cloudflare"));
        assert_eq!(Table::software_of(&at, None).map(|one| one.id), Some("cloudflare"));
    }

    /// The table's names are the operators'.
    #[rstest]
    #[case("ada.ns.cloudflare.com", "cloudflare")]
    #[case("dns1.p01.nsone.net", "ns1")]
    #[case("ns1.desec.io", "desec")]
    #[case("ns-1.awsdns-00.co.uk", "route53")]
    #[case("ns-cloud-a1.googledomains.com", "google")]
    #[case("ns1-01.azure-dns.com", "azure")]
    #[case("a1-64.akam.net", "akamai")]
    #[case("ns1.dnsimple.com", "dnsimple")]
    fn operators_are_in_the_table(#[case] host: &str, #[case] id: &str) {
        let host: crate::dns::Name = host.parse().unwrap();
        let (operator, known) = crate::snapshot::operators::operator(&host);
        assert!(known);
        assert_eq!(software(id).map(|software| software.name), Some(operator.as_str()));
    }
}
