"""CDS and CDNSKEY at one server: what a parent would be told."""

import dns.rdata
from faults.mutation import mutation, server_of
from keys import Key
from zone import CDNSKEY, CDS, IN


def cds_mutation(label, change, words):
    @mutation("cds-" + label)
    def run(s, rng):
        v = server_of(s, rng)
        t = rng.choice([CDS, CDNSKEY])
        if (s.zone, t) not in v.copy.sets:
            return None
        make = change(s, rng, v, t)
        v.copy.edits.append((s.zone, t, make))
        s.touched.append((v.label, s.zone, t))
        return f"{v.label} {'CDS' if t == CDS else 'CDNSKEY'}: {words}"


def with_records(pick):
    def make(s, rng, v, t):
        wires = pick(s, rng, t)

        def change(y):
            y.rdatas = [dns.rdata.from_wire(IN, t, w, 0, len(w)) for w in wires]
            return v.copy.sign(y)

        return change

    return make


def stranger(s, rng, t) -> list[bytes]:
    key = Key(f"{s.zone}/stranger", 13, 257)
    return [(key.ds(s.zone) if t == CDS else key.rdata()).to_wire()]


def delete(s, rng, t) -> list[bytes]:
    """RFC 8078 §4."""
    return [bytes([0, 0, 0, 0, 0]) if t == CDS else bytes([0, 0, 3, 0, 0])]


def signed_by(pick):
    return lambda s, rng, v, t: lambda y: v.copy.sign(y, pick(s, v))


cds_mutation("stranger", with_records(stranger), "of an unpublished key, signed")
cds_mutation("delete", with_records(delete), "asks for the DS to be removed")
cds_mutation("missing", lambda s, rng, v, t: lambda y: None, "not served")
cds_mutation("unsigned", lambda s, rng, v, t: lambda y: v.copy.unsigned(y), "no RRSIG")
cds_mutation("zsk-signs", signed_by(lambda s, v: s.provider(v).zsks), "signed by the ZSK only")
cds_mutation("flip", lambda s, rng, v, t: lambda y: v.copy.sign(y, flip=True), "a bit of the signature flipped")
