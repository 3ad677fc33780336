"""The DS RRset."""

import struct

from faults.mutation import mutation
from keys import Key, ds
from world import Scenario


def ds_change(label, f):
    @mutation("ds-" + label)
    def run(s: Scenario, rng):
        if not s.ds:
            return None
        i = rng.randrange(len(s.ds))
        key = s.plan.anchors[i] if i < len(s.plan.anchors) else s.plan.anchors[0]
        return f(s, rng, i, key)


def ds_parts(r) -> tuple[int, int, int, bytes]:
    w = r.to_wire()
    return *struct.unpack("!HBB", w[:4]), w[4:]


def drop_ds(s, rng, i, key):
    gone = s.ds.pop(i)
    return f"DS {ds_parts(gone)[0]} left out, {len(s.ds)} left"


def replace_ds(make, words):
    def run(s, rng, i, key):
        s.ds[i] = make(s, rng, key, *ds_parts(s.ds[i]))
        return words + f" ({ds_parts(s.ds[i])[:3]})"

    return run


def add_ds(make, words):
    def run(s, rng, i, key):
        s.ds.insert(rng.choice([0, len(s.ds)]), make(s, rng, key, *ds_parts(s.ds[i])))
        return words

    return run


ds_change("drop", drop_ds)
ds_change("none", lambda s, r, i, k: (s.ds.clear(), "no DS at all")[1])
ds_change(
    "digest-bit",
    replace_ds(lambda s, r, k, t, a, d, x: ds(t, a, d, x[:-1] + bytes([x[-1] ^ 1])), "a bit of a DS digest flipped"),
)
ds_change("cut", replace_ds(lambda s, r, k, t, a, d, x: ds(t, a, d, x[: -r.choice([1, 12])]), "a DS digest cut short"))
ds_change("longer", replace_ds(lambda s, r, k, t, a, d, x: ds(t, a, d, x + b"\0"), "a DS digest one octet longer"))
ds_change(
    "sha1-only", replace_ds(lambda s, r, k, t, a, d, x: k.ds(s.zone, 1), "SHA-1 for one key, SHA-256 for the others")
)
ds_change("sha1-beside", add_ds(lambda s, r, k, t, a, d, x: k.ds(s.zone, 1), "SHA-1 beside SHA-256 of the same key"))
ds_change(
    "sha1-wrong-beside",
    add_ds(lambda s, r, k, t, a, d, x: ds(t, a, 1, bytes(20)), "a wrong SHA-1 DS beside the SHA-256 one"),
)
ds_change(
    "sha384", replace_ds(lambda s, r, k, t, a, d, x: k.ds(s.zone, 4), "SHA-384 for one key, SHA-256 for the others")
)
ds_change(
    "sha384-wrong-beside",
    add_ds(lambda s, r, k, t, a, d, x: ds(t, a, 4, bytes(48)), "a wrong SHA-384 DS beside the SHA-256 one"),
)
ds_change(
    "unknown-digest",
    replace_ds(lambda s, r, k, t, a, d, x: ds(t, a, r.choice([0, 3, 5, 6, 200]), x), "unknown digest type"),
)
ds_change(
    "unknown-digest-all",
    lambda s, r, i, k: (
        s.ds.__setitem__(slice(None), [ds(*ds_parts(x)[:2], 200, ds_parts(x)[3]) for x in s.ds]),
        "all DS of an unknown digest type",
    )[1],
)
ds_change(
    "unknown-algorithm",
    replace_ds(lambda s, r, k, t, a, d, x: ds(t, r.choice([0, 1, 99, 253]), d, x), "unknown algorithm"),
)
ds_change(
    "unknown-algorithm-all",
    lambda s, r, i, k: (
        s.ds.__setitem__(slice(None), [ds(ds_parts(x)[0], 99, *ds_parts(x)[2:]) for x in s.ds]),
        "all DS of an unknown algorithm",
    )[1],
)
ds_change(
    "unknown-beside",
    add_ds(
        lambda s, r, k, t, a, d, x: r.choice([ds(t, 99, 2, x), ds(t, a, 200, x), ds(t ^ 1, 99, 99, b"x")]),
        "a DS of unknown kind beside",
    ),
)
ds_change("tag", replace_ds(lambda s, r, k, t, a, d, x: ds(t ^ 1, a, d, x), "another key tag in the DS"))
ds_change(
    "of-zsk",
    lambda s, r, i, k: (
        s.ds.__setitem__(i, r.choice(r.choice(s.plan.providers).zsks).ds(s.zone)),
        f"a DS of a ZSK ({ds_parts(s.ds[i])[0]})",
    )[1],
)
ds_change(
    "of-nothing",
    add_ds(
        lambda s, r, k, t, a, d, x: Key(f"{s.zone}/standby", 13, 257).ds(s.zone), "a DS of an unpublished key beside"
    ),
)
ds_change(
    "other-algorithm-beside",
    add_ds(
        lambda s, r, k, t, a, d, x: Key(f"{s.zone}/standby", 15 if a != 15 else 13, 257).ds(s.zone),
        "a DS of a known algorithm that nobody signs with beside",
    ),
)
