"""The face step: a port to whoever compares faces, and the sandbox's own comparison, which compares drawings.

It finds out whether two pictures are the same drawing and nothing else: it knows no faces and cannot tell a living person from a
picture of one. A real provider puts its own comparison behind `FaceCheck`.
"""

import struct
from dataclasses import dataclass
from enum import Enum
from io import BytesIO
from math import sqrt
from typing import Protocol

from PIL import Image

MOST_BYTES = 1_000_000
LONGEST_SIDE, SHORTEST_SIDE = 2_000, 48
ALIKE = 0.9  # correlation: the same drawing saved again had over 0.99, two people's at most 0.65 (6,000 pairs measured)

_GRID = (48, 64)
_FLATTEST = 6.0  # standard deviation of grey values below which there is nothing to see
_FORMATS = ("PNG", "JPEG")
_UNREADABLE = (
    OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, EOFError, OverflowError, MemoryError, ZeroDivisionError,
    struct.error,
)  # fmt: skip


class Likeness(Enum):
    """What a comparison came to."""

    VERIFIED = "verified"
    NOT_VERIFIED = "not_verified"
    COULD_NOT_TELL = "could_not_tell"


@dataclass(frozen=True, slots=True)
class FaceAnswer:
    """`reason` is a stable word: why it could not be told, or what was found."""

    likeness: Likeness
    reason: str


class FaceCheck(Protocol):
    """Whoever compares faces."""

    def compare(self, picture: bytes, enrolled: bytes) -> FaceAnswer:
        """Does `picture`, as hostile as it may be, show the person on `enrolled`?"""


class DrawingCheck:
    """Normalised correlation of two pictures, made small and grey."""

    def compare(self, picture: bytes, enrolled: bytes) -> FaceAnswer:
        """Refuses what is too big before anything of it is decoded: by bytes first, by the size its header gives then."""
        if len(picture) > MOST_BYTES:
            return FaceAnswer(Likeness.COULD_NOT_TELL, "picture_too_big")
        try:
            with Image.open(BytesIO(picture), formats=_FORMATS) as opened:  # reads the header alone
                if max(opened.size) > LONGEST_SIDE:
                    return FaceAnswer(Likeness.COULD_NOT_TELL, "picture_too_big")
                if min(opened.size) < SHORTEST_SIDE:
                    return FaceAnswer(Likeness.COULD_NOT_TELL, "picture_too_small")
                shown = _grey(opened)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning):  # the header's size was too much for Pillow itself
            return FaceAnswer(Likeness.COULD_NOT_TELL, "picture_too_big")
        except _UNREADABLE:
            return FaceAnswer(Likeness.COULD_NOT_TELL, "not_a_picture")
        with Image.open(BytesIO(enrolled)) as known:
            likeness = _correlation(shown, _grey(known))
        if likeness is None:
            return FaceAnswer(Likeness.COULD_NOT_TELL, "nothing_to_see")
        return FaceAnswer(Likeness.VERIFIED, "alike") if likeness >= ALIKE else FaceAnswer(Likeness.NOT_VERIFIED, "not_alike")


def _grey(picture: Image.Image) -> bytes:
    return picture.convert("L").resize(_GRID, Image.Resampling.BOX).tobytes()


def _correlation(one: bytes, other: bytes) -> float | None:
    """Pearson's, -1 to 1; None where one of them is of one grey."""
    first, second = _centred(one), _centred(other)
    powers = [sum(value * value for value in each) for each in (first, second)]
    if min(powers) < _FLATTEST**2 * len(one):
        return None
    return sum(a * b for a, b in zip(first, second, strict=True)) / sqrt(powers[0] * powers[1])


def _centred(grey: bytes) -> list[float]:
    mean = sum(grey) / len(grey)
    return [value - mean for value in grey]
