//! Which module imports which: no circles over the whole of `src`, and the rooms look one way, down.
//!
//! The graph is read from the sources: `use` lines, paths in the code, and re-exports followed to where a thing is
//! defined. A re-export of one's own child is a declaration, everything else an edge. Modules of tests are left out.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The rooms from the ground up. Who stands in one line may not import each other.
const LAYERS: [&[&str]; 11] = [
    &["dns", "order", "visible"],
    &["shell", "explore"],
    &["evidence"],
    &["snapshot"],
    &["dnssec"],
    &["publication"],
    &["process"],
    &["check"],
    &["share", "simulate", "doh"],
    &["plan"],
    &["cli", "js", "ui"],
];

/// What only the faces may know: a browser, a clock, randomness.
const OUTSIDE: [&str; 14] = [
    "web_sys",
    "js_sys",
    "gloo",
    "yew",
    "SystemTime::now",
    "Instant::now",
    "Date::now",
    "now_utc",
    "rand",
    "getrandom",
    "OsRng",
    "SystemRandom",
    "thread_rng",
    "tokio",
];

/// The doors to somebody else's cryptography, and what each needs for it.
const DOORS: [(&str, &[&str]); 3] = [
    ("dnssec::backend::webcrypto", &["web_sys", "js_sys"]),
    ("simulate::webcrypto", &["web_sys", "js_sys"]),
    // It blinds the arithmetic, and is in no signature.
    ("simulate::backend", &["rand", "SystemRandom"]),
];

/// A module, by its path from the crate's root.
type Module = Vec<String>;

