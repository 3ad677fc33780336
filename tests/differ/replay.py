"""Plans carried out against real resolvers: with the planned times no answer ever fails; with a step too early answers
fail, and only when the plan says that some can.

`replay.py BINARY`: loopback only, port 53 (the resolvers follow the delegations). Ends with `live: N passed, N failed`.

All cases run at once, each with a zone of its own: the servers publish at each moment what the plan's document says.
Three resolvers are asked for each zone ten times a second: unbound, BIND, and unbound behind a cache that does not
validate."""

from __future__ import annotations

import bisect
import json
import random
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from keys import Key
from restless import serving
from text import wire
from validators import anchor_of
from world import finish, simple
from zone import DNSKEY, DS, NS, SOA, Copy, Denial, Message, name

import dns.message
import dns.name
import dns.rcode

PARENT = "127.77.8.9"
HOSTS = {"A": "127.77.8.1", "B": "127.77.8.2"}
TTLS = {"ds": 12, "ns-parent": 3}
EACH = {"dnskey": 8, "data": 5, "ns": 3}
LEAD = 12  # seconds until the first step: keys are made, resolvers start
NAMES = 40
SLACK = 1.5  # resolvers count whole seconds

# What each case plans, the steps that come too early (right after the ones before them), and TTLs by which a resolver that
# asked just before the first step still holds what is old. Where another provider answers in the same moment, resolvers ask
# that one and hide the fault: here nobody else is asked.
NAMED = ["join.child-ns", "join.parent-ns"]
CASES = {
    "a whole migration, model 2": (["migrate", "--model", "2"], [], {}),
    "a whole migration, model 1": (["migrate", "--model", "1"], [], {}),
    "the algorithm is changed": (["algorithm-roll"], [], {}),
    "the move begins before B's DS is everywhere": (["migrate", "--model", "2"], NAMED, {}),
    "the move begins before A's DNSKEY is forgotten": (["migrate", "--model", "1"], NAMED, {"dnskey": 16}),
    "a new ZSK signs at once": (["zsk-roll", "--provider", "A"], ["zsk.sign"], {}),
    "the KSK is replaced before its DS is everywhere": (
        ["ksk-roll-double-ds", "--provider", "A"], ["ksk-double-ds.key"], {}
    ),
    "an old KSK goes at once": (["ksk-roll-double-key", "--provider", "A"], ["ksk-double-key.remove"], {"ds": 20}),
}


def key(of: str, zone: str) -> Key:
    return Key(f"replay/{zone}/{of}", 13, 256 if of.startswith("Z") else 257)


@dataclass
class Case:
    title: str
    zone: dns.name.Name
    document: dict
    failing: list  # (from, until, kind) as the plan says
    until: float
    early: bool
    copies: dict = field(default_factory=dict)  # provider → ([from], [Copy])
    asked: dict = field(default_factory=dict)  # resolver → number of answers
    failed: list = field(default_factory=list)  # (when, resolver)
    insecure: int = 0  # answers that were not validated


def at(states: tuple[list, list], now: float):
    moments, made = states
    return made[max(0, bisect.bisect_right(moments, now) - 1)]


def provider_copy(zone: dns.name.Name, state: dict, now: int) -> Copy:
    text = zone.to_text()
    of = lambda names: [key(n, text) for n in sorted(names)]  # noqa: E731
    signers = of(state["dnskey"]["signed_by"])
    c = Copy(zone, Denial() if state["data"]["signed_by"] else Denial("none"), signers, of(state["data"]["signed_by"]), now - 3600, now + 86400)
    c.minimum = ttl = state["data"]["ttl"]
    c.add(zone, SOA, f"ns.{text} h.{text} 1 7200 3600 604800 {ttl}", ttl=ttl)
    c.add(zone, NS, *[f"{p.lower()}.test." for p in state["ns"]["providers"]], ttl=state["ns"]["ttl"])
    if state["dnskey"]["keys"]:
        c.add(zone, DNSKEY, *[k.rdata() for k in of(state["dnskey"]["keys"])], ttl=state["dnskey"]["ttl"])
    for n in range(NAMES):
        c.add(name(f"n{n}", zone), 1, f"192.0.2.{n + 1}", ttl=ttl)
    return finish(c, random.Random(0))


