//! The arguments.

use crate::dns::Moment;
use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

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
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit status: 0 no mix fails, 1 some mix fails, 2 the input could not be used.\n\
    Files may hold zone files, dig/kdig/drill/delv output, DoH JSON, key and dsset files; the kind is detected.")]
pub(super) struct CheckArgs {
    /// A provider's data: LABEL=FILE[,FILE…]; `-` is standard input. Repeat it for each provider
    #[arg(long = "provider", short = 'p', value_name = "LABEL=FILE[,FILE…]")]
    pub(super) providers: Vec<ProviderArg>,

    /// The parent's DS RRset; `none`: it is proven that there is no DS. Left out: the parent was not seen
    #[arg(long, value_name = "FILE|none")]
    pub(super) ds: Vec<PathBuf>,

    /// The zone, when the data are of several
    #[arg(long, value_name = "NAME")]
    pub(super) zone: Option<String>,

    /// The moment of judgement: RFC 3339 or Unix seconds [default: now]
    #[arg(long, value_name = "TIME", value_parser = parse_moment)]
    pub(super) at: Option<Moment>,

    /// How to print the report
    #[arg(long, value_enum, default_value = "text")]
    pub(super) format: Format,

    /// Files that hold several providers' answers; they are told apart by their server lines
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
}

impl CheckArgs {
    /// `--ds none` was given.
    pub(super) fn no_ds(&self) -> bool {
        self.ds.iter().any(|file| file.as_os_str() == "none")
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

/// `LABEL=FILE,FILE`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ProviderArg {
    pub(super) label: String,
    pub(super) files: Vec<PathBuf>,
}

impl std::str::FromStr for ProviderArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (label, files) = text.split_once('=').ok_or("write LABEL=FILE, for example A=zone-at-a.txt")?;
        let files: Vec<PathBuf> =
            files.split(',').filter(|file| !file.is_empty()).map(PathBuf::from).collect();
        if label.trim().is_empty() {
            return Err("the label before = is empty".into());
        }
        if files.is_empty() {
            return Err("no file after =".into());
        }
        Ok(Self { label: label.trim().to_string(), files })
    }
}

fn parse_moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text).map_err(|error| error.to_string())
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

    #[test]
    fn the_arguments_are_consistent() {
        use clap::CommandFactory as _;
        Args::command().debug_assert();
    }
}
