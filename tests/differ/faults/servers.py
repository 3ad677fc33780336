"""A whole server: stale, unsigned, signing anew with each answer."""

import dns.dnssec
import dns.rdata
import dns.rdatatype

from faults.mutation import DAY, mutation, server_of
from zone import (
    DNSKEY,
    IN,
    SOA,
)


@mutation("server-stale")
def server_stale(s, rng):
    v = server_of(s, rng)
    ago = rng.choice([2400, 5 * 3600, 3 * DAY])
    v.copy.edits.append((None, None, lambda y: v.copy.sign(y, inc=s.at - 20 * DAY, exp=s.at - ago) if y.sigs else y))
    return f"{v.label}: every signature ended {ago} s ago"


@mutation("server-fresh-signatures")
def server_fresh(s, rng):
    v = server_of(s, rng)
    count = [0]
    v.copy.changing = True

    def change(y):
        if not y.sigs:
            return y
        count[0] += 1
        return v.copy.sign(y, inc=s.at - 3600 - count[0], exp=s.at + 5 * DAY - count[0])

    v.copy.edits.append((None, None, change))
    return f"{v.label}: fresh signatures at every answer"


@mutation("server-serial-moves")
def server_serial(s, rng):
    v = server_of(s, rng)
    count = [0]
    v.copy.changing = True

    def change(y):
        count[0] += 1
        f = y.rdatas[0].to_text().split()
        f[2] = str((int(f[2]) + count[0]) % 2**32)
        y.rdatas = [dns.rdata.from_text(IN, SOA, " ".join(f))]
        return v.copy.sign(y) if y.sigs else y

    v.copy.edits.append((s.zone, SOA, change))
    return f"{v.label}: the serial moves between answers"


@mutation("server-unsigned")
def server_unsigned(s, rng):
    v = server_of(s, rng)

    def change(y):
        y.sigs = []
        return y

    v.copy.edits.append((None, None, change))
    return f"{v.label}: no signatures at all"


@mutation("server-double-signs")
def server_double(s, rng):
    v = server_of(s, rng)
    keys = list({id(k): k for p in s.plan.providers for k in p.zsks}.values())
    v.copy.edits.append((None, None, lambda y: v.copy.sign(y, keys) if y.sigs and y.type != DNSKEY else y))
    return f"{v.label}: data signed with every provider's ZSK"
