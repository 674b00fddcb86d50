"""The name keys of whole columns: the same source as for one name, compiled by numba, over offsets and bytes as Arrow keeps text.

Importing this module needs numpy and numba, so nothing that serves one person imports it. Integers are 64-bit patterns, seen as uint64
in arrays; the functions that work on one pair (`rung_of_names`, `number_edits`, ...) can be called from other compiled code.
"""

import hashlib
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from types import FunctionType, ModuleType
from typing import Any

import numba
import numpy as np
import numpy.typing as npt

from ansinh.terms import digits
from ansinh.terms.names import alike, kernel, placeholders, readings, scan, signs

# Nothing here allocates, so nothing needs numba's counting of references: without it the pass takes a sixth less. The stubs lack `_nrt`.
_njit: Any = numba.njit
_SOURCES: tuple[ModuleType, ...] = (signs, scan, readings, placeholders, kernel, alike, digits)
# What the compiled form of the sources depends on. numba's cache looks at one file; this has it look at all of them.
VERSION: int = int.from_bytes(hashlib.sha256("".join(inspect.getsource(each) for each in _SOURCES).encode()).digest()[:7], "big")


def _compile_all() -> dict[str, Any]:
    """The functions of the sources, compiled, by name. They meet in one namespace, in which tables are arrays and `MASK` changes nothing."""
    shared: dict[str, Any] = {}
    for source in _SOURCES:
        for name, value in vars(source).items():
            if isinstance(value, tuple) and len(value) > 1 and all(isinstance(each, int) for each in value):
                bits = np.array([each & scan.MASK for each in value], dtype=np.uint64)
                shared[name] = bits.view(np.int64)
            elif isinstance(value, bytes):
                shared[name] = np.frombuffer(value, dtype=np.uint8)
            elif isinstance(value, int):
                shared[name] = value
    shared["MASK"] = -1
    for source in _SOURCES:
        for name, value in vars(source).items():
            if (
                isinstance(value, FunctionType)
                and value.__module__ == source.__name__
                and source is not signs
                and source is not placeholders
            ):
                shared[name] = _njit(nogil=True, _nrt=False)(FunctionType(value.__code__, shared, name, value.__defaults__))
    return shared


_compiled = _compile_all()
keys_at = _compiled["keys_at"]
rung_of_names = _compiled["rung_of_names"]
number_edits = _compiled["number_edits"]
number_doubts = _compiled["number_doubts"]

_OFFSETS, _BYTES = "Array(int64, 1, 'C', readonly=True)", "Array(uint8, 1, 'C', readonly=True)"
_KEYS, _SPELLINGS = "Array(uint64, 1, 'C', readonly=True)", "Array(uint16, 1, 'C', readonly=True)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The keys of n names, a row each; `NameKeys` says what they are."""

    k1: npt.NDArray[np.uint64]
    k2: npt.NDArray[np.uint64]
    bag: npt.NDArray[np.uint64]
    flag: npt.NDArray[np.uint8]
    syllables: npt.NDArray[np.uint8]
    spelling: npt.NDArray[np.uint16]

    def __len__(self) -> int:
        return len(self.k1)


Letters = tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]


def keys_of(offsets: npt.NDArray[np.int64], data: npt.NDArray[np.uint8]) -> Keys:
    """The keys of n names, of which the i-th is data[offsets[i]:offsets[i + 1]]; equal neighbours are a name that is absent."""
    return _pass(offsets, data, keep_letters=False)[0]


def bare_letters(offsets: npt.NDArray[np.int64], data: npt.NDArray[np.uint8]) -> Letters:
    """The bare letters of n names as offsets and bytes: a to z, 0 to 9, one space between syllables; a byte above 127 for a foreign letter."""
    return _pass(offsets, data, keep_letters=True)[1]


def keys_and_letters(offsets: npt.NDArray[np.int64], data: npt.NDArray[np.uint8]) -> tuple[Keys, Letters]:
    """`keys_of` and `bare_letters` in one pass."""
    return _pass(offsets, data, keep_letters=True)


def _pass(offsets: npt.NDArray[np.int64], data: npt.NDArray[np.uint8], *, keep_letters: bool) -> tuple[Keys, Letters]:
    n = len(offsets) - 1
    keys = Keys(
        k1=np.empty(n, np.uint64), k2=np.empty(n, np.uint64), bag=np.empty(n, np.uint64), flag=np.empty(n, np.uint8),
        syllables=np.empty(n, np.uint8), spelling=np.empty(n, np.uint16),
    )  # fmt: skip
    starts = np.empty(n + 1 if keep_letters else 0, np.int64)
    room = offsets[-1] - offsets[0] if keep_letters else np.diff(offsets).max(initial=0)
    letters = np.empty(int(room) + 1, np.uint8)
    end = _keys_loop(offsets, data, keys.k1, keys.k2, keys.bag, keys.flag, keys.syllables, keys.spelling, starts, letters)
    return keys, (starts, letters[:end].copy())


