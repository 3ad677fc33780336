"""`multisigner probe` against name servers that differ, or that change while it asks: no false word in any round.

`restless.py BINARY [ROUNDS]`: loopback only, on a port of its own. Ends with `live: N passed, N failed`."""

from __future__ import annotations

import json
import os
import random
import struct
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from socket import MSG_WAITALL as WAITALL
from socketserver import BaseRequestHandler, ThreadingTCPServer, ThreadingUDPServer

from keys import Key, twins
from serve import udp_limit
from text import wire
from world import finish, simple
from zone import DNSKEY, DS, NS, SOA, Copy, Denial, Message, name

import dns.name

ZONE = name("restless.test.")
DAY = 86400
HOSTS = {"ns1.a.example": "127.77.9.1", "ns2.a.example": "127.77.9.2", "ns1.b.example": "127.77.9.3"}
PARENT = ("ns.test", "127.77.9.9")
ALGORITHM = 13
VERSIONS = 60  # of a zone that moves on; probe asks each server fewer questions


def keys(provider: str) -> tuple[Key, Key]:
    """KSK and ZSK; that of A has the tag of another key."""
    if provider == "a":
        return Key("restless-a-ksk", ALGORITHM, 257), Key(twins(ALGORITHM, 256)[0], ALGORITHM, 256)
    return Key(f"restless-{provider}-ksk", ALGORITHM, 257), Key(f"restless-{provider}-zsk", ALGORITHM, 256)


def copy(provider: str, now: int, serial: int = 1, begun: int = 2 * DAY, left: int = 12 * DAY, signer: Key | None = None):
    """What a server of this provider has: model 2, every provider's ZSK in each DNSKEY RRset."""
    ksk, zsk = keys(provider)
    c = Copy(ZONE, Denial(), [ksk], [signer or zsk], now - begun, now + left)
    c.add(ZONE, SOA, f"ns1.a.example. hostmaster.a.example. {serial} 7200 3600 604800 300")
    c.add(ZONE, NS, *[f"{host}." for host in HOSTS])
    c.add(ZONE, DNSKEY, ksk.rdata(), *[keys(p)[1].rdata() for p in "ab"])
    c.add(name("www", ZONE), 1, "192.0.2.1")
    return finish(c, random.Random(0))


class Steady:
    def __init__(self, one: Copy):
        self.one = one

    def next(self) -> Copy:
        return self.one


class Moving:
    """Another version for each answer."""

    def __init__(self, versions: list[Copy]):
        self.versions, self.at, self.lock = versions, 0, threading.Lock()

    def next(self) -> Copy:
        with self.lock:
            self.at += 1
            return self.versions[self.at % len(self.versions)]


def stale(now: int) -> dict:
    """ns2 of A lost its primary: everything it has expired four days ago."""
    return {"ns2.a.example": Steady(copy("a", now, begun=18 * DAY, left=-4 * DAY))}


def second_signer(now: int) -> dict:
    """ns2 of A signs with another private key, whose public key has the published key's tag."""
    return {"ns2.a.example": Steady(copy("a", now, signer=Key(twins(ALGORITHM, 256)[1], ALGORITHM, 256)))}


def moving_serial(now: int) -> dict:
    """The zone moves on between two answers; each is validly signed."""
    return {host: Moving([copy(host[4], now, serial=n + 1) for n in range(VERSIONS)]) for host in HOSTS}


def live_signer(now: int) -> dict:
    """Each answer is signed when it is asked for."""
    return {host: Moving([copy(host[4], now, begun=2 * DAY - n) for n in range(VERSIONS)]) for host in HOSTS}


CASES = {"a stale secondary": stale, "a second signer": second_signer, "a moving serial": moving_serial, "a live signer": live_signer}


