//! The arguments.

use crate::dns::{BadMoment, Moment};
use crate::plan::{Model, OPERATIONS, Operation, emergencies};
use crate::share::commands::{SOFTWARE, Software, software};
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;
use thiserror::Error;

/// Can any resolver fail to validate a zone that several providers sign?
#[derive(Debug, Parser)]
#[command(name = "multisigner", version, about)]
pub(super) struct Args {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Judge every mix of cached DNSKEY RRset and answering provider
    Check(CheckArgs),
    /// Ask every name server of a zone and of its parent directly, and judge the answers
    Probe(ProbeArgs),
    /// Say what changed between two checks
    Compare(CompareArgs),
    /// Sign a zone as several providers do, with faults if wanted, and judge the result
    Simulate(SimulateArgs),
    /// Plan a change: the steps, the earliest time of each, and the proof that no resolver cache can fail
    Plan(Box<PlanArgs>),
    /// May the next step of a plan be made? Looks at the zone as it is today
    Gate(GateArgs),
    /// Say which resolver caches can fail while a zone changes, and when
    Explore(ExploreArgs),
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Exit status: 0 go (or it is made already), 1 not yet, 2 the plan or the data could not be used, or do not go together."
)]
pub(super) struct GateArgs {
    /// The plan: what `multisigner plan … --format json` printed
    #[arg(value_name = "PLAN")]
    pub(super) plan: PathBuf,

    /// The step that is to be made, from 1
    #[arg(long, value_name = "NUMBER")]
    pub(super) step: usize,

    /// What these files or this check link show of the zone today
    #[arg(long, value_name = "[LABEL=]FILE,…|LINK", value_delimiter = ',', required = true)]
    pub(super) from: Vec<PathBuf>,

    /// When the last server was seen with what a step makes. Repeat it; of a step without it the waits run from now
    #[arg(long, value_name = "STEP=TIME", value_parser = parse_seen)]
    pub(super) seen: Vec<(usize, i64)>,

    /// Of a roll: a key that is replaced, where the data do not tell. Repeat it for several
    #[arg(long, value_name = "TAG[/ALGORITHM]")]
    pub(super) old: Vec<String>,

    /// The moment at which is judged: RFC 3339 or Unix seconds [default: now]
    #[arg(long, value_name = "TIME", value_parser = parse_moment)]
    pub(super) at: Option<Moment>,

    /// How to print the answer
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Plain,
}

fn parse_seen(text: &str) -> Result<(usize, i64), BadArg> {
    let (step, time) = text.split_once('=').ok_or(BadArg::Seen)?;
    let step = step.parse().map_err(|_| BadArg::Step(step.to_string()))?;
    Ok((step, parse_moment(time)?.0))
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Exit status: 0 the plan is proven safe, 1 it is not, 2 nothing could be planned.\n\
    docs/plan.md describes operations, TTLs and the JSON.",
    subcommand_negates_reqs = true,
    args_conflicts_with_subcommands = true
)]
pub(super) struct PlanArgs {
    /// In the place of a plan
    #[command(subcommand)]
    pub(super) instead: Option<PlanCommand>,

    /// What to do
    #[arg(value_name = "OPERATION", value_parser = parse_operation, required = true)]
    pub(super) operation: Option<Operation>,

    /// 1: one KSK signs every provider's DNSKEY RRset; 2: each has its own [default: 2, or the one that the operation is for]
    #[arg(long, value_name = "1|2", value_parser = parse_model)]
    pub(super) model: Option<Model>,

    /// A provider that takes part; repeat it for each [default: A and B]
    #[arg(long = "provider", short = 'p', value_name = "LABEL")]
    pub(super) providers: Vec<String>,

    /// Who joins, leaves or rolls [default: the last; of a migration the first]
    #[arg(long, value_name = "LABEL")]
    pub(super) who: Option<String>,

    /// Who takes the place of the one that leaves (migrate)
    #[arg(long, value_name = "LABEL")]
    pub(super) to: Option<String>,

    /// A provider that cannot publish keys of others; repeat it for each. Where the operation needs that it does, there is no plan,
    /// and what can be done instead is printed
    #[arg(long, value_name = "LABEL")]
    pub(super) cannot_import: Vec<String>,

    /// Begin with what these files or this check link show of the zone: keys, TTLs, and how far the operation has come. A file of
    /// which it does not tell whose it is has the label before it. Left out: a group with keys of the usual names
    #[arg(long, value_name = "[LABEL=]FILE,…|LINK", value_delimiter = ',')]
    pub(super) from: Vec<PathBuf>,

