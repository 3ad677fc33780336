"""What a mutation is. Each takes a random server of a random provider and says in words what it did (None: it did not
apply)."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Callable

import dns.dnssec
import dns.rdata
import dns.rdatatype

from question import Question
from world import Scenario, Server
from zone import (
    NSEC,
    NSEC3,
    Name,
    Set,
)

DAY = 86400


@dataclass
class Mutation:
    name: str
    run: Callable
    early: bool = False  # works on the keys, before the zone is made


ALL: dict[str, Mutation] = {}


def mutation(label: str, early: bool = False):
    def register(f):
        ALL[label] = Mutation(label, f, early)
        return f

    return register


class Chooser:
    def __init__(self, kinds: list[str] | None):
        self.pool = [m for n, m in sorted(ALL.items()) if not kinds or any(n.startswith(k) for k in kinds)]

    def choose(self, rng: random.Random, files: bool = False) -> list[Mutation]:
        """None, one or two; for files only such as change the zone, not a single answer."""
        pool = [m for m in self.pool if not (files and m.name.startswith(("msg-", "server-fresh", "server-serial")))]
        if not pool or rng.random() < 0.04:
            return []
        return rng.sample(pool, min(len(pool), 2 if rng.random() < 0.25 else 1))


def label_type(t: int) -> str:
    return dns.rdatatype.to_text(t)


def server_of(s: Scenario, rng: random.Random) -> Server:
    return rng.choice(s.servers)


def set_of(
    s: Scenario, rng: random.Random, v: Server, want=None, signed=True
) -> tuple[Question, Set] | tuple[None, None]:
    """A random RRset that a random question brings from this server."""
    questions = list(s.questions)
    rng.shuffle(questions)
    for q in questions:
        if q.kind == "child":
            continue
        sets = [
            x
            for x in v.copy.answer(q.name, q.type).sets()
            if (x.sigs or not signed) and (want is None or want(x)) and x.name.is_subdomain(s.zone)
        ]
        if sets:
            return q, rng.choice(sets)
    return None, None


def stored(v: Server, x: Set) -> Set:
    """The RRset in the zone, of which an answer showed a wildcard's expansion."""
    if (x.name, x.type) in v.copy.sets:
        return v.copy.sets[(x.name, x.type)]
    ce, _ = v.copy.encloser(x.name)
    return v.copy.sets.get((Name((b"*",) + ce.labels), x.type), x)


def edit(s: Scenario, v: Server, q: Question, x: Set, change) -> str:
    kept = stored(v, x)
    v.copy.edits.append((kept.name, kept.type, change))
    s.touched.append((v.label, q.name, q.type))
    return f"{v.label} {kept.name} {label_type(kept.type)}"


def plain(x: Set) -> bool:
    return x.type not in (NSEC, NSEC3)
