#!/usr/bin/env python3
"""Signs the small zones under tests/zones with real signers: dnssec-signzone, ldns-signzone, and
dnspython for compact denial (RFC 9824), which no signer of whole zones makes.

    tests/zones/make.py [NAME...]      makes all of them, or those named, anew (with new keys)

Each folder holds one file per provider (A.zone, B.zone, …) and the parent's records (parent.txt). Every
provider has a KSK and a ZSK of its own and publishes the other's ZSK (RFC 8901 model 2). Needs bind9-utils,
bind9-dnsutils, ldnsutils and dnspython with cryptography.
"""
import base64, os, subprocess, sys, tempfile
from pathlib import Path

HERE = Path(__file__).parent
START, END = "20261120000000", "20261220000000"


def run(*command, cwd):
    return subprocess.run(command, cwd=cwd, check=True, capture_output=True, text=True).stdout


def keygen(zone, work, ksk, algorithm="13"):
    flags = ["-f", "KSK"] if ksk else []
    return run("dnssec-keygen", "-q", "-a", algorithm, *flags, zone, cwd=work).strip()


def key_record(work, base):
    return [l for l in (work / f"{base}.key").read_text().splitlines() if not l.startswith(";")][0]


def ds_record(work, base):
    return run("dnssec-dsfromkey", "-2", f"{base}.key", cwd=work).strip()


class Zone:
    def __init__(self, name, providers="AB"):
        self.name, self.work = name, Path(tempfile.mkdtemp())
        self.keys = {p: (keygen(name, self.work, True), keygen(name, self.work, False)) for p in providers}
        self.extra = {p: [] for p in providers}

    def records(self, provider):
        others = [self.keys[other][1] for other in self.keys if other != provider]
        keys = [*self.keys[provider], *others, *self.extra[provider]]
        return "".join(key_record(self.work, key) + "\n" for key in keys)

    def cds(self, provider, rtype="CDS"):
        """CDS and CDNSKEY of both KSKs."""
        out = ""
        for p in "AB":
            base = self.keys[p][0]
            ds = ds_record(self.work, base).split(" DS ")[1]
            key = key_record(self.work, base).split(" DNSKEY ")[1]
            out += f"{self.name} 3600 IN CDS {ds}\n{self.name} 3600 IN CDNSKEY {key}\n"
        return out

    def text(self, provider, soa="3600 {s} 7200 3600 1209600 300", body="", ns=None):
        serial = {"A": "2026112501", "B": "1795608000", "C": "7"}[provider]
        ttl, rest = soa.format(s=serial).split(" ", 1)
        ns = ns or ["ns1.aster.example.", "ns1.fjord.example."]
        lines = [f"$TTL 3600", f"{self.name} {ttl} IN SOA {ns[0]} hostmaster.{self.name} {rest}"]
        lines += [f"{self.name} 3600 IN NS {host}" for host in ns]
        lines += [f"www.{self.name} 3600 IN A 192.0.2.1", body]
        return "\n".join(lines) + "\n" + self.records(provider)

    def bind(self, provider, text, *options, ksks=(), zsks=()):
        file = self.work / f"{provider}.db"
        file.write_text(text)
        keys = [a for k in [*self.keys[provider][:1], *ksks] for a in ("-k", k)]
        run("dnssec-signzone", "-q", "-o", self.name, "-s", START, "-e", END, "-O", "full", "-x", "-f", "out", *options,
            *keys, str(file), self.keys[provider][1], *zsks, cwd=self.work)
        return (self.work / "out").read_text()

    def ldns(self, provider, text, *options, more=()):
        file = self.work / f"{provider}.db"
        file.write_text(text)
        run("ldns-signzone", "-o", self.name, "-i", START, "-e", END, "-f", "out", *options, str(file),
            *self.keys[provider], *more, cwd=self.work)
        return (self.work / "out").read_text()

    def anchor(self, ksk):
        """The DS of a KSK as the parent has it."""
        return ds_record(self.work, ksk).replace(" IN DS", " 3600 IN DS") + "\n"

    def parent(self, *more):
        ds = "".join(ds_record(self.work, self.keys[p][0]).replace(" IN DS", " 3600 IN DS") + "\n" for p in "AB")
        return ds + "".join(more)


