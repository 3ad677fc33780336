use multisigner::evidence::{Role, Source, read};
use domain::base::rdata::ComposeRecordData;
#[test]
fn corpus() {
    let Ok(root) = std::env::var("CORPUS") else { return };
    let mut n = 0;
    let mut recs = 0;
    let mut stack = vec![std::path::PathBuf::from(root)];
    while let Some(d) = stack.pop() {
        for e in std::fs::read_dir(d).unwrap() {
            let p = e.unwrap().path();
            if p.is_dir() { stack.push(p); continue }
            if p.file_name().unwrap().to_string_lossy().ends_with(".json") || p.file_name().unwrap() == "INDEX.tsv" || p.file_name().unwrap().to_string_lossy() == "root.key" { continue }
            let text = std::fs::read_to_string(&p).unwrap();
            let expected = text.lines().filter(|l| !l.starts_with(';') && (l.contains("\tRRSIG\t") || l.contains(" RRSIG "))).count();
            let r = read(&Source { name: p.display().to_string(), role: Role::Auto, text }, 0);
            n += 1;
            let got: usize = r.observations.iter().map(|o| o.records.len()).sum();
            let rrsig: usize = r.observations.iter().flat_map(|o| &o.records).filter(|s| s.record.rtype().to_string() == "RRSIG").count();
            recs += got;
            if p.file_name().unwrap() == "zone.signed" && rrsig < expected { println!("{} rrsig {} < {}", p.display(), rrsig, expected) }
            for e in &r.not_read { println!("{}:{}:{} {:?} {}", p.display(), e.line, e.column, e.text, e.reason); }
        }
    }
    println!("{n} files {recs} records");
}
/// CORPUS_ZONE: prints every record in wire form
#[test]
fn dump() {
    let Ok(ps) = std::env::var("ZONE") else { return };
    for p in ps.split(':').map(String::from) { println!("F {p}");
    let text = std::fs::read_to_string(&p).unwrap();
    let r = read(&Source { name: p, role: Role::Auto, text }, 0);
    for e in &r.not_read { println!("! {}:{} {:?} {}", e.line, e.column, e.text, e.reason); }
    for s in r.observations.iter().flat_map(|o| &o.records) {
        let mut d = vec![]; s.record.data().compose_rdata(&mut d).unwrap();
        println!("R {} {} {} {}", data_encoding::HEXLOWER.encode(&s.record.owner().as_slice().to_ascii_lowercase()), s.record.ttl().as_secs(), s.record.rtype().to_int(), data_encoding::HEXLOWER.encode(&d));
    } }
}
#[test]
fn speed() {
    let Ok(p) = std::env::var("BIG") else { return };
    let text = std::fs::read_to_string(&p).unwrap();
    let s = Source { name: p, role: Role::Auto, text };
    for _ in 0..3 {
        let t = std::time::Instant::now();
        let r = read(&s, 0);
        println!("{:?} {} records {} not read", t.elapsed(), r.observations.iter().map(|o| o.records.len()).sum::<usize>(), r.not_read.len());
    }
}
