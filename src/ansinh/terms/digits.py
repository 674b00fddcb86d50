"""Citizen numbers as integers: how many digits two of them are apart, and whether one contradicts its person.

Plain Python over integers that numba compiles as it stands (`names.compiled`), for comparing whole registers; the words for one number
are in `numbers`. Integers carry no leading zeros; 0 is no number.
"""

from ansinh.terms.places import PROVINCES

NO_NUMBER, MANY_EDITS = 9, 3
UNKNOWN_PROVINCE, OTHER_SEX, OTHER_YEAR, NOT_TWELVE_DIGITS = 1, 2, 4, 8
_LIMIT = 10**12
# The 97 codes from 000 to 096, one bit each, in two integers of 49: numba knows no longer ones.
_CODES_LOW = sum(1 << int(code) for code in PROVINCES if int(code) < 49)
_CODES_HIGH = sum(1 << int(code) - 49 for code in PROVINCES if int(code) >= 49)


def number_edits(one: int, other: int) -> int:
    """Digits to change to make one citizen number the other: 0, 1, 2, or 3 for more; 9 where one is missing (0).

    Two neighbouring digits that changed places are one edit. A digit left out or put in makes a number of another length, which is no
    citizen number, so that is not counted.
    """
    if one <= 0 or other <= 0:
        return NO_NUMBER
    edits = 0
    while one != other and edits < MANY_EDITS:
        a, b = one % 10, other % 10
        one //= 10
        other //= 10
        if a != b:
            edits += 1
            if a == other % 10 and b == one % 10:
                one //= 10
                other //= 10
    return edits


def number_doubts(number: int, birth: int, sex: int) -> int:
    """What in a citizen number contradicts the person, as a sum; 0 where nothing does (Decree 137/2015 art. 13 and its annexes).

    1: its first three digits are no province of before July 2025 (people born abroad carry a country's code) · 2: its fourth digit is of the
    other sex · 4: its century and year are not those of the birth · 8: it has more than 12 digits. `birth` is yyyymmdd, 0 for unknown;
    `sex` 0 male, 1 female, -1 unknown. A number that is missing (0) contradicts nothing. A doubt is a reason to look for a typing error,
    never a verdict.
    """
    if number <= 0:
        return 0
    if number >= _LIMIT:
        return NOT_TWELVE_DIGITS
    doubts = 0
    province = number // 10**9
    codes, place = (_CODES_LOW, province) if province < 49 else (_CODES_HIGH, province - 49)
    if place > 48 or (codes >> place) & 1 == 0:
        doubts |= UNKNOWN_PROVINCE
    century_and_sex = number // 10**8 % 10
    if sex in (0, 1) and century_and_sex % 2 != sex:
        doubts |= OTHER_SEX
    year = 1900 + 100 * (century_and_sex // 2) + number // 10**6 % 100
    if birth > 0 and birth // 10000 != year:
        doubts |= OTHER_YEAR
    return doubts