#[test]
fn layers_no_circles() {
    let sources = Sources::read(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src"));
    let graph = sources.graph();
    let edges: usize = graph.values().map(BTreeMap::len).sum();
    println!("{} modules, {edges} imports", graph.len());
    assert!(graph.len() > 300 && edges > 2_000, "the sources were not understood");
    let told: Vec<String> = circles(&graph).iter().map(|circle| describe(circle, &graph)).collect();
    assert!(told.is_empty(), "modules that import each other in a circle:\n{}", told.join("\n"));
}

#[test]
fn layers_look_down() {
    let sources = Sources::read(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src"));
    let rank = |module: &Module| {
        let room = module.first()?;
        let found = LAYERS.iter().position(|rooms| rooms.contains(&room.as_str()));
        Some(found.unwrap_or_else(|| panic!("{room} has no place in LAYERS")))
    };
    let mut wrong = Vec::new();
    for (from, to) in sources.graph() {
        for (target, line) in to {
            // The root declares the rooms and has nothing of its own.
            let (Some(above), Some(below)) = (rank(&from), rank(&target)) else { continue };
            if below > above || below == above && from[0] != target[0] {
                wrong.push(format!("{}:{line} imports {}", sources.file(&from), name(&target)));
            }
        }
    }
    assert!(wrong.is_empty(), "imports that look up or aside:\n{}", wrong.join("\n"));
}

#[test]
fn layers_below_the_faces_know_nothing_outside() {
    let sources = Sources::read(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src"));
    let mut wrong = Vec::new();
    for (module, source) in &sources.modules {
        let face = |room: &&str| module.first().is_none_or(|first| first == *room);
        if LAYERS[LAYERS.len() - 1].iter().any(face) {
            continue;
        }
        let door = DOORS.iter().find(|(door, _)| *door == name(module)).map_or(&[][..], |(_, for_it)| for_it);
        for (at, word) in source.words.iter().enumerate() {
            let pair = source.words.get(at + 2).map(|after| format!("{}::{}", word.text, after.text));
            for outside in OUTSIDE.iter().filter(|outside| !door.contains(outside)) {
                if word.text == *outside || pair.as_deref() == Some(outside) && source.is(at + 1, "::") {
                    wrong.push(format!("{}:{} has {outside}", sources.file(module), word.line));
                }
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "below the faces there is no browser, clock or randomness:\n{}",
        wrong.join("\n")
    );
}

/// A word or a mark of a source, with its line.
#[derive(Debug)]
struct Word {
    text: String,
    line: usize,
}

#[derive(Debug, Default)]
struct Parsed {
    words: Vec<Word>,
    /// Paths of `use` lines (the last part may be `*`), with the name that each goes by.
    uses: Vec<Path_>,
    /// The same, of `pub use`.
    exports: Vec<Path_>,
    /// Paths in the code.
    paths: Vec<Path_>,
    /// Modules in files of their own that only tests have.
    tests: Vec<String>,
}

#[derive(Clone, Debug)]
struct Path_ {
    parts: Vec<String>,
    called: String,
    line: usize,
}

impl Parsed {
    fn is(&self, at: usize, text: &str) -> bool {
        self.words.get(at).is_some_and(|word| word.text == text)
    }

    fn of(text: &str) -> Self {
        let mut parsed = Self { words: words(text), ..Self::default() };
        parsed.leave_tests_out();
        let mut at = 0;
        while at < parsed.words.len() {
            let (public, next) = parsed.visibility(at);
            // `use<>` says what a type captures.
            if parsed.is(next, "use") && !parsed.is(next + 1, "<") {
                let mut found = Vec::new();
                at = parsed.tree(next + 1, &[], &mut found);
                if public { parsed.exports.extend(found) } else { parsed.uses.extend(found) }
            } else if public {
                at = next;
            } else {
                at = parsed.path(at);
            }
        }
        parsed
    }

    /// Behind `pub`, `pub(crate)`, `pub(in super::super)`: whether there is one.
    fn visibility(&self, at: usize) -> (bool, usize) {
        match (self.is(at, "pub"), self.is(at + 1, "(")) {
            (false, _) => (false, at),
            (true, false) => (true, at + 1),
            (true, true) => (true, self.behind(at + 1, "(", ")")),
        }
    }

    /// Behind the bracket that closes this one.
    fn behind(&self, mut at: usize, open: &str, close: &str) -> usize {
        let mut depth = 0;
        while at < self.words.len() {
            depth += usize::from(self.is(at, open));
            depth -= usize::from(self.is(at, close));
            at += 1;
            if depth == 0 {
                break;
            }
        }
        at
    }

    /// A tree of `use`, up to its end.
    fn tree(&self, mut at: usize, before: &[String], found: &mut Vec<Path_>) -> usize {
        let mut parts = before.to_vec();
        let line = self.words.get(at).map_or(0, |word| word.line);
        while let Some(word) = self.words.get(at) {
            match word.text.as_str() {
                "::" => at += 1,
                "{" => {
                    at += 1;
                    while at < self.words.len() && !self.is(at, "}") && !self.is(at, ";") {
                        at = self.tree(at, &parts, found);
                        at += usize::from(self.is(at, ","));
                    }
                    return at + 1;
                }
                "as" => {
                    let called = self.words.get(at + 1).map(|word| word.text.clone()).unwrap_or_default();
                    found.push(Path_ { parts, called, line });
                    return at + 2;
                }
                "," | "}" | ";" => break,
                part => {
                    if part != "self" || parts.is_empty() {
                        parts.push(part.to_owned());
                    }
                    at += 1;
                }
            }
        }
        if parts.len() > before.len() || before.len() > 1 {
            let called = parts.last().cloned().unwrap_or_default();
            found.push(Path_ { parts, called, line });
        }
        at
    }

    /// A path in the code, if one begins here.
    fn path(&mut self, at: usize) -> usize {
        let is_name = |word: &Word| word.text.starts_with(|c: char| c.is_alphabetic() || c == '_');
        let begins = self.words.get(at).is_some_and(is_name) && (at == 0 || !self.is(at - 1, "::"));
        if !begins {
            return at + 1;
        }
        let (line, mut parts, mut next) = (self.words[at].line, vec![self.words[at].text.clone()], at + 1);
        while self.is(next, "::") && self.words.get(next + 1).is_some_and(is_name) {
            parts.push(self.words[next + 1].text.clone());
            next += 2;
        }
        if parts.len() > 1 {
            let called = String::new();
            self.paths.push(Path_ { parts, called, line });
        }
        next
    }

    /// Takes out what stands behind `#[cfg(test)]` or `#[cfg(all(test, …))]`.
    fn leave_tests_out(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            let test = ["#", "[", "cfg", "("].iter().enumerate().all(|(n, text)| self.is(at + n, text))
                && (self.is(at + 4, "test") && self.is(at + 5, ")")
                    || self.is(at + 4, "all") && self.is(at + 6, "test"));
            if !test {
                at += 1;
                continue;
            }
            let mut next = at;
            while self.is(next, "#") {
                next = self.behind(next + 1, "[", "]");
            }
            let (_, item) = self.visibility(next);
            if self.is(item, "mod") && self.is(item + 2, ";") {
                self.tests.push(self.words[item + 1].text.clone());
            }
            while next < self.words.len() && !self.is(next, ";") && !self.is(next, "{") && !self.is(next, ",")
            {
                // Of a function, what is in the parentheses too.
                next = if self.is(next, "(") { self.behind(next, "(", ")") } else { next + 1 };
            }
            next = if self.is(next, "{") { self.behind(next, "{", "}") } else { next + 1 };
            self.words.drain(at..next.min(self.words.len()));
        }
    }
}

/// The words and marks of a source, without comments, texts and letters.
fn words(text: &str) -> Vec<Word> {
    let letters: Vec<char> = text.chars().collect();
    let (mut words, mut at, mut line) = (Vec::new(), 0, 1);
    let get = |at: usize| letters.get(at).copied().unwrap_or('\0');
    while at < letters.len() {
        let from = at;
        let letter = get(at);
        if letter == '/' && get(at + 1) == '/' {
            while at < letters.len() && get(at) != '\n' {
                at += 1;
            }
        } else if letter == '/' && get(at + 1) == '*' {
            at += 2;
            while at < letters.len() && (get(at - 1) != '/' || get(at - 2) != '*') {
                at += 1;
            }
        } else if letter == 'r'
            && (get(at + 1) == '"' || get(at + 1) == '#' && matches!(get(at + 2), '"' | '#'))
        {
            let marks = (at + 1..).take_while(|at| get(*at) == '#').count();
            at += marks + 2;
            while at < letters.len() && !(get(at) == '"' && (1..=marks).all(|n| get(at + n) == '#')) {
                at += 1;
            }
            at += marks + 1;
        } else if letter == '"' {
            at += 1;
            while at < letters.len() && get(at) != '"' {
                at += if get(at) == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if letter == '\'' && get(at + 1) == '\\' {
            at += 3;
            while at < letters.len() && get(at) != '\'' {
                at += 1;
            }
            at += 1;
        } else if letter == '\'' && get(at + 2) == '\'' {
            at += 3;
        } else if letter.is_alphanumeric() || letter == '_' {
            while get(at).is_alphanumeric() || get(at) == '_' {
                at += 1;
            }
            words.push(Word { text: letters[from..at].iter().collect(), line });
        } else if letter == ':' && get(at + 1) == ':' {
            at += 2;
            words.push(Word { text: "::".into(), line });
        } else {
            at += 1;
            if !letter.is_whitespace() {
                words.push(Word { text: letter.into(), line });
            }
        }
        line += letters[from..at.min(letters.len())].iter().filter(|letter| **letter == '\n').count();
    }
    words
}

/// All modules, without those of programs and of tests.
struct Sources {
    modules: BTreeMap<Module, Parsed>,
    files: BTreeMap<Module, String>,
}

impl Sources {
    fn read(root: &Path) -> Self {
        let (mut modules, mut files, mut left_out) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
        let mut folders = vec![root.to_path_buf()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() && !path.ends_with("src/bin") {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let file = path.strip_prefix(root).unwrap().with_extension("");
                    let mut module: Module =
                        file.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                    if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
                        module.pop();
                    }
                    let parsed = Parsed::of(&std::fs::read_to_string(&path).unwrap());
                    left_out.extend(parsed.tests.iter().map(|test| joined(&module, test)));
                    files.insert(
                        module.clone(),
                        format!("src/{}", path.strip_prefix(root).unwrap().display()),
                    );
                    modules.insert(module, parsed);
                }
            }
        }
        modules.retain(|module, _| !left_out.iter().any(|test| module.starts_with(test)));
        Self { modules, files }
    }

    fn file(&self, module: &Module) -> &str {
        self.files.get(module).map_or("", String::as_str)
    }

    /// From each module to those that it imports, with the first line that does.
    fn graph(&self) -> BTreeMap<Module, BTreeMap<Module, usize>> {
        let mut graph = BTreeMap::new();
        for (module, parsed) in &self.modules {
            let mut to: BTreeMap<Module, usize> = BTreeMap::new();
            let own = |path: &&Path_| {
                !self.absolute(module, &path.parts).is_some_and(|whole| {
                    let (target, _) = self.split(&whole);
                    target.starts_with(module)
                })
            };
            let exports = parsed.exports.iter().filter(own);
            for path in parsed.uses.iter().chain(exports).chain(&parsed.paths) {
                let Some(whole) = self.absolute(module, &path.parts) else { continue };
                let target = self.target(whole, 0);
                if target != *module {
                    to.entry(target).or_insert(path.line);
                }
            }
            graph.insert(module.clone(), to);
        }
        graph
    }

    /// A path from the crate's root; `None`: it is another crate's, or no path.
    fn absolute(&self, module: &Module, parts: &[String]) -> Option<Module> {
        let (first, rest) = parts.split_first()?;
        match first.as_str() {
            "crate" => Some(rest.to_vec()),
            "self" => Some([module.as_slice(), rest].concat()),
            "super" => {
                let ups = parts.iter().take_while(|part| *part == "super").count();
                let base = module.get(..module.len().checked_sub(ups)?)?;
                Some([base, parts.get(ups..)?].concat())
            }
            child => {
                self.modules.contains_key(&joined(module, child)).then(|| [module.as_slice(), parts].concat())
            }
        }
    }

    /// The module that a path begins with, and what is behind it.
    fn split<'a>(&self, whole: &'a [String]) -> (&'a [String], &'a [String]) {
        let length = (0..=whole.len()).rev().find(|length| self.modules.contains_key(&whole[..*length]));
        whole.split_at(length.unwrap_or(0))
    }

    /// The module in which the thing is defined that a path leads to.
    fn target(&self, whole: Module, depth: usize) -> Module {
        let (module, rest) = self.split(&whole);
        let (Some(parsed), Some((wanted, behind))) = (self.modules.get(module), rest.split_first()) else {
            return module.to_vec();
        };
        let export = parsed.exports.iter().find(|export| export.called == *wanted);
        match export.and_then(|export| self.absolute(&module.to_vec(), &export.parts)) {
            Some(next) if depth < 8 && next != whole => {
                self.target([next.as_slice(), behind].concat(), depth + 1)
            }
            _ => module.to_vec(),
        }
    }
}

fn joined(module: &Module, child: &str) -> Module {
    let mut path = module.clone();
    path.push(child.to_owned());
    path
}

fn name(module: &Module) -> String {
    if module.is_empty() { "lib".into() } else { module.join("::") }
}

/// The sets of modules that reach each other.
fn circles(graph: &BTreeMap<Module, BTreeMap<Module, usize>>) -> Vec<Vec<Module>> {
    let reached = |from: &Module| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from]);
        while let Some(module) = open.pop() {
            for next in graph.get(module).into_iter().flat_map(BTreeMap::keys) {
                if seen.insert(next) {
                    open.push(next);
                }
            }
        }
        seen
    };
    let reach: BTreeMap<&Module, BTreeSet<&Module>> =
        graph.keys().map(|from| (from, reached(from))).collect();
    let mut found: BTreeSet<Vec<Module>> = BTreeSet::new();
    for (from, to) in reach.iter().filter(|(from, to)| to.contains(*from)) {
        let back = to.iter().filter(|other| reach.get(**other).is_some_and(|to| to.contains(*from)));
        found.insert(back.map(|module| (*module).clone()).collect());
    }
    found.into_iter().collect()
}

