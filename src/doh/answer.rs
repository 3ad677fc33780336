//! From the octets of a DNS message to an answer, with everything checked that can be wrong with it; and an answer as text, the way `dig` prints it, which is how it is kept,
//! shared and read by [`crate::evidence`] like any paste.

use super::fault::{ExtendedError, Fault, asked};
use crate::dns::{Moment, Name, Rdata, Record, dotted, record_text, rtype_name};
use crate::evidence::{Question, Role, Section, Source, decode, holds_private_key};
use crate::visible::shown;
use bytes::Bytes;
use domain::base::Message;
use domain::base::iana::{ExtendedErrorCode, Rcode};
use domain::base::opt::ExtendedError as RawError;
use domain::base::{Rtype, Ttl};
use std::collections::HashMap;
use std::fmt::Write as _;

/// The media type of RFC 8484 §6.
pub const MEDIA_TYPE: &str = "application/dns-message";

/// An answer that fits its question.
#[derive(Clone, Debug)]
pub struct Answer {
    pub question: Question,
    pub rcode: Rcode,
    pub authoritative: bool,
    pub truncated: bool,
    /// The resolver says that it validated this; shown, never trusted.
    pub authentic: bool,
    pub checking_disabled: bool,
    pub recursion: bool,
    pub dnssec_ok: bool,
    pub errors: Vec<ExtendedError>,
    pub records: Vec<(Section, Record)>,
    /// How many records of another class than IN it had beside them.
    pub of_other_class: usize,
    /// Who answered: a URL, or an address with the host name behind it in parentheses.
    pub server: String,
    pub at: Moment,
    /// How long the message was.
    pub octets: usize,
    /// It came as JSON, which has no message id and leaves some things out.
    pub by_json: bool,
}

/// The longest DNS message, in octets (RFC 1035 §4.2.2).
pub(super) const LONGEST: usize = 65_535;

/// Reads a message. The id is not looked at: HTTP and the UDP client pair answers by other means, and a
/// question sent with id 0 is answered with id 0.
pub fn read(octets: &Bytes, question: &Question, server: &str, at: Moment) -> Result<Answer, Fault> {
    if octets.len() > LONGEST {
        return Err(Fault::TooLarge { octets: octets.len() });
    }
    let decoded = decode(octets.clone()).map_err(Fault::NotDns)?;
    let header = decoded.header;
    match decoded.question {
        Some(found) if found == *question => {}
        Some(found) => return Err(Fault::OtherQuestion { found: asked(&found) }),
        // Errors may come without the question (RFC 1035 §4.1.1).
        None if header.rcode() != Rcode::NOERROR => {}
        None => return Err(Fault::OtherQuestion { found: "none".into() }),
    }
    Answer {
        question: question.clone(),
        rcode: header.rcode(),
        authoritative: header.aa(),
        truncated: header.tc(),
        authentic: header.ad(),
        checking_disabled: header.cd(),
        recursion: header.ra(),
        dnssec_ok: decoded.dnssec_ok,
        errors: extended_errors(octets),
        records: decoded.records,
        of_other_class: decoded.of_other_class,
        server: server.to_string(),
        at,
        octets: octets.len(),
        by_json: false,
    }
    .fit_to_keep()
}

/// The extended errors in the OPT record (RFC 8914 §2).
fn extended_errors(octets: &Bytes) -> Vec<ExtendedError> {
    const MOST: usize = 16;
    let Ok(message) = Message::from_octets(octets.clone()) else { return Vec::new() };
    let Some(opt) = message.opt() else { return Vec::new() };
    let errors = opt.opt().iter::<RawError<Bytes>>();
    errors
        .filter_map(Result::ok)
        .take(MOST)
        .map(|error| {
            let code = error.code();
            ExtendedError {
                code: code.to_int(),
                name: known(code),
                text: error.text_slice().map(harmless).unwrap_or_default(),
            }
        })
        .collect()
}

/// A stranger's text, for people to read: on one line, with nothing hidden in it, not too long.
pub(super) fn harmless(text: &[u8]) -> String {
    const MOST: usize = 200;
    let text: String = String::from_utf8_lossy(text).chars().take(MOST).collect();
    shown(&text).into_owned()
}

pub(super) fn known(code: ExtendedErrorCode) -> Option<String> {
    code.to_mnemonic_str().map(str::to_string)
}

impl Answer {
    /// The records of one section.
    pub fn section(&self, wanted: Section) -> impl Iterator<Item = &Record> {
        self.records.iter().filter(move |(section, _)| *section == wanted).map(|(_, record)| record)
    }

    /// The data of one RRset in the answer section.
    pub fn answers(&self, owner: &Name, rtype: Rtype) -> impl Iterator<Item = &Rdata> {
        self.section(Section::Answer)
            .filter(move |record| record.owner() == owner && record.rtype() == rtype)
            .map(Record::data)
    }

