"""The canonical form of a chunk of either register: numpy arrays of equal length, whatever file or database they came from.

Nothing is decided here. Numbers are integers without their leading zeros; at every border they are text of 12 digits again.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

MALE, FEMALE, UNKNOWN_SEX = 0, 1, -1
LIVING, DECEASED, GONE = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """n rows as they are compared. 0 stands for a value that is absent or unusable, wherever 0 cannot be one.

    record_id    pyarrow array of n in its own type; None on the population's side
    number       int64[n], the citizen number
    old          int64[n], the number of the identity card before it
    name_offsets int64[n + 1] into name_data; equal neighbours are an absent name
    name_data    uint8[...], names in the bytes they came in: legacy encodings are the name keys' business
    birth        int32[n] as yyyymmdd, 00 for an unknown month or day
    sex          int8[n], MALE, FEMALE or UNKNOWN_SEX
    province     int32[n], ward int32[n]: code, or a positive hash of the folded text
    status       uint8[n]: LIVING, DECEASED or GONE; the population's side only
    died         int32[n] as yyyymmdd, 0 for none; None where the source has no such column: the review desk's, nothing compares it
    first_row    number of the first row in its source, from 0
    """

    record_id: Any
    number: npt.NDArray[np.int64]
    old: npt.NDArray[np.int64]
    name_offsets: npt.NDArray[np.int64]
    name_data: npt.NDArray[np.uint8]
    birth: npt.NDArray[np.int32]
    sex: npt.NDArray[np.int8]
    province: npt.NDArray[np.int32]
    ward: npt.NDArray[np.int32]
    status: npt.NDArray[np.uint8]
    first_row: int
    died: npt.NDArray[np.int32] | None = None

    def __len__(self) -> int:
        return len(self.number)
