"""Signatures: times, fields, keys, one beside another."""

from faults.mutation import DAY, edit, mutation, plain, server_of, set_of
from keys import Key
from zone import (
    DNSKEY,
    labels,
    name,
)


def resign(**fields):
    """Sign anew with other fields."""

    def change_for(v, keys=None):
        return lambda y: v.copy.sign(y, keys, **fields)

    return change_for


def sig_mutation(label: str, make, words: str, want=None):
    @mutation(label)
    def run(s, rng):
        v = server_of(s, rng)
        q, x = set_of(s, rng, v, want)
        if not x:
            return None
        if rng.random() < 0.2 and want is None:
            kept = next((k for k in [v.copy.sets[(s.zone, DNSKEY)]]), None)
            q, x = s.questions[0], kept
        change = make(s, rng, v, x)
        if change is None:
            return None
        return edit(s, v, q, x, change) + ": " + words

    return run


def dropped(s, rng, v, x):
    def change(y):
        y.sigs = []
        return y

    return change


sig_mutation("sig-drop", dropped, "no RRSIG")


def timed(inc, exp):
    def make(s, rng, v, x):
        a, b = inc(s.at, rng), exp(s.at, rng)
        return lambda y: v.copy.sign(y, inc=a, exp=b)

    return make


sig_mutation(
    "sig-expired",
    timed(lambda at, r: at - 20 * DAY, lambda at, r: at - r.choice([600, 2400, 5 * 3600, 3 * DAY])),
    "expired",
)
sig_mutation(
    "sig-future",
    timed(lambda at, r: at + r.choice([1200, 4 * 3600, 3 * DAY]), lambda at, r: at + 20 * DAY),
    "not valid yet",
)
sig_mutation(
    "sig-swapped", timed(lambda at, r: at + 5 * DAY, lambda at, r: at - 5 * DAY), "inception and expiration swapped"
)
sig_mutation(
    "sig-wrapped",
    timed(lambda at, r: at - DAY, lambda at, r: at + 2**31 - r.choice([2 * DAY, -2 * DAY, 3600])),
    "expiration near now + 2^31",
)
sig_mutation(
    "sig-wrapped-inception",
    timed(lambda at, r: at - 2**31 + r.choice([-2 * DAY, 2 * DAY]), lambda at, r: at + 3 * DAY),
    "inception near now - 2^31",
)
sig_mutation(
    "sig-long", timed(lambda at, r: at - 40 * 365 * DAY, lambda at, r: at + 50 * 365 * DAY), "valid for 90 years"
)


def field_change(key, value, consistent=None):
    def make(s, rng, v, x):
        got = value(s, rng, v, x)
        keep = rng.random() < 0.5 if consistent is None else consistent
        return lambda y: v.copy.sign(y, **{key: got, "consistent": keep})

    return make


sig_mutation(
    "sig-signer",
    field_change(
        "signer",
        lambda s, r, v, x: r.choice(
            [name("test."), name("other.test."), name("sub", s.zone), name("www", s.zone), name(".")]
        ),
    ),
    "another signer's name",
)
sig_mutation(
    "sig-signer-case",
    lambda s, r, v, x: lambda y: v.copy.sign(y, signer=name(s.zone.to_text().upper()), signer_case=True),
    "signer's name in capitals, signed so",
)
sig_mutation(
    "sig-labels",
    field_change("labels", lambda s, r, v, x: max(0, labels(x.name) + r.choice([-1, 1, -2, 2]))),
    "Labels field wrong",
)
sig_mutation(
    "sig-labels-less",
    field_change("labels", lambda s, r, v, x: max(0, labels(x.name) - 1), True),
    "Labels one less, signed so",
    lambda x: plain(x) and len(x.name) > 3,
)
sig_mutation(
    "sig-ottl",
    field_change("ottl", lambda s, r, v, x: r.choice([0, x.ttl - 100, x.ttl + 100, 2**31, 2**32 - 1])),
    "original TTL another one",
)
sig_mutation("sig-tag", field_change("tag", lambda s, r, v, x: r.randrange(65536)), "another key tag")
sig_mutation(
    "sig-alg",
    field_change("alg", lambda s, r, v, x: r.choice([5, 7, 8, 10, 13, 14, 15, 16, 99, 253])),
    "another algorithm number",
)
sig_mutation(
    "sig-covered", field_change("covered", lambda s, r, v, x: r.choice([1, 16, 28, 99])), "another type covered"
)
sig_mutation("sig-flip", field_change("flip", lambda s, r, v, x: True), "a bit of the signature flipped")
sig_mutation("sig-cut", field_change("cut", lambda s, r, v, x: r.choice([1, 32])), "signature cut short")


