"""The same server asked by `dig` and by `multisigner probe`: what is kept of its answers gives the same report.

`faithful.py BINARY`: names with every octet that zone files give a meaning to, each type of tests/every-type.zone in
the additional section, TTLs from 0 to 2^32-1. Loopback only. Ends with `live: N passed, N failed`."""

from __future__ import annotations

import itertools
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import dns.name
import dns.rdata
import dns.rdatatype
import dns.zonefile

from keys import Key
from restless import PARENT, Steady, World, serving
from world import add_cds, finish, simple
from zone import DNSKEY, DS, IN, NS, NSEC3, SOA, Copy, Denial, Set, name

import restless

ZONE = name("odd.test.")
HOST, ADDRESS = "ns1.a.example", "127.77.9.1"
DAY = 86400
TTLS = [0, 1, 3600, 2**31 - 1, 2**31, 2**32 - 1]
TYPES = ["SOA", "NS", "DNSKEY", "CDS", "CDNSKEY"]
# What one of them alone, several, and words of tools look like in a name.
LABELS = [bytes([octet]) for octet in b"()\";@$>.\\ #[{`:'|&=\t\0\x7f\xff"] + [
    b"(2nd floor)", b";; Got answer:", b"$TTL", b"@", b"> ", b"a\\.b", b"Office \"Printer\"", b"\xc3\xa9",
]
# BIND takes no other owner of an NSEC3 record.
HASH = b"0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"
# Of these dnspython has no text form: names only.
NAMES_ONLY = {"MD": 3, "MF": 4, "MB": 7, "MG": 8, "MR": 9, "MINFO": 14}


def every_type() -> list[tuple[int, dns.rdata.Rdata]]:
    """The records of tests/every-type.zone."""
    origin, found = name("example."), []
    for line in Path(__file__).parents[1].joinpath("every-type.zone").read_text().splitlines():
        if not line or line[0] in ";$":
            continue
        _, word, text = re.split(r"\s+(?:IN\s+)?", line, maxsplit=2)
        rdtype = NAMES_ONLY.get(word) or dns.rdatatype.from_text(word)
        if word in NAMES_ONLY:
            wire = b"".join(name(part, origin).to_wire() for part in text.split())
            rdata = dns.rdata.from_wire(IN, rdtype, wire, 0, len(wire))
        else:
            text = re.sub(r"\b1h\b|\b2h\b|\b2w\b|\b5m\b", "3600", text) if word == "SOA" else text
            rdata = dns.rdata.from_text(IN, rdtype, text, origin=origin, relativize=False)
        found.append((int(rdtype), rdata))
    return found


class Stuffed(Steady):
    """With records in the additional section that nobody asked for."""

    def __init__(self, one: Copy, label: bytes):
        super().__init__(one)
        ttls = itertools.cycle(TTLS)
        odd, hashed = (dns.name.Name((first, b"elsewhere", b"")) for first in (label, HASH))
        self.more = [Set(hashed if t == NSEC3 else odd, t, next(ttls), [rdata]) for t, rdata in every_type()]
        answer = one.answer

        def stuffed(q, t):
            m = answer(q, t).copy()
            m.additional += self.more
            return m

        one.answer = stuffed


def copy(label: bytes, now: int) -> Copy:
    ksk, zsk = Key("faithful-ksk", 13, 257), Key("faithful-zsk", 13, 256)
    c = Copy(ZONE, Denial(), [ksk], [zsk], now - 2 * DAY, now + 12 * DAY)
    c.add(ZONE, SOA, f"{HOST}. hostmaster.a.example. 1 7200 3600 604800 300")
    c.add(ZONE, NS, f"{HOST}.")
    c.add(ZONE, DNSKEY, ksk.rdata(), zsk.rdata())
    add_cds(c, ZONE, [ksk])
    # On both sides of the name that does not exist, and first in the zone.
    for around in (b"w" + label, b"y" + label, label):
        c.add(dns.name.Name((around,) + ZONE.labels), 1, "192.0.2.1")
    return finish(c, random.Random(0))


