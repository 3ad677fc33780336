"""One server's copy of a zone: RRsets with their signatures, and the answers made from them (RFC 1034, 4035, 5155,
6672, 9824)."""

from __future__ import annotations

import base64
import hashlib
import struct
from dataclasses import dataclass, field, replace

import dns.name
import dns.rdata
import dns.rdataclass
import dns.rdatatype
import dns.rdtypes.util

from keys import Key

IN = dns.rdataclass.IN
NS, CNAME, SOA, DNAME, DS, RRSIG, NSEC, DNSKEY, NSEC3, CDS, CDNSKEY = 2, 5, 6, 39, 43, 46, 47, 48, 50, 59, 60
NXNAME = 128
HEX32 = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789abcdefghijklmnopqrstuv")
Name = dns.name.Name


def name(text: str, origin: Name = dns.name.root) -> Name:
    return dns.name.from_text(text, origin)


@dataclass
class Set:
    """An RRset and its signatures."""

    name: Name
    type: int
    ttl: int
    rdatas: list
    sigs: list = field(default_factory=list)

    def copy(self) -> Set:
        return replace(self, rdatas=list(self.rdatas), sigs=list(self.sigs))


@dataclass
class Message:
    rcode: int = 0
    aa: bool = True
    answer: list = field(default_factory=list)
    authority: list = field(default_factory=list)
    additional: list = field(default_factory=list)

    def copy(self) -> Message:
        return replace(self, answer=list(self.answer), authority=list(self.authority), additional=list(self.additional))

    def sets(self) -> list:
        return self.answer + self.authority


def labels(n: Name) -> int:
    return len(n) - 1 - (1 if n.is_wild() else 0)


def rrsig(s: Set, key: Key, zone: Name, inc: int, exp: int, **f) -> dns.rdata.Rdata:
    """A signature; every field may be another one (`alg`, `labels`, `ottl`, `tag`, `signer`, `covered`).
    `case`: sign the owner's name as it is written; `flip`, `cut`: spoil the signature; `consistent`: the signed data
    have the odd field as well, not the record alone."""

    def head(**g) -> bytes:
        signer = g.get("signer", zone)
        return struct.pack(
            "!HBBIIIH",
            g.get("covered", s.type),
            g.get("alg", key.number),
            g.get("labels", labels(s.name)),
            g.get("ottl", s.ttl) & 0xFFFFFFFF,
            exp & 0xFFFFFFFF,
            inc & 0xFFFFFFFF,
            g.get("tag", key.tag),
        ) + (signer.to_wire() if g.get("signer_case") else signer.canonicalize().to_wire())

    f = {k: v for k, v in f.items() if v is not None}
    signed = head(**f) if f.get("consistent", True) else head()
    count = f.get("labels", labels(s.name)) if f.get("consistent", True) else labels(s.name)
    owner = s.name
    if len(owner) - 1 > count:
        owner = Name((b"*",) + owner.labels[len(owner.labels) - 1 - count :])
    ow = owner.to_wire() if f.get("case") else owner.canonicalize().to_wire()
    ttl = f.get("ottl", s.ttl) if f.get("consistent", True) else s.ttl
    body = b"".join(
        ow + struct.pack("!HHIH", s.type, 1, ttl & 0xFFFFFFFF, len(r)) + r
        for r in sorted({r.to_digestable(None) for r in s.rdatas})
    )
    made = key.sign(signed + body)
    if f.get("flip"):
        made = made[:-1] + bytes([made[-1] ^ 1])
    if f.get("cut"):
        made = made[: -f["cut"]]
    wire = head(**f) + made
    return dns.rdata.from_wire(IN, RRSIG, wire, 0, len(wire))


def bitmap(types) -> bytes:
    out = b""
    for window in sorted({t >> 8 for t in types}):
        bits = bytearray(32)
        for t in types:
            if t >> 8 == window:
                bits[(t & 255) >> 3] |= 0x80 >> (t & 7)
        kept = bytes(bits).rstrip(b"\0")
        out += bytes([window, len(kept)]) + kept
    return out


