//! The drawing holds together for one to eight providers, whatever is missing.

use super::plan::PAGE;
use super::*;
use crate::check::report::*;
use crate::dns::Moment;
use crate::doh::chain::Cut as ZoneCut;
use rstest::rstest;

/// `count` providers of model 2; `gap` says whether provider `at` lacks the ZSK of `of`.
pub(crate) fn report(count: usize, gap: impl Fn(usize, usize) -> bool, unvouched: Option<usize>) -> Report {
    let label = |i: usize| char::from(b'A' + i as u8).to_string();
    let key = |i: usize, role| KeyInfo {
        tag: 10_000 + i as u16,
        algorithm: 13,
        algorithm_name: "ECDSAP256SHA256".into(),
        flags: if role == KeyRole::Ksk { 257 } else { 256 },
        bits: Some(256),
        role,
        owners: vec![label(i % count)],
        published_at: vec![],
        has_ds: role == KeyRole::Ksk && unvouched != Some(i),
        rdata: String::new(),
    };
    // KSKs first, then ZSKs.
    let keys =
        (0..count).map(|i| key(i, KeyRole::Ksk)).chain((0..count).map(|i| key(count + i, KeyRole::Zsk)));
    let verdict = |bad| if bad { Verdict::Bogus } else { Verdict::Secure };
    let provider = |i: usize| ProviderSummary {
        label: label(i),
        servers: vec!["ns1.a-rather-long-name-of-a-server.example".into()],
        dnskey_ttl: Some(3600),
        publishes: (0..count).filter(|j| !gap(i, *j)).map(|j| count + j).chain([i]).collect(),
        dnskey_signed_by: vec![i],
        data_signed_by: vec![(count + i, 16)],
        dnskey_verdict: verdict(unvouched == Some(i)),
        dnskey_reason: String::new(),
        dnskey_brief: String::new(),
        rrsets: 16,
        types: ["SOA", "NS", "A", "AAAA", "MX", "TXT", "CAA", "NSEC3"].map(String::from).to_vec(),
        whole_zone: true,
        reached: true,
        denial: "NSEC".into(),
    };
    let mix = |n: usize| {
        let (from, to) = (n / count, n % count);
        let bad = gap(from, to) || unvouched == Some(from);
        let verdict = verdict(bad);
        Mix {
            dnskey_from: label(from),
            answer_from: label(to),
            reached: true,
            verdict,
            reason: String::new(),
            brief: String::new(),
            profiles: ProfileVerdicts {
                unbound: verdict,
                unbound_hardened: verdict,
                bind: verdict,
                powerdns: verdict,
                knot: verdict,
            },
            differs: vec![],
            hidden_by_retry: bad,
            rrsets: vec![],
            rrsets_total: 16,
            rrsets_failing: if bad { 16 } else { 0 },
        }
    };
    let row = |j: usize| CoverageRow {
        key: count + j,
        signs_data: true,
        note: "signs 16 RRsets".into(),
        cells: (0..count)
            .map(|i| match (gap(i, j), i == j) {
                (true, _) => CoverageState::Missing,
                (false, true) => CoverageState::Own,
                (false, false) => CoverageState::Imported,
            })
            .collect(),
    };
    let ds = |i: usize| DsInfo {
        key_tag: 10_000 + i as u16,
        algorithm: 13,
        digest_type: 2,
        rdata: String::new(),
        key: Some(i),
    };
    Report {
        zone: "example.org.".into(),
        at: Moment(1_795_608_000),
        verdict: Verdict::Bogus,
        headline: Headline {
            tone: Tone::Bogus,
            lead: "Can fail.".into(),
            text: String::new(),
            why: String::new(),
            facts: vec![],
            until: String::new(),
        },
        model: Model::Model2,
        model_note: String::new(),
        parent: ParentSummary {
            state: ParentState::Ds,
            ds: (0..count).filter(|i| unvouched != Some(*i)).map(ds).collect(),
            ttl: Some(3600),
            ns: vec![],
        },
        providers: (0..count).map(provider).collect(),
        keys: keys.collect(),
        coverage: (0..count).map(row).collect(),
        mixes: (0..count * count).map(mix).collect(),
        child_ds: vec![],
        findings: vec![],
        timeline: Timeline {
            spans: vec![],
            verdicts: vec![],
            changes: vec![],
            next: None,
            caches: None,
            offer: None,
        },
        not_read: vec![],
    }
}

fn inside(inner: Frame, outer: Frame) -> bool {
    inner.x >= outer.x - 0.01
        && inner.y >= outer.y - 0.01
        && inner.x + inner.width <= outer.x + outer.width + 0.01
        && inner.y + inner.height <= outer.y + outer.height + 0.01
}

