//! The words of commands that people are told to paste: whatever a zone, a server, a link or a label is called, a word
//! is one word and runs nothing, in `sh` as well as in other shells, and no program takes it for an option.
//!
//! Every command that is printed, copied or exported is made of these.

use crate::dns::Name;
use std::fmt::Write as _;

/// In the place of a server that is not known, or whose name does not belong into a command.
pub const SERVER: &str = "SERVER";

/// A word in the place of what is not known yet: capitals, digits and `_`, as [`SERVER`] is.
pub fn stand_in(what: &str) -> String {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    let word: String = what.chars().map(letter).collect();
    if word.is_empty() { "_".into() } else { word }
}

/// The text, if every shell takes it for one word that means nothing else and no program for an option: letters, digits
/// and the marks of names, addresses and base64. (`+` begins an option of `dig` alone, which is given names and servers
/// only.) zsh looks for a program behind a `=` at the beginning of a word.
pub fn plain(text: &str) -> Option<&str> {
    let means_nothing =
        |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'_' | b'+' | b'/' | b'=' | b':');
    (!text.is_empty() && !text.starts_with(['-', '=']) && text.bytes().all(means_nothing)).then_some(text)
}

/// Where a question is sent: the host name or address, or [`SERVER`] in its place where it is neither. No resolver
/// finds an address of a name with other characters.
pub fn server(text: &str) -> &str {
    if is_host(text) { text } else { SERVER }
}

/// A host name (RFC 1123 §2.1, with the underscore that people use) or an address, perhaps with its zone
/// (RFC 4007 §11).
pub fn is_host(text: &str) -> bool {
    let part = |c: u8| c.is_ascii_alphanumeric() || matches!(c, b'.' | b'-' | b'_' | b':' | b'%');
    let (first, percents) = (text.bytes().next(), text.bytes().filter(|c| *c == b'%').count());
    first.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, b':' | b'_'))
        && percents <= 1
        && text.bytes().all(part)
}

/// A domain name as `dig` takes it: letters, digits, `-` and `_` stand for themselves, every other octet is `\DDD`
/// (RFC 1035 §5.1), so that nothing is left that ends the quotes of any shell; and `-x.example.` is a name, not an
/// option.
pub fn name(name: &Name) -> String {
    let mut word = String::with_capacity(name.len() + 2);
    for label in name.iter().filter(|label| !label.is_root()) {
        for octet in label.iter() {
            let kept = octet.is_ascii_alphanumeric()
                || (octet == b'-' && !word.is_empty())
                || matches!(octet, b'_' | b'*' | b'/');
            match kept {
                true => word.push(char::from(octet)),
                // Writing to a String cannot fail.
                false => _ = write!(word, "\\{octet:03}"),
            }
        }
        word.push('.');
    }
    if word.is_empty() {
        word.push('.');
    }
    if word.contains(['\\', '*']) { format!("'{word}'") } else { word }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("example.com.", "example.com.")]
    #[case(".", ".")]
    #[case("*.example.", "'*.example.'")]
    #[case("_dmarc.0/25.2.0.192.in-addr.arpa.", "_dmarc.0/25.2.0.192.in-addr.arpa.")]
    #[case("-x.example.", "'\\045x.example.'")]
    #[case("a.-x.example.", "a.-x.example.")]
    #[case("+short.", "'\\043short.'")]
    #[case("\\@192.0.2.1.", "'\\064192.0.2.1.'")]
    #[case("$(reboot).", "'\\036\\040reboot\\041.'")]
    #[case("it's\\;.", "'it\\039s\\059.'")]
    #[case("a\\032b\\.c\\010\\226.", "'a\\032b\\046c\\010\\226.'")]
    fn names_are_one_word(#[case] text: &str, #[case] word: &str) {
        let read: Name = text.parse().unwrap();
        assert_eq!(name(&read), word);
        assert_eq!(word.trim_matches('\'').parse::<Name>().unwrap(), read);
    }

    #[rstest]
    #[case("ns1.example.net")]
    #[case("192.0.2.1")]
    #[case("2001:db8::1")]
    #[case("::1")]
    #[case("fe80::1%eth0")]
    fn servers_stand_for_themselves(#[case] text: &str) {
        assert_eq!(server(text), text);
    }

    #[rstest]
    #[case("")]
    #[case("`{touch,pwned}`")]
    #[case("$(touch${IFS}x).evil.test.")]
    #[case("-x")]
    #[case("ns1 ns2")]
    #[case("ns1\nreboot")]
    #[case("nѕ1.example")]
    #[case("ns1\u{202e}")]
    #[case("ns1;id")]
    fn others_do_not(#[case] text: &str) {
        assert_eq!(server(text), SERVER);
    }

    #[rstest]
    #[case("public key of ZB2", "PUBLIC_KEY_OF_ZB2")]
    #[case("key tag of A’s new ZSK", "KEY_TAG_OF_A_S_NEW_ZSK")]
    #[case("name servers of $(id)`;\u{202e}\n", "NAME_SERVERS_OF___ID_____")]
    #[case("", "_")]
    fn stand_ins_mean_nothing(#[case] what: &str, #[case] word: &str) {
        assert_eq!(stand_in(what), word);
        assert_eq!(plain(word), Some(word));
    }

    #[rstest]
    #[case("AwEAAQ==", true)]
    #[case("+abc/de=", true)]
    #[case("13", true)]
    #[case("-rf", false)]
    #[case("=ls", false)]
    #[case("", false)]
    #[case("a b", false)]
    #[case("a'b", false)]
    #[case("a\\032b", false)]
    #[case("а", false)]
    fn plain_words_mean_nothing(#[case] text: &str, #[case] is: bool) {
        assert_eq!(plain(text).is_some(), is);
    }
}
