"""A random multi-signer zone: providers, servers, keys, contents and the questions to ask. The same seed gives the
same zone."""

from __future__ import annotations

import copy as copying
import random
from dataclasses import dataclass, field

import dns.rdata
import dns.rdatatype

import probes
from question import Question
from keys import PKCS1, Key
from zone import CDNSKEY, CDS, DNSKEY, DS, IN, NS, SOA, Copy, Denial, Name, name

T = dns.rdatatype.from_text
ROOT = "127.77.0.2"  # for resolvers that start there
HELPER = "127.77.0.1"  # the parent, children elsewhere and other.test.
ODD = [
    r"we\(ird",
    r"clo\)se",
    r"qu\"ote",
    r"semi\;c",
    r"at\@x",
    r"do\$l",
    r"dot\.ted",
    r"ba\\ck",
    r"sp\032ace",
    r"nul\000l",
    r"hi\255",
    "MiXeD",
    "x" * 63,
    r"\042\040\041",
    r"star\*",
]


@dataclass
class Server:
    label: str
    copy: Copy
    address: str = ""


@dataclass
class Provider:
    label: str
    ksks: list[Key]
    zsks: list[Key]
    denial: Denial
    servers: list[Server] = field(default_factory=list)


@dataclass
class Plan:
    """Keys before anything is signed; mutations of kind `key-` change it."""

    model: str
    algorithm: int
    providers: list[Provider]
    publish: dict[str, list[Key]]  # provider → keys of its DNSKEY RRset
    anchors: list[Key]  # keys with a DS


@dataclass
class Scenario:
    index: int
    zone: Name
    at: int
    plan: Plan
    ds: list
    servers: list[Server]
    questions: list[Question]
    features: list[str]
    elsewhere: list[Copy]  # child zones served by the helper
    mutations: list[str] = field(default_factory=list)  # what was done, in words
    kinds: list[str] = field(default_factory=list)
    touched: list[tuple[str, Name | None, int | None]] = field(default_factory=list)
    # What the product is given: single answers, or each server's whole zone as a file.
    files: bool = False
    # (server of the DNSKEY RRset, server of the answers): all, or as many as are asked about.
    pairs: list[tuple[Server, Server]] = field(default_factory=list)

    def provider(self, s: Server) -> Provider:
        return next(p for p in self.plan.providers if any(x is s for x in p.servers))


def keyset(text: str, algorithm: int, rng: random.Random, csk: bool) -> tuple[list[Key], list[Key]]:
    # RSA keys come from a small stock, because making them is slow
    text = f"stock-{rng.randrange(12)}-{text.split('/')[-1]}" if algorithm in PKCS1 else text
    bits = 1024
    if csk:
        k = Key(text + "-csk", algorithm, 257, bits)
        return [k], [k]
    return [Key(text + "-ksk", algorithm, 257, bits)], [Key(text + "-zsk", algorithm, 256, bits)]


def make_plan(rng: random.Random, seed: str) -> Plan:
    model = rng.choice(["model1", "model2", "model2", "csk", "model2-crossed"])
    algorithm = rng.choices([13, 8, 15, 14, 10, 7, 16], [16, 4, 2, 1, 1, 1, 1])[0]
    count = 3 if rng.random() < 0.15 else 2
    providers = []
    for i in range(count):
        ksks, zsks = keyset(f"{seed}/{'ABC'[i]}", algorithm, rng, model == "csk")
        kind = rng.choices(["nsec", "nsec3", "compact"], [5, 4, 1.5])[0]
        denial = Denial(
            kind,
            rng.choice(["none", "none", "all", "some"]),
            bytes(rng.randrange(256) for _ in range(rng.choice([0, 0, 1, 8]))),
            rng.choice([0, 0, 0, 1, 10, 100, 150, 151, 160]),
        )
        providers.append(Provider("ABC"[i], ksks, zsks, denial))
    if model == "model1":
        for p in providers[1:]:
            p.ksks = providers[0].ksks
    zsks = [k for p in providers for k in p.zsks]
    ksks = list({id(k): k for p in providers for k in p.ksks}.values())
    publish = {}
    for p in providers:
        keys = list(p.ksks) + [k for k in zsks] + (ksks if model in ("model2-crossed", "csk") else [])
        publish[p.label] = list({id(k): k for k in keys}.values())
    return Plan(model, algorithm, providers, publish, ksks)