def beside(first: bool, spoil):
    def make(s, rng, v, x):
        how = spoil(s, rng, v, x)

        def change(y):
            good = list(y.sigs)
            if not good:
                return y
            v.copy.sign(y, **how)
            bad = list(y.sigs)
            y.sigs = bad + good if first else good + bad
            return y

        return change

    return make


SPOIL = {
    "flip": lambda s, r, v, x: {"flip": True},
    "expired": lambda s, r, v, x: {"inc": s.at - 30 * DAY, "exp": s.at - 3 * DAY},
    "future": lambda s, r, v, x: {"inc": s.at + 3 * DAY, "exp": s.at + 30 * DAY},
    "labels": lambda s, r, v, x: {"labels": max(0, labels(x.name) - 1)},
    "signer": lambda s, r, v, x: {"signer": name("other.test.")},
    "tag": lambda s, r, v, x: {"tag": r.randrange(65536)},
    "unknown-alg": lambda s, r, v, x: {"alg": 99},
    "good-too": lambda s, r, v, x: {"inc": s.at - 5 * DAY - 17},
}
for _kind, _how in SPOIL.items():
    sig_mutation(f"sig-beside-{_kind}-first", beside(True, _how), f"a second signature ({_kind}) before the good one")
    sig_mutation(f"sig-beside-{_kind}-last", beside(False, _how), f"a second signature ({_kind}) behind the good one")


def stale_of_other(s, rng, v, x):
    """An expired signature by another provider's (published) ZSK before the good one."""
    others = [k for p in s.plan.providers if not any(y is v for y in p.servers) for k in p.zsks]
    key = rng.choice(others)

    def change(y):
        good = list(y.sigs)
        v.copy.sign(y, [key], inc=s.at - 30 * DAY, exp=s.at - 3 * DAY)
        y.sigs = y.sigs + good
        return y

    return change


sig_mutation(
    "sig-beside-expired-other-first",
    stale_of_other,
    "an expired signature by another provider's ZSK before the good one",
    lambda x: x.type != DNSKEY,
)


def by_key(pick):
    def make(s, rng, v, x):
        got = pick(s, rng, v, x)
        if got is None:
            return None
        key, fields = got
        return lambda y: v.copy.sign(y, [key], **fields)

    return make


def other_provider(s, rng, v, x):
    others = [k for p in s.plan.providers if not any(y is v for y in p.servers) for k in p.zsks]
    return (rng.choice(others), {}) if others else None


def unpublished(s, rng, v, x):
    own = s.provider(v).zsks[0]
    return Key("unpublished" if own.algorithm == 8 else f"{s.zone}/unpublished", own.algorithm, 256), {}


def unpublished_same_tag(s, rng, v, x):
    key, _ = unpublished(s, rng, v, x)
    return key, {"tag": s.provider(v).zsks[0].tag}


sig_mutation("key-of-other-provider", by_key(other_provider), "signed with another provider's ZSK", plain)
sig_mutation("key-unpublished", by_key(unpublished), "signed with a key that is nowhere published")
sig_mutation(
    "key-unpublished-same-tag", by_key(unpublished_same_tag), "signed with an unpublished key under the tag of the ZSK"
)
sig_mutation(
    "key-ksk-signs-data",
    by_key(lambda s, r, v, x: (s.provider(v).ksks[0], {})),
    "signed with the KSK",
    lambda x: x.type != DNSKEY,
)
sig_mutation(
    "key-zsk-signs-dnskey",
    by_key(lambda s, r, v, x: (s.provider(v).zsks[0], {})),
    "DNSKEY signed with the ZSK only",
    lambda x: x.type == DNSKEY,
)
