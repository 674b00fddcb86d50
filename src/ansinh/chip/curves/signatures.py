"""Whether a signature over a digest is that of a point: ECDSA, by `cryptography` where it has the curve, by `ecdsa` for the small ones it has not."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from ecdsa import ecdsa

from ansinh.chip.curves.named import Curve
from ansinh.chip.curves.points import Point, library_generator, library_point

_QUICK: dict[str, ec.EllipticCurve] = {
    "secp256r1": ec.SECP256R1(),
    "brainpoolP256r1": ec.BrainpoolP256R1(),
    "secp384r1": ec.SECP384R1(),
    "brainpoolP384r1": ec.BrainpoolP384R1(),
    "brainpoolP512r1": ec.BrainpoolP512R1(),
    "secp521r1": ec.SECP521R1(),
}
_BY_LENGTH: dict[int, hashes.HashAlgorithm] = {
    20: hashes.SHA1(),  # noqa: S303 - only its length is used
    28: hashes.SHA224(),
    32: hashes.SHA256(),
    48: hashes.SHA384(),
    64: hashes.SHA512(),
}


def verify_digest(curve: Curve, public: Point, digest: bytes, *, r: int, s: int) -> bool:
    """True if (r, s) is the signature over a digest; a digest longer than n is cut to its bits (BSI TR-03111, 4.2.1)."""
    if not (0 < r < curve.n and 0 < s < curve.n):
        return False
    quick, hashing = _QUICK.get(curve.name), _BY_LENGTH.get(len(digest))
    if quick is None or hashing is None:
        return verify_slowly(curve, public, digest, r=r, s=s)
    try:
        key = ec.EllipticCurvePublicNumbers(public.x, public.y, quick).public_key()
        key.verify(encode_dss_signature(r, s), digest, ec.ECDSA(Prehashed(hashing)))
    except (InvalidSignature, ValueError):
        return False
    return True


def verify_slowly(curve: Curve, public: Point, digest: bytes, *, r: int, s: int) -> bool:
    """The same by `ecdsa`, on any curve of this package."""
    number = int.from_bytes(digest, "big") >> max(0, len(digest) * 8 - curve.n.bit_length())
    key = ecdsa.Public_key(library_generator(curve.name), library_point(curve, public), verify=False)
    return bool(key.verifies(number, ecdsa.Signature(r, s)))
