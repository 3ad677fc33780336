//! What a live check saw, as data: for the page, and as the `live` object of a report in JSON. The data of
//! the zone itself go to the judge as text; this is what stands beside them.

use super::answer::Answer;
use super::chain::{self, Cut};
use super::check::{Entry, LiveCheck, Purpose, State};
use super::fault::Fault;
use super::providers::Operator;
use super::public;
use super::sample::Sampling;
use crate::check::report::Verdict;
use crate::check::words::count;
use crate::dns::{Moment, Name, dotted, rtype_name};
use crate::evidence::Question;
use crate::visible::shown;
use serde::{Deserialize, Serialize};

/// A live check, as far as it has come.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// What was asked for, with final dot.
    pub name: String,
    /// The zone it is in, once that is known.
    pub zone: Option<String>,
    pub at: Moment,
    /// Another root than the world's was trusted.
    pub private_root: bool,
    /// Why there is no zone to judge.
    pub stop: Option<String>,
    /// Why asking ended before all was asked, and what is without an answer.
    pub ended: Option<String>,
    /// How the name led to the zone.
    pub remarks: Vec<String>,
    /// Signs that this computer's clock is wrong.
    pub clock: Vec<String>,
    /// The zones on the way, root first, as far as they were found.
    pub zones: Vec<String>,
    /// The same with what was proven; empty before that.
    pub chain: Vec<Cut>,
    pub above: Option<Above>,
    pub coverage: Option<Coverage>,
    pub sampling: Option<Sampling>,
    pub operators: Vec<Operator>,
    /// What to run to see every server's own answers.
    pub commands: Vec<String>,
    pub resolvers: Vec<Asked>,
    pub questions: Vec<Said>,
}

/// What the chain above the zone means for it, where it is not simply proven.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Above {
    pub verdict: Verdict,
    pub words: String,
}

/// How much of the truth was seen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// The labels of the providers that were told apart.
    pub providers: Vec<String>,
    /// How many versions of the DNSKEY RRset came.
    pub dnskey_sets: usize,
    /// How many operators the name servers' names point to.
    pub operators: usize,
    /// Nothing is known to be missing.
    pub complete: bool,
    pub words: String,
}

/// One resolver, or one server that answers for a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    pub url: String,
    pub host: String,
    pub provider: Option<String>,
    /// What it makes of the zone itself. Shown, never trusted.
    pub says: Option<String>,
    pub answered: usize,
    pub failed: usize,
    /// Each fault once, with how many questions it cost.
    pub faults: Vec<Cost>,
}

/// A fault in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    pub words: String,
    pub questions: usize,
}

/// One question and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub id: usize,
    /// Index into [`Seen::resolvers`].
    pub resolver: usize,
    pub name: String,
    #[serde(rename = "type")]
    pub rtype: String,
    pub purpose: Purpose,
    pub state: Progress,
    pub at: Option<Moment>,
    pub octets: Option<usize>,
    /// `NOERROR`, `NXDOMAIN` …
    pub status: Option<String>,
    pub fault: Option<String>,
    /// The answer as `dig` prints it, where it was asked for.
    pub text: Option<String>,
}

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    Waiting,
    Asked,
    Answered,
    Failed,
}

impl Progress {
    /// Whether something came of it.
    pub fn is_settled(self) -> bool {
        matches!(self, Self::Answered | Self::Failed)
    }
}

/// About how many questions a check asks: the chain of two cuts, and at each resolver the zone's own RRsets.
pub fn questions_in_all(resolvers: usize, dnskey_tries: usize, samples: usize) -> usize {
    const CHAIN: usize = 6;
    const ZONE_AND_VERDICT: usize = 7;
    CHAIN + resolvers * (ZONE_AND_VERDICT + dnskey_tries + samples)
}

