"""Mints numbers and passwords that are well formed and never given twice.

Numbers of people, of officers and of the ten years of a decade come from separate ranges: they cannot meet in one database.
"""

from collections.abc import Callable
from datetime import date
from random import Random

from ansinh.terms import CardNumber, CitizenNumber, Sex, SocialInsuranceNumber

_OFFICER_TAILS = 900_000  # six last digits: officers from here on, people below
_WORDS = (
    "ao bau cam cau chim chuon coc coi cua dao dau den diep dua gao gio hanh hoa hoang hong huong khe kim lam lan lua mai may mit mo"
    " mua nang nho nhan non nui ong que quyt rung sao sen song suoi tao thoc thong trang tre truc tung vai xoai xuan"
)


class Mint:
    """One run's supply of numbers. `series` is the year the people are made for."""

    def __init__(self, random: Random, *, series: int) -> None:
        self._random = random
        self._series = series % 10
        self._given: set[str] = set()

    def citizen_number(self, province: str, sex: Sex, birth_date: date, *, officer: bool = False) -> CitizenNumber:
        """Province of birth, sex and century, year, six random digits (Decree 137/2015 art. 13)."""
        century = 2 * (birth_date.year // 100 - 19) + (sex is Sex.FEMALE)
        head = f"{province}{century}{birth_date.year % 100:02d}"
        share = _OFFICER_TAILS // 10
        low, high = (_OFFICER_TAILS, 999_999) if officer else (self._series * share, (self._series + 1) * share - 1)
        return CitizenNumber.parse(self._new(lambda: f"{head}{self._random.randint(low, high):06d}"))

    def social_insurance_number(self, province: str) -> SocialInsuranceNumber:
        """Two digits of the province of enrolment, one of the series, seven random."""
        return SocialInsuranceNumber.parse(self._new(lambda: f"{province[1:]}{self._series}{self._random.randint(0, 9_999_999):07d}"))

    def household_code(self, province: str) -> str:
        """Ten digits like an insurance number, after the letters HGD."""
        return self._new(lambda: f"HGD{province[1:]}{self._series}{self._random.randint(0, 9_999_999):07d}")

    def old_id_number(self) -> str:
        """Nine digits, as on the paper identity cards of before 2016."""
        return self._new(lambda: f"{self._random.randint(1, 38):02d}{self._random.randint(0, 9_999_999):07d}")

    def password(self) -> str:
        """Two short words and four digits, so that it can be typed from a slip of paper."""
        return self._new(lambda: "-".join((*self._random.sample(_WORDS.split(), 2), f"{self._random.randint(1000, 9999)}")))

    def _new(self, make: Callable[[], str]) -> str:
        while (text := make()) in self._given:
            pass
        self._given.add(text)
        return text


def card_number(object_and_digit: str, province: str, insurance: SocialInsuranceNumber) -> CardNumber:
    """The 15 characters: object code and benefit digit, province of issue, social-insurance number."""
    return CardNumber.parse(f"{object_and_digit}{province[1:]}{insurance.value}")