def write(folder, **files):
    target = HERE / folder
    target.mkdir(exist_ok=True)
    for name, text in files.items():
        lines = [l for l in text.splitlines() if l.strip() and not l.lstrip().startswith(";")]
        (target / (name + (".txt" if name == "parent" else ".zone"))).write_text("\n".join(lines) + "\n")


def delegation(zone, ttl, hosts, glue=()):
    return "".join(f"{zone.name} {ttl} IN NS {host}\n" for host in hosts) + "".join(f"{g}\n" for g in glue)


HOSTS = ["ns1.aster.example.", "ns1.fjord.example."]


def plain():
    """Healthy: CDS, CDNSKEY, CSYNC and delegation all agree."""
    zone = Zone("plain.example.")
    body = f"{zone.name} 3600 IN CSYNC 0 1 NS\n" + zone.cds("A")
    write("plain", A=zone.bind("A", zone.text("A", body=body)), B=zone.ldns("B", zone.text("B", body=body)),
          parent=zone.parent(delegation(zone, 3600, HOSTS)))


def delete():
    """Both ask the parent to remove every DS, as RFC 8078 has it."""
    zone = Zone("delete.example.")
    body = f"{zone.name} 3600 IN CDS 0 0 0 00\n{zone.name} 3600 IN CDNSKEY 0 3 0 AA==\n"
    write("delete", A=zone.bind("A", zone.text("A", body=body)), B=zone.ldns("B", zone.text("B", body=body)),
          parent=zone.parent())


def delete_bad():
    """A asks for it beside its CDS."""
    zone = Zone("delbad.example.")
    bad = f"{zone.name} 3600 IN CDS 0 0 0 00\n"
    write("delete-bad", A=zone.ldns("A", zone.text("A", body=zone.cds("A") + bad)),
          B=zone.ldns("B", zone.text("B", body=zone.cds("B"))), parent=zone.parent())


def cds_foreign():
    """Both CDS name a key that signs nothing: the parent would cut the chain."""
    zone = Zone("foreign.example.")
    stray = keygen(zone.name, zone.work, True)
    ds = ds_record(zone.work, stray).split(" DS ")[1]
    body = f"{zone.name} 3600 IN CDS {ds}\n"
    write("cds-foreign", A=zone.bind("A", zone.text("A", body=body)), B=zone.ldns("B", zone.text("B", body=body)),
          parent=zone.parent())


def csync():
    """B's CSYNC says something else, and goes by the serial; B's NS RRset lacks a host."""
    zone = Zone("csync.example.")
    a, b = f"{zone.name} 3600 IN CSYNC 0 1 NS\n", f"{zone.name} 3600 IN CSYNC 1795608000 2 A NS AAAA\n"
    write("csync", A=zone.bind("A", zone.text("A", body=a)), B=zone.ldns("B", zone.text("B", body=b, ns=HOSTS[:1])),
          parent=zone.parent(delegation(zone, 172800, HOSTS)))


def two_chains():
    """A has an NSEC and an NSEC3 chain."""
    zone = Zone("chains.example.")
    first = zone.ldns("A", zone.text("A"))
    second = zone.ldns("A", zone.text("A"), "-n", "-t", "0")
    more = [l for l in second.splitlines() if "\tNSEC3" in l or "\tRRSIG\tNSEC3" in l]
    write("two-chains", A=first + "\n".join(more) + "\n", B=zone.bind("B", zone.text("B")), parent=zone.parent())


