"""What a reader is allowed: which keys it holds, which ways in, which data groups, and how much time, commands and bytes a card may take."""

from dataclasses import dataclass

from ansinh.chip.access import Can, MrzKey

USUAL_GROUPS = (1, 2, 13, 14, 15)
"""What a counter reads. Fingerprints (3) and iris (4) are locked to everybody but the ministry."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What opens the card: the six digits of the card access number, or the lines printed on its back, or both."""

    can: Can | None = None
    mrz: MrzKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessPolicy:
    """Which way in. PACE always comes first; it never falls back by itself.

    `allow_bac`: a card that offers no PACE may be opened by basic access control, which wants the printed lines.
    `after_pace_failure`: a card that offers PACE and fails it may be opened so too; the reading then says `pace_failed`, and only for finding
    out what the card is (ICAO 9303-11, 4.2: an inspection system should use PACE wherever the chip does).
    `chip_mapping`: of several variants of PACE that with chip authentication mapping comes first, as Doc 9303-11, appendix J, wants it.
    `card_security`: EF.CardSecurity is read of any card that was opened by PACE, not only of one that was opened by that mapping.
    `long_reads`: extended lengths are used where the card answers one before access; False for a reader that does not pass them on.
    """

    allow_bac: bool = True
    after_pace_failure: bool = False
    chip_mapping: bool = True
    card_security: bool = False
    long_reads: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What one reading may take: seconds by the clock, commands sent, bytes received."""

    seconds: float = 30.0
    commands: int = 3_000
    bytes: int = 1_000_000
