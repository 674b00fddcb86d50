"""Where the sources put the people they find for each record: a row of places per record, filled by one kernel after another.

A pool never holds a person twice for a record and never more than WIDTH; what did not fit is counted, not hidden.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

WIDTH: Final = 64  # people a record may have found; the sources' own limits add up to less

# Which source found a person first.
BY_OLD_NUMBER, BY_NAME_AND_BIRTH, BY_REPAIR, BY_NAME, BY_BIRTH, BY_PLACE = range(6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Who was found for n records.

    rows    int32[n, WIDTH] in index.people, the first filled[i] of them (int32[n]); sources uint8[n, WIDTH] says by what
    seen    uint32[n], entries looked at
    settled uint8[n], 1 where someone was found who makes a wider search needless
    cut     uint8[n], 1 where a limit cut a source short
    """

    rows: npt.NDArray[np.int32]
    sources: npt.NDArray[np.uint8]
    filled: npt.NDArray[np.int32]
    seen: npt.NDArray[np.uint32]
    settled: npt.NDArray[np.uint8]
    cut: npt.NDArray[np.uint8]


def empty(records: int) -> Pool:
    return Pool(
        rows=np.empty((records, WIDTH), np.int32),
        sources=np.empty((records, WIDTH), np.uint8),
        filled=np.zeros(records, np.int32),
        seen=np.zeros(records, np.uint32),
        settled=np.zeros(records, np.uint8),
        cut=np.zeros(records, np.uint8),
    )