impl LiveCheck {
    /// What was seen so far; `chain` as it was proven, `texts` with every answer as text.
    pub fn seen(&self, chain: &[Cut], at: Moment, texts: bool) -> Seen {
        let sampling = self.sampling();
        Seen {
            name: dotted(&self.name),
            zone: self.zone().map(dotted),
            at,
            private_root: self.settings.anchors.is_private(),
            stop: self.stop().map(ToString::to_string),
            ended: None,
            remarks: self.remarks(),
            clock: self.skews(chain, at).iter().map(ToString::to_string).collect(),
            zones: self.zones.iter().rev().map(dotted).collect(),
            chain: chain.to_vec(),
            above: chain::above(chain).map(|(verdict, words)| Above { verdict, words: words.into() }),
            coverage: sampling.as_ref().map(|sampling| self.coverage(sampling)),
            sampling,
            operators: self.operators(),
            commands: self.commands(),
            resolvers: self.asked(),
            questions: self.entries.iter().enumerate().map(|(id, entry)| said(id, entry, texts)).collect(),
        }
    }

    fn asked(&self) -> Vec<Asked> {
        let verdicts = self.verdicts();
        let resolvers = self.settings.resolvers.iter().enumerate();
        resolvers
            .map(|(index, resolver)| {
                let mut asked = Asked::new(&resolver.url, resolver.provider.clone());
                asked.says = verdicts
                    .iter()
                    .find(|one| one.index == index && one.answered)
                    .map(|one| one.says.clone());
                for entry in self.entries.iter().filter(|entry| entry.resolver == index) {
                    match &entry.state {
                        State::Answered(_) => asked.count(None),
                        State::Failed(fault) => asked.count(Some(fault)),
                        State::Waiting | State::Asked => {}
                    }
                }
                asked
            })
            .collect()
    }

    /// Which providers gave answers of their own, and what is missing.
    pub fn coverage(&self, sampling: &Sampling) -> Coverage {
        let (mut providers, named_sets) = self.named_seen();
        providers.extend(sampling.clusters.iter().map(|cluster| cluster.label.clone()));
        let dnskey_sets = named_sets + sampling.dnskey_versions;
        let (seen, operators) = (providers.len(), sampling.operators);
        Coverage {
            dnskey_sets,
            operators,
            complete: seen > 0 && operators > 0 && seen >= operators && dnskey_sets >= seen,
            words: words(&providers, dnskey_sets, operators),
            providers,
        }
    }
}

/// `Saw 2 of 2 providers.`, or what is not known.
fn words(labels: &[String], sets: usize, operators: usize) -> String {
    let seen = labels.len();
    let names = match labels {
        [] => return "Saw no provider’s answers: nothing is known of the zone’s own data.".into(),
        [one] => one.clone(),
        [rest @ .., last] => format!("{} and {last}", rest.join(", ")),
    };
    let others = |number: usize| {
        if number == 1 { "the other one".to_string() } else { format!("the {number} others") }
    };
    let safe = |number: usize| if number == 1 { "is safe" } else { "are safe" };
    if operators == 0 {
        return format!(
            "Saw {names}; the zone’s name servers were not seen, so whether that is all is not known."
        );
    }
    let missing = operators.saturating_sub(seen);
    if missing > 0 {
        let (who, is) = (others(missing), safe(missing));
        return format!("Saw only {names} of {operators} providers: whether {who} {is} is not known.");
    }
    let unseen = seen.saturating_sub(sets);
    if unseen > 0 {
        let sets = count(sets, "DNSKEY RRset", "DNSKEY RRsets");
        let publish =
            if unseen == 1 { "one of them publishes".into() } else { format!("{unseen} of them publish") };
        return format!("Saw {names} sign, and {sets}: which keys {publish} is not known.");
    }
    if seen > operators {
        return format!("Saw {names}: {seen} states, of {}.", count(operators, "provider", "providers"));
    }
    format!("Saw {seen} of {}.", count(operators, "provider", "providers"))
}

fn said(id: usize, entry: &Entry, texts: bool) -> Said {
    let mut said = Said::new(id, entry.resolver, &entry.question, entry.purpose);
    match &entry.state {
        State::Waiting => {}
        State::Asked => said.state = Progress::Asked,
        State::Answered(answer) => said.came(Ok(answer), texts),
        State::Failed(fault) => said.came(Err(fault), texts),
    }
    said
}

