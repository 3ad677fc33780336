"""The name servers of a batch in one process: each scenario's address answers DNSKEY from server X, everything else
from server Y."""

from __future__ import annotations

import os
import selectors
import signal
import socket
import struct
import threading

import dns.name

from text import wire
from world import HELPER, ROOT, Scenario, name_servers
from zone import DNSKEY, DS, NS, SOA, Copy, Denial, Message


def unsigned_root(below: dns.name.Name, addresses: dict[str, Scenario]) -> Copy:
    """For resolvers that start at the root; `below` has a trust anchor of its own."""
    c = Copy(dns.name.root, Denial("none"), [], [], 0, 0)
    c.add(c.origin, SOA, "ns.test. h.test. 1 7200 3600 1209600 300")
    c.add(c.origin, NS, "root-servers.test.")
    c.add(below, NS, "ns.test.")
    c.add(dns.name.from_text("ns.test."), 1, HELPER)
    for address, s in addresses.items():
        for n in name_servers(s.zone):
            c.add(dns.name.from_text(n), 1, address)
    return c


class Responder:
    def __init__(
        self, scenarios: list[Scenario], addresses: dict[str, Scenario], parent: Copy, beside: list[Copy], slot: int
    ):
        self.addresses, self.parent, self.slot = addresses, parent, slot
        self.zones = {c.origin: c for c in beside}
        for s in scenarios:
            for c in s.elsewhere + [c for v in s.servers for c in v.copy.children]:
                self.zones[c.origin] = c
        self.root = unsigned_root(parent.origin, addresses)
        self.kept: dict = {}

    def find(self, address: str, q, t: int) -> tuple[Copy, bool]:
        if address == ROOT:
            return self.root, False
        s = self.addresses.get(address)
        if s is not None and q.is_subdomain(s.zone) and not (q == s.zone and t == DS):
            x, y = s.pairs[self.slot % len(s.pairs)]
            return (x if q == s.zone and t == DNSKEY else y).copy, True
        if s is None:
            up = q
            while up != dns.name.root:
                if up in self.zones and not (up == q and t == DS):
                    return self.zones[up], False
                up = up.parent()
        return self.parent, False

    def reply(self, address: str, data: bytes, limit: int) -> bytes:
        i = 12
        while data[i]:
            i += 1 + data[i]
        question = data[12 : i + 5]
        (t,) = struct.unpack("!H", data[i + 1 : i + 3])
        q, _ = dns.name.from_wire(data, 12)
        message_id, flags = struct.unpack("!HH", data[:4])
        copy, _ = self.find(address, q, t)
        key = (address, q, t)
        m = self.kept.get(key)
        if m is None:
            m = copy.answer(q, t) if q.is_subdomain(copy.origin) else Message(rcode=5, aa=False)
            if not copy.changing:
                self.kept[key] = m
        return wire(message_id, flags, question, m, limit)


def udp_limit(data: bytes) -> int:
    """The client's buffer, from an OPT record at the end of a query without options or with them."""
    i = data.find(b"\0\0\x29", 12)
    return max(512, struct.unpack("!H", data[i + 3 : i + 5])[0]) if i > 0 else 512


def start(scenarios, addresses, parent, beside, slot: int, port: int) -> int:
    """Forks; the child answers until it is ended."""
    ready, tell = os.pipe()
    pid = os.fork()
    if pid:
        os.close(tell)
        os.read(ready, 1)
        os.close(ready)
        return pid
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        r = Responder(scenarios, addresses, parent, beside, slot)
        sel = selectors.DefaultSelector()
        for a in [HELPER, ROOT, *addresses]:
            u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            u.bind((a, port))
            sel.register(u, selectors.EVENT_READ, (a, "udp"))
            l = socket.socket()
            l.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            l.bind((a, port))
            l.listen(20)
            sel.register(l, selectors.EVENT_READ, (a, "tcp"))
        lock = threading.Lock()

        def tcp(c: socket.socket, a: str) -> None:
            try:
                c.settimeout(5)
                while True:
                    head = c.recv(2, socket.MSG_WAITALL)
                    if len(head) < 2:
                        break
                    data = c.recv(struct.unpack("!H", head)[0], socket.MSG_WAITALL)
                    with lock:
                        out = r.reply(a, data, 65535)
                    c.sendall(struct.pack("!H", len(out)) + out)
            except OSError:
                pass
            c.close()

        os.write(tell, b"x")
        while True:
            for k, _ in sel.select():
                a, how = k.data
                try:
                    if how == "tcp":
                        c, _ = k.fileobj.accept()
                        threading.Thread(target=tcp, args=(c, a), daemon=True).start()
                        continue
                    data, peer = k.fileobj.recvfrom(4096)
                    with lock:
                        out = r.reply(a, data, udp_limit(data))
                    k.fileobj.sendto(out, peer)
                except Exception:  # one bad query must not end the servers
                    import traceback

                    traceback.print_exc()
    finally:
        os._exit(1)
