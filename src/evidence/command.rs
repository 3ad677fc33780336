//! Command lines of query tools, as they stand in front of pasted output: `$ dig @192.0.2.1 example. DNSKEY`.

use super::{names, words};
use crate::dns::Name;
use crate::visible::shown;
use domain::base::Rtype;

/// The tools whose output is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tool {
    Dig,
    Delv,
    Host,
    Nslookup,
    /// Prints or lists keys, or anything else: no question on its command line.
    Other,
}

/// What a command line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Command {
    pub(super) tool: Tool,
    /// The server asked, without port.
    pub(super) server: Option<String>,
    pub(super) questions: Vec<(Name, Rtype)>,
    /// `+short`.
    pub(super) short: bool,
}

/// A command line asks a handful of questions; more than this is not one.
const MOST_QUESTIONS: usize = 100;

const TOOLS: [(&str, Tool); 16] = [
    ("dig", Tool::Dig),
    ("kdig", Tool::Dig),
    ("drill", Tool::Dig),
    ("doggo", Tool::Other),
    ("delv", Tool::Delv),
    ("host", Tool::Host),
    ("khost", Tool::Host),
    ("nslookup", Tool::Nslookup),
    ("keymgr", Tool::Other),
    ("pdnsutil", Tool::Other),
    ("rndc", Tool::Other),
    ("dnssec-dsfromkey", Tool::Other),
    ("ldns-key2ds", Tool::Other),
    ("cat", Tool::Other),
    ("curl", Tool::Other),
    ("named-compilezone", Tool::Other),
];

fn tool(word: &str) -> Option<Tool> {
    let name = word.rsplit(['/', '\\']).next().unwrap_or(word);
    let name = name.strip_suffix(".exe").unwrap_or(name);
    TOOLS.iter().find(|(tool, _)| *tool == name).map(|(_, tool)| *tool)
}

/// Whether the line can only be a command: a prompt, or a query tool in first place that does not own a record.
pub(super) fn is_certain(line: &str) -> bool {
    let mut line_words = line.split_ascii_whitespace();
    let Some(first) = line_words.next() else { return false };
    match first {
        "$" | "%" | "\u{276f}" => true,
        ">" | "#" | "PS" | "sudo" | "env" => line_words.any(|word| tool(word).is_some()),
        "dig" | "kdig" | "drill" | "delv" => {
            line_words.next().is_none_or(|second| words::ttl(second).is_none() && !words::is_class(second))
        }
        _ => false,
    }
}

/// Reads a command line, with or without a prompt before it.
pub(super) fn read(line: &str) -> Option<Command> {
    let mut line_words = line.split_ascii_whitespace();
    let mut prompted = false;
    // The tool is the first word, or stands behind a prompt: user@host:~$, PS C:\>, sudo, env.
    for (at, word) in line_words.by_ref().take(8).enumerate() {
        if let Some(tool) = tool(word) {
            if at > 0 && !prompted {
                return None;
            }
            let rest: Vec<&str> = line_words.take(1_000).collect();
            return Some(arguments(tool, &rest));
        }
        prompted |=
            word.ends_with(['$', '#', '%', '>', '\u{276f}', ':']) || matches!(word, "sudo" | "env" | "time");
    }
    line.starts_with(['$', '%']).then(|| Command::new(Tool::Other))
}

/// Reads the arguments that dig repeats in its banner.
pub(super) fn banner(rest: &str) -> Command {
    let rest: Vec<&str> = rest.split_ascii_whitespace().take(1_000).collect();
    arguments(Tool::Dig, &rest)
}

impl Command {
    fn new(tool: Tool) -> Self {
        Self { tool, server: None, questions: Vec::new(), short: false }
    }
}

