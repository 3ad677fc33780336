//! Data that a stranger can send, made so that something grows faster than it: each shape in any size, around a validly
//! signed apex with its DS.
#![allow(unreachable_pub, clippy::unwrap_used, clippy::indexing_slicing, clippy::cast_possible_truncation)]

use multisigner::dns::Moment;
use multisigner::evidence::{Role, Source};
use multisigner::simulate::backend::Native;
use multisigner::simulate::config::{Config, Provider};
use multisigner::simulate::keys::Seed;
use multisigner::simulate::terms::{Model, Ttls};
use multisigner::simulate::{Simulated, Simulator};
use std::fmt::Write as _;
use std::ops::ControlFlow;

pub const ZONE: &str = "shape.example.";
pub const NOW: Moment = Moment(1_796_000_000);

/// A name, and what makes the sources: about so many lines.
pub type Shape = (&'static str, fn(&mut Base, usize) -> Vec<Source>);

/// A signed zone of an apex alone, and octets without end.
pub struct Base {
    simulated: Simulated,
    /// Tag of the KSK, and of the ZSK.
    ksk: u16,
    zsk: u16,
    state: u64,
}

impl Base {
    pub fn new() -> Self {
        let data = format!("{ZONE} 300 SOA ns1.{ZONE} h.{ZONE} 1 2 3 4 5\n{ZONE} 300 NS ns1.{ZONE}\n");
        let provider =
            Provider { name: "A".into(), algorithm: Some(13), cds: Some(false), ..Provider::default() };
        let config = Config {
            zone: None,
            data,
            ttl: Ttls::default(),
            model: Model::Two,
            ksk_holder: None,
            cross_ksks: false,
            now: Some(NOW),
            providers: vec![provider],
            asked: Vec::new(),
            faults: Vec::new(),
        };
        let mut simulator = Simulator::new(Seed::from_text("shapes"));
        let mut progress = |_| ControlFlow::Continue(());
        let simulated = pollster::block_on(simulator.run(&config, &Native, &mut progress)).unwrap();
        let keys = &simulated.providers[0].keys;
        let (ksk, zsk) = (keys[0].tag, keys[1].tag);
        Self { simulated, ksk, zsk, state: 1 }
    }

    /// Octets that look random, and are the same in every run.
    fn octets(&mut self, count: usize) -> Vec<u8> {
        let mut next = || {
            self.state =
                self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.state >> 33) as u8
        };
        (0..count).map(|_| next()).collect()
    }

    fn hex(&mut self, count: usize) -> String {
        data_encoding::HEXUPPER.encode(&self.octets(count))
    }

    fn base64(&mut self, count: usize) -> String {
        data_encoding::BASE64.encode(&self.octets(count))
    }

    fn hash(&mut self) -> String {
        data_encoding::BASE32HEX.encode(&self.octets(20)).to_lowercase()
    }

    fn apex(&self) -> String {
        self.simulated.providers[0].text.clone()
    }

    fn sig(&mut self, owner: &str, rtype: &str, tag: u16) -> String {
        let labels = owner.matches('.').count();
        let signature = self.base64(64);
        format!(
            "{owner} 300 IN RRSIG {rtype} 13 {labels} 300 1797000000 1795000000 {tag} {ZONE} {signature}\n"
        )
    }

    /// The zone with more lines, and its DS.
    fn with(&self, lines: &str) -> Vec<Source> {
        self.all(vec![format!("{}{lines}", self.apex())], String::new())
    }

    fn all(&self, providers: Vec<String>, ds: String) -> Vec<Source> {
        let ds =
            Source { name: "ds".into(), role: Role::Parent, text: format!("{}{ds}", self.simulated.parent) };
        let provider = |(index, text): (usize, String)| {
            let label = format!("P{index}");
            Source { name: label.clone(), role: Role::Provider(label), text }
        };
        std::iter::once(ds).chain(providers.into_iter().enumerate().map(provider)).collect()
    }
}

/// As dig prints an answer.
fn message(server: &str, name: &str, rtype: &str, status: &str, answer: &str, authority: &str) -> String {
    format!(
        "; <<>> DiG 9.18.1 <<>> @{server} {name} {rtype} +dnssec\n;; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: \
         {status}, id: 1\n;; flags: qr aa; QUERY: 1, ANSWER: 1, AUTHORITY: 1, ADDITIONAL: 1\n\n;; OPT PSEUDOSECTION:\n; \
         EDNS: version: 0, flags: do; udp: 1232\n;; QUESTION SECTION:\n;{name} IN {rtype}\n\n;; ANSWER SECTION:\n{answer}\n;; \
         AUTHORITY SECTION:\n{authority}\n;; SERVER: {server}#53({server}) (UDP)\n\n"
    )
}

fn lines(count: usize, mut line: impl FnMut(usize) -> String) -> String {
    (0..count).fold(String::new(), |mut text, index| {
        text.push_str(&line(index));
        text
    })
}

