//! Writing a finding, part by part.

use crate::check::code::Code;
use crate::check::findings::case::Case;
use crate::check::findings::evidence::MOST_EVIDENCE;
use crate::check::findings::names;
use crate::check::report::{EvidenceLine, Finding, FixStep, Severity, Step};

/// The start of a finding.
pub(crate) fn finding(code: Code, severity: Severity, title: String) -> Finding {
    Finding {
        code,
        severity,
        title,
        providers: Vec::new(),
        detail: String::new(),
        hit: Vec::new(),
        masked: Vec::new(),
        evidence: Vec::new(),
        fix: Vec::new(),
        references: Vec::new(),
        step: None,
        latent: false,
        mixes: Vec::new(),
    }
}

impl Finding {
    pub(crate) fn about(mut self, case: &Case<'_>, providers: impl IntoIterator<Item = usize>) -> Self {
        for provider in providers {
            let label = case.label(provider).to_string();
            if !self.providers.contains(&label) {
                self.providers.push(label);
            }
        }
        self
    }

    /// How far a process has come.
    pub(crate) fn at_step(mut self, at: usize, of: usize) -> Self {
        self.step = Some(Step { at, of });
        self
    }

    /// What is seen, before what is known of its servers.
    pub(crate) fn detail(mut self, text: impl Into<String>) -> Self {
        let servers = std::mem::replace(&mut self.detail, text.into());
        if !servers.is_empty() {
            self.detail = format!("{} {servers}", self.detail).trim_start().to_string();
        }
        self
    }

    pub(crate) fn hit(mut self, text: impl Into<String>) -> Self {
        self.hit.push(capital(text.into()));
        self
    }

    pub(crate) fn also_masked(mut self, text: impl Into<String>) -> Self {
        self.masked.push(text.into());
        self
    }

    pub(crate) fn shows(mut self, lines: impl IntoIterator<Item = EvidenceLine>) -> Self {
        let room = MOST_EVIDENCE.saturating_sub(self.evidence.len());
        self.evidence.extend(lines.into_iter().take(room));
        self
    }

    pub(crate) fn step(mut self, step: impl Into<FixStep>) -> Self {
        self.fix.push(step.into());
        self
    }

    pub(crate) fn refer(mut self, references: &[&str]) -> Self {
        self.references = references.iter().map(|reference| (*reference).to_string()).collect();
        self
    }
}

/// A sentence begins with a capital; a validator keeps its name as it is.
fn capital(text: String) -> String {
    let plain = ["every ", "a ", "from "].iter().any(|word| text.starts_with(word));
    if plain { names::capital(&text) } else { text }
}
