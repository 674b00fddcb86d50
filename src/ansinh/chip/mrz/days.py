"""Days of the calendar behind the two digits of a year. Printed lines do not say the century; the citizen number does."""

from datetime import date

from ansinh.chip.errors import Malformed
from ansinh.chip.mrz.td1 import Td1
from ansinh.terms import CitizenNumber

UNLIMITED = "991231"
"""Of a card that does not expire, held by people of 60 and older (assumed)."""


def birth_day(lines: Td1, today: date) -> date | None:
    """The day of birth; None where the card does not know it all. Raises Malformed for a day that no calendar has.

    The century is that of the citizen number (Decree 137/2015 art. 13) if its year is the printed one; otherwise the latest that is
    not after `today`.
    """
    if "<" in lines.birth_date:
        return None
    year = int(lines.birth_date[:2])
    if lines.citizen_number and (known := CitizenNumber.parse(lines.citizen_number).birth_year) % 100 == year:
        return _day(known, lines.birth_date, "birth_date")
    of_this_century = today.year - today.year % 100 + year
    latest = of_this_century, of_this_century - 100
    return next(
        (day for day in (_day_or_none(each, lines.birth_date) for each in latest) if day is not None and day <= today), None
    ) or _day(latest[1], lines.birth_date, "birth_date")


def expiry_day(lines: Td1) -> date | None:
    """The last day the card is good for; None for a card that does not expire. Raises Malformed for a day that no calendar has."""
    return None if lines.expiry_date == UNLIMITED else _day(2000 + int(lines.expiry_date[:2]), lines.expiry_date, "expiry_date")


def _day(year: int, text: str, what: str) -> date:
    day = _day_or_none(year, text)
    if day is None:
        raise Malformed(f"mrz.{what}", "is a day that no calendar has")
    return day


def _day_or_none(year: int, text: str) -> date | None:
    try:
        return date(year, int(text[2:4]), int(text[4:6]))
    except ValueError:
        return None