def soa():
    """The SOA's TTL is below its MINIMUM, which is a day; ldns gives NSEC records the latter."""
    zone = Zone("soa.example.")
    times = "300 {s} 7200 3600 1209600 86400"
    write("soa", A=zone.bind("A", zone.text("A", soa=times.replace("300 {s}", "86400 {s}"))),
          B=zone.ldns("B", zone.text("B", soa=times)), parent=zone.parent())


def nsec3_salt():
    """NSEC3 at both; the salts differ."""
    zone = Zone("salt.example.")
    body = f"*.wild.{zone.name} 3600 IN TXT \"wild\""
    write("nsec3-salt", A=zone.bind("A", zone.text("A", body=body), "-3", "-", "-H", "0"),
          B=zone.ldns("B", zone.text("B", body=body), "-n", "-s", "ab12", "-t", "1"), parent=zone.parent())


def vanity():
    """Name servers below the zone; the parent's glue for one is old."""
    zone = Zone("vanity.example.")
    hosts = [f"ns1.{zone.name}", f"ns2.{zone.name}", f"ns3.{zone.name}"]
    body = "\n".join(f"{host} 3600 IN A 192.0.2.{10 + n}" for n, host in enumerate(hosts))
    glue = [f"{hosts[0]} 3600 IN A 192.0.2.10", f"{hosts[1]} 3600 IN A 198.51.100.7", f"{hosts[2]} 3600 IN A 192.0.2.12"]
    write("vanity", A=zone.bind("A", zone.text("A", body=body, ns=hosts)),
          B=zone.ldns("B", zone.text("B", body=body, ns=hosts)),
          parent=zone.parent(delegation(zone, 172800, hosts, glue)))


def many_keys():
    """A publishes four more ZSKs than it needs."""
    zone = Zone("many.example.")
    zone.extra["A"] = [keygen(zone.name, zone.work, False) for _ in range(4)]
    write("many-keys", A=zone.bind("A", zone.text("A")), B=zone.ldns("B", zone.text("B")), parent=zone.parent())


def extra_algorithm():
    """A publishes a key of algorithm 8 that signs nothing."""
    zone = Zone("extra.example.")
    zone.extra["A"] = [keygen(zone.name, zone.work, False, "8")]
    write("extra-algorithm", A=zone.ldns("A", zone.text("A")), B=zone.bind("B", zone.text("B")), parent=zone.parent())


def spare_ksk():
    """A publishes a KSK that signs nothing; its DS is printed."""
    zone = Zone("spare.example.")
    spare = keygen(zone.name, zone.work, True)
    zone.extra["A"] = [spare]
    write("spare-ksk", A=zone.bind("A", zone.text("A")), B=zone.ldns("B", zone.text("B")), parent=zone.parent())
    print("DS of the spare key:", ds_record(zone.work, spare))


def zsk_roll():
    """A signs with its old and its new ZSK, which both publish."""
    zone = Zone("zskroll.example.")
    second = keygen(zone.name, zone.work, False)
    zone.extra = {"A": [second], "B": [second]}
    write("zsk-roll", A=zone.bind("A", zone.text("A"), zsks=[second]), B=zone.ldns("B", zone.text("B")), parent=zone.parent())


def zsk_roll_ldns():
    """The same at B; A signs with one key."""
    zone = Zone("zskroll.example.")
    second = keygen(zone.name, zone.work, False)
    zone.extra = {"A": [second], "B": [second]}
    write("zsk-roll-ldns", A=zone.bind("A", zone.text("A")), B=zone.ldns("B", zone.text("B"), more=[second]), parent=zone.parent())


def algorithm_roll():
    """Both have keys and signatures of algorithms 13 and 14; the DS RRset has 13 alone."""
    zone = Zone("algroll.example.")
    new = {p: (keygen(zone.name, zone.work, True, "14"), keygen(zone.name, zone.work, False, "14")) for p in "AB"}
    zone.extra = {"A": [*new["A"], new["B"][1]], "B": [*new["B"], new["A"][1]]}
    made = {p: zone.bind(p, zone.text(p), ksks=new[p][:1], zsks=new[p][1:]) for p in "AB"}
    write("algorithm-roll", **made, parent=zone.parent())


