"""NSEC and NSEC3 records."""

from faults.mutation import edit, label_type, mutation, server_of, set_of
from question import Question
from zone import (
    CNAME,
    DNAME,
    DS,
    NS,
    NSEC,
    NSEC3,
    RRSIG,
    SOA,
    Set,
    name,
    nsec3_rdata,
    nsec_rdata,
    types_of,
)


def chain_set(s, rng, v):
    """A random NSEC or NSEC3 record that a random question brings."""
    q, x = set_of(s, rng, v, lambda x: x.type in (NSEC, NSEC3))
    return q, x


def remake(x: Set, flags=None, iterations=None, salt=None, following=None, types=None, algorithm=None) -> Set:
    r = x.rdatas[0]
    if x.type == NSEC:
        x.rdatas = [nsec_rdata(following or r.next, types if types is not None else types_of(r))]
    else:
        x.rdatas = [
            nsec3_rdata(
                r.flags if flags is None else flags,
                r.iterations if iterations is None else iterations,
                r.salt if salt is None else salt,
                following or r.next,
                types if types is not None else types_of(r),
                r.algorithm if algorithm is None else algorithm,
            )
        ]
    return x


def denial_mutation(label, make, words, only=None):
    @mutation("deny-" + label)
    def run(s, rng):
        candidates = [v for v in s.servers if only is None or v.copy.denial.kind in only]
        if not candidates:
            return None
        v = rng.choice(candidates)
        q, x = chain_set(s, rng, v)
        if not x:
            return None
        change = make(s, rng, v, q, x)
        return change and edit(s, v, q, x, change) + f" (asked {q}): {words}"


denial_mutation("drop", lambda s, r, v, q, x: lambda y: None, "record left out of answers")


@mutation("deny-gap")
def deny_gap(s, rng):
    """A name's record is not in the chain, and the chain leads past it."""
    v = server_of(s, rng)
    t = {"nsec": NSEC, "nsec3": NSEC3}.get(v.copy.denial.kind)
    chain = sorted(n for n, u in v.copy.sets if u == t) if t else []
    if len(chain) < 4:
        return None
    i = rng.randrange(len(chain))
    if chain[i] == s.zone:
        return None
    gone = v.copy.sets.pop((chain[i], t))
    before = v.copy.sets[(chain[i - 1], t)]
    v.copy.sign(remake(before, following=gone.rdatas[0].next))
    if t == NSEC and chain[i] not in v.copy.cuts():
        s.questions.insert(0, Question(chain[i], 1, "gap"))
    return f"{v.label}: {gone.name} {label_type(t)} missing, the chain closed over it, signed"


@mutation("deny-skip")
def deny_skip(s, rng):
    """Overlap: a record's next name lies behind the true next one."""
    v = server_of(s, rng)
    t = {"nsec": NSEC, "nsec3": NSEC3}.get(v.copy.denial.kind)
    q, x = chain_set(s, rng, v)
    if not t or not x:
        return None
    chain = sorted(n for n, u in v.copy.sets if u == t)
    i = chain.index(x.name)
    far = v.copy.sets[(chain[(i + rng.choice([2, 3])) % len(chain)], t)]
    following = far.name if t == NSEC else v.copy.sets[(chain[chain.index(far.name) - 1], t)].rdatas[0].next
    return (
        edit(s, v, q, x, lambda y: v.copy.sign(remake(y, following=following))) + " leads past the next owner, signed"
    )


denial_mutation(
    "next-outside",
    lambda s, r, v, q, x: (
        (lambda y: v.copy.sign(remake(y, following=r2)))
        if (r2 := r.choice([name("zzz.test."), name("a.test."), name("zz.")]))
        else None
    ),
    "next name outside the zone",
    ["nsec", "compact"],
)
denial_mutation(
    "next-self",
    lambda s, r, v, q, x: (
        lambda y: v.copy.sign(remake(y, following=y.name if y.type == NSEC else y.rdatas[0].next[:-1] + b"\0"))
    ),
    "next name = itself (NSEC) or another hash (NSEC3)",
)
denial_mutation(
    "next-short",
    lambda s, r, v, q, x: lambda y: v.copy.sign(remake(y, following=y.rdatas[0].next[:10])),
    "next hash of 10 octets",
    ["nsec3"],
)


def bitmap_add(s, r, v, q, x):
    extra = r.choice([{q.type}, {q.type, 99}, {CNAME}, {DNAME}, {NS}, {SOA}, {DS}, {128}])
    return lambda y: v.copy.sign(remake(y, types=types_of(y.rdatas[0]) | extra))


def bitmap_drop(s, r, v, q, x):
    less = r.choice([{RRSIG}, {NSEC}, {SOA}, {NS}, {1, 28, 16}, set(range(65536))])
    return lambda y: v.copy.sign(remake(y, types=types_of(y.rdatas[0]) - less))


denial_mutation("bitmap-add", bitmap_add, "types added to the bitmap")
denial_mutation("bitmap-drop", bitmap_drop, "types taken from the bitmap")
denial_mutation(
    "flags-optout",
    lambda s, r, v, q, x: lambda y: v.copy.sign(remake(y, flags=y.rdatas[0].flags ^ 1)),
    "opt-out flag turned round",
    ["nsec3"],
)
denial_mutation(
    "flags-reserved",
    lambda s, r, v, q, x: lambda y: v.copy.sign(remake(y, flags=y.rdatas[0].flags | 2)),
    "reserved flag",
    ["nsec3"],
)
denial_mutation(
    "hash-algorithm", lambda s, r, v, q, x: lambda y: v.copy.sign(remake(y, algorithm=2)), "hash algorithm 2", ["nsec3"]
)
denial_mutation(
    "iterations",
    lambda s, r, v, q, x: lambda y: v.copy.sign(remake(y, iterations=y.rdatas[0].iterations + 1)),
    "another iteration count in one record",
    ["nsec3"],
)
denial_mutation(
    "salt",
    lambda s, r, v, q, x: lambda y: v.copy.sign(remake(y, salt=b"\xaa\xbb")),
    "another salt in one record",
    ["nsec3"],
)


@mutation("deny-all-optout")
def all_optout(s, rng):
    vs = [v for v in s.servers if v.copy.denial.kind == "nsec3"]
    if not vs:
        return None
    v = rng.choice(vs)
    v.copy.edits.append((None, NSEC3, lambda y: v.copy.sign(remake(y, flags=1))))
    return f"{v.label}: opt-out flag on every NSEC3 record though all delegations are in the chain"


@mutation("deny-case")
def deny_case(s, rng):
    v = server_of(s, rng)
    q, x = chain_set(s, rng, v)
    if not x:
        return None

    def change(y):
        y.name = name(y.name.to_text().upper())
        return y

    return edit(s, v, q, x, change) + ": owner in capitals"
