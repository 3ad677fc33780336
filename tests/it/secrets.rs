//! Private keys in every form that people paste are found, refused and repeated nowhere; public keys, signatures and
//! everything else that is checked are none.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use data_encoding::{BASE64, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use multisigner::check::outcome::{Problem, Question};
use multisigner::dns::Moment;
use multisigner::doh::anchors::{Anchors, NoAnchor};
use multisigner::evidence::{Role, Source, holds_private_key, is_private_key, read};
use multisigner::share::link::{Evidence, Frozen, Live, NotShareable, Shared, View, encode};
use multisigner::simulate::backend::RustCrypto;
use multisigner::simulate::config::Config;
use multisigner::simulate::keys::Seed;
use multisigner::simulate::{Failure, Simulator};
use rstest::rstest;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::Command;

fn keys(file: &str) -> Vec<(String, Vec<u8>)> {
    let text = std::fs::read_to_string(Path::new("tests").join(file)).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let key = |line: &str| {
        let (name, octets) = line.split_once(' ').unwrap();
        (name.to_owned(), BASE64.decode(octets.as_bytes()).unwrap())
    };
    lines.map(key).collect()
}

/// The text in lines of this width, with something before and behind each.
fn wrapped(text: &str, width: usize, before: impl Fn(usize) -> String, behind: &str) -> String {
    let pieces: Vec<&str> =
        text.as_bytes().chunks(width).map(|piece| std::str::from_utf8(piece).unwrap()).collect();
    pieces.iter().enumerate().map(|(at, piece)| format!("{}{piece}{behind}\n", before(at))).collect()
}

/// The text with a character after every so many.
fn strewn(text: &str, with: &str, every: usize) -> String {
    let chars: Vec<char> = text.chars().collect();
    chars.chunks(every).map(|piece| piece.iter().collect::<String>()).collect::<Vec<_>>().join(with)
}

fn quoted_printable(text: &str, all: bool) -> String {
    let octet = |octet: u8| match octet {
        b'\n' => "=0A".into(),
        _ if all && octet.is_multiple_of(3) || octet == b'=' => format!("={octet:02X}"),
        _ => char::from(octet).to_string(),
    };
    let text: String = text.bytes().map(octet).collect();
    // Soft line breaks, not within an escape.
    let mut out = String::new();
    let mut width = 0;
    for piece in text.split_inclusive(|c: char| c.is_ascii_alphanumeric()) {
        if width > 60
            && !out.ends_with('=')
            && !out.get(out.len() - 2..).is_some_and(|end| end.starts_with('='))
        {
            out.push_str("=\n");
            width = 0;
        }
        out.push_str(piece);
        width += piece.len();
    }
    out
}

