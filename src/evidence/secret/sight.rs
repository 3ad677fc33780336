//! Looks through a text for private keys: in whatever letter case, as base64 or hexadecimal, wrapped, quoted, with stray
//! characters inside.

use super::der;

/// So much of a text is looked at at once.
const PIECE: usize = 1 << 14;

/// So many of its last characters are looked at again with the next piece: more than any pattern is long.
const KEPT: usize = 96;

/// Words that begin or fill a text with a private key: looked for where that stands in base64 or hexadecimal.
const WRITTEN: [&str; 6] = [
    "PRIVATE KEY",
    "private key",
    "Private-key-format",
    "private-key-format",
    "PuTTY-User-Key-File",
    "openssh-key-v1",
];

/// Letters, digits and dashes that stand in texts with private keys alone.
const TELLING: [&str; 5] =
    ["private-key-formatv", "privatekeyformatv", "putty-user-key-file", "age-secret-key-1", "inverseq"];

/// A digit that is none: something stands between those of hexadecimal.
const BREAK: u8 = 0xff;

/// What was taken of a text and not looked at yet, and what is looked at again.
pub(super) struct Sight {
    /// Letters in lower case, digits and dashes.
    letters: Strip,
    /// Digits of base64, 0 to 63.
    sextets: Strip,
    /// Digits of hexadecimal.
    nibbles: Strip,
    last: char,
    /// Since they were looked at last.
    taken: usize,
    in_sextets: Patterns,
    in_nibbles: Patterns,
}

/// Digits or letters, and the places at which lines of the text begin.
#[derive(Default)]
struct Strip {
    octets: Vec<u8>,
    lines: Vec<(usize, usize)>,
}

impl Strip {
    fn begin(&mut self, line: usize) {
        let at = self.octets.len();
        match self.lines.last_mut() {
            Some(last) if last.0 == at => last.1 = line,
            _ => self.lines.push((at, line)),
        }
    }

    fn line_of(&self, place: usize) -> usize {
        let behind = self.lines.partition_point(|(at, _)| *at <= place);
        self.lines.get(behind.saturating_sub(1)).map_or(0, |(_, line)| *line)
    }

    fn forget(&mut self) {
        let gone = self.octets.len().saturating_sub(KEPT);
        let line = self.line_of(gone);
        self.octets.drain(..gone);
        self.lines.retain_mut(|(at, _)| {
            let stays = *at > gone;
            *at = at.saturating_sub(gone);
            stays
        });
        self.lines.insert(0, (0, line));
    }
}

impl Sight {
    pub(super) fn new() -> Self {
        let sextets = WRITTEN.iter().flat_map(|word| (0..3).map(move |shift| in_base64(word, shift)));
        let nibbles = WRITTEN.iter().map(|word| word.bytes().flat_map(|c| [c >> 4, c & 15]).collect());
        Self {
            letters: Strip::default(),
            sextets: Strip::default(),
            nibbles: Strip::default(),
            last: '\n',
            taken: 0,
            in_sextets: Patterns::new(sextets),
            in_nibbles: Patterns::new(nibbles),
        }
    }

    /// Takes the line with this number; the number of a line in which a private key begins, if one was found.
    pub(super) fn take(&mut self, number: usize, line: &str) -> Option<usize> {
        for strip in [&mut self.letters, &mut self.sextets, &mut self.nibbles] {
            strip.begin(number);
        }
        for c in line.chars() {
            self.push(c);
            self.taken += 1;
            if self.taken == PIECE {
                self.taken = 0;
                if let Some(found) = self.look() {
                    return Some(found);
                }
            }
        }
        None
    }

    /// Looks at what was taken.
    pub(super) fn look(&mut self) -> Option<usize> {
        let letters = self.words().map(|at| self.letters.line_of(at));
        let found = letters
            .or_else(|| self.base64().map(|at| self.sextets.line_of(at)))
            .or_else(|| self.hex().map(|at| self.nibbles.line_of(at)));
        for strip in [&mut self.letters, &mut self.sextets, &mut self.nibbles] {
            strip.forget();
        }
        found
    }

