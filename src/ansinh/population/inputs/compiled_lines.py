"""Where the rows of a delimited file begin and end, compiled: one look at every byte."""

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]


@numba.njit(nogil=True, cache=True)
def _ends_line(data: Array, place: Any) -> Any:
    """True at LF and at a CR that no LF follows."""
    sign = data[place]
    return sign == 10 or (sign == 13 and (place + 1 == len(data) or data[place + 1] != 10))


@numba.njit(nogil=True, cache=True)
def _is_row(data: Array, begin: Any, end: Any) -> Any:
    """True unless the line holds nothing, or only the CR before its LF."""
    return end - begin > 1 or (end - begin == 1 and data[begin] != 13)


@numba.njit(nogil=True, cache=True)
def cut_plain(data: Array, at: Any, unit_rows: Any, ends: Array, counts: Array) -> Any:
    """Writes where each unit of `unit_rows` rows ends and how many rows it has; returns how many units there are.

    Rows end with LF, CR LF or CR; empty lines are none. `ends` and `counts` must be long enough.
    """
    rows = units = 0
    begin = at
    size = len(data)
    for place in range(at, size):
        if _ends_line(data, place):
            rows += _is_row(data, begin, place)
            begin = place + 1
            if rows == unit_rows:
                ends[units], counts[units] = begin, rows
                units, rows = units + 1, 0
    if begin < size:
        rows += 1
    if rows > 0:
        ends[units], counts[units] = size, rows
        units += 1
    return units


@numba.njit(nogil=True, cache=True)
def cut_quoted(data: Array, at: Any, unit_rows: Any, ends: Array, counts: Array, delimiter: Any, quote: Any) -> tuple[Any, Any]:
    """Like `cut_plain` for files in which fields may be quoted and then hold line ends; a doubled quote is one (RFC 4180).

    Returns (units, row in which a quote was opened and never closed, or -1).
    """
    rows = units = 0
    begin = at
    size = len(data)
    place = at
    fresh = True  # at the beginning of a field, the only place where a quote opens
    inside = False
    opened = 0
    while place < size:
        sign = data[place]
        if inside:
            if sign == quote:
                if place + 1 < size and data[place + 1] == quote:
                    place += 1
                else:
                    inside = False
        elif sign == quote and fresh:
            inside, fresh = True, False
            opened = units * unit_rows + rows
        elif _ends_line(data, place):
            rows += _is_row(data, begin, place)
            begin, fresh = place + 1, True
            if rows == unit_rows:
                ends[units], counts[units] = begin, rows
                units, rows = units + 1, 0
        else:
            fresh = sign == delimiter
        place += 1
    if begin < size:
        rows += 1
    if rows > 0:
        ends[units], counts[units] = size, rows
        units += 1
    return units, opened if inside else np.int64(-1)


@numba.njit(nogil=True, cache=True)
def take_rows(data: Array, fields: Any, delimiter: Any, quote: Any, taken: Array, bad: Array) -> tuple[Any, Any]:
    """Copies the rows that have `fields` fields into `taken`, and writes the places of the others into `bad`.

    Returns (bytes taken, bad rows). `quote` is -1 where no field is quoted.
    """
    size = len(data)
    place = begin = row = length = count = 0
    found = 1
    fresh, inside = True, False
    while place <= size:
        sign = np.int64(data[place]) if place < size else np.int64(10)
        if inside and place < size:
            if sign == quote:
                if place + 1 < size and np.int64(data[place + 1]) == quote:
                    place += 1
                else:
                    inside = False
        elif sign == quote and fresh:
            inside, fresh = True, False
        elif place == size or _ends_line(data, place):
            if _is_row(data, begin, place):
                if found == fields:
                    taken[length : length + place - begin] = data[begin:place]
                    length += place - begin + 1
                    taken[length - 1] = 10
                else:
                    bad[count] = row
                    count += 1
                row += 1
            begin, fresh, found = place + 1, True, 1
        else:
            fresh = sign == delimiter
            found += fresh
        place += 1
    return length, count


@numba.njit(nogil=True, cache=True)
def utf8(offsets: Array, data: Array, valid: Array) -> None:
    """Which texts are well-formed UTF-8 (RFC 3629), surrogates and overlong forms excluded."""
    for row in range(len(valid)):
        at, end = offsets[row], offsets[row + 1]
        good = True
        while good and at < end:
            lead = data[at]
            more = 0 if lead < 0x80 else 1 if 0xC2 <= lead <= 0xDF else 2 if 0xE0 <= lead <= 0xEF else 3 if 0xF0 <= lead <= 0xF4 else -1
            good = more >= 0 and at + more < end
            if good and more > 0:
                second = data[at + 1]
                least = 0xA0 if lead == 0xE0 else 0x90 if lead == 0xF0 else 0x80
                most = 0x9F if lead == 0xED else 0x8F if lead == 0xF4 else 0xBF
                good = least <= second <= most
                for place in range(at + 2, at + 1 + more):
                    good = good and 0x80 <= data[place] <= 0xBF
            at += 1 + more
        valid[row] = good
