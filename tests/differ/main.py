"""The command line: make scenarios, observe, judge, compare, write."""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import compare
import faults
import rules
import table
import truth
import validators
from world import HELPER, Scenario, build, finish, simple
from zone import DS, NS, name


def served(scenarios: list[Scenario], seed: str, at: int):
    """Addresses of the scenarios, the parent and the zone beside."""
    addresses = {f"127.77.{1 + n // 200}.{1 + n % 200}": s for n, s in enumerate(scenarios)}
    beside = finish(simple(name("other.test."), f"{seed}/other", at), random.Random(0))
    parent = simple(name("test."), f"{seed}/parent", at)
    for a, s in addresses.items():
        parent.add(s.zone, NS, "ns." + s.zone.to_text())
        parent.add(name("ns", s.zone), 1, a)
        if s.ds:
            parent.add(s.zone, DS, *s.ds)
    parent.add(beside.origin, NS, "ns." + beside.origin.to_text())
    parent.add(name("ns", beside.origin), 1, HELPER)
    parent.add(beside.origin, DS, beside.ksks[0].ds(beside.origin))
    return addresses, finish(parent, random.Random(0)), [beside]


def arguments() -> argparse.Namespace:
    p = argparse.ArgumentParser(description="random faults in multi-signer zones: validators against multisigner")
    p.add_argument("--seed", default="1")
    p.add_argument("--count", type=int, default=100, help="how many mutants")
    p.add_argument("--first", type=int, default=0, help="number of the first one: --first N --count 1 repeats mutant N")
    p.add_argument("--kinds", nargs="*", help="only mutations whose names begin so")
    p.add_argument("--binary", help="the multisigner program")
    p.add_argument("--out", type=Path, help="where to write")
    p.add_argument("--batch", type=int, default=50, help="mutants served at once")
    p.add_argument("--validators", nargs="*", default=validators.USUAL, choices=list(validators.ALL))
    p.add_argument("--at", type=int, help="moment of the test (Unix seconds); default now. Only unbound can do another")
    p.add_argument("--port", type=int, default=53, help="of the name servers; another than 53: no namespace of its own")
    p.add_argument("--minutes", type=float, default=60, help="start no batch after so many")
    p.add_argument("--recheck", type=int, default=200, help="so many per batch without a rule are asked again, alone")
    p.add_argument("--keep-all", action="store_true", help="keep the evidence of agreeing mutants too")
    p.add_argument("--list", action="store_true", help="list the mutations and end")
    a = p.parse_args()
    if a.list:
        print("\n".join(sorted(faults.ALL)))
        sys.exit(0)
    if not a.binary or not a.out:
        p.error("--binary and --out are needed")
    return a


def main() -> int:
    a = arguments()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))  # so that what was started is ended
    a.binary = str(Path(a.binary).resolve())
    a.out = a.out.resolve()
    a.out.mkdir(parents=True, exist_ok=True)
    chooser = faults.Chooser(a.kinds)
    began = time.monotonic()
    timing = Counter()
    done = 0
    with (
        open(a.out / "differ.jsonl", "w") as differ,
        open(a.out / "inner.jsonl", "w") as inner,
        open(a.out / "mutants.jsonl", "w") as mutants,
    ):
        for first in range(a.first, a.first + a.count, a.batch):
            if time.monotonic() - began > a.minutes * 60:
                print(f"out of time before mutant {first}", flush=True)
                break
            indices = range(first, min(first + a.batch, a.first + a.count))
            judged, observed = batch(a, indices, chooser, timing)
            for r in judged:
                s = r.s
                about = {"index": s.index, "kinds": s.kinds, "mutations": s.mutations}
                differ.writelines(json.dumps(d) + "\n" for d in r.differ)
                inner.writelines(json.dumps({**about, **d}) + "\n" for d in r.inner)
                truths = {
                    f"{x}>{y} q{i}": {v: w["v"] for v, w in o.items()}
                    for (n, x, y, i), o in observed.items()
                    if n == s.index
                }
                mutants.write(json.dumps({**r.line(), "truth": truths}) + "\n")
                if not (r.differ or r.inner or r.errors or a.keep_all):
                    shutil.rmtree(a.out / f"m{s.index:05d}")
            for f in (differ, inner, mutants):
                f.flush()
            done += len(judged)
            print(f"{done} mutants, {time.monotonic() - began:.0f} s", flush=True)
    seconds = ", ".join(f"{k} {v:.0f}" for k, v in timing.items())
    found = table.Table.read([a.out])
    wrong = [f"{n}: in {rules.DOCUMENT.name} or among the rules, not in both" for n in rules.undocumented()]
    text = "\n".join([f"seconds: {seconds}", *found.lines(), *wrong])
    (a.out / "summary.txt").write_text(text + "\n")
    print(text)
    failed = found.failed + len(wrong)
    print(f"differ: {found.passed} passed, {failed} failed")
    return 1 if failed else 0


def batch(a, indices, chooser, timing: Counter) -> tuple[list[compare.Judged], dict]:
    at = a.at or int(time.time()) // 60 * 60
    clock = [time.monotonic()]
    scenarios = [build(a.seed, i, at, chooser) for i in indices]
    world = truth.World(a.out / "work", scenarios, *served(scenarios, a.seed, at), at, a.port, a.validators)
    clock.append(time.monotonic())
    observed = truth.observe(world)
    clock.append(time.monotonic())

    def one(s: Scenario) -> compare.Judged:
        try:
            return compare.judge(s, a.out / f"m{s.index:05d}", a.binary, observed)
        except Exception as e:  # noqa: BLE001
            return compare.failed(s, e)

    with ThreadPoolExecutor(2) as pool:
        judged = list(pool.map(one, scenarios))
    clock.append(time.monotonic())
    compare.recheck(world, judged, a.recheck)
    clock.append(time.monotonic())
    timing.update(dict(zip(("zones", "validators", "product", "again"), (b - c for c, b in zip(clock, clock[1:])))))
    return judged, observed