def rung_of(
    keys: Keys, letters: Letters, rows: npt.NDArray[np.int64], other_keys: Keys, other_letters: Letters, other_rows: npt.NDArray[np.int64]
) -> npt.NDArray[np.uint8]:
    """The rung (`names.rung`) of each pair rows[i] of the first table, other_rows[i] of the second; a row of -1 has no name."""
    rungs = np.empty(len(rows), np.uint8)
    _rungs_loop(
        keys.k1, keys.k2, keys.bag, keys.flag, keys.spelling, *letters, rows,
        other_keys.k1, other_keys.k2, other_keys.bag, other_keys.flag, other_keys.spelling, *other_letters, other_rows, rungs,
    )  # fmt: skip
    return rungs


def number_edits_of(one: npt.NDArray[np.int64], other: npt.NDArray[np.int64]) -> npt.NDArray[np.uint8]:
    """`terms.number_edits` of each pair."""
    edits = np.empty(len(one), np.uint8)
    _edits_loop(one, other, edits)
    return edits


def number_doubts_of(number: npt.NDArray[np.int64], birth: npt.NDArray[np.int32], sex: npt.NDArray[np.int8]) -> npt.NDArray[np.uint8]:
    """`terms.number_doubts` of each row."""
    doubts = np.empty(len(number), np.uint8)
    _doubts_loop(number, birth, sex, doubts)
    return doubts


def _loops(version: int) -> tuple[Callable[..., int], ...]:  # noqa: C901 - plain loops
    """The loops over columns. `version` stands in the closure of each, which is part of what numba's cache goes by."""

    @_njit(
        f"int64({_OFFSETS}, {_BYTES}, uint64[::1], uint64[::1], uint64[::1], uint8[::1], uint8[::1], uint16[::1], int64[::1], uint8[::1])",
        nogil=True,
        _nrt=False,
        cache=True,
    )
    def keys_loop(offsets, data, k1, k2, bag, flag, syllables, spelling, starts, letters):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        at = 0 * version
        keep = len(starts) > 0
        for i in range(len(k1)):
            k1[i], k2[i], bag[i], flag[i], parts, spelling[i], end = keys_at(data, offsets[i], offsets[i + 1], letters, at)
            syllables[i] = min(parts, 255)
            if keep:
                starts[i] = at
                at = end
        if keep:
            starts[len(k1)] = at
        return at

    @_njit(
        f"int64({', '.join(2 * [_KEYS, _KEYS, _KEYS, _BYTES, _SPELLINGS, _OFFSETS, _BYTES, _OFFSETS])}, uint8[::1])",
        nogil=True,
        cache=True,
        _nrt=False,
    )
    def rungs_loop(k1, k2, bag, flag, spelling, starts, letters, rows, o1, o2, obag, oflag, ospelling, ostarts, oletters, orows, rungs):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        for i in range(len(rungs)):
            a, b = rows[i], orows[i]
            if a < 0 or b < 0:
                rungs[i] = alike.MISSING
            else:
                rungs[i] = rung_of_names(
                    np.int64(k1[a]), np.int64(k2[a]), np.int64(bag[a]), np.int64(flag[a]), np.int64(spelling[a]), letters, starts[a], starts[a + 1],
                    np.int64(o1[b]), np.int64(o2[b]), np.int64(obag[b]), np.int64(oflag[b]), np.int64(ospelling[b]), oletters, ostarts[b], ostarts[b + 1],
                )  # fmt: skip
        return version

    @_njit(f"int64({_OFFSETS}, {_OFFSETS}, uint8[::1])", nogil=True, cache=True, _nrt=False)
    def edits_loop(one, other, edits):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        for i in range(len(edits)):
            edits[i] = number_edits(one[i], other[i])
        return version

    @_njit(
        f"int64({_OFFSETS}, Array(int32, 1, 'C', readonly=True), Array(int8, 1, 'C', readonly=True), uint8[::1])",
        nogil=True,
        cache=True,
        _nrt=False,
    )
    def doubts_loop(number, birth, sex, doubts):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
        for i in range(len(doubts)):
            doubts[i] = number_doubts(number[i], np.int64(birth[i]), np.int64(sex[i]))
        return version

    return keys_loop, rungs_loop, edits_loop, doubts_loop


_keys_loop, _rungs_loop, _edits_loop, _doubts_loop = _loops(VERSION)
