"""How each validator is started: its configuration, its command line and the port on which it answers."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from world import HELPER, ROOT


@dataclass
class Setting:
    """What a configuration is made from."""

    folder: Path
    at: int  # moment of the test
    port: int  # of the name servers
    anchor: tuple[int, int, int, str]  # the DS record of test.
    zones: dict[str, str]  # zone → address of its server
    elsewhere: list[str]  # zones at the helper that only a referral leads to, when port 53 is not ours


UNBOUND = """server:
  directory: "{d}"
  chroot: ""
  username: ""
  pidfile: ""
  use-syslog: no
  logfile: "{d}/{n}.log"
  verbosity: 1
  val-log-level: 2
  interface: 127.0.0.1@{own}
  do-daemonize: no
  do-ip6: no
  num-threads: 1
  access-control: 127.0.0.0/8 allow
  do-not-query-localhost: no
  local-zone: "test." nodefault
  trust-anchor: "test. DS {anchor}"
  val-override-date: "{date}"
  qname-minimisation: no
  aggressive-nsec: no
  target-fetch-policy: "0 0 0 0 0"
  module-config: "validator iterator"
  edns-buffer-size: 4096
  max-udp-size: 4096
  val-bogus-ttl: 1
  ede: yes
  infra-cache-min-rtt: 1000
  harden-algo-downgrade: {harden}
remote-control:
  control-enable: no
"""
NAMED = """options {{ directory "{d}"; listen-on port {own} {{ 127.0.0.1; }}; listen-on-v6 {{ none; }}; recursion yes;
  allow-query {{ any; }}; pid-file none; lock-file none; session-keyfile none; dnssec-validation yes;
  managed-keys-directory "{d}"; empty-zones-enable no; qname-minimization off; servfail-ttl 0; edns-udp-size 4096;
  max-udp-size 4096; synth-from-dnssec no; recursive-clients 4000; prefetch 0; }};
controls {{ }};
logging {{ channel f {{ file "{d}/named.log"; severity info; }};
  category default {{ f; }}; category dnssec {{ f; }}; }};
trust-anchors {{ "test." static-ds {quoted}; }};
"""
RECURSOR = """local-address=127.0.0.1
local-port={own}
socket-dir={d}
lua-config-file={d}/anchors.lua
forward-zones-file={d}/forward
dont-query=
dnssec=validate
allow-from=127.0.0.0/8
extended-resolution-errors=yes
disable-packetcache=yes
packetcache-servfail-ttl=0
any-to-tcp=no
edns-outgoing-bufsize=4096
udp-truncation-threshold=4096
qname-minimization=no
threads=1
max-negative-ttl=60
max-cache-bogus-ttl=1
security-poll-suffix=
root-nx-trust=no
aggressive-nsec-cache-size=0
max-qperq=200
non-resolving-ns-max-fails=0
server-down-max-fails=0
hint-file=no
loglevel=4
daemon=no
write-pid=no
"""
KRESD = """net.listen('127.0.0.1', {own}, {{ kind = 'dns' }})
cache.size = 20 * MB
trust_anchors.remove('.')
trust_anchors.add('test. DS {anchor}')
modules.load('hints')
hints.root({{ ['root-servers.test.'] = '{root}' }})
option('ALLOW_LOCAL', true)
option('NO_MINIMIZE', true)
option('NO_CACHE', true)
mode('permissive')
policy.add(policy.suffix(policy.PASS, {{ todname('test.') }}))
for _, m in ipairs({{ 'priming', 'ta_update', 'ta_signal_query', 'detect_time_skew', 'detect_time_jump' }}) do
  pcall(modules.unload, m)
end
net.bufsize(4096)
log_level('notice')
"""


def stubs(s: Setting) -> list[tuple[str, str]]:
    """(zone, address) of what a validator is told: the parent, each zone, and what it would not find."""
    return [("test.", HELPER), *s.zones.items(), *((z, HELPER) for z in s.elsewhere)]


def unbound(s: Setting, own: int, name: str, hardened: bool) -> list[str]:
    body = UNBOUND.format(
        d=s.folder, n=name, own=own, harden="yes" if hardened else "no", anchor=" ".join(map(str, s.anchor)),
        date=time.strftime("%Y%m%d%H%M%S", time.gmtime(s.at)),
    )  # fmt: skip
    body += "".join(f'stub-zone:\n  name: "{z}"\n  stub-addr: {a}@{s.port}\n' for z, a in stubs(s))
    (s.folder / f"{name}.conf").write_text(body)
    return ["unbound", "-d", "-c", str(s.folder / f"{name}.conf")]


def named(s: Setting, own: int) -> list[str]:
    tag, algorithm, digest, text = s.anchor
    body = NAMED.format(d=s.folder, own=own, quoted=f'{tag} {algorithm} {digest} "{text}"')
    for z, a in stubs(s):
        if s.port == 53:
            body += f'zone "{z}" {{ type static-stub; server-addresses {{ {a}; }}; }};\n'
        else:
            body += f'zone "{z}" {{ type forward; forward only; forwarders {{ {a} port {s.port}; }}; }};\n'
    (s.folder / "named.conf").write_text(body)
    return ["named", "-f", "-n", "1", "-c", str(s.folder / "named.conf")]


def recursor(s: Setting, own: int) -> list[str]:
    place = s.folder / "recursor"
    place.mkdir(exist_ok=True)
    (place / "recursor.conf").write_text(RECURSOR.format(d=place, own=own))
    (place / "anchors.lua").write_text(f"clearTA()\naddTA('test.', \"{' '.join(map(str, s.anchor))}\")\n")
    (place / "forward").write_text("".join(f"{z}={a}:{s.port}\n" for z, a in stubs(s)))
    return ["pdns_recursor", f"--config-dir={place}"]


def kresd(s: Setting, own: int) -> list[str]:
    if s.port != 53:
        raise RuntimeError("Knot Resolver follows the delegations: it needs port 53")
    place = s.folder / "kresd"
    shutil.rmtree(place, ignore_errors=True)  # it keeps its cache there
    place.mkdir()
    anchor = " ".join(map(str, s.anchor))
    (place / "kresd.conf").write_text(KRESD.format(own=own, anchor=anchor, root=ROOT))
    return ["kresd", "-n", "-c", str(place / "kresd.conf"), str(place)]


# Each profile's validator: port, how it is started.
ALL = {
    "unbound": (15301, lambda s, own: unbound(s, own, "unbound", False)),
    "unbound_hardened": (15302, lambda s, own: unbound(s, own, "unbound_hardened", True)),
    "bind": (15303, named),
    "powerdns": (15304, recursor),
    "knot": (15305, kresd),
}
USUAL = ["unbound", "unbound_hardened", "bind"]


def port_of(name: str) -> int:
    return ALL[name][0]


def anchor_of(parent) -> tuple[int, int, int, str]:
    wire = parent.ksks[0].ds(parent.origin).to_wire()
    return *struct.unpack("!HBB", wire[:4]), wire[4:].hex()


def start(name: str, setting: Setting) -> subprocess.Popen:
    own, make = ALL[name]
    command = make(setting, own)
    environment = {**os.environ, "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}
    with open(setting.folder / f"{name}.out", "w") as out:
        return subprocess.Popen(
            command, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=environment
        )
