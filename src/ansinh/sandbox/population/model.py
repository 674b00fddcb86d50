"""What the population register knows of a citizen, what it is asked and what it answers."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from ansinh.terms import CitizenNumber, PartialDate, Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Citizen:
    """`answers` False: the register does not answer questions about this person in any client's patience."""

    citizen_number: CitizenNumber
    full_name: str = field(repr=False)
    birth_date: PartialDate
    sex: Sex
    deceased_on: date | None = None
    answers: bool = True


class Agreement(Enum):
    """How far a submitted field agrees with the register."""

    YES = "yes"
    YES_WITHOUT_DIACRITICS = "yes_without_diacritics"  # name: submitted without any, the letters agree
    YES_TO_MONTH = "yes_to_month"  # birth date: as far as the less precise of the two goes
    YES_TO_YEAR = "yes_to_year"
    NO = "no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What a client believes of a citizen."""

    full_name: str = field(repr=False)
    birth_date: PartialDate
    sex: Sex


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """`deceased` is None where nothing was verified: a death is not told to whoever does not know the person."""

    verified: bool
    full_name: Agreement
    birth_date: Agreement
    sex: Agreement
    deceased: bool | None
