//! Domain names as text (RFC 1035 §5.1), relative ones against an origin.

use super::problem::Problem;
use crate::dns::Name;
use bytes::Bytes;

/// What a relative name is relative to.
#[derive(Clone, Debug, Default)]
pub(super) struct Origin {
    /// The zone or the last `$ORIGIN`.
    pub(super) name: Option<Name>,
    /// Whether the text says so itself (`$ORIGIN`). If not, people leave out final dots of absolute names.
    pub(super) stated: bool,
}

/// The longest name on the wire, in octets (RFC 1035 §2.3.4).
const LONGEST_NAME: usize = 255;
/// The longest label, in octets (RFC 1035 §2.3.4).
const LONGEST_LABEL: u8 = 63;

/// Reads a name.
///
/// Without a stated origin a relative name is taken as absolute when it ends in the zone's name, or when no
/// zone is known and it has more than one label.
pub(super) fn read(text: &str, origin: &Origin) -> Result<Name, Problem> {
    let mut wire = Wire::default();
    if text == "@" {
        return origin.name.clone().ok_or(Problem::NoOrigin);
    }
    if text == "." {
        return Ok(Name::root());
    }
    let absolute = wire.labels(text)?;
    if absolute {
        return wire.finish();
    }
    match &origin.name {
        Some(name) if origin.stated => wire.append(name),
        Some(name) => {
            let as_absolute = wire.clone().finish();
            match as_absolute {
                Ok(whole) if whole.ends_with(name) && name.label_count() > 1 => Ok(whole),
                _ => wire.append(name),
            }
        }
        None if wire.labels > 1 => wire.finish(),
        None => Err(Problem::NoOrigin),
    }
}

/// Reads a name that is absolute with or without its final dot.
pub(super) fn read_absolute(text: &str) -> Result<Name, Problem> {
    if text == "." || text.is_empty() {
        return Ok(Name::root());
    }
    let mut wire = Wire::default();
    wire.labels(text)?;
    wire.finish()
}

/// A name being built in wire form.
#[derive(Clone)]
struct Wire {
    octets: [u8; LONGEST_NAME],
    len: usize,
    labels: usize,
}

impl Default for Wire {
    fn default() -> Self {
        Self { octets: [0; LONGEST_NAME], len: 0, labels: 0 }
    }
}

impl Wire {
    fn push(&mut self, octet: u8) -> Result<(), Problem> {
        let slot = self.octets.get_mut(self.len).ok_or(Problem::BadName("longer than 255 octets"))?;
        *slot = octet;
        self.len += 1;
        Ok(())
    }

    /// Appends the labels of `text`; tells whether it ended in a dot.
    fn labels(&mut self, text: &str) -> Result<bool, Problem> {
        let mut octets = text.bytes();
        let mut head = self.len;
        let mut size = 0u8;
        self.push(0)?;
        while let Some(octet) = octets.next() {
            let octet = match octet {
                b'.' => {
                    if size == 0 {
                        return Err(Problem::BadName("an empty label"));
                    }
                    self.close(head, size);
                    head = self.len;
                    size = 0;
                    self.push(0)?;
                    continue;
                }
                b'\\' => escaped(&mut octets).ok_or(Problem::BadName("an unfinished escape"))?,
                octet if octet.is_ascii_graphic() || octet == b' ' => octet,
                octet if octet.is_ascii() => return Err(Problem::BadName("a control character")),
                _ => return Err(Problem::BadName("letters outside ASCII")),
            };
            size += 1;
            if size > LONGEST_LABEL {
                return Err(Problem::BadName("a label longer than 63 octets"));
            }
            self.push(octet)?;
        }
        if size == 0 {
            self.len = head;
            return Ok(true);
        }
        self.close(head, size);
        Ok(false)
    }

    fn close(&mut self, head: usize, size: u8) {
        if let Some(slot) = self.octets.get_mut(head) {
            *slot = size;
        }
        self.labels += 1;
    }

    fn append(mut self, origin: &Name) -> Result<Name, Problem> {
        for &octet in origin.as_slice() {
            self.push(octet)?;
        }
        self.freeze()
    }

    fn finish(mut self) -> Result<Name, Problem> {
        self.push(0)?;
        self.freeze()
    }

    fn freeze(self) -> Result<Name, Problem> {
        let octets = self.octets.get(..self.len).unwrap_or_default();
        Name::from_octets(Bytes::copy_from_slice(octets)).map_err(|_| Problem::BadName("not a valid name"))
    }
}

/// The octet behind a backslash: `\DDD` or `\X` (RFC 1035 §5.1).
pub(super) fn escaped(octets: &mut impl Iterator<Item = u8>) -> Option<u8> {
    let first = octets.next()?;
    if !first.is_ascii_digit() {
        return Some(first);
    }
    let mut value = u16::from(first - b'0');
    for _ in 0..2 {
        let digit = octets.next().filter(u8::is_ascii_digit)?;
        value = value * 10 + u16::from(digit - b'0');
    }
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(name: &str, stated: bool) -> Origin {
        Origin { name: Some(read_absolute(name).unwrap()), stated }
    }

    #[test]
    fn relative_to_a_stated_origin() {
        let at = origin("example.", true);
        assert_eq!(read("www", &at).unwrap().to_string(), "www.example");
        assert_eq!(read("a.example", &at).unwrap().to_string(), "a.example.example");
        assert_eq!(read("@", &at).unwrap().to_string(), "example");
        assert_eq!(read("www.", &at).unwrap().to_string(), "www");
    }

    #[test]
    fn final_dots_left_out() {
        let at = origin("example.", false);
        assert_eq!(read("a.example", &at).unwrap().to_string(), "a.example");
        assert_eq!(read("www", &at).unwrap().to_string(), "www.example");
        assert_eq!(read("a.example", &Origin::default()).unwrap().to_string(), "a.example");
        assert_eq!(read("www", &Origin::default()), Err(Problem::NoOrigin));
    }

    #[test]
    fn escapes() {
        let name = read_absolute(r"a\.b\046c\032d.example").unwrap();
        assert_eq!(name.as_slice(), b"\x07a.b.c d\x07example\0");
        assert!(read_absolute(r"a\25").is_err());
        assert!(read_absolute(r"a\999").is_err());
        assert!(read_absolute("a\\").is_err());
    }

    #[test]
    fn limits() {
        let label = "a".repeat(63);
        assert!(read_absolute(&label).is_ok());
        assert!(read_absolute(&format!("{label}a")).is_err());
        let name = format!("{label}.{label}.{label}.{}", "a".repeat(61));
        assert_eq!(read_absolute(&name).unwrap().as_slice().len(), 255);
        assert!(read_absolute(&format!("{name}a")).is_err());
        assert!(read_absolute("a..b").is_err());
        assert!(read_absolute("münchen.example").is_err());
    }
}
