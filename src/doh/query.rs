//! Questions in wire form (RFC 1035 §4, RFC 6891).

use crate::evidence::Question;
use domain::base::iana::OptionCode;
use domain::base::{MessageBuilder, message_builder::PushError};
use domain::dep::octseq::OctetsBuilder as _;

/// The EDNS payload size that avoids fragments on every path (DNS flag day 2020).
pub const UDP_SIZE: u16 = 1_232;

/// How to ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Form {
    /// Recursion desired: set for resolvers, not for authoritative servers.
    pub recursion: bool,
    /// Checking disabled (RFC 4035 §3.2.2): hand out what does not validate, too.
    pub checking_disabled: bool,
    /// Pad to a multiple of this many octets (RFC 7830, RFC 8467 §4.1).
    pub padding: Option<u16>,
}

/// The query with DO set and id 0, which caches on the way prefer (RFC 8484 §4.1).
pub fn query(question: &Question, form: Form) -> Vec<u8> {
    // A Vec takes whatever is appended; a query cannot reach the length that a message may have.
    build(question, form).unwrap_or_default()
}

/// A label that stands for a name which does not exist, from random octets.
pub fn label(random: [u8; 8]) -> String {
    format!("x{}", data_encoding::HEXLOWER.encode(&random))
}

fn build(question: &Question, form: Form) -> Result<Vec<u8>, PushError> {
    const OPTION_HEAD: usize = 4;
    let length = build_with(question, form, None)?.len();
    let padding = form.padding.filter(|block| *block > 0).map(|block| {
        let block = usize::from(block);
        (block - (length + OPTION_HEAD) % block) % block
    });
    build_with(question, form, padding)
}

fn build_with(question: &Question, form: Form, padding: Option<usize>) -> Result<Vec<u8>, PushError> {
    let mut message = MessageBuilder::new_vec();
    message.header_mut().set_rd(form.recursion);
    message.header_mut().set_cd(form.checking_disabled);
    let mut message = message.question();
    message.push((&question.name, question.rtype))?;
    let mut message = message.additional();
    message.opt(|opt| {
        opt.set_udp_payload_size(UDP_SIZE);
        opt.set_dnssec_ok(true);
        match padding.map(u16::try_from) {
            Some(Ok(octets)) => opt.push_raw_option(OptionCode::PADDING, octets, |target| {
                target.append_slice(&vec![0; usize::from(octets)])
            }),
            _ => Ok(()),
        }
    })?;
    Ok(message.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::base::{Message, Rtype};
    use std::str::FromStr as _;

    fn question() -> Question {
        Question { name: crate::dns::Name::from_str("example.com").unwrap(), rtype: Rtype::DNSKEY }
    }

    #[test]
    fn do_and_cd_are_set_and_the_id_is_zero() {
        let form = Form { recursion: true, checking_disabled: true, padding: None };
        let message = Message::from_octets(query(&question(), form)).unwrap();
        assert_eq!(message.as_slice()[..4], [0, 0, 1, 0x10]);
        let opt = message.opt().unwrap();
        assert!(opt.dnssec_ok());
        assert_eq!(opt.udp_payload_size(), UDP_SIZE);
        assert_eq!(message.sole_question().unwrap().qtype(), Rtype::DNSKEY);
    }

    #[test]
    fn padding_fills_the_block() {
        let form = Form { padding: Some(128), ..Form::default() };
        assert_eq!(query(&question(), form).len(), 128);
    }
}
