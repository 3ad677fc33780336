//! The drawing of the exchange of keys: complete, inside its frame, and without arcs that run into each other.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use crate::common::ask;
use multisigner::check::report::Report;
use multisigner::dns::Moment;
use multisigner::simulate::Simulator;
use multisigner::simulate::backend::RustCrypto;
use multisigner::simulate::config::{Config, Provider};
use multisigner::simulate::faults::{Fault, Kind};
use multisigner::simulate::keys::Seed;
use multisigner::simulate::terms::Model;
use multisigner::ui::layout::exchange::{Exchange, MOST, exchange, told};
use rstest::rstest;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

fn report(model: Model, count: usize, faults: Vec<Fault>) -> Box<Report> {
    let names = ('A'..='Z').take(count);
    let providers = names.map(|name| Provider { name: name.into(), ..Provider::default() }).collect();
    let config = Config { faults, ..crate::start::config(model, Moment(1_795_608_000), providers) };
    let mut simulator = Simulator::new(Seed::from_text("exchange"));
    let mut progress = |_| ControlFlow::Continue(());
    let simulated = pollster::block_on(simulator.run(&config, &RustCrypto, &mut progress)).unwrap();
    ask(&simulated.question(5)).0.result.unwrap()
}

fn fault(kind: Kind, at: &str, of: Option<&str>) -> Fault {
    Fault { kind, at: Some(at.into()), of: of.map(str::to_owned) }
}

/// Two labels or more on one lane keep clear of each other, and everything stays inside.
fn is_tidy(drawing: &Exchange) {
    for arc in &drawing.arcs {
        assert!(
            (0.0..=drawing.width).contains(&arc.label.0) && arc.label.1 + 11.0 <= drawing.height,
            "{arc:?}"
        );
        assert!((0.0..=drawing.width).contains(&arc.tip.0), "{arc:?}");
        let near = drawing.arcs.iter().filter(|other| {
            (other.label.1 - arc.label.1).abs() < 22.0 && (other.label.0 - arc.label.0).abs() < 160.0
        });
        assert_eq!(near.count(), 1, "{arc:?}");
    }
    let mut ends: Vec<f64> = drawing.arcs.iter().map(|arc| arc.tip.0).collect();
    ends.sort_by(f64::total_cmp);
    assert!(ends.windows(2).all(|pair| pair[1] - pair[0] > 10.0), "arrows fall together: {ends:?}");
    for node in &drawing.nodes {
        assert!(node.x >= 0.0 && node.x + node.width <= drawing.width);
    }
    for anchor in &drawing.anchors {
        assert!(anchor.x >= 56.0 && anchor.x + 56.0 <= drawing.width, "{anchor:?}");
    }
}

#[rstest]
fn every_key_goes_to_everybody(
    #[values(Model::One, Model::Two)] model: Model,
    #[values(1, 2, 3, 4)] count: usize,
) {
    let drawing = exchange(&report(model, count, Vec::new())).unwrap();
    is_tidy(&drawing);
    let ways: BTreeSet<(&str, &str)> =
        drawing.arcs.iter().map(|arc| (arc.owner.as_str(), arc.to.as_str())).collect();
    assert_eq!(ways.len(), count * (count - 1));
    assert!(drawing.arcs.iter().all(|arc| !arc.missing));
    assert!(drawing.nodes.iter().all(|node| node.complete));
    assert_eq!(drawing.drops.iter().filter(|drop| drop.good).count(), count);
    // A shared KSK has one DS, and nobody's letter.
    let anchors = if model == Model::One { 1 } else { count };
    assert_eq!(drawing.anchors.len(), anchors);
    assert_eq!(drawing.parent_note, "");
}

#[test]
fn what_is_missing_is_cut() {
    let faults = vec![
        fault(Kind::ZskWithheld, "A", Some("C")),
        fault(Kind::ZskWithheld, "B", Some("C")),
        fault(Kind::DsMissing, "B", None),
    ];
    let report = report(Model::Two, 3, faults);
    let drawing = exchange(&report).unwrap();
    is_tidy(&drawing);
    let cut: Vec<(&str, &str)> = drawing
        .arcs
        .iter()
        .filter(|arc| arc.missing)
        .map(|arc| (arc.owner.as_str(), arc.to.as_str()))
        .collect();
    assert_eq!(cut.len(), 2);
    assert!(cut.contains(&("C", "A")) && cut.contains(&("C", "B")), "{cut:?}");
    let complete: Vec<bool> = drawing.nodes.iter().map(|node| node.complete).collect();
    assert_eq!(complete, [false, false, true]);
    let good: Vec<bool> = drawing.drops.iter().map(|drop| drop.good).collect();
    assert_eq!(good, [true, false, true]);
    let told = told(&report);
    for part in [
        "A’s signing key is also at B and C.",
        "C’s signing key is missing at A and B.",
        "The parent does not vouch for B’s DNSKEY RRset.",
    ] {
        assert!(told.contains(part), "{told}");
    }
}

#[rstest]
#[case(Kind::DsNone, true, "no DS")]
#[case(Kind::DsDangling, false, "1 DS record fits no key that signs")]
fn the_parent_is_told(#[case] kind: Kind, #[case] no_ds: bool, #[case] note: &str) {
    let drawing = exchange(&report(Model::Two, 2, vec![Fault { kind, at: None, of: None }])).unwrap();
    assert_eq!((drawing.no_ds, drawing.parent_note.as_str()), (no_ds, note));
    is_tidy(&drawing);
}

#[test]
fn many_providers_are_not_drawn() {
    assert!(exchange(&report(Model::Two, MOST + 1, Vec::new())).is_none());
}