/// A circle with its imports.
fn describe(circle: &[Module], graph: &BTreeMap<Module, BTreeMap<Module, usize>>) -> String {
    let mut told = format!("{} modules\n", circle.len());
    for from in circle {
        for (to, line) in graph.get(from).into_iter().flatten().filter(|(to, _)| circle.contains(to)) {
            told.push_str(&format!("    {} -> {} (line {line})\n", name(from), name(to)));
        }
    }
    told
}

/// What the sources are understood by.
#[test]
fn layers_are_read_from_use_lines_and_paths() {
    let text = r##"
        //! super::comment
        pub use child::Thing;
        pub(in super::super) use crate::far::{self, Other as Another, deep::*};
        use super::{one, two::{Three, four}};
        fn f() -> crate::x::Y { g("crate::text", '"', 'a', r#"super::raw"#); h::<'a>(child::make()) }
        #[cfg(test)]
        #[allow(dead_code)]
        mod tests { use super::hidden; }
        #[cfg(all(test, not(target_arch = "wasm32")))]
        mod more_tests;
        #[cfg(any(test, target_arch = "wasm32"))]
        mod kept;
    "##;
    let parsed = Parsed::of(text);
    let told = |paths: &[Path_]| -> Vec<String> { paths.iter().map(|path| path.parts.join("::")).collect() };
    assert_eq!(
        told(&parsed.exports),
        ["child::Thing", "crate::far", "crate::far::Other", "crate::far::deep::*"]
    );
    assert_eq!(parsed.exports[2].called, "Another");
    assert_eq!(told(&parsed.uses), ["super::one", "super::two::Three", "super::two::four"]);
    assert_eq!(told(&parsed.paths), ["crate::x::Y", "child::make"]);
    assert_eq!(parsed.tests, ["more_tests"]);
    assert_eq!(parsed.words.last().map(|word| word.line), Some(13));
}