fn address(index: usize) -> String {
    format!("10.{}.{}.{}", index >> 16 & 255, index >> 8 & 255, index & 255)
}

pub const SHAPES: &[Shape] = &[
    ("ds of one tag", |base, n| {
        let tag = base.ksk;
        let ds = lines(n, |_| format!("{ZONE} 300 IN DS {tag} 13 2 {}\n", base.hex(32)));
        base.all(vec![base.apex()], ds)
    }),
    ("keys", |base, n| {
        let keys = lines(n, |_| format!("{ZONE} 300 IN DNSKEY 256 3 13 {}\n", base.base64(64)));
        base.with(&keys)
    }),
    ("keys after +short", |base, n| {
        let keys = lines(n, |_| format!("256 3 13 {}\n", base.base64(64)));
        base.all(vec![format!("; <<>> DiG 9.18 <<>> @192.0.2.1 {ZONE} DNSKEY +short\n{keys}")], String::new())
    }),
    ("one tag for all keys", |base, n| {
        // The checksum does not mind in which order its words come: the same key tag, whichever they are swapped.
        let seed = base.octets(60);
        let keys = lines(64, |index| {
            let mut key = seed.clone();
            key.rotate_left(index % 30 * 2);
            let shift = 2 * (index / 30);
            key[..20].rotate_left(shift);
            let public = [[3, 1, 0, 1].as_slice(), &[0x80; 64], &key].concat();
            format!("{ZONE} 300 IN DNSKEY 256 3 8 {}\n", data_encoding::BASE64.encode(&public))
        });
        let text = format!("{}{keys}", base.apex());
        let tags = multisigner::evidence::read(&Source { name: "t".into(), role: Role::Auto, text: keys }, 0);
        let tag =
            tags.observations.iter().flat_map(|o| &o.records).find_map(|seen| match seen.record.data() {
                multisigner::dns::Rdata::Dnskey(key) => Some(key.key_tag()),
                _ => None,
            });
        let tag = tag.unwrap();
        let names = lines(n, |index| {
            let signature = base.base64(124);
            format!(
                "n{index}.{ZONE} 300 IN A 192.0.2.1\nn{index}.{ZONE} 300 IN RRSIG A 8 3 300 1797000000 1795000000 {tag} \
                 {ZONE} {signature}\n"
            )
        });
        base.all(vec![format!("{text}{names}")], String::new())
    }),
    ("signatures of one RRset", |base, n| {
        let tag = base.zsk;
        let sigs = lines(n, |_| base.sig(ZONE, "SOA", tag));
        base.with(&sigs)
    }),
    ("large RRset, many signatures", |base, n| {
        let (tag, owner) = (base.zsk, format!("w.{ZONE}"));
        let text = lines(n, |_| {
            format!("{owner} 300 IN TXT \"{}\"\n{}", base.hex(40), base.sig(&owner, "TXT", tag))
        });
        base.with(&text)
    }),
    ("bad signatures", |base, n| {
        let tag = base.zsk;
        let text = lines(n, |index| {
            let owner = format!("n{index}.{ZONE}");
            format!("{owner} 300 IN A 192.0.2.1\n{}", base.sig(&owner, "A", tag))
        });
        base.with(&text)
    }),
    ("a key for each name", |base, n| {
        let text = lines(n, |index| {
            let owner = format!("n{index}.{ZONE}");
            format!("{owner} 300 IN A 192.0.2.1\n{}", base.sig(&owner, "A", index as u16))
        });
        base.with(&text)
    }),
    ("names at one of two providers", |base, n| {
        let tag = base.zsk;
        let mut side = |letter: char| {
            let text = lines(n / 2, |index| {
                let owner = format!("{letter}{index}.{ZONE}");
                format!("{owner} 300 IN A 192.0.2.1\n{}", base.sig(&owner, "A", tag))
            });
            format!("{}{text}", base.apex())
        };
        let sides = vec![side('a'), side('b')];
        base.all(sides, String::new())
    }),
    ("sixteen providers", |base, n| {
        let tag = base.zsk;
        let texts = (0..16).map(|_| {
            let text = lines(n / 16, |index| {
                let owner = format!("n{index}.{ZONE}");
                format!("{owner} 300 IN A 192.0.2.1\n{}", base.sig(&owner, "A", tag))
            });
            format!("{}{text}", base.apex())
        });
        let texts = texts.collect();
        base.all(texts, String::new())
    }),
    ("NSEC3 with iterations", |base, n| {
        let text = lines(n, |index| {
            format!(
                "{}.{ZONE} 300 IN NSEC3 1 0 500 AABB {} A RRSIG\nn{index}.{ZONE} 300 IN A 192.0.2.1\n",
                base.hash(),
                base.hash()
            )
        });
        base.with(&text)
    }),
    ("NSEC that overlap", |base, n| {
        let text = lines(n, |index| {
            format!("n{index}.{ZONE} 300 IN NSEC n{}.{ZONE} A RRSIG NSEC\n", index * 7_919 % n)
        });
        base.with(&text)
    }),
    ("CDS and CDNSKEY", |base, n| {
        let tag = base.ksk;
        let text = lines(n / 2, |_| {
            format!(
                "{ZONE} 300 IN CDS {tag} 13 2 {}\n{ZONE} 300 IN CDNSKEY 257 3 13 {}\n",
                base.hex(32),
                base.base64(64)
            )
        });
        base.with(&text)
    }),
    ("name servers", |base, n| {
        let text = lines(n, |index| format!("{ZONE} 300 IN NS ns{index}.x{index}.test.\n"));
        base.with(&text)
    }),
    ("deep names", |base, n| {
        let deep = "a.".repeat(100);
        let text = lines(n / 8, |index| format!("{deep}n{index}.{ZONE} 300 IN A 192.0.2.1\n"));
        base.with(&text)
    }),
    ("denials in messages", |base, n| {
        let (tag, apex) = (base.zsk, base.apex());
        let text = lines(n / 8, |index| {
            let owner = format!("n{index}.{ZONE}");
            let nsec =
                format!("{owner} 300 IN NSEC o{index}.{ZONE} RRSIG NSEC\n{}", base.sig(&owner, "NSEC", tag));
            message("192.0.2.1", &owner, "A", "NXDOMAIN", "", &nsec)
        });
        base.all(vec![format!("{apex}\n{text}")], String::new())
    }),
    ("denials of deep names", |base, n| {
        let apex: multisigner::dns::Name = ZONE.parse().unwrap();
        let hash = multisigner::dns::nsec3_hash(&apex, &[0xaa; 255], 150);
        let hash = data_encoding::BASE32HEX_NOPAD.encode(&hash);
        let (owner, salt, tag) = (format!("{hash}.{ZONE}"), "AA".repeat(255), base.zsk);
        let nsec3 =
            format!("{owner} 300 IN NSEC3 1 0 150 {salt} {hash} NS\n{}", base.sig(&owner, "NSEC3", tag));
        let deep = "a.".repeat(110);
        let text = lines(n / 64, |index| {
            message("192.0.2.1", &format!("{deep}n{index}.{ZONE}"), "A", "NXDOMAIN", "", &nsec3)
        });
        base.all(vec![format!("{}\n{text}", base.apex())], String::new())
    }),
    ("a version from each server", |base, n| {
        let tag = base.zsk;
        let text = lines(n / 8, |index| {
            let soa = format!(
                "{ZONE} 300 IN SOA ns. h. {index} 7200 3600 1209600 300\n{}",
                base.sig(ZONE, "SOA", tag)
            );
            message(&address(index), ZONE, "SOA", "NOERROR", &soa, "")
        });
        base.with(&text)
    }),
    ("a DS RRset from each server", |base, n| {
        let ds = lines(n / 8, |index| {
            let ds = format!("{ZONE} 300 IN DS {index} 13 2 {}\n", base.hex(32));
            message(&address(index), ZONE, "DS", "NOERROR", &ds, "")
        });
        base.all(vec![base.apex()], ds)
    }),
    ("delegations", |base, n| {
        let text = lines(n / 2, |index| {
            let mut text = format!("d{index}.{ZONE} 300 IN NS ns.d{index}.{ZONE}\n");
            let _ = writeln!(text, "d{index}.{ZONE} 300 IN DS 7 13 2 {}", base.hex(32));
            text
        });
        base.with(&text)
    }),
    ("aliases in a row", |base, n| {
        let text = lines(n, |index| format!("c{index}.{ZONE} 300 IN CNAME c{}.{ZONE}\n", index + 1));
        base.with(&message("192.0.2.1", &format!("c0.{ZONE}"), "A", "NOERROR", &text, ""))
    }),
    ("types at one name", |base, n| {
        let text = lines(n, |index| format!("t.{ZONE} 300 IN TYPE{} \\# 1 00\n", index % 60_000 + 300));
        base.with(&text)
    }),
    ("hosts with addresses", |base, n| {
        let text = lines(n / 2, |index| {
            format!("{ZONE} 300 IN NS ns{index}.{ZONE}\nns{index}.{ZONE} 300 IN A {}\n", address(index))
        });
        base.with(&text)
    }),
    ("zones below", |base, n| {
        let text = lines(n / 2, |index| {
            format!(
                "z{index}.{ZONE} 300 IN SOA a. b. 1 2 3 4 5\nz{index}.{ZONE} 300 IN DNSKEY 256 3 13 {}\n",
                base.base64(64)
            )
        });
        base.with(&text)
    }),
    ("lines that are nothing", |base, n| {
        let text = lines(n, |index| format!("what is this line {index}?\n"));
        base.with(&text)
    }),
];
