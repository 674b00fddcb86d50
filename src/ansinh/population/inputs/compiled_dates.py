"""Birth dates as int32 yyyymmdd, compiled: from text, from integers and from days since 1970; 00 for an unknown month or day.

01/01 of a year stays a full date: whether it is one is a rule's business.
"""

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from ansinh.population.inputs import reasons
from ansinh.population.inputs.compiled import says_nothing

Array = npt.NDArray[Any]

DAY_FIRST, MONTH_FIRST = 0, 1

_ABSENT, _PLACEHOLDER, _LETTERS, _FORM = reasons.ABSENT, reasons.PLACEHOLDER, reasons.LETTERS, reasons.FORM
_SWAPPED, _NO_MONTH, _DAY_COUNT, _SHIFTED = (
    reasons.SWAPPED_DAY_MONTH,
    reasons.DAY_WITHOUT_MONTH,
    reasons.DAY_COUNT,
    reasons.SHIFTED_DAY,
)
_NO_SUCH_DAY, _NO_SUCH_MONTH, _YEAR, _TWO_DIGITS = reasons.NO_SUCH_DAY, reasons.NO_SUCH_MONTH, reasons.YEAR_RANGE, reasons.TWO_DIGIT_YEAR
_EARLIEST, _LATEST = 1850, 2100
_FIRST_COUNT, _LAST_COUNT = 10_000, 60_000  # days since 1899-12-30, as spreadsheets count them: 1927 to 2064
_CALENDAR_START, _CALENDAR_DAYS = -25_567, 73_000  # days from 1900 on, in days since 1970, looked up instead of computed
_SPREADSHEET_EPOCH = -25_569  # 1899-12-30 in days since 1970-01-01


