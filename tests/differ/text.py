"""Answers on the wire and as `dig` prints them, from the same records."""

from __future__ import annotations

import struct
import time
import zlib

import dns.rcode
import dns.rdatatype

from zone import DNSKEY, DS, NSEC, NSEC3, RRSIG, Message, Name, hash_label, types_of


def rrs(part: list) -> list[tuple[Name, int, int, object]]:
    out = []
    for s in part:
        out += [(s.name, s.type, s.ttl, r) for r in s.rdatas] + [(s.name, RRSIG, s.ttl, r) for r in s.sigs]
    return out


def wire(message_id: int, flags: int, question: bytes, m: Message, size: int) -> bytes:
    parts = [rrs(p) for p in (m.answer, m.authority, m.additional)]
    body = b""
    for part in parts:
        for n, t, ttl, r in part:
            data = r.to_wire()
            body += n.to_wire() + struct.pack("!HHIH", t, 1, ttl & 0xFFFFFFFF, len(data)) + data
    opt = b"\0" + struct.pack("!HHIH", 41, 4096, 0x8000, 0)
    out = flags & 0x0110 | 0x8000 | (0x0400 if m.aa else 0) | m.rcode
    if 12 + len(question) + len(body) + len(opt) > size:
        return struct.pack("!HHHHHH", message_id, out | 0x0200, 1, 0, 0, 1) + question + opt
    counts = [len(p) for p in parts]
    return struct.pack("!HHHHHH", message_id, out, 1, counts[0], counts[1], counts[2] + 1) + question + body + opt


def moment(value: int, now: int) -> str:
    """32 bits of time, as BIND prints them: within 68 years of now."""
    value = now + ((value - now + 2**31) % 2**32 - 2**31)
    t = time.gmtime(value)
    return f"{t.tm_year:04d}" + time.strftime("%m%d%H%M%S", t)


def rdata_text(t: int, r, now: int) -> str:
    import base64

    w = r.to_wire()
    if t == RRSIG:
        covered, alg, labels, ottl, exp, inc, tag = struct.unpack("!HBBIIIH", w[:18])
        times = f"{moment(exp, now)} {moment(inc, now)}"
        head = f"{dns.rdatatype.to_text(covered)} {alg} {labels} {ottl} {times} {tag} {r.signer.to_text()}"
        return f"{head} {base64.b64encode(r.signature).decode()}"
    if t == DS:
        tag, alg, digest = struct.unpack("!HBB", w[:4])
        return f"{tag} {alg} {digest} {w[4:].hex().upper()}"
    if t == DNSKEY:
        flags, protocol, alg = struct.unpack("!HBB", w[:4])
        return f"{flags} {protocol} {alg} {base64.b64encode(w[4:]).decode()}"
    if t in (NSEC, NSEC3):
        names = " ".join(dns.rdatatype.to_text(x) for x in sorted(types_of(r)))
        if t == NSEC:
            return f"{r.next.to_text()} {names}".rstrip()

        following = hash_label(r.next).decode().upper().rstrip("=")
        salt = r.salt.hex().upper() or "-"
        return f"{r.algorithm} {r.flags} {r.iterations} {salt} {following} {names}".rstrip()
    return r.to_text()


def record(n: Name, t: int, ttl: int, r, now: int) -> str:
    return f"{n.to_text()}\t{ttl & 0xFFFFFFFF}\tIN\t{dns.rdatatype.to_text(t)}\t{rdata_text(t, r, now)}"


def dig(host: str, address: str, q: Name, t: int, m: Message, now: int) -> str:
    a, n, x = (rrs(p) for p in (m.answer, m.authority, m.additional))
    qtype = dns.rdatatype.to_text(t)
    number = zlib.crc32(f"{host}{q}{t}".encode()) & 0xFFFF
    counts = f"QUERY: 1, ANSWER: {len(a)}, AUTHORITY: {len(n)}, ADDITIONAL: {len(x) + 1}"
    lines = [
        "",
        f"; <<>> DiG 9.18.49 <<>> @{host} {q.to_text()} {qtype} +dnssec +norec",
        "; (1 server found)",
        ";; global options: +cmd",
        ";; Got answer:",
        f";; ->>HEADER<<- opcode: QUERY, status: {dns.rcode.to_text(m.rcode)}, id: {number}",
        f";; flags: qr{' aa' if m.aa else ''}; {counts}",
        "",
        ";; OPT PSEUDOSECTION:",
        "; EDNS: version: 0, flags: do; udp: 1232",
        ";; QUESTION SECTION:",
        f";{q.to_text()}\t\tIN\t{qtype}",
        "",
    ]
    for title, part in (("ANSWER", a), ("AUTHORITY", n), ("ADDITIONAL", x)):
        if part:
            lines += [f";; {title} SECTION:"] + [record(*r, now) for r in part] + [""]
    when = time.strftime("%a %b %d %H:%M:%S UTC %Y", time.gmtime(now))
    lines += [
        ";; Query time: 1 msec",
        f";; SERVER: {address}#53({host}) (UDP)",
        f";; WHEN: {when}",
        ";; MSG SIZE  rcvd: 700",
        "",
    ]
    return "\n".join(lines)
