//! A simulation as plain data.

use super::fault::{Fault, NotSimulated, Trouble};
use super::link::FrozenInput;
use crate::check::outcome::Problem;
use crate::dns::Moment;
use crate::simulate::backend::SigningBackend;
use crate::simulate::config::Config;
use crate::simulate::keys::Seed;
use crate::simulate::{Failure, NoZone, Simulated, Simulator, Unusable};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::ops::ControlFlow;

/// What `simulate` takes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Wanted {
    /// As JSON, so that a field which is none is found.
    config: String,
    data: String,
    seed: Seed,
    at: String,
    private_keys: bool,
}

/// What came of a simulation.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct Simulation {
    simulated: Simulated,
    /// The zones and the parent's DS records as `check` takes them.
    input: FrozenInput,
    /// Only when they were asked for.
    private_keys: Option<Vec<PrivateKey>>,
}

/// A private key in BIND's format (v1.3). Whoever has it can sign for the zone.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub(super) struct PrivateKey {
    /// Its file, in the folder of whoever holds it: `A/Kexample.com.+013+12345.private`.
    path: String,
    text: String,
}

/// Says which file it is only.
impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PrivateKey({}, …)", self.path)
    }
}

/// What stands beside the configuration, not in it.
const BESIDE: [&str; 4] = ["data", "zone_file", "now", "seed"];

pub(super) async fn simulate(wanted: Wanted, backend: &impl SigningBackend) -> Result<Simulation, Fault> {
    let now = Moment::parse(&wanted.at)?;
    let mut table: Map<String, Value> = serde_json::from_str(&wanted.config).map_err(bad)?;
    if let Some(field) = BESIDE.iter().find(|field| table.contains_key(**field)) {
        return Err(Fault::not_simulated(format!("“{field}” is no part of the configuration here")));
    }
    table.insert("data".into(), wanted.data.into());
    table.insert("now".into(), now.to_string().into());
    let config = Config::deserialize(Value::Object(table)).map_err(bad)?;
    let mut simulator = Simulator::new(wanted.seed);
    let simulated = simulator.run(&config, backend, &mut |_| ControlFlow::Continue(())).await?;
    let private = |(path, key): (String, crate::simulate::PrivateKeyFile)| PrivateKey {
        path,
        text: key.expose().to_string(),
    };
    let private_keys =
        wanted.private_keys.then(|| simulator.private_files(&simulated).into_iter().map(private).collect());
    let question = simulated.question(usize::MAX);
    let input = FrozenInput {
        sources: question.sources,
        zone: question.zone,
        no_ds: question.no_ds,
        unreached: question.unreached,
        at: question.at.to_string(),
    };
    Ok(Simulation { simulated, input, private_keys })
}

/// What cannot be a configuration; where in its JSON is of no use to anybody.
fn bad(error: serde_json::Error) -> Fault {
    let said = error.to_string();
    let place = said.find(" at line ").unwrap_or(said.len());
    Fault::not_simulated(said.get(..place).unwrap_or_default().to_string())
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Unusable(Unusable::Zone(NoZone::PrivateKey)) => {
                Self::plain(failure.to_string(), Trouble::Check(Problem::PrivateKey), None)
            }
            _ => Self::not_simulated(failure.to_string()),
        }
    }
}

impl Fault {
    fn not_simulated(reason: String) -> Self {
        let message = format!("the configuration cannot be used: {reason}");
        Self::plain(message, Trouble::Simulate(NotSimulated::BadConfig { reason }), None)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]
mod tests {
    use super::*;
    use crate::simulate::backend::RustCrypto;
    use rstest::rstest;
    use serde_json::json;

    const ZONE: &str = "example. 60 IN SOA ns. host. 1 2 3 4 5\nexample. 60 IN NS ns.\n";

    fn simulated(config: &Value, data: &str, private_keys: bool) -> Value {
        let wanted = Wanted {
            config: config.to_string(),
            data: data.into(),
            seed: Seed::from_text("module"),
            at: "2026-11-25T12:00:00Z".into(),
            private_keys,
        };
        match pollster::block_on(simulate(wanted, &RustCrypto)) {
            Ok(simulation) => serde_json::to_value(simulation).unwrap(),
            Err(fault) => serde_json::to_value(fault).unwrap(),
        }
    }

    #[test]
    fn private_keys_when_asked_for() {
        let config = json!({ "model": 1, "provider": [{ "name": "A" }, { "name": "B" }] });
        assert_eq!(simulated(&config, ZONE, false)["privateKeys"], Value::Null);
        let with = simulated(&config, ZONE, true);
        let folders: Vec<&str> = with["privateKeys"]
            .as_array()
            .unwrap()
            .iter()
            .map(|key| key["path"].as_str().unwrap().split('/').next().unwrap())
            .collect();
        assert_eq!(folders, ["owner", "A", "B"]);
        assert_eq!(with["input"]["at"], "2026-11-25T12:00:00Z");
        assert_eq!(with["input"]["sources"].as_array().unwrap().len(), 3);
    }

    #[rstest]
    #[case(json!([]), ZONE, "bad-config", "invalid type")]
    #[case(json!({ "provider": [], "data": "" }), ZONE, "bad-config", "“data” is no part of the configuration here")]
    #[case(json!({ "provider": [], "x": 1 }), ZONE, "bad-config", "unknown field `x`")]
    #[case(json!({ "provider": [] }), ZONE, "bad-config", "there has to be a provider")]
    #[case(json!({ "provider": [{ "name": "A" }] }), "", "bad-config", "the zone has no data")]
    #[case(json!({ "provider": [{ "name": "A" }] }), "Private-key-format: v1.3\nPrivateKey: AA==", "private-key", "private key")]
    fn what_cannot_be_had(
        #[case] config: Value,
        #[case] data: &str,
        #[case] problem: &str,
        #[case] words: &str,
    ) {
        let fault = simulated(&config, data, true);
        assert_eq!(fault["problem"]["problem"], problem, "{fault}");
        assert!(fault["message"].as_str().unwrap().contains(words), "{fault}");
        assert!(!fault["message"].as_str().unwrap().contains(" at line "), "{fault}");
    }
}