def nsec_rdata(following: Name, types) -> dns.rdata.Rdata:
    wire = following.to_wire() + bitmap(types)
    return dns.rdata.from_wire(IN, NSEC, wire, 0, len(wire))


def nsec3_rdata(
    flags: int, iterations: int, salt: bytes, following: bytes, types, algorithm: int = 1
) -> dns.rdata.Rdata:
    wire = (
        struct.pack("!BBHB", algorithm, flags, iterations, len(salt))
        + salt
        + bytes([len(following)])
        + following
        + bitmap(types)
    )
    return dns.rdata.from_wire(IN, NSEC3, wire, 0, len(wire))


def types_of(r: dns.rdata.Rdata) -> set[int]:
    """The type bitmap of an NSEC or NSEC3 record."""
    out = set()
    for window, bits in r.windows:
        for i, octet in enumerate(bits):
            out |= {window * 256 + i * 8 + b for b in range(8) if octet & (0x80 >> b)}
    return out


def nsec3_hash(n: Name, salt: bytes, iterations: int) -> bytes:
    d = hashlib.sha1(n.canonicalize().to_wire() + salt).digest()
    for _ in range(iterations):
        d = hashlib.sha1(d + salt).digest()
    return d


def hash_label(h: bytes) -> bytes:
    return base64.b32encode(h).translate(HEX32)


@dataclass
class Denial:
    kind: str = "nsec"  # nsec, nsec3, compact
    optout: str = "none"  # none, all, some
    salt: bytes = b""
    iterations: int = 0


