"""The exact bytes of a block head, its hash and its signature. Decides whether a head is genuine, not what it should contain.

The head of a block is a JSON array in UTF-8 without white space (RFC 8785):

    ["ansinh.audit.block/1", number, txid_from, txid_until, events, root, marks_hash, previous, sealed_at, key_id]

Hashes are lower-case hexadecimal, `sealed_at` is whole microseconds since 1970-01-01T00:00:00Z, `key_id` is the SHA-256 of the
public key's SubjectPublicKeyInfo. The block's hash is SHA-256 of those bytes, its signature ES256 over them (RFC 7518 section 3.4).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from ansinh.audit.model import Block

_SCHEME = "ansinh.audit.block/1"
_ES256 = ec.ECDSA(hashes.SHA256())
_WRONG_KEY = "a sealing key must be an elliptic-curve key on P-256"
NO_HASH = bytes(32)


class Signer:
    """The agency's sealing key: a P-256 private key in PKCS#8 PEM. ValueError for any other."""

    def __init__(self, private_key_pem: bytes) -> None:
        key = serialization.load_pem_private_key(private_key_pem, password=None)
        if not (isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, ec.SECP256R1)):
            raise ValueError(_WRONG_KEY)  # noqa: TRY004 - one kind of error for every wrong key file
        self._key = key
        self.key_id = _key_id(key.public_key())
        self.public_key_pem = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)

    def sign(self, unsigned: Block) -> Block:
        """The block with its key, hash and signature filled in."""
        named = replace(unsigned, key_id=self.key_id)
        head = head_bytes(named)
        r, s = decode_dss_signature(self._key.sign(head, _ES256))
        return replace(named, hash=hashlib.sha256(head).digest(), signature=r.to_bytes(32) + s.to_bytes(32))


class KeyRing:
    """The public keys a verifier trusts, by their ids: more than one where the sealing key was changed.

    SubjectPublicKeyInfo PEM, P-256. ValueError for any other.
    """

    def __init__(self, public_keys_pem: Sequence[bytes]) -> None:
        self._keys: dict[str, ec.EllipticCurvePublicKey] = {}
        for pem in public_keys_pem:
            key = serialization.load_pem_public_key(pem)
            if not (isinstance(key, ec.EllipticCurvePublicKey) and isinstance(key.curve, ec.SECP256R1)):
                raise ValueError(_WRONG_KEY)  # noqa: TRY004 - one kind of error for every wrong key file
            self._keys[_key_id(key)] = key

    def signed(self, block: Block) -> bool:
        """True if one of the keys, the one the block names, signed exactly this head."""
        key = self._keys.get(block.key_id)
        if key is None or len(block.signature) != 64:
            return False
        signature = encode_dss_signature(int.from_bytes(block.signature[:32]), int.from_bytes(block.signature[32:]))
        try:
            key.verify(signature, head_bytes(block), _ES256)
        except InvalidSignature:
            return False
        return True


def head_bytes(block: Block) -> bytes:
    """The signed bytes of a block."""
    return orjson.dumps(
        (
            _SCHEME,
            block.number,
            block.txid_from,
            block.txid_until,
            block.events,
            block.root.hex(),
            block.marks_hash.hex(),
            block.previous.hex(),
            block.sealed_at_us,
            block.key_id,
        )
    )


def hash_of(block: Block) -> bytes:
    """What the block's hash must be."""
    return hashlib.sha256(head_bytes(block)).digest()


def _key_id(key: ec.EllipticCurvePublicKey) -> str:
    return hashlib.sha256(key.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)).hexdigest()
