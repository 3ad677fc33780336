"""Keys that are derived from a text (the same text gives the same key) and sign deterministically."""

from __future__ import annotations

import functools
import hashlib
import itertools
import struct

import dns.dnssec
import dns.rdata
import dns.rdataclass
import dns.rdatatype
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, utils

RSA_SHA1 = bytes.fromhex("3021300906052b0e03021a05000414")
# Prefix of the digest (RFC 8017 §9.2) by algorithm.
PKCS1 = {
    5: (RSA_SHA1, hashlib.sha1),
    7: (RSA_SHA1, hashlib.sha1),
    8: (bytes.fromhex("3031300d060960864801650304020105000420"), hashlib.sha256),
    10: (bytes.fromhex("3051300d060960864801650304020305000440"), hashlib.sha512),
}


P256 = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
P384 = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFC7634D81F4372DDF581A0DB248B0A77AECEC196ACCC52973
# Curve, digest and order of the curve by algorithm.
CURVES = {13: (ec.SECP256R1(), hashes.SHA256(), P256), 14: (ec.SECP384R1(), hashes.SHA384(), P384)}


def stream(text: str):
    """An endless stream of octets."""
    n = 0
    while True:
        yield from hashlib.sha256(f"{text}/{n}".encode()).digest()
        n += 1


def number(source, bits: int) -> int:
    return int.from_bytes(bytes(next(source) for _ in range(bits // 8)), "big")


SMALL = [p for p in range(3, 2000) if all(p % d for d in range(2, int(p**0.5) + 1))]


def is_prime(n: int) -> bool:
    if any(n % p == 0 for p in SMALL):
        return n in SMALL
    d, r = n - 1, 0
    while d % 2 == 0:
        d, r = d // 2, r + 1
    for a in SMALL[:12]:
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(r - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


@functools.cache
def rsa_numbers(text: str, bits: int, exponent: int) -> tuple[int, int, int, int]:
    source = stream(f"rsa/{text}/{bits}/{exponent}")

    def prime() -> int:
        n = number(source, bits // 2) | (3 << (bits // 2 - 2)) | 1
        while not (is_prime(n) and n % exponent != 1):
            n += 2
        return n

    while True:
        p, q = prime(), prime()
        try:
            return p, q, exponent, pow(exponent, -1, (p - 1) * (q - 1))
        except ValueError:
            continue


class Key:
    def __init__(self, text: str, algorithm: int, flags: int, bits: int = 1024, exponent: int = 65537):
        self.text, self.algorithm, self.flags = text, algorithm, flags
        self.number = algorithm  # what the DNSKEY says
        self.protocol = 3
        self.bits, self.exponent = bits, exponent
        self.lead = 0  # zero octets before the RSA exponent

    def secret(self):
        if self.algorithm in CURVES:
            curve, _, order = CURVES[self.algorithm]
            return ec.derive_private_key(number(self.octets(), curve.key_size) % (order - 1) + 1, curve)
        if self.algorithm == 15:
            return ed25519.Ed25519PrivateKey.from_private_bytes(bytes(itertools.islice(self.octets(), 32)))
        return ed448.Ed448PrivateKey.from_private_bytes(bytes(itertools.islice(self.octets(), 57)))

    def octets(self):
        return stream(f"{self.algorithm}/{self.text}")

    def public(self) -> bytes:
        if self.algorithm in CURVES:
            n, length = self.secret().public_key().public_numbers(), CURVES[self.algorithm][0].key_size // 8
            return n.x.to_bytes(length, "big") + n.y.to_bytes(length, "big")
        if self.algorithm not in PKCS1:
            return self.secret().public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        p, q, e, _ = rsa_numbers(self.text, self.bits, self.exponent)
        eb = b"\0" * self.lead + e.to_bytes((e.bit_length() + 7) // 8, "big")
        head = bytes([len(eb)]) if len(eb) < 256 else b"\0" + struct.pack("!H", len(eb))
        return head + eb + (p * q).to_bytes(((p * q).bit_length() + 7) // 8, "big")

    def rdata(self) -> dns.rdata.Rdata:
        return dnskey(self.flags, self.protocol, self.number, self.public())

    @property
    def tag(self) -> int:
        return dns.dnssec.key_id(self.rdata())

    def sign(self, data: bytes) -> bytes:
        if self.algorithm in CURVES:
            curve, digest, _ = CURVES[self.algorithm]
            # the same octets in every run (RFC 6979)
            der = self.secret().sign(data, ec.ECDSA(digest, deterministic_signing=True))
            r, s = utils.decode_dss_signature(der)
            return r.to_bytes(curve.key_size // 8, "big") + s.to_bytes(curve.key_size // 8, "big")
        if self.algorithm not in PKCS1:
            return self.secret().sign(data)
        p, q, _, d = rsa_numbers(self.text, self.bits, self.exponent)
        n = p * q
        length = (n.bit_length() + 7) // 8
        prefix, digest = PKCS1[self.algorithm]
        block = prefix + digest(data).digest()
        m = int.from_bytes(b"\0\1" + b"\xff" * (length - len(block) - 3) + b"\0" + block, "big")
        a, b = pow(m, d % (p - 1), p), pow(m, d % (q - 1), q)
        return (b + (a - b) * pow(q, -1, p) % p * q).to_bytes(length, "big")

    def ds(self, zone, digest_type: int = 2) -> dns.rdata.Rdata:
        make = {1: hashlib.sha1, 2: hashlib.sha256, 4: hashlib.sha384}[digest_type]
        digest = make(zone.canonicalize().to_wire() + self.rdata().to_wire()).digest()
        return ds(self.tag, self.number, digest_type, digest)


def generic(rdtype: int, wire: bytes) -> dns.rdata.Rdata:
    """Record data of any form, also such as dnspython would refuse."""
    return dns.rdata.GenericRdata(dns.rdataclass.IN, dns.rdatatype.RdataType.make(rdtype), wire)


def dnskey(flags: int, protocol: int, algorithm: int, public: bytes) -> dns.rdata.Rdata:
    wire = struct.pack("!HBB", flags, protocol, algorithm) + public
    return dns.rdata.from_wire(dns.rdataclass.IN, dns.rdatatype.DNSKEY, wire, 0, len(wire))


def ds(tag: int, algorithm: int, digest_type: int, digest: bytes) -> dns.rdata.Rdata:
    return generic(dns.rdatatype.DS, struct.pack("!HBB", tag, algorithm, digest_type) + digest)


@functools.cache
def twins(algorithm: int, flags: int) -> tuple[str, str]:
    """The texts of two keys with one tag: among some hundred keys two are sure to have the same."""
    seen: dict[int, str] = {}
    for n in itertools.count():
        text = f"twin-{n}"
        tag = Key(text, algorithm, flags).tag
        if tag in seen:
            return seen[tag], text
        seen[tag] = text
