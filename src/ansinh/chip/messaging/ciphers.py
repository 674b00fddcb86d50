"""Ciphers, check values and key derivation of chips (ICAO Doc 9303-11, 9.7 and 9.8). Knows no commands."""

import hashlib
from enum import Enum

from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives import cmac
from cryptography.hazmat.primitives.ciphers import Cipher as Engine
from cryptography.hazmat.primitives.ciphers import algorithms, modes


class Cipher(Enum):
    """What a session encrypts with: its name, the bytes of a key, and of a block."""

    TDES = ("3DES", 16, 8)
    AES128 = ("AES-128", 16, 16)
    AES192 = ("AES-192", 24, 16)
    AES256 = ("AES-256", 32, 16)

    @property
    def key_bytes(self) -> int:
        return self.value[1]

    @property
    def block(self) -> int:
        return self.value[2]


def derive_key(secret: bytes, counter: int, cipher: Cipher) -> bytes:
    """A key from a shared secret: counter 1 to encrypt, 2 for check values, 3 from a password (ICAO Doc 9303-11, 9.7.1).

    3DES keys are two keys of 8 bytes with odd parity.
    """
    hashed = secret + counter.to_bytes(4, "big")
    if cipher in {Cipher.AES192, Cipher.AES256}:
        return hashlib.sha256(hashed).digest()[: cipher.key_bytes]
    key = hashlib.sha1(hashed, usedforsecurity=False).digest()[:16]  # what the standard fixes
    return bytes(map(_odd_parity, key)) if cipher is Cipher.TDES else key


def encrypt(cipher: Cipher, key: bytes, data: bytes, *, iv: bytes | None = None) -> bytes:
    """CBC over whole blocks, without padding. The initial vector is zero unless given."""
    run = _engine(cipher, key, iv).encryptor()
    return run.update(data) + run.finalize()


def decrypt(cipher: Cipher, key: bytes, data: bytes, *, iv: bytes | None = None) -> bytes:
    """The reverse of `encrypt`; `data` has whole blocks."""
    run = _engine(cipher, key, iv).decryptor()
    return run.update(data) + run.finalize()


def mac(cipher: Cipher, key: bytes, data: bytes) -> bytes:
    """The check value, 8 bytes: CMAC cut for AES (NIST SP 800-38B), for 3DES algorithm 3 of ISO/IEC 9797-1, which needs whole blocks."""
    if cipher is not Cipher.TDES:
        run = cmac.CMAC(algorithms.AES(key))
        run.update(data)
        return run.finalize()[:8]
    chained, last = data[:-8], data[-8:]
    before = encrypt(Cipher.TDES, key[:8] * 2, chained)[-8:] if chained else None  # both halves alike: that is single DES
    return encrypt(Cipher.TDES, key, last, iv=before)


def pad(data: bytes, block: int) -> bytes:
    """80, then zeros to the next whole block (ISO/IEC 9797-1, padding method 2)."""
    return data + b"\x80" + bytes(-(len(data) + 1) % block)


def unpad(data: bytes) -> bytes | None:
    """What was padded; None if it ends otherwise than padding does."""
    bare = data.rstrip(b"\0")
    return bare[:-1] if bare.endswith(b"\x80") else None


def _engine(cipher: Cipher, key: bytes, iv: bytes | None) -> Engine[modes.CBC]:
    algorithm = TripleDES(key + key[:8]) if cipher is Cipher.TDES else algorithms.AES(key)
    return Engine(algorithm, modes.CBC(iv or bytes(cipher.block)))


def _odd_parity(octet: int) -> int:
    return octet & 0xFE | ((octet >> 1).bit_count() + 1) % 2
