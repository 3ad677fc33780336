#!/usr/bin/env python3
"""The live check against real servers on loopback: `run.py path/to/multisigner [case …]`, or
`run.py path/to/multisigner --page COMMAND …` to run a command beside the servers, with LAB=FILE telling of them.

A root and a parent zone with an anchor of their own, the children served by BIND, Knot and NSD with keys of
their own, unbound as the validating resolver, one more unbound for each mix of DNSKEY RRset and answer, and
nginx for HTTPS. With a network namespace of its own (which has loopback only) port 53 is free; without, high
ports are used. Ends with `live: N passed, N failed`."""
import concurrent.futures
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback

PORT = int(os.environ.get("LAB_PORT", "53"))
sys.dont_write_bytecode = True


def enter_namespace():
    """Starts this again in a namespace, as root or with a mapped root; else goes on with high ports."""
    if os.environ.get("LAB_PORT"):
        return
    here = [sys.executable, *sys.argv]
    for options in (["-n"], ["-rn"]):
        if subprocess.run(["unshare", *options, "ip", "link", "set", "lo", "up"], capture_output=True).returncode == 0:
            os.execvpe("unshare", ["unshare", *options, *here], {**os.environ, "LAB_PORT": "53"})
    os.execve(sys.executable, here, {**os.environ, "LAB_PORT": "5300"})


if __name__ == "__main__":
    if not sys.platform.startswith("linux"):
        print("live: 0 passed, 0 failed (Linux only: loopback addresses and network namespaces)")
        sys.exit(0)
    os.environ["PATH"] = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    enter_namespace()

from servers import DOH_PORT, RESOLVER, WEB, Servers, addresses, ask, mix_address, relay_address  # noqa: E402
from simulated import ALGORITHMS, QUESTIONS, Simulated  # noqa: E402
from zones import ADDRESS, HOST, PARENT, PROVIDERS, ROOT, TLD, build  # noqa: E402

ZONES = ["model1", "model2", "nozsk", "nods", "expired", "insecure", "unsigned", "large"]
PAIRS = [(x, y) for x in PROVIDERS for y in PROVIDERS]


