"""The distinct names of a unit, and of all units, by hashing: kernels over bytes and keys.

Two names are held to be one when 64 bits of hash agree, as two keys are: among five million names that errs once in a million registers.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

from ansinh.population.index.compiling import kernel
from ansinh.population.index.layout import NAME

_MIX = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio in 64 bits (Knuth, TAOCP 3, 6.4)
_MIX_2 = np.uint64(0xBF58476D1CE4E5B9)  # SplitMix64's first multiplier (Steele, Lea, Flood 2014)
_HALF = np.uint64(32)
_BLOCK = 64


@intrinsic
def _eight_bytes(_context, data, at):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """data[at:at + 8] as one integer, wherever it lies; the caller knows that those bytes exist."""

    def build(context, builder, signature, arguments):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        view = context.make_array(signature.args[0])(context, builder, arguments[0])
        address = cgutils.gep(builder, view.data, arguments[1])  # type: ignore[no-untyped-call]
        word = builder.load(builder.bitcast(address, ir.IntType(64).as_pointer()))
        word.align = 1
        return word

    return types.uint64(data, at), build


@kernel
def _stir(mixed: np.uint64, word: np.uint64) -> np.uint64:
    """Every bit of `word` reaches half of all bits before it meets what came before: overlapping words of one name must not cancel out."""
    word *= _MIX
    word ^= word >> _HALF
    word *= _MIX_2
    word ^= word >> np.uint64(29)
    return (mixed ^ word) * _MIX


@kernel
def _hash(data: npt.NDArray[np.uint8], start: int, end: int) -> np.uint64:
    mixed = np.uint64(end - start)
    at = start
    while at + 8 <= end:
        mixed = _stir(mixed, _eight_bytes(data, at))  # type: ignore[call-arg]
        mixed ^= mixed >> _HALF
        at += 8
    if at < end:
        last = np.uint64(0)
        if end - start >= 8:
            last = _eight_bytes(data, end - 8)  # type: ignore[call-arg]
        else:
            for i in range(at, end):
                last = (last << np.uint64(8)) | np.uint64(data[i])
        mixed = _stir(mixed, last)
        mixed ^= mixed >> _HALF
    return (mixed * _MIX_2) | np.uint64(1)  # 0 marks a free place


@kernel
def _spread(table: npt.NDArray[np.uint64], bits: int) -> npt.NDArray[np.uint64]:
    """The same entries in a table of 2^bits places."""
    wider = np.zeros(2 << bits, np.uint64)
    mask = np.uint64((1 << bits) - 1)
    for i in range(0, len(table), 2):
        if table[i] != np.uint64(0):
            place = (table[i] >> np.uint64(20)) & mask
            while wider[2 * place] != np.uint64(0):
                place = (place + np.uint64(1)) & mask
            wider[2 * place] = table[i]
            wider[2 * place + np.uint64(1)] = table[i + 1]
    return wider


@kernel
def distinct_names(offsets: npt.NDArray[np.int64], data: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.int64]]:
    """For each name a number from 1 in order of first appearance (0: no bytes), and the row where each number appears first (0: -1)."""
    rows = len(offsets) - 1
    ids = np.empty(rows, np.uint32)
    firsts = np.empty(1 << 16, np.int64)
    firsts[0] = -1
    known = 1
    bits = 17
    table = np.zeros(2 << bits, np.uint64)  # hash, id
    hashes = np.empty(_BLOCK, np.uint64)
    warmth = np.uint64(0)
    for begin in range(0, rows, _BLOCK):
        stop = min(begin + _BLOCK, rows)
        if 2 * (known + _BLOCK) > 1 << bits:
            bits += 2
            table = _spread(table, bits)
        if known + _BLOCK > len(firsts):
            longer = np.empty(2 * len(firsts), np.int64)
            longer[:known] = firsts[:known]
            firsts = longer
        mask = np.uint64((1 << bits) - 1)
        for i in range(begin, stop):  # nothing here waits for memory, so that the block's cache misses overlap
            hashed = _hash(data, offsets[i], offsets[i + 1])
            hashes[i - begin] = hashed
            warmth += table[2 * ((hashed >> np.uint64(20)) & mask)]
        for i in range(begin, stop):
            if offsets[i] == offsets[i + 1]:
                ids[i] = 0
                continue
            hashed = hashes[i - begin]
            place = (hashed >> np.uint64(20)) & mask
            while table[2 * place] != hashed and table[2 * place] != np.uint64(0):
                place = (place + np.uint64(1)) & mask
            if table[2 * place] == np.uint64(0):
                table[2 * place] = hashed
                table[2 * place + np.uint64(1)] = known
                firsts[known] = i
                known += 1
            ids[i] = table[2 * place + np.uint64(1)]
    if warmth == np.uint64(1):  # never: it keeps the touching loads alive
        ids[0] += np.uint32(0)
    return ids, firsts[:known].copy()


@kernel
def chosen_names(
    offsets: npt.NDArray[np.int64], data: npt.NDArray[np.uint8], rows: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]:
    """The names of `rows` behind one another; row -1 is the empty name."""
    chosen = np.zeros(len(rows) + 1, np.int64)
    for i in range(len(rows)):
        row = rows[i]
        chosen[i + 1] = chosen[i] + (offsets[row + 1] - offsets[row] if row >= 0 else 0)
    letters = np.empty(chosen[-1], np.uint8)
    for i in range(len(rows)):
        row = rows[i]
        if row >= 0:
            start = offsets[row]
            at = chosen[i]
            for j in range(chosen[i + 1] - at):
                letters[at + j] = data[start + j]
    return chosen, letters


@kernel
def count_ids(ids: npt.NDArray[np.uint32], known: int) -> npt.NDArray[np.uint32]:
    counts = np.zeros(known, np.uint32)
    for i in range(len(ids)):
        counts[ids[i]] += np.uint32(1)
    return counts


@kernel
def _key_hash(name: Any) -> np.uint64:
    mixed = _stir(_stir(_stir(np.uint64(name.flag) | (np.uint64(name.spelling) << np.uint64(8)), name.k1), name.k2), name.bag)
    return (mixed ^ (mixed >> _HALF)) | np.uint64(1)


@kernel
def enter_names(
    table: npt.NDArray[np.uint64], held: npt.NDArray[Any], known: int, names: npt.NDArray[Any]
) -> tuple[npt.NDArray[np.uint64], npt.NDArray[Any], int, npt.NDArray[np.uint32]]:
    """Adds a unit's names to those held; returns (table, held, how many are held, for each of the unit's names its place in held).

    Names are one when all of their keys are; their counts add up. A name without keys goes to place 0.
    """
    places = np.empty(len(names), np.uint32)
    bits = 0
    while 2 << bits < len(table):
        bits += 1
    for i in range(len(names)):
        name = names[i]
        if name.k1 == np.uint64(0):
            places[i] = 0
            continue
        if 2 * (known + 1) > 1 << bits:
            bits += 2
            table = _spread(table, bits)
        if known == len(held):
            longer = np.empty(2 * len(held), NAME)
            longer[:known] = held[:known]
            held = longer
        mask = np.uint64((1 << bits) - 1)
        hashed = _key_hash(name)
        place = (hashed >> np.uint64(20)) & mask
        while True:
            if table[2 * place] == np.uint64(0):
                table[2 * place] = hashed
                table[2 * place + np.uint64(1)] = known
                held[known] = name
                places[i] = known
                known += 1
                break
            if table[2 * place] == hashed:
                at = table[2 * place + np.uint64(1)]
                other = held[at]
                if (
                    other.k1 == name.k1
                    and other.k2 == name.k2
                    and other.bag == name.bag
                    and other.flag == name.flag
                    and other.spelling == name.spelling
                ):
                    held[at].count += name.count
                    places[i] = at
                    break
            place = (place + np.uint64(1)) & mask
    return table, held, known, places
