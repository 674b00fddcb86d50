"""The pseudo-random function of PACE's integrated mapping (ICAO Doc 9303-11, 4.4.3.3.2, figure 2)."""

from ansinh.chip.errors import Malformed
from ansinh.chip.messaging import Cipher, encrypt

_SHORT = (bytes.fromhex("A668892A7C41E3CA739F40B057D85904"), bytes.fromhex("A4E136AC725F738B01C1F60217C188AD"))
_LONG = (
    bytes.fromhex("D463D65234124EF7897054986DCA0A174E28DF758CBAA03F240616414D5A1676"),
    bytes.fromhex("54BD7255F0AAF831BEC3423FCF39D69B6CBF066677D0FAAE5AADD99DF8E53517"),
)
_SPARE_BITS = 64
"""Beyond the modulus, so that what remains of the division is as good as evenly distributed."""


def octets_from(nonce: bytes, other: bytes, cipher: Cipher, *, bits: int) -> bytes:
    """R(s, t): x1 || x2 || ..., of at least `bits` and 64 more. `nonce` is s, `other` is t, which has the length of a key.

    s under t is the first key; each key makes x of c1, and of c0 the next key, of which AES-192 takes the first 24 bytes. Raises Malformed for
    numbers of other lengths.
    """
    c0, c1 = _SHORT if cipher.key_bytes == len(_SHORT[0]) else _LONG
    if len(other) != cipher.key_bytes or len(nonce) != len(c0):
        raise Malformed("PACE mapping", "has a number of another length than the cipher needs")
    key = encrypt(cipher, other, nonce)[: cipher.key_bytes]
    made = b""
    while len(made) * 8 < bits + _SPARE_BITS:
        made += encrypt(cipher, key, c1)
        key = encrypt(cipher, key, c0)[: cipher.key_bytes]
    return made


def number_from(nonce: bytes, other: bytes, cipher: Cipher, *, bits: int) -> int:
    """The same as a number, not yet divided by the modulus of so many bits."""
    return int.from_bytes(octets_from(nonce, other, cipher, bits=bits), "big")