class Lab:
    def __init__(self, folder, binary):
        self.folder, self.binary = folder, binary
        self.simulated = Simulated(folder, binary)
        self.files, self.ds, self.anchor = build(folder, self.simulated)
        self.servers = Servers(folder, PORT)

    def start(self):
        if PORT == 53:
            subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
            # BIND listens on addresses only that an interface has.
            for address in addresses():
                subprocess.run(["ip", "addr", "add", f"{address}/8", "dev", "lo"], capture_output=True)
        s, files = self.servers, self.files
        # Where no address can be given to the interface, BIND cannot listen on it: Knot stands in.
        bind = s.named if PORT == 53 else s.knotd
        bind("root", ROOT, files["root"])
        s.nsd("parent", PARENT, files["parent"])
        bind("A", ADDRESS["A"], files["A"])
        s.knotd("B", ADDRESS["B"], files["B"])
        s.nsd("C", ADDRESS["C"], files["C"])
        s.spawn("relay", sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "relay.py"), str(PORT))
        # Stubs say where the servers are: a delegation cannot name a port.
        zones = [f"{z}.{TLD}" for z in ZONES] + self.simulated.zones("")
        children = {z: list(ADDRESS.values()) for z in zones}
        above = {".": [ROOT], TLD: [PARENT]}
        s.unbound("resolver", RESOLVER, self.anchor, {**above, **children})
        for x, y in PAIRS:
            through = {z: [relay_address(x, y)] for z in zones}
            s.unbound(f"mix-{x}{y}", mix_address(x, y), self.anchor, {**above, **through})
        own = {p: mix_address(p, p) for p in PROVIDERS}
        self.certificate = s.nginx({"dns-query": RESOLVER, **own})
        for zone, address in [(".", ROOT), (TLD, PARENT), *((f"model2.{TLD}", a) for a in ADDRESS.values())]:
            s.ready(zone, address)
        for address in [RESOLVER, *(mix_address(*p) for p in PAIRS)]:
            s.ready(f"model2.{TLD}", address)

    def multisigner(self, *arguments):
        environment = {**os.environ, "SSL_CERT_FILE": str(self.certificate)}
        done = subprocess.run(
            [self.binary, *arguments], capture_output=True, text=True, timeout=120, env=environment
        )
        return done.returncode, done.stdout, done.stderr

    def probe(self, zone, *more):
        return self.multisigner(
            "probe", zone, "--private", "--resolver", RESOLVER, "--port", str(PORT), "--anchor", str(self.anchor), *more
        )

    def doh(self, zone, *resolvers, samples=30, more=()):
        doh = [word for one in resolvers for word in ("--doh", one)]
        return self.multisigner(
            "check", zone, *doh, "--anchor", str(self.anchor), "--samples", str(samples), *more
        )

    def unbound(self, x, y, zone, questions=(("", "SOA"), ("", "NS"), ("nobody", "A"))):
        """The worst that unbound makes of the answers of Y with the DNSKEY RRset of X."""
        worst = "secure"
        for name, rtype in questions:
            verdict, _ = self.unbound_on(x, y, f"{name}.{zone}" if name else zone, rtype)
            worst = max(worst, verdict, key=["secure", "insecure", "none", "bogus"].index)
        return worst

    def unbound_on(self, x, y, name, rtype):
        """What unbound makes of one answer, and the status it passes on."""
        got = ask(mix_address(x, y), PORT, name, rtype)
        if got is None:
            return "none", None
        return "bogus" if got["rcode"] == 2 else "secure" if got["ad"] else "insecure", got["rcode"]


    def described(self):
        """What a test of the page needs to know, and what unbound makes of every mix of every zone."""
        return {
            "zones": {
                f"{z}.{TLD}": {x + y: self.unbound(x, y, f"{z}.{TLD}") for x, y in PAIRS} for z in ZONES
            },
            "anchor": open(self.anchor).read(),
            "base": f"https://{WEB}:{DOH_PORT}/",
            "providers": list(PROVIDERS),
            "tld": TLD,
        }


def url(path="dns-query"):
    return f"https://{WEB}:{DOH_PORT}/{path}"


def by_provider(report):
    """The report's labels by the lab's: its providers name their servers."""
    letters = {}
    for provider in report["providers"]:
        for server in provider["servers"]:
            for letter, host in HOST.items():
                if server.rstrip(".") in (host.rstrip("."), ADDRESS[letter]):
                    letters[provider["label"]] = letter
    return letters


def mixes(report, letters):
    return {(letters[m["dnskey_from"]], letters[m["answer_from"]]): m for m in report["mixes"]}


def placeless(what):
    """Without where the evidence stands: another text has it in another line."""
    if isinstance(what, list):
        return [placeless(one) for one in what]
    if isinstance(what, dict):
        return {key: placeless(one) for key, one in what.items() if not ("owner" in what and key in ("source", "line"))}
    return what


def equal(found, expected, what):
    if isinstance(found, dict) and isinstance(expected, dict):
        keys = [key for key in {**found, **expected} if found.get(key) != expected.get(key)]
        found, expected = ({key: one.get(key) for key in keys} for one in (found, expected))
    assert found == expected, f"{what}:\n  found    {found}\n  expected {expected}"


# ---- the cases: every function that begins with test_


