"""Disagreements whose cause is known. A rule gets one disagreement as a dict and says whether it is its own; the first
that takes it names it.

A rule stands either for a validator's own leniency or order that we do not model (`VALIDATOR`; explained by name in
docs/validators.md), or for a fault of the product that is not mended yet (`PRODUCT`; to be deleted with the fault).
A rule goes by what was seen and said, and by the mutation only where nothing else tells it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

DOCUMENT = Path(__file__).parents[2] / "docs/validators.md"

VALIDATOR, PRODUCT, CACHE = "validator", "product", "cache"
# Not a rule: the second question, alone and with empty caches, was answered as we say.
ONLY_THEN = "only with other answers in the cache"
GOOD, BAD = ("secure", "insecure"), ("bogus", "servfail", "timeout")


@dataclass
class Rule:
    name: str
    whose: str
    takes: Callable[[dict], bool]


RULES: list[Rule] = []


def rule(name: str, whose: str):
    def register(f):
        RULES.append(Rule(name, whose, f))
        return f

    return register


def of(d: dict) -> str:
    return next((r.name for r in RULES if r.takes(d)), "")


def whose(name: str) -> str:
    """`validator`, `product`, `cache`, or nothing for what has no rule."""
    return next((r.whose for r in RULES if r.name == name), CACHE if name == ONLY_THEN else "")


def undocumented() -> list[str]:
    """Validators' rules that the document does not explain, and what it explains that is no rule."""
    told = set(re.findall(r"^\| `([a-z0-9-]+)` \|", DOCUMENT.read_text(), re.M))
    return sorted(told ^ {r.name for r in RULES if r.whose == VALIDATOR})


# ---- what a disagreement looks like ----
def has(d: dict, *kinds: str) -> bool:
    return any(k.startswith(kinds) for k in d["kinds"])


def bind(d: dict) -> bool:
    return d["profile"] == "bind"


def unbound(d: dict) -> bool:
    return d["profile"].startswith("unbound")


def too_good(d: dict) -> bool:
    """We accept what the validator refuses."""
    return d["said"] in GOOD and d["truth"] in BAD


def too_bad(d: dict) -> bool:
    return d["said"] == "bogus" and d["truth"] in GOOD


def negative(d: dict) -> bool:
    return any(" NODATA " in i or " NXDOMAIN: " in i for i in d["items"])


def denial(d: dict) -> str:
    return d["denial"][d["y"]]


def opts_out(d: dict) -> bool:
    return "optout=some" in denial(d) or "optout=all" in denial(d) or has(d, "deny-flags-optout", "deny-all-optout")


def iterates_far(d: dict) -> bool:
    return any(f"iterations={n}" in denial(d) for n in (151, 160)) or (
        has(d, "deny-iterations") and "iterations=150" in denial(d)
    )


# ---- validators' own ways ----
@rule("bind-opt-out-first", VALIDATOR)
def early_insecure(d):
    return (
        bind(d)
        and d["truth"] == "insecure"
        and d["said"] == "bogus"
        and negative(d)
        and (iterates_far(d) or opts_out(d))
    )


@rule("no-ds-after-all", VALIDATOR)
def stripped(d):
    return (
        (unbound(d) or d["profile"] == "powerdns" or not negative(d))
        and d["truth"] == "insecure"
        and d["said"] == "bogus"
        and (iterates_far(d) or opts_out(d))
    )


@rule("alias-target-asked-anew", VALIDATOR)
def behind_alias(d):
    alias = any("CNAME: secure" in i or "DNAME: secure" in i for i in d["items"])
    touched = any(d["question"] in m for m in d["mutations"] if m.startswith("msg-"))
    behind = d["qkind"] in ("cname-nxdomain", "cname", "below-dname", "wildcard-cname")
    # Asked anew, what is not there is denied by an opt-out record, or by one with too many iterations.
    opted_out = d["truth"] == "insecure" and d["said"] == "secure" and (opts_out(d) or iterates_far(d))
    elsewhere = too_good(d) and any(m.startswith("msg-") for m in d["mutations"])
    return (too_bad(d) or opted_out) and behind and touched and alias or behind and elsewhere


@rule("bind-any-opt-out", VALIDATOR)
def any_optout(d):
    return bind(d) and d["truth"] == "insecure" and d["said"] == "secure" and "optout=some" in denial(d)


