"""What to ask so that every record of a zone file matters: the product reads the file, validators get answers."""

from __future__ import annotations

import dns.rdatatype
from question import Question
from zone import CNAME, DNAME, DNSKEY, DS, NSEC, NSEC3, Copy, Name, hash_label, nsec3_hash

LOC = int(dns.rdatatype.LOC)
GAP = b"!gap"  # before the names in use


def below(n: Name, label: bytes = GAP) -> Name:
    return Name((label,) + n.labels)


def of_names(c: Copy):
    """Each RRset, that each name has no other type, and a name that is missing below each."""
    cuts = c.cuts()
    for n in sorted(c.names()):
        if n in cuts:
            yield Question(n, DS, "ds" if (n, DS) in c.sets else "no-ds")
            continue
        types = c.types(n) - {NSEC, NSEC3, DNSKEY}
        for t in sorted(types):
            yield Question(n, t, "exists")
        if CNAME not in types:
            yield Question(n, LOC, "nodata")
        if DNAME not in types:
            yield Question(below(n), LOC, "nxdomain")
        if n.is_wild():
            for t in sorted(types):
                yield Question(below(n.parent()), t, "wildcard")
        up = n
        while up != c.origin:
            up = up.parent()
            if up not in c.names():
                yield Question(up, LOC, "ent")


def of_hashes(c: Copy):
    """A missing name in each gap between two hashes."""
    if c.denial.kind != "nsec3":
        return
    owners = sorted(n.labels[0].lower() for n, t in c.sets if t == NSEC3)
    left = set(owners)
    for i in range(60 * len(owners)):
        n = below(c.origin, f"gap{i}".encode())
        h = hash_label(nsec3_hash(n, c.denial.salt, c.denial.iterations))
        gap = c.predecessor(owners, h)
        if gap in left:
            left.remove(gap)
            yield Question(n, LOC, "nxdomain")
        if not left:
            return


def questions(scenario) -> list[Question]:
    """The same ones for each server."""
    out: dict[tuple[Name, int], Question] = {}
    for v in scenario.servers:
        for q in [*of_names(v.copy), *of_hashes(v.copy)]:
            out.setdefault((q.name, q.type), q)
    return list(out.values())
