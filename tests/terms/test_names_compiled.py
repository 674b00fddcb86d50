import subprocess
import sys
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh import terms
from ansinh.terms import names
from tests.terms.invented_names import NAMES, SPELLINGS, bare, tcvn3, vni

WRITTEN = st.builds(lambda name, spelled: spelled(name), NAMES, st.sampled_from((*SPELLINGS, bare, tcvn3, vni)))
ANYTHING = (
    WRITTEN.map(str.encode)
    | WRITTEN.map(lambda name: name.encode("cp1252", "replace"))
    | st.text(max_size=30).map(str.encode)
    | st.binary(max_size=30)
)
NUMBERS = st.integers(0, 10**12 - 1)


def _columns(
    given_names: Sequence[bytes],
) -> tuple["np.ndarray[tuple[int], np.dtype[np.int64]]", "np.ndarray[tuple[int], np.dtype[np.uint8]]"]:
    offsets = np.zeros(len(given_names) + 1, np.int64)
    np.cumsum([len(each) for each in given_names], out=offsets[1:])
    return offsets, np.frombuffer(b"".join(given_names), np.uint8)


@settings(max_examples=150)
@given(st.lists(ANYTHING, max_size=20))
def test_compiled_keys_and_letters_are_those_of_python_bit_for_bit(given_names: list[bytes]) -> None:
    keys, (starts, letters) = names.compiled.keys_and_letters(*_columns(given_names))
    for i, name in enumerate(given_names):
        one = names.keys(name)
        assert (one.k1, one.k2, one.bag) == (int(keys.k1[i]), int(keys.k2[i]), int(keys.bag[i]))
        assert (one.flag, one.syllables, one.spelling) == (keys.flag[i], keys.syllables[i], keys.spelling[i])
        assert one.letters == letters[starts[i] : starts[i + 1]].tobytes()


@settings(max_examples=150)
@given(st.lists(st.tuples(ANYTHING, ANYTHING) | NAMES.map(lambda name: (name.encode(), bare(name[:-1]).encode())), max_size=20))
def test_compiled_rungs_are_those_of_python(pairs: list[tuple[bytes, bytes]]) -> None:
    one, other = (names.compiled.keys_and_letters(*_columns([pair[side] for pair in pairs])) for side in (0, 1))
    rows = np.arange(len(pairs))
    rungs = names.compiled.rung_of(*one, rows, *other, rows)
    assert rungs.tolist() == [names.rung(*pair) for pair in pairs]


def test_a_row_that_is_none_has_no_name() -> None:
    table = names.compiled.keys_and_letters(*_columns(["Nguyễn Văn An".encode()]))
    assert names.compiled.rung_of(*table, np.array([0, -1]), *table, np.array([-1, 0])).tolist() == [names.MISSING, names.MISSING]


@given(st.lists(st.tuples(NUMBERS, NUMBERS, st.integers(0, 20991231), st.integers(-1, 1)), max_size=20))
def test_compiled_digits_are_those_of_python(rows: list[tuple[int, int, int, int]]) -> None:
    one, other, birth, sex = (np.array([row[column] for row in rows], np.int64) for column in range(4))
    edits = names.compiled.number_edits_of(one, other)
    doubts = names.compiled.number_doubts_of(one, birth.astype(np.int32), sex.astype(np.int8))
    assert edits.tolist() == [terms.number_edits(row[0], row[1]) for row in rows]
    assert doubts.tolist() == [terms.number_doubts(row[0], row[2], row[3]) for row in rows]


def test_a_slice_of_a_column_has_its_own_names() -> None:
    offsets, data = _columns([each.encode() for each in ("Nguyễn Văn An", "Trần Thị Bé", "Lê Hòa")])
    whole, part = names.compiled.keys_of(offsets, data), names.compiled.keys_of(offsets[1:], data)
    assert part.k1.tolist() == whole.k1[1:].tolist()
    assert names.compiled.bare_letters(offsets[1:], data)[1].tobytes() == b"tran thi beLe hoa".lower()


def test_the_words_of_the_house_load_no_array_library() -> None:
    loaded = "import sys, ansinh.terms; print(sorted({'numpy', 'numba', 'pyarrow', 'llvmlite'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout.strip() == "[]"