    /// Of a roll that has begun: a key that is replaced, where the data do not tell. Repeat it for several
    #[arg(long, value_name = "TAG[/ALGORITHM]", requires = "from")]
    pub(super) old: Vec<String>,

    /// The zone's name [default: the one that is seen, or example.]
    #[arg(long, value_name = "NAME")]
    pub(super) zone: Option<String>,

    /// A TTL in seconds: ds, ns-parent, LABEL.dnskey, LABEL.data, LABEL.ns. Repeat it for each
    #[arg(long, value_name = "NAME=SECONDS", value_parser = parse_ttl)]
    pub(super) ttl: Vec<(String, u32)>,

    /// What is added to every wait
    #[arg(long, value_name = "SECONDS", default_value_t = crate::process::wait::MARGIN)]
    pub(super) margin: u32,

    /// How long a provider takes until all its servers show a change
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub(super) propagation: u32,

    /// How long a provider takes until all its data are signed anew
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub(super) signing: u32,

    /// How long the parent takes until all its servers show a change
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    pub(super) parent_delay: u32,

    /// When the first step is made: RFC 3339 or Unix seconds [default: now]
    #[arg(long, value_name = "TIME", value_parser = parse_moment)]
    pub(super) start: Option<Moment>,

    /// When the last server was seen to show a step: its waits run from then on. Repeat it for each
    #[arg(long, value_name = "STEP=TIME", value_parser = parse_seen)]
    pub(super) seen: Vec<(usize, i64)>,

    /// How to print the plan
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: PlanFormat,