def zone_case(name, expected_failing):
    def case(lab):
        zone = f"{name}.{TLD}"
        evidence = os.path.join(lab.folder, f"{name}.txt")
        code, out, err = lab.probe(zone, "--evidence", evidence, "--format", "json")
        report = json.loads(out) if out else {}
        assert report, err
        letters = by_provider(report)
        equal(sorted(letters.values()), list(PROVIDERS), "providers")
        ours = mixes(report, letters)
        theirs = {pair: lab.unbound(*pair, zone) for pair in PAIRS}
        # Each mix as unbound really answers it.
        equal({pair: mix["profiles"]["unbound"] for pair, mix in ours.items()}, theirs, "verdicts of unbound")
        failing = {x + y for (x, y), verdict in theirs.items() if verdict == "bogus"}
        equal(failing, expected_failing, "mixes that fail")
        equal(code, 1 if failing else 0, "exit status")
        # The evidence reads back to the same report.
        code, again, err = lab.multisigner("check", evidence, "--at", report["at"], "--format", "json")
        assert again, err
        again = json.loads(again)
        for part in report:
            if part not in ("not_read", "live"):
                equal(placeless(again[part]), placeless(report[part]), f"report read back: {part}")
        # The zone files, pasted, give the same verdicts.
        files = [word for p in PROVIDERS for word in ("-p", f"{p}={lab.files[p][zone]}")]
        ds = os.path.join(lab.folder, f"{name}.ds")
        with open(ds, "w") as out:
            out.write(lab.ds[zone])
        given = ds if lab.ds[zone] else "none"
        _, pasted, err = lab.multisigner("check", *files, "--ds", given, "--at", report["at"], "--format", "json")
        assert pasted, err
        pasted = mixes(json.loads(pasted), {p: p for p in PROVIDERS})
        both = lambda found: {pair: (mix["verdict"], mix["profiles"]) for pair, mix in found.items()}
        equal(both(ours), both(pasted), "mixes of the pasted zone files")
        # By DNS over HTTPS: a resolver for the chain, and one address for each provider.
        addresses = [url(), *(f"{p}={url(p)}" for p in PROVIDERS)]
        code, live, err = lab.doh(zone, *addresses, samples=2, more=("--format", "json", "--at", report["at"]))
        assert live, err
        live = json.loads(live)
        equal([cut["verdict"] for cut in live["live"]["chain"][:-1]], ["secure", "secure"], "the chain above")
        # What the resolver passes on is what the providers said, and nobody is counted twice.
        equal(live["live"]["coverage"]["words"], "Saw 3 of 3 providers.", "how much was seen")
        equal([provider["label"] for provider in live["providers"]], list(PROVIDERS), "providers by DNS over HTTPS")
        live = {(m["dnskey_from"], m["answer_from"]): (m["verdict"], m["profiles"]) for m in live["mixes"]}
        equal(live, both(ours), "mixes by DNS over HTTPS")

    return case


test_model1 = zone_case("model1", set())
test_model2 = zone_case("model2", set())
test_missing_zsk = zone_case("nozsk", {"AB"})
test_missing_ds = zone_case("nods", {"CA", "CB", "CC"})
test_expired = zone_case("expired", {"AB", "BA", "BB", "BC", "CB"})
test_insecure = zone_case("insecure", set())
test_unsigned = zone_case("unsigned", set())
test_answers_cut_short_come_by_tcp = zone_case("large", set())


def test_the_chain_is_shown(lab):
    _, out, err = lab.doh(f"model2.{TLD}", url())
    for line in ("Chain: . proven", f"Chain: {TLD} proven", f"Chain: model2.{TLD} proven", "validated (AD)"):
        assert line in out, f"{line!r} is not in\n{out}{err}"


def test_sampling_sees_every_signer(lab):
    _, out, err = lab.doh(f"model2.{TLD}", url(), samples=60)
    assert "Saw 3 signers" in out, out + err
    assert "is not known" in out, "one cache has one DNSKEY RRset\n" + out


def test_sampling_sees_a_failing_mix(lab):
    """Whichever DNSKEY RRset the cache has, no all-clear comes of it. With A's, unbound hides B, and that is said."""
    code, out, err = lab.doh(f"nozsk.{TLD}", url(), samples=60, more=("--format", "json"))
    assert out, err
    report = json.loads(out)
    assert report["verdict"] in ("bogus", "indeterminate"), out
    if len(report["live"]["sampling"]["clusters"]) < 3:
        _, text, _ = lab.doh(f"nozsk.{TLD}", url(), samples=60)
        assert "the resolver turned away from one whose answers fail with the keys it holds" in text, text


