"""A portrait as data group 2 holds it, whichever record it came in."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from ansinh.chip.portrait import Kind

BASIC, FULL_FRONTAL = 0, 1
MAX_IMAGES = 8
"""In one record; real ones have one."""


class Record(Enum):
    """The records that are read.

    Inspection systems must read ISO/IEC 39794-5 from 2026 on; issuers may write either kind until the end of 2029, and that one alone
    from 2030 (ICAO Doc 9303-10, 8th edition, 4.7.2; the years as issuers and BSI TR-03121 announce them).
    """

    V010 = "010"
    V020 = "020"
    V030 = "030"
    G3 = "39794"

    @property
    def standard(self) -> str:
        """Its name for people."""
        return "ISO/IEC 39794-5" if self is Record.G3 else f"ISO/IEC 19794-5, version {self.value}"


@dataclass(frozen=True, slots=True)
class FaceImage:
    """One image. `kind` is by its first bytes, whatever the record says. `width` and `height` are what the record says, not proven; 0: nothing.

    `face_type`: 0 basic, 1 full frontal, 2 token. `sex`: M, F, or "" where the record does not say. `captured_on` is None where it does not
    say a whole day. `template` counts the templates of the data group from 1: those that cannot be read count too.
    """

    image: bytes = field(repr=False)
    kind: Kind
    width: int
    height: int
    face_type: int = FULL_FRONTAL
    sex: str = field(default="", repr=False)
    feature_points: int = 0
    record: Record = Record.V010
    captured_on: date | None = field(default=None, repr=False)
    template: int = 1
