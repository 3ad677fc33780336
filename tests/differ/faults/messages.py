"""A single answer: what is left out, added, set in its header."""

import random

import dns.dnssec
import dns.rdata
import dns.rdatatype

from faults.mutation import mutation, server_of
from zone import (
    CNAME,
    DS,
    IN,
    NS,
    NSEC,
    NSEC3,
    SOA,
    Message,
    Set,
    labels,
    name,
)


def negative(
    s,
    rng,
    v,
    kinds=(
        "nodata",
        "nxdomain",
        "wildcard",
        "wildcard-nodata",
        "ent",
        "no-ds",
        "cname-nxdomain",
        "referral",
        "wildcard-cname",
    ),
):
    found = [q for q in s.questions if q.kind in kinds]
    return rng.choice(found) if found else None


def message_mutation(label, change, words, kinds=None):
    @mutation("msg-" + label)
    def run(s, rng):
        v = server_of(s, rng)
        q = negative(s, rng, v, kinds) if kinds else rng.choice(s.questions)
        if not q or q.kind == "child":
            return None
        salt = rng.random()

        def act(qn, qt, m: Message):
            if qn == q.name and qt == q.type:
                return change(s, random.Random(salt), v, q, m) or m
            return m

        v.copy.message_edits.append(act)
        s.touched.append((v.label, q.name, q.type))
        return f"{v.label} {q}: {words}"


DENIALS = ("nodata", "nxdomain", "wildcard", "wildcard-nodata", "ent", "no-ds", "cname-nxdomain", "wildcard-cname")


def drop_one_proof(s, r, v, q, m):
    proofs = [x for x in m.authority if x.type in (NSEC, NSEC3)]
    if proofs:
        m.authority.remove(r.choice(proofs))
    return m


def only(keep):
    def act(s, r, v, q, m):
        m.authority = [x for x in m.authority if keep(x)]
        return m

    return act


def extra_unsigned(s, r, v, q, m):
    m.additional.append(Set(name("extra", s.zone), 1, 300, [dns.rdata.from_text(IN, 1, "203.0.113.9")]))
    return m


def extra_answer(s, r, v, q, m):
    m.answer.append(Set(name("stray", s.zone), 1, 300, [dns.rdata.from_text(IN, 1, "203.0.113.9")]))
    return m


def extra_authority(s, r, v, q, m):
    m.authority.append(Set(s.zone, NS, 300, [dns.rdata.from_text(IN, NS, "ns1.a.example.")]))
    return m


def unrelated_proof(s, r, v, q, m):
    t = {"nsec": NSEC, "nsec3": NSEC3}.get(v.copy.denial.kind)
    pool = [x for (n, u), x in sorted(v.copy.sets.items(), key=lambda e: str(e[0])) if u == t]
    if pool:
        x = r.choice(pool)
        if all(not (x.name == y.name and x.type == y.type) for y in m.authority):
            m.authority.append(x)
    return m


def ttl_all(value):
    def act(s, r, v, q, m):
        for part in (m.answer, m.authority):
            for i, x in enumerate(part):
                y = x.copy()
                y.ttl = value(x.ttl)
                part[i] = y
        return m

    return act


def recase(s, r, v, q, m):
    for i, x in enumerate(m.answer):
        y = x.copy()
        y.name = name("".join(c.upper() if r.random() < 0.5 else c for c in x.name.to_text()))
        m.answer[i] = y
    return m


def recase_signed(s, r, v, q, m):
    recase(s, r, v, q, m)
    for x in m.answer:
        if x.sigs and not x.name.is_wild():
            v.copy.sign(x, case=True)
    return m


def rcode(value):
    def act(s, r, v, q, m):
        m.rcode = value
        return m

    return act


def expand_labels(s, r, v, q, m):
    """An answer from a wildcard as if the name existed, or the other way round."""
    for i, x in enumerate(m.answer):
        if x.sigs:
            m.answer[i] = x = x.copy()
            v.copy.sign(
                x, labels=labels(x.name) if any(g.labels != labels(x.name) for g in x.sigs) else labels(x.name) - 1
            )
    return m


def mismatch_cname(s, r, v, q, m):
    for i, x in enumerate(m.answer):
        if x.type == CNAME and not x.sigs:
            y = x.copy()
            y.rdatas = [dns.rdata.from_text(IN, CNAME, "evil.example.")]
            m.answer[i] = y
    return m


def drop_synthesised(s, r, v, q, m):
    m.answer = [x for x in m.answer if not (x.type == CNAME and not x.sigs)]
    return m


def sign_synthesised(s, r, v, q, m):
    for x in m.answer:
        if x.type == CNAME and not x.sigs:
            v.copy.sign(x)
    return m


def reorder(s, r, v, q, m):
    r.shuffle(m.answer)
    r.shuffle(m.authority)
    return m


message_mutation("drop-proof", drop_one_proof, "one NSEC/NSEC3 record left out of this answer", DENIALS)
message_mutation("referral-proof", drop_one_proof, "one NSEC/NSEC3 record left out of this referral", ("referral",))
message_mutation(
    "referral-bare",
    only(lambda x: x.type not in (NSEC, NSEC3, DS)),
    "a referral with neither DS nor proof",
    ("referral",),
)
message_mutation("no-authority", only(lambda x: False), "authority section empty", DENIALS)
message_mutation("no-soa", only(lambda x: x.type != SOA), "no SOA", DENIALS)
message_mutation("only-soa", only(lambda x: x.type == SOA), "only the SOA", DENIALS)
message_mutation("extra-additional", extra_unsigned, "an unsigned record in the additional section")
message_mutation("extra-answer", extra_answer, "an unsigned record of another name in the answer section")
message_mutation("extra-authority", extra_authority, "an unsigned NS RRset in the authority section")
message_mutation("extra-proof", unrelated_proof, "an unrelated record of the chain beside", DENIALS)
message_mutation("ttl-lower", ttl_all(lambda t: max(0, t - 200)), "TTLs count down")
message_mutation("ttl-higher", ttl_all(lambda t: t + 1000), "TTLs above the original TTL")
message_mutation("case", recase, "owner in random case")
message_mutation("case-signed", recase_signed, "owner in random case, signed in that case")
message_mutation("rcode-nxdomain", rcode(3), "rcode NXDOMAIN", ("nodata", "exists", "ent", "wildcard-nodata"))
message_mutation("rcode-noerror", rcode(0), "rcode NOERROR", ("nxdomain", "cname-nxdomain"))
message_mutation(
    "labels-other", expand_labels, "signed as wildcard expansion, or no more", ("exists", "wildcard", "wildcard-cname")
)
message_mutation(
    "dname-cname-forged", mismatch_cname, "the CNAME that DNAME makes leads elsewhere", ("below-dname", "cname")
)
message_mutation("dname-cname-dropped", drop_synthesised, "no CNAME beside the DNAME", ("below-dname",))
message_mutation("dname-cname-signed", sign_synthesised, "the CNAME beside the DNAME is signed", ("below-dname",))
message_mutation("reorder", reorder, "records in another order")
