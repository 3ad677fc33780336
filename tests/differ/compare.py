"""One mutant: what the validators said against what the product says, and the product against itself."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path

import dns.rdatatype
import product
import rules
import truth
from world import Scenario
from zone import CDNSKEY, CDS

RANK = {"secure": 0, "insecure": 1, "indeterminate": 2, "bogus": 3}
BROKEN = ("bogus", "servfail", "timeout")
FOR_THE_PARENT = (CDS, CDNSKEY)
WHOLE = "zone"  # the kind of question that a zone file is


def agree(seen: str, said: str, kind: str) -> bool | None:
    """None: nothing to compare."""
    if said == "indeterminate":
        return None
    broken = seen in BROKEN
    if kind in ("referral", "child"):  # the child's own data are not ours to judge
        return broken == (said == "bogus")
    return seen == said or (broken and said == "bogus")


def worst(verdicts) -> str:
    return max(verdicts, key=lambda v: RANK.get(v, 3))


class Judged:
    """What came of one mutant."""

    def __init__(self, s: Scenario):
        self.s = s
        self.compared, self.agree, self.none = Counter(), Counter(), Counter()
        self.differ: list[dict] = []
        self.inner: list[dict] = []
        self.errors: list[str] = []
        self.ms = 0
        self.worst: dict = {}  # over single questions: (x, y, profile) → the product's verdict
        self.by_item: dict = {}

    def line(self) -> dict:
        counts = {"compared": self.compared, "agree": self.agree, "none": self.none}
        return {**describe(self.s), **counts, "ms": self.ms, "errors": self.errors, "differs": len(self.differ)}

    def remember(self, x: str, y: str, mix: dict) -> None:
        for profile, v in product.verdicts(mix).items():
            if v != "indeterminate":
                key = (x, y, profile)
                self.worst[key] = worst([self.worst.get(key, "secure"), v])
        for item in mix["rrsets"]:
            key = (x, y, item["name"], item["type"])
            self.by_item[key] = worst([self.by_item.get(key, "secure"), item["verdict"]])

    def compare(self, x, y, i: int, question: str, kind: str, seen: dict, mix: dict) -> None:
        for profile, v in seen.items():
            said = mix["profiles"][profile]
            same = agree(v["v"], said, kind)
            if same is None:
                self.none[profile] += 1
                continue
            self.compared[profile] += 1
            if same:
                self.agree[profile] += 1
                continue
            d = self.disagreement(x, y, i, question, kind, profile, seen, mix)
            d["rule"] = rules.of(d)
            self.differ.append(d)

    def disagreement(self, x, y, i: int, question: str, kind: str, profile: str, seen: dict, mix: dict) -> dict:
        s, v = self.s, seen[profile]
        reasons = {p["profile"]: p["reason"] for p in mix["differs"]}
        items = [f"{r['name']} {r['type']}: {r['verdict']} ({r['reason']})" for r in mix["rrsets"]]
        if kind == WHOLE:
            items = [t for t in items if ": secure (" not in t][:20]
        return {
            "index": s.index, "kinds": s.kinds, "mutations": s.mutations, "model": s.plan.model, "features": s.features,
            "algorithm": s.plan.algorithm, "x": x.label, "y": y.label, "question": question, "n": i, "qkind": kind,
            "profile": profile, "truth": v["v"], "ede": v.get("ede", []), "rcode": v.get("rcode"),
            "worst": v.get("worst"), "all": {k: w["v"] for k, w in seen.items()},
            "said": mix["profiles"][profile], "reference": mix["verdict"],
            "reason": reasons.get(profile) or mix["reason"], "items": items,
            "denial": {w.label: vars_of(w.copy.denial) for w in (x, y)}, "ds": [r.to_text() for r in s.ds],
        }  # fmt: skip


def judge(s: Scenario, folder: Path, binary: str, observed: dict) -> Judged:
    product.write(s, folder)
    (folder / "scenario.json").write_text(json.dumps(describe(s), indent=1))
    out = Judged(s)
    began = time.monotonic()
    (of_file if s.files else of_answers)(out, folder, binary, observed)
    everything = list(range(len(s.questions)))
    grouped = product.check(binary, folder, product.command(s, product.by_provider(s), everything))
    if "error" in grouped:
        out.errors.append(f"by provider: {grouped['error']}")
    no_better_than_worst(out, grouped)
    out.ms = round((time.monotonic() - began) * 1000)
    return out


def of_answers(out: Judged, folder: Path, binary: str, observed: dict) -> None:
    """Each question on its own; then all at once must come to the same."""
    s, groups = out.s, product.by_server(out.s)
    for i, q in enumerate(s.questions):
        report = product.check(binary, folder, product.command(s, groups, [i]))
        if "error" in report:
            out.errors.append(f"{q}: {report['error']}")
            continue
        found = product.mixes(report)
        for (x, y), mix in found.items():
            out.remember(x, y, mix)
        for x, y in s.pairs:
            mix = found.get((x.label, y.label))
            if mix is None:
                out.errors.append(f"{q}: no mix {x.label}>{y.label}")
                continue
            seen = observed.get((s.index, x.label, y.label, i), {})
            if q.type in FOR_THE_PARENT:
                of_cds(out, x, y, i, seen, report)
            else:
                out.compare(x, y, i, str(q), q.kind, seen, mix)
    whole = product.check(binary, folder, product.command(s, groups, list(range(len(s.questions)))))
    if "error" in whole:
        out.errors.append(f"all questions: {whole['error']}")
    for (x, y), m in product.mixes(whole).items():
        for profile, v in product.verdicts(m).items():
            w = out.worst.get((x, y, profile))
            if w and v not in (w, "indeterminate"):
                more = {"profile": profile, "one_by_one": w, "said": v, "reason": m["reason"]}
                out.inner.append({"what": "all-at-once", "mix": f"{x}>{y}", **more})
        each: dict = {}
        for item in m["rrsets"]:  # the proof for an answer and that for a referral are two items
            key = (x, y, item["name"], item["type"])
            each[key] = worst([each.get(key, "secure"), item["verdict"]])
        for key, v in each.items():
            w = out.by_item.get(key)
            if w and w != v:
                more = {"item": f"{key[2]} {key[3]}", "one_by_one": w, "said": v}
                out.inner.append({"what": "item", "mix": f"{x}>{y}", **more})


def of_file(out: Judged, folder: Path, binary: str, observed: dict) -> None:
    """The mix of whole zones against the worst that a validator made of any question."""
    s = out.s
    report = product.check(binary, folder, product.command(s, product.by_server(s), []))
    if "error" in report:
        out.errors.append(f"zone files: {report['error']}")
        return
    found = product.mixes(report)
    turned = product.mixes(product.check(binary, folder, product.command(s, product.by_server(s), [], product.TURNED)))
    for (x, y), mix in found.items():
        out.remember(x, y, mix)
        there = turned.get((x, y), {}).get("verdict")
        if there != mix["verdict"]:
            out.inner.append({"what": "order", "mix": f"{x}>{y}", "said": mix["verdict"], "turned": there})
    for x, y in s.pairs:
        mix = found.get((x.label, y.label))
        if mix is None:
            out.errors.append(f"zone files: no mix {x.label}>{y.label}")
            continue
        answers = {i: observed.get((s.index, x.label, y.label, i), {}) for i in range(len(s.questions))}
        out.compare(x, y, -1, WHOLE, WHOLE, summed(s, answers), mix)
        for i, q in enumerate(s.questions):
            if q.type in FOR_THE_PARENT:
                of_cds(out, x, y, i, answers[i], report)


def of_cds(out: Judged, x, y, i: int, seen: dict, report: dict) -> None:
    """No mix has CDS and CDNSKEY, for a parent takes them from one provider: whether they validate is a finding."""
    q = out.s.questions[i]
    served = y.copy.get(q.name, q.type)
    if x is not y or not served or len({v["v"] for v in seen.values()}) != 1:
        return
    wrong = f"{dns.rdatatype.to_text(q.type)} does not validate"
    found = [f for f in report["findings"] if x.label in f["providers"] and f["title"].endswith(wrong)]
    provider = next(p for p in report["providers"] if p["label"] == x.label)
    said = "bogus" if found else provider["dnskey_verdict"]
    reason = found[0]["title"] if found else provider["dnskey_reason"]
    as_mix = {"verdict": said, "profiles": dict.fromkeys(seen, said), "reason": reason, "differs": [], "rrsets": []}
    out.compare(x, y, i, str(q), "cds", seen, as_mix)


def summed(s: Scenario, answers: dict[int, dict]) -> dict:
    """Per validator the worst over all questions that it answered, and which those were."""
    out = {}
    for name in {n for seen in answers.values() for n in seen}:
        seen = {i: a[name] for i, a in answers.items() if name in a and s.questions[i].type not in FOR_THE_PARENT}
        v = worst(a["v"] for a in seen.values())
        at = [i for i, a in seen.items() if RANK.get(a["v"], 3) == RANK.get(v, 3)]
        ede = sorted({e for i in at for e in seen[i].get("ede", [])})
        shown = [f"{s.questions[i]} ({s.questions[i].kind}): {seen[i]['v']}" for i in at]
        out[name] = {"v": "bogus" if v in BROKEN else v, "ede": ede[:5], "worst": shown[:8], "at": at}
    return out


def no_better_than_worst(out: Judged, grouped: dict) -> None:
    """A provider's mix is at least as bad as the worst of its servers'. What does not go together at a provider is
    shown as several, `B (ns2.b.example)`; parts of one server, `B (ns1.b.example, 2)`, are it only together."""
    s = out.s
    shown: dict = {}
    for (x, y), m in product.mixes(grouped).items():
        here = servers_of(s, x), servers_of(s, y)
        if not all(here):
            out.errors.append(f"by provider: unknown label {x} or {y}")
            continue
        for profile, v in product.verdicts(m).items():
            key = (*here, profile)
            shown[key] = worst([shown.get(key, "secure"), v])
    for (at_x, at_y, profile), v in shown.items():
        each = [out.worst[(a, b, profile)] for a in at_x for b in at_y if (a, b, profile) in out.worst]
        if each and RANK[v] < RANK[worst(each)]:
            mix = f"{'+'.join(at_x)}>{'+'.join(at_y)}"
            more = {"profile": profile, "worst_server": worst(each), "said": v}
            out.inner.append({"what": "grouped-better", "mix": mix, **more})


def servers_of(s: Scenario, label: str) -> tuple[str, ...]:
    """The servers that a label of the report stands for: those of the provider, or those it names."""
    provider, _, named = label.partition(" (")
    found = next((p.servers for p in s.plan.providers if p.label == provider), [])
    parts = named.rstrip(")").split(", ")
    known = [v.label for v in found if {product.host(v.label), f"{v.label}.zone"} & set(parts)]
    return tuple(known if named else [v.label for v in found])


def recheck(world: truth.World, judged: list[Judged], most: int) -> None:
    """Asks each disagreement without a rule again, alone, with empty caches and more patience: what is gone then came
    from another answer in the cache, or from a busy machine."""
    wanted: dict = {}
    for r in judged:
        for d in r.differ:
            if not d["rule"]:
                number = next(n for n, (x, y) in enumerate(r.s.pairs) if (x.label, y.label) == (d["x"], d["y"]))
                which = list(range(len(r.s.questions))) if d["n"] < 0 else [d["n"]]
                kept = wanted.setdefault((r.s.index, number, d["n"]), (r.s, number, which, []))
                kept[3].append(d)
    # of what looks alike one is asked first
    order = sorted(wanted.values(), key=lambda w: (alike(w, wanted), w[1]))[:most]
    for (s, number, which, ds), got in zip(order, truth.again(world, [w[:3] for w in order])):
        x, y = s.pairs[number]
        answers = {i: got.get((s.index, x.label, y.label, i), {}) for i in which}
        seen = summed(s, answers) if ds[0]["n"] < 0 else answers[ds[0]["n"]]
        for d in ds:
            now = seen.get(d["profile"])
            if not now:
                continue
            d["first"], d["truth"] = d["truth"], now["v"]
            d["alone"] = now["v"]
            d["rule"] = rules.ONLY_THEN if agree(now["v"], d["said"], d["qkind"]) else rules.of(d)
    one_by_one(world, [(r.s, d) for r in judged for d in r.differ if not d["rule"] and d["qkind"] == WHOLE])


MOST_SUSPECTS = 3  # of one zone


def one_by_one(world: truth.World, zones: list[tuple[Scenario, dict]]) -> None:
    """Validators answer from denial records that they keep. What we alone call bogus in a zone is asked with empty
    caches."""
    wanted: dict = {}
    for s, d in zones:
        number = next(n for n, (x, y) in enumerate(s.pairs) if (x.label, y.label) == (d["x"], d["y"]))
        for i in suspects(s, d)[:MOST_SUSPECTS] if rules.too_bad(d) else []:
            wanted.setdefault((s.index, number, i), (s, number, [i], []))[3].append(d)
    for (s, number, (i,), ds), got in zip(wanted.values(), truth.again(world, [w[:3] for w in wanted.values()])):
        x, y = s.pairs[number]
        for d in ds:
            now = got.get((s.index, x.label, y.label, i), {}).get(d["profile"])
            if now and now["v"] in BROKEN:
                d["first"], d["alone"], d["rule"] = d["truth"], now["v"], rules.ONLY_THEN


def suspects(s: Scenario, d: dict) -> list[int]:
    """The questions whose negative answers are among the items that we call bogus."""
    said = {t.partition(": bogus (")[0] for t in d["items"] if ": bogus (" in t}
    denied = [f"{q.name} NODATA {dns.rdatatype.to_text(q.type)}" for q in s.questions]
    return [i for i, text in enumerate(denied) if text in said]


def alike(w, wanted: dict) -> int:
    """How many before this one are of the same mutant and look the same."""
    s, ds, count = w[0], w[3], 0
    for v in wanted.values():
        if v is w:
            return count
        same = v[0] is s and (v[3][0]["truth"], v[3][0]["said"], v[3][0]["n"]) == (
            ds[0]["truth"],
            ds[0]["said"],
            ds[0]["n"],
        )
        count += same
    return count


def vars_of(d) -> str:
    more = f" optout={d.optout} iterations={d.iterations} salt={d.salt.hex() or '-'}" if d.kind == "nsec3" else ""
    return d.kind + more


def describe(s: Scenario) -> dict:
    return {
        "index": s.index, "zone": s.zone.to_text(), "at": s.at, "model": s.plan.model, "algorithm": s.plan.algorithm,
        "kinds": s.kinds, "mutations": s.mutations, "features": s.features, "files": s.files,
        "denial": {p.label: vars_of(p.denial) for p in s.plan.providers}, "servers": [v.label for v in s.servers],
        "questions": [f"{q} ({q.kind})" for q in s.questions], "pairs": [f"{x.label}>{y.label}" for x, y in s.pairs],
        "keys": {p.label: {"ksk": [k.tag for k in p.ksks], "zsk": [k.tag for k in p.zsks]} for p in s.plan.providers},
    }  # fmt: skip


def failed(s: Scenario, error: Exception) -> Judged:
    """One mutant that cannot be judged does not end the run."""
    out = Judged(s)
    out.errors.append(f"{type(error).__name__}: {error}")
    return out
