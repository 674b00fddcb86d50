"""The figures of the gateway: who is on line, how much is looked up, how presence is checked. Each with its definition in words.

A facility is given its own by `facility_code`; the figures about all facilities then speak of that one. Look-ups are exact at the
moment of asking: days are added up in the background, and what came since is counted. Visits are exact as of `visits_as_of`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from ansinh import register
from ansinh.checkin.store import cards
from ansinh.checkin.store import figures as store
from ansinh.kit import db

DEFINITIONS: Mapping[str, str] = MappingProxyType(
    {
        "facilities": "Health facilities in the register.",
        "facilities_on_line": "Facilities that made at least one look-up in the period, whatever the answer.",
        "share_on_line": "Facilities on line in percent of facilities in the register, to one decimal.",
        "lookups": "Look-ups with a good token that were kept and answered in the period, refused ones and repeats too, by Viet Nam's day.",
        "lookups_by_key": "Those look-ups by what was asked for: citizen number, social-insurance number, card number, anything else.",
        "facilities_by_citizen_number": "Facilities that made at least one look-up by citizen number in the period.",
        "visits": "Visits the facilities told of in the period, by Viet Nam's day on which the first word of a visit came.",
        "visits_by_evidence": "Those visits by the highest level of evidence of presence: typed, QR, VNeID, chip read, chip authenticated,"
        " chip and face; none where nothing was told.",
        "facilities_reading_chips": "Facilities with at least one of those visits where the statement of a registered desk proves that the"
        " chip of the card was read.",
        "facilities_stating_chips": "Facilities with at least one of those visits where the chip is said to have been read and nothing"
        " proves it.",
        "visits_by_chip": "Those visits where the statement of a registered desk proves that the chip of the card was read.",
        "visits_confirmed": "Of the visits proven by chip, those where a verification service that the agency believes called the same data"
        " genuine.",
        "cards_at_two_places": "Cards proven at two facilities within a time in which one card cannot be at both, each once, by Viet Nam's"
        " day on which it was found, settled ones too.",
        "lookups_by_chip": "Look-ups made in the period for visits where the chip had proven by then who was there, and answered about"
        " that person.",
    }
)
CHIP_READ = 4  # the lowest level of evidence for which the chip of the card was read
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Each field but the days is defined in `DEFINITIONS`. `visits_by_evidence` by level, 0 for none."""

    first_day: date
    last_day: date
    facilities: int
    facilities_on_line: int
    lookups: int
    lookups_by_key: Mapping[str, int]
    facilities_by_citizen_number: int
    visits: int
    visits_by_evidence: Mapping[int, int]
    facilities_reading_chips: int
    facilities_stating_chips: int
    visits_by_chip: int
    visits_confirmed: int
    cards_at_two_places: int
    lookups_by_chip: int
    visits_as_of: datetime | None

    @property
    def share_on_line(self) -> Decimal:
        if not self.facilities:
            return Decimal(0)
        return (Decimal(100) * self.facilities_on_line / self.facilities).quantize(_TENTH)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayFigures:
    day: date
    lookups: int
    facilities_on_line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FacilityFigures:
    """`chip_visits` are proven; of the others, `stated_chip_visits` are said to have been checked by chip."""

    facility_code: str
    lookups: int
    by_citizen_number: int
    visits: int
    chip_visits: int
    stated_chip_visits: int


def figures(conn: db.Connection, *, first_day: date, last_day: date, facility_code: str | None = None) -> Figures:
    """The figures of the days from `first_day` to `last_day`, both included; only of one facility if given."""
    by_key = {row.key_kind: row for row in store.lookups_by_key(conn, first_day=first_day, last_day=last_day, facility_code=facility_code)}
    of_all = by_key.pop(None)
    of_visits = store.visits_by_level(conn, first_day=first_day, last_day=last_day, facility_code=facility_code)
    chips = store.by_chip(conn, first_day=first_day, last_day=last_day, facility_code=facility_code, chip_read=CHIP_READ)
    return Figures(
        first_day=first_day,
        last_day=last_day,
        facilities=register.count_facilities(conn) if facility_code is None else 1,
        facilities_on_line=of_all.facilities,
        lookups=of_all.lookups,
        lookups_by_key={kind: row.lookups for kind, row in by_key.items() if kind is not None},
        facilities_by_citizen_number=by_key["citizen"].facilities if "citizen" in by_key else 0,
        visits=sum(row.visits for row in of_visits),
        visits_by_evidence={row.level: row.visits for row in of_visits},
        facilities_reading_chips=chips.proving,
        facilities_stating_chips=chips.stating,
        visits_by_chip=chips.proven_visits,
        visits_confirmed=chips.confirmed_visits,
        cards_at_two_places=cards.cards_at_two_places(conn, first_day=first_day, last_day=last_day, facility_code=facility_code),
        lookups_by_chip=chips.lookups,
        visits_as_of=store.rolled_up_until(conn, "visits"),
    )


def figures_by_day(conn: db.Connection, *, first_day: date, last_day: date, facility_code: str | None = None) -> list[DayFigures]:
    """Look-ups and facilities on line for each day that has any, in order; both days included."""
    rows = store.lookups_by_day(conn, first_day=first_day, last_day=last_day, facility_code=facility_code)
    return [DayFigures(day=row.day, lookups=row.lookups, facilities_on_line=row.facilities) for row in rows]


def figures_by_facility(
    conn: db.Connection, *, first_day: date, last_day: date, after: str = "", limit: int = 100
) -> list[FacilityFigures]:
    """Facilities with any look-up or visit in the period by code, at most `limit` behind the code `after`; for the agency."""
    return [
        FacilityFigures(
            facility_code=row.facility_code,
            lookups=row.lookups,
            by_citizen_number=row.by_citizen_number,
            visits=row.visits,
            chip_visits=row.chip_visits,
            stated_chip_visits=row.stated_chip_visits,
        )
        for row in store.by_facility(conn, first_day=first_day, last_day=last_day, after=after, limit=limit, chip_read=CHIP_READ)
    ]