def planned(binary: str, folder: Path, n: int, title: str, start: int) -> Case:
    arguments, early, other = CASES[title]
    zone, document = f"z{n}.test.", folder / f"{n}.json"
    labels = [p for p in HOSTS if "--provider" not in arguments or p in arguments]
    usual = TTLS | EACH | other
    ttls = {what: usual[what] for what in TTLS} | {f"{p}.{what}": usual[what] for p in labels for what in EACH}
    common = [binary, "plan", *arguments, "--zone", zone, "--start", str(start), "--margin", "1", "--format", "json"]
    common += ["--publication", str(document)] + [w for k, v in ttls.items() for w in ("--ttl", f"{k}={v}")]

    def run(*more: str) -> dict:
        done = subprocess.run([*common, *more], capture_output=True, text=True)
        if not done.stdout:
            raise RuntimeError(done.stderr)
        return json.loads(done.stdout)

    plan = run()
    steps = plan["steps"]
    step_of = {s["id"]: s for s in steps}
    seen = []
    for step in early:
        number = step_of[step]["number"]
        before = int(seen[-1].split("=")[1]) if seen else steps[number - 2]["at"]
        seen += ["--seen", f"{number}={before + 1}"]
    plan = run(*seen) if seen else plan
    made, failing = json.loads(document.read_text()), plan["proof"]["failing"]
    spans = [(f["from"], f["until"] or plan["finished"] + 600, f["kind"]) for f in failing]
    return Case(title, name(zone), made, spans, plan["finished"] + 3, bool(early))


class World:
    def __init__(self, cases: list[Case], now: int):
        parents: dict = {}
        moments = sorted({s["from"] or 0 for c in cases for s in c.document["parent"]})
        for moment in moments:
            parents[moment] = self.parent(cases, moment, now)
        self.anchor = anchor_of(parents[moments[0]])
        states = (moments, [parents[m] for m in moments])
        for c in cases:
            for p, all_ in c.document["providers"].items():
                c.copies[p] = ([s["from"] or 0 for s in all_], [provider_copy(c.zone, s, now) for s in all_])
        by_zone = {c.zone: c for c in cases}

        def provider(p: str):
            def find(q):
                case = next((by_zone[z] for z in by_zone if q.is_subdomain(z)), None)
                return at(case.copies[p], time.time()) if case and p in case.copies else None

            return find

        self.by_address = {PARENT: lambda q: at(states, time.time())}
        self.by_address |= {address: provider(p) for p, address in HOSTS.items()}

    @staticmethod
    def parent(cases: list[Case], moment: int, now: int) -> Copy:
        parent = simple(name("test."), "replay/parent", now)
        for p, address in HOSTS.items():
            parent.add(name(f"{p.lower()}.test."), 1, address, ttl=3600)
        parent.minimum = TTLS["ds"]
        for c in cases:
            state = [s for s in c.document["parent"] if (s["from"] or 0) <= moment][-1]
            parent.add(c.zone, NS, *[f"{p.lower()}.test." for p in state["ns"]["providers"]], ttl=state["ns"]["ttl"])
            if state["ds"]["keys"]:
                made = [key(k, c.zone.to_text()).ds(c.zone) for k in state["ds"]["keys"]]
                parent.add(c.zone, DS, *made, ttl=state["ds"]["ttl"])
        return finish(parent, random.Random(0))

    def reply(self, address: str, data: bytes, limit: int) -> bytes:
        q, end = dns.name.from_wire(data, 12)
        (t,) = struct.unpack("!H", data[12 + end : 14 + end])
        message_id, flags = struct.unpack("!HH", data[:4])
        c = self.by_address[address](q)
        m = c.answer(q, t) if c and q.is_subdomain(c.origin) else Message(rcode=5, aa=False)
        return wire(message_id, flags, data[12 : 16 + end], m, limit)


UNBOUND = """server:
  directory: "{d}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  logfile: "{d}/{n}.log"
  interface: 127.0.0.1@{port}
  do-daemonize: no
  do-ip6: no
  num-threads: 1
  do-not-query-localhost: no
  local-zone: "test." nodefault
  qname-minimisation: no
  aggressive-nsec: no
  target-fetch-policy: "0 0 0 0 0"
  val-bogus-ttl: 1
  infra-cache-min-rtt: 1000
  module-config: "{modules}"
  {anchor}
remote-control:
  control-enable: no
{zones}
"""
BIND = """options {{ directory "{d}"; listen-on port {port} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion yes;
  allow-query {{ any; }}; pid-file none; lock-file none; session-keyfile none; dnssec-validation yes; servfail-ttl 0;
  managed-keys-directory "{d}"; empty-zones-enable no; qname-minimization off; synth-from-dnssec no; prefetch 0; }};
controls {{ }};
trust-anchors {{ "test." static-ds {anchor}; }};
zone "test." {{ type static-stub; server-addresses {{ {parent}; }}; }};
"""
RESOLVERS = {"unbound": 15311, "BIND": 15312, "unbound behind a cache": 15313}
CACHE = 15314


