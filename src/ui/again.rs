//! Looking at one finding again: what to ask for it, and what came of it. Pure.

use super::words::list;
use crate::check::report::{Finding, ParentState, RecordShown, Report};
use crate::dns::{Moment, Name};
use crate::doh::Purpose;
use crate::doh::Seen;
use crate::shell;

/// One RRset to ask a provider for; the parent when `provider` is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub provider: Option<String>,
    pub name: String,
    pub rtype: String,
}

/// What to run for one provider's part of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commands {
    pub provider: Option<String>,
    /// Whether it is known whom to ask; else the commands say `SERVER` or `PARENT-SERVER`.
    pub known: bool,
    pub lines: Vec<String>,
}

impl Commands {
    /// What to put in the place of a server that is not known.
    pub fn whom(&self, zone: &str) -> Option<String> {
        if self.known {
            return None;
        }
        if self.provider.is_some() {
            return Some("The data do not name a server: put one in the place of SERVER.".into());
        }
        let above = zone.parse().ok().and_then(|zone: Name| zone.parent());
        let above = above.map_or_else(|| ".".into(), |above| shell::name(&above));
        Some(format!(
            "Put a server of the parent in the place of PARENT-SERVER: “dig +short NS {above}” names them. A resolver’s answer \
             has a TTL that counts down, and does not say who gave it."
        ))
    }
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nothing yet.
    Waiting,
    Still(Moment),
    Gone(Moment),
    /// What showed it was not seen this time: whose.
    Unseen(Moment, String),
}

/// What shows a finding, each once. A finding without records is seen in DNSKEY and SOA.
pub fn questions(finding: &Finding, zone: &str) -> Vec<Question> {
    let mut all: Vec<Question> = Vec::new();
    for line in &finding.evidence {
        let Some((name, rtype)) = line.record.as_ref().map(|record| shown(record, zone)) else { continue };
        let question = Question { provider: line.provider.clone(), name, rtype };
        if !all.contains(&question) {
            all.push(question);
        }
    }
    if all.is_empty() {
        let apex = |provider: Option<&String>, rtype: &str| Question {
            provider: provider.cloned(),
            name: zone.to_owned(),
            rtype: rtype.to_owned(),
        };
        if finding.code.group() == "DS" {
            all.push(apex(None, "DS"));
        }
        all.extend(
            finding.providers.iter().flat_map(|l| ["DNSKEY", "SOA"].map(|rtype| apex(Some(l), rtype))),
        );
    }
    all
}

/// The owner and type to ask for, to see the record again. NSEC and NSEC3 are seen by asking for what does not exist.
fn shown(record: &RecordShown, zone: &str) -> (String, String) {
    let rtype = record.covers.as_ref().unwrap_or(&record.rtype);
    if matches!(rtype.as_str(), "NSEC" | "NSEC3") {
        let apex = if zone == "." { "" } else { zone };
        return (format!("nobody.{apex}"), "A".into());
    }
    (record.owner.clone(), rtype.clone())
}

/// Commands whose output shows a finding again, provider by provider.
pub fn commands(finding: &Finding, report: &Report) -> Vec<Commands> {
    let mut all: Vec<Commands> = Vec::new();
    for Question { provider, name, rtype } in questions(finding, &report.zone) {
        let servers = report.providers.iter().find(|p| Some(&p.label) == provider.as_ref());
        let server = servers.and_then(|p| p.servers.iter().find(|server| shell::is_host(server)));
        let Ok(name) = name.parse::<Name>() else { continue };
        let whom = match (&provider, server) {
            // A resolver counts the TTL down, and does not say who answered.
            (None, _) => "PARENT-SERVER",
            (Some(_), server) => server.map_or(shell::SERVER, String::as_str),
        };
        let line = format!("dig +dnssec +norec @{whom} {} {rtype}", shell::name(&name));
        match all.iter_mut().find(|known| known.provider == provider) {
            Some(known) => known.lines.push(line),
            None => {
                let known = server.is_some();
                all.push(Commands { provider, known, lines: vec![line] });
            }
        }
    }
    all
}

