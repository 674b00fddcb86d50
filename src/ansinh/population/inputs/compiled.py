"""Numbers read from text, compiled: digits with whatever people put between them, and what a count of digits means.

Nothing is looked up here; a number that is well formed may be nobody's.
"""

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from ansinh.population.inputs import reasons

Array = npt.NDArray[Any]

# Widths that are no count of digits.
NOTHING, SIGNS, EXPONENT = 0, 254, 253

_LENGTH, _LETTERS, _ROUNDED, _PLACEHOLDER = reasons.LENGTH, reasons.LETTERS, reasons.ROUNDED, reasons.PLACEHOLDER
_ABSENT, _RESTORED, _TO_OLD, _TO_NUMBER = reasons.ABSENT, reasons.RESTORED_ZEROS, reasons.MOVED_TO_OLD, reasons.MOVED_TO_NUMBER

_NULL, _NONE, _NAN, _NA, _N_A, _NIL = (int.from_bytes(word, "big") for word in (b"null", b"none", b"nan", b"na", b"n/a", b"nil"))
_LARGEST_WIDTH = 18


@numba.njit(nogil=True, cache=True)
def says_nothing(data: Array, start: Any, end: Any) -> bool:
    """True for NULL, none, NaN, N/A, nil, dashes and question marks: words for "no value"."""
    packed = np.int64(0)
    count = 0
    only_marks = True
    for at in range(start, end):
        sign = data[at]
        if sign in (32, 9, 13, 39, 34):
            continue
        if sign not in (45, 63, 46, 42):
            only_marks = False
        if 65 <= sign <= 90:
            sign = sign + 32
        count += 1
        if count <= 7:
            packed = (packed << 8) | np.int64(sign)
    return only_marks or (count <= 4 and packed in (_NULL, _NONE, _NAN, _NA, _N_A, _NIL))


@numba.njit(nogil=True, cache=True)
def _loose(data: Array, start: Any, end: Any) -> tuple[Any, Any]:
    """(value, width) of a text that is not simply twelve digits."""
    value = np.int64(0)
    width = dots = after_dot = 0
    strange = exponent = False
    zeros_after_dot = True
    for at in range(start, end):
        sign = data[at]
        if 48 <= sign <= 57:
            if width < _LARGEST_WIDTH:
                value = value * 10 + np.int64(sign - 48)
            width += 1
            after_dot += 1
            zeros_after_dot = zeros_after_dot and sign == 48
        elif sign == 46:
            dots += 1
            after_dot = 0
            zeros_after_dot = True
        elif sign in (69, 101, 43) and width > 0:
            exponent = True
        elif sign not in (32, 9, 13, 45, 39, 34, 0xC2, 0xA0):  # the last two are a no-break space
            strange = True
    if strange or width > _LARGEST_WIDTH:
        return np.int64(0), NOTHING if says_nothing(data, start, end) else SIGNS
    if exponent:
        return np.int64(0), EXPONENT
    if dots == 1 and zeros_after_dot and 1 <= after_dot <= 2 and width > after_dot:  # it passed through floating point: 36089012345.0
        value //= 10**after_dot
        width -= after_dot
    return value, width


@numba.njit(nogil=True, cache=True)
def digits(offsets: Array, data: Array, values: Array, widths: Array) -> None:
    """For each text its digits as an integer and how many there were; spaces, dots, dashes and apostrophes between them do not count.

    A width is NOTHING, SIGNS (other signs, or more than 18 digits) or EXPONENT (a spreadsheet's 3.6E+10) where there is no number.
    """
    for row in range(len(values)):
        start, end = offsets[row], offsets[row + 1]
        value = np.int64(0)
        simple = end - start == 12
        if simple:
            for at in range(start, end):
                digit = np.int64(data[at]) - 48
                simple = simple and 0 <= digit <= 9
                value = value * 10 + digit
        if simple:
            values[row], widths[row] = value, 12
        elif start == end:
            values[row], widths[row] = 0, NOTHING
        else:
            values[row], widths[row] = _loose(data, start, end)