@rule("bind-protocol-255", VALIDATOR)
def protocol(d):
    return bind(d) and too_bad(d) and has(d, "plan-protocol", "dnskey-fields")


@rule("bind-signer-as-written", VALIDATOR)
def as_is(d):
    verified = too_bad(d) or d["truth"] == "secure" and d["said"] == "insecure"
    return bind(d) and verified and has(d, "sig-signer-case")


@rule("unbound-nxdomain-as-nodata", VALIDATOR)
def lenient(d):
    return unbound(d) and too_bad(d) and has(d, "msg-rcode-nxdomain")


@rule("unbound-unrelated-nsec", VALIDATOR)
def unrelated(d):
    return unbound(d) and too_good(d) and has(d, "msg-extra-proof")


@rule("unbound-two-covering-nsec", VALIDATOR)
def overlap(d):
    overlap = has(d, "deny-skip", "deny-next-self")
    by_flag = {d["truth"], d["said"]} == {"insecure", "secure"} and opts_out(d)
    return unbound(d) and overlap and (too_good(d) and "nsec3" not in denial(d) or by_flag)


@rule("ns-without-soa-is-a-cut", VALIDATOR)
def no_soa_bit(d):
    at_name = "says that NS exists" in d["reason"]
    above = unbound(d) and "no NSEC3 record matches a name above" in d["reason"]
    return has(d, "deny-bitmap-") and d["truth"] == "insecure" and d["said"] == "bogus" and (at_name or above)


@rule("chain-not-asked", VALIDATOR)
def chain(d):
    broken = ("denial chain: ", "leads back to ", "has a next hash of ", " says that ")
    bogus = [i for i in d["items"] if ": bogus" in i]
    return d["qkind"] == "zone" and too_bad(d) and all(any(b in i for b in broken) for i in bogus)


@rule("child-alone", VALIDATOR)
def child_alone(d):
    return d["qkind"] == "child" and too_good(d) and not d["items"]


@rule("bind-covered-encloser", VALIDATOR)
def covers_encloser(d):
    return (
        bind(d)
        and too_good(d)
        and has(d, "deny-gap", "deny-skip")
        and d["qkind"].startswith("wildcard")
        and "nsec3" in denial(d)
    )


@rule("bind-no-ds-from-child", VALIDATOR)
def ds_from_child(d):
    return bind(d) and too_bad(d) and has(d, "deny-bitmap-add") and "says that SOA exists" in d["reason"]


@rule("bind-ksk-without-zone-flag", VALIDATOR)
def no_zone_flag(d):
    return bind(d) and too_bad(d) and "lacks the zone key flag" in d["reason"]


@rule("unbound-ent-below-dname", VALIDATOR)
def ent_below_dname(d):
    covers_not = "no NSEC record covers" in d["reason"]
    return unbound(d) and too_bad(d) and d["qkind"] == "ent" and has(d, "deny-bitmap-add") and covers_not


@rule("bind-ds-under-opt-out", VALIDATOR)
def ds_under_optout(d):
    insecure = d["said"] == "insecure" and "opt-out" in d["reason"]
    return bind(d) and too_good(d) and insecure and negative(d) and has(d, "deny-bitmap-add")


@rule("unbound-dname-twice", VALIDATOR)
def twice(d):
    dname = any(" DNAME: " in i for i in d["items"])
    return unbound(d) and has(d, "rr-duplicate") and d["truth"] == "servfail" and d["said"] in GOOD and dname


@rule("unbound-expansion-beside", VALIDATOR)
def expansion_beside(d):
    labels = has(d, "msg-labels-other", "sig-labels", "sig-beside-labels")
    return unbound(d) and too_bad(d) and (negative(d) or d["qkind"] == "wildcard") and labels


@rule("unbound-ds-of-chain", VALIDATOR)
def ds_of_chain(d):
    ds = any(" DS: " in m for m in d["mutations"] if m.startswith(("sig-labels", "sig-beside")))
    return unbound(d) and too_bad(d) and d["qkind"] == "referral" and ds


@rule("bind-referral-with-two-ns", VALIDATOR)
def two_ns(d):
    return bind(d) and d["qkind"] == "referral" and too_good(d) and has(d, "msg-extra-authority")


