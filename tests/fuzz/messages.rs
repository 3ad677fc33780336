//! Messages on the wire, and what is in them: random names, record data of every type, all octets.

use crate::dice::Dice;

/// One record as it was put into the message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// 0: answer, 1: authority, 2: additional.
    pub section: usize,
    pub owner: Vec<u8>,
    pub rtype: u16,
    pub class: u16,
    pub ttl: u32,
    pub data: Vec<u8>,
    /// Any octets, some of which may be a pointer to a name (RFC 1035 §4.1.4).
    pub any: bool,
}

/// A message and what it was made from.
pub struct Message {
    pub octets: Vec<u8>,
    pub name: Vec<u8>,
    pub rtype: u16,
    pub rcode: u8,
    pub authoritative: bool,
    pub records: Vec<Put>,
}

/// Words that a reader of text may take for something else than a name or a string.
const WORDS: [&[u8]; 60] = [
    b"@",
    b"$",
    b"$TTL",
    b"$ORIGIN",
    b";",
    b";;",
    b">",
    b">>",
    b"> >",
    b"<",
    b"*",
    b".",
    b"..",
    b"\\",
    b"\\(",
    b"(",
    b")",
    b"\"",
    b"'",
    b"#",
    b"IN",
    b"CH",
    b"3600",
    b"1h",
    b"TYPE1",
    b"CLASS1",
    b"DS",
    b"NSEC",
    b"A",
    b"dig",
    b"host",
    b"sudo",
    b"PS",
    b"Server:",
    b"Address:",
    b"Name:",
    b"SERVER:",
    b"flags:",
    b"EDNS: version",
    b"EDE: ",
    b"->>HEADER<<-",
    b"<<>> DiG",
    b"ANSWER SECTION:",
    b"Got answer",
    b"QUESTION SECTION:",
    b"MSG SIZE",
    b"WHEN:",
    b"From ",
    b"Received ",
    b"```",
    b"~~~",
    b"{",
    b"[",
    b"[key",
    b"[omitted",
    b"...",
    b"@@ ",
    b"+++ ",
    b"| ",
    b"\xe2\x80\xa6",
];

/// Octets that some reader gives a meaning to.
const SYNTAX: &[u8] = b"()\";@$>. \t\r\n\\#|`~[]{}=:,'*%&!?^<+-_/\0\x7f\x80\xff09AZaz";

/// A label: letters, syntax, any octets, or a word.
fn label(dice: &mut Dice, most: usize) -> Vec<u8> {
    let mut label = match dice.below(8) {
        0 => dice.one_of(&WORDS).to_vec(),
        1 | 2 => {
            let count = 1 + dice.below(6);
            (0..count).map(|_| *dice.one_of(SYNTAX)).collect()
        }
        3 => {
            let count = 1 + if dice.once_in(8) { dice.below(63) } else { dice.below(6) };
            dice.octets(count)
        }
        _ => {
            let count = 1 + dice.below(8);
            (0..count).map(|_| *dice.one_of(b"abcdexyzABC0123-_")).collect()
        }
    };
    label.truncate(most.min(63));
    label
}

/// A name on the wire.
pub fn name(dice: &mut Dice) -> Vec<u8> {
    let mut name = Vec::new();
    let most = if dice.once_in(20) { 127 } else { 5 };
    for _ in 0..dice.below(most) {
        let left = 254_usize.saturating_sub(name.len() + 1);
        let label = label(dice, left);
        if label.is_empty() {
            break;
        }
        name.push(label.len() as u8);
        name.extend(label);
    }
    name.push(0);
    name
}

/// A character string with its length.
fn string(dice: &mut Dice) -> Vec<u8> {
    let text = match dice.below(6) {
        0 => Vec::new(),
        1 => dice.one_of(&WORDS).to_vec(),
        2 => {
            let count = dice.below(256);
            dice.octets(count)
        }
        3 => {
            let count = dice.below(12);
            (0..count).map(|_| *dice.one_of(SYNTAX)).collect()
        }
        _ => {
            let count = dice.below(12);
            (0..count).map(|_| *dice.one_of(b"v=spf1 -all abc;\"\\")).collect()
        }
    };
    let mut string = vec![text.len() as u8];
    string.extend(text);
    string
}

