"""How the population index lies on disk: one folder of arrays that are mapped into memory, never loaded.

`PERSON` is half a cache line, so that whoever looks at a person pays one miss. People are sorted by citizen number, then by their order
in the source; a number that two people share stands on neighbouring rows. People without a usable number are not in the index: no number
of theirs could be found. Names stand once each, sorted by (k2, k1, bag, flag, spelling), so that equal ids mean equal keys and equal letters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

LAYOUT_VERSION = 1

PERSON = np.dtype(
    [
        ("number", np.int64),  # citizen number, never 0
        ("old", np.int64),  # number of the identity card before it, 0 none
        ("name", np.uint32),  # row in names, 0 none
        ("birth", np.int32),  # yyyymmdd, 00 for an unknown month or day, 0 none
        ("ward", np.int32),  # as canon.Batch.ward, 0 none
        ("province", np.uint16),  # row in provinces, 0 none
        ("sex", np.int8),  # canon.MALE, FEMALE or UNKNOWN_SEX
        ("status", np.uint8),  # canon.LIVING, DECEASED or GONE
    ]
)

NAME = np.dtype(
    [
        ("k1", np.uint64),  # letters and tones, wherever the mark stands
        ("k2", np.uint64),  # letters without diacritics
        ("bag", np.uint64),  # the same in any order
        ("count", np.uint32),  # people who share k2, capped at 2**32 - 1: what the rarity of a name is measured by
        ("flag", np.uint8),  # as terms.names.keys
        ("syllables", np.uint8),
        ("spelling", np.uint16),  # tells the first two rungs of the ladder apart
    ]
)

FENCE_EVERY = 16  # people between two fences: one cache line of lows

PEOPLE_FILE = "people.npy"  # PERSON[n]
LOWS_FILE = "lows.npy"  # uint32[n]: the lower half of each person's number, what a number is looked for among
FENCES_FILE = "fences.npy"  # int64[ceil(n / FENCE_EVERY)]: the number of every FENCE_EVERY-th person
NAMES_FILE = "names.npy"  # NAME[m]; row 0 is the absent name
LETTER_OFFSETS_FILE = "letter_offsets.npy"  # int64[m + 1] into letters
LETTERS_FILE = "letters.npy"  # uint8[...]: bare ASCII letters of each name, as terms.names compares them
PROVINCES_FILE = "provinces.npy"  # int32[p]: what canon.Batch.province held; row 0 is 0, none
META_FILE = "meta.json"  # written last: a folder with it is whole

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """One generation of the index, mapped read-only. Arrays are plain ndarray views, fit for compiled loops."""

    folder: Path
    people: Array
    lows: npt.NDArray[np.uint32]
    fences: npt.NDArray[np.int64]
    names: Array
    letter_offsets: npt.NDArray[np.int64]
    letters: npt.NDArray[np.uint8]
    provinces: npt.NDArray[np.int32]
    fingerprint: str
    population: int  # people in the source, with and without a number
    meta: Mapping[str, Any] = field(repr=False)

    def __len__(self) -> int:
        return len(self.people)

    def extra(self, name: str) -> Path:
        """The folder of what another package keeps beside these arrays (the search's hash indexes)."""
        return self.folder / name