/// What a key without words around it may look like.
fn octets_written(octets: &[u8]) -> Vec<(String, String)> {
    let base64 = BASE64.encode(octets);
    let hex = HEXLOWER.encode(octets);
    let pairs: Vec<String> = octets.iter().map(|octet| format!("{octet:02x}")).collect();
    let dump = |octets: &[u8]| {
        let line = |(at, line): (usize, &[u8])| {
            let words: Vec<String> = line.chunks(2).map(|word| HEXLOWER.encode(word)).collect();
            format!("{:08x}: {:<40} {}\n", at * 16, words.join(" "), ".".repeat(line.len()))
        };
        octets.chunks(16).enumerate().map(line).collect::<String>()
    };
    let canonical = |octets: &[u8]| {
        let line = |(at, line): (usize, &[u8])| {
            let pairs: Vec<String> = line.iter().map(|octet| format!("{octet:02x}")).collect();
            format!("{:08x}  {:<48}  |{}|\n", at * 16, pairs.join(" "), ".".repeat(line.len()))
        };
        octets.chunks(16).enumerate().map(line).collect::<String>()
    };
    [
        ("base64", base64.clone()),
        ("base64url", BASE64URL_NOPAD.encode(octets)),
        ("wrapped base64", wrapped(&base64, 64, |_| String::new(), "")),
        ("narrow base64", wrapped(&base64, 12, |_| "  ".into(), "")),
        ("quoted base64", wrapped(&base64, 20, |_| "> ".into(), "")),
        ("twice quoted base64", wrapped(&base64, 30, |_| ">> ".into(), "")),
        ("numbered base64", wrapped(&base64, 24, |at| format!("{}: ", at + 1), "")),
        ("barred base64", wrapped(&base64, 24, |_| "| ".into(), "")),
        ("base64 with zero-width spaces", strewn(&base64, "\u{200b}", 7)),
        ("base64 with joiners and marks", strewn(&base64, "\u{2060}\u{feff}\u{202e}\u{ad}", 3)),
        ("base64 with blanks", strewn(&base64, " ", 4)),
        ("base64 in strings", wrapped(&base64, 32, |_| "\"".into(), "\" \\")),
        ("base64 behind a name", format!("key={base64}")),
        ("base64 in an address", format!("data:application/octet-stream;base64,{base64}")),
        ("base64 in TXT", format!("_k.example. 300 IN TXT \"{base64}\"")),
        ("base64 in DNSKEY", format!("example. 300 IN DNSKEY 257 3 15 {base64}")),
        ("base64 in JSON", format!("{{\"Status\": 0, \"note\": \"{base64}\"}}")),
        ("base64 in YAML", format!("note: |\n{}", wrapped(&base64, 40, |_| "  ".into(), ""))),
        ("base64 in a comment", format!("; {base64}")),
        ("percent-encoded base64", base64.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D")),
        ("base64 with escaped slashes", base64.replace('/', "\\/")),
        ("base64 with escaped line breaks", strewn(&base64, "\\n", 10)),
        ("quoted-printable base64", quoted_printable(&base64, false)),
        ("all quoted-printable base64", quoted_printable(&base64, true)),
        ("hex", hex.clone()),
        ("upper-case hex", HEXUPPER.encode(octets)),
        ("hex with colons", pairs.join(":")),
        ("hex with blanks", pairs.join(" ")),
        ("hex as in C", format!("{{ 0x{} }}", pairs.join(", 0x"))),
        ("hex as in Python", format!("b'\\x{}'", pairs.join("\\x"))),
        ("wrapped hex", wrapped(&hex, 16, |_| "    ".into(), "")),
        ("generic hex", format!("example. 300 IN TYPE65280 \\# {} {hex}", octets.len())),
        ("xxd", dump(octets)),
        ("hexdump -C", canonical(octets)),
    ]
    .into_iter()
    .map(|(form, text)| (form.to_owned(), text))
    .collect()
}

/// What a text with words of its own may look like.
fn text_written(text: &str) -> Vec<(String, String)> {
    let hex = HEXLOWER.encode(text.as_bytes());
    let base64 = BASE64.encode(text.as_bytes());
    [
        ("as it is", text.to_owned()),
        ("lower case", text.to_ascii_lowercase()),
        ("upper case", text.to_ascii_uppercase()),
        ("quoted", text.lines().map(|line| format!("> {line}\n")).collect()),
        ("indented", text.lines().map(|line| format!("      {line}\n")).collect()),
        ("numbered", text.lines().enumerate().map(|(at, line)| format!("{}: {line}\n", at + 1)).collect()),
        ("with CRLF", text.replace('\n', "\r\n")),
        ("on one line", text.replace('\n', " ")),
        ("escaped", format!("\"x\": \"{}\"", text.replace('\n', "\\n"))),
        ("zero-width characters in it", strewn(text, "\u{200b}", 5)),
        ("bidirectional characters in it", strewn(text, "\u{202c}\u{200e}", 2)),
        ("quoted-printable", quoted_printable(text, false)),
        ("all quoted-printable", quoted_printable(text, true)),
        ("percent-encoded", text.replace(' ', "%20").replace('-', "%2D").replace('\n', "%0A")),
        ("base64", base64.clone()),
        ("base64 of the middle", BASE64.encode(format!("x{text}").as_bytes())),
        ("base64 of the end", BASE64.encode(format!("xy{text}").as_bytes())),
        ("wrapped base64", wrapped(&base64, 22, |_| " ".into(), "")),
        ("hex", hex.clone()),
        ("wrapped hex", wrapped(&hex, 30, |_| String::new(), "")),
    ]
    .into_iter()
    .map(|(form, text)| (form.to_owned(), text))
    .collect()
}

/// Whatever is done with the text: it is refused.
fn assert_refused(what: &str, text: &str) {
    assert!(is_private_key(text), "{what}: not found in {text:?}");
    let around = format!("e.test. 3600 IN SOA a. b. 1 2 3 4 5\n{text}\ne.test. 3600 IN NS a.\n");
    for text in [text, &around] {
        let source = Source { name: "box".into(), role: Role::Auto, text: text.into() };
        let reading = read(&source, 0);
        assert!(reading.private_key, "{what}: read from {text:?}");
        for entry in &reading.not_read {
            assert_eq!(entry.text, "(withheld)", "{what}");
        }
        assert!(holds_private_key(&source), "{what}");
        let link = Evidence::of(std::slice::from_ref(&source), None);
        assert_eq!(link, Err(NotShareable::PrivateKey), "{what}");
        let anchor = Anchors::read(&format!(
            ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D\n{text}"
        ));
        assert_eq!(anchor, Err(NoAnchor::PrivateKey), "{what}");
    }
}

#[test]
fn by_their_structure() {
    for (name, octets) in keys("secrets.txt") {
        for (form, text) in octets_written(&octets) {
            assert_refused(&format!("{name} as {form}"), &text);
        }
    }
}

#[test]
fn by_their_words() {
    let (_, octets) = keys("secrets.txt").into_iter().find(|(name, _)| name == "pkcs8-p256").unwrap();
    let base64 = BASE64.encode(&octets);
    let pem = |kind: &str| {
        format!(
            "-----BEGIN {kind}-----\n{}-----END {kind}-----\n",
            wrapped(&base64, 64, |_| String::new(), "")
        )
    };
    let scalar = "fo/dT9LaRsPzsNH1gj/kSrSzgSvgrL0NCkyeAJZcPbQ=";
    let texts = [
        pem("PRIVATE KEY"),
        pem("EC PRIVATE KEY"),
        pem("RSA PRIVATE KEY"),
        pem("ENCRYPTED PRIVATE KEY"),
        pem("OPENSSH PRIVATE KEY"),
        pem("PGP PRIVATE KEY BLOCK"),
        format!(
            "Private-key-format: v1.3\nAlgorithm: 13 (ECDSAP256SHA256)\nPrivateKey: {scalar}\nCreated: 20260101000000\n"
        ),
    ];
    for text in texts {
        for (form, written) in text_written(&text) {
            assert_refused(&format!("{} {form}", text.lines().next().unwrap()), &written);
        }
    }
}

#[rstest]
#[case::jwk(r#"{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"#)]
#[case::jwk_in_lines("{\n  \"d\": \"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\",\n  \"kty\": \"EC\"\n}")]
#[case::jwk_in_a_string(r#""{\"kty\": \"EC\", \"D\": \"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A\"}""#)]
#[case::jwk_in_python("{'kty': 'EC', 'd': 'nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A'}")]
#[case::jwk_in_yaml("kty: OKP\nd: nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A")]
#[case::jwk_symmetric(r#"{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75"}"#)]
#[case::bind_cut("PrivateKey: fo/dT9LaRsPzsNH1gj/kSrSzgSvgrL0NCkyeAJZcPbQ=")]
#[case::bind_small("privatekey: fo/dT9LaRsPzsNH1gj/kSrSzgSvgrL0NCkyeAJZcPbQ=")]
#[case::bind_rsa("PRIVATEEXPONENT: fo/dT9LaRsPzsNH1gj/kSrSzgSvgrL0NCkyeAJZcPbQ=")]
#[case::bind_strewn("Private\u{2063}Key : fo/dT9LaRsPzsNH1gj/kSrSzgSvgrL0NCkyeAJZcPbQ=")]
#[case::putty("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nPrivate-Lines: 1\nAAAAIA==")]
#[case::printed_by_openssl("Private-Key: (256 bit)\npriv:\n    00:e1:22")]
#[case::age("AGE-SECRET-KEY-1QL3Z7HJY54PW3HYWW5AYYFG7ZQGVC7W3J2ELW8ZMRJ2KG5SFN9AQMCAC8P")]
#[case::xml("<RSAKeyValue><Modulus>x</Modulus><InverseQ>yy</InverseQ></RSAKeyValue>")]
#[case::openssh_without_words("b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW")]
#[case::tsig_on_a_line("; <<>> DiG 9.18 <<>> -y hmac-sha256:k:c2VjcmV0c2VjcmV0 example. SOA")]
#[case::tsig_of_a_command("$ DIG -y hmac-sha256:k:c2VjcmV0c2VjcmV0 @192.0.2.1 example.")]
#[case::end_of_one("fo/dT9LaRsPzsNH1\n-----END PRIVATE KEY-----")]
fn others(#[case] text: &str) {
    assert_refused("", text);
}

/// Nothing of it is in the outcome, the error, or what the program prints.
#[test]
fn nothing_is_repeated() {
    let (_, octets) = keys("secrets.txt").into_iter().find(|(name, _)| name == "pkcs8-ed25519").unwrap();
    let secret = BASE64.encode(&octets);
    let zone = std::fs::read_to_string("tests/corpus/006-missing-zsk-at-A/A/zone.signed").unwrap();
    let plain = Source { name: "box".into(), role: Role::Provider("A".into()), text: zone.clone() };
    let question = |source: Source, zone: Option<String>, unreached: Option<Vec<String>>| Question {
        sources: vec![source, plain.clone()],
        zone,
        no_ds: true,
        unreached,
        at: Moment(1_795_608_000),
        rrsets_per_mix: 10,
    };
    let with_text =
        Source { text: format!("{zone}\n;; SERVER: {secret}#53({secret})\n{secret}\n"), ..plain.clone() };
    let with_name = Source { name: secret.clone(), ..plain.clone() };
    let with_label = Source { role: Role::Provider(secret.clone()), ..plain.clone() };
    let questions = [
        question(with_text, None, None),
        question(with_name.clone(), None, None),
        question(with_label, None, None),
        question(plain.clone(), Some(secret.clone()), None),
        question(plain.clone(), None, Some(vec![secret.clone()])),
    ];
    for asked in questions {
        let outcome = crate::common::ask(&asked).0;
        assert_eq!(outcome.result.clone().unwrap_err(), Problem::PrivateKey);
        let said = serde_json::to_string(&outcome).unwrap().to_ascii_lowercase();
        assert!(!said.contains(&secret.to_ascii_lowercase()[4..20]), "{said}");
        let frozen = |sources: &[Source]| {
            Evidence::of(sources, None).and_then(|evidence| {
                let (zone, unreached) = (asked.zone.clone(), asked.unreached.clone());
                let (at, view) = (asked.at, View::default());
                encode(&Shared::Frozen(Frozen { evidence, zone, no_ds: true, unreached, at, made: at, view }))
            })
        };
        assert_eq!(frozen(&asked.sources), Err(NotShareable::PrivateKey));
    }
    let live = Live { domain: secret.clone(), resolvers: vec!["https://r.example/".into()] };
    assert_eq!(encode(&Shared::Live(live)), Err(NotShareable::PrivateKey));
    let live = Live { domain: "e.test".into(), resolvers: vec![format!("https://r.example/{secret}")] };
    assert_eq!(encode(&Shared::Live(live)), Err(NotShareable::PrivateKey));
    let folder = std::env::temp_dir().join(format!("multisigner-secrets-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("key.txt");
    std::fs::write(&file, format!("{zone}\n{secret}\n")).unwrap();
    let file = file.to_string_lossy().into_owned();
    for arguments in [
        vec!["check", "-p", &format!("A={file}"), "--ds", "none"],
        vec!["check", "-p", &format!("A={file}"), "--ds", "none", "--link"],
        vec!["check", "-p", &format!("A={file}"), "--ds", "none", "--format", "json"],
        vec!["check", &file],
        vec!["check", "example.com", "--doh", "https://127.0.0.1:9/", "--anchor", &file],
        vec!["compare", &file, "tests/links/rsa.link"],
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_multisigner")).args(&arguments).output().unwrap();
        let said = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {said}");
        assert!(said.contains("private key") && !said.contains(&secret[4..20]), "{said}");
    }
    std::fs::remove_dir_all(folder).unwrap();
    let config = format!("data = \"{secret}\"\nnow = \"2026-11-25T12:00:00Z\"\n");
    let config = config + "[[provider]]\nname = \"A\"\n[[provider]]\nname = \"B\"\n";
    let config: Config = toml::from_str(&config).unwrap();
    let mut progress = |_| ControlFlow::Continue(());
    let mut simulator = Simulator::new(Seed::from_text("secrets"));
    let run: Result<_, Failure> = pollster::block_on(simulator.run(&config, &RustCrypto, &mut progress));
    assert!(run.unwrap_err().to_string().contains("private key"));
}

#[test]
fn public_keys_are_none() {
    for (name, octets) in keys("public-keys.txt") {
        for (form, text) in octets_written(&octets) {
            assert!(!is_private_key(&text), "{name} as {form}: {text}");
        }
        for kind in ["PUBLIC KEY", "CERTIFICATE", "RSA PUBLIC KEY", "X509 CRL"] {
            let base64 = wrapped(&BASE64.encode(&octets), 64, |_| String::new(), "");
            let pem = format!("-----BEGIN {kind}-----\n{base64}-----END {kind}-----\n");
            for (form, text) in text_written(&pem) {
                assert!(!is_private_key(&text), "{name} as {form}: {text}");
            }
        }
    }
}

#[rstest]
#[case("Never paste the private key: it signs for the zone. Begin private key handling with care.")]
#[case("private key: none\nsecret key: see the vault")]
#[case("to begin - private keys stay at home")]
#[case("secret.example. 300 IN TXT \"PrivateKey\"\nPrivateKey 300 IN A 192.0.2.1")]
#[case("d.example. 300 IN TXT \"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7VYj0\"")]
#[case(r#"{"kty":"EC","crv":"P-256","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","y":"xxxxxxxxxxxxxxxxxxxxxxxxxxx"}"#)]
#[case(r#"{"d": "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}"#)]
fn words_are_none(#[case] text: &str) {
    assert!(!is_private_key(text), "{text}");
}

/// No text of the tests that is judged has one.
#[test]
fn evidence_has_none() {
    let mut folders: Vec<PathBuf> =
        ["tests/corpus", "tests/formats", "tests/field", "tests/zones", "tests/edge"]
            .map(PathBuf::from)
            .into();
    let (mut seen, mut octets) = (0, 0);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            assert!(!is_private_key(&text), "{}", path.display());
            (seen, octets) = (seen + 1, octets + text.len());
        }
    }
    assert!(seen > 1_000 && octets > 5_000_000, "{seen} files, {octets} octets");
}

/// Random octets are no key, and the time grows with the text.
#[test]
fn noise_is_none_and_is_looked_at_once() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let noise: Vec<u8> = (0..300_000)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            (state >> 32) as u8
        })
        .collect();
    assert!(!is_private_key(&BASE64.encode(&noise)));
    assert!(!is_private_key(&wrapped(&BASE64.encode(&noise), 60, |_| String::new(), "")));
    assert!(!is_private_key(&HEXLOWER.encode(&noise)));
    // What begins like a key everywhere.
    for piece in ["MAMA", "30", "302e0201", "MIIEMIIE", "-begin", "kty:", "d:k:", "=3D", "\\u0041", "begin"] {
        let text = piece.repeat(300_000 / piece.len());
        assert!(!is_private_key(&text), "{piece}");
        assert!(!is_private_key(&wrapped(&text, 50, |_| String::new(), "")), "{piece}");
    }
}
