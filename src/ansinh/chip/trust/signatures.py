"""Is this signature that key's? RSA (PKCS #1 v1.5 and PSS) and ECDSA, on named curves and on explicit parameters that are a named curve's.

`cryptography` verifies what it has the curve for; the four curves it has not are `curves`' own. It is never shown explicit parameters: the
key is rebuilt on the named curve, so that no generator from outside is calculated with (CVE-2020-0601).
"""

import hashlib

from asn1crypto import keys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from ansinh.chip import curves, tlv
from ansinh.chip.errors import Malformed
from ansinh.chip.trust.algorithms import EC, HASHES, RSA, RSA_PSS, NotVerified, Scheme, read_scheme
from ansinh.chip.trust.parsing import SEQUENCE, bits, dotted, loaded, parsing

MIN_RSA_BITS, MAX_RSA_BITS = 2048, 8192
"""ICAO Doc 9303-12 section 4.4.2 asks 2048 of a document signer. More than 8192 is nobody's key, and costs time."""
MIN_CURVE_BITS = 224
"""ICAO Doc 9303-12 section 4.4.3."""
_WHAT = "public key"
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - read and said to be weak
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
_CURVES: dict[str, ec.EllipticCurve] = {
    "secp224r1": ec.SECP224R1(),
    "secp256r1": ec.SECP256R1(),
    "secp384r1": ec.SECP384R1(),
    "secp521r1": ec.SECP521R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
    "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
}


def verify_signature(public_key_info: bytes, algorithm: bytes, data: bytes, signature: bytes, *, digest: str | None = None) -> Scheme:
    """The scheme by which `signature` is that key's over `data`; whoever cares for weak hashes looks at it.

    `public_key_info` is a DER SubjectPublicKeyInfo, `algorithm` a DER AlgorithmIdentifier with its parameters; `digest` is the hash that CMS
    names beside it. Raises Malformed, or NotVerified: `wrong_signature`, `algorithm_unknown`, `hashes_differ`, `weak_key`, `unknown_curve`,
    `explicit_parameters_unknown` (a curve that brings its own parameters, which are not exactly those of a known one).
    """
    scheme = read_scheme(algorithm, digest=digest)
    oid = _key_algorithm(public_key_info)
    if scheme.kind == "ecdsa" and oid == EC:
        good = _verify_ecdsa(public_key_info, scheme, data, signature)
    elif scheme.kind != "ecdsa" and (oid == RSA or (oid == RSA_PSS and scheme.kind == "rsa_pss")):
        good = _verify_rsa(public_key_info, scheme, data, signature)
    else:
        raise NotVerified("algorithm_unknown", "the key is of another kind than the signature")
    if not good:
        raise NotVerified("wrong_signature", "the signature is not that of the key")
    return scheme


def _verify_rsa(public_key_info: bytes, scheme: Scheme, data: bytes, signature: bytes) -> bool:
    key, hash_ = _rsa_key(public_key_info), _HASHES[scheme.hash]
    if scheme.kind == "rsa":
        how: padding.AsymmetricPadding = padding.PKCS1v15()
    else:
        how = padding.PSS(mgf=padding.MGF1(_HASHES[scheme.mask_hash]), salt_length=scheme.salt_length)
    try:
        key.verify(signature, data, how, hash_)
    except (InvalidSignature, ValueError):
        return False
    return True


def _rsa_key(public_key_info: bytes) -> rsa.RSAPublicKey:
    """Read from its two numbers, so that a key named rsaEncryption and one named RSASSA-PSS are the same to us."""
    parts = tlv.one(public_key_info, SEQUENCE, _WHAT).children(_WHAT)
    inside = loaded(keys.RSAPublicKey, bits(parts[1], _WHAT), _WHAT)
    with parsing(_WHAT):
        n, e = int(inside["modulus"].native), int(inside["public_exponent"].native)
    if not MIN_RSA_BITS <= n.bit_length() <= MAX_RSA_BITS:
        raise NotVerified("weak_key", f"an RSA key of {n.bit_length()} bits; {MIN_RSA_BITS} to {MAX_RSA_BITS} are taken")
    if not (3 <= e < 1 << 64 and e % 2 and n % 2):
        raise Malformed(_WHAT, "cannot be an RSA key")
    with parsing(_WHAT):
        return rsa.RSAPublicNumbers(e, n).public_key()


def _verify_ecdsa(public_key_info: bytes, scheme: Scheme, data: bytes, signature: bytes) -> bool:
    try:
        curve, point = curves.read_public_key(public_key_info, _WHAT)
    except curves.UnknownCurve as unknown:
        raise NotVerified(unknown.code, unknown.detail) from None
    if curve.n.bit_length() < MIN_CURVE_BITS:
        raise NotVerified("weak_key", f"a key on {curve.name}; curves of {MIN_CURVE_BITS} bits and more are taken")
    if curve.name not in _CURVES:
        return _verify_slowly(curve, point, scheme, data, signature)
    try:
        key = ec.EllipticCurvePublicNumbers(point.x, point.y, _CURVES[curve.name]).public_key()
        key.verify(signature, data, ec.ECDSA(_HASHES[scheme.hash]))
    except (InvalidSignature, ValueError):
        return False
    return True


def _verify_slowly(curve: curves.Curve, point: curves.Point, scheme: Scheme, data: bytes, signature: bytes) -> bool:
    with parsing("signature"):
        r, s = decode_dss_signature(signature)  # DER alone, as where the library verifies
    return curves.verify_digest(curve, point, hashlib.new(scheme.hash, data).digest(), r=r, s=s)


def _key_algorithm(public_key_info: bytes) -> str:
    parts = tlv.one(public_key_info, SEQUENCE, _WHAT).children(_WHAT)
    if len(parts) != 2 or parts[0].tag != SEQUENCE:
        raise Malformed(_WHAT, "is not an algorithm and a key")
    inside = parts[0].children(_WHAT)
    if not inside:
        raise Malformed(_WHAT, "names no algorithm")
    return dotted(inside[0], _WHAT)


assert set(_HASHES) == set(HASHES.values())
