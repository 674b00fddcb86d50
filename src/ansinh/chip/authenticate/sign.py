"""Active authentication, the card's side: only the virtual cards of the sandbox sign here."""

import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_private_key

from ansinh.chip.authenticate.recovery import TRAILERS, representative
from ansinh.chip.curves import Random

_LIBRARY: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303 - an old card's
    "sha224": hashes.SHA224(),
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}


def sign_active(private_key: bytes, challenge: bytes, *, hash_name: str, random: Random = os.urandom) -> bytes:
    """The signature over a challenge with a private key, PKCS #8 in DER: RSA by ISO/IEC 9796-2 scheme 1, or r || s on a curve.

    `hash_name` is sha1 (RSA: trailer BC), sha224, sha256, sha384 or sha512. Raises ValueError for any other key or hash.
    """
    key = load_der_private_key(private_key, password=None, unsafe_skip_rsa_key_validation=True)  # our own, and it takes long
    if hash_name not in _LIBRARY:
        msg = "no such hash"
        raise ValueError(msg)
    if isinstance(key, rsa.RSAPrivateKey):
        return _rsa(key.private_numbers(), challenge, hash_name, random)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        msg = "a chip signs with RSA or on an elliptic curve"
        raise ValueError(msg)  # noqa: TRY004 - which key it is, is a value
    size = (key.curve.group_order.bit_length() + 7) // 8
    r, s = decode_dss_signature(key.sign(challenge, ec.ECDSA(_LIBRARY[hash_name])))
    return r.to_bytes(size, "big") + s.to_bytes(size, "big")


def _rsa(key: rsa.RSAPrivateNumbers, challenge: bytes, hash_name: str, random: Random) -> bytes:
    """By the Chinese remainder theorem; `cryptography` offers no RSA without one of its own paddings."""
    size = (key.public_numbers.n.bit_length() + 7) // 8
    trailer = next(mark for mark, name in TRAILERS.items() if name == hash_name)
    number = int.from_bytes(representative(challenge, size, trailer=trailer, random=random), "big")
    one, other = pow(number, key.dmp1, key.p), pow(number, key.dmq1, key.q)
    return (other + (one - other) * key.iqmp % key.p * key.q).to_bytes(size, "big")