/// A type bit map (RFC 4034 §4.1.2), seldom one that is forbidden.
fn bitmap(dice: &mut Dice) -> Vec<u8> {
    let mut out = Vec::new();
    let mut window = 0;
    for _ in 0..dice.below(3) {
        let length = 1 + dice.below(32);
        let mut bits = dice.octets(length);
        if !dice.once_in(10) {
            bits[length - 1] |= 1;
        }
        out.extend([window, length as u8]);
        out.extend(bits);
        window += 1 + dice.below(80) as u8;
    }
    out
}

fn counted(dice: &mut Dice, most: usize) -> Vec<u8> {
    let count = dice.below(most);
    let mut out = vec![count as u8];
    out.extend(dice.octets(count));
    out
}

/// SVCB parameters in ascending order (RFC 9460 §2.2), with values that fit their keys mostly.
fn parameters(dice: &mut Dice) -> Vec<u8> {
    let mut out = Vec::new();
    let mut key = dice.below(3) as u16;
    for _ in 0..dice.below(5) {
        let value = match key {
            _ if dice.once_in(6) => {
                let count = dice.below(10);
                dice.octets(count)
            }
            0 => vec![0, 1, 0, 4],
            1 => [string(dice), b"\x02h2".to_vec()].concat(),
            2 | 8 => Vec::new(),
            3 => dice.octets(2),
            4 => dice.octets(8),
            5 => dice.octets(11),
            6 => dice.octets(16),
            9 => dice.octets(4),
            _ => string(dice),
        };
        out.extend(key.to_be_bytes());
        out.extend((value.len() as u16).to_be_bytes());
        out.extend(value);
        let step = if dice.once_in(4) { 9_000 } else { 3 };
        key = key.saturating_add(1 + dice.below(step) as u16);
    }
    out
}

/// Types whose data are made to fit, by number.
const KNOWN: [u16; 58] = [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 24, 25, 26, 27, 28, 29,
    33, 35, 36, 37, 39, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 55, 59, 60, 61, 62, 63, 64, 65, 99,
    108, 256, 257, 260,
];

/// Any type there is, with any octets: mostly one of a number that nobody knows.
fn any_data(dice: &mut Dice) -> (u16, Vec<u8>) {
    let rtype = if dice.once_in(3) { *dice.one_of(&KNOWN) } else { dice.roll() as u16 };
    let count = dice.below(40);
    (rtype, dice.octets(count))
}

/// The type of a record and data for it.
fn data(dice: &mut Dice) -> (u16, Vec<u8>) {
    let rtype = *dice.one_of(&KNOWN);
    let mut out: Vec<u8> = Vec::new();
    let some = 1 + dice.below(70);
    let any = dice.below(70);
    match rtype {
        1 => out = dice.octets(4),
        28 => out = dice.octets(16),
        2..=5 | 7..=9 | 12 | 23 | 39 => out = name(dice),
        14 | 17 => out = [name(dice), name(dice)].concat(),
        6 => out = [name(dice), name(dice), dice.octets(20)].concat(),
        15 | 18 | 21 | 36 => out = [dice.octets(2), name(dice)].concat(),
        26 => out = [dice.octets(2), name(dice), name(dice)].concat(),
        33 => out = [dice.octets(6), name(dice)].concat(),
        35 => out = [dice.octets(4), string(dice), string(dice), string(dice), name(dice)].concat(),
        13 | 20 => out = [string(dice), string(dice)].concat(),
        16 | 99 => {
            for _ in 0..=dice.below(4) {
                out.extend(string(dice));
            }
        }
        257 => {
            let tag: &[u8] =
                dice.one_of::<&[u8]>(&[&b"issue"[..], b"iodef", b"ISSUEWILD", b"x1", b"a-b", b"\"", b""]);
            let value = string(dice);
            out = [vec![dice.octet(), tag.len() as u8], tag.to_vec(), value[1..].to_vec()].concat();
        }
        43 | 59 => out = [dice.octets(4), dice.octets(any)].concat(),
        48 | 60 => out = [dice.octets(4), dice.octets(any)].concat(),
        46 => {
            let mut fixed = dice.octets(18);
            if dice.once_in(2) {
                fixed[0] = 0;
            }
            out = [fixed, name(dice), dice.octets(any)].concat();
        }
        47 => out = [name(dice), bitmap(dice)].concat(),
        50 => out = [dice.octets(4), counted(dice, 20), counted(dice, 33), bitmap(dice)].concat(),
        51 => out = [dice.octets(4), counted(dice, 20)].concat(),
        62 => out = [dice.octets(6), bitmap(dice)].concat(),
        52 => out = [dice.octets(3), dice.octets(any)].concat(),
        44 => out = [dice.octets(2), dice.octets(any)].concat(),
        63 => out = [dice.octets(6), dice.octets(some + 12)].concat(),
        61 => out = dice.octets(any),
        45 => {
            let kind = dice.below(5) as u8;
            let gateway = match kind {
                1 => dice.octets(4),
                2 => dice.octets(16),
                3 => name(dice),
                _ => Vec::new(),
            };
            out = [vec![dice.octet(), kind, dice.octet()], gateway, dice.octets(any)].concat();
        }
        64 | 65 => out = [dice.octets(2), name(dice), parameters(dice)].concat(),
        _ => out = dice.octets(any),
    }
    (rtype, out)
}

