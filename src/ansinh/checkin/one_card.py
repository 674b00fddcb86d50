"""Whether one card was read at two places within a time in which one card cannot be at both: a rule on the gateway's own clock.

It is about the card, not about the person (`double_visits`): a card that is proven at two places was copied, its chip
was relayed, or one of the desks lies. A reading lies between the moment its challenge was given and the moment its statement came, both
by our clock, so no desk's clock counts; two readings are flagged only where even the longest time that can have been between them is too
short. It refuses no care: what is found is for a person to look at. All windows are assumed: no law gives any.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from types import MappingProxyType

from ansinh.terms import places
from ansinh.wire import presence


class Apart(Enum):
    """How far two facilities are from each other, as far as their codes tell."""

    FACILITIES = "facilities"
    PROVINCES = "provinces"


@dataclass(frozen=True, slots=True)
class Window:
    """`minutes`: a card that was read at one cannot have been read at the other in fewer. `because`: why (assumed)."""

    minutes: int
    because: str


WINDOWS: Mapping[Apart, Window] = MappingProxyType(
    {
        Apart.FACILITIES: Window(10, "two facilities may share a wall; somebody has to leave one counter and wait their turn at the other"),
        Apart.PROVINCES: Window(30, "a province ends in the middle of a street at times; but the next facility behind it is a ride away"),
    }
)
_KEYS: Mapping[str, presence.FileName] = MappingProxyType(
    {"chip_authentication": "dg14", "chip_authentication_mapping": "dg14", "active_authentication": "dg15"}
)
"""The file with the key by which a chip proves itself, by the check that says it did (Doc 9303-11, 6)."""
LONGEST = timedelta(minutes=max(window.minutes for window in WINDOWS.values()))
_MINUTE = timedelta(minutes=1)


def name_of(hashes: Mapping[presence.FileName, str], successful: Container[str]) -> str:
    """What names a card: the hash of the key by which its chip proved itself, else that of its security object.

    `successful` are the checks that succeeded. The key is better: a security object can be written in other bytes that are as good, with
    an attribute more that nobody signed, and such a copy would pass for another card.
    """
    keys = [hashes[file] for check, file in _KEYS.items() if check in successful and file in hashes]
    return keys[0] if keys else hashes["sod"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A card that was proven at a facility: read at `since` at the earliest and at `until` at the latest."""

    proof_no: int
    facility_code: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another reading of the same card. `at_most` is the longest time that can have been between the two."""

    proof_no: int
    at_most: timedelta

    @property
    def minutes(self) -> int:
        """The same in whole minutes, rounded up; at least 1."""
        return minutes_of(self.at_most)


def minutes_of(at_most: timedelta) -> int:
    """A time between two readings in whole minutes, rounded up; at least 1."""
    return max(1, -(-at_most // _MINUTE))


def elsewhere(reading: Reading, others: Iterable[Reading]) -> tuple[Elsewhere, ...]:
    """Readings of the same card that it cannot have come from: of each other facility the nearest in time, the nearest first."""
    nearest: dict[str, Elsewhere] = {}
    for other in others:
        apart = apart_of(reading.facility_code, other.facility_code)
        at_most = longest_between(reading, other)
        if apart is None or at_most >= timedelta(minutes=WINDOWS[apart].minutes):
            continue
        before = nearest.get(other.facility_code)
        if before is None or at_most < before.at_most:
            nearest[other.facility_code] = Elsewhere(other.proof_no, at_most)
    return tuple(sorted(nearest.values(), key=lambda each: (each.at_most, each.proof_no)))


def apart_of(one: str, other: str) -> Apart | None:
    """How far the facilities of these codes are from each other; None for the same. Provinces that are one today are one."""
    if one == other:
        return None
    provinces = _province_of(one), _province_of(other)
    return Apart.PROVINCES if None not in provinces and provinces[0] != provinces[1] else Apart.FACILITIES


def longest_between(one: Reading, other: Reading) -> timedelta:
    """The longest time that can have been between two readings."""
    return max(one.until - other.since, other.until - one.since, timedelta())


def _province_of(facility_code: str) -> str | None:
    """The province of today by the first two digits of a facility's code; None for digits of none."""
    try:
        return places.today(f"0{facility_code[:2]}").code
    except KeyError:
        return None