class Changing(Zone):
    """Between model 1, one KSK that signs everywhere, and model 2, a KSK for each."""

    def __init__(self, name, providers="AB"):
        super().__init__(name, providers)
        self.shared = keygen(name, self.work, True)
        self.own = {p: self.keys[p][0] for p in providers}

    def share(self, *providers):
        """Model 1 at these providers."""
        for p in providers:
            self.keys[p] = (self.shared, self.keys[p][1])

    def double(self, *providers):
        """Both KSKs sign at these providers."""
        for p in providers:
            self.extra[p] += [self.shared]

    def make(self, folder, *ds, body="", withheld=()):
        """`withheld`: (provider, whose ZSK it lacks)."""
        made = {}
        for p, sign in zip(self.keys, (self.bind, self.ldns, self.bind)):
            text = self.text(p, body=body)
            for whose in (whose for at, whose in withheld if at == p):
                text = text.replace(key_record(self.work, self.keys[whose][1]) + "\n", "")
            doubled = [self.shared] if self.shared in self.extra[p] else []
            more = dict(ksks=doubled) if sign == self.bind else dict(more=doubled)
            made[p] = sign(p, text, **more)
        write(folder, **made, parent="".join(map(self.anchor, ds)))

    def asks(self, *ksks):
        """CDS and CDNSKEY of these."""
        out = ""
        for ksk in ksks:
            out += f"{self.name} 3600 IN CDS {ds_record(self.work, ksk).split(' DS ')[1]}\n"
            out += f"{self.name} 3600 IN CDNSKEY {key_record(self.work, ksk).split(' DNSKEY ')[1]}\n"
        return out


def model_change_ds():
    """Model 1; the DS of the providers' own KSKs stand beside that of the shared one."""
    zone = Changing("modelds.example.")
    zone.share("A", "B")
    zone.make("model-change-ds", zone.shared, *zone.own.values())


def model_change_asked():
    """The same, and CDS at both asks for all of them."""
    zone = Changing("modelask.example.")
    zone.share("A", "B")
    zone.make("model-change-asked", zone.shared, *zone.own.values(), body=zone.asks(zone.shared, *zone.own.values()))


def model_change_left():
    """The same, and CDS at both asks for the DS of the shared KSK alone."""
    zone = Changing("modelleft.example.")
    zone.share("A", "B")
    zone.make("model-change-left", zone.shared, *zone.own.values(), body=zone.asks(zone.shared))


def model_change_published():
    """The providers' own KSKs are published besides, and sign nothing yet; CDS asks for all."""
    zone = Changing("modelpub.example.")
    zone.share("A", "B")
    zone.extra = {p: list(zone.own.values()) for p in "AB"}
    zone.make("model-change-published", zone.shared, *zone.own.values(), body=zone.asks(zone.shared, *zone.own.values()))


def model_change_between():
    """A signs with its own KSK, B and C with the shared one; all DS are there."""
    zone = Changing("modelmid.example.", "ABC")
    zone.share("B", "C")
    zone.make("model-change-between", zone.shared, *zone.own.values())


def model_change_gap():
    """The same, and A does not publish C's ZSK."""
    zone = Changing("modelgap.example.", "ABC")
    zone.share("B", "C")
    zone.make("model-change-gap", zone.shared, *zone.own.values(), withheld=[("A", "C")])


def model_change_double():
    """Both sign with the shared KSK and with their own; the DS RRset has the shared one's alone. The other DS are
    printed."""
    zone = Changing("modeldbl.example.")
    zone.double("A", "B")
    zone.make("model-change-double", zone.shared)
    print("DS of the own keys:", *map(zone.anchor, zone.own.values()), sep="\n")


