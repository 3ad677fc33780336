//! Outputs and configuration that hold no records, or not the ones that are needed, and what to give instead.
//!
//! One table for nested data, by the keys of an object, and one for text, by how a line begins.

use super::Gravity;
use serde_json::{Map, Value};

/// What a text is, and what to do instead.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Advice {
    pub(super) reason: &'static str,
    pub(super) hint: &'static str,
    pub(super) gravity: Gravity,
}

const fn lost(reason: &'static str, hint: &'static str) -> Advice {
    Advice { reason, hint, gravity: Gravity::Lost }
}

const fn note(reason: &'static str, hint: &'static str) -> Advice {
    Advice { reason, hint, gravity: Gravity::Note }
}

/// A record that a provider keeps and does not serve.
pub(super) static DISABLED: Advice =
    note("the provider keeps this record and does not serve it", "It is left out of the check.");
/// A name that a provider follows itself.
pub(super) static ALIAS: Advice = note(
    "an alias that the provider follows itself: what it answers is not in this text",
    "Ask the name server: dig @server name type +dnssec +norecurse.",
);
/// A record that an update takes away.
pub(super) static DELETION: Advice = note(
    "an update that deletes: it does not say what is served",
    "Ask the name server what it serves now: dig @server zone DNSKEY +dnssec +norecurse.",
);
/// A value that only the tool knows.
pub(super) static REFERENCE: Advice = lost(
    "a reference to a value that is not in this text",
    "Give what Terraform knows (terraform show -json), or ask the name server: dig @server zone DNSKEY +dnssec \
     +norecurse.",
);
/// A key that a tool prints without its data.
pub(super) static KEY_LEFT_OUT: Advice = lost(
    "a key without its data: drill -T and drill -S leave them out",
    "Ask for the keys themselves: dig @server zone DNSKEY +dnssec +norecurse (or drill -D DNSKEY zone @server).",
);
/// A list of octets that PowerShell cut short.
pub(super) static POWERSHELL: Advice = lost(
    "PowerShell shows keys, digests and signatures as lists of octets, cut short",
    "Ask with dig @server zone DNSKEY +dnssec +norecurse, or write the zone out on the server: Export-DnsServerZone.",
);
/// Nested data by keys of one object: all of a row have to be there.
static OBJECTS: [(&[&str], Advice); 16] = [
    (
        &["dnssecConfig", "dnsName"],
        lost(
            "gcloud dns managed-zones: the zone’s settings, not its keys",
            "The DS and the key: gcloud dns dns-keys describe ID --zone=ZONE --format=json. What is served: dig \
             @server zone DNSKEY +dnssec +norecurse.",
        ),
    ),
    (
        &["dnsName", "nameServers"],
        lost(
            "gcloud dns managed-zones: the zone’s settings, not its keys",
            "The DS and the key: gcloud dns dns-keys describe ID --zone=ZONE --format=json. What is served: dig \
             @server zone DNSKEY +dnssec +norecurse.",
        ),
    ),
    (
        &["HostedZone"],
        lost(
            "aws route53 get-hosted-zone: the zone’s settings, not its keys",
            "The DS and the key: aws route53 get-dnssec --hosted-zone-id ID.",
        ),
    ),
    (
        &["ServeSignature"],
        lost(
            "aws route53 get-dnssec without a key-signing key",
            "There is no key yet: aws route53 create-key-signing-key. What is served: dig @server zone DNSKEY \
             +dnssec +norecurse.",
        ),
    ),
    (
        &["numberOfRecordSets", "nameServers"],
        lost(
            "az network dns zone show: the zone’s settings, not its keys",
            "The DS and the keys: az network dns dnssec-config show -g GROUP -z ZONE. What is served: dig @server \
             zone DNSKEY +dnssec +norecurse.",
        ),
    ),
    (
        &["provisioningState", "fqdn"],
        lost(
            "az network dns record-set: Azure’s own form of record sets, without signatures",
            "Write the zone out (az network dns zone export -g GROUP -n ZONE -f FILE), or better ask the name \
             server: dig @server name type +dnssec +norecurse.",
        ),
    ),
    (
        &["delegationSigned"],
        lost(
            "RDAP that shows no dsData and no keyData of the domain (RFC 9083 §5.3)",
            "If delegationSigned is false the parent has no DS: say so (--ds none). Else ask the parent’s server: dig \
             @PARENT-SERVER zone DS +dnssec +norecurse.",
        ),
    ),
    (
        &["dnssec_multi_signer", "status"],
        lost(
            "Cloudflare’s /dnssec of a zone that has no DS yet",
            "Switch DNSSEC on, and ask again: GET /zones/ID/dnssec.",
        ),
    ),
    (
        &["name_servers", "original_name_servers"],
        lost(
            "Cloudflare’s zone object: settings, not records",
            "The DS: GET /zones/ID/dnssec. What is served: dig @server zone DNSKEY +dnssec +norecurse.",
        ),
    ),
    (
        &["minimum_ttl", "published"],
        lost(
            "deSEC’s domain object without its keys",
            "GET /api/v1/domains/ZONE/ (one domain) has “keys”: their “dnskey” and “ds”.",
        ),
    ),
    (
        &["api_rectify", "nsec3param"],
        lost(
            "PowerDNS’s zone object: settings, not records",
            "GET …/zones/ZONE has “rrsets”, GET …/zones/ZONE/cryptokeys the keys (without “privatekey”).",
        ),
    ),
    (
        &["level", "module"],
        lost(
            "Zonemaster’s messages: what it found, not the records",
            "Ask each name server: dig @server zone DNSKEY +dnssec +norecurse.",
        ),
    ),
    (
        &["testcase", "level"],
        lost(
            "Zonemaster’s messages: what it found, not the records",
            "Ask each name server: dig @server zone DNSKEY +dnssec +norecurse.",
        ),
    ),
    (
        &["KeyId", "KeyType"],
        lost(
            "Windows’ signing keys: their settings, not the keys themselves",
            "Ask the name server: dig @server zone DNSKEY +dnssec +norecurse, or give its keyset- and dsset- files.",
        ),
    ),
    (
        &["status_code", "host"],
        lost(
            "dnsx: it keeps no DNSSEC records",
            "Ask each name server: dig @server zone DNSKEY +dnssec +norecurse.",
        ),
    ),
    (
        &["ADDITIONAL", "warnings", "errors"],
        lost(
            "DNSViz’s judgement (dnsviz grok), not what it was made from",
            "Give the output of dnsviz probe.",
        ),
    ),
];

