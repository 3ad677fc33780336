"""Real servers on loopback: BIND, Knot and NSD as the providers, unbound as the resolver, nginx for HTTPS."""
import pathlib
import socket
import struct
import subprocess
import time

from zones import ADDRESS, PARENT, PROVIDERS, ROOT, TLD, run

RESOLVER, WEB = "127.0.0.53", "127.0.0.55"
DOH_PORT, H2_PORT, SILENT_PORT = 8443, 8080, 8081


def relay_address(x, y):
    return f"127.0.1.{PROVIDERS.index(x) * 3 + PROVIDERS.index(y) + 1}"


def mix_address(x, y):
    return f"127.0.2.{PROVIDERS.index(x) * 3 + PROVIDERS.index(y) + 1}"


def addresses():
    pairs = [(x, y) for x in PROVIDERS for y in PROVIDERS]
    fixed = [ROOT, PARENT, RESOLVER, WEB, *ADDRESS.values()]
    return fixed + [relay_address(*p) for p in pairs] + [mix_address(*p) for p in pairs]


class Servers:
    def __init__(self, folder, port):
        self.folder, self.port, self.running = pathlib.Path(folder), port, []

    def spawn(self, name, *command):
        log = open(self.folder / f"{name}.log", "w")
        child = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
        self.running.append((name, child))

    def stop(self):
        for _, child in self.running:
            child.terminate()
        for _, child in self.running:
            try:
                child.wait(5)
            except subprocess.TimeoutExpired:
                child.kill()

    def place(self, name):
        place = self.folder / name
        place.mkdir()
        return place

    def named(self, name, address, zones):
        place = self.place(name)
        conf = f"""options {{ directory "{place}"; listen-on port {self.port} {{ {address}; }}; listen-on-v6 {{ none; }};
  recursion no; dnssec-validation no; pid-file "{place}/pid"; lock-file none; session-keyfile "{place}/session";
  managed-keys-directory "{place}"; notify no; minimal-responses no; }};
controls {{ }};
"""
        conf += "".join(f'zone "{z}" {{ type primary; file "{f}"; }};\n' for z, f in zones.items())
        (place / "named.conf").write_text(conf)
        self.spawn(name, "named", "-g", "-c", f"{place}/named.conf", "-p", str(self.port))

    def knotd(self, name, address, zones):
        place = self.place(name)
        conf = f"""server:
    rundir: "{place}"
    listen: {address}@{self.port}
log:
  - target: stdout
    any: info
database:
    storage: "{place}"
template:
  - id: default
    storage: "{place}"
    semantic-checks: off
    zonefile-sync: -1
    journal-content: none
zone:
"""
        conf += "".join(f'  - domain: "{z}"\n    file: "{f}"\n' for z, f in zones.items())
        (place / "knot.conf").write_text(conf)
        self.spawn(name, "knotd", "-c", f"{place}/knot.conf")

    def nsd(self, name, address, zones):
        place = self.place(name)
        conf = f"""server:
    ip-address: {address}@{self.port}
    username: ""
    chroot: ""
    database: ""
    zonesdir: "{place}"
    zonelistfile: "{place}/zone.list"
    xfrdfile: "{place}/xfrd.state"
    pidfile: "{place}/pid"
    logfile: "{place}/nsd.log"
    xfrdir: "{place}"
remote-control:
    control-enable: no
"""
        conf += "".join(f'zone:\n    name: "{z}"\n    zonefile: "{f}"\n' for z, f in zones.items())
        (place / "nsd.conf").write_text(conf)
        self.spawn(name, "nsd", "-d", "-c", f"{place}/nsd.conf")

    def unbound(self, name, address, anchor, stubs):
        """A validating resolver, with DNS over HTTP/2 in clear text for nginx to ask. However a busy machine stalls
        them, no server looks slower than another: unbound would stop asking it."""
        place = self.place(name)
        conf = f"""server:
    directory: "{place}"
    chroot: ""
    username: ""
    pidfile: "{place}/pid"
    use-syslog: no
    logfile: "{place}/unbound.log"
    interface: {address}@{self.port}
    interface: {address}@{H2_PORT}
    https-port: {H2_PORT}
    http-notls-downstream: yes
    do-daemonize: no
    do-ip6: no
    num-threads: 1
    access-control: 127.0.0.0/8 allow
    do-not-query-localhost: no
    trust-anchor-file: "{anchor}"
    ede: yes
    val-log-level: 2
    module-config: "validator iterator"
    local-zone: "lab." nodefault
    minimal-responses: no
    qname-minimisation: no
    aggressive-nsec: no
    infra-cache-min-rtt: 1000
remote-control:
    control-enable: no
"""
        for zone, at in stubs.items():
            conf += f'stub-zone:\n    name: "{zone}"\n'
            conf += "".join(f"    stub-addr: {a}@{self.port}\n" for a in at)
        (place / "unbound.conf").write_text(conf)
        self.spawn(name, "unbound", "-c", f"{place}/unbound.conf")

    def nginx(self, upstreams):
        """HTTPS in front, and faults to meet: each at a path of its own."""
        place = self.place("nginx")
        # Connections are made, and nobody ever takes them.
        self.silent = socket.create_server((WEB, SILENT_PORT), backlog=256)
        (place / "openssl.conf").write_text(
            "[req]\ndistinguished_name=dn\nx509_extensions=ext\nprompt=no\n[dn]\nCN=lab\n[ext]\n"
            f"basicConstraints=critical,CA:FALSE\nsubjectAltName=IP:{WEB}\n"
        )
        run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
            "-config", f"{place}/openssl.conf", "-keyout", f"{place}/key.pem", "-out", f"{place}/cert.pem")
        cors = "add_header Access-Control-Allow-Origin * always;"
        cors += " add_header Access-Control-Expose-Headers 'Date, Retry-After' always;"
        paths = "".join(
            f"location = /{path} {{ grpc_pass grpc://{address}:{H2_PORT}; rewrite ^ /dns-query break; {cors} }}\n"
            for path, address in upstreams.items()
        )
        temporary = "".join(
            f"{kind}_temp_path {place}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (place / "nginx.conf").write_text(f"""daemon off; pid {place}/pid; error_log {place}/error.log; worker_processes 1;
events {{ worker_connections 128; }}
http {{ access_log off; {temporary}
  server {{ listen {WEB}:{DOH_PORT} ssl http2; ssl_certificate {place}/cert.pem; ssl_certificate_key {place}/key.pem;
    {paths}
    location = /silent {{ proxy_pass http://{WEB}:{SILENT_PORT}; {cors} }}
    location = /text {{ {cors} default_type text/html; return 200 "<p>not DNS</p>"; }}
    location = /junk {{ {cors} default_type application/dns-message; return 200 "not a message at all"; }}
    location = /busy {{ {cors} add_header Retry-After 30 always; return 429 "slow down"; }}
    location = /broken {{ {cors} return 503 "out of order"; }}
    location = /moved {{ {cors} return 302 https://{WEB}:9/dns-query; }}
    location / {{ {cors} return 404 "nothing here"; }}
    location = /closed {{ default_type application/dns-message; return 200 "not for pages"; }}
  }} }}
""")
        self.spawn("nginx", "nginx", "-c", f"{place}/nginx.conf", "-e", f"{place}/error.log")
        return place / "cert.pem"

    def ready(self, zone, address, seconds=20):
        """Waits until the server answers for the zone."""
        end = time.time() + seconds
        while time.time() < end:
            answer = ask(address, self.port, zone, "SOA", timeout=0.5)
            if answer and answer["rcode"] == 0:
                return
            time.sleep(0.1)
        logs = "".join(f"--- {name}\n{(self.folder / f'{name}.log').read_text()[-1500:]}" for name, _ in self.running)
        raise RuntimeError(f"{address} does not answer for {zone}\n{logs}")


TYPES = {"A": 1, "NS": 2, "SOA": 6, "DS": 43, "DNSKEY": 48}


def ask(address, port, name, rtype, timeout=15):
    """Asks with DO set; status and AD bit of the answer, or nothing."""
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.rstrip(".").split(".") if part) + b"\0"
    query = struct.pack("!6H", 4711, 0x0100, 1, 0, 0, 1) + labels + struct.pack("!2H", TYPES[rtype], 1)
    query += b"\0" + struct.pack("!2HI H", 41, 1232, 0x8000, 0)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(timeout)
        try:
            sock.connect((address, port))
            sock.send(query)
            flags = struct.unpack("!H", sock.recv(4096)[2:4])[0]
        except OSError:
            return None
    return {"rcode": flags & 15, "ad": bool(flags & 0x20)}
