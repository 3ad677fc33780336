"""Records of an RRset: left out, altered, added, doubled."""

import dns.dnssec
import dns.rdata
import dns.rdatatype

from faults.mutation import edit, mutation, plain, server_of, set_of
from zone import (
    CNAME,
    DNAME,
    DNSKEY,
    IN,
    SOA,
)


def altered(r: dns.rdata.Rdata) -> dns.rdata.Rdata:
    swap = {1: "198.51.100.66", 28: "2001:db8:66::66", 16: '"forged"', 2: "ns9.forged.example.", 6: None}
    if swap.get(r.rdtype):
        return dns.rdata.from_text(IN, r.rdtype, swap[r.rdtype])
    wire = bytearray(r.to_wire())
    wire[-1] ^= 1
    try:
        return dns.rdata.from_wire(IN, r.rdtype, bytes(wire), 0, len(wire))
    except Exception:
        return r


@mutation("rr-drop")
def rr_drop(s, rng):
    v = server_of(s, rng)
    q, x = set_of(s, rng, v, lambda x: len(x.rdatas) > 1)
    if not x:
        return None
    i = rng.randrange(len(x.rdatas))
    return (
        edit(s, v, q, x, lambda y: (y.rdatas.pop(i % len(y.rdatas)), y)[1]) + f": record {i} left out, not signed again"
    )


@mutation("rr-alter")
def rr_alter(s, rng):
    v = server_of(s, rng)
    q, x = set_of(s, rng, v, lambda x: plain(x) and x.type not in (DNAME, CNAME))
    if not x:
        return None

    def change(y):
        y.rdatas[0] = altered(y.rdatas[0])
        return y

    return edit(s, v, q, x, change) + ": record altered, not signed again"


@mutation("rr-alter-signed")
def rr_alter_signed(s, rng):
    v = server_of(s, rng)
    q, x = set_of(s, rng, v, lambda x: plain(x) and x.type not in (DNAME, CNAME, DNSKEY))
    if not x:
        return None

    def change(y):
        y.rdatas[0] = altered(y.rdatas[0])
        return v.copy.sign(y)

    return edit(s, v, q, x, change) + ": record altered and signed again (one server has other data)"


@mutation("rr-add")
def rr_add(s, rng):
    v = server_of(s, rng)
    q, x = set_of(s, rng, v, lambda x: x.type in (1, 28, 16, 2))
    if not x:
        return None

    def change(y):
        y.rdatas.append(altered(y.rdatas[0]))
        return y

    return edit(s, v, q, x, change) + ": a record added, not signed again"


@mutation("rr-duplicate")
def rr_duplicate(s, rng):
    v = server_of(s, rng)
    q, x = set_of(s, rng, v)
    if not x:
        return None

    def change(y):
        y.rdatas.append(y.rdatas[0])
        return y

    return edit(s, v, q, x, change) + ": one record twice"


@mutation("rrset-drop")
def rrset_drop(s, rng):
    v = server_of(s, rng)
    q, x = set_of(s, rng, v, lambda x: plain(x) and x.type not in (SOA, CNAME, DNAME) and x.name != s.zone)
    if not x:
        return None
    return edit(s, v, q, x, lambda y: None) + ": not served, though the chain names the type"
