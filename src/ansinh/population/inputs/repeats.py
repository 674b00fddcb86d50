"""Which rows have a record_id that an earlier row has, among tens of millions, without holding the ids.

Hashes that occur twice give suspects; only their ids are read again and compared as they are, so that no row is left out because of a
hash.
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
IdsOf = Callable[[Unit], Any]
_IN_CACHE = 1 << 17  # hashes that are sorted at a time: a megabyte
_BITS_EACH, _LEAST_BITS, _MOST_BITS = 64, 1 << 12, 1 << 30


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


def find(units: Sequence[Unit], ids_of: IdsOf, *, threads: int) -> Rows:
    """Rows of the source whose record_id came before, ascending. `ids_of` reads the record ids of a unit and is called from `threads` threads."""
    with ThreadPoolExecutor(threads) as pool:
        doubled = _all_doubled(units, ids_of, pool)
        if not len(doubled):
            return np.zeros(0, np.int64)
        bits = np.zeros(min(max(1 << (len(doubled) * _BITS_EACH - 1).bit_length(), _LEAST_BITS), _MOST_BITS) // 64, np.uint64)
        compiled_words.mark(doubled, bits)
        suspects = list(pool.map(lambda unit: _suspects(unit, ids_of, doubled, bits), units))
    rows = np.concatenate([each for each, _ in suspects])
    known = pc.dictionary_encode(pa.chunked_array([ids for _, ids in suspects]).combine_chunks())
    _, first = np.unique(known.indices.to_numpy(zero_copy_only=False), return_index=True)
    repeated = np.ones(len(rows), np.bool_)
    repeated[first] = False
    return rows[repeated]


def _all_doubled(units: Sequence[Unit], ids_of: IdsOf, pool: ThreadPoolExecutor) -> Hashes:
    groups = 1 << min((sum(unit.rows for unit in units) // _IN_CACHE).bit_length(), 16)
    parts = list(pool.map(lambda unit: _scattered(hashes_of(ids_of(unit)), groups), units))
    return np.concatenate(list(pool.map(lambda group: _doubled(parts, group), range(groups))))


def _scattered(hashes: Hashes, groups: int) -> tuple[Hashes, Rows]:
    """(hashes group after group, where each group ends)."""
    roughly, ends = np.empty(len(hashes), np.uint64), np.empty(groups, np.int64)
    compiled_words.scatter(hashes, ends, roughly)
    return roughly, ends


def _doubled(parts: Sequence[tuple[Hashes, Rows]], group: int) -> Hashes:
    """The hashes of one group that occur more than once, each once; 0 is the hash of no id."""
    together = np.concatenate([hashes[ends[group - 1] if group else 0 : ends[group]] for hashes, ends in parts])
    together.sort()
    again = together[1:][together[1:] == together[:-1]]
    return np.unique(again[again != np.uint64(0)])


def _suspects(unit: Unit, ids_of: IdsOf, doubled: Hashes, bits: Hashes) -> tuple[Rows, Any]:
    """(rows of the source, their ids) of a unit's records whose hash is among the doubled ones."""
    ids = buffers.plain(ids_of(unit))
    hashes, places = hashes_of(ids), np.empty(unit.rows, np.int64)
    places = places[: compiled_words.among(hashes, bits, places)]
    places = places[np.isin(hashes[places], doubled)]
    return places + unit.first_row, ids.take(pa.array(places))
