//! The package's TypeScript, made from the Rust types: `src/js/types.d.ts`.
#![allow(clippy::unwrap_used, clippy::panic)]

use super::fault::Trouble;
use super::link::CheckLink;
use super::plan::PlanResult;
use super::simulate::Simulation;
use crate::check::outcome::SourceSummary;
use crate::check::report::Report;
use crate::explore::{Document, Exploration};
use crate::plan::{Emergency, Gate};
use crate::simulate::config::Config as SimulationConfig;
use std::collections::BTreeMap;
use ts_rs::{Config, TS, TypeVisitor};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/js/types.d.ts");

/// Declarations by name: the order in which `ts-rs` visits them differs from build to build.
#[derive(Default)]
struct Declarations {
    config: Config,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // Only types of this crate have a file of their own; maps have not even a name.
        if T::output_path().is_none() {
            return;
        }
        let name = T::ident(&self.config);
        if self.by_name.contains_key(&name) {
            return;
        }
        let docs = T::docs().unwrap_or_default();
        let text = format!("\n{docs}export {}\n", tidy(&T::decl(&self.config))).replace("`None`", "`null`");
        self.by_name.insert(name, text);
        T::visit_dependencies(self);
    }
}

/// An object's fields one a line, each under its comment (`ts-rs` writes them one after the other), and
/// each case of a long union.
fn tidy(declaration: &str) -> String {
    let declaration = declaration.trim_end_matches(';').replace(", }", " }");
    let Some((head, body)) = declaration.split_once(" = ") else { return declaration };
    let Some(fields) =
        body.strip_prefix("{ ").and_then(|body| body.strip_suffix(" }")).filter(|_| !body.contains(" | {"))
    else {
        let cases = if body.len() > 90 {
            body.split(" | ").map(|case| format!("\n  | {case}")).collect()
        } else {
            format!(" {body}")
        };
        return format!("{head} ={cases};");
    };
    let (mut out, mut nested, mut comment) = (format!("{head} = {{\n"), 0_usize, false);
    for line in fields.lines().map(str::trim).filter(|line| !line.is_empty()) {
        comment |= line.starts_with("/**");
        if comment {
            out += &format!("  {}{line}\n", if line.starts_with('*') { " " } else { "" });
            comment = !line.ends_with("*/");
            continue;
        }
        let mut field = String::new();
        for c in line.trim_end_matches(',').chars().chain([',']) {
            match c {
                '<' | '[' | '{' => nested += 1,
                '>' | ']' | '}' => nested = nested.saturating_sub(1),
                ',' if nested == 0 => {
                    out += &format!("  {};\n", field.trim());
                    field.clear();
                    continue;
                }
                _ => {}
            }
            field.push(c);
        }
    }
    out + "};"
}

#[test]
fn the_packages_types_are_those_of_the_report() {
    let mut declarations = Declarations::default();
    declarations.visit::<Report>();
    declarations.visit::<SourceSummary>();
    declarations.visit::<CheckLink>();
    declarations.visit::<Trouble>();
    declarations.visit::<SimulationConfig>();
    declarations.visit::<Simulation>();
    declarations.visit::<Document>();
    declarations.visit::<Exploration>();
    declarations.visit::<PlanResult>();
    declarations.visit::<Gate>();
    declarations.visit::<Emergency>();
    let texts: String = declarations.by_name.into_values().collect();
    let made = format!("// Made from the Rust types: see src/js/types.rs.\n{texts}");
    if std::fs::read_to_string(FILE).unwrap_or_default() != made {
        std::fs::write(format!("{FILE}.new"), made).unwrap();
        panic!("types.d.ts is not what the Rust types say: look at types.d.ts.new and put it in its place");
    }
}
