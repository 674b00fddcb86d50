"""What can change in the population register, and about whom: one class for each kind of change. How they travel is in `population_pages`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from ansinh.terms import CitizenNumber, PartialDate, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Whom a change is about, as the population register held them before it (after it, where there was nothing before)."""

    citizen_number: CitizenNumber
    full_name: str = field(repr=False)
    birth_date: PartialDate
    sex: Sex


@dataclass(frozen=True, slots=True)
class Death:
    deceased_on: date


@dataclass(frozen=True, slots=True)
class Move:
    """`province_code` has three digits and counts as of `since`; `address` is the whole line."""

    since: date
    province_code: str
    ward_code: str
    ward_name: str
    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class NameCorrected:
    full_name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BirthDateCorrected:
    birth_date: PartialDate


@dataclass(frozen=True, slots=True)
class SexCorrected:
    sex: Sex


@dataclass(frozen=True, slots=True)
class NumberIssued:
    """Somebody who had no citizen number has the one the subject goes by."""

    since: date


@dataclass(frozen=True, slots=True)
class NumberReplaced:
    """The subject, who went by another number until now, goes by `new_number`."""

    since: date
    new_number: CitizenNumber


@dataclass(frozen=True, slots=True)
class NumberCancelled:
    """The number was given in error: nobody goes by it."""

    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """`citizen_number` None: the parent has none or it is not known."""

    full_name: str = field(repr=False)
    citizen_number: CitizenNumber | None


@dataclass(frozen=True, slots=True)
class Born:
    """The subject is a child whose birth was registered on that day, with its number; a parent may be unknown."""

    registered_on: date
    mother: Parent | None
    father: Parent | None


@dataclass(frozen=True, slots=True)
class Merged:
    """Two entries of the population register were one person: the subject's number goes, `into` stays."""

    since: date
    into: CitizenNumber


What = Death | Move | NameCorrected | BirthDateCorrected | SexCorrected | NumberIssued | NumberReplaced | NumberCancelled | Born | Merged

KINDS: Mapping[str, type[What]] = {
    "death": Death,
    "move": Move,
    "name_corrected": NameCorrected,
    "birth_date_corrected": BirthDateCorrected,
    "sex_corrected": SexCorrected,
    "number_issued": NumberIssued,
    "number_replaced": NumberReplaced,
    "number_cancelled": NumberCancelled,
    "born": Born,
    "merged": Merged,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """One change; `at` is when the population register entered it."""

    seq: int
    at: datetime
    subject: Subject
    what: What

    @property
    def kind(self) -> str:
        return _NAMES[type(self.what)]