/// The first object in it, from outside in, that has a row in the table.
pub(super) fn of_value(value: &Value) -> Option<&'static Advice> {
    let mut level = vec![value];
    let mut seen = 0;
    while !level.is_empty() {
        let mut below = Vec::new();
        for value in level {
            seen += 1;
            if seen > MOST_VALUES {
                return None;
            }
            match value {
                Value::Array(list) => below.extend(list),
                Value::Object(object) => {
                    if let Some(advice) = of_object(object) {
                        return Some(advice);
                    }
                    below.extend(object.values());
                }
                _ => {}
            }
        }
        level = below;
    }
    None
}

/// Values that are looked at for what they are.
const MOST_VALUES: usize = 10_000;

fn of_object(object: &Map<String, Value>) -> Option<&'static Advice> {
    let has = |keys: &[&str]| keys.iter().all(|key| object.contains_key(*key));
    OBJECTS.iter().find(|(keys, _)| has(keys)).map(|(_, advice)| advice)
}

/// How far what begins with a line goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    Line,
    /// Up to the next record, command line or message.
    Passage,
}

/// Texts by their first line, all of these pieces in it, the first at its beginning.
static LINES: [(&[&str], Extent, Advice); 34] = [
    (
        &["dnssec-policy: "],
        Extent::Passage,
        lost(
            "rndc dnssec -status: it lists the states of keys, not the keys",
            "Ask the server for the keys: dig @server zone DNSKEY +dnssec +norecurse.",
        ),
    ),
    (
        &["key: ", "), "],
        Extent::Passage,
        lost(
            "rndc dnssec -status: it lists the states of keys, not the keys",
            "Ask the server for the keys: dig @server zone DNSKEY +dnssec +norecurse.",
        ),
    ),
    (&["DNSSEC Trust tree:"], Extent::Passage, DRILL_TREE),
    (&["|---"], Extent::Passage, DRILL_TREE),
    (
        &["ID ", "KEY_TAG", "TYPE"],
        Extent::Passage,
        lost(
            "gcloud dns dns-keys list: it shows no keys",
            "gcloud dns dns-keys describe ID --zone=ZONE --format=json has the DS and the key.",
        ),
    ),
    (
        &["NAME ", "DNS_NAME", "VISIBILITY"],
        Extent::Passage,
        lost(
            "gcloud dns managed-zones list: zones, not keys",
            "gcloud dns dns-keys list --zone=ZONE, then gcloud dns dns-keys describe ID --zone=ZONE --format=json.",
        ),
    ),
    (&["Seconds Level"], Extent::Passage, ZONEMASTER),
    (&["======= ===="], Extent::Passage, ZONEMASTER),
    (&["Severity", "Module", "Message"], Extent::Passage, ZONEMASTER),
    (
        &["Name ", "Type ", "TTL ", "Section"],
        Extent::Passage,
        lost(
            "Resolve-DnsName: a table without keys and signatures",
            "Ask with dig @server zone DNSKEY +dnssec +norecurse.",
        ),
    ),
    (
        &["HostName ", "RecordType"],
        Extent::Passage,
        lost(
            "Get-DnsServerResourceRecord: a table without whole keys and signatures",
            "Write the zone out on the server (Export-DnsServerZone), or ask: dig @server zone DNSKEY +dnssec \
             +norecurse.",
        ),
    ),
    (&["KeyId", "KeyType"], Extent::Passage, WINDOWS_KEYS),
    (&["ZoneName", "KeyType"], Extent::Passage, WINDOWS_KEYS),
    (&["KeyType ", ":"], Extent::Passage, WINDOWS_KEYS),
    (&["KeyId ", ":"], Extent::Passage, WINDOWS_KEYS),
    (&["IsKeyMasterServer", ":"], Extent::Passage, WINDOWS_KEYS),
    (&["DenialOfExistence ", ":"], Extent::Passage, WINDOWS_KEYS),
    (&["Zone fully signed"], Extent::Line, SIGNER),
    (&["Verifying the zone using"], Extent::Passage, SIGNER),
    (&["Loading zone '", "from file"], Extent::Passage, SIGNER),
    (&["Zone is verified and complete"], Extent::Line, SIGNER),
    (&["zone ", "/IN: loaded serial"], Extent::Passage, SIGNER),
    (&["[", "] role: "], Extent::Passage, KNOT_STATUS),
    (&["[", " role: ", "serial:"], Extent::Passage, KNOT_STATUS),
    (
        &["DNSSEC: unsigned"],
        Extent::Line,
        note(
            "whois: the registry has no DS",
            "If that is so, say that the parent has no DS (--ds none); dig @PARENT-SERVER zone DS +dnssec tells.",
        ),
    ),
    (&["DNSSEC: signed"], Extent::Line, WHOIS),
    (&["dnssec: signed"], Extent::Line, WHOIS),
    (&["DNSSEC: yes"], Extent::Line, WHOIS),
    (&["KEYSIGNINGKEYS\t"], Extent::Line, AWS),
    (&["|", "GetDNSSEC", "|"], Extent::Passage, AWS),
    (
        &["resource \"aws_route53_key_signing_key\""],
        Extent::Passage,
        lost(
            "Terraform: what is to be made, not the key that was",
            "The key is in “terraform show -json” (ds_record, dnskey_record), or ask aws route53 get-dnssec.",
        ),
    ),
    (
        &["resource \"aws_route53_hosted_zone_dnssec\""],
        Extent::Passage,
        lost(
            "Terraform: what is to be made, not the key that was",
            "The key is in “terraform show -json” (ds_record, dnskey_record), or ask aws route53 get-dnssec.",
        ),
    ),
    (
        &["resource \"cloudflare_zone_dnssec\""],
        Extent::Passage,
        lost(
            "Terraform: what is to be made, not the key that was",
            "The key is in “terraform show -json” (ds, public_key), or ask GET /zones/ID/dnssec.",
        ),
    ),
    (
        &["resource \"google_dns_managed_zone\""],
        Extent::Passage,
        lost(
            "Terraform: what is to be made, not the key that was",
            "gcloud dns dns-keys describe ID --zone=ZONE --format=json has the DS and the key.",
        ),
    ),
];