class Copy:
    """What one server has."""

    def __init__(self, origin: Name, denial: Denial, ksks: list[Key], zsks: list[Key], inc: int, exp: int):
        self.origin, self.denial, self.ksks, self.zsks, self.inc, self.exp = origin, denial, ksks, zsks, inc, exp
        self.sets: dict[tuple[Name, int], Set] = {}
        self.children: list[Copy] = []  # child zones on the same server
        self.edits: list = []  # (name or None, type or None, function(Set) -> Set), applied on the way out
        self.message_edits: list = []  # function(qname, qtype, Message) -> Message
        self.minimum = 300
        self.changing = False  # answers differ from time to time: do not keep them

    # -- making the zone --
    def add(self, n: Name, rdtype: int, *texts, ttl: int = 3600) -> None:
        rdatas = [
            t if isinstance(t, dns.rdata.Rdata) else dns.rdata.from_text(IN, rdtype, t, self.origin, relativize=False)
            for t in texts
        ]
        self.sets[(n, rdtype)] = Set(n, rdtype, ttl, rdatas)

    def cuts(self) -> set[Name]:
        return {n for n, t in self.sets if t == NS and n != self.origin}

    def occluded(self, n: Name) -> bool:
        tops = self.cuts() | {o for o, t in self.sets if t == DNAME}
        return any(n != c and n.is_subdomain(c) for c in tops)

    def types(self, n: Name) -> set[int]:
        found = {t for o, t in self.sets if o == n and t not in (NSEC3,)}
        return found & {NS, DS, NSEC} if n in self.cuts() else found

    def names(self) -> set[Name]:
        return {n for n, t in self.sets if t != NSEC3 and not self.occluded(n)}

    def make_chain(self, rng) -> None:
        d = self.denial
        if d.kind == "nsec":
            order = sorted(self.names())
            for i, n in enumerate(order):
                self.add(
                    n, NSEC, nsec_rdata(order[(i + 1) % len(order)], self.types(n) | {RRSIG, NSEC}), ttl=self.minimum
                )
        if d.kind == "nsec3":
            entries: dict[Name, set[int]] = {}
            for n in self.names():
                types = set(self.types(n))
                if n in self.cuts():
                    if DS in types:
                        types.add(RRSIG)
                    elif d.optout == "all" or (d.optout == "some" and rng.random() < 0.5):
                        continue
                else:
                    types.add(RRSIG)
                entries[n] = types
                up = n
                while up != self.origin:
                    up = up.parent()
                    entries.setdefault(up, set())
            order = sorted((nsec3_hash(n, d.salt, d.iterations), n) for n in entries)
            for i, (h, n) in enumerate(order):
                flags = 1 if d.optout == "all" else rng.randrange(2) if d.optout == "some" else 0
                r = nsec3_rdata(flags, d.iterations, d.salt, order[(i + 1) % len(order)][0], entries[n])
                self.add(Name((hash_label(h),) + self.origin.labels), NSEC3, r, ttl=self.minimum)

    def signers(self, rdtype: int) -> list[Key]:
        return self.ksks if rdtype in (DNSKEY, CDS, CDNSKEY) else self.zsks

    def sign(self, s: Set, keys: list[Key] | None = None, **f) -> Set:
        inc, exp = f.pop("inc", self.inc), f.pop("exp", self.exp)
        s.sigs = [rrsig(s, k, self.origin, inc, exp, **f) for k in (keys or self.signers(s.type))]
        return s

    @staticmethod
    def unsigned(s: Set) -> Set:
        s.sigs = []
        return s

    def signable(self, s: Set) -> bool:
        if s.type in (NSEC, NSEC3):
            return True
        if self.occluded(s.name):
            return False
        return s.name not in self.cuts() or s.type == DS

    def sign_all(self) -> None:
        for s in self.sets.values():
            if self.signable(s):
                self.sign(s)

    # -- answering --
    def get(self, n: Name, rdtype: int) -> Set | None:
        return self.out(self.sets.get((n, rdtype)))

    def out(self, s: Set | None) -> Set | None:
        if s is None:
            return None
        for who, what, change in self.edits:
            if (who is None or who == s.name) and (what is None or what == s.type):
                s = change(s.copy())
                if s is None:
                    return None
        return s

    def exists(self, n: Name) -> bool:
        return any(o.is_subdomain(n) for o, t in self.sets if t != NSEC3)

    def predecessor(self, owners: list, key):
        below = [o for o in owners if o <= key]
        return below[-1] if below else owners[-1]

    def nsec_at(self, n: Name) -> list[Set]:
        """The NSEC record that matches or covers the name."""
        owners = sorted(o for o, t in self.sets if t == NSEC)
        return [s for s in [self.get(self.predecessor(owners, n), NSEC)] if s] if owners else []

    def nsec3_at(self, n: Name) -> tuple[list[Set], bool]:
        owners = sorted(o.labels[0].lower() for o, t in self.sets if t == NSEC3)
        if not owners:
            return [], False
        h = hash_label(nsec3_hash(n, self.denial.salt, self.denial.iterations))
        found = self.predecessor(owners, h)
        s = self.get(Name((found,) + self.origin.labels), NSEC3)
        return ([s] if s else []), found == h

    def encloser(self, n: Name) -> tuple[Name, Name]:
        """Closest encloser and next closer name."""
        nxt = n
        while True:
            up = nxt.parent()
            if up == self.origin or self.exists(up):
                return up, nxt
            nxt = up

    def compact(self, n: Name, types: set[int]) -> list[Set]:
        try:
            following = Name((b"\0",) + n.labels)
        except dns.name.NameTooLong:
            following = n
        s = Set(n, NSEC, self.minimum, [nsec_rdata(following, types)])
        return [x for x in [self.out(self.sign(s))] if x]

    def proof(self, n: Name, case: str) -> list[Set]:
        """`case`: nodata, nxdomain, wildcard, wildcard-nodata."""
        out: list[Set] = []
        kind = self.denial.kind
        if kind == "compact":
            if case == "nodata":
                return self.compact(n, self.types(n) | {RRSIG, NSEC})
            if case == "nxdomain":
                return self.compact(n, {RRSIG, NSEC, NXNAME})
            if case == "wildcard-nodata":
                star = Name((b"*",) + self.encloser(n)[0].labels)
                return self.compact(n, self.types(star) | {RRSIG, NSEC})
            return []
        if kind == "nsec":
            out += self.nsec_at(n)
            if case in ("nxdomain", "wildcard-nodata"):
                out += self.nsec_at(Name((b"*",) + self.encloser(n)[0].labels))
        elif case == "nodata":
            found, matches = self.nsec3_at(n)
            if matches:
                out += found
            else:  # opt-out
                up = n
                nxt = n
                while up != self.origin:
                    nxt, up = up, up.parent()
                    if self.nsec3_at(up)[1]:
                        break
                out += self.nsec3_at(up)[0] + self.nsec3_at(nxt)[0]
        else:
            ce, nxt = self.encloser(n)
            if case != "wildcard":
                out += self.nsec3_at(ce)[0]
            out += self.nsec3_at(nxt)[0]
            if case != "wildcard":
                out += self.nsec3_at(Name((b"*",) + ce.labels))[0]
        seen: list[Set] = []
        for s in out:
            if all(not (s.name == o.name and s.type == o.type) for o in seen):
                seen.append(s)
        return seen

    def negative(self, m: Message, n: Name, case: str) -> Message:
        soa = self.get(self.origin, SOA)
        if soa:
            soa = soa.copy()
            soa.ttl = min(soa.ttl, self.minimum)
            m.authority.append(soa)
        m.authority += self.proof(n, case)
        if case == "nxdomain" and self.denial.kind != "compact":
            m.rcode = 3
        return m

    def answer(self, q: Name, t: int, depth: int = 0) -> Message:
        for c in self.children:
            if q.is_subdomain(c.origin) and not (q == c.origin and t == DS):
                return c.answer(q, t)
        m = self.lookup(q, t, Message(), 0)
        for change in self.message_edits:
            m = change(q, t, m.copy())
        return m

    def lookup(self, q: Name, t: int, m: Message, depth: int) -> Message:
        if depth > 6:
            return m
        cut = next((c for c in sorted(self.cuts()) if q.is_subdomain(c)), None)
        if cut is not None and not (q == cut and t == DS):
            hosted = any(c.origin == cut for c in self.children)
            if depth and hosted:
                return m
            if not depth:
                m.aa = False
            ns = self.sets[(cut, NS)]
            m.authority.append(ns)
            ds = self.get(cut, DS)
            m.authority += [ds] if ds else self.proof(cut, "nodata")
            for (o, rdtype), s in self.sets.items():
                if rdtype in (1, 28) and o.is_subdomain(cut):
                    m.additional.append(s)
            return m
        top = q
        while top != self.origin:
            top = top.parent()
            s = self.sets.get((top, DNAME))
            if s is not None:
                s = self.get(top, DNAME)
                if s is None or not s.rdatas:
                    break
                m.answer.append(s)
                try:
                    target = q.relativize(top).derelativize(s.rdatas[0].target)
                except dns.name.NameTooLong:
                    m.rcode = 6
                    return m
                m.answer.append(Set(q, CNAME, s.ttl, [dns.rdata.from_text(IN, CNAME, target.to_text())]))
                return self.lookup(target, t, m, depth + 1) if target.is_subdomain(self.origin) else m
        if self.exists(q):
            s = self.get(q, CNAME)
            if s and t != CNAME:
                m.answer.append(s)
                target = s.rdatas[0].target
                return self.lookup(target, t, m, depth + 1) if target.is_subdomain(self.origin) else m
            if self.denial.kind == "compact" and t == NSEC:
                m.answer += self.compact(q, self.types(q) | {RRSIG, NSEC})
                return m
            s = self.get(q, t)
            if s:
                m.answer.append(s)
                return m
            return self.negative(m, q, "nodata")
        ce, _ = self.encloser(q)
        star = Name((b"*",) + ce.labels)
        if (star, CNAME) in self.sets or any(o == star for o, _ in self.sets):
            for want in (t, CNAME):
                s = self.get(star, want)
                if s:
                    s = s.copy()
                    s.name = q
                    if self.denial.kind == "compact":
                        edited = self.sets[(star, want)].sigs != s.sigs
                        if not edited:
                            self.sign(s)
                    m.answer.append(s)
                    m.authority += self.proof(q, "wildcard")
                    if want == CNAME and t != CNAME and s.rdatas[0].target.is_subdomain(self.origin):
                        return self.lookup(s.rdatas[0].target, t, m, depth + 1)
                    return m
            return self.negative(m, q, "wildcard-nodata")
        return self.negative(m, q, "nxdomain")