@numba.njit(nogil=True, cache=True)
def widths_of(values: Array, widths: Array) -> None:
    """How many digits each integer has; negative ones and ones above 12 digits are SIGNS and 13."""
    for row in range(len(values)):
        value = values[row]
        if value >= 1_000_000_000:  # an integer cannot show its leading zeros, and every citizen number begins with one
            widths[row] = 12 if value < 1_000_000_000_000 else 13
        elif value <= 0:
            widths[row] = NOTHING if value == 0 else SIGNS
        elif value >= 10_000_000:
            widths[row] = 9
        else:
            width = 0
            while value > 0:
                value //= 10
                width += 1
            widths[row] = width


@numba.njit(nogil=True, cache=True)
def _as_number(value: Any, width: Any, provinces: Array) -> tuple[Any, Any]:
    """(citizen number or 0, code). Lost zeros are put back only where a known province and a century of the living come out."""
    if width == 12:
        if value in (0, 123_456_789_012) or value % 111_111_111_111 == 0:
            return np.int64(0), _ABSENT if value == 0 else _PLACEHOLDER
        return value, 0
    if width in (10, 11):
        least = 1_000_000_000 if width == 10 else 10_000_000_000
        if value >= least and provinces[value // 1_000_000_000] and value // 100_000_000 % 10 <= 3:
            return value, _RESTORED
    if value == 0 and width < SIGNS - 1:
        return np.int64(0), _ABSENT
    if width == SIGNS:
        return np.int64(0), _LETTERS
    return np.int64(0), _ROUNDED if width == EXPONENT else _LENGTH


@numba.njit(nogil=True, cache=True)
def _is_old(value: Any, width: Any) -> Any:
    """Nine digits, or eight where the zero before them was lost (codes of Hà Nội to Cao Bằng begin with 0)."""
    return value > 0 and (width == 9 or (width == 8 and value >= 10_000_000)) and value % 111_111_111 != 0 and value != 123_456_789


@numba.njit(nogil=True, cache=True)
def _former(value: Any, width: Any, provinces: Array) -> tuple[Any, Any]:
    """(old number, or a citizen number in its place, or 0; code)."""
    if width >= EXPONENT:
        return np.int64(0), _LETTERS if width == SIGNS else _ROUNDED
    if width == NOTHING or value == 0:
        return np.int64(0), _ABSENT
    if _is_old(value, width):
        return value, 0
    return _as_number(value, width, provinces)


@numba.njit(nogil=True, cache=True)
def _plain(value: Any, width: Any, former: Any, former_width: Any) -> Any:
    """True if twelve digits and nine, where they are there, are no stand-ins: without a branch, for it is asked of every row."""
    number = ((value % 111_111_111_111 == 0) == (width == NOTHING)) & (value != 123_456_789_012)
    old = ((former % 111_111_111 == 0) == (former_width == NOTHING)) & (former != 123_456_789)
    return number & old


@numba.njit(nogil=True, cache=True)
def settle(number: Array, number_width: Array, number_code: Array, old: Array, old_width: Array, old_code: Array, provinces: Array) -> None:
    """Turns digits and widths into citizen numbers and old numbers, in place, and says what became of each.

    Nine digits among the citizen numbers are an old number and go where those are, unless a different one stands there already; twelve
    digits among the old numbers are the citizen number where there is none, and stay an earlier number where there is one.
    `provinces` is a table of 1,000 truths; `old_width` may be empty: there is no such column, and `old` is zeros.
    """
    has_old = len(old_width) > 0
    for row in range(len(number)):
        value, width = number[row], number_width[row]
        former, former_width = np.int64(0), 0
        if has_old:
            former, former_width = old[row], old_width[row]
        if (width in (12, NOTHING)) and (former_width in (9, NOTHING)) and _plain(value, width, former, former_width):  # nearly all
            number_code[row] = 0 if width == 12 else _ABSENT
            old_code[row] = 0 if former_width == 9 else _ABSENT
            continue
        taken, code = _as_number(value, width, provinces)
        kept_old, code_old = _former(former, former_width, provinces)
        if code == _LENGTH and _is_old(value, width):
            if kept_old in (0, value):
                kept_old, code = value, _TO_OLD
                if code_old < 32:
                    code_old = 0
        elif taken == 0 and kept_old > 999_999_999:
            taken, kept_old = kept_old, np.int64(0)
            code_old = _TO_NUMBER
        number[row], number_code[row] = taken, code
        old[row], old_code[row] = kept_old, code_old
