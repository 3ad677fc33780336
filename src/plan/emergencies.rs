//! What to do when something has gone wrong already: one table. Here too caches hold what they hold; of two kinds of damage the
//! smaller one is chosen.

use serde::Serialize;

/// One kind of emergency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Emergency {
    /// `E1` to `E9`.
    pub id: &'static str,
    /// In a few words. B is the provider in trouble, A stands for all others.
    pub title: &'static str,
    /// How it is recognised.
    pub signs: &'static str,
    /// What to do now, in order.
    pub now: &'static [&'static str],
    /// What not to do, and why.
    pub not: &'static [&'static str],
    /// How long it lasts, and by which TTL.
    pub lasts: &'static str,
    /// What comes after.
    pub then: &'static str,
    /// RFC and section.
    pub source: &'static str,
}

/// The table.
pub fn emergencies() -> &'static [Emergency] {
    &EMERGENCIES
}

const EMERGENCIES: [Emergency; 9] = [
    Emergency {
        id: "E1",
        title: "A provider is down, its keys are safe",
        signs: "B’s servers do not answer at all, or answer REFUSED or SERVFAIL (NS-TIMEOUT, NS-LAME). What A answers validates.",
        now: &[
            "Remove B’s name servers from A’s NS RRset.",
            "Remove them from the delegation at the parent.",
            "Leave B’s ZSK in A’s DNSKEY RRset, and B’s DS at the parent.",
            "Note the moment at which B stopped answering: the waits of its removal begin there.",
        ],
        not: &[
            "Do not remove B’s ZSK or B’s DS yet: what B signed, and its DNSKEY RRset, are still in caches.",
            "Do not let B come back with an old zone or old keys.",
        ],
        lasts: "Resolvers go on asking B for as long as they hold an NS RRset that names it: the longer of the TTLs of the delegation and of the \
                providers’ NS RRsets. They get their answer from A, later.",
        then: "Bring B back in step, or finish its removal: `multisigner plan remove-provider`, from the second step on.",
        source: "RFC 8901 §3, RFC 7583 §3.2.1",
    },
    Emergency {
        id: "E2",
        title: "A provider answers, but what it answers is bogus",
        signs: "B’s signatures have expired, are missing, or B has lost A’s keys from its DNSKEY RRset (SIG-EXPIRED, SIG-MISSING, \
                MS-ZSK-COVERAGE). What A answers validates.",
        now: &[
            "Mend B: sign anew, put the missing keys back.",
            "If that takes more than minutes, have B’s servers refuse queries or drop them: a server that cannot be reached is tried again elsewhere \
             by every resolver, one whose answers are bogus is not by all.",
            "Remove B’s name servers from A’s NS RRset and from the delegation.",
        ],
        not: &[
            "Do not lower TTLs now: caches keep what they have for the old ones.",
            "Do not remove B’s ZSK or B’s DS while anything that B signed is in caches.",
        ],
        lasts: "For those that hold B’s bad DNSKEY RRset: its TTL, or the shorter time for which a resolver keeps what did not validate. For those \
                that are led to B: the longer of the TTLs of the delegation and of the providers’ NS RRsets.",
        then: "Check every mix (`multisigner check`), and bring B back, or `multisigner plan remove-provider`.",
        source: "RFC 8901 §3, RFC 4035 §4.7",
    },
    Emergency {
        id: "E3",
        title: "A provider has rolled a key without telling the others",
        signs: "B signs with a key that A’s DNSKEY RRset lacks (MS-ZSK-COVERAGE, with a key that was not there before).",
        now: &[
            "Import B’s new key at A, and at every other provider, at once.",
            "Ask B to sign with the old key again, until the TTL of A’s DNSKEY RRset has passed since the last server of A showed the new one.",
            "Turn off automatic rolls at B.",
        ],
        not: &[
            "Do not remove the old key anywhere: data signed with it are in caches, and some resolvers hold DNSKEY RRsets with it alone.",
        ],
        lasts: "The TTL of A’s DNSKEY RRset, from when its last server shows the new key; less if B signs with the old key meanwhile.",
        then: "Finish it as a roll: `multisigner plan zsk-roll --from …` tells how far it has come.",
        source: "RFC 8901 §6.2, RFC 7583 §3.2.1",
    },
    Emergency {
        id: "E4",
        title: "A ZSK is stolen",
        signs: "Somebody else has, or may have, the private part of B’s ZSK.",
        now: &[
            "Make a new ZSK at B and publish it in every provider’s DNSKEY RRset.",
            "Wait for the longest TTL of the DNSKEY RRsets, or sign at once and accept that B’s answers fail for so long.",
            "Sign B’s data with the new ZSK, and with it alone.",
            "Remove the stolen key from every DNSKEY RRset, without the wait for the TTL of B’s data if forgery is worse than failures.",
        ],
        not: &[
            "Do not believe that it is over then: an old DNSKEY RRset that lists the stolen key can be replayed until its signature expires.",
        ],
        lasts: "Until the signatures over every DNSKEY RRset that listed the key have expired. To end it sooner, replace every KSK that made such a \
                signature, A’s too, remove their DS, and wait for the TTL of the DS RRset.",
        then: "Shorten the validity of signatures over DNSKEY RRsets; `multisigner check` shows that nobody publishes the key any more.",
        source: "RFC 6781 §4.2.2, RFC 4033 §12",
    },
    Emergency {
        id: "E5",
        title: "A KSK or CSK is stolen",
        signs: "Somebody else has, or may have, the private part of a key of B that the parent has a DS of.",
        now: &[
            "Make a new KSK at B; publish it, and sign B’s DNSKEY RRset with both.",
            "Add its DS at the parent, beside A’s.",
            "Remove the stolen key’s DS as soon as the TTLs of the DS RRset and of B’s DNSKEY RRset have passed; or at once, if forgery is worse than \
             failures.",
            "Remove the stolen key from B’s DNSKEY RRset. Of a CSK, from every provider’s.",
        ],
        not: &[
            "Do not leave the stolen key’s DS for convenience: it alone lets the thief sign the whole zone.",
            "Do not set the REVOKE flag instead: it says something to holders of trust anchors only, not to those who follow the DS.",
        ],
        lasts: "If the DS goes at once, B fails for up to the TTL of its DNSKEY RRset or of the DS RRset. The old DS RRset can be replayed until the \
                parent’s signature over it expires.",
        then: "Replace B’s ZSK too if it lay beside the KSK (E4).",
        source: "RFC 6781 §4.2.1, RFC 5011 §2.1",
    },
    Emergency {
        id: "E6",
        title: "A provider is hostile",
        signs: "B, or somebody who has all of B’s keys and servers, answers falsely with valid signatures.",
        now: &[
            "At the parent, remove B’s name servers and B’s DS in one change.",
            "At A, remove B’s name servers from the NS RRset and B’s ZSK from the DNSKEY RRset.",
            "Replace A’s KSK: A’s old DNSKEY RRset, which lists B’s ZSK, can be replayed until its signature expires.",
        ],
        not: &["Do not wait politely as for a removal: each wait is time in which forged answers validate."],
        lasts: "Resolvers that hold an NS RRset with B ask it for up to the longer of the TTLs of the delegation and of the NS RRsets: what they get \
                then is bogus, and they fail or ask A. A’s DNSKEY RRset with B’s ZSK stays in caches for its TTL.",
        then: "Look through what B could have changed elsewhere: certificates that were issued meanwhile (DNS challenges), mail, the registrar’s account.",
        source: "RFC 8901 §11, RFC 6781 §4.2",
    },
    Emergency {
        id: "E7",
        title: "The shared KSK is lost",
        signs: "Model 1: the private part of the KSK is gone, nobody else has it. Everything validates until the signature over the DNSKEY RRset expires.",
        now: &[
            "Look when that signature expires: all has to be over before.",
            "Make a new KSK and add its DS at the parent, beside the old one’s: that needs no old key.",
            "Wait for the TTL of the DS RRset, then sign the DNSKEY RRset with the new KSK and hand it to each provider.",
            "Wait for the TTL of the DNSKEY RRset since the last provider showed it, then remove the old DS.",
        ],
        not: &[
            "Do not replace the DS in one go: resolvers that hold the old DS RRset reject the new DNSKEY RRset.",
        ],
        lasts: "Nothing fails if it is done in time. Where time runs out: until the DS is gone from caches (E8).",
        then: "`multisigner plan ksk-roll-double-ds --model 1` has the steps with their times.",
        source: "RFC 7583 §3.3.2, RFC 8901 §6.1",
    },
    Emergency {
        id: "E8",
        title: "Nothing validates",
        signs: "Every mix fails: no DNSKEY RRset of any provider leads to the DS, or all signatures have expired (DS-NO-MATCH-ANY, SIG-EXPIRED).",
        now: &[
            "If the keys are there and it takes minutes: sign anew.",
            "Else remove every DS at the parent, through the registrar. CDS that ask for it are obeyed only where the chain validates.",
            "Go on serving the signed zone until no cache holds the DS any more.",
        ],
        not: &[
            "Do not change name servers first: that mends nothing, and adds what caches hold to what is broken.",
            "Do not stop signing while the DS is in caches.",
        ],
        lasts: "Until the parent’s servers show no DS, and the TTL of the DS RRset has passed.",
        then: "Mend signing, then turn DNSSEC on again: `multisigner plan go-secure`.",
        source: "RFC 4035 §5.2, RFC 8078 §4",
    },
    Emergency {
        id: "E9",
        title: "A mistake has just been made",
        signs: "Something validated a moment ago, and one change later it does not.",
        now: &[
            "Put back what was there before, to the octet: it is in caches too.",
            "Let every server show it, then check every mix.",
            "Wait for the TTL of what was wrong: some caches hold that now.",
        ],
        not: &["Do not put a second change on top of the first: caches then hold three states."],
        lasts: "The TTL of the RRset that was wrong; where a resolver keeps what did not validate for a shorter time, a minute to a few.",
        then: "Plan it anew, from the zone as it is: `multisigner plan … --from …`.",
        source: "RFC 4035 §4.7, RFC 7583 §3",
    },
];
