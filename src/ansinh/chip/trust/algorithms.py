"""Which signature algorithms are understood, and with which hash (ICAO Doc 9303-12 section 4.4; RFC 4055, RFC 5758).

MD5 is not among them. SHA-1 is read, and said to be weak: who verifies decides what that is worth.
"""

from dataclasses import dataclass

from asn1crypto import algos

from ansinh.chip import tlv
from ansinh.chip.errors import ChipError, Malformed
from ansinh.chip.trust.parsing import OID, SEQUENCE, dotted, loaded, parsing

HASHES = {
    "1.3.14.3.2.26": "sha1",
    "2.16.840.1.101.3.4.2.4": "sha224",
    "2.16.840.1.101.3.4.2.1": "sha256",
    "2.16.840.1.101.3.4.2.2": "sha384",
    "2.16.840.1.101.3.4.2.3": "sha512",
}
WEAK_HASHES = frozenset({"sha1"})
RSA = "1.2.840.113549.1.1.1"
RSA_PSS = "1.2.840.113549.1.1.10"
EC = "1.2.840.10045.2.1"
_NULL = b"\x05\x00"
_RSA_WITH = {
    "1.2.840.113549.1.1.5": "sha1",
    "1.2.840.113549.1.1.14": "sha224",
    "1.2.840.113549.1.1.11": "sha256",
    "1.2.840.113549.1.1.12": "sha384",
    "1.2.840.113549.1.1.13": "sha512",
}
_ECDSA_WITH = {
    "1.2.840.10045.4.1": "sha1",
    "1.2.840.10045.4.3.1": "sha224",
    "1.2.840.10045.4.3.2": "sha256",
    "1.2.840.10045.4.3.3": "sha384",
    "1.2.840.10045.4.3.4": "sha512",
}


class NotVerified(ChipError):  # noqa: N818 - an event, not an error class by name
    """A signature, or who made it, is not to be believed. `code` says why, and is stable."""


@dataclass(frozen=True, slots=True)
class Scheme:
    """How a signature is made: `kind` is rsa, rsa_pss or ecdsa. `mask_hash` and `salt_length` (bytes) belong to rsa_pss alone."""

    kind: str
    hash: str
    mask_hash: str = ""
    salt_length: int = 0


def read_hash(algorithm: bytes) -> str:
    """The hash that a DER AlgorithmIdentifier names, as hashlib spells it. Raises Malformed; NotVerified `algorithm_unknown`."""
    oid, parameters = _identifier(algorithm, "hash algorithm")
    if oid not in HASHES:
        raise NotVerified("algorithm_unknown", "the hash algorithm is not one that is understood")
    if parameters not in {b"", _NULL}:
        raise Malformed("hash algorithm", "has parameters, which it may not")
    return HASHES[oid]


def read_scheme(algorithm: bytes, *, digest: str | None = None) -> Scheme:
    """The scheme that a DER AlgorithmIdentifier names.

    `digest` is the hash that CMS names beside it, which a bare rsaEncryption stands for (RFC 3370 section 3.2); None: there is none beside.
    Raises Malformed; NotVerified `algorithm_unknown`, or `hashes_differ` where the two name different hashes (RFC 5652 section 5.4).
    """
    oid, parameters = _identifier(algorithm, "signature algorithm")
    if oid == RSA_PSS:
        scheme = _pss(parameters)
    elif oid in _RSA_WITH or (oid == RSA and digest is not None):
        if parameters not in {b"", _NULL}:
            raise Malformed("signature algorithm", "has parameters, which it may not")
        scheme = Scheme("rsa", _RSA_WITH.get(oid) or str(digest))
    elif oid in _ECDSA_WITH:
        if parameters not in {b"", _NULL}:  # RFC 5758 wants them absent; signers that write NULL are known
            raise Malformed("signature algorithm", "has parameters, which it may not")
        scheme = Scheme("ecdsa", _ECDSA_WITH[oid])
    else:
        raise NotVerified("algorithm_unknown", "the signature algorithm is not one that is understood")
    if digest is not None and scheme.hash != digest:
        raise NotVerified("hashes_differ", "the signature is made over another hash than the one named beside it")
    return scheme


def is_over_weak_hash(algorithm: bytes) -> bool:
    """True where a DER AlgorithmIdentifier, one of a signature that was verified, names a hash that is no longer safe. Raises as `read_scheme`."""
    return read_scheme(algorithm).hash in WEAK_HASHES


def _pss(parameters: bytes) -> Scheme:
    """RFC 4055 section 3.1: what is left out is SHA-1, MGF1 with SHA-1, 20 bytes of salt, trailer 1."""
    what = "RSA-PSS parameters"
    if not parameters:
        raise Malformed(what, "are missing")
    parsed = loaded(algos.RSASSAPSSParams, parameters, what)
    with parsing(what):
        mask = parsed["mask_gen_algorithm"]
        is_mgf1 = mask["algorithm"].dotted == "1.2.840.113549.1.1.8"
        hash_, mask_hash = parsed["hash_algorithm"].dump(), mask["parameters"].dump() if is_mgf1 else b""
        salt, trailer = int(parsed["salt_length"].native), parsed["trailer_field"].dump()[-1:]
    if not is_mgf1:
        raise NotVerified("algorithm_unknown", "RSA-PSS is used with another mask than MGF1")
    if trailer != b"\x01" or not 0 <= salt <= 64:
        raise Malformed(what, "have a trailer or a salt length that cannot be")
    return Scheme("rsa_pss", read_hash(_plain(hash_)), read_hash(_plain(mask_hash)), salt)


def _plain(element: bytes) -> bytes:
    """An AlgorithmIdentifier without the explicit tag it may stand in."""
    nodes = tlv.parse(element, "RSA-PSS parameters")
    if len(nodes) == 1 and nodes[0].tag != SEQUENCE:
        nodes = nodes[0].children("RSA-PSS parameters")
    return nodes[0].raw if nodes else b""


def _identifier(algorithm: bytes, what: str) -> tuple[str, bytes]:
    """OID and raw parameters (empty if there are none)."""
    parts = tlv.one(algorithm, SEQUENCE, what).children(what)
    if not 1 <= len(parts) <= 2 or parts[0].tag != OID:
        raise Malformed(what, "is no algorithm identifier")
    return dotted(parts[0], what), parts[1].raw if len(parts) == 2 else b""