    /// The owner of the SOA record in the authority section of a negative answer (RFC 2308 §2).
    pub fn denying_zone(&self) -> Option<&Name> {
        self.section(Section::Authority).find(|record| record.rtype() == Rtype::SOA).map(Record::owner)
    }

    /// A failure, when its status is one.
    pub fn failure(&self) -> Option<Fault> {
        let fine = matches!(self.rcode, Rcode::NOERROR | Rcode::NXDOMAIN);
        (!fine).then(|| Fault::Status { rcode: self.rcode, errors: self.errors.clone() })
    }

    /// With the TTLs that the zone gives them: a resolver counts them down, and its RRSIG says what they
    /// were (RFC 4034 §3.1.4). Two copies from two caches then are one RRset again.
    #[must_use]
    pub fn with_original_ttls(mut self) -> Self {
        let mut original: HashMap<(Name, Rtype), Ttl> = HashMap::new();
        for (_, record) in &self.records {
            if let Rdata::Rrsig(sig) = record.data() {
                original.insert((record.owner().clone(), sig.type_covered()), sig.original_ttl());
            }
        }
        for (_, record) in &mut self.records {
            let rtype = match record.data() {
                Rdata::Rrsig(sig) => sig.type_covered(),
                data => domain::base::rdata::RecordData::rtype(data),
            };
            if let Some(ttl) = original.get(&(record.owner().clone(), rtype)) {
                record.set_ttl(*ttl);
            }
        }
        self
    }

    /// The answer, unless its text would be refused when it is read: it is kept as text.
    pub(super) fn fit_to_keep(self) -> Result<Self, Fault> {
        let source = Source { name: self.server.clone(), role: Role::Auto, text: self.text() };
        if holds_private_key(&source) { Err(Fault::PrivateKey) } else { Ok(self) }
    }

    /// As `dig` prints it.
    pub fn text(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write(&mut out);
        let _ = writeln!(out, ";; SERVER: {}", self.server);
        out.push_str(&self.closing());
        out
    }

    /// The same without a server line: a resolver passed it on, and who answered is not known.
    pub fn text_by_way_of(&self) -> String {
        let mut out = String::new();
        let _ = self.write(&mut out);
        let _ = writeln!(out, "; by way of {}", self.server);
        out.push_str(&self.closing());
        out
    }

    fn closing(&self) -> String {
        format!(";; WHEN: {}\n;; MSG SIZE  rcvd: {}\n\n", self.at.dig_style(), self.octets)
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        let flags: Vec<&str> = [
            ("qr", true),
            ("aa", self.authoritative),
            ("tc", self.truncated),
            ("rd", self.recursion),
            ("ra", self.recursion),
            ("ad", self.authentic),
            ("cd", self.checking_disabled),
        ]
        .iter()
        .filter_map(|(flag, set)| set.then_some(*flag))
        .collect();
        let count = |wanted| self.section(wanted).count();
        writeln!(out, ";; Got answer:")?;
        writeln!(out, ";; ->>HEADER<<- opcode: QUERY, status: {}, id: 0", self.rcode)?;
        writeln!(
            out,
            ";; flags: {}; QUERY: 1, ANSWER: {}, AUTHORITY: {}, ADDITIONAL: {}",
            flags.join(" "),
            count(Section::Answer),
            count(Section::Authority),
            count(Section::Additional),
        )?;
        writeln!(out, "\n;; OPT PSEUDOSECTION:")?;
        let dnssec = if self.dnssec_ok { " do" } else { "" };
        writeln!(out, "; EDNS: version: 0, flags:{dnssec}; udp: {}", super::query::UDP_SIZE)?;
        for error in &self.errors {
            let name = error.name.as_deref().unwrap_or("unassigned");
            writeln!(out, "; EDE: {} ({name}): ({})", error.code, error.text)?;
        }
        if self.of_other_class > 0 {
            writeln!(
                out,
                "; left out: {} of another class than IN",
                crate::check::words::count(self.of_other_class, "record", "records")
            )?;
        }
        writeln!(out, ";; QUESTION SECTION:")?;
        writeln!(out, ";{} IN {}", dotted(&self.question.name), rtype_name(self.question.rtype))?;
        for (section, title) in [
            (Section::Answer, "ANSWER"),
            (Section::Authority, "AUTHORITY"),
            (Section::Additional, "ADDITIONAL"),
        ] {
            if count(section) == 0 {
                continue;
            }
            writeln!(out, "\n;; {title} SECTION:")?;
            for record in self.section(section) {
                writeln!(out, "{}", record_text(record.owner(), record.ttl().as_secs(), record.data()))?;
            }
        }
        writeln!(out)
    }
}