    /// Print the commands of this software or provider beside the actions, where one is known (text and Markdown); with a label
    /// before it, those of one provider. Repeat it for each
    #[arg(long, value_name = "[LABEL=]NAME", value_parser = parse_place_software)]
    pub(super) software: Vec<(Option<String>, &'static Software)>,

    /// Write who publishes what, when, to this file: `multisigner explore FILE` proves it again
    #[arg(long, value_name = "FILE")]
    pub(super) publication: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum PlanFormat {
    Text,
    Json,
    /// A runbook with boxes to tick
    Markdown,
    /// A calendar
    Ics,
}

/// What `multisigner plan` does beside plans.
#[derive(Debug, Subcommand)]
pub(super) enum PlanCommand {
    /// Say what to do, and what not, when something has gone wrong already
    Emergency(EmergencyArgs),
}

#[derive(Debug, ClapArgs)]
pub(super) struct EmergencyArgs {
    /// E1 to E9 [default: all]
    #[arg(value_name = "ID", value_parser = parse_emergency)]
    pub(super) which: Option<&'static str>,

    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: EmergencyFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum EmergencyFormat {
    Text,
    Json,
    Markdown,
}

fn parse_emergency(text: &str) -> Result<&'static str, BadArg> {
    let found = emergencies().iter().find(|emergency| emergency.id.eq_ignore_ascii_case(text));
    found.map(|emergency| emergency.id).ok_or_else(|| {
        let known: Vec<String> =
            emergencies().iter().map(|known| format!("{} ({})", known.id, known.title)).collect();
        BadArg::NotOneOf(known.join(", "))
    })
}

fn parse_operation(text: &str) -> Result<Operation, BadArg> {
    OPERATIONS.into_iter().find(|operation| operation.id() == text).ok_or_else(|| {
        let known: Vec<&str> = OPERATIONS.iter().map(|operation| operation.id()).collect();
        BadArg::NotOneOf(known.join(", "))
    })
}

fn parse_model(text: &str) -> Result<Model, BadArg> {
    match text {
        "1" => Ok(Model::One),
        "2" => Ok(Model::Two),
        _ => Err(BadArg::Model),
    }
}

fn parse_ttl(text: &str) -> Result<(String, u32), BadArg> {
    let (name, seconds) = text.rsplit_once('=').ok_or(BadArg::NamedTtl)?;
    let seconds = seconds.parse().map_err(|_| BadArg::Ttl(seconds.to_string()))?;
    Ok((name.to_string(), seconds))
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit status: 0 no cache can fail, 1 some can, 2 the document could not be used.\n\
    docs/explore.md describes the document.")]
pub(super) struct ExploreArgs {
    /// A publication document: who publishes what, when, as JSON; `-` is standard input
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,

    /// How to print what was found
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Plain,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit status: 0 nothing changed, 1 something changed, 2 the input could not be used.")]
pub(super) struct CompareArgs {
    /// The earlier check: a check link, a file with one, a report as JSON, or evidence
    #[arg(value_name = "BEFORE")]
    pub(super) before: PathBuf,

    /// The later check
    #[arg(value_name = "AFTER")]
    pub(super) after: PathBuf,

    /// The moment of judgement of evidence, and of links another one than their own: RFC 3339 or Unix seconds
    #[arg(long, value_name = "TIME", value_parser = parse_moment)]
    pub(super) at: Option<Moment>,

    /// How to print the changes
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Plain,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Plain {
    Text,
    Json,
}

#[derive(Clone, Debug, ClapArgs)]
#[command(
    after_help = "Exit status: 0 no mix fails, 1 some mix fails, 2 nothing could be judged: the input could not be used,\n\
    too little was seen to tell, or asking ended early without a verdict on every provider.\n\
    Files may hold zone files, dig/kdig/drill/delv output, DoH JSON, key and dsset files; the kind is detected."
)]
pub(super) struct CheckArgs {
    /// A provider's data: LABEL=FILE[,FILE…]; `-` is standard input. Repeat it for each provider
    #[arg(long = "provider", short = 'p', value_name = "LABEL=FILE[,FILE…]")]
    pub(super) providers: Vec<ProviderArg>,

    /// The parent's DS RRset; `none`: it is proven that there is no DS. Left out: the parent was not seen
    #[arg(long, value_name = "FILE|none")]
    pub(super) ds: Vec<PathBuf>,

    /// A provider to which no NS record leads (yet): its mixes do not count. Repeat it; `none`: every provider gets queries. Left out: the NS records tell, where they and the servers are in the data
    #[arg(long, value_name = "LABEL|none")]
    pub(super) unreached: Vec<String>,

    /// The zone, when the data are of several
    #[arg(long, value_name = "NAME")]
    pub(super) zone: Option<String>,

    /// The moment of judgement: RFC 3339 or Unix seconds [default: now]
    #[arg(long, value_name = "TIME", value_parser = parse_moment)]
    pub(super) at: Option<Moment>,

    #[command(flatten)]
    pub(super) output: Output,

    /// Ask this resolver by DNS over HTTPS about the domain given instead of files. Repeat it for several;
    /// LABEL=URL for one that answers with this provider's data only
    #[arg(long, value_name = "[LABEL=]URL", conflicts_with_all = ["providers", "ds", "zone"])]
    pub(super) doh: Vec<String>,

    /// Another root's trust anchor: its DNSKEY or DS records
    #[arg(long, value_name = "FILE", requires = "doh")]
    pub(super) anchor: Option<PathBuf>,

    /// How many names that do not exist each resolver is asked for, to see who signs
    #[arg(long, value_name = "NUMBER", default_value_t = 10, requires = "doh")]
    pub(super) samples: usize,

    /// Ask the resolvers that a live link names. Without this nobody is asked: a link is its maker's word, not yours
    #[arg(long, conflicts_with = "doh")]
    pub(super) ask: bool,

    /// End asking after this time, and judge what came; Ctrl-C does the same
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = parse_timeout)]
    pub(super) timeout: Duration,

    /// Files that hold several providers' answers, told apart by their server lines; or a check link, or a file
    /// that holds one; with --doh, the domain
    #[arg(value_name = "FILE|LINK|DOMAIN")]
    pub(super) files: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Exit status: 0 no mix fails, 1 some mix fails, 2 nothing could be judged: no server was found, too little\n\
    was seen to tell, or asking ended early without a verdict on every provider.\n\
    Ctrl-C ends asking, and what came is judged; a second one ends at once.\n\
    The evidence is text as dig prints it; `multisigner check FILE` reads it back to the same report."
)]
pub(super) struct ProbeArgs {
    /// The zone; a name inside it will do, unless its servers are given
    #[arg(value_name = "ZONE")]
    pub(super) zone: String,

    /// Ask this name server of the zone, and only those given. Repeat it for each
    #[arg(long = "server", value_name = "HOST[=ADDR]")]
    pub(super) servers: Vec<ServerArg>,

    /// Ask this name server of the parent zone, and only those given. Repeat it for each
    #[arg(long = "parent-server", value_name = "HOST[=ADDR]")]
    pub(super) parent_servers: Vec<ServerArg>,

    /// Ask servers at special-use addresses too (loopback, private, link-local, multicast …), wherever the zone's NS records
    /// lead; an address that you give yourself is asked in any case
    #[arg(long)]
    pub(super) private: bool,