const DRILL_TREE: Advice = lost(
    "drill -S: a tree of key tags, not the records",
    "Give the answers themselves: drill -D DNSKEY zone @server, or dig @server zone DNSKEY +dnssec +norecurse.",
);
const ZONEMASTER: Advice = lost(
    "Zonemaster’s messages: what it found, not the records",
    "Ask each name server: dig @server zone DNSKEY +dnssec +norecurse.",
);
const WINDOWS_KEYS: Advice = lost(
    "Windows’ signing keys (Get-DnsServerSigningKey): their settings, not the keys themselves",
    "Ask the name server: dig @server zone DNSKEY +dnssec +norecurse, or give its keyset- and dsset- files.",
);
const SIGNER: Advice =
    lost("what a signer or checker says of a zone file, not the zone", "Give the signed zone file itself.");
const KNOT_STATUS: Advice = lost(
    "knotc zone-status: states, not records",
    "keymgr ZONE dnskey has the keys, knotc zone-read ZONE the zone; or dig @server zone DNSKEY +dnssec +norecurse.",
);
const WHOIS: Advice = note(
    "whois: there is a DS",
    "If it is not listed beside this, ask the parent’s server: dig @PARENT-SERVER zone DS +dnssec +norecurse.",
);
const AWS: Advice = lost(
    "the AWS command line’s output as text or as a table",
    "Run it again with --output json: DSRecord and DNSKEYRecord are read.",
);

/// What the line begins, if it is in the table.
pub(super) fn of_line(line: &str) -> Option<(Extent, &'static Advice)> {
    LINES
        .iter()
        .find(|(pieces, ..)| {
            let mut rest =
                Some(line).filter(|line| pieces.first().is_some_and(|first| line.starts_with(first)));
            for piece in *pieces {
                rest = rest.and_then(|rest| rest.split_once(piece)).map(|(_, rest)| rest);
            }
            rest.is_some()
        })
        .map(|(_, extent, advice)| (*extent, advice))
}