def run(*command, folder: Path | None = None) -> str:
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=120, cwd=folder)
    if done.returncode > 1:
        raise RuntimeError(f"{' '.join(map(str, command))}: {done.stdout}{done.stderr}")
    return done.stdout


def report(binary: str, folder: Path, at: str) -> dict:
    return json.loads(run(binary, "check", "answers.txt", "--zone", ZONE, "--at", at, "--format", "json", folder=folder))


def bare(value):
    """Without what says where in a text something stands."""
    if isinstance(value, dict):
        return {k: bare(v) for k, v in value.items() if k not in ("line", "lines", "place", "column")}
    if isinstance(value, list):
        return [bare(v) for v in value]
    return value


def differences(one, other, path="") -> list[str]:
    if isinstance(one, dict) and isinstance(other, dict):
        return [d for k in sorted(one.keys() | other.keys()) for d in differences(one.get(k), other.get(k), f"{path}.{k}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [d for n, (a, b) in enumerate(zip(one, other)) for d in differences(a, b, f"{path}[{n}]")]
    return [] if one == other else [f"{path}: {one!r} by dig, {other!r} by probe"]


def compare(binary: str, label: bytes, port: int, folder: Path) -> list[str]:
    by_probe, by_dig = folder / "probe", folder / "dig"
    by_probe.mkdir(), by_dig.mkdir()
    servers = ["--server", f"{HOST}={ADDRESS}", "--parent-server", "=".join(PARENT), "--port", port]
    kept = run(binary, "probe", ZONE, *servers, "--evidence", "-")
    (by_probe / "answers.txt").write_text(kept)
    nobody = re.search(r"^;(x\w+\.odd\.test\.) IN A$", kept, re.M)
    questions = [(PARENT[1], ZONE, "NS"), (PARENT[1], ZONE, "DS"), *((ADDRESS, ZONE, t) for t in TYPES), (ADDRESS, nobody[1], "A")]
    options = ["+dnssec", "+norec", "+nocookie", "+tcp", "+bufsize=1232"]
    said = [run("dig", f"@{server}", "-p", port, *options, q, t) for server, q, t in questions]
    said = "".join(said).replace(f"({PARENT[1]})", f"({PARENT[0]})").replace(f"({ADDRESS})", f"({HOST})")
    (by_dig / "answers.txt").write_text(said)
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    one, other = report(binary, by_dig, at), report(binary, by_probe, at)
    bad = differences(bare(one), bare(other))
    for which, what in (("dig", one), ("probe", other)):
        if what["verdict"] != "secure":
            bad.append(f"{what['verdict']} by {which}")
        lost = [piece for piece in what.get("not_read", []) if piece.get("gravity") != "note"]
        bad += [f"by {which}: {piece}" for piece in lost]
    return bad


def main() -> None:
    binary = os.path.abspath(sys.argv[1])
    restless.HOSTS = {HOST: ADDRESS}
    passed = failed = 0
    if not shutil.which("dig"):
        sys.exit("dig is missing: tools/setup.sh test")
    for number, label in enumerate(LABELS):
        now = int(time.time())
        parent = simple(name("test."), "faithful/parent", now)
        parent.add(ZONE, NS, f"{HOST}.")
        parent.add(ZONE, DS, Key("faithful-ksk", 13, 257).ds(ZONE))
        port = 5300 + (os.getpid() + number) % 500
        world = World({HOST: Stuffed(copy(label, now), label)}, finish(parent, random.Random(0)))
        with serving(world, port), tempfile.TemporaryDirectory() as folder:
            try:
                bad = compare(binary, label, port, Path(folder))
            except (RuntimeError, TypeError) as error:
                bad = [str(error)]
        print(f"{'ok' if not bad else 'FAILED'} dig and probe: {label!r}", *bad[:6], sep="\n   ", flush=True)
        passed, failed = passed + (not bad), failed + bool(bad)
    print(f"live: {passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