impl Said {
    fn new(id: usize, resolver: usize, question: &Question, purpose: Purpose) -> Self {
        Self {
            id,
            resolver,
            name: dotted(&question.name),
            rtype: rtype_name(question.rtype),
            purpose,
            state: Progress::Waiting,
            at: None,
            octets: None,
            status: None,
            fault: None,
            text: None,
        }
    }

    fn came(&mut self, result: Result<&Answer, &Fault>, text: bool) {
        match result {
            Ok(answer) => {
                self.state = Progress::Answered;
                (self.at, self.octets) = (Some(answer.at), Some(answer.octets));
                self.status = Some(answer.rcode.to_string());
                self.text = text.then(|| answer.text());
            }
            Err(fault) => {
                self.state = Progress::Failed;
                self.fault = Some(shown(&fault.to_string()).into_owned());
            }
        }
    }
}

impl Seen {
    /// Nothing seen yet of this name.
    pub fn nothing(name: &Name, at: Moment) -> Self {
        Self {
            name: dotted(name),
            zone: None,
            at,
            private_root: false,
            stop: None,
            ended: None,
            remarks: Vec::new(),
            clock: Vec::new(),
            zones: Vec::new(),
            chain: Vec::new(),
            above: None,
            coverage: None,
            sampling: None,
            operators: Vec::new(),
            commands: Vec::new(),
            resolvers: Vec::new(),
            questions: Vec::new(),
        }
    }

    /// Adds what a name server itself said when it was asked directly.
    pub fn add(&mut self, server: &str, question: &Question, result: Result<&Answer, &Fault>) {
        let known = self.resolvers.iter().position(|one| one.url == server);
        let resolver = known.unwrap_or_else(|| {
            self.resolvers.push(Asked::new(server, None));
            self.resolvers.len() - 1
        });
        let mut said = Said::new(self.questions.len(), resolver, question, Purpose::Zone);
        said.came(result, false);
        self.questions.push(said);
        if let Some(asked) = self.resolvers.get_mut(resolver) {
            asked.count(result.err());
        }
    }
}

impl Asked {
    fn new(url: &str, provider: Option<String>) -> Self {
        Self {
            url: shown(url).into_owned(),
            host: shown(public::host(url)).into_owned(),
            provider,
            says: None,
            answered: 0,
            failed: 0,
            faults: Vec::new(),
        }
    }

    fn count(&mut self, fault: Option<&Fault>) {
        let Some(fault) = fault else {
            self.answered += 1;
            return;
        };
        self.failed += 1;
        let words = shown(&fault.to_string()).into_owned();
        match self.faults.iter_mut().find(|cost| cost.words == words) {
            Some(cost) => cost.questions += 1,
            None => self.faults.push(Cost { words, questions: 1 }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&[], 0, 2, "Saw no provider’s answers: nothing is known of the zone’s own data.")]
    #[case(&["A", "B"], 2, 2, "Saw 2 of 2 providers.")]
    #[case(&["A"], 1, 2, "Saw only A of 2 providers: whether the other one is safe is not known.")]
    #[case(&["A"], 1, 3, "Saw only A of 3 providers: whether the 2 others are safe is not known.")]
    #[case(&["A", "B"], 1, 2, "Saw A and B sign, and 1 DNSKEY RRset: which keys one of them publishes is not known.")]
    #[case(&["A", "B", "C"], 1, 3, "Saw A, B and C sign, and 1 DNSKEY RRset: which keys 2 of them publish is not known.")]
    #[case(&["A", "B", "C"], 3, 2, "Saw A, B and C: 3 states, of 2 providers.")]
    #[case(&["A"], 1, 0, "Saw A; the zone’s name servers were not seen, so whether that is all is not known.")]
    fn how_much_was_seen(
        #[case] labels: &[&str],
        #[case] sets: usize,
        #[case] operators: usize,
        #[case] said: &str,
    ) {
        let labels: Vec<String> = labels.iter().map(ToString::to_string).collect();
        assert_eq!(words(&labels, sets, operators), said);
    }
}
