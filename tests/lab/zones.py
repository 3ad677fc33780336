"""Keys and signed zones of the lab, made fresh in every run by BIND's own tools."""
import pathlib
import subprocess
import time

ALGORITHM = ["-a", "ECDSAP256SHA256"]
# Large enough for a DNSKEY answer that does not fit into 1,232 octets.
LARGE = ["-a", "RSASHA256", "-b", "2048"]
TLD = "lab."
PROVIDERS = "ABC"
HOST = {"A": "ns1.aster.lab.", "B": "ns1.birch.lab.", "C": "ns1.cedar.lab."}
ADDRESS = {"A": "127.0.0.11", "B": "127.0.0.12", "C": "127.0.0.13"}
ROOT, PARENT = "127.0.0.2", "127.0.0.3"


def run(*command, cwd=None):
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


class Keys:
    """KSKs and ZSKs by name; a key is made when it is first asked for."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.known = {}

    def get(self, zone, name, ksk=False, algorithm=ALGORITHM):
        if (zone, name) not in self.known:
            folder = self.folder / f"{zone}{name}"
            folder.mkdir(parents=True)
            flag = ["-f", "KSK"] if ksk else []
            base = run("dnssec-keygen", "-q", *algorithm, *flag, "-K", str(folder), zone).strip()
            self.known[zone, name] = folder / base
        return self.known[zone, name]

    def record(self, base):
        return [line for line in open(f"{base}.key") if not line.startswith(";")][0]

    def ds(self, base):
        return run("dnssec-dsfromkey", "-2", f"{base}.key")


def stamp(seconds):
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(time.time() + seconds))


def sign(keys, zone, text, ksks, zsks, published, folder, expired=False):
    """Signs with dnssec-signzone; `published` are DNSKEYs beside the signing ones. Gives the file's name."""
    folder.mkdir(parents=True, exist_ok=True)
    source, out = folder / "unsigned", folder / "signed"
    every = dict.fromkeys([*ksks, *zsks, *published])
    source.write_text(text + "".join(keys.record(key) for key in every))
    place = folder / "keys"
    place.mkdir()
    for key in [*ksks, *zsks]:
        for end in (".key", ".private"):
            (place / f"{key.name}{end}").write_bytes(pathlib.Path(f"{key}{end}").read_bytes())
    day = 86400
    span = (-10 * day, -day) if expired else (-3600, 20 * day)
    command = ["dnssec-signzone", "-P", "-x", "-K", str(place), "-o", zone, "-f", str(out)]
    command += ["-s", stamp(span[0]), "-e", stamp(span[1])]
    for key in ksks:
        command += ["-k", key.name]
    run(*command, str(source), *[key.name for key in zsks], cwd=folder)
    return out


def child_text(zone):
    text = f"$TTL 300\n{zone} SOA {HOST['A']} host.{zone} 1 7200 3600 1209600 300\n"
    text += "".join(f"{zone} NS {HOST[p]}\n" for p in PROVIDERS)
    return text + f"www.{zone} A 192.0.2.1\nalias.{zone} CNAME www.{zone}\n*.wild.{zone} A 192.0.2.2\n"


def build(folder, more=None):
    """`more`: zones signed already. Gives the file of every zone, {server: {zone: file}}; every child's DS records; the root's key file."""
    folder = pathlib.Path(folder)
    keys = Keys(folder / "keys")
    files = {"root": {}, "parent": {}, "A": {}, "B": {}, "C": {}}
    delegations, ds = "", {}

    def child(name, shared=False, missing=(), no_ds=(), expired=(), unsigned=False, algorithm=ALGORITHM):
        """`missing`: pairs (at, whose): that provider does not publish the other's ZSK."""
        nonlocal delegations
        zone = f"{name}.{TLD}"
        ksk = {p: keys.get(zone, "ksk" if shared else f"ksk-{p}", ksk=True, algorithm=algorithm) for p in PROVIDERS}
        zsk = {p: keys.get(zone, f"zsk-{p}", algorithm=algorithm) for p in PROVIDERS}
        for p in PROVIDERS:
            others = [zsk[q] for q in PROVIDERS if q != p and (p, q) not in missing]
            place = folder / "zones" / name / p
            if unsigned:
                place.mkdir(parents=True)
                (place / "signed").write_text(child_text(zone))
                files[p][zone] = place / "signed"
                continue
            files[p][zone] = sign(keys, zone, child_text(zone), [ksk[p]], [zsk[p]], others, place, p in expired)
        delegations += "".join(f"{zone} NS {HOST[p]}\n" for p in PROVIDERS)
        signing = [] if unsigned else [p for p in PROVIDERS if p not in no_ds]
        ds[zone] = "".join(dict.fromkeys(keys.ds(ksk[p]) for p in signing))
        delegations += ds[zone]

    child("model1", shared=True)
    child("model2")
    child("nozsk", missing=[("A", "B")])
    child("nods", no_ds="C")
    child("expired", expired="B")
    child("insecure", no_ds="ABC")
    child("unsigned", unsigned=True)
    child("large", algorithm=LARGE)
    # To a server that is there and refuses: how long unbound tries one that is silent is its own affair.
    delegations += f"lame.{TLD} NS {HOST['A']}\n"
    delegations += keys.ds(keys.get(f"lame.{TLD}", "ksk", ksk=True))
    if more:
        delegations += more.delegations()
        for p in PROVIDERS:
            files[p].update(more.files[p])
    hosts = "".join(f"{HOST[p]} A {ADDRESS[p]}\n" for p in PROVIDERS)
    # What the zones are for shows best with their names in the parent: loops of aliases among them.
    extra = f"loop1.{TLD} CNAME loop2.{TLD}\nloop2.{TLD} CNAME loop1.{TLD}\n"
    tld = f"$TTL 300\n{TLD} SOA ns.{TLD} host.{TLD} 1 7200 3600 1209600 300\n{TLD} NS ns.{TLD}\nns.{TLD} A {PARENT}\n"
    tld_ksk, tld_zsk = keys.get(TLD, "ksk", ksk=True), keys.get(TLD, "zsk")
    files["parent"][TLD] = sign(
        keys, TLD, tld + hosts + delegations + extra, [tld_ksk], [tld_zsk], [], folder / "zones" / "parent"
    )
    root = f"$TTL 300\n. SOA a.root. host.root. 1 7200 3600 1209600 300\n. NS a.root.\na.root. A {ROOT}\n"
    root += f"{TLD} NS ns.{TLD}\nns.{TLD} A {PARENT}\n" + keys.ds(tld_ksk)
    root_ksk, root_zsk = keys.get(".", "ksk", ksk=True), keys.get(".", "zsk")
    files["root"]["."] = sign(keys, ".", root, [root_ksk], [root_zsk], [], folder / "zones" / "root")
    anchor = folder / "root.key"
    anchor.write_text(keys.record(root_ksk))
    return files, ds, anchor