fn apart(a: Frame, b: Frame) -> bool {
    a.x + a.width <= b.x + 0.01
        || b.x + b.width <= a.x + 0.01
        || a.y + a.height <= b.y + 0.01
        || b.y + b.height <= a.y + 0.01
}

#[rstest]
fn everything_has_its_place(#[values(1, 2, 3, 4, 8)] count: usize, #[values(false, true)] narrow: bool) {
    if narrow && count > 2 {
        return;
    }
    for unvouched in [None, Some(0), Some(count - 1)] {
        let report = report(count, |at, of| at == 0 && of == count - 1 && count > 1, unvouched);
        let drawn = chain(&report, narrow, Around::default());
        let all = Frame { x: 0.0, y: 0.0, width: drawn.width, height: drawn.height };
        assert_eq!(drawn.bands.len(), count);
        for band in &drawn.bands {
            let frame = Frame { x: band.x, y: band.y, width: band.width, height: band.height };
            assert!(inside(frame, all) && inside(band.set, frame) && inside(band.data, frame));
            assert!(band.data.y > band.set.y + band.set.height);
        }
        for (i, chip) in drawn.chips.iter().enumerate() {
            assert!(inside(chip.frame, all), "{chip:?}");
            assert!(drawn.chips.iter().skip(i + 1).all(|other| apart(chip.frame, other.frame)), "{chip:?}");
        }
        for cut in &drawn.cuts {
            assert!(cut.x - cut.width / 2.0 >= 0.0 && cut.x + cut.width / 2.0 <= drawn.width, "{cut:?}");
        }
        assert!(drawn.lines.iter().all(|line| !line.path.contains("NaN") && !line.path.contains("inf")));
    }
}

#[test]
fn a_missing_key_has_an_empty_slot_and_a_cut_line() {
    let drawn = chain(&report(2, |at, of| (at, of) == (0, 1), None), false, Around::default());
    let slots: Vec<&Chip> = drawn.chips.iter().filter(|chip| chip.missing).collect();
    assert_eq!(slots.len(), 1);
    assert_eq!(slots[0].name, "10003/13");
    assert_eq!(drawn.cuts.iter().map(|cut| cut.label.as_str()).collect::<Vec<_>>(), ["10003/13 not at A"]);
    assert_eq!(drawn.lines.iter().filter(|line| line.class == "miss").count(), 1);
}

#[test]
fn a_key_without_ds_cuts_the_line_from_the_parent() {
    let drawn = chain(&report(2, |_, _| false, Some(1)), false, Around::default());
    assert_eq!(drawn.cuts.iter().map(|cut| cut.label.as_str()).collect::<Vec<_>>(), ["no DS for 10001/13"]);
    assert_eq!(drawn.bands.iter().map(|band| band.set_class).collect::<Vec<_>>(), ["set", "set-no"]);
}

#[test]
fn from_four_providers_on_only_what_fails_is_drawn_across() {
    let whole = chain(&report(4, |_, _| false, None), false, Around::default());
    assert!(whole.lines.iter().all(|line| line.class == "edge"));
    let broken = chain(&report(8, |at, of| (at, of) == (7, 0), None), false, Around::default());
    assert_eq!(broken.cuts.len(), 1);
    assert!(broken.scrolls);
}

#[test]
fn two_to_four_providers_fit_a_page_and_every_type_is_named() {
    for count in 2..=4 {
        let drawn = chain(&report(count, |_, _| false, None), false, Around::default());
        assert!(drawn.width <= PAGE && !drawn.scrolls, "{count}: {}", drawn.width);
        for band in &drawn.bands {
            assert_eq!(band.data_types.join(" "), "SOA NS A AAAA MX TXT CAA NSEC3");
            let below = 54.0 + 15.0 * band.data_types.len() as f64;
            assert!(band.data.height >= below, "{band:?}");
        }
    }
}

#[test]
fn a_selected_provider_shows_its_steps_to_the_others() {
    let report = report(4, |_, _| false, None);
    let around = Around { selected: Some(1), ..Around::default() };
    let lanes = chain(&report, false, around).lines.iter().filter(|line| line.class == "edge-x").count();
    // To three others, and from three others.
    assert_eq!(lanes, 6);
}

#[test]
fn a_shared_key_names_all_who_sign_with_it() {
    let mut report = report(2, |_, _| false, None);
    report.keys[0].owners = vec!["A".into(), "B".into()];
    let drawn = chain(&report, false, Around::default());
    assert!(drawn.chips.iter().any(|chip| chip.owners == ["A", "B"] && chip.note.contains("shared")));
}