def model_change_double_partly():
    """A and B do so, C signs with the shared KSK alone."""
    zone = Changing("modelpart.example.", "ABC")
    zone.double("A", "B")
    zone.share("C")
    zone.make("model-change-double-partly", zone.shared)


def model_change_double_gap():
    """Both sign with both, and A does not publish B's ZSK."""
    zone = Changing("modeldblgap.example.")
    zone.double("A", "B")
    zone.make("model-change-double-gap", zone.shared, *zone.own.values(), withheld=[("A", "B")])


def delete_partly():
    """A asks for the removal of every DS; B is unsigned already, and asks for nothing."""
    zone = Zone("deletepart.example.")
    asks = f"{zone.name} 3600 IN CDS 0 0 0 00\n{zone.name} 3600 IN CDNSKEY 0 3 0 AA==\n"
    hosts = "".join(f"host{n}.{zone.name} 3600 IN A 192.0.2.{n}\n" for n in range(10, 20))
    unsigned = zone.text("B", body=hosts).removesuffix(zone.records("B"))
    write("delete-partly", A=zone.bind("A", zone.text("A", body=hosts + asks)), B=unsigned, parent=zone.parent())


def answer(question, answers="", authority="", rcode="NOERROR"):
    """A message as dig prints it."""
    out = [";; Got answer:", f";; ->>HEADER<<- opcode: QUERY, status: {rcode}, id: 1", ";; flags: qr aa; QUERY: 1", "",
           ";; OPT PSEUDOSECTION:", "; EDNS: version: 0, flags: do; udp: 1232", ";; QUESTION SECTION:", f";{question}", ""]
    for title, body in (("ANSWER", answers), ("AUTHORITY", authority)):
        out += [f";; {title} SECTION:", body.strip()] if body else []
    return "\n".join([*out, "", ""])


def rrset(text, owner, rtype):
    """The RRset with its signatures, out of a signed zone."""
    found = [l.split(" ;{")[0] for l in text.splitlines() if l.split() and l.split()[0] == owner
             and rtype in l.split()[3:5] and (l.split()[3] in (rtype, "RRSIG"))]
    return "\n".join(found) + "\n"


def apex_answers(zone, text):
    name = zone.name
    return "".join(answer(f"{name} IN {t}", rrset(text, name, t)) for t in ("DNSKEY", "SOA"))


def dig(folder, provider, text):
    target = HERE / folder
    target.mkdir(exist_ok=True)
    (target / f"{provider}.dig").write_text(text)


def compact():
    """A denies as RFC 9824 has it, signed with A's ZSK; B has an NSEC chain."""
    import dns.dnssec, dns.rdata, dns.rrset
    from cryptography.hazmat.primitives import hashes
    from cryptography.hazmat.primitives.asymmetric import ec, utils

    zone = Zone("compact.example.")
    base = zone.keys["A"][1]
    private = (zone.work / f"{base}.private").read_text()
    number = next(l.split()[1] for l in private.splitlines() if l.startswith("PrivateKey"))
    secret = ec.derive_private_key(int.from_bytes(base64.b64decode(number), "big"), ec.SECP256R1())

    def signed(owner, rtype, data, ttl=300):
        these = dns.rrset.from_text(owner, ttl, "IN", rtype, data)
        labels = owner.count(".")
        head = f"{rtype} 13 {labels} {ttl} {END} {START} {int(base.rsplit('+', 1)[1])} {zone.name}"
        octets = dns.dnssec._make_rrsig_signature_data(these, dns.rdata.from_text("IN", "RRSIG", head + " AAAA"))
        r, s = utils.decode_dss_signature(secret.sign(octets, ec.ECDSA(hashes.SHA256())))
        signature = base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()
        return f"{owner} {ttl} IN {rtype} {data}\n{owner} {ttl} IN RRSIG {head} {signature}\n"

    text = zone.bind("A", zone.text("A"))
    gone = f"gone.{zone.name}"
    proof = rrset(text, zone.name, "SOA") + signed(gone, "NSEC", f"\\000.{gone} RRSIG NSEC TYPE128")
    write("compact", B=zone.ldns("B", zone.text("B")), parent=zone.parent())
    dig("compact", "A", apex_answers(zone, text) + answer(f"{gone} IN A", authority=proof))


