"""The DNSKEY RRset of one server, and the keys of a plan."""

import struct

import dns.dnssec
import dns.rdata
import dns.rdatatype

from faults.mutation import mutation, server_of
from keys import PKCS1, Key, dnskey, twins
from world import Plan, Scenario, Server
from zone import (
    DNSKEY,
    IN,
)


def keys_edit(s: Scenario, v: Server, change, sign=True):
    targets = [v]

    def run(y):
        y = change(y)
        return v.copy.sign(y) if sign else y

    for t in targets:
        t.copy.edits.append((s.zone, DNSKEY, run))


@mutation("dnskey-drop")
def dnskey_drop(s, rng):
    v = server_of(s, rng)
    have = v.copy.sets[(s.zone, DNSKEY)].rdatas
    gone = rng.choice(have)

    def change(y):
        y.rdatas = [r for r in y.rdatas if r != gone] or y.rdatas
        return y

    signed = rng.random() < 0.8
    keys_edit(s, v, change, signed)
    return f"{v.label}: DNSKEY {dns.dnssec.key_id(gone)} ({gone.flags}) left out" + (
        "" if signed else ", not signed again"
    )


@mutation("dnskey-fields")
def dnskey_fields(s, rng):
    v = server_of(s, rng)
    have = v.copy.sets[(s.zone, DNSKEY)].rdatas
    old = rng.choice(have)
    wire = bytearray(old.to_wire())
    what = rng.choice(["flags", "protocol", "truncate", "lengthen", "bit", "algorithm"])
    if what == "flags":
        wire[:2] = struct.pack("!H", rng.choice([0, 1, 128, 256, 257, 384, 385, 0xFFFF]))
    elif what == "protocol":
        wire[2] = rng.choice([0, 2, 255])
    elif what == "truncate":
        del wire[-rng.choice([1, 31]) :]
    elif what == "lengthen":
        wire += b"\x01"
    elif what == "bit":
        wire[-1] ^= 1
    else:
        wire[3] = rng.choice([8, 13, 15, 14, 16, 99])
    try:
        new = dns.rdata.from_wire(IN, DNSKEY, bytes(wire), 0, len(wire))
    except Exception:
        return None
    add = rng.random() < 0.4

    def change(y):
        y.rdatas = y.rdatas + [new] if add else [new if r == old else r for r in y.rdatas]
        return y

    keys_edit(s, v, change)
    how = "beside a copy" if add else "replaced by one"
    now = f"{new.flags} {new.protocol} {int(new.algorithm)}"
    return f"{v.label}: DNSKEY {dns.dnssec.key_id(old)} ({old.flags}) {how} with another {what} ({now})"


@mutation("dnskey-unknown-algorithm")
def dnskey_unknown(s, rng):
    v = server_of(s, rng)
    extra = [
        dnskey(
            rng.choice([256, 257]),
            3,
            rng.choice([0, 1, 3, 12, 17, 23, 99, 253, 254, 255]),
            bytes(rng.randrange(256) for _ in range(rng.choice([1, 32, 300]))),
        )
        for _ in range(rng.choice([1, 3]))
    ]
    keys_edit(s, v, lambda y: (y.rdatas.extend(extra), y)[1])
    return f"{v.label}: extra DNSKEYs of algorithms {[int(r.algorithm) for r in extra]}"


@mutation("dnskey-junk-same-tag")
def dnskey_junk(s, rng):
    """A key of the same algorithm, tag and length whose octets are junk."""
    v = server_of(s, rng)
    old = rng.choice(v.copy.sets[(s.zone, DNSKEY)].rdatas)
    wire = bytearray(old.to_wire())
    i = rng.choice([8, 12, 20])
    # two octets an even distance apart change places: the key tag stays
    wire[i], wire[i + 10] = wire[i + 10], wire[i]
    new = dns.rdata.from_wire(IN, DNSKEY, bytes(wire), 0, len(wire))
    if dns.dnssec.key_id(new) != dns.dnssec.key_id(old) or new == old:
        return None
    first = rng.random() < 0.5

    def change(y):
        y.rdatas = [new] + y.rdatas if first else y.rdatas + [new]
        return y

    keys_edit(s, v, change)
    place = "first" if first else "last"
    return f"{v.label}: a junk DNSKEY with the tag of {dns.dnssec.key_id(old)} ({old.flags}) {place}"


@mutation("dnskey-many")
def dnskey_many(s, rng):
    v = server_of(s, rng)
    algorithm = s.plan.algorithm if s.plan.algorithm != 8 else 13
    extra = [Key(f"{s.zone}/extra{i}", algorithm, rng.choice([256, 257])).rdata() for i in range(rng.choice([4, 20]))]
    keys_edit(s, v, lambda y: (y.rdatas.extend(extra), y)[1])
    return f"{v.label}: {len(extra)} more keys"