def says(name, line, resolver=None, status=None):
    def case(lab):
        code, out, err = lab.doh(f"{name}.{TLD}", *(resolver or [url()]), samples=0)
        assert line in out + err, f"{line!r} is not in\n{out}{err}"
        assert status is None or code == status, f"exit status {code}\n{out}{err}"

    return case


test_no_ds_is_insecure = says("insecure", f"Chain: insecure.{TLD} insecure: the zone above proves that there is no DS")
test_a_name_inside_a_zone = says("www.model2", "is inside the zone model2.lab.")
test_upper_case = says("Model2", "wrote it in lower case")
test_an_alias = says("alias.model2", "is an alias of www.model2.lab.")
test_no_such_name = says("nosuch", "nosuch.lab. does not exist (NXDOMAIN); its zone would be lab.", status=2)
test_a_circle_of_aliases = says("loop1", "go round in a circle", status=2)
test_lame = says("lame", "is delegated, and none of its servers gave the resolvers an answer (lame)")
GOOD, ELSE = url(), f"https://{WEB}:9/dns-query"
test_refused_connection = says("model2", "the connection was refused", [ELSE, GOOD], 0)
test_not_found = says("model2", "there is no resolver at this address; is the path right? (HTTP 404)", [url("x"), GOOD], 0)
test_wrong_content_type = says("model2", "it answered with text/html, not with a DNS message", [url("text"), GOOD], 0)
test_not_dns = says("model2", "not a DNS message", [url("junk"), GOOD], 0)
test_too_many_requests = says("model2", "too many requests (HTTP 429); it asks to wait 30 s", [url("busy"), GOOD], 0)
test_out_of_order = says("model2", "the resolver is out of order (HTTP 503)", [url("broken"), GOOD], 0)
test_no_redirect_to_elsewhere = says("model2", "it sends on to another address, which is not followed", [url("moved"), GOOD], 0)
test_no_resolver_works = says("model2", "no resolver could say which zone", [url("text")], 2)


def test_another_roots_anchor_breaks_the_chain(lab):
    code, out, err = lab.multisigner("check", f"model2.{TLD}", "--doh", url(), "--samples", "0")
    assert "Chain: . broken" in out and f"Chain: model2.{TLD} bogus, as the zone above" in out, out + err
    assert "validators answer SERVFAIL whatever the zone serves" in out, out
    equal(code, 1, "exit status")


def test_a_server_that_does_not_answer_is_named(lab):
    servers = [f"{HOST[p]}={ADDRESS[p]}" for p in "AB"] + ["ns9.example=127.0.0.99"]
    given = [word for server in servers for word in ("--server", server)]
    parent = ("--parent-server", f"ns.{TLD}={PARENT}")
    code, out, err = lab.multisigner("probe", f"model2.{TLD}", *given, *parent, "--port", str(PORT))
    assert "No use: 127.0.0.99" in out, out + err
    assert code == 0, f"exit status {code}\n{out}{err}"


def test_nobody_near_is_asked_without_a_word(lab):
    """The zone's NS records lead to loopback; the person has to say that this is meant."""
    given = ("--resolver", RESOLVER, "--port", str(PORT), "--anchor", str(lab.anchor))
    code, out, err = lab.multisigner("probe", f"model2.{TLD}", *given)
    assert f"Not asked: {ADDRESS['A']} of" in out + err and "(loopback)" in out + err, out + err
    equal(code, 2, "exit status")


def simulated_case(*prefixes, least):
    """Zones that we signed: each mix as our report has it is what a real unbound says."""

    def case(lab):
        zones = lab.simulated.zones(prefixes)
        assert len(zones) >= least, f"{len(zones)} zones; impossible: {lab.simulated.impossible}"

        def differ(zone):
            mixes = lab.simulated.reports[zone]["mixes"]
            ours = {(m["dnskey_from"], m["answer_from"]): m["profiles"]["unbound"] for m in mixes}
            theirs = {pair: lab.unbound(*pair, zone, QUESTIONS) for pair in ours}
            return [f"{zone} {pair}: {ours[pair]}, {theirs[pair]}" for pair in ours if ours[pair] != theirs[pair]]

        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            found = [line for lines in pool.map(differ, zones) for line in lines]
        assert not found, "verdicts (ours, unbound's):\n" + "\n".join(found)

    return case


