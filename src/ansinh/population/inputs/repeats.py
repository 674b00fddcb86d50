"""Which rows have a record_id that an earlier row has, among tens of millions, without holding the ids.

A bitmap of hashes finds suspects in one pass; only their ids are read again and compared as they are, so that no row is left out
because of a hash.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from ansinh.population.inputs import buffers, compiled_words
from ansinh.population.inputs.model import Rows, Unit

Hashes = npt.NDArray[np.uint64]
_BITS_PER_ROW, _LEAST_BITS, _MOST_BITS = 64, 1 << 16, 1 << 32


def hashes_of(record_ids: Any) -> Hashes:
    """A 64-bit hash of each id; 0 for null and empty ones, which are never repeats."""
    array = buffers.plain(record_ids)
    found = np.empty(len(array), np.uint64)
    if pa.types.is_integer(array.type):
        compiled_words.hash_integers(buffers.integers(array), found)
    else:
        array = array if buffers.is_text(array.type) else buffers.as_text(array, column="record_id")
        offsets, data = buffers.texts(array)
        compiled_words.hash_texts(offsets, data, found)
        if compiled_words.count_empty(offsets):
            found[np.diff(offsets) == 0] = 0
    empty = buffers.nulls(array)
    if empty is not None:
        found[empty] = 0
    return found


def find(units: Sequence[Unit], ids_of: Callable[[Unit], Any], *, threads: int) -> Rows:
    """Rows of the source whose record_id came before, ascending. `ids_of` reads the record ids of a unit and is called from `threads` threads."""
    with ThreadPoolExecutor(threads) as pool:
        hashes = list(pool.map(lambda unit: hashes_of(ids_of(unit)), units))
    suspects = _suspects(hashes)
    if not len(suspects):
        return np.zeros(0, np.int64)
    return _compared(units, ids_of, hashes, suspects)


def _suspects(hashes: Sequence[Hashes]) -> Hashes:
    """Hashes that occur twice, among a few that only seem to; ascending."""
    total = sum(len(each) for each in hashes)
    size = min(max(1 << (total * _BITS_PER_ROW - 1).bit_length(), _LEAST_BITS), _MOST_BITS) if total else _LEAST_BITS
    bits, held = np.zeros(size // 64, np.uint64), 0
    found = np.empty(max(total, 1), np.uint64)
    for each in hashes:
        held = compiled_words.mark(each, bits, found, held)
    unique: Hashes = np.unique(found[:held])
    return unique[np.flatnonzero(unique)]


def _compared(units: Sequence[Unit], ids_of: Callable[[Unit], Any], hashes: Sequence[Hashes], suspects: Hashes) -> Rows:
    bits = np.zeros(max(_LEAST_BITS, min(1 << (len(suspects) * _BITS_PER_ROW - 1).bit_length(), _MOST_BITS)) // 64, np.uint64)
    compiled_words.mark(suspects, bits, np.empty(len(suspects), np.uint64), 0)
    picked = []
    for each in hashes:
        places = np.empty(len(each), np.int64)
        places = places[: compiled_words.among(each, bits, places)].copy()
        picked.append(places[np.isin(each[places], suspects)])
    all_hashes = np.concatenate([each[places] for each, places in zip(hashes, picked, strict=True)])
    _, which, counts = np.unique(all_hashes, return_inverse=True, return_counts=True)
    doubled = counts[which] > 1
    rows, ids, start = [], [], 0
    for unit, places in zip(units, picked, strict=True):
        mine = places[doubled[start : start + len(places)]]
        start += len(places)
        if len(mine):
            rows.append(mine + unit.first_row)
            ids.append(buffers.plain(ids_of(unit)).take(pa.array(mine)))
    if not rows:
        return np.zeros(0, np.int64)
    numbers = np.concatenate(rows)
    known = pc.dictionary_encode(pa.chunked_array(ids).combine_chunks())
    _, first = np.unique(known.indices.to_numpy(zero_copy_only=False), return_index=True)
    repeated = np.ones(len(numbers), np.bool_)
    repeated[first] = False
    return numbers[repeated]
