"""A province by its code or its name on a day, what became of it, and what it was made of. Pure.

63 provinces until 30 June 2025, 34 since; a code or a name without a day would name two different ones.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from ansinh.terms.places.since_2025 import MERGED
from ansinh.terms.places.until_2025 import PROVINCES

MERGED_ON = date(2025, 7, 1)
"""First day of the 34 provinces (Resolution 202/2025/QH15, article 2)."""

LAST_DAY_OF_DISTRICTS = date(2025, 6, 30)
"""Resolution 203/2025/QH15: from 1 July 2025 there are two levels, the province and the ward, commune or special zone."""

_SIXTY_THREE_SINCE = date(2008, 8, 1)  # Resolution 15/2008/QH12: Hà Tây went into Hà Nội
_HUE = "046"
_HUE_RENAMED_ON = date(2025, 1, 1)  # Resolution 175/2024/QH15: Thừa Thiên Huế became the city of Huế
_PREFIX = re.compile(r"^(?:TINH |THANH PHO |TP[. ]\s*)")
_OTHER_NAMES = {"TPHCM": "HO CHI MINH", "HCM": "HO CHI MINH"}
_SEPARATORS = re.compile("[ \N{EN DASH}-]+")
_STROKES = str.maketrans("đĐ", "dD")
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Province:
    """`code` has three digits, as in a citizen number. Both days are inclusive; `last_day` None: until further notice."""

    code: str
    name: str
    first_day: date
    last_day: date | None = None

    def is_in_force(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


def provinces_on(day: date) -> tuple[Province, ...]:
    """All provinces of that day by code: 63 or 34; none before August 2008, which is not told here."""
    return tuple(each for each in _all() if each.is_in_force(day))


def province(code_or_name: str, *, on: date) -> Province | None:
    """The province a code or a name meant on that day, None if none.

    A code has two or three digits. Of a name, case, diacritics, spaces and a leading "tỉnh" or "thành phố" do not count.
    """
    text = code_or_name.strip()
    if text.isascii() and text.isdigit():
        code = text.zfill(3)
        return next((each for each in provinces_on(on) if each.code == code), None)
    return _by_name(provinces_on(on)).get(_plain(text))


def successor(old: Province) -> Province:
    """The one of the 34 that the province went into; one of the 34 is its own."""
    if old.last_day is None:
        return old
    return next(each for each in provinces_on(MERGED_ON) if old.code in MERGED[each.code][1])


def predecessors(new: Province) -> tuple[Province, ...]:
    """The provinces of 30 June 2025 that one of the 34 was made of, by code; none for one of before."""
    if new.last_day is not None:
        return ()
    return tuple(each for each in provinces_on(LAST_DAY_OF_DISTRICTS) if each.code in MERGED[new.code][1])


def today(code: str) -> Province:
    """What became of the province that a citizen number or a card names by its code; raises KeyError for a code of none."""
    if code not in PROVINCES:
        raise KeyError(code)
    return next(each for each in provinces_on(MERGED_ON) if code in MERGED[each.code][1])


def had_districts(day: date) -> bool:
    """Whether an address of that day names a district."""
    return day <= LAST_DAY_OF_DISTRICTS


@cache
def _all() -> tuple[Province, ...]:
    before: list[Province] = []
    for code, name in PROVINCES.items():
        if code == _HUE:
            before.append(Province(code, name, _SIXTY_THREE_SINCE, _HUE_RENAMED_ON - _ONE_DAY))
            before.append(Province(code, MERGED[code][0], _HUE_RENAMED_ON, LAST_DAY_OF_DISTRICTS))
        else:
            before.append(Province(code, name, _SIXTY_THREE_SINCE, LAST_DAY_OF_DISTRICTS))
    return (*before, *(Province(code, name, MERGED_ON) for code, (name, _) in MERGED.items()))


@cache
def _by_name(provinces: tuple[Province, ...]) -> Mapping[str, Province]:
    return {_plain(each.name): each for each in provinces}


def _plain(name: str) -> str:
    # not names.fold: a number's digits are known by the provinces, and names by the digits in them
    decomposed = unicodedata.normalize("NFD", name.translate(_STROKES))
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    plain = _SEPARATORS.sub(" ", _PREFIX.sub("", " ".join(letters.split()).upper()))
    return _OTHER_NAMES.get(plain, plain)