def name_servers(zone: Name) -> list[str]:
    """Names in no zone of the test; the root knows their addresses."""
    label = zone.labels[0].decode()
    return [f"ns1.a.{label}.example.", f"Ns2.B.{label}.example."]


def contents(rng: random.Random, zone: Name) -> tuple[list, list[Question], list[str], list]:
    """Records as (owner, type, texts, ttl), questions, features, children as (apex, signed, hosted)."""
    z = zone.to_text()
    r: list = []
    q: list[Question] = []
    features: list[str] = []
    children: list = []

    def put(owner: str, rdtype: str, *texts, ttl=3600):
        r.append((name(owner, zone) if owner != "@" else zone, T(rdtype), texts, ttl))

    def ask(owner: str, rdtype: str, kind: str):
        q.append(Question(name(owner, zone) if owner != "@" else zone, T(rdtype), kind))

    def has(feature: str, chance: float) -> bool:
        if rng.random() < chance:
            features.append(feature)
            return True
        return False

    put(
        "@",
        "SOA",
        f"ns1.a.example. hostmaster.{z} {rng.randrange(1, 2**32)} 7200 3600 1209600 300",
        ttl=rng.choice([300, 3600]),
    )
    put("@", "NS", *name_servers(zone))
    ask("@", "SOA", "exists")
    ask("@", "NS", "exists")
    apex_dname = has("apex-dname", 0.07)
    put("@", "TXT", '"v=spf1 -all"', r'"a\"b;c(d) \\ \200"')
    ask("@", "TXT", "exists")
    if has("apex-caa", 0.3):
        put("@", "CAA", '0 issue "ca.example; account=1"', '0 iodef "mailto:x@y.example"')
        ask("@", "CAA", "exists")
    else:
        ask("@", "CAA", "nodata")
    ask("@", "LOC", "nodata")
    if apex_dname:
        put("@", "DNAME", "other.test.")
        ask("@", "DNAME", "exists")
        ask("www", "A", "below-dname")
        ask("gone.deep", "TXT", "below-dname")
        return r, q, features, children
    put("www", "A", "192.0.2.1", "192.0.2.2", "192.0.2.3")
    put("www", "AAAA", "2001:db8::1")
    put("www", "HTTPS", '1 . alpn="h2,h3" ipv4hint="192.0.2.1"')
    ask("www", "A", "exists")
    ask("www", rng.choice(["AAAA", "HTTPS"]), "exists")
    ask("www", rng.choice(["TXT", "SVCB", "CAA", "DS"]), "nodata")
    ask("nope" + str(rng.randrange(1000)), rng.choice(["A", "TXT", "HTTPS", "DS"]), "nxdomain")
    if has("deep-nxdomain", 0.3):
        ask("a.b.c.www", "A", "nxdomain")
    if has("wildcard", 0.6):
        base = rng.choice(["*.w", "*.w", "*.e.w2", "*", "*.www"])
        put(base, "A", "192.0.2.77")
        put(base, "TXT", '"wild"')
        under = base[2:] if base != "*" else ""
        ask(("foo." + under).rstrip("."), "A", "wildcard")
        ask(("a.b." + under).rstrip("."), "TXT", "wildcard")
        ask(("bar." + under).rstrip("."), rng.choice(["AAAA", "HTTPS", "SVCB"]), "wildcard-nodata")
        if rng.random() < 0.4:
            ask(base, "A", "exists")
        if rng.random() < 0.3:
            ask(base, "AAAA", "nodata")
        if rng.random() < 0.3 and under:
            ask(under, "A", "nodata")
    if has("ent", 0.5):
        put("x.y.ent", "TXT", '"deep"')
        ask("ent", "A", "ent")
        ask("z.ent", "A", "nxdomain")
        if rng.random() < 0.5:
            ask("y.ent", "TXT", "ent")
    if has("cname", 0.5):
        put("c1", "CNAME", "C2." + z)
        put("c2", "CNAME", "www." + z)
        put("cx", "CNAME", "nx.gone." + z)
        ask("c1", "A", "cname")
        ask("cx", "A", "cname-nxdomain")
        if "wildcard" in features and rng.random() < 0.5:
            put("cw", "CNAME", rng.choice(["foo.w.", "q.", "k.www."]) + z)
            ask("cw", "A", "cname")
        if rng.random() < 0.4:
            put("ce", "CNAME", "host.other.test.")
            ask("ce", "A", "cname-out")
        if rng.random() < 0.3:
            put("*.cww", "CNAME", "www." + z)
            ask("any.cww", "A", "wildcard-cname")
    if has("dname", 0.35):
        put("dn", "DNAME", rng.choice(["tgt." + z, "other.test."]))
        put("host.tgt", "A", "192.0.2.50")
        ask("host.dn", "A", "below-dname")
        ask("dn", rng.choice(["DNAME", "A"]), "at-dname")
        if rng.random() < 0.5:
            ask("gone.dn", "A", "below-dname")
        if "cname" in features:
            put("cd", "CNAME", "host.dn." + z)
            ask("cd", "A", "cname")
    if has("signed-child", 0.4):
        hosted = rng.random() < 0.35
        children.append((name("sub", zone), True, hosted))
        ask("sub", "DS", "ds")
        ask("www.sub", "A", "child" if hosted else "referral")
        if hosted and rng.random() < 0.5:
            ask("nope.sub", "A", "child")
    if has("unsigned-child", 0.5):
        hosted = rng.random() < 0.35
        owner = rng.choice(["ins", "ins", "ins.ent2"])
        children.append((name(owner, zone), False, hosted))
        ask(owner, "DS", "no-ds")
        ask("www." + owner, "A", "child" if hosted else "referral")
        if owner != "ins":
            ask("ent2", "A", "ent")
        if rng.random() < 0.4:
            put("ins9", "NS", "ns.ins." + z)
            ask("ins9", "DS", "no-ds")
    if has("odd-names", 0.4):
        for o in rng.sample(ODD, rng.randrange(1, 4)):
            put(o, "TXT", '"odd"')
            ask(o, "TXT", "exists")
        ask(rng.choice([x for x in ODD if len(x) < 60]) + "z", "A", "nxdomain")
        ask(o, "A", "nodata")
    if has("long-name", 0.1):
        long = ".".join(["l" * 50] * 4)
        put(long, "A", "192.0.2.9")
        ask(long, "A", "exists")
    if has("types", 0.3):
        put("_sip._tcp", "SRV", "0 5 5060 SIP." + z)
        put("svc", "SVCB", "1 Target.example. port=853")
        put("alias", "HTTPS", "0 WWW." + z)
        put("mail", "MX", "10 MX1." + z, "20 mx2.Example.")
        put("_443._tcp.www", "TLSA", "3 1 1 " + "ab" * 32)
        put("unk", "TYPE65400", r"\# 4 0a000001")
        for o, t in rng.sample(
            [
                ("_sip._tcp", "SRV"),
                ("svc", "SVCB"),
                ("alias", "HTTPS"),
                ("mail", "MX"),
                ("_443._tcp.www", "TLSA"),
                ("unk", "TYPE65400"),
            ],
            2,
        ):
            ask(o, t, "exists")
        ask("_tcp", "A", "ent")
    return r, q, features, children


