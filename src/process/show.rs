//! The tables as people read them: `docs/processes.md` is made of this, and a test compares the two.

use super::table::{Process, Step};
use super::tables::PROCESSES;
use super::terms::{Atom, Before, Clause, Extent, Held, Invariant, Part, Party, Wait};
use std::fmt::Write as _;

fn party(party: Party) -> &'static str {
    match party {
        Party::Subject => "S",
        Party::Others => "others",
        Party::Each => "each",
        Party::Parent => "parent",
    }
}

fn part(part: Part) -> &'static str {
    match part {
        Part::Ksk => "KSK",
        Part::Zsk => "ZSK",
        Part::OldKsk => "old KSK",
        Part::NewKsk => "new KSK",
        Part::OldZsk => "old ZSK",
        Part::NewZsk => "new ZSK",
        Part::Spare => "spare key",
    }
}

fn atom(of: Atom) -> String {
    match of {
        Atom::Own(p, keys) => format!("DNSKEY({}) ∋ own {}", party(p), part(keys)),
        Atom::Publishes { at, part: keys, of } => {
            format!("DNSKEY({}) ∋ {} of {}", party(at), part(keys), party(of))
        }
        Atom::SignsDnskey(p, keys) => format!("DNSKEY({}) signed by own {}", party(p), part(keys)),
        Atom::SignsData(p, keys, extent) => {
            let all = if extent == Extent::All { "all data" } else { "data" };
            format!("{all}({}) signed by own {}", party(p), part(keys))
        }
        Atom::Ds(keys, p) => format!("DS ∋ {} of {}", part(keys), party(p)),
        Atom::NoDs => "no DS".into(),
        Atom::ChildNs { at, names } => format!("NS({}) names {}", party(at), party(names)),
        Atom::ParentNs(p) => format!("NS(parent) names {}", party(p)),
        Atom::AsksRemoval(p) => format!("CDS({}) asks for the removal of every DS", party(p)),
        Atom::Unsigned(p) => format!("{} unsigned", party(p)),
    }
}

fn clauses(list: &[Clause]) -> String {
    let word = |clause: &Clause| match clause.holds {
        true => atom(clause.atom),
        false => format!("**not** {}", atom(clause.atom)),
    };
    list.iter().map(word).collect::<Vec<_>>().join("; ")
}

fn held(of: Held) -> String {
    match of {
        Held::Ds => "TTL(DS)".into(),
        Held::Dnskey(p) => format!("TTL(DNSKEY({}))", party(p)),
        Held::Data(p) => format!("TTL(data({}))", party(p)),
        Held::ChildNs(p) => format!("TTL(NS({}))", party(p)),
        Held::ParentNs => "TTL(NS(parent))".into(),
    }
}

fn longest(of: &Wait) -> String {
    let all: Vec<String> = of.held.iter().map(|of| held(*of)).collect();
    match all.as_slice() {
        [one] if !one.contains("each") && !one.contains("others") => format!("{one} + M"),
        _ => format!("max {} + M", all.join(", ")),
    }
}

fn wait(of: &Wait) -> String {
    let beside = match of.before {
        Before::Next => String::new(),
        Before::AfterNext => ", beside the next step".into(),
        Before::Step(name) => format!(", before {name}"),
    };
    format!("{}{beside}", longest(of))
}

fn invariants(step: &Step) -> String {
    let word = |invariant: &Invariant| match invariant {
        Invariant::Chain => "chain",
        Invariant::Data => "data",
        Invariant::Algorithm => "algorithm",
        Invariant::Servers => "servers",
    };
    step.guards.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// One process as a table.
fn table(process: &Process) -> String {
    let mut text =
        format!("## {}\n\n`{}`. Start: {}.\n\n", process.title, process.id, clauses(process.start));
    text.push_str("| step | who | makes | then wait | guards | source |\n|---|---|---|---|---|---|\n");
    for step in process.steps {
        let waits: Vec<String> = step.then.iter().map(wait).collect();
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {} | {} | {} |",
            step.id,
            party(step.actor),
            clauses(step.makes),
            waits.join("; then "),
            invariants(step),
            step.source
        );
    }
    text
}

/// The same as a diagram (Mermaid): a box for each step, with who makes it; an arrow for each wait, to the step that it holds up.
fn diagram(process: &Process) -> String {
    let mut text = String::from("\n```mermaid\nflowchart TD\n");
    let last = process.steps.len();
    let mut edges = String::new();
    for (index, step) in process.steps.iter().enumerate() {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  s{index}[\"{}: {}\"]", step.id, party(step.actor));
        let to = |wait: &Wait| match wait.before {
            Before::Next => index + 1,
            Before::AfterNext => index + 2,
            Before::Step(name) => process.steps.iter().position(|step| step.id == name).unwrap_or(last),
        };
        let waits: Vec<(usize, String)> =
            step.then.iter().map(|wait| (to(wait).min(last), longest(wait))).collect();
        if waits.iter().all(|(to, _)| *to != index + 1) {
            let _ = writeln!(edges, "  s{index} --> s{}", index + 1);
        }
        let mut targets: Vec<usize> = waits.iter().map(|(to, _)| *to).collect();
        targets.dedup();
        for target in targets {
            let such = waits.iter().filter(|(to, _)| *to == target);
            let label: Vec<&str> = such.map(|(_, label)| label.as_str()).collect();
            let _ = writeln!(edges, "  s{index} -->|\"{}\"| s{target}", label.join("; then "));
        }
    }
    let _ = writeln!(text, "  s{last}([over])");
    text + &edges + "```\n"
}

/// All tables and diagrams, as Markdown.
pub fn markdown() -> String {
    PROCESSES.iter().map(|process| table(process) + &diagram(process)).collect::<Vec<_>>().join("\n")
}
