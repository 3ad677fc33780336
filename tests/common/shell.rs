//! What strangers call things, a real `sh` that splits commands, and all commands that a report offers.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::indexing_slicing)]

use multisigner::check::report::Report;
use multisigner::share::commands::{SOFTWARE, Table};
use multisigner::ui::again;
use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// What a stranger may call anything. Redirections need no program: each would leave a file.
pub const HOSTILE: [&str; 24] = [
    "`>pwned`",
    "$(>pwned)",
    "${IFS}>pwned",
    ";>pwned;",
    "|>pwned",
    "&>pwned&",
    ">pwned",
    "'>pwned'",
    "'`>pwned`'",
    "\">pwned\"",
    "\\\\>pwned",
    "\\'>pwned",
    "`{>pwned,x}`",
    "-x",
    "--help",
    "-f/etc/passwd",
    "+short",
    "@192.0.2.66",
    "!!",
    "~",
    "#pwned",
    "ns1’`>pwned`’",
    "ns\u{ff04}(>pwned)",
    "\u{202e}`>pwned`",
];

/// The same as one label in presentation format: the octets of zone syntax escaped.
pub fn label(word: &str) -> String {
    let octet = |octet: u8| match octet {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => char::from(octet).to_string(),
        _ => format!("\\{octet:03}"),
    };
    word.bytes().map(octet).collect()
}

/// Programs that commands may name.
pub const PROGRAMS: [&str; 10] =
    ["dig", "multisigner", "nsupdate", "rndc", "knotc", "keymgr", "pdnsutil", "curl", "gcloud", "host"];

/// Options that commands have by themselves.
const OPTIONS: [&str; 15] = [
    "+dnssec",
    "+norec",
    "+norecurse",
    "+norecurse,",
    "+short",
    "-l",
    "-status",
    "-rollover",
    "-key",
    "-step",
    "-X",
    "-H",
    "--data",
    "--dnssec-state",
    "--zone=",
];

pub struct Shell {
    folder: PathBuf,
}

impl Shell {
    pub fn new(test: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("multisigner-{test}-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self { folder }
    }

    /// The words of each program that a text runs.
    pub fn run(&self, text: &str) -> Vec<Vec<String>> {
        let mut script = String::from("PATH=/nonexistent\n");
        // As they stand in the text.
        for variable in ["ZONE_ID", "RECORD_ID", "TOKEN", "ZONE"] {
            script.push_str(&format!("{variable}='${variable}'\n"));
        }
        for program in PROGRAMS {
            script
                .push_str(&format!("{program}() {{ printf '%s\\0' {program} \"$@\"; printf '\\n\\0'; }}\n"));
        }
        script.push_str(text);
        let mut sh = Command::new("sh");
        let sh = sh.current_dir(&self.folder).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = sh.stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && stderr.is_empty(), "{text}: {stderr}");
        assert_eq!(std::fs::read_dir(&self.folder).unwrap().count(), 0, "it ran: {text}");
        let out = String::from_utf8(output.stdout).unwrap();
        let commands = out.split("\n\0").filter(|words| !words.is_empty());
        commands.map(|words| words.split_terminator('\0').map(str::to_owned).collect()).collect()
    }

    /// Runs it and looks at the words.
    pub fn check(&self, text: &str) {
        look_at(text, &self.run(text));
    }
}

/// No word of a text's commands is an option that the command does not have by itself, nor another server.
pub fn look_at(text: &str, commands: &[Vec<String>]) {
    assert!(!commands.is_empty(), "{text}");
    for words in commands {
        for word in words {
            let option = word.starts_with('-') || (words[0] == "dig" && word.starts_with('+'));
            let known = OPTIONS.iter().any(|known| word == known)
                || ["--zone=", "--type=", "--ttl=", "--rrdatas="].iter().any(|o| word.starts_with(o));
            assert!(!option || known, "{word} is an option in {text}");
            assert!(!word.contains(char::is_control), "{word:?} in {text:?}");
        }
        if words[0] == "dig" {
            let servers: Vec<&String> = words.iter().filter(|word| word.starts_with('@')).collect();
            assert!(servers.len() == 1 || words.iter().any(|word| word == "+short"), "{text}");
            for server in servers {
                assert!(!server.contains("192.0.2.66"), "{text}");
            }
        }
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// All commands in a report and beside it.
pub fn commands(report: &Report) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    let table = Table::built_in();
    let mut in_words = |text: &str| {
        for (at, _) in text.match_indices("dig ").chain(text.match_indices("multisigner ")) {
            // The sentence may go on behind.
            let command = text[at..].split(['”', ')', '(']).next().unwrap();
            all.insert(command.trim_end_matches('.').to_owned());
        }
    };
    for finding in &report.findings {
        in_words(&finding.detail);
        in_words(&finding.title);
        for step in &finding.fix {
            in_words(&step.text);
        }
    }
    in_words(&report.headline.why);
    for finding in &report.findings {
        for one in again::commands(finding, report) {
            all.extend(one.lines.iter().cloned());
            if let Some(whom) = one.whom(&report.zone) {
                all.extend(whom.split('“').skip(1).map(|text| text.split('”').next().unwrap().to_owned()));
            }
        }
        let table = &table;
        let software = |step| SOFTWARE.iter().filter_map(move |software| table.command(software, step));
        let steps = finding.fix.iter().flat_map(software).map(|command| command.text);
        all.extend(steps.filter(|text| PROGRAMS.iter().any(|program| text.starts_with(program))));
    }
    all
}
