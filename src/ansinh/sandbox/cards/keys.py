"""Private keys of the factory: made at random and kept, or for a person derived from one kept secret, so that nothing is stored for each.

Invented people's keys for invented cards. Nothing here is fit to protect anything real.
"""

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Literal

from asn1crypto import algos
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from ansinh.chip import curves

Scheme = Literal["ecdsa-sha256", "ecdsa-sha384", "rsa-sha256", "rsa-pss-sha256"]
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
_CURVE_NAME = "brainpoolP256r1"
_RSA_BITS = 2048
_SALT = 32  # as long as the hash, as Doc 9303-12 section 4.4 wants it
_ALGORITHM = {"ecdsa-sha256": "sha256_ecdsa", "ecdsa-sha384": "sha384_ecdsa", "rsa-sha256": "sha256_rsa", "rsa-pss-sha256": "rsassa_pss"}

_found = curves.named(_CURVE_NAME)
assert _found is not None
CURVE = _found
"""The curve of every key here but the authority's."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key and the one scheme it signs with."""

    private: PrivateKey = field(repr=False)
    scheme: Scheme

    @property
    def public_key_info(self) -> bytes:
        """SubjectPublicKeyInfo in DER, a curve by its name."""
        return public_key_info(self.private)

    @property
    def algorithm(self) -> algos.SignedDigestAlgorithm:
        """The AlgorithmIdentifier of its signatures (RFC 5758, RFC 4055)."""
        told: dict[str, object] = {"algorithm": _ALGORITHM[self.scheme]}
        if self.scheme == "rsa-pss-sha256":
            mask = {"algorithm": "mgf1", "parameters": {"algorithm": "sha256"}}
            told["parameters"] = algos.RSASSAPSSParams(
                {"hash_algorithm": {"algorithm": "sha256"}, "mask_gen_algorithm": mask, "salt_length": _SALT}
            )
        return algos.SignedDigestAlgorithm(told)

    def sign(self, data: bytes) -> bytes:
        """The signature of `data`; ECDSA as DER."""
        if isinstance(self.private, ec.EllipticCurvePrivateKey):
            return self.private.sign(data, ec.ECDSA(hashes.SHA384() if self.scheme == "ecdsa-sha384" else hashes.SHA256()))
        if self.scheme == "rsa-sha256":
            return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.private.sign(data, padding.PSS(padding.MGF1(hashes.SHA256()), _SALT), hashes.SHA256())


def new(scheme: Scheme) -> SigningKey:
    """A key made at random: brainpoolP256r1, brainpoolP384r1 for SHA-384, RSA-2048."""
    if scheme.startswith("rsa"):
        return SigningKey(new_rsa(), scheme)
    curve = ec.BrainpoolP384R1() if scheme == "ecdsa-sha384" else ec.BrainpoolP256R1()
    return SigningKey(ec.generate_private_key(curve), scheme)


def new_rsa() -> rsa.RSAPrivateKey:
    """An RSA-2048 key made at random."""
    return rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)


def derived(secret: bytes, purpose: str, number: str) -> ec.EllipticCurvePrivateKey:
    """The brainpoolP256r1 key of a person for a purpose: always the same for the same secret."""
    order = CURVE.n
    digest = hmac.digest(secret, f"{purpose}|{number}".encode(), hashlib.sha512)
    return ec.derive_private_key(int.from_bytes(digest, "big") % (order - 1) + 1, ec.BrainpoolP256R1())


def public_key_info(key: PrivateKey) -> bytes:
    """SubjectPublicKeyInfo in DER, a curve by its name (RFC 5480)."""
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def private_bytes(key: PrivateKey, encoding: serialization.Encoding = serialization.Encoding.DER) -> bytes:
    """PKCS #8, in the clear."""
    return key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