/// Seconds, of all sizes.
fn ttl(dice: &mut Dice) -> u32 {
    match dice.below(6) {
        0 => *dice.one_of(&[0, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff]),
        1 => dice.roll() as u32,
        _ => 3_600,
    }
}

/// Records, some of them of one RRset.
pub fn records(dice: &mut Dice, most: usize) -> Vec<Put> {
    let mut all: Vec<Put> = Vec::new();
    let mut section = 0;
    for _ in 0..dice.below(most + 1) {
        let any = dice.once_in(12);
        let (rtype, data) = if any { any_data(dice) } else { data(dice) };
        let owner = match all.last() {
            Some(last) if dice.once_in(3) => last.owner.clone(),
            _ => name(dice),
        };
        let class = if dice.once_in(60) { *dice.one_of(&[3, 4, 254, 255, 1_232]) } else { 1 };
        all.push(Put { section, owner, rtype, class, ttl: ttl(dice), data, any });
        section = (section + dice.below(2)).min(2);
    }
    all
}

/// A whole message, with OPT or without.
pub fn message(dice: &mut Dice) -> Message {
    let mut records = records(dice, 5);
    let name = name(dice);
    for put in &mut records {
        if dice.once_in(4) {
            put.owner.clone_from(&name);
        }
    }
    let rtype = if dice.once_in(4) { dice.roll() as u16 } else { *dice.one_of(&KNOWN) };
    let rcode = if dice.once_in(2) { 0 } else { dice.below(16) as u8 };
    let authoritative = dice.once_in(2);
    // An extended error with any text (RFC 8914 §2).
    let opt = dice.once_in(2).then(|| if dice.once_in(2) { string(dice) } else { Vec::new() });
    encode(name, rtype, rcode, authoritative, opt, records)
}

/// The message on the wire.
pub fn encode(
    name: Vec<u8>,
    rtype: u16,
    rcode: u8,
    authoritative: bool,
    opt: Option<Vec<u8>>,
    records: Vec<Put>,
) -> Message {
    let flags = [0x80 | u8::from(authoritative) << 2, 0x80 | rcode];
    let mut octets = [&[0, 0][..], &flags, &[0, 1]].concat();
    for section in 0..3 {
        let own = records.iter().filter(|put| put.section == section).count()
            + usize::from(section == 2 && opt.is_some());
        octets.extend((own as u16).to_be_bytes());
    }
    octets.extend(&name);
    octets.extend(rtype.to_be_bytes());
    octets.extend([0, 1]);
    for put in &records {
        if put.owner == name && name.len() > 1 {
            // The question's name, pointed at (RFC 1035 §4.1.4).
            octets.extend([0xc0, 12]);
        } else {
            octets.extend(&put.owner);
        }
        octets.extend(put.rtype.to_be_bytes());
        octets.extend(put.class.to_be_bytes());
        octets.extend(put.ttl.to_be_bytes());
        octets.extend((put.data.len() as u16).to_be_bytes());
        octets.extend(&put.data);
    }
    if let Some(error) = opt {
        octets.extend([0, 0, 41, 4, 208, 0, 0, 0x80, 0]);
        match error.split_first() {
            None => octets.extend([0, 0]),
            Some((_, text)) => {
                let length = text.len() as u16 + 2;
                octets.extend((length + 4).to_be_bytes());
                octets.extend([0, 15]);
                octets.extend(length.to_be_bytes());
                octets.extend([0, 9]);
                octets.extend(text);
            }
        }
    }
    Message { octets, name, rtype, rcode, authoritative, records }
}