def simple(origin: Name, seed: str, at: int, signed: bool = True) -> Copy:
    """A small zone beside: a child, the parent, other.test."""
    key = Key(seed, 13, 257)
    c = Copy(origin, Denial(), [key], [key] if signed else [], at - 86400 * 7, at + 86400 * 30)
    if not signed:
        c.ksks = []
        c.denial = Denial("none")
    c.add(origin, SOA, "ns.helper.test. h.helper.test. 1 7200 3600 1209600 300")
    c.add(origin, NS, "ns." + origin.to_text())
    c.add(name("ns", origin), 1, HELPER)
    c.add(name("www", origin), 1, "192.0.2.200")
    c.add(name("host", origin), 1, "192.0.2.201")
    if signed:
        c.add(origin, DNSKEY, key.rdata())
    return c


def finish(c: Copy, rng: random.Random) -> Copy:
    c.make_chain(rng)
    c.sign_all()
    return c


MOST_QUESTIONS = 12
MOST_PAIRS = {False: 16, True: 4}  # a whole zone brings many questions


def some_pairs(servers: list[Server], touched: set[str], most: int, rng: random.Random) -> list[tuple[Server, Server]]:
    """All pairs, or so many: each server with itself and what a mutation touched first."""
    every = [(x, y) for x in servers for y in servers]
    rng.shuffle(every)
    every.sort(key=lambda p: (p[0].label in touched) + (p[1].label in touched) + (p[0] is p[1]), reverse=True)
    order = {id(v): n for n, v in enumerate(servers)}
    return sorted(every[:most], key=lambda p: (order[id(p[0])], order[id(p[1])]))


