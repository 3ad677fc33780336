#!/usr/bin/env python3
"""Many mutants over many seeds, several runs at a time, one table at the end:

    campaign.py --binary target/release/multisigner --out target/differ/campaign --seeds 20 --count 250 --minutes 60

The work is cut into pieces of `--piece` mutants, each a run of its own in OUT/SEED-FIRST. A piece that is done by the
same program is not done again: started anew, a campaign goes on where it was. What the time does not suffice for is
left out, and said."""

import argparse
import hashlib
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True

import validators  # noqa: E402
from table import Table  # noqa: E402

RUN = Path(__file__).with_name("run.py")


def main() -> int:
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--binary", required=True, type=Path)
    p.add_argument("--out", required=True, type=Path)
    p.add_argument("--seed", type=int, default=1, help="the first seed")
    p.add_argument("--seeds", type=int, default=20, help="how many")
    p.add_argument("--count", type=int, default=250, help="mutants per seed")
    p.add_argument("--piece", type=int, default=50)
    p.add_argument("--processes", type=int, default=2)
    p.add_argument("--minutes", type=float, default=90, help="start nothing after so many")
    p.add_argument("--validators", nargs="*", default=validators.USUAL, choices=list(validators.ALL))
    a = p.parse_args()
    program = hashlib.sha256(a.binary.read_bytes() + " ".join(a.validators).encode()).hexdigest()
    end = time.monotonic() + a.minutes * 60
    began = time.monotonic()
    pieces = [(s, f) for f in range(0, a.count, a.piece) for s in range(a.seed, a.seed + a.seeds)]

    def one(piece: tuple[int, int]) -> Path | None:
        seed, first = piece
        out = a.out / f"{seed}-{first:05d}"
        done = out / "done"
        if done.exists() and done.read_text() == program:
            return out
        if time.monotonic() > end:
            return None
        out.mkdir(parents=True, exist_ok=True)
        done.unlink(missing_ok=True)
        count = min(a.piece, a.count - first)
        command = [sys.executable, str(RUN), "--seed", str(seed), "--first", str(first), "--count", str(count)]
        command += [
            "--batch",
            str(a.piece),
            "--binary",
            str(a.binary),
            "--out",
            str(out),
            "--validators",
            *a.validators,
        ]
        with open(out / "log", "w") as log:
            code = subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL).returncode
        if code not in (0, 1):
            print(f"{out.name}: ended with {code}; see {out}/log", flush=True)
            return None
        done.write_text(program)
        last = (out / "log").read_text().splitlines()[-1:]
        print(f"{time.monotonic() - began:6.0f} s  {out.name}  {' '.join(last)}", flush=True)
        return out

    with ThreadPoolExecutor(a.processes) as pool:
        made = list(pool.map(one, pieces))
    found = [m for m in made if m]
    table = Table.read(found)
    lines = [f"{len(found)} of {len(pieces)} pieces, seeds {a.seed} to {a.seed + a.seeds - 1}", *table.lines()]
    (a.out / "table.txt").write_text("\n".join(lines) + "\n")
    print("\n".join(lines))
    return 1 if table.failed or len(found) < len(pieces) else 0


if __name__ == "__main__":
    sys.exit(main())
