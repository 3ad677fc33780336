#!/usr/bin/env python3
"""What came of one run or of many: `table.py OUT…`."""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.dont_write_bytecode = True

import rules  # noqa: E402
import validators  # noqa: E402


def lines_of(file: Path):
    """A run that was ended may leave half a line."""
    for line in open(file) if file.exists() else []:
        try:
            yield json.loads(line)
        except ValueError:
            pass


class Table:
    def __init__(self):
        self.mutants = self.files = 0
        self.compared, self.agree, self.none = Counter(), Counter(), Counter()
        self.by_rule: dict[str, Counter] = defaultdict(Counter)  # rule → profile → verdicts
        self.where: dict[str, set] = defaultdict(set)
        self.inner: dict[str, set] = defaultdict(set)
        self.errors: list[str] = []
        self.bad: set = set()  # mutants with an error, or a disagreement without a rule

    @classmethod
    def read(cls, folders: list[Path]) -> Table:
        t = cls()
        for folder in folders:
            for m in lines_of(folder / "mutants.jsonl"):
                t.mutants += 1
                t.files += m["files"]
                for name in ("compared", "agree", "none"):
                    getattr(t, name).update(m[name])
                at = f"{folder.name}/m{m['index']:05d}"
                t.errors += [f"{at} {e}" for e in m["errors"]]
                t.bad |= {at} if m["errors"] else set()
            for d in lines_of(folder / "differ.jsonl"):
                # the rules may have changed since the run
                name = d["rule"] if d["rule"] == rules.ONLY_THEN else rules.of(d)
                at = f"{folder.name}/m{d['index']:05d}"
                t.by_rule[name][d["profile"]] += 1
                t.where[name].add(at)
                t.bad |= {at} if not name else set()
            for d in lines_of(folder / "inner.jsonl"):
                t.inner[d["what"]].add(f"{folder.name}/m{d['index']:05d}")
        t.bad |= t.inner["grouped-better"] | t.inner["order"]
        return t

    @property
    def failed(self) -> int:
        return len(self.bad)

    @property
    def passed(self) -> int:
        return self.mutants - self.failed

    def differing(self, profile: str, whose: str) -> int:
        return sum(n[profile] for name, n in self.by_rule.items() if rules.whose(name) == whose)

    def lines(self) -> list[str]:
        out = [f"{self.mutants} mutants, {self.files} of them as zone files", ""]
        titles = [
            "no verdict",
            "compared",
            "agree",
            "bare",
            "validators’ own",
            "cache",
            "ours",
            "no rule",
            "with rules",
        ]
        out.append(" " * 17 + "".join(f"{t:>{max(10, len(t)) + 2}}" for t in titles))
        for v in sorted(self.compared, key=list(validators.ALL).index):
            n = self.compared[v]
            kinds = [self.differing(v, w) for w in (rules.VALIDATOR, rules.CACHE, rules.PRODUCT, "")]
            bare, ruled = (f"{100 * k / max(1, n):.2f} %" for k in (self.agree[v], n - kinds[-1]))
            cells = [self.none[v], n, self.agree[v], bare, *kinds, ruled]
            out.append(f"{v:17}" + "".join(f"{c:>{max(10, len(t)) + 2}}" for t, c in zip(titles, cells)))
        out.append("")
        for name, n in sorted(self.by_rule.items(), key=lambda e: -e[1].total()):
            where = sorted(self.where[name])
            whose = rules.whose(name) or "no rule"
            out.append(f"{n.total():6} verdicts {len(where):4} mutants  {whose:10} {name}  {' '.join(where[:4])}")
        better = sorted(self.inner["grouped-better"])
        out.append(f"providers better than the worst of their servers: {len(better)} mutants {' '.join(better[:6])}")
        out += [
            f"one by one and all at once differ ({w}): {len(self.inner[w])} mutants"
            for w in ("all-at-once", "item")
            if self.inner[w]
        ]
        out.append(f"a file with its lines in reverse is another: {len(self.inner['order'])} mutants")
        out.append(f"errors: {len(self.errors)}")
        out += [f"  {e}" for e in self.errors[:20]]
        return out


if __name__ == "__main__":
    print("\n".join(Table.read([Path(a) for a in sys.argv[1:]]).lines()))