@rule("bind-stray-in-denial", VALIDATOR)
def stray_in_denial(d):
    return bind(d) and negative(d) and too_good(d) and has(d, "msg-extra-answer")


@rule("first-signer-in-denial", VALIDATOR)
def denial_signer(d):
    denied = negative(d) or d["qkind"] == "zone"
    # Then the name is looked at, which is an insecure delegation.
    of_cut = unbound(d) and d["qkind"] == "no-ds" and d["truth"] == "insecure" and d["said"] == "secure"
    return (bind(d) or unbound(d)) and denied and (too_good(d) or of_cut) and has(d, "sig-beside-signer")


@rule("bind-first-expansion", VALIDATOR)
def first_expansion(d):
    return bind(d) and too_bad(d) and d["qkind"].startswith("wildcard") and has(d, "sig-beside-labels-last")


@rule("salt-of-each-record", VALIDATOR)
def own_salt(d):
    return (bind(d) or unbound(d)) and too_bad(d) and has(d, "deny-salt", "deny-iterations") and "NSEC3 record" in d["reason"]


@rule("apex-without-denial", VALIDATOR)
def apex_alone(d):
    dropped = has(d, "deny-drop") and not any(" NSEC" in i for i in d["items"])
    asked = all("(nodata)" in q or "(nxdomain)" in q for q in d["worst"] or ["?"])
    return d["qkind"] == "zone" and too_good(d) and dropped and asked


@rule("bind-unknown-nsec3-hash", VALIDATOR)
def unknown_hash(d):
    return (
        bind(d)
        and d["truth"] == "insecure"
        and d["said"] == "bogus"
        and "a hash algorithm other than SHA-1" in d["reason"]
    )


@rule("referral-asked-as-ds", VALIDATOR)
def other_question(d):
    """The resolver asked for the DS, whose answer is another one than the referral."""
    asked = any("no DNSSEC records" in e for e in d["ede"]) or (bind(d) and "nsec3" not in denial(d))
    of_ds = any(t in m for m in d["mutations"] for t in (" DS: ", " NSEC", " SOA: "))
    return d["qkind"] == "referral" and too_good(d) and (has(d, "msg-referral") and asked or of_ds)


def odd_types(d: dict) -> tuple[bool, bool]:
    """The question, or every one in which a zone is worst, is for a type without a name; or for SVCB and HTTPS."""
    asked = d["worst"] if d["qkind"] == "zone" else [d["question"]]
    bare, svcb = ([any(f" {t}" in q for t in types) for q in asked] for types in (["TYPE"], ["SVCB", "HTTPS", "TYPE"]))
    return all(bare), all(svcb)


@rule("powerdns-unknown-type", VALIDATOR)
def unknown_type(d):
    return d["profile"] == "powerdns" and too_good(d) and odd_types(d)[0]


@rule("powerdns-svcb-target", VALIDATOR)
def svcb(d):
    return d["profile"] == "powerdns" and too_good(d) and odd_types(d)[1]


@rule("powerdns-opt-out-expansion", VALIDATOR)
def expansion_under_optout(d):
    return d["profile"] == "powerdns" and d["truth"] == "secure" and d["said"] == "insecure" and opts_out(d)


@rule("powerdns-first-signer", VALIDATOR)
def powerdns_signer(d):
    return d["profile"] == "powerdns" and too_good(d) and has(d, "sig-beside-signer-first")


@rule("powerdns-keys-by-ds", VALIDATOR)
def keys_by_ds(d):
    return d["profile"] == "powerdns" and too_bad(d) and d["model"] == "csk" and "validly signs" in d["reason"]


@rule("knot-other-signer", VALIDATOR)
def knot_signer(d):
    return d["profile"] == "knot" and too_good(d) and has(d, "sig-beside-signer")


@rule("knot-fewer-iterations", VALIDATOR)
def fewer(d):
    far = any(f"iterations={n} " in denial(d) for n in (100, 150))
    return d["profile"] == "knot" and d["truth"] == "insecure" and d["said"] != "insecure" and far


@rule("knot-any-opt-out", VALIDATOR)
def knot_optout(d):
    return d["profile"] == "knot" and d["truth"] == "insecure" and d["said"] == "secure" and opts_out(d)