#[test]
fn what_is_above_the_parent_is_drawn_where_it_was_seen() {
    use crate::doh::chain::Standing;
    let report = report(2, |_, _| false, None);
    assert!(chain(&report, false, Around::default()).above_note.contains("not checked"));
    let cut = |zone: &str| ZoneCut {
        zone: zone.into(),
        verdict: Verdict::Secure,
        standing: Standing::Secure,
        reason: String::new(),
        out_of_time: false,
        ds: vec![],
        keys: vec![],
    };
    for (narrow, zones) in [(false, vec![".", "org.", "example.org."]), (true, vec!["."; 9])] {
        let cuts: Vec<ZoneCut> = zones.into_iter().map(cut).collect();
        let drawn = chain(&report, narrow, Around { cuts: &cuts, selected: None });
        assert!(drawn.above.iter().all(|one| one.frame.x + one.frame.width <= drawn.width), "{drawn:?}");
        assert!(drawn.above.iter().all(|one| one.name != "example.org"));
        assert_eq!(drawn.above_note.is_empty(), !narrow);
    }
}

fn labels(drawn: &Chain) -> Vec<&str> {
    drawn.cuts.iter().map(|cut| cut.label.as_str()).collect()
}

#[test]
fn one_bad_rrset_cuts_the_line_of_its_key() {
    let mut report = report(2, |_, _| false, None);
    let set = |bad| MixRrset {
        name: "www.example.org.".into(),
        rtype: "A".into(),
        verdict: if bad { Verdict::Bogus } else { Verdict::Secure },
        reason: String::new(),
        key_tag: Some(10_003),
        algorithm: Some(13),
    };
    for mix in report.mixes.iter_mut().filter(|mix| mix.answer_from == "B") {
        mix.verdict = Verdict::Bogus;
        mix.brief = "does not verify".into();
        mix.rrsets = (0..16).map(|n| set(n == 0)).collect();
        mix.rrsets_failing = 1;
    }
    let drawn = chain(&report, false, Around::default());
    assert_eq!(labels(&drawn), ["1 of 16: does not verify"; 2]);
}

#[test]
fn validators_that_differ_are_seen() {
    let mut report = report(2, |_, _| false, None);
    let reason = String::new();
    report.mixes[1].differs =
        vec![ProfileDiffers { profile: "BIND".into(), verdict: Verdict::Bogus, reason }];
    assert_eq!(labels(&chain(&report, false, Around::default())), ["BIND rejects it"]);
}

#[test]
fn an_unsigned_provider_is_cut_off_from_the_parent_and_from_the_keys_of_others() {
    let mut report = report(2, |at, _| at == 1, Some(1));
    report.model = Model::PartlyUnsigned;
    report.coverage.clear();
    let unsigned = &mut report.providers[1];
    (unsigned.publishes, unsigned.dnskey_signed_by, unsigned.data_signed_by) = (vec![], vec![], vec![]);
    unsigned.dnskey_brief = "no DNSKEY RRset".into();
    report.mixes[1].verdict = Verdict::Bogus;
    report.mixes[1].rrsets_failing = 16;
    report.mixes[1].brief = "not signed".into();
    let drawn = chain(&report, false, Around::default());
    assert_eq!(labels(&drawn), ["no DNSKEY RRset", "not signed"]);
    assert_eq!(
        (drawn.bands[1].set_title.as_str(), drawn.bands[1].data_note.as_str()),
        ("no DNSKEY RRset", "not signed")
    );
}

#[test]
fn what_was_not_seen_is_not_drawn_as_absent() {
    let mut report = report(2, |_, _| false, None);
    let unseen = &mut report.providers[1];
    (unseen.publishes, unseen.dnskey_signed_by) = (vec![], vec![]);
    (unseen.whole_zone, unseen.dnskey_verdict) = (false, Verdict::Indeterminate);
    report.parent.ds[1].key = None;
    let drawn = chain(&report, false, Around::default());
    assert_eq!(drawn.bands[1].set_title, "DNSKEY RRset not seen");
    assert!(drawn.chips.iter().all(|chip| !chip.missing), "{:?}", drawn.chips);
    assert!(drawn.chips.iter().any(|chip| chip.note == "key not seen"));
}

#[test]
fn what_an_untrusted_dnskey_rrset_says_of_its_data_is_not_ticked() {
    let mut report = report(1, |_, _| false, None);
    let ticks = |report: &Report| chain(report, false, Around::default()).ticks.len();
    let good = ticks(&report);
    report.providers[0].dnskey_verdict = Verdict::Bogus;
    report.mixes[0].verdict = Verdict::Bogus;
    assert!(ticks(&report) < good, "{good}");
}
