"""Whether a person seems to be at two facilities at once: a rule on what is known of other visits and look-ups.

It warns and forbids nothing: the facility asks the person. Windows and exceptions are data, and all of them are assumed: the law
asks for the check and gives no numbers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from ansinh.wire import claims


class Reason(Enum):
    """Why a warning is given. The value is its code in our interface."""

    CHECKED_IN_ELSEWHERE = "checked_in_elsewhere"
    LOOKED_UP_ELSEWHERE = "looked_up_elsewhere"


SENTENCES = {
    Reason.CHECKED_IN_ELSEWHERE: "another facility checked this person in for an overlapping time",
    Reason.LOOKED_UP_ELSEWHERE: "another facility looked this person up for treatment at an overlapping time",
}
VISIT_LASTS = timedelta(hours=8)
"""How long a visit without an end counts as going on, from arrival."""
STAY_LASTS = timedelta(days=30)
"""The same for a kind of care that goes on for days."""
LOOKUP_COUNTS_FOR = timedelta(hours=2)
"""How long before the arrival a look-up elsewhere still counts as being there."""
LONGEST_WINDOW = max(VISIT_LASTS, STAY_LASTS, LOOKUP_COUNTS_FOR)
NAMED_RIGHTLY = frozenset({"000", "001", "002", "003", "004", "010", "110", "120", "121", "122", "123", "124", "130"})
"""Codes of look-ups that named the person rightly; another one may have been a slip of a finger."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay:
    """A visit as far as this rule looks at it. `ended_at` None: not told yet. `category` and `care_kind` may be ""."""

    facility_code: str
    arrived_at: datetime
    ended_at: datetime | None = None
    category: str = ""
    care_kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedUp:
    """A look-up for treatment."""

    facility_code: str
    at: datetime
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubleVisit:
    """A warning: who else seems to have the person, since when, and why we think so."""

    reason: Reason
    facility_code: str
    since: datetime


def double_visits(visit: Stay, *, others: Iterable[Stay], lookups: Iterable[LookedUp], now: datetime) -> tuple[DoubleVisit, ...]:
    """Warnings about this visit, the latest first, one for each facility and reason.

    Intervals are half-open: someone who arrives in the minute another visit ends is not at two places.
    """
    if visit.category == claims.EMERGENCY:
        return ()
    found = [*_checked_in(visit, others, now), *_looked_up(visit, lookups, now)]
    latest: dict[tuple[Reason, str], DoubleVisit] = {}
    for warning in sorted(found, key=lambda each: each.since):
        latest[warning.reason, warning.facility_code] = warning
    return tuple(sorted(latest.values(), key=lambda each: (each.since, each.facility_code), reverse=True))


def lasts_until(stay: Stay, *, now: datetime) -> datetime:
    """The first instant at which it no longer counts as going on. One whose end was not told ends when its kind usually has."""
    if stay.ended_at is not None:
        return stay.ended_at
    usual = stay.arrived_at + (STAY_LASTS if stay.care_kind in claims.STAYS else VISIT_LASTS)
    return min(usual, max(now, stay.arrived_at) + timedelta(microseconds=1))


def _checked_in(visit: Stay, others: Iterable[Stay], now: datetime) -> Iterator[DoubleVisit]:
    until = lasts_until(visit, now=now)
    for other in others:
        if other.facility_code == visit.facility_code or other.category == claims.EMERGENCY:
            continue
        overlaps = other.arrived_at < until and visit.arrived_at < lasts_until(other, now=now)
        later = max(visit, other, key=lambda each: each.arrived_at)
        if overlaps and later.category not in claims.TRANSFERS:
            yield DoubleVisit(reason=Reason.CHECKED_IN_ELSEWHERE, facility_code=other.facility_code, since=other.arrived_at)


def _looked_up(visit: Stay, lookups: Iterable[LookedUp], now: datetime) -> Iterator[DoubleVisit]:
    begins, until = visit.arrived_at - LOOKUP_COUNTS_FOR, lasts_until(visit, now=now)
    for lookup in lookups:
        if lookup.facility_code == visit.facility_code or lookup.code not in NAMED_RIGHTLY:
            continue
        was_sent_here = visit.category in claims.TRANSFERS and lookup.at < visit.arrived_at
        if begins <= lookup.at < until and not was_sent_here:
            yield DoubleVisit(reason=Reason.LOOKED_UP_ELSEWHERE, facility_code=lookup.facility_code, since=lookup.at)