@numba.njit(nogil=True, cache=True)
def _civil(days: Any) -> tuple[Any, Any, Any]:
    """(year, month, day) in the Gregorian calendar of a count of days since 1970-01-01 (H. Hinnant, chrono-compatible algorithms)."""
    shifted = np.int64(days) + 719_468
    era = shifted // 146_097
    of_era = shifted - era * 146_097
    year_of_era = (of_era - of_era // 1_460 + of_era // 36_524 - of_era // 146_096) // 365
    of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    march = (5 * of_year + 2) // 153
    day = of_year - (153 * march + 2) // 5 + 1
    month = march + 3 if march < 10 else march - 9
    return year_of_era + era * 400 + (1 if month <= 2 else 0), month, day


@numba.njit(nogil=True, cache=True)
def _days_in(year: Any, month: Any) -> Any:
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@numba.njit(nogil=True, cache=True)
def _settled(year: Any, month: Any, day: Any) -> tuple[Any, Any]:
    """(yyyymmdd or 0, code) of three numbers that stand for a date, any of which may be 0 for unknown."""
    if year == 0 and month == 0 and day == 0:
        return 0, _ABSENT
    if month == 1 and day == 1 and year in (1, 1753, 1900):
        return 0, _PLACEHOLDER
    if (year == 1899 and month == 12 and day >= 30) or year == 9999 or (year == 1900 and month == 0):
        return 0, _PLACEHOLDER
    if year < _EARLIEST or year > _LATEST:
        return 0, _YEAR
    code = 0
    if month == 0:
        if day > 31:
            return 0, _NO_SUCH_DAY
        return year * 10_000, _NO_MONTH if day > 0 else 0
    if month > 12:
        if day < 1 or day > 12 or month > 31:
            return 0, _NO_SUCH_MONTH
        month, day, code = day, month, _SWAPPED
    if day > _days_in(year, month):
        return 0, _NO_SUCH_DAY
    return year * 10_000 + month * 100 + day, code


@numba.njit(nogil=True, cache=True)
def _of_integer(value: Any) -> tuple[Any, Any]:
    """yyyymmdd, ddMMyyyy, yyyymm, yyyy or a spreadsheet's day count, told apart by their size; eight digits are never both."""
    if value == 0:
        return 0, _ABSENT
    if value < 0 or value > 99_999_999:
        return 0, _FORM
    if value < 10_000:
        return _settled(value, 0, 0)
    if value < 100_000:
        if value < _FIRST_COUNT or value > _LAST_COUNT:
            return 0, _FORM
        year, month, day = _civil(value + _SPREADSHEET_EPOCH)
        return year * 10_000 + month * 100 + day, _DAY_COUNT
    if value < 1_000_000:
        return _settled(value // 100, value % 100, 0)
    if value // 10_000 > _LATEST or value // 10_000 < 1753 or value // 100 % 100 > 12:
        year = value % 10_000
        if _EARLIEST <= year <= _LATEST and value // 10_000 % 100 <= 12 and value // 1_000_000 <= 31:
            return _settled(year, value // 10_000 % 100, value // 1_000_000)
    return _settled(value // 10_000, value // 100 % 100, value % 100)


@numba.njit(nogil=True, cache=True)
def from_integers(values: Array, births: Array, codes: Array) -> None:
    for row in range(len(values)):
        value = np.int64(values[row])
        month_day = value % 10_000
        if 1901_01_01 <= value <= 2099_12_31 and 101 <= month_day <= 1228 and 1 <= month_day % 100 <= 28:  # nearly all
            births[row], codes[row] = value, 0
        else:
            births[row], codes[row] = _of_integer(value)


@numba.njit(nogil=True, cache=True)
def from_days(days: Array, births: Array, codes: Array) -> None:
    """`days` since 1970-01-01, as Arrow's date32."""
    calendar = np.zeros(_CALENDAR_DAYS, np.int32)
    for day_number in range(_CALENDAR_DAYS):
        year, month, day = _civil(day_number + _CALENDAR_START)
        birth, code = _settled(year, month, day)
        calendar[day_number] = birth if code == 0 else 0
    for row in range(len(days)):
        place = np.int64(days[row]) - _CALENDAR_START
        birth = calendar[place] if 0 <= place < _CALENDAR_DAYS else 0
        if birth > 0:
            births[row], codes[row] = birth, 0
        else:
            year, month, day = _civil(days[row])
            births[row], codes[row] = _settled(year, month, day)


@numba.njit(nogil=True, cache=True)
def _in_utc(data: Array, at: Any, end: Any) -> Any:
    """True if a time of day from `at` on is 17 o'clock or later and says that it is UTC: the next day in Viet Nam (UTC+7)."""
    if end - at < 3:
        return False
    hour = (np.int64(data[at]) - 48) * 10 + np.int64(data[at + 1]) - 48
    if hour < 17 or hour > 23:
        return False
    last = data[end - 1]
    if last in (90, 122):  # Z
        return True
    for place in range(at + 2, end):
        if data[place] == 43:  # +00, +0000, +00:00
            return place + 2 < end and data[place + 1] == 48 and data[place + 2] == 48
    return False


@numba.njit(nogil=True, cache=True)
def _of_groups(
    count: Any, one: Any, other: Any, last: Any, wide: Any, width_other: Any, width_last: Any, month_first: bool
) -> tuple[Any, Any]:
    """(yyyymmdd or 0, code) of one to three groups of digits, whose widths say which of them is the year."""
    if count == 1:
        return _of_integer(one) if wide in (4, 5, 6, 8) else (0, _FORM)
    if count == 2:
        if wide == 4 and width_other <= 2:
            return _settled(one, other, 0)
        if wide <= 2 and width_other == 4:
            return _settled(other, one, 0)
        return 0, _FORM
    if width_other > 2:
        return 0, _FORM
    if wide == 4 and width_last <= 2:
        return _settled(one, other, last)
    if wide <= 2 and width_last == 4:
        return _settled(last, one, other) if month_first else _settled(last, other, one)
    return 0, _TWO_DIGITS if wide <= 2 and width_last == 2 else _FORM


@numba.njit(nogil=True, cache=True)
def _next_day(birth: Any) -> Any:
    year, month, day = birth // 10_000, birth // 100 % 100, birth % 100 + 1
    if day > _days_in(year, month):
        month, day = month + 1, 1
    if month > 12:
        year, month = year + 1, 1
    return year * 10_000 + month * 100 + day


@numba.njit(nogil=True, cache=True)
def _of_text(data: Array, at: Any, end: Any, month_first: Any) -> tuple[Any, Any]:
    """(yyyymmdd or 0, code) of a text without blanks around it."""
    start, group = at, 0
    one = other = last = np.int64(0)
    wide = width_other = width_last = 0
    strange = shifted = False
    while at < end and not strange:
        sign = data[at]
        at += 1
        if 48 <= sign <= 57:
            digit = np.int64(sign - 48)
            if group == 0:
                one, wide = one * 10 + digit, wide + 1
            elif group == 1:
                other, width_other = other * 10 + digit, width_other + 1
            else:
                last, width_last = last * 10 + digit, width_last + 1
            strange = wide + width_other + width_last > 9
        elif sign in (45, 46, 47):  # - . /
            group += 1
            strange = group > 2
        elif sign in (32, 84) and (width_last > 0 or wide == 8):  # a time of day follows
            while at < end and data[at] == 32:
                at += 1
            strange = at >= end or not 48 <= data[at] <= 50
            shifted = _in_utc(data, at, end)
            break
        else:
            strange = sign != 32  # 01 / 05 / 1990
    if strange or wide == 0 or (group > 0 and width_other == 0) or (group > 1 and width_last == 0):
        return 0, _ABSENT if says_nothing(data, start, end) else _FORM
    birth, code = _of_groups(group + 1, one, other, last, wide, width_other, width_last, month_first)
    if shifted and birth % 100 > 0:
        return _next_day(birth), _SHIFTED
    return birth, code


@numba.njit(nogil=True, cache=True)
def from_text(offsets: Array, data: Array, births: Array, codes: Array, month_first: Any) -> None:
    """Texts: yyyy-MM-dd, yyyy-MM, yyyy, dd/MM/yyyy, MM/yyyy, d.M.yyyy, yyyymmdd, ddMMyyyy, each perhaps with a time of day behind it."""
    for row in range(len(births)):
        at, end = offsets[row], offsets[row + 1]
        while at < end and data[at] in (32, 9, 39, 34, 13):
            at += 1
        while end > at and data[end - 1] in (32, 9, 39, 34, 13):
            end -= 1
        if at == end:
            births[row], codes[row] = 0, _ABSENT
        else:
            births[row], codes[row] = _of_text(data, at, end, month_first)
