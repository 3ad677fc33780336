#!/usr/bin/env python3
"""Writes docs/compare.md: what other checkers say of ten scenarios of tests/corpus beside multisigner.

    tests/lab/compare.py [PATH OF multisigner] > docs/compare.md

dnssec-verify (bind9-utils), ldns-verify-zone (ldnsutils) and kzonecheck (knot) look at one zone file at a time: they are run
on each provider's. DNSViz (pip install dnsviz dnspython cryptography) asks both providers' servers, which are two
instances of nsd on loopback, and a third one that has the DS records in a parent zone of its own. dnssec-verify and DNSViz take the time from the clock:
the signatures of tests/corpus are valid from 2026-11-20 to 2026-12-20.
"""
import json, re, shutil, subprocess, sys, tempfile, time
from pathlib import Path

from servers import Servers

ROOT = Path(__file__).parent.parent.parent
CORPUS = ROOT / "tests/corpus"
SCENARIOS = ["003-model2-ok", "006-missing-zsk-at-A", "013-ds-missing-for-B", "020-ds-A-sha256-B-sha1",
             "043-csk-B-not-imported", "055-keytag-collision-zsk", "059-rrsig-expired-30min", "067-data-forged",
             "090-nsec-broken-chain-B", "092-cds-own-only-each"]
PORT = 53053


def run(*command, **more):
    return subprocess.run(command, capture_output=True, text=True, timeout=120, **more)


def short(lines, most=2):
    """The first distinct messages, names and numbers that only repeat left out."""
    seen = list(dict.fromkeys(line.strip() for line in lines if line.strip()))
    more = f" and {len(seen) - most} more" if len(seen) > most else ""
    return "; ".join(seen[:most]) + more


def dnssec_verify(zone, path, _at):
    result = run("dnssec-verify", "-o", zone, str(path))
    text = (result.stderr + result.stdout).splitlines()
    bad = [l for l in text if re.search(r"No correct|Missing|No valid|not fully|Bad|expired|fatal|failed", l)]
    return "" if result.returncode == 0 else short(bad) or "fails"


def ldns_verify(_zone, path, at):
    stamp = time.strftime("%Y%m%d%H%M%S", time.gmtime(at))
    result = run("ldns-verify-zone", "-t", stamp, str(path))
    text = (result.stderr + result.stdout).splitlines()
    return "" if result.returncode == 0 else short([l for l in text if l.startswith("Error")])


def kzonecheck(zone, path, at):
    result = run("kzonecheck", "-o", zone, "-d", "on", "-t", str(at), str(path))
    found = [l for l in (result.stderr + result.stdout).splitlines() if l.startswith("[")]
    return short(re.sub(r"^\[[^]]*\] ", "", l).strip() for l in found)


def dnsviz(scenario, paths):
    if not shutil.which("dnsviz"):
        return "not run"
    zone, parent = scenario["zone"], scenario["parent"]
    hosts = {p["ns_host"]: f"127.53.0.{n + 1}" for n, p in enumerate(scenario["providers"])}
    top = f"ns.{parent}"
    folder = tempfile.mkdtemp(prefix="compare")
    above = Path(folder) / "parent.zone"
    above.write_text("".join(
        [f"{parent} 3600 IN SOA {top} hostmaster.{parent} 1 7200 3600 1209600 300\n{parent} 3600 IN NS {top}\n",
         f"{top} 3600 IN A 127.53.0.9\n"]
        + [f"{zone} 3600 IN NS {host}\n{host} 3600 IN A {address}\n" for host, address in hosts.items()]
        + [f"{zone} 3600 IN DS {d['rdata']}\n" for d in scenario["parent_ds"]]))
    servers = Servers(folder, PORT)
    try:
        each = [*zip(hosts.values(), [zone] * len(paths), paths), ("127.53.0.9", parent, above)]
        for address, name, path in each:
            servers.nsd(address, address, {name: path})
            while run("dig", f"@{address}", "-p", str(PORT), name, "SOA", "+short", "+tries=1", "+time=1").returncode:
                pass
        where = ",".join(f"{host.rstrip('.')}={address}:{PORT}" for host, address in hosts.items())
        probe = run("dnsviz", "probe", "-d", "0", "-A", "-a", parent, "-x", f"{zone}:{where}",
                    "-x", f"{parent}+:{top.rstrip('.')}=127.53.0.9:{PORT}", zone, f"www.{zone}")
        grok = run("dnsviz", "grok", "-l", "warning", input=probe.stdout)
        if not grok.stdout:
            return "fails: " + (probe.stderr + grok.stderr).strip().splitlines()[-1]
        found = {}

        def walk(node):
            if isinstance(node, dict):
                for kind in ("errors", "warnings"):
                    for item in node.get(kind, []):
                        text = re.sub(r"\s+", " ", item["description"]).split(" See ")[0]
                        found.setdefault(text, kind)
                for value in node.values():
                    walk(value)
            elif isinstance(node, list):
                for value in node:
                    walk(value)

        walk(json.loads(grok.stdout).get(zone, {}))
        walk(json.loads(grok.stdout).get(f"www.{zone}", {}))
        return short([f"{text} ({kind[:-1]})" for text, kind in sorted(found.items(), key=lambda item: item[1])], 12)
    finally:
        servers.stop()
        shutil.rmtree(folder)


