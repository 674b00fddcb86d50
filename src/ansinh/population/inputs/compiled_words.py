"""Words of small vocabularies and record ids, compiled: which rows hold the same bytes, and which bytes came before.

Bytes are told apart by 64-bit hashes here; where a mistake would cost a person their verdict, the caller compares the bytes themselves.
"""

from typing import Any

import numba
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

_FNV_OFFSET = np.uint64(0xCBF29CE484222325)
_FNV_PRIME = np.uint64(0x100000001B3)
_MIX_ONE, _MIX_TWO = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_33, _1 = np.uint64(33), np.uint64(1)
_6, _63 = np.uint64(6), np.uint64(63)


@numba.njit(nogil=True, cache=True)
def _mixed(value: Any) -> Any:
    """The finaliser of MurmurHash3 (A. Appleby): every bit depends on every other."""
    value = (value ^ (value >> _33)) * _MIX_ONE
    value = (value ^ (value >> _33)) * _MIX_TWO
    return value ^ (value >> _33)


@numba.njit(nogil=True, cache=True)
def hash_texts(offsets: Array, data: Array, hashes: Array) -> None:
    for row in range(len(hashes)):
        value = _FNV_OFFSET
        for at in range(offsets[row], offsets[row + 1]):
            value = (value ^ np.uint64(data[at])) * _FNV_PRIME
        hashes[row] = _mixed(value)


@numba.njit(nogil=True, cache=True)
def hash_integers(values: Array, hashes: Array) -> None:
    for row in range(len(hashes)):
        hashes[row] = _mixed(np.uint64(values[row]))


@numba.njit(nogil=True, cache=True)
def distinct(offsets: Array, data: Array, ids: Array, firsts: Array, slots: Array) -> Any:
    """Gives each row the number of its text among the distinct ones, and each distinct text the first row that has it.

    Returns how many there are. When `firsts` is full, later new texts have number -1. `slots` is int64[2^k], filled with -1.
    """
    mask = np.uint64(len(slots) - 1)
    seen = np.empty(len(firsts), np.uint64)
    count = 0
    last_hash, last_id = np.uint64(0), np.int32(-2)
    for row in range(len(ids)):
        value = _FNV_OFFSET
        for at in range(offsets[row], offsets[row + 1]):
            value = (value ^ np.uint64(data[at])) * _FNV_PRIME
        value = _mixed(value)
        if value == last_hash and last_id >= 0:
            ids[row] = last_id
            continue
        slot = value & mask
        while slots[slot] >= 0 and seen[slots[slot]] != value:
            slot = (slot + _1) & mask
        found = np.int32(slots[slot])
        if found < 0 and count < len(firsts):
            found = np.int32(count)
            slots[slot] = count
            seen[count] = value
            firsts[count] = row
            count += 1
        ids[row] = found
        last_hash, last_id = value, found
    return count


@numba.njit(nogil=True, cache=True)
def scatter(hashes: Array, ends: Array, sorted_roughly: Array) -> None:
    """Sorts hashes by their highest bits into as many groups as `ends` has, a power of two up to 2^16, and says where each group ends."""
    shift = np.uint64(64)
    groups = len(ends)
    while groups > 1:
        groups >>= 1
        shift -= _1
    ends[:] = 0
    if len(ends) == 1:
        sorted_roughly[:] = hashes
        ends[0] = len(hashes)
        return
    for row in range(len(hashes)):
        ends[hashes[row] >> shift] += 1
    place = np.int64(0)
    for group in range(len(ends)):
        count = ends[group]
        ends[group] = place
        place += count
    for row in range(len(hashes)):
        group = hashes[row] >> shift
        sorted_roughly[ends[group]] = hashes[row]
        ends[group] += 1


@numba.njit(nogil=True, cache=True)
def mark(hashes: Array, bits: Array) -> None:
    """Sets the bit of each hash; `bits` is uint64[2^k]."""
    mask = np.uint64(len(bits) * 64 - 1)
    for row in range(len(hashes)):
        place = hashes[row] & mask
        bits[place >> _6] |= _1 << (place & _63)


@numba.njit(nogil=True, cache=True)
def among(hashes: Array, bits: Array, rows: Array) -> Any:
    """Writes into `rows` which of the hashes have their bit set; returns how many."""
    mask = np.uint64(len(bits) * 64 - 1)
    found = 0
    for row in range(len(hashes)):
        place = hashes[row] & mask
        if bits[place >> _6] & (_1 << (place & _63)):
            rows[found] = row
            found += 1
    return found


@numba.njit(nogil=True, cache=True)
def telling(codes: Array) -> tuple[Any, Any]:
    """How many codes are 1 (absent), and how many are above it: something to tell of."""
    absent = told = 0
    for row in range(len(codes)):
        absent += codes[row] == 1
        told += codes[row] > 1
    return absent, told


@numba.njit(nogil=True, cache=True)
def present(values: Array, bitmap: Array, offset: Any, found: Array) -> None:
    """Copies the values whose bit in Arrow's validity bitmap is set, counted from `offset`; the others are 0. An empty bitmap: all are there."""
    if len(bitmap) == 0:
        for row in range(len(found)):
            found[row] = values[row]
    else:
        for row in range(len(found)):
            place = row + offset
            found[row] = values[row] if bitmap[place >> 3] >> (place & 7) & 1 else 0


@numba.njit(nogil=True, cache=True)
def look_up(ids: Array, bitmap: Array, offset: Any, table: Array, table_codes: Array, found: Array, codes: Array) -> None:
    """Takes value and code of each id from the tables, whose last entry is for ids beyond them, and last but one for nulls."""
    beyond = len(table) - 1
    for row in range(len(ids)):
        place = row + offset
        if len(bitmap) > 0 and not bitmap[place >> 3] >> (place & 7) & 1:
            at = np.int64(beyond - 1)
        else:
            at = np.int64(ids[row])
            if at < 0 or at >= beyond - 1:
                at = np.int64(beyond)
        found[row] = table[at]
        codes[row] = table_codes[at]


@numba.njit(nogil=True, cache=True)
def count_empty(offsets: Array) -> Any:
    empty = 0
    for row in range(len(offsets) - 1):
        empty += offsets[row + 1] == offsets[row]
    return empty