def resolvers(folder: Path, anchor) -> list[subprocess.Popen]:
    tag, algorithm, digest, text = anchor
    stub = f'stub-zone:\n  name: "test."\n  stub-addr: {PARENT}'
    forward = f'forward-zone:\n  name: "."\n  forward-addr: 127.0.0.1@{CACHE}'
    trust = f'trust-anchor: "test. DS {tag} {algorithm} {digest} {text}"'
    wanted = [
        ("unbound", RESOLVERS["unbound"], "validator iterator", trust, stub),
        ("behind", RESOLVERS["unbound behind a cache"], "validator iterator", trust, forward),
        ("cache", CACHE, "iterator", "", stub),
    ]
    started = []
    for n, port, modules, anchored, zones in wanted:
        path = folder / f"{n}.conf"
        path.write_text(UNBOUND.format(d=folder, n=n, port=port, modules=modules, anchor=anchored, zones=zones))
        started.append(["unbound", "-d", "-c", str(path)])
    named = folder / "named.conf"
    named.write_text(BIND.format(d=folder, port=RESOLVERS["BIND"], anchor=f'{tag} {algorithm} {digest} "{text}"', parent=PARENT))
    started.append(["named", "-f", "-n", "1", "-c", str(named)])
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL}
    environment = {"PATH": "/usr/sbin:/sbin:/usr/bin:/bin"}
    return [subprocess.Popen(command, env=environment, **quiet) for command in started]


def ask(case: Case, resolver: str, begin: float) -> None:
    """Ten times a second, one name after the other."""
    port, n, s = RESOLVERS[resolver], 0, socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.settimeout(4)
    case.asked[resolver] = 0
    while (now := time.time()) < case.until:
        query = dns.message.make_query(name(f"n{n % NAMES}", case.zone), 1, use_edns=True, want_dnssec=True)
        n += 1
        try:
            s.sendto(query.to_wire(), ("127.0.0.1", port))
            while (answer := s.recv(4096))[:2] != struct.pack("!H", query.id):
                pass
            if now >= begin:
                case.asked[resolver] += 1
                if answer[3] & 15 == dns.rcode.SERVFAIL:
                    case.failed.append((now, resolver))
                elif answer[3] & 15 or not answer[3] & 0x20:
                    case.insecure += 1
        except TimeoutError:
            if now >= begin:
                case.failed.append((now, f"{resolver} (no answer)"))
        time.sleep(max(0.0, now + 0.1 - time.time()))


def wrong(case: Case) -> list[str]:
    least = min(case.asked.values())
    out = [] if least > 40 else [f"asked {least} times only"]
    out += [f"{case.insecure} answers were not validated"] if case.insecure else []
    if not case.early:
        return out + [f"{t - case.document['from']:.1f} s: {r} fails" for t, r in case.failed[:5]]
    if not case.failing:
        return out + ["the plan says that nothing fails"]
    # Resolvers keep a failure for a while (unbound a key that fails for a minute): it may last longer, never begin before.
    inside = lambda t: any(a - SLACK <= t for a, *_ in case.failing)  # noqa: E731
    out += [f"{t - case.document['from']:.1f} s: {r} fails, and the plan says that nothing does" for t, r in case.failed if not inside(t)][:5]
    return out if case.failed else [*out, "no resolver fails"]


def main() -> None:
    binary, start = sys.argv[1], int(time.time()) + LEAD
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        cases = [planned(binary, folder, n, title, start) for n, title in enumerate(CASES)]
        world = World(cases, start)
        with serving(world, 53):
            started = resolvers(folder, world.anchor)
            try:
                # What is fetched first is what was before the first step, as late as can be.
                time.sleep(max(1.0, start - 1 - time.time()))
                askers = [threading.Thread(target=ask, args=(c, r, start - 1)) for c in cases for r in RESOLVERS]
                for asker in askers:
                    asker.start()
                for asker in askers:
                    asker.join()
            finally:
                for one in started:
                    one.terminate()
    bad = 0
    for case in cases:
        words = wrong(case)
        bad += bool(words)
        who = sorted({r for _, r in case.failed})
        kinds = sorted({kind for *_, kind in case.failing})
        told = f"; {len(case.failed)} fail at {', '.join(who)}; the plan says {', '.join(kinds)}" if case.failed else ""
        print(f"{'FAILED' if words else 'ok'} replay: {case.title}, {sum(case.asked.values())} answers{told}", *words, sep="\n   ", flush=True)
    print(f"live: {len(cases) - bad} passed, {bad} failed")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