    /// End asking after this time, and judge what came; Ctrl-C does the same
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = parse_timeout)]
    pub(super) timeout: Duration,

    /// The resolver that finds the servers [default: the system's]
    #[arg(long, value_name = "ADDR")]
    pub(super) resolver: Option<IpAddr>,

    /// Write what was seen to this file; `-` is standard output, and then no report is printed
    #[arg(long, value_name = "FILE")]
    pub(super) evidence: Option<PathBuf>,

    /// The moment of judgement: RFC 3339 or Unix seconds [default: now]
    #[arg(long, value_name = "TIME", value_parser = parse_moment)]
    pub(super) at: Option<Moment>,

    #[command(flatten)]
    pub(super) output: Output,

    /// Another root's trust anchor: its DNSKEY or DS records
    #[arg(long, value_name = "FILE")]
    pub(super) anchor: Option<PathBuf>,

    /// The port that all servers listen on
    #[arg(long, value_name = "PORT", default_value_t = 53, hide = true)]
    pub(super) port: u16,
}

#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Exit status: 0 no mix fails, 1 some mix fails, 2 the configuration could not be used.\n\
    Without a seed the keys are new in every run. docs/simulate.md describes the configuration."
)]
pub(super) struct SimulateArgs {
    /// What to simulate, in TOML
    #[arg(long, value_name = "FILE")]
    pub(super) config: PathBuf,

    /// Write zones, DS records, public keys and the report into this folder
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,

    /// Make all keys from this text: the same text gives the same keys and signatures
    #[arg(long, value_name = "TEXT")]
    pub(super) seed: Option<String>,

    /// The moment of signing and of judgement: RFC 3339 or Unix seconds [default: the configuration's, else now]
    #[arg(long, value_name = "TIME", value_parser = parse_moment)]
    pub(super) at: Option<Moment>,

    /// Write the private keys too, in BIND's format: whoever has them can sign for the zone
    #[arg(long, requires = "out")]
    pub(super) private_keys: bool,

    /// Ask a simulated resolver for this name, and print its proof step by step instead of the report
    #[arg(long, value_name = "NAME", requires_all = ["dnskey_from", "answer_from"])]
    pub(super) ask: Option<String>,

    /// The type to ask for
    #[arg(long = "type", value_name = "TYPE", default_value = "A", requires = "ask")]
    pub(super) rtype: String,

    /// The provider whose DNSKEY RRset the resolver holds
    #[arg(long, value_name = "PROVIDER", requires = "ask")]
    pub(super) dnskey_from: Option<String>,

    /// The provider that answers
    #[arg(long, value_name = "PROVIDER", requires = "ask")]
    pub(super) answer_from: Option<String>,

    /// The validator to ask like
    #[arg(long, value_enum, default_value = "rfc", requires = "ask")]
    pub(super) validator: Validator,

    #[command(flatten)]
    pub(super) output: Output,
}

/// What is wrong with an argument.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub(super) enum BadArg {
    #[error("“{0}” is not an IP address")]
    Address(String),
    #[error("write HOST or HOST=ADDR, for example ns1.example=192.0.2.1")]
    Server,
    #[error("write LABEL=FILE, for example A=zone-at-a.txt")]
    Provider,
    #[error("the label before = is empty")]
    NoLabel,
    #[error("no file after =")]
    NoFile,
    /// Those that there are.
    #[error("one of {0}")]
    NotOneOf(String),
    #[error("1 or 2")]
    Model,
    #[error("write NAME=SECONDS, for example A.dnskey=3600")]
    NamedTtl,
    #[error("“{0}” is no TTL: whole seconds, at most 2147483647")]
    Ttl(String),
    #[error("write STEP=TIME, for example 2=2026-12-01T10:00:00Z")]
    Seen,
    #[error("“{0}” is no step")]
    Step(String),
    #[error("{0}")]
    Moment(#[from] BadMoment),
    #[error("write seconds, from 0.1 to 86400")]
    Timeout,
}

/// `HOST` or `HOST=ADDR`; an address alone will do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ServerArg {
    pub(super) host: String,
    pub(super) addr: Option<IpAddr>,
}

impl std::str::FromStr for ServerArg {
    type Err = BadArg;

    fn from_str(text: &str) -> Result<Self, BadArg> {
        let (host, addr) = match text.split_once('=') {
            Some((host, addr)) => {
                let addr = addr.parse().map_err(|_| BadArg::Address(addr.to_string()))?;
                (host, Some(addr))
            }
            None => (text, text.parse().ok()),
        };
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ':');
        if host.is_empty() || !host.chars().all(good) {
            return Err(BadArg::Server);
        }
        Ok(Self { host: host.trim_end_matches('.').to_ascii_lowercase(), addr })
    }
}

impl CheckArgs {
    /// `--ds none` was given.
    pub(super) fn no_ds(&self) -> bool {
        self.ds.iter().any(|file| file.as_os_str() == "none")
    }

