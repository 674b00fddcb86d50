"""What is wrong with an invented insurance record, and how often: the one table of rates, and what becomes of the truth file.

No statistics of real registers are published: the rates are assumed, and pessimistic.
"""

from collections.abc import Mapping
from enum import IntFlag, auto
from types import MappingProxyType


class Error(IntFlag):
    """Classes of error; a record may have several. Set only where the record really differs for it."""

    STRANGER = auto()  # not in the population register
    TWICE = auto()  # the second record of a person
    DECEASED = auto()  # the population register knows of a death
    GONE = auto()  # has left the country for good
    NO_NUMBER = auto()
    NUMBER_TYPO = auto()  # a digit wrong, two digits wrong, neighbours swapped, a digit left out
    NUMBER_OF_ANOTHER = auto()  # of a neighbour or of the same household, or of anybody
    NAME_UPPER = auto()
    NAME_TONE_PLACEMENT = auto()  # hoà for hòa
    NAME_BARE = auto()  # without diacritics
    NAME_NFD = auto()  # decomposed Unicode
    NAME_TCVN3 = auto()  # bytes of the old code page, shown as Latin letters
    NAME_VNI = auto()  # the other old code page
    NAME_FINAL_Y = auto()  # Lí for Lý
    NAME_SPACES = auto()  # two between words, one after the last
    NAME_TYPO = auto()  # a letter wrong, left out, twice, swapped, or another tone
    NAME_WORD_DROPPED = auto()
    NAME_OTHER = auto()  # another name, the family name kept
    BIRTH_YEAR_ONLY = auto()
    BIRTH_SWAPPED = auto()  # day and month
    BIRTH_OFF = auto()  # a day, a month or a year off by one
    BIRTH_FIRST_OF_JANUARY = auto()  # the register knows the year alone
    BIRTH_FULLER = auto()  # the register knows the year alone, the record any day of it
    SEX_MISSING = auto()
    SEX_WRONG = auto()
    MOVED = auto()  # another ward, one time in three another province
    WARD_OLD = auto()  # a code or a name of before July 2025
    WARD_MISSING = auto()
    OLD_NUMBER_STALE = auto()  # a nine-digit number of theirs that the register does not know


# How a name is written: one of these a record, the rest as in the population register.
SPELLINGS: Mapping[Error, float] = MappingProxyType(
    {
        Error.NAME_UPPER: 0.30,
        Error.NAME_TONE_PLACEMENT: 0.06,
        Error.NAME_BARE: 0.04,
        Error.NAME_NFD: 0.025,
        Error.NAME_TCVN3: 0.01,
        Error.NAME_VNI: 0.002,
        Error.NAME_FINAL_Y: 0.01,
        Error.NAME_SPACES: 0.01,
    }
)
# Everything else: independent of each other where nothing else is said. Within a group (number, name, birth, sex) one of them.
RATES: Mapping[Error, float] = MappingProxyType(
    {
        Error.STRANGER: 0.015,
        Error.TWICE: 0.008,
        Error.NO_NUMBER: 0.13,
        Error.NUMBER_TYPO: 0.015,
        Error.NUMBER_OF_ANOTHER: 0.003,
        Error.NAME_TYPO: 0.02,
        Error.NAME_WORD_DROPPED: 0.005,
        Error.NAME_OTHER: 0.003,
        Error.BIRTH_YEAR_ONLY: 0.04,
        Error.BIRTH_SWAPPED: 0.015,
        Error.BIRTH_OFF: 0.015,
        Error.BIRTH_FIRST_OF_JANUARY: 0.20,  # of those whose year alone the register knows
        Error.BIRTH_FULLER: 0.10,  # of those too
        Error.SEX_MISSING: 0.015,
        Error.SEX_WRONG: 0.002,
        Error.MOVED: 0.08,
        Error.WARD_OLD: 0.15,
        Error.WARD_MISSING: 0.05,
        Error.OLD_NUMBER_STALE: 0.02,  # of the nine-digit numbers in the records
    }
)
# In the population register.
YEAR_ONLY_BEFORE_1965 = 0.12
HAD_OLD_CARD = 0.88  # of those born before 2004
LAST_YEAR_OF_OLD_CARDS = 2003
GONE = 0.003
# In the insurance records of people who had an old card: its number is there, by whether the citizen number is.
OLD_NUMBER_KNOWN = (0.75, 0.50)  # without, with
