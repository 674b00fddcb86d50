"""RSA signatures that give back a part of what they sign: ISO/IEC 9796-2, digital signature scheme 1, as chips use it.

The representative is 6A || M1 || H(M1 || challenge) || trailer, as long as the modulus: M1 is what the chip added. Where M1 leaves bytes free,
6B BB .. BA fills them. The trailer is BC for SHA-1, else the hash's number (ISO/IEC 10118-3) and CC.
"""

import hashlib
import hmac
from collections.abc import Callable
from typing import Any, Final

HASHES: Final[dict[str, Callable[[bytes], Any]]] = {
    "sha1": hashlib.sha1,
    "sha224": hashlib.sha224,
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
}
TRAILERS: Final = {
    b"\xbc": "sha1",
    b"\x33\xcc": "sha1",
    b"\x34\xcc": "sha256",
    b"\x35\xcc": "sha512",
    b"\x36\xcc": "sha384",
    b"\x38\xcc": "sha224",
}


def representative(challenge: bytes, size: int, *, trailer: bytes, random: Callable[[int], bytes]) -> bytes:
    """What is signed, `size` bytes, with as much of the chip's own in it as fits."""
    hashing = HASHES[TRAILERS[trailer]]
    own = random(size - 1 - len(trailer) - hashing(b"").digest_size)
    digest: bytes = hashing(own + challenge).digest()
    return b"\x6a" + own + digest + trailer


def is_signature(modulus: int, exponent: int, challenge: bytes, signature: bytes) -> bool:
    """True if it is one over `challenge`. The smaller of the two roots, which the standard prefers, counts like the other."""
    size = (modulus.bit_length() + 7) // 8
    number = int.from_bytes(signature, "big")
    if len(signature) != size or number >= modulus:
        return False
    opened = pow(number, exponent, modulus)
    return any(_covers(root.to_bytes(size, "big"), challenge) for root in (opened, modulus - opened))


def _covers(block: bytes, challenge: bytes) -> bool:
    trailer = block[-1:] if block[-1] == 0xBC else block[-2:]
    name = TRAILERS.get(trailer)
    start = _start(block)
    if name is None or start is None:
        return False
    hashing = HASHES[name]
    end = len(block) - len(trailer)
    middle = end - hashing(b"").digest_size
    return middle >= start and hmac.compare_digest(hashing(block[start:middle] + challenge).digest(), block[middle:end])


def _start(block: bytes) -> int | None:
    """Where M1 begins; None for another header than 6A or 6B BB .. BA (partial recovery: the challenge is never inside)."""
    if block[0] == 0x6A:
        return 1
    if block[0] != 0x6B:
        return None
    at = 1
    while at < len(block) and block[at] == 0xBB:
        at += 1
    return at + 1 if at < len(block) and block[at] == 0xBA else None