class World:
    def __init__(self, servers: dict, parent: Copy):
        self.by_address = {HOSTS[host]: server for host, server in servers.items()} | {PARENT[1]: Steady(parent)}

    def reply(self, address: str, data: bytes, limit: int) -> bytes:
        q, at = dns.name.from_wire(data, 12)
        (t,) = struct.unpack("!H", data[12 + at : 14 + at])
        message_id, flags = struct.unpack("!HH", data[:4])
        c = self.by_address[address].next()
        m = c.answer(q, t) if q.is_subdomain(c.origin) else Message(rcode=5, aa=False)
        return wire(message_id, flags, data[12 : 16 + at], m, limit)


@contextmanager
def serving(world: World, port: int):
    """The world's servers, while the body runs."""
    class Udp(BaseRequestHandler):
        def handle(self):
            data, socket = self.request
            socket.sendto(world.reply(self.server.server_address[0], data, udp_limit(data)), self.client_address)

    class Tcp(BaseRequestHandler):
        def handle(self):
            # One question after the other on one connection (RFC 7766 §6.2.1).
            while len(head := self.request.recv(2, WAITALL)) == 2:
                (length,) = struct.unpack("!H", head)
                out = world.reply(self.server.server_address[0], self.request.recv(length, WAITALL), 65535)
                self.request.sendall(struct.pack("!H", len(out)) + out)

    ThreadingTCPServer.allow_reuse_address = ThreadingUDPServer.allow_reuse_address = True
    servers = [kind((address, port), how) for address in world.by_address for kind, how in ((ThreadingUDPServer, Udp), (ThreadingTCPServer, Tcp))]
    for server in servers:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def probe(binary: str, port: int) -> tuple[int, dict]:
    hosts = [word for host, address in HOSTS.items() for word in ("--server", f"{host}={address}")]
    arguments = [*hosts, "--parent-server", "=".join(PARENT), "--port", str(port), "--format", "json"]
    done = subprocess.run([binary, "probe", ZONE.to_text(), *arguments], capture_output=True, text=True, timeout=120)
    return done.returncode, json.loads(done.stdout) if done.stdout else {"error": done.stderr}


def wrong(case: str, code: int, report: dict) -> list[str]:
    """What is said and is not so, or is so and is not said."""
    if "error" in report:
        return [report["error"]]
    serious = [f for f in report["findings"] if f["severity"] in ("error", "warning")]
    said = [f"{f['code']}: {f['title']} {f['detail']}" for f in serious]
    if CASES[case] in (moving_serial, live_signer):
        return said + ([] if code == 0 and report["verdict"] == "secure" else [f"exit {code}, {report['verdict']}"])
    fails = [words for f, words in zip(serious, said) if f["severity"] == "error"]
    out = [] if code == 1 and report["verdict"] == "bogus" else [f"exit {code}, {report['verdict']}"]
    out += [words for words in fails if "It comes from ns2.a.example;" not in words]
    out += [] if fails else ["no error is said"]
    own = [m for m in report["mixes"] if m["answer_from"] == "B" and m["dnskey_from"] == "B"]
    return out + [f"B > B: {m['verdict']}" for m in own if m["verdict"] != "secure"]


def main() -> None:
    binary, rounds = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20
    passed = failed = 0
    for case, made in CASES.items():
        now = int(time.time())
        parent = simple(name("test."), "restless/parent", now)
        parent.add(ZONE, NS, *[f"{host}." for host in HOSTS])
        parent.add(ZONE, DS, *[keys(p)[0].ds(ZONE) for p in "ab"])
        servers = {host: Steady(copy(host[4], now)) for host in HOSTS} | made(now)
        port = 5300 + os.getpid() % 500
        bad = []
        with serving(World(servers, finish(parent, random.Random(0))), port):
            for n in range(rounds):
                bad += [f"round {n}: {words}" for words in wrong(case, *probe(binary, port))]
        print(f"{'ok' if not bad else 'FAILED'} probe: {case}, {rounds} rounds", *bad[:6], sep="\n   ", flush=True)
        passed, failed = passed + (not bad), failed + bool(bad)
    print(f"live: {passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
