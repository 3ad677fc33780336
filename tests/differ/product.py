"""What `multisigner check` says about the same records."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from text import dig, record, rrs
from world import Scenario, Server
from zone import DNSKEY, DS, SOA

TURNED = "turned.zone"  # the lines in reverse


def host(label: str) -> str:
    """The name of server a1, b2, …"""
    return f"ns{label[1:]}.{label[0]}.example"


def write(s: Scenario, folder: Path) -> None:
    """ds.txt; for each server LABEL.zone, or LABEL.dnskey.txt and LABEL.qN.txt."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "ds.txt").write_text("".join(record(s.zone, DS, 3600, r, s.at) + "\n" for r in s.ds))
    for v in s.servers:
        if s.files:
            text = zone_file(s, v)
            (folder / f"{v.label}.zone").write_text(text)
            (folder / f"{v.label}.{TURNED}").write_text("".join(reversed(text.splitlines(keepends=True))))
            continue
        asked = [("dnskey", s.zone, DNSKEY), *((f"q{i}", q.name, q.type) for i, q in enumerate(s.questions))]
        for part, n, t in asked:
            text = dig(host(v.label), v.address, n, t, v.copy.answer(n, t), s.at)
            (folder / f"{v.label}.{part}.txt").write_text(text)


def zone_file(s: Scenario, v: Server) -> str:
    sets = [v.copy.get(n, t) for n, t in sorted(v.copy.sets, key=lambda k: (k != (s.zone, SOA), k))]
    return "".join(record(*r, s.at) + "\n" for r in rrs([x for x in sets if x]))


def command(s: Scenario, groups: dict[str, list[Server]], questions: list[int], file: str = "zone") -> list[str]:
    args = ["check", "--format", "json", "--at", str(s.at), "--unreached", "none", "--zone", s.zone.to_text()]
    args += ["--ds", "ds.txt" if s.ds else "none"]
    parts = [file] if s.files else ["dnskey.txt", *[f"q{i}.txt" for i in questions]]
    for label, servers in groups.items():
        args += ["-p", f"{label}={','.join(f'{v.label}.{part}' for v in servers for part in parts)}"]
    return args


def check(binary: str, folder: Path, args: list[str]) -> dict:
    try:
        r = subprocess.run([binary, *args], cwd=folder, capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        return {"error": "longer than 60 s"}
    # 2 is said of a report, too, in which no mix could be judged.
    if r.returncode not in (0, 1) and not r.stdout:
        return {"error": f"exit {r.returncode}: {r.stderr.strip()[:300]}"}
    return json.loads(r.stdout)


def mixes(report: dict) -> dict[tuple[str, str], dict]:
    return {(m["dnskey_from"], m["answer_from"]): m for m in report.get("mixes", [])}


def verdicts(mix: dict) -> dict[str, str]:
    return {**mix["profiles"], "reference": mix["verdict"]}


def by_server(s: Scenario) -> dict[str, list[Server]]:
    return {v.label: [v] for v in s.servers}


def by_provider(s: Scenario) -> dict[str, list[Server]]:
    return {p.label: p.servers for p in s.plan.providers}
