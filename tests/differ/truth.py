"""What real validators say: one process of each per slot (the n-th pair of each scenario), with empty caches."""

from __future__ import annotations

import os
import signal
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import dns.edns
import dns.flags
import dns.message
import serve
import validators
from world import Scenario
from zone import Copy

WAIT = 3.0
LONGER = 12.0  # where a disagreement would follow from it; BIND gives up after 10 s
PATIENCE = 2  # unanswered questions per scenario and pair after which a validator is not asked any more
ASKED_AT_ONCE = 24
AGAIN_AT_ONCE = 4
UNREACHED = ("22 ", "23 ")  # extended errors: nobody was reached in time (RFC 8914 §4.23, §4.24)


def ask(port: int, q, t: int, wait: float, cd: bool = False) -> tuple[int, bool, list] | None:
    """rcode, AD, extended errors; None: no answer."""
    m = dns.message.make_query(q, t, want_dnssec=True, payload=4096)
    m.flags |= dns.flags.AD
    if cd:
        m.flags |= dns.flags.CD
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as s:
        s.settimeout(wait)
        try:
            s.sendto(m.to_wire(), ("127.0.0.1", port))
            while True:
                data, _ = s.recvfrom(65535)
                if data[:2] == struct.pack("!H", m.id):
                    break
        except OSError:
            return None
    flags = struct.unpack("!H", data[2:4])[0]
    errors = []
    try:
        r = dns.message.from_wire(data, ignore_trailing=True, raise_on_truncation=False)
        errors = [(int(o.code), o.text or "") for o in r.options if o.otype == dns.edns.OptionType.EDE]
    except Exception:  # noqa: BLE001 an odd record in the answer; its header says enough
        pass
    return flags & 15, bool(flags & 0x20), errors


def verdict(port: int, q, t: int, wait: float) -> dict:
    """`v`: secure, insecure, bogus, servfail (CD does not help), timeout."""
    r = ask(port, q, t, wait)
    if r is None:
        return {"v": "timeout"}
    rcode, ad, errors = r
    out: dict = {"ede": [f"{c} {x}".strip() for c, x in errors]} if errors else {}
    if rcode == 2:
        if any(5 <= c <= 12 for c, _ in errors):
            out["v"] = "bogus"
        else:
            c = ask(port, q, t, wait, cd=True)
            out["v"] = "bogus" if c and c[0] in (0, 3) else "servfail"
    else:
        out["v"] = "secure" if ad else "insecure"
        out["rcode"] = rcode
    return out


class World:
    """What is served, and who is asked about it."""

    def __init__(self, work: Path, scenarios, addresses, parent: Copy, beside, at: int, port: int, names: list[str]):
        self.work, self.scenarios, self.addresses, self.parent, self.beside = work, scenarios, addresses, parent, beside
        self.at, self.port, self.names = at, port, names

    def slot(self, number: int) -> Slot:
        return Slot(self, number)


class Slot:
    """The processes for one position in the lists of pairs."""

    def __init__(self, world: World, number: int):
        self.children: list = []
        folder = world.work / f"slot{number}"
        folder.mkdir(parents=True, exist_ok=True)
        self.pid = serve.start(world.scenarios, world.addresses, world.parent, world.beside, number, world.port)
        # on another port than 53 a referral leads nowhere: the zones elsewhere are told to the validators
        children = [c for s in world.scenarios for c in s.elsewhere + [c for v in s.servers for c in v.copy.children]]
        told = sorted({c.origin.to_text() for c in [*world.beside, *children]}) if world.port != 53 else []
        setting = validators.Setting(
            folder, world.at, world.port, validators.anchor_of(world.parent),
            {s.zone.to_text(): a for a, s in world.addresses.items()}, told,
        )  # fmt: skip
        try:
            for name in world.names:
                self.children.append(validators.start(name, setting))
            for name in world.names:
                self.await_answer(name, folder)
        except BaseException:
            self.close()
            raise

    @staticmethod
    def await_answer(name: str, folder: Path) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            r = ask(validators.port_of(name), "host.other.test.", 1, 0.5)
            if r is not None and r[0] == 0:
                return
            time.sleep(0.05)
        raise RuntimeError(f"{name} does not answer; see {folder}")

    def close(self) -> None:
        for p in self.children:
            p.terminate()
        for p in self.children:
            try:
                p.wait(3)
            except Exception:  # noqa: BLE001 it is ended whatever holds it
                p.kill()
                p.wait()
        os.kill(self.pid, signal.SIGTERM)
        os.waitpid(self.pid, 0)


def is_late(seen: dict | None) -> bool:
    return seen is None or seen["v"] == "timeout" or any(e.startswith(UNREACHED) for e in seen.get("ede", []))


def questions(s: Scenario, number: int, which, names: list[str], wait: float, out: dict) -> None:
    """Asks whoever has not answered yet."""
    x, y = s.pairs[number]
    silent = dict.fromkeys(names, 0)
    for i in which:
        q = s.questions[i]
        seen = out.setdefault((s.index, x.label, y.label, i), {})
        for name in names:
            if silent[name] < PATIENCE and is_late(seen.get(name)):
                seen[name] = verdict(validators.port_of(name), q.name, q.type, wait)
                silent[name] += seen[name]["v"] == "timeout"


def observe(world: World) -> dict:
    """(index, x label, y label, question number) → validator → verdict."""
    out: dict = {}
    for number in range(max(len(s.pairs) for s in world.scenarios)):
        here = [s for s in world.scenarios if number < len(s.pairs)]
        slot = world.slot(number)
        try:
            # whoever was late on a busy machine is asked again
            for at_once, wait in ((ASKED_AT_ONCE, WAIT), (AGAIN_AT_ONCE, LONGER)):
                with ThreadPoolExecutor(at_once) as pool:
                    list(pool.map(lambda s: questions(s, number, range(len(s.questions)), world.names, wait, out), here))
        finally:
            slot.close()
    return out


def again(world: World, wanted: list) -> list[dict]:
    """`wanted`: (scenario, number of the pair, numbers of the questions); each alone in its zone, with empty caches,
    as there is one of each scenario per round. The same order as `wanted`."""
    out: list[dict] = [{} for _ in wanted]
    left = list(enumerate(wanted))
    while left:
        number = left[0][1][1]
        now, rest, busy = [], [], set()
        for n, w in left:
            take = w[1] == number and w[0].index not in busy
            (now if take else rest).append((n, w))
            busy |= {w[0].index} if take else set()
        left = rest
        slot = world.slot(number)
        try:
            with ThreadPoolExecutor(AGAIN_AT_ONCE) as pool:
                list(pool.map(lambda e: questions(*e[1], world.names, LONGER, out[e[0]]), now))
        finally:
            slot.close()
    return out