    fn push(&mut self, c: char) {
        let letter = match c {
            'a'..='z' | '0'..='9' | '-' => Some(c as u8),
            'A'..='Z' => Some(c.to_ascii_lowercase() as u8),
            '\u{2010}'..='\u{2015}' | '\u{2212}' => Some(b'-'),
            _ => None,
        };
        self.letters.octets.extend(letter);
        self.sextets.octets.extend(sextet(c));
        match c {
            '0'..='9' => self.nibbles.octets.push(c as u8 - b'0'),
            'a'..='f' | 'A'..='F' => self.nibbles.octets.push((c.to_ascii_lowercase() as u8) - b'a' + 10),
            // 0x30, \x30.
            'x' | 'X' if self.last == '0' => _ = self.nibbles.octets.pop(),
            'x' | 'X' if self.last == '\\' => {}
            'g'..='z' | 'G'..='Z' if self.nibbles.octets.last() != Some(&BREAK) => {
                self.nibbles.octets.push(BREAK);
            }
            _ => {}
        }
        self.last = c;
    }

    fn words(&self) -> Option<usize> {
        let text = std::str::from_utf8(&self.letters.octets).unwrap_or_default();
        let telling = TELLING.iter().find_map(|word| text.find(word));
        // -----BEGIN RSA PRIVATE KEY-----, or what is left of it.
        let heading = || {
            text.match_indices("-begin").map(|(at, _)| at).find(|at| {
                let end = text.len().min(at + 60);
                text.get(*at..end).unwrap_or_default().replace('-', "").contains("privatekey")
            })
        };
        telling.or_else(|| text.find("privatekey----")).or_else(heading)
    }

    fn base64(&self) -> Option<usize> {
        let digits = &self.sextets.octets;
        (0..digits.len()).find(|at| {
            let rest = digits.get(*at..).unwrap_or_default();
            // A SEQUENCE: M, and a letter from A to P.
            let begins = matches!(rest, [12, second, ..] if *second < 16);
            (begins && der::is_private_key(&octets(rest, 6))) || self.in_sextets.begin(rest)
        })
    }

    fn hex(&self) -> Option<usize> {
        let digits = &self.nibbles.octets;
        (0..digits.len()).find(|at| {
            let rest = digits.get(*at..).unwrap_or_default();
            (rest.starts_with(&[3, 0]) && der::is_private_key(&octets(rest, 4)))
                || self.in_nibbles.begin(rest)
        })
    }
}

/// The first octets of digits that have so many bits each.
fn octets(digits: &[u8], bits: u32) -> Vec<u8> {
    let mut octets = Vec::with_capacity(der::MOST);
    let (mut held, mut count) = (0u32, 0);
    for digit in digits.iter().take_while(|digit| **digit != BREAK) {
        held = (held << bits) | u32::from(*digit);
        count += bits;
        if count >= 8 {
            count -= 8;
            octets.push((held >> count) as u8);
            held &= (1 << count) - 1;
            if octets.len() == der::MOST {
                break;
            }
        }
    }
    octets
}

/// A digit of base64 or base64url.
fn sextet(c: char) -> Option<u8> {
    Some(match c {
        'A'..='Z' => c as u8 - b'A',
        'a'..='z' => c as u8 - b'a' + 26,
        '0'..='9' => c as u8 - b'0' + 52,
        '+' | '-' => 62,
        '/' | '_' => 63,
        _ => return None,
    })
}

/// The digits of base64 that a word has wherever it stands behind so many octets (modulo three).
fn in_base64(word: &str, shift: usize) -> Vec<u8> {
    let octets = std::iter::repeat_n(0, shift).chain(word.bytes());
    let bits: Vec<u8> = octets.flat_map(|octet| (0..8).rev().map(move |bit| (octet >> bit) & 1)).collect();
    let whole = bits.chunks_exact(6).skip((shift * 8).div_ceil(6));
    whole.map(|bits| bits.iter().fold(0, |digit, bit| digit * 2 + bit)).collect()
}

/// Runs of digits to look for.
struct Patterns {
    all: Vec<Vec<u8>>,
    /// By digit, whether one begins with it.
    first: [bool; 64],
}

impl Patterns {
    fn new(all: impl Iterator<Item = Vec<u8>>) -> Self {
        let all: Vec<Vec<u8>> = all.collect();
        let begins = |digit: usize| {
            all.iter().any(|pattern| pattern.first().is_some_and(|first| usize::from(*first) == digit))
        };
        Self { first: std::array::from_fn(begins), all }
    }

    /// Whether the digits begin with one of them.
    fn begin(&self, digits: &[u8]) -> bool {
        let possible = digits.first().and_then(|digit| self.first.get(usize::from(*digit)));
        possible == Some(&true) && self.all.iter().any(|pattern| digits.starts_with(pattern))
    }
}
