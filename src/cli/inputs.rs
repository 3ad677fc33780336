//! Files and standard input, as sources.

use super::args::CheckArgs;
use crate::evidence::{MAX_BYTES, Role, Source};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A file that cannot be used.
#[derive(Debug, Error)]
pub(super) enum InputError {
    #[error("cannot read {}: {error}", path.display())]
    Read { path: PathBuf, error: std::io::Error },
    #[error("standard input (-) can be used once only")]
    StdinTwice,
    #[error("nothing to check: give --provider LABEL=FILE for each provider, or a file with all answers")]
    Nothing,
    #[error("provider {label} is given twice; list its files together: {label}=FILE,FILE")]
    Twice { label: String },
    #[error("--ds none says that there is no DS; it cannot be combined with a file")]
    NoneAndFile,
}

/// All texts, in the order of the arguments.
pub(super) fn sources(args: &CheckArgs) -> Result<Vec<Source>, InputError> {
    if args.providers.is_empty() && args.files.is_empty() {
        return Err(InputError::Nothing);
    }
    let mut labels = BTreeSet::new();
    if let Some(again) = args.providers.iter().find(|provider| !labels.insert(&provider.label)) {
        return Err(InputError::Twice { label: again.label.clone() });
    }
    if args.no_ds() && args.ds.len() > 1 {
        return Err(InputError::NoneAndFile);
    }
    let mut reading = Files { stdin_used: false };
    let mut sources = Vec::new();
    for provider in &args.providers {
        for file in &provider.files {
            sources.push(reading.source(file, Role::Provider(provider.label.clone()))?);
        }
    }
    for file in args.ds.iter().filter(|_| !args.no_ds()) {
        sources.push(reading.source(file, Role::Parent)?);
    }
    for file in &args.files {
        sources.push(reading.source(file, Role::Auto)?);
    }
    Ok(sources)
}

/// Texts with a provider's label before them (`A=FILE`), or of which it is found out whose they are.
pub(super) fn labelled(files: &[PathBuf]) -> Result<Vec<Source>, InputError> {
    let mut reading = Files { stdin_used: false };
    let role = |file: &PathBuf| {
        let text = file.to_str().filter(|_| !file.exists())?;
        let (label, file) =
            text.split_once('=').filter(|(label, file)| !label.is_empty() && !file.is_empty())?;
        Some((PathBuf::from(file), Role::Provider(label.to_string())))
    };
    files
        .iter()
        .map(|file| match role(file) {
            Some((file, role)) => reading.source(&file, role),
            None => reading.source(file, Role::Auto),
        })
        .collect()
}

struct Files {
    stdin_used: bool,
}

impl Files {
    fn source(&mut self, path: &Path, role: Role) -> Result<Source, InputError> {
        let fault = |error| InputError::Read { path: path.to_path_buf(), error };
        let octets = if path.as_os_str() == "-" {
            if std::mem::replace(&mut self.stdin_used, true) {
                return Err(InputError::StdinTwice);
            }
            bounded(std::io::stdin().lock()).map_err(fault)?
        } else {
            File::open(path).and_then(bounded).map_err(fault)?
        };
        let text = lossy(octets);
        let name = if path.as_os_str() == "-" { "standard input".into() } else { path.display().to_string() };
        Ok(Source { name, role, text })
    }
}

/// Not more than the reader takes, and one octet more by which it sees that it is too much: some files have no end.
fn bounded(from: impl Read) -> std::io::Result<Vec<u8>> {
    let mut octets = Vec::new();
    from.take(MAX_BYTES as u64 + 1).read_to_end(&mut octets)?;
    Ok(octets)
}

/// The text of a file, or of standard input (`-`).
pub(super) fn text(path: &Path) -> Result<String, InputError> {
    let octets = if path.as_os_str() == "-" {
        bounded(std::io::stdin().lock())
    } else {
        File::open(path).and_then(bounded)
    };
    octets.map(lossy).map_err(|error| InputError::Read { path: path.to_path_buf(), error })
}

/// Not every old zone file is UTF-8; what is not is shown as U+FFFD and refused by its line.
fn lossy(octets: Vec<u8>) -> String {
    match String::from_utf8(octets) {
        Ok(text) => text,
        Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
    }
}