def wildcard():
    """A's wildcard answer lacks the NSEC record, B's has it."""
    zone = Zone("wildcard.example.")
    body = f"*.{zone.name} 3600 IN TXT \"wild\""
    for provider, text in (("A", zone.bind("A", zone.text("A", body=body))), ("B", zone.ldns("B", zone.text("B", body=body)))):
        name = f"a.{zone.name}"
        found = rrset(text, f"*.{zone.name}", "TXT").replace(f"*.{zone.name}", name)
        proof = rrset(text, f"*.{zone.name}", "NSEC") if provider == "B" else ""
        denial = rrset(text, zone.name, "SOA") + rrset(text, zone.name, "NSEC")
        dig("wildcard", provider, apex_answers(zone, text) + answer(f"{zone.name} IN HINFO", authority=denial)
            + answer(f"{name} IN TXT", found, proof))
    write("wildcard", parent=zone.parent())


def types():
    """A denies the apex MX that B serves."""
    zone = Zone("types.example.")
    mx = f"{zone.name} 3600 IN MX 10 mail.aster.example."
    a, b = zone.bind("A", zone.text("A")), zone.ldns("B", zone.text("B", body=mx))
    denial = rrset(a, zone.name, "SOA") + rrset(a, zone.name, "NSEC")
    dig("types", "A", apex_answers(zone, a) + answer(f"{zone.name} IN HINFO", authority=denial))
    dig("types", "B", apex_answers(zone, b) + answer(f"{zone.name} IN MX", rrset(b, zone.name, "MX")))
    write("types", parent=zone.parent())


def mixed_up():
    """A: two signings mixed, an MX that its own NSEC record denies, and NSEC records older than the SOA."""
    zone = Zone("mixed.example.")
    old = zone.ldns("A", zone.text("A", soa="3600 {s} 7200 3600 1209600 3600"))
    new = zone.ldns("A", zone.text("A", body=f"{zone.name} 3600 IN MX 10 mail.aster.example."))
    keep = "\n".join(l for l in old.splitlines() if "SOA" not in l.split()[3:5])
    text = rrset(new, zone.name, "SOA") + rrset(new, zone.name, "MX") + keep
    write("mixed-up", A=text, B=zone.bind("B", zone.text("B", body=f"{zone.name} 3600 IN MX 10 mail.aster.example.")),
          parent=zone.parent())


MADE = dict(plain=plain, delete=delete, delete_bad=delete_bad, cds_foreign=cds_foreign, csync=csync,
            two_chains=two_chains, soa=soa, nsec3_salt=nsec3_salt, vanity=vanity, many_keys=many_keys, spare_ksk=spare_ksk, extra_algorithm=extra_algorithm, zsk_roll=zsk_roll, zsk_roll_ldns=zsk_roll_ldns,
            algorithm_roll=algorithm_roll, model_change_ds=model_change_ds,
            model_change_asked=model_change_asked, model_change_left=model_change_left,
            model_change_published=model_change_published, model_change_between=model_change_between,
            model_change_gap=model_change_gap, model_change_double=model_change_double,
            model_change_double_partly=model_change_double_partly, model_change_double_gap=model_change_double_gap,
            delete_partly=delete_partly, compact=compact,
            wildcard=wildcard, types=types, mixed_up=mixed_up)

if __name__ == "__main__":
    for name in sys.argv[1:] or MADE:
        MADE[name]()
        print(name)