def resolver_case(name):
    """What our simulated resolver concludes from each answer is what a real unbound does."""

    def case(lab):
        zone = f"{name}.{TLD}"
        config = ["simulate", "--config", f"{lab.simulated.folder}/{name}/config.toml", "--seed", "lab", "--format", "json"]
        found, expected = {}, {}
        for x, y in [("A", "A"), ("A", "B"), ("B", "A")]:
            for label, rtype in QUESTIONS:
                asked = f"{label}.{zone}" if label else zone
                mix = ["--dnskey-from", x, "--answer-from", y, "--validator", "unbound"]
                _, out, err = lab.multisigner(*config, "--ask", asked, "--type", rtype, *mix)
                assert out, err
                walk = json.loads(out)
                ours = walk["verdict"], {"NOERROR": 0, "NXDOMAIN": 3}[walk["rcode"]]
                verdict, status = theirs = lab.unbound_on(x, y, asked, rtype)
                found[asked, rtype, x, y] = ours[0] if verdict == "bogus" else ours
                expected[asked, rtype, x, y] = verdict if verdict == "bogus" else theirs
        equal(found, expected, "verdicts and status")

    return case


test_simulated_resolver_nsec = resolver_case("f2-zsk-withheld")
test_simulated_resolver_opt_out = resolver_case("s13-optout-m2-2")
test_simulated_resolver_compact = resolver_case("s13-compact-m2-2")
test_simulated_nsec = simulated_case(*(f"s{a}-nsec-" for a in ALGORITHMS), "s13-csk", least=37)
test_simulated_nsec3 = simulated_case(*(f"s{a}-nsec3-" for a in ALGORITHMS), least=36)
test_simulated_opt_out = simulated_case(*(f"s{a}-optout-" for a in ALGORITHMS), least=36)
test_simulated_compact = simulated_case(*(f"s{a}-compact-" for a in ALGORITHMS), "s13-mixed", least=37)
test_simulated_faults_in_model_1 = simulated_case("f1-", least=25)
test_simulated_faults_with_a_provider_holding_the_ksk = simulated_case("held-", least=25)
test_simulated_faults_in_model_2 = simulated_case("f2-", least=35)


def main():
    binary, wanted = os.path.abspath(sys.argv[1]), sys.argv[2:]
    beside = wanted[1:] if wanted[:1] == ["--page"] else None
    folder = tempfile.mkdtemp(prefix="multisigner-lab-")
    passed = failed = 0
    lab = None
    try:
        lab = Lab(folder, binary)
        lab.start()
        if beside:
            file = os.path.join(folder, "lab.json")
            with open(file, "w") as out:
                json.dump(lab.described(), out)
            return subprocess.run(beside, env={**os.environ, "LAB": file}).returncode
        tests = {n: f for n, f in globals().items() if n.startswith("test_") and (not wanted or n in wanted)}
        for name, test in tests.items():
            started = time.time()
            try:
                test(lab)
                passed += 1
                print(f"ok      {name} ({time.time() - started:.1f} s)", flush=True)
            except Exception as error:  # noqa: BLE001 the next case is worth running all the same
                failed += 1
                trace = "" if isinstance(error, AssertionError) else traceback.format_exc()
                print(f"FAILED  {name}\n{error}\n{trace}", flush=True)
        if os.environ.get("LAB_HOLD"):
            input("the lab is up; press Enter to end it")
    finally:
        if lab:
            lab.servers.stop()
        if not os.environ.get("LAB_KEEP"):
            shutil.rmtree(folder, ignore_errors=True)
    print(f"live: {passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
