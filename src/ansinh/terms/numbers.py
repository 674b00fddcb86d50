"""The numbers a person, a card and a facility go by; valid by construction, masked when printed.

`str(number)` and `repr(number)` hide the middle, so that a log line or an error that was not thought about gives nobody
away. Where the counterpart or the person needs the number itself, write `.value`.
"""

import re
from dataclasses import dataclass
from typing import Self

from ansinh.terms.errors import TermError
from ansinh.terms.places import PROVINCES
from ansinh.terms.sexes import Sex


@dataclass(frozen=True, slots=True, repr=False)
class _Number:
    value: str

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self})"

    def __str__(self) -> str:
        return f"{self.value[:2]}{'*' * (len(self.value) - 4)}{self.value[-2:]}"


_TWELVE_DIGITS = re.compile(r"[0-9]{12}", re.ASCII)
_TEN_DIGITS = re.compile(r"[0-9]{10}", re.ASCII)
_CARD = re.compile(r"[A-Z]{2}[1-5][0-9]{2}[0-9]{10}", re.ASCII)
_FACILITY = re.compile(r"[0-9]{2}[0-9A-Z]{3}", re.ASCII)


@dataclass(frozen=True, slots=True, repr=False)
class CitizenNumber(_Number):
    """Personal identification number, 12 digits (Decree 137/2015 art. 13): place of birth registration, century and sex, year, random."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises TermError unless `text`, trimmed, is exactly 12 digits."""
        text = text.strip()
        if not _TWELVE_DIGITS.fullmatch(text):
            raise TermError("citizen_number", "must be exactly 12 digits")
        return cls(text)

    @property
    def province(self) -> str | None:
        """Name of the province of birth registration; None for codes of countries and unknown codes."""
        return PROVINCES.get(self.value[:3])

    @property
    def sex(self) -> Sex:
        return Sex.MALE if int(self.value[3]) % 2 == 0 else Sex.FEMALE

    @property
    def birth_year(self) -> int:
        return 1900 + 100 * (int(self.value[3]) // 2) + int(self.value[4:6])


@dataclass(frozen=True, slots=True, repr=False)
class SocialInsuranceNumber(_Number):
    """Number of the social-insurance book, 10 digits; also the last ten characters of a health-insurance card."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises TermError unless `text`, trimmed, is exactly 10 digits."""
        text = text.strip()
        if not _TEN_DIGITS.fullmatch(text):
            raise TermError("social_insurance_number", "must be exactly 10 digits")
        return cls(text)


@dataclass(frozen=True, slots=True, repr=False)
class CardNumber(_Number):
    """Health-insurance card, 15 characters: 2 letters object, 1 digit benefit level, 2 digits province of issue, 10 digits social-insurance number."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises TermError naming the first part that is wrong; lower-case letters are accepted."""
        text = text.strip().upper()
        if not _CARD.fullmatch(text):
            raise TermError("card_number", "must be 2 letters, a benefit digit 1 to 5, 2 digits of the province and 10 digits")
        return cls(text)

    @property
    def object_code(self) -> str:
        return self.value[:2]

    @property
    def benefit_digit(self) -> int:
        return int(self.value[2])

    @property
    def province(self) -> str | None:
        """Name of the province of issue; None where the two digits name no province."""
        return PROVINCES.get("0" + self.value[3:5])

    @property
    def social_insurance_number(self) -> SocialInsuranceNumber:
        return SocialInsuranceNumber(self.value[5:])


@dataclass(frozen=True, slots=True, repr=False)
class FacilityCode(_Number):
    """Health facility, 5 characters beginning with the 2 digits of its province; may hold letters (01C51). Public, so never masked."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises TermError unless `text`, trimmed and in upper case, is 2 digits and 3 digits or letters."""
        text = text.strip().upper()
        if not _FACILITY.fullmatch(text):
            raise TermError("facility_code", "must be 5 characters: 2 digits of the province, then digits or letters")
        return cls(text)

    def __str__(self) -> str:
        return self.value
