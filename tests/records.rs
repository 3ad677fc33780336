//! Records of every type: from text to the octets that are signed, and back through print.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use domain::base::Rtype;
use domain::base::rdata::ComposeRecordData;
use domain::base::zonefile_fmt::{DisplayKind, ZonefileFmt};
use multisigner::evidence::{Reading, Role, Source, read};

fn reading(text: &str) -> Reading {
    read(&Source { name: "test".into(), role: Role::Auto, text: text.into() }, 0)
}

/// The one record's type and octets.
fn wire(text: &str) -> (Rtype, Vec<u8>) {
    let reading = reading(text);
    assert_eq!(reading.not_read, vec![], "{text}");
    let records = &reading.observations[0].records;
    assert_eq!(records.len(), 1, "{text}");
    let mut data = Vec::new();
    records[0].record.data().compose_rdata(&mut data).unwrap();
    (records[0].record.rtype(), data)
}

#[test]
fn rare_types() {
    let cases = include_str!("rare-types.txt").lines().filter(|line| !line.starts_with('#'));
    let mut count = 0;
    for case in cases {
        let [rtype, text, expected] = case.split('|').collect::<Vec<_>>()[..] else { panic!("{case}") };
        let (read, data) = wire(&format!("a.example. 300 IN {rtype} {text}"));
        assert_eq!(data_encoding::HEXLOWER.encode(&data), expected, "{rtype} {text}");
        // And the same octets in the generic form.
        let generic = format!("a.example. 300 IN {read} \\# {} {expected}", data.len());
        assert_eq!(wire(&generic), (read, data));
        count += 1;
    }
    assert!(count > 40);
}

/// What is printed is read back as the same octets.
#[test]
fn print_and_read_again() {
    let zone = include_str!("every-type.zone");
    let first = reading(zone);
    assert_eq!(first.not_read, vec![]);
    let mut types = std::collections::BTreeSet::new();
    for seen in &first.observations[0].records {
        types.insert(seen.record.rtype());
        let mut expected = Vec::new();
        seen.record.data().compose_rdata(&mut expected).unwrap();
        for kind in [DisplayKind::Simple, DisplayKind::Tabbed, DisplayKind::Multiline] {
            let printed = seen.record.display_zonefile(kind).to_string();
            let (rtype, data) = wire(&printed);
            assert_eq!((rtype, data), (seen.record.rtype(), expected.clone()), "{printed}");
        }
    }
    assert_eq!(types.len(), 35, "every type that domain knows");
}

/// An IPSECKEY without a gateway, which `domain` prints without its dot and so could not read back.
#[test]
fn ipseckey_without_gateway() {
    let (rtype, data) = wire("a. 300 IN IPSECKEY 10 0 2 . AQID");
    assert_eq!((rtype, data), (Rtype::IPSECKEY, vec![10, 0, 2, 1, 2, 3]));
}
