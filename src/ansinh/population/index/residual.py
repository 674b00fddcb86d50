"""What the number check leaves to the search, and what the search gives back: the arrays of one unit of work.

Nothing is decided here. The batch writes a `Residual` for each unit and hands it to the search together with the `Index`; the search
answers with a `Found` of the same length and order.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

# Why a row is here, as in rules.CLAIMS: no usable number, nobody holds it, its holder is doubtful, its holder is somebody else.
NO_NUMBER, UNKNOWN_NUMBER, DOUBTED, SOMEONE_ELSES = 0, 1, 2, 3

REST = np.dtype(
    [
        ("number", np.int64),  # the claimed citizen number, 0 none
        ("old", np.int64),
        ("k1", np.uint64),
        ("k2", np.uint64),
        ("bag", np.uint64),
        ("levels", np.int64),  # of the pair with the holder of the claimed number; 0 where there is none
        ("row", np.uint32),  # row in its unit
        ("holder", np.int32),  # row in index.people of the holder of the claimed number, -1 none
        ("score", np.int32),  # of the pair with the holder, hundredths of a bit; 0 where there is none
        ("birth", np.int32),
        ("ward", np.int32),
        ("province", np.int32),  # as canon.Batch, not a row of index.provinces
        ("sex", np.int8),
        ("flag", np.uint8),
        ("syllables", np.uint8),
        ("claim", np.uint8),  # NO_NUMBER, UNKNOWN_NUMBER, DOUBTED or SOMEONE_ELSES
        ("spelling", np.uint16),
    ],
    align=True,
)

FOUND = np.dtype(
    [
        ("levels", np.int64),  # of the best pair; 0 none
        ("row", np.int32),  # row in index.people of the person assigned, -1 where nobody is
        ("score", np.int32),  # of the best pair, hundredths of a bit; NO_SCORE where nothing was scored
        ("margin", np.int32),  # to the second best
        ("seen", np.uint32),  # candidates looked at
        ("verdict", np.uint8),  # index in outcomes.VERDICTS: assigned, candidates, someone_else or not_found
        ("stage", np.uint8),  # index in outcomes.STAGES
        ("cut", np.uint8),  # 1 where a limit kept a source from being read to its end
    ],
    align=True,
)

CANDIDATE = np.dtype([("levels", np.int64), ("row", np.int32), ("score", np.int32)])

NO_SCORE = np.int32(-(2**31))
MOST_CANDIDATES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Residual:
    """m rows of one unit that the number check did not settle, in the order of the input.

    rest           REST[m]
    letter_offsets int64[m + 1] into letters
    letters        uint8[...]: bare ASCII letters of each name, as in Index.letters
    """

    rest: npt.NDArray[Any]
    letter_offsets: npt.NDArray[np.int64]
    letters: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What the search found for the m rows of a Residual, in the same order.

    found             FOUND[m]
    candidate_offsets int64[m + 1] into candidates, at most MOST_CANDIDATES a row; the assigned person is not repeated here
    candidates        CANDIDATE[...], best first; the holder of the claimed number is not among them (the batch adds it as rank 0)
    """

    found: npt.NDArray[Any]
    candidate_offsets: npt.NDArray[np.int64]
    candidates: npt.NDArray[Any]

    def __len__(self) -> int:
        return len(self.found)
