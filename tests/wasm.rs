//! What only a browser has. Run by `make test-wasm`.
#![cfg(target_arch = "wasm32")]
// Clippy knows `#[test]` only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

#[path = "common/signatures.rs"]
mod signatures;

use multisigner::check::outcome::Question;
use multisigner::check::report::Report;
use multisigner::check::session::Session;
use multisigner::dns::Moment;
use multisigner::dnssec::backend::{Backend, RustCrypto, WebCrypto};
use multisigner::dnssec::proofs::Checked;
use multisigner::evidence::{Role, Source};
use signatures::{leading_zeros, odd_points, wycheproof};
use wasm_bindgen_test::{console_log, wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// The page checks signatures with WebCrypto; a browser offers it to secure contexts only.
#[wasm_bindgen_test]
fn web_crypto_is_there() {
    let window = web_sys::window().unwrap();
    assert!(window.is_secure_context());
    assert!(!window.crypto().unwrap().subtle().is_undefined());
}

/// Two providers' zone files and the DS of a scenario of the corpus.
macro_rules! scenario {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("corpus/", $name, "/A/zone.signed")),
            include_str!(concat!("corpus/", $name, "/B/zone.signed")),
            include_str!(concat!("corpus/", $name, "/parent/dig-DS.txt")),
        )
    };
}

/// Every algorithm, and signatures that do not verify.
const SCENARIOS: [(&str, &str, &str, &str); 12] = [
    scenario!("003-model2-ok"),
    scenario!("030-alg-8-vs-8"),
    scenario!("031-alg-10-vs-10"),
    scenario!("032-alg-14-vs-14"),
    scenario!("033-alg-15-vs-15"),
    scenario!("034-alg-16-vs-16"),
    scenario!("035-alg-5-vs-5"),
    scenario!("036-alg-7-vs-7"),
    scenario!("037-rsa-1024-vs-2048"),
    scenario!("038-rsa-4096"),
    scenario!("065-rrsig-tampered-host"),
    scenario!("055-keytag-collision-zsk"),
];

async fn report(scenario: (&str, &str, &str, &str), backend: &impl Backend) -> (Report, Vec<Checked>) {
    let (_, a, b, ds) = scenario;
    let source = |role: Role, text: &str| Source { name: "corpus".into(), role, text: text.into() };
    let question = Question {
        sources: vec![
            source(Role::Provider("A".into()), a),
            source(Role::Provider("B".into()), b),
            source(Role::Parent, ds),
        ],
        zone: None,
        no_ds: false,
        unreached: None,
        at: Moment(1_795_608_000),
        rrsets_per_mix: usize::MAX,
    };
    let mut session = Session::new();
    let outcome = session.ask(&question, backend, &mut |_| {}).await;
    let proofs = session.proven().unwrap().proofs.answers.clone();
    (*outcome.result.unwrap(), proofs)
}

/// The browser's answers are those of the crates, check by check and report by report.
#[wasm_bindgen_test]
async fn webcrypto_agrees_with_rustcrypto() {
    for scenario in SCENARIOS {
        let (by_browser, browser) = report(scenario, &WebCrypto::new()).await;
        let (by_rust, rust) = report(scenario, &RustCrypto).await;
        assert!(browser.contains(&Checked::Holds), "{}: nothing verifies", scenario.0);
        assert_eq!(browser, rust, "{}", scenario.0);
        assert_eq!(by_browser, by_rust, "{}", scenario.0);
    }
}

/// The answers that Wycheproof's vectors ask for, and no others, from the browser and from the crates as they run in it.
#[wasm_bindgen_test]
async fn vectors_hold_in_the_browser() {
    let mut wrong = Vec::new();
    for vectors in wycheproof().into_iter().chain([leading_zeros(), odd_points()]) {
        let checks = vectors.checks();
        console_log!("algorithm {}: {} vectors", vectors.algorithm, checks.len());
        wrong.extend(vectors.deviations("WebCrypto", &WebCrypto::new().verify(&checks).await));
        wrong.extend(vectors.deviations("RustCrypto", &RustCrypto.verify(&checks).await));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Without SubtleCrypto (a page on plain http) everything goes to the crates.
#[wasm_bindgen_test]
async fn rustcrypto_stands_in() {
    let (with, _) = report(SCENARIOS[0], &WebCrypto::<RustCrypto>::default()).await;
    let (without, _) = report(SCENARIOS[0], &RustCrypto).await;
    assert_eq!(with, without);
}
