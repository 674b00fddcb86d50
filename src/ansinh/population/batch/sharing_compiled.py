"""Which people several records ended with: one bit a person for "met", one for "met again"."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.index.compiling import kernel
from ansinh.population.index.outcomes import ASSIGNED, VERIFIED

_ONE = np.uint64(1)
_LOW = np.uint64(63)
_WORD = np.uint64(6)


@kernel
def meet(met: npt.NDArray[np.uint64], again: npt.NDArray[np.uint64], records: Any) -> None:
    """Notes the people that records (anything with `verdict` and `row`) were verified as or assigned to."""
    for i in range(len(records)):
        if records[i].verdict == VERIFIED or records[i].verdict == ASSIGNED:
            row = np.uint64(records[i].row)
            bit = _ONE << (row & _LOW)
            again[row >> _WORD] |= met[row >> _WORD] & bit
            met[row >> _WORD] |= bit


@kernel
def people_met_again(again: npt.NDArray[np.uint64]) -> npt.NDArray[np.int64]:
    count = 0
    for word in again:
        left = word
        while left != np.uint64(0):
            left &= left - _ONE
            count += 1
    rows = np.empty(count, np.int64)
    count = 0
    for i in range(len(again)):
        for bit in range(64):
            if (again[i] >> np.uint64(bit)) & _ONE:
                rows[count] = i * 64 + bit
                count += 1
    return rows


@kernel
def bits_of(rows: npt.NDArray[np.int64], people: int) -> npt.NDArray[np.uint64]:
    bits = np.zeros(people // 64 + 1, np.uint64)
    for row in rows:
        bits[np.uint64(row) >> _WORD] |= _ONE << (np.uint64(row) & _LOW)
    return bits
