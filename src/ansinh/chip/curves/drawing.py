"""Private keys by chance: of a curve, and of any other group of a known prime order."""

from collections.abc import Callable

Random = Callable[[int], bytes]
"""Gives as many random bytes as asked for: `os.urandom`, or published numbers in a test."""
_ATTEMPTS = 200


def draw_private(order: int, random: Random) -> int:
    """A private key, 1 to `order` - 1 inclusive, evenly distributed: what does not fit is thrown away and drawn again (BSI TR-03111, 4.1.1).

    Raises ValueError for a source that gives no number that fits in 200 draws.
    """
    size = -(-order.bit_length() // 8)
    excess = size * 8 - order.bit_length()
    for _ in range(_ATTEMPTS):
        k = int.from_bytes(random(size), "big") >> excess
        if 1 <= k < order:
            return k
    msg = "the source of randomness gives no usable number"
    raise ValueError(msg)
