"""The function behind integrated mapping, for the ciphers that no published example covers: by the figure of the standard, block by block."""

import os

import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import TripleDES
from cryptography.hazmat.primitives.ciphers import Cipher as Engine
from cryptography.hazmat.primitives.ciphers import algorithms, modes

from ansinh.chip.access.pseudo_random import octets_from
from ansinh.chip.errors import Malformed
from ansinh.chip.messaging import Cipher

_C = {
    128: ("a668892a7c41e3ca739f40b057d85904", "a4e136ac725f738b01c1f60217c188ad"),
    256: (
        "d463d65234124ef7897054986dca0a174e28df758cbaa03f240616414d5a1676",
        "54bd7255f0aaf831bec3423fcf39d69b6cbf066677d0faae5aadd99df8e53517",
    ),
}


def _chained(cipher: Cipher, key: bytes, data: bytes) -> bytes:
    """CBC with a first vector of zeros, from single blocks."""
    algorithm = TripleDES(key[:8] + key[8:] + key[:8]) if cipher is Cipher.TDES else algorithms.AES(key)
    before, out = bytes(cipher.block), b""
    for at in range(0, len(data), cipher.block):
        run = Engine(algorithm, modes.ECB()).encryptor()  # noqa: S305 - a block, no message
        before = run.update(bytes(a ^ b for a, b in zip(before, data[at : at + cipher.block], strict=True)))
        out += before
    return out


@pytest.mark.parametrize(("cipher", "k", "size"), [(Cipher.TDES, 16, 128), (Cipher.AES128, 16, 128), (Cipher.AES192, 24, 256), (Cipher.AES256, 32, 256)])  # fmt: skip
@pytest.mark.parametrize(("bits", "rounds"), [(192, (2, 1)), (256, (3, 2)), (320, (3, 2)), (521, (5, 3)), (1024, (9, 5)), (2048, (17, 9))])
def test_each_key_makes_a_part_and_the_next_key(cipher: Cipher, k: int, size: int, bits: int, rounds: tuple[int, int]) -> None:
    c0, c1 = map(bytes.fromhex, _C[size])
    s, t = os.urandom(size // 8), os.urandom(k)
    key, parts = _chained(cipher, t, s), []
    for _ in range(rounds[size == 256]):
        parts.append(_chained(cipher, key[:k], c1))
        key = _chained(cipher, key[:k], c0)
    assert octets_from(s, t, cipher, bits=bits) == b"".join(parts)
    assert len(b"".join(parts[:-1])) * 8 < bits + 64 <= len(b"".join(parts)) * 8  # the least number of parts that is enough


@pytest.mark.parametrize("cipher", list(Cipher))
def test_numbers_of_another_length_make_nothing(cipher: Cipher) -> None:
    size = 16 if cipher.key_bytes == 16 else 32
    for s, t in ((size, cipher.key_bytes + 1), (size, 0), (size + 16, cipher.key_bytes), (0, cipher.key_bytes)):
        with pytest.raises(Malformed):
            octets_from(bytes(s), bytes(t), cipher, bits=256)