fn arguments(tool: Tool, rest: &[&str]) -> Command {
    let mut command = Command::new(tool);
    if tool == Tool::Other {
        return command;
    }
    let mut name: Option<Name> = None;
    let mut rtype: Option<Rtype> = None;
    let mut positional = 0;
    let mut rest = rest.iter().copied();
    while let Some(word) = rest.next() {
        let word = word.trim_matches(['"', '\'']);
        if matches!(word, "|" | ">" | ">>" | "&&" | ";" | "2>&1") {
            break;
        }
        if let Some(server) = word.strip_prefix('@') {
            command.server = server_name(server);
        } else if word.eq_ignore_ascii_case("+short") {
            command.short = true;
        } else if word.starts_with('+') {
            // Other settings do not matter here.
        } else if let Some(value) = word
            .strip_prefix("-type=")
            .or_else(|| word.strip_prefix("-query="))
            .or_else(|| word.strip_prefix("-querytype="))
            .or_else(|| word.strip_prefix("-q="))
        {
            rtype = words::rtype(value).or(rtype);
        } else if word == "-t" {
            rtype = rest.next().and_then(words::rtype).or(rtype);
        } else if word == "-q" {
            close(&mut command, &mut name, &mut rtype, tool);
            name = rest.next().and_then(|word| names::read_absolute(word).ok());
        } else if takes_value(tool, word) {
            rest.next();
        } else if word.starts_with('-') || (words::is_class(word) && positional > 0) {
            // Nor do these.
        } else if tool == Tool::Dig || tool == Tool::Delv {
            // dig writes an incremental transfer as IXFR=serial.
            let kind = word.split_once('=').map_or(word, |(kind, _)| kind);
            if let Some(asked) = words::rtype(kind) {
                rtype = Some(asked);
                if name.is_some() {
                    close(&mut command, &mut name, &mut rtype, tool);
                }
            } else {
                close(&mut command, &mut name, &mut rtype, tool);
                name = names::read_absolute(word).ok();
            }
            positional += 1;
        } else {
            // host and nslookup: name, then server.
            match positional {
                0 => name = names::read_absolute(word).ok(),
                1 => command.server = server_name(word),
                _ => {}
            }
            positional += 1;
        }
    }
    close(&mut command, &mut name, &mut rtype, tool);
    command
}

/// Ends a question: a name without a type asks for A, as dig does.
fn close(command: &mut Command, name: &mut Option<Name>, rtype: &mut Option<Rtype>, tool: Tool) {
    if let Some(name) = name.take() {
        if command.questions.len() < MOST_QUESTIONS {
            command.questions.push((name, rtype.unwrap_or(Rtype::A)));
        }
        if matches!(tool, Tool::Dig | Tool::Delv) {
            *rtype = None;
        }
    }
}

fn takes_value(tool: Tool, word: &str) -> bool {
    match tool {
        Tool::Dig | Tool::Delv => {
            matches!(word, "-p" | "-k" | "-y" | "-b" | "-f" | "-a" | "-c" | "-x" | "-d" | "-o" | "-V")
        }
        Tool::Host => matches!(word, "-c" | "-N" | "-R" | "-W" | "-m" | "-p"),
        _ => false,
    }
}

/// A server as the command line names it: without port, final dot and brackets.
pub(super) fn server_name(text: &str) -> Option<String> {
    let text = text.trim_matches(['[', ']', ',']);
    let text = text.split(['#', '%']).next().unwrap_or(text);
    let text = text.strip_suffix('.').unwrap_or(text);
    if text.is_empty() || text.len() > 255 { None } else { Some(shown(text).to_ascii_lowercase()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(line: &str) -> (Option<String>, Vec<String>, bool) {
        let command = read(line).unwrap();
        let questions = command.questions.iter().map(|(name, rtype)| format!("{name}/{rtype}")).collect();
        (command.server, questions, command.short)
    }

    #[test]
    fn prompts_and_tools() {
        let one = |text: &str| (Some("192.0.2.1".to_string()), vec![text.to_string()], false);
        assert_eq!(asked("$ dig @192.0.2.1 example. DNSKEY +dnssec"), one("example/DNSKEY"));
        assert_eq!(asked("me@pc:~$ dig DNSKEY example @192.0.2.1"), one("example/DNSKEY"));
        assert_eq!(asked("dig -t DS -p 5353 example. @192.0.2.1"), one("example/DS"));
        assert_eq!(asked("$ host -t DS example. 192.0.2.1"), one("example/DS"));
        assert_eq!(asked("C:\\> nslookup -type=DS example. 192.0.2.1"), one("example/DS"));
        assert_eq!(asked("$ env delv @192.0.2.1 -a /etc/x +root=. www.example. A"), one("www.example/A"));
        assert_eq!(asked("$ dig @2001:db8::1 example.").0.unwrap(), "2001:db8::1");
        assert_eq!(
            asked("$ dig +short a. NS b. MX c."),
            (None, vec!["a/NS".into(), "b/MX".into(), "c/A".into()], true)
        );
    }

    #[test]
    fn records_are_not_commands() {
        assert!(!is_certain("dig 300 IN A 192.0.2.1"));
        assert!(!is_certain("example. 300 IN A 192.0.2.1"));
        assert!(!is_certain("# Kexample.+013+1.key"));
        assert!(is_certain("# dig example."));
        assert!(read("a. TXT dig").is_none());
    }
}
