"""Dates that may lack their day or month, as old registers and many birth certificates do."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from ansinh.terms.errors import TermError

_SLASHED = re.compile(r"(?:(?:(?P<day>[0-9]{1,2})/)?(?P<month>[0-9]{1,2})/)?(?P<year>[0-9]{4})", re.ASCII)
_EIGHT = re.compile(r"(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4})", re.ASCII)
_ISO = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?", re.ASCII)
_EARLIEST, _LATEST = 1850, 2200


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, perhaps a month, perhaps a day; a day never without its month."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str, *, field: str = "date") -> Self:
        """Reads dd/MM/yyyy, d/M/yyyy, MM/yyyy, yyyy and ddMMyyyy. Raises TermError, also for days that no calendar has."""
        text = text.strip()
        found = _EIGHT.fullmatch(text) if len(text) == 8 and text.isascii() and text.isdigit() else _SLASHED.fullmatch(text)
        return cls._from(found, field, "must be dd/MM/yyyy, MM/yyyy or yyyy")

    @classmethod
    def from_iso(cls, text: str, *, field: str = "date") -> Self:
        """Reads yyyy-MM-dd, yyyy-MM and yyyy, the form kept in the database."""
        return cls._from(_ISO.fullmatch(text), field, "must be yyyy-MM-dd, yyyy-MM or yyyy")

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month, day.day)

    @classmethod
    def _from(cls, found: re.Match[str] | None, field: str, expected: str) -> Self:
        if found is None:
            raise TermError(field, expected)
        year, month, day = (int(part) if part else None for part in found.group("year", "month", "day"))
        assert year is not None
        if not _EARLIEST <= year <= _LATEST:
            raise TermError(field, f"the year must lie between {_EARLIEST} and {_LATEST}")
        try:
            date(year, 1 if month is None else month, 1 if day is None else day)
        except ValueError:
            raise TermError(field, "no such day in the calendar") from None
        return cls(year, month, day)

    def agrees_with(self, other: "PartialDate") -> bool:
        """True if both are equal as far as the less precise of the two goes."""
        if self.year != other.year:
            return False
        if self.month is None or other.month is None:
            return True
        if self.month != other.month:
            return False
        return self.day is None or other.day is None or self.day == other.day

    @property
    def first_day(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def vietnamese(self) -> str:
        """dd/MM/yyyy, MM/yyyy or yyyy."""
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.month:02d}/{self.year:04d}"
        return f"{self.day:02d}/{self.month:02d}/{self.year:04d}"

    def iso(self) -> str:
        """yyyy-MM-dd, yyyy-MM or yyyy."""
        if self.month is None:
            return f"{self.year:04d}"
        if self.day is None:
            return f"{self.year:04d}-{self.month:02d}"
        return f"{self.year:04d}-{self.month:02d}-{self.day:02d}"

    def __repr__(self) -> str:
        return f"PartialDate({self.year:04d}-**-**)"  # a full birth date identifies; a log needs no more than the year