/// The questions of a live check that show a finding. Resolvers that pick a server by chance are asked everything again:
/// who answers is known by what was asked beside it.
pub fn asked(finding: &Finding, seen: &Seen) -> Vec<usize> {
    let wanted = questions(finding, seen.zone.as_deref().unwrap_or("."));
    let denial = wanted.iter().any(|question| question.name.starts_with("nobody."));
    let by_type = |rtype: &str| {
        matches!(rtype, "DNSKEY" | "DS") || wanted.iter().any(|question| question.rtype == rtype)
    };
    let ids = seen.questions.iter().filter(|said| {
        let named = seen.resolvers.get(said.resolver).is_some_and(|one| one.provider.is_some());
        match said.purpose {
            Purpose::Zone => !named || by_type(&said.rtype),
            Purpose::Sample => !named || denial,
            Purpose::Chain => seen.zone.as_deref() == Some(said.name.as_str()) && by_type(&said.rtype),
            Purpose::Locate | Purpose::Verdict => false,
        }
    });
    ids.map(|said| said.id).collect()
}

/// What became of a finding. `Gone` only where what showed it was seen again.
pub fn look(finding: &Finding, before: &Report, after: &Report, at: Moment) -> Look {
    if after.findings.iter().any(|other| finding.is_same(other)) {
        return Look::Still(at);
    }
    let concerned =
        |label: &str| finding.providers.is_empty() || finding.providers.iter().any(|l| l == label);
    let unseen = before.providers.iter().filter(|was| concerned(&was.label)).filter(|was| {
        let is = after.providers.iter().find(|is| is.label == was.label);
        is.is_none_or(|is| {
            (is.publishes.is_empty() && !was.publishes.is_empty()) || (is.rrsets == 0 && was.rrsets > 0)
        })
    });
    let mut unseen: Vec<&str> = unseen.map(|was| was.label.as_str()).collect();
    if before.parent.state != ParentState::Unseen && after.parent.state == ParentState::Unseen {
        unseen.push("the parent");
    }
    if before.zone == after.zone && unseen.is_empty() {
        Look::Gone(at)
    } else {
        Look::Unseen(at, list(unseen.into_iter()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::code::Code;
    use crate::check::report::{EvidenceLine, Severity};
    use crate::doh::seen::{Asked, Progress, Said};
    use crate::ui::layout::chain::tests::report;

    /// A line of evidence: whose, the type, what a signature covers, and the owner.
    type Line<'a> = (Option<&'a str>, &'a str, Option<&'a str>, &'a str);

    fn finding(code: &str, providers: &[&str], evidence: &[Line<'_>]) -> Finding {
        let line = |(provider, rtype, covers, owner): &Line<'_>| EvidenceLine {
            provider: provider.map(str::to_owned),
            text: "a record that somebody wrote: example.com. IN MX".into(),
            mark: None,
            absent: false,
            record: Some(RecordShown {
                owner: (*owner).into(),
                rtype: (*rtype).into(),
                covers: covers.map(str::to_owned),
                key_tag: None,
                algorithm: None,
                source: None,
                line: None,
            }),
        };
        Finding {
            code: Code::of(code).unwrap(),
            severity: Severity::Error,
            title: String::new(),
            providers: providers.iter().map(ToString::to_string).collect(),
            detail: String::new(),
            hit: vec![],
            masked: vec![],
            evidence: evidence.iter().map(line).collect(),
            fix: vec![],
            references: vec![],
            step: None,
            latent: false,
            mixes: vec![],
        }
    }

    fn coverage() -> Finding {
        let evidence = [
            (Some("B"), "RRSIG", Some("A"), "www.example.org."),
            (Some("A"), "DNSKEY", None, "example.org."),
            (Some("A"), "DNSKEY", None, "example.org."),
            (None, "DS", None, "example.org."),
        ];
        finding("MS-ZSK-COVERAGE", &["A"], &evidence)
    }

    #[test]
    fn each_rrset_is_asked_for_once_where_it_is() {
        let lines: Vec<String> = questions(&coverage(), "example.org.")
            .iter()
            .map(|q| format!("{} {} {}", q.provider.as_deref().unwrap_or("parent"), q.name, q.rtype))
            .collect();
        assert_eq!(lines, ["B www.example.org. A", "A example.org. DNSKEY", "parent example.org. DS"]);
        let denial = finding("DEN-INVALID", &["A"], &[(Some("A"), "NSEC3", None, "ab12.example.org.")]);
        assert_eq!(questions(&denial, "example.org.")[0].name, "nobody.example.org.");
        let bare = finding("MS-GROUP-SIZE", &["A"], &[]);
        assert_eq!(questions(&bare, "example.org.").len(), 2);
    }

    #[test]
    fn commands_name_the_server_and_are_safe_to_paste() {
        let mut report = report(2, |_, _| false, None);
        report.providers[0].servers = vec!["$(reboot)".into(), "ns1.a.example".into()];
        report.providers[1].servers = vec!["; rm".into()];
        let all = commands(&coverage(), &report);
        assert_eq!(all[0].lines, ["dig +dnssec +norec @SERVER www.example.org. A"]);
        assert!(!all[0].known);
        assert_eq!(all[1].lines, ["dig +dnssec +norec @ns1.a.example example.org. DNSKEY"]);
        assert_eq!(all[2].lines, ["dig +dnssec +norec @PARENT-SERVER example.org. DS"]);
        assert!(all[2].whom("example.org.").unwrap().contains("“dig +short NS org.”"));
        assert!(all[2].whom("org.").unwrap().contains("“dig +short NS .”"));
        assert_eq!(all[1].whom("example.org."), None);
        let evil = finding("SIG-BAD", &["A"], &[(Some("A"), "TXT", None, "`x`';y.example.org.")]);
        assert_eq!(
            commands(&evil, &report)[0].lines,
            [r"dig +dnssec +norec @ns1.a.example '\096x\096\039\059y.example.org.' TXT"]
        );
    }

    #[test]
    fn gone_is_said_only_of_what_was_seen_again() {
        let (found, at) = (coverage(), Moment(1_795_608_000));
        let mut before = report(2, |_, _| false, None);
        let after = before.clone();
        before.findings = vec![found.clone()];
        assert_eq!(look(&found, &before, &before, at), Look::Still(at));
        assert_eq!(look(&found, &before, &after, at), Look::Gone(at));
        let mut other = after.clone();
        other.providers[0].publishes.clear();
        assert_eq!(look(&found, &before, &other, at), Look::Unseen(at, "A".into()));
        let mut other = after.clone();
        other.parent.state = ParentState::Unseen;
        assert_eq!(look(&found, &before, &other, at), Look::Unseen(at, "the parent".into()));
        let mut other = after;
        other.zone = "example.net.".into();
        assert!(matches!(look(&found, &before, &other, at), Look::Unseen(..)));
    }

    #[test]
    fn of_a_live_check_what_shows_it_is_asked_again() {
        let resolver = |provider: Option<&str>| Asked {
            url: String::new(),
            host: String::new(),
            provider: provider.map(str::to_owned),
            says: None,
            answered: 0,
            failed: 0,
            faults: vec![],
        };
        let said = |id, resolver, name: &str, rtype: &str, purpose| Said {
            id,
            resolver,
            name: name.into(),
            rtype: rtype.into(),
            purpose,
            state: Progress::Answered,
            at: None,
            octets: None,
            status: None,
            fault: None,
            text: None,
        };
        let zone = "example.org.";
        let mut seen = Seen::nothing(&"example.org".parse().unwrap(), Moment(0));
        seen.zone = Some(zone.into());
        seen.resolvers = vec![resolver(Some("A")), resolver(None)];
        seen.questions = vec![
            said(0, 1, zone, "SOA", Purpose::Locate),
            said(1, 1, "org.", "DS", Purpose::Chain),
            said(2, 1, zone, "DS", Purpose::Chain),
            said(3, 0, zone, "DNSKEY", Purpose::Zone),
            said(4, 0, zone, "SOA", Purpose::Zone),
            said(5, 1, zone, "SOA", Purpose::Zone),
            said(6, 0, "nobody.example.org.", "A", Purpose::Sample),
            said(7, 1, "nobody.example.org.", "A", Purpose::Sample),
        ];
        assert_eq!(asked(&coverage(), &seen), [2, 3, 5, 7]);
    }
}