def add_cds(c: Copy, zone: Name, keys: list[Key]) -> None:
    for rdtype, made in ((CDS, [k.ds(zone) for k in keys]), (CDNSKEY, [k.rdata() for k in keys])):
        wires = [r.to_wire() for r in made]
        c.add(zone, rdtype, *[dns.rdata.from_wire(IN, rdtype, w, 0, len(w)) for w in wires])


def build(seed: str, index: int, at: int, mutate=None) -> Scenario:
    rng = random.Random(f"{seed}/{index}")
    zone = name(f"m{index:05d}.test.")
    text = f"{seed}/{index}"
    plan = make_plan(rng, text)
    files = rng.random() < 0.12
    if files:
        for p in plan.providers:
            if p.denial.kind == "compact":  # made for each question, so in no file
                p.denial.kind = rng.choice(["nsec", "nsec3"])
    chosen = mutate.choose(rng, files) if mutate else []
    notes, kinds = [], []
    for m in chosen:
        if m.early:
            said = m.run(plan, rng)
            if said:
                notes.append(f"{m.name}: {said}")
                kinds.append(m.name)
    records, questions, features, children = contents(rng, zone)
    if files:
        features.append("files")
        children = [(apex, signed, False) for apex, signed, _ in children]
    if rng.random() < 0.3:
        features.append("cds")
        questions += [Question(zone, CDS, "cds"), Question(zone, CDNSKEY, "cds")]
    serials = rng.random() < 0.5
    servers: list[Server] = []
    elsewhere: list[Copy] = []
    child_copies: dict[Name, Copy] = {}
    for apex, signed, hosted in children:
        child_copies[apex] = finish(simple(apex, f"{text}/{apex}", at, signed), rng)
        if not hosted:
            elsewhere.append(child_copies[apex])
    two = rng.choice([1, 1, 2]) if len(plan.providers) > 2 else 0
    for p in plan.providers:
        inc, exp = at - 86400 * rng.randrange(1, 8), at + 86400 * rng.randrange(5, 30)
        c = Copy(zone, p.denial, p.ksks, p.zsks, inc, exp)
        for owner, rdtype, texts, ttl in records:
            if rdtype == SOA and not serials:
                texts = (texts[0].replace(texts[0].split()[2], str(rng.randrange(1, 2**31)), 1),)
            c.add(owner, rdtype, *texts, ttl=ttl)
        for apex, signed, hosted in children:
            c.add(apex, NS, "ns." + apex.to_text())
            c.add(name("ns", apex), 1, HELPER)
            if signed:
                c.add(apex, DS, child_copies[apex].ksks[0].ds(apex))
            if hosted:
                c.children.append(child_copies[apex])
        c.add(zone, DNSKEY, *[k.rdata() for k in plan.publish[p.label]])
        if "cds" in features and plan.anchors:
            add_cds(c, zone, plan.anchors)
        chain = random.Random(f"{text}/{p.label}")
        finish(c, chain)
        for n in range(two or rng.choice([1, 2])):
            fresh = copying.copy(c)
            fresh.sets = {k: s.copy() for k, s in c.sets.items()}
            fresh.edits, fresh.message_edits = [], []
            p.servers.append(Server(f"{p.label.lower()}{n + 1}", fresh))
        servers += p.servers
    for n, s in enumerate(servers):
        s.address = f"192.0.2.{10 + n}"
    scenario = Scenario(
        index, zone, at, plan, [k.ds(zone) for k in plan.anchors], servers, questions, features, elsewhere, notes, kinds
    )
    for m in chosen:
        if not m.early:
            said = m.run(scenario, rng)
            if said:
                scenario.mutations.append(f"{m.name}: {said}")
                scenario.kinds.append(m.name)
    scenario.files = files
    scenario.pairs = some_pairs(servers, {v for v, _, _ in scenario.touched}, MOST_PAIRS[files], rng)
    if files:
        scenario.questions = probes.questions(scenario)
        return scenario
    # a bounded number of questions, those that a mutation touched first
    wanted = {(str(n), t) for _, n, t in scenario.touched}
    rest = [x for x in scenario.questions if (str(x.name), x.type) not in wanted]
    rng.shuffle(rest)
    scenario.questions = [x for x in scenario.questions if (str(x.name), x.type) in wanted] + rest
    scenario.questions = scenario.questions[:MOST_QUESTIONS]
    return scenario