    /// What `--unreached` says; `none` stands for no provider.
    pub(super) fn unreached(&self) -> Option<Vec<String>> {
        let labels = || self.unreached.iter().filter(|label| *label != "none").cloned().collect();
        (!self.unreached.is_empty()).then(labels)
    }
}

/// The validators that are known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Validator {
    Rfc,
    Unbound,
    HardenedUnbound,
    Bind,
    Powerdns,
    Knot,
}

/// What is printed.
#[derive(Clone, Debug, ClapArgs)]
pub(super) struct Output {
    /// How to print the report
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,

    /// Print a check link instead, which carries the evidence and the moment: the address of a page, or nothing
    /// for the part from # on
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, require_equals = true, default_missing_value = "",
        conflicts_with = "format")]
    pub(super) link: Option<String>,

    /// Print the commands of this software or provider beside the steps of fixes, where one is known (text only).
    /// A provider that its servers' names tell is always taken for itself
    #[arg(long, value_name = "NAME", value_parser = parse_software)]
    pub(super) software: Option<&'static Software>,
}

fn parse_place_software(text: &str) -> Result<(Option<String>, &'static Software), BadArg> {
    match text.rsplit_once('=') {
        Some((label, name)) => Ok((Some(label.to_string()), parse_software(name)?)),
        None => Ok((None, parse_software(text)?)),
    }
}

fn parse_software(text: &str) -> Result<&'static Software, BadArg> {
    software(text).ok_or_else(|| {
        let known: Vec<&str> = SOFTWARE.iter().map(|software| software.id).collect();
        BadArg::NotOneOf(known.join(", "))
    })
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
    Markdown,
    /// One file without script
    Html,
}

/// `LABEL=FILE,FILE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ProviderArg {
    pub(super) label: String,
    pub(super) files: Vec<PathBuf>,
}

impl std::str::FromStr for ProviderArg {
    type Err = BadArg;

    fn from_str(text: &str) -> Result<Self, BadArg> {
        let (label, files) = text.split_once('=').ok_or(BadArg::Provider)?;
        let files: Vec<PathBuf> =
            files.split(',').filter(|file| !file.is_empty()).map(PathBuf::from).collect();
        if label.trim().is_empty() {
            return Err(BadArg::NoLabel);
        }
        if files.is_empty() {
            return Err(BadArg::NoFile);
        }
        Ok(Self { label: label.trim().to_string(), files })
    }
}

fn parse_moment(text: &str) -> Result<Moment, BadArg> {
    Ok(Moment::parse(text)?)
}

/// Seconds, with a fraction if need be.
fn parse_timeout(text: &str) -> Result<Duration, BadArg> {
    let seconds = text.parse().ok().filter(|seconds| (0.1..=86_400.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or(BadArg::Timeout)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("A=a.txt", "A", &["a.txt"])]
    #[case("left one=a.txt,-", "left one", &["a.txt", "-"])]
    fn provider_arguments(#[case] text: &str, #[case] label: &str, #[case] files: &[&str]) {
        let parsed: ProviderArg = text.parse().unwrap();
        assert_eq!(parsed.label, label);
        assert_eq!(parsed.files, files.iter().map(PathBuf::from).collect::<Vec<_>>());
    }

    #[rstest]
    #[case("a.txt")]
    #[case("=a.txt")]
    #[case("A=")]
    #[case("A=,")]
    fn bad_provider_arguments(#[case] text: &str) {
        assert!(text.parse::<ProviderArg>().is_err());
    }

    #[rstest]
    #[case("NS1.Example.", "ns1.example", None)]
    #[case("ns1.example=192.0.2.1", "ns1.example", Some("192.0.2.1"))]
    #[case("ns1.example=2001:db8::1", "ns1.example", Some("2001:db8::1"))]
    #[case("192.0.2.1", "192.0.2.1", Some("192.0.2.1"))]
    fn server_arguments(#[case] text: &str, #[case] host: &str, #[case] addr: Option<&str>) {
        let addr = addr.map(|addr| addr.parse().unwrap());
        assert_eq!(text.parse::<ServerArg>().unwrap(), ServerArg { host: host.into(), addr });
    }

    #[rstest]
    #[case("")]
    #[case("=192.0.2.1")]
    #[case("ns1.example=ns2.example")]
    #[case("ns1 example")]
    #[case("ns1)\n;; SERVER: x")]
    fn bad_server_arguments(#[case] text: &str) {
        assert!(text.parse::<ServerArg>().is_err());
    }

    #[test]
    fn the_arguments_are_consistent() {
        use clap::CommandFactory as _;
        Args::command().debug_assert();
    }
}