def ours(binary, folder, scenario, paths):
    providers = [arg for p, path in paths.items() for arg in ("-p", f"{p}={path}")]
    result = run(binary, "check", "--zone", scenario["zone"], "--at", str(scenario["validation_time_unix"]), "--format",
                 "json", *providers, "--ds", str(folder / "parent/dig-DS.txt"))
    report = json.loads(result.stdout)
    report = report.get("report", report)
    failing = sum(mix["verdict"] == "bogus" for mix in report["mixes"])
    found = [f"{f['code']}: {f['title']}" for f in report["findings"] if f["severity"] != "info"]
    return f"{failing} of {len(report['mixes'])} mixes fail. " + "; ".join(found)


def cell(text):
    return (text or "nothing").replace("|", "\\|")


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target/debug/multisigner")
    print(HEAD)
    for name in SCENARIOS:
        folder = CORPUS / name
        scenario = json.loads((folder / "scenario.json").read_text())
        zone, at = scenario["zone"], scenario["validation_time_unix"]
        paths = {p["id"]: folder / p["id"] / "zone.signed" for p in scenario["providers"]}
        print(f"\n### {name}\n\n{scenario['description']}\n\n| checker | says |\n|---|---|")
        for tool, check in (("dnssec-verify", dnssec_verify), ("ldns-verify-zone", ldns_verify), ("kzonecheck", kzonecheck)):
            each = [f"{p}: {cell(check(zone, path, at))}" for p, path in paths.items()]
            print(f"| {tool} | {'<br>'.join(each)} |")
        print(f"| DNSViz | {cell(dnsviz(scenario, list(paths.values())))} |")
        print(f"| multisigner | {cell(ours(binary, folder, scenario, paths))} |")


HEAD = """# Beside other checkers

Ten scenarios of `tests/corpus`, each given to the checkers that most people have at hand. Made by `tests/lab/compare.py`, which
says how each was run; the words are the checkers' own, shortened. What the validators unbound and BIND really did with each
mix is recorded in the scenarios, and the tests hold multisigner to it.

## In short

*Found*: the fault is named. *Alarm*: something is named that is none. The table is judged by hand, from what follows; the alarms of
003 stand in nearly every scenario and are not repeated.

| scenario | fault | dnssec-verify | ldns-verify-zone | kzonecheck | DNSViz | multisigner |
|---|---|---|---|---|---|---|
| 003 | none | quiet | quiet | alarm | alarm | quiet |
| 006 | A lacks B's ZSK | – | – | – | – | found |
| 013 | B has no DS | – | – | – | found | found |
| 020 | B has a SHA-1 DS only | – | – | – | found | found |
| 043 | A lacks B's combined key | alarm | – | alarm | – | found |
| 055 | two ZSKs with one tag | – | – | alarm | – | found |
| 059 | B's signatures ended | (its clock) | found | found | (its clock) | found |
| 067 | a record changed after signing | found | found | found | found | found |
| 090 | B's NSEC records are gone | found | found | found | found | found |
| 092 | each CDS omits the other's key | – | – | – | found | found |

**What they miss.** The three that read one zone file cannot see the other provider's keys or the parent's DS: to them each half of a
broken pair is whole. DNSViz sees both and compares: every DNSKEY that is not at every server is an error, so the healthy model 2
(own KSKs, RFC 8901 §2.1.2) gets the same error as the scenario in which a ZSK is missing, and nothing tells which mix fails. It
takes no time of judgement, and names no validator. kzonecheck calls a CDNSKEY of the other provider's KSK, which RFC 8901 §8 asks
for, a fault.

**What multisigner missed** before this comparison: that in 013 the CDS leaves B out as well, so that a parent that acts on CDS would
take the new DS away again; the fix of DS-UNCOVERED-PROVIDER says so now.

**What it does not do**: it asks for no more than it is given. dnssec-verify and ldns-verify-zone check every name of a zone file, and so
does multisigner; DNSViz also looks at each server's transport (EDNS, TCP), which multisigner does with answers that were pasted or
with `multisigner probe`.

## In their words"""

if __name__ == "__main__":
    main()