def key_mutation(label, change, words):
    @mutation("plan-" + label, early=True)
    def run(plan: Plan, rng):
        p = rng.choice(plan.providers)
        k = rng.choice(p.ksks + p.zsks)
        what = change(k, rng)
        return what and f"{p.label}'s key (was {'KSK' if k in p.ksks else 'ZSK'}), everywhere: {words} {what}"


key_mutation("flags", lambda k, r: setattr(k, "flags", r.choice([0, 256, 257, 384, 385])) or str(k.flags), "flags")
key_mutation("protocol", lambda k, r: setattr(k, "protocol", r.choice([0, 1, 255])) or str(k.protocol), "protocol")


@mutation("plan-number", early=True)
def plan_number(plan, rng):
    p = rng.choice(plan.providers)
    k = rng.choice(p.ksks + p.zsks)
    k.number = rng.choice([99, 16, 14, 10 if k.algorithm == 8 else 8])
    return f"{p.label}'s key says algorithm {k.number}"


@mutation("plan-rsa", early=True)
def plan_rsa(plan, rng):
    p = rng.choice(plan.providers)
    k = rng.choice(p.ksks + p.zsks)
    bits, exponent, lead = rng.choice(
        [
            (1024, 3, 0),
            (1024, 65537, 1),
            (1024, 2**32 + 15, 0),
            (1024, 2**33 + 17, 0),
            (512, 65537, 0),
            (768, 65537, 0),
            (2048, 65537, 0),
            (1024, 2**64 + 13, 0),
        ]
    )
    k.text, k.algorithm, k.number, k.bits, k.exponent, k.lead = "odd-rsa", 8, 8, bits, exponent, lead
    return (
        f"{p.label}'s {'KSK' if k in p.ksks else 'ZSK'} is RSA, {bits} bits, exponent {exponent}, {lead} leading zeros"
    )


@mutation("plan-other-algorithm", early=True)
def plan_other(plan, rng):
    p = rng.choice(plan.providers)
    to = rng.choice([a for a in (8, 13, 15) if a != plan.algorithm])
    for k in {id(k): k for k in p.ksks + p.zsks}.values():
        if to == 8:
            k.text = "stock-x-" + ("ksk" if k in p.ksks else "zsk")
        k.algorithm = k.number = to
    return f"{p.label} uses algorithm {to}"


@mutation("plan-both-algorithms", early=True)
def plan_both(plan, rng):
    p = rng.choice(plan.providers)
    to = rng.choice([a for a in (13, 15) if a != plan.algorithm])
    ksk, zsk = Key(p.ksks[0].text + "+", to, 257), Key(p.zsks[0].text + "+z", to, 256)
    p.ksks, p.zsks = p.ksks + [ksk], p.zsks + [zsk]
    for other in plan.providers:
        plan.publish[other.label] += [zsk] + ([ksk] if other is p else [])
    if rng.random() < 0.7:
        plan.anchors.append(ksk)
        return f"{p.label} signs with {to} too, DS for both"
    return f"{p.label} signs with {to} too, DS for the old one"


@mutation("plan-two-zsks", early=True)
def plan_two(plan, rng):
    p = rng.choice(plan.providers)
    k = Key(p.zsks[0].text + "-second", p.zsks[0].algorithm, 256)
    if rng.random() < 0.5:
        p.zsks = p.zsks + [k]
        where = "both sign"
    else:
        p.zsks = [k]
        where = "the new one signs"
    told = rng.sample(plan.providers, rng.randrange(0, len(plan.providers) + 1))
    for other in plan.providers:
        if other is p or other in told:
            plan.publish[other.label].append(k)
    published = [o.label for o in plan.providers if k in plan.publish[o.label]]
    return f"{p.label} has a second ZSK, {where}, published at {published}"


@mutation("plan-one-tag", early=True)
def plan_one_tag(plan, rng):
    """Two valid keys of one tag and algorithm (RFC 4034 §8: the tag is a hint)."""
    kind, flags = rng.choice([("zsks", 256), ("ksks", 257)])
    algorithm = plan.algorithm if plan.algorithm not in PKCS1 else 13
    one, two = (Key(text, algorithm, flags) for text in rng.sample(twins(algorithm, flags), 2))
    p, other = rng.sample(plan.providers, 2)
    both = rng.random() < 0.5
    if both:
        old = getattr(p, kind)
        setattr(p, kind, [one, two])
        changed = {id(k): [one, two] for k in old}
    else:
        changed = {id(getattr(p, kind)[0]): [one], id(getattr(other, kind)[0]): [two]}
    for q in plan.providers:
        for list_name in ("ksks", "zsks"):
            setattr(q, list_name, [n for k in getattr(q, list_name) for n in changed.get(id(k), [k])])
    for label, keys in plan.publish.items():
        plan.publish[label] = list({id(n): n for k in keys for n in changed.get(id(k), [k])}.values())
    plan.anchors[:] = list({id(n): n for k in plan.anchors for n in changed.get(id(k), [k])}.values())
    where = f"both at {p.label}" if both else f"one at {p.label}, one at {other.label}"
    return f"two {kind[:-1].upper()}s of algorithm {algorithm} with tag {one.tag}, {where}"
