"""Numbers looked up among the people, many at once and one by one, wherever gaps and shared numbers lie."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ansinh.population.index import FENCE_EVERY, PERSON, naming_compiled, probing_compiled

NUMBERS = st.one_of(st.integers(1, 60), st.integers(1, 10**12 - 1), st.integers(10**11, 10**11 + 400))


def arrays(numbers: list[int]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    people = np.zeros(len(numbers), PERSON)
    people["number"] = sorted(numbers)
    return people, (people["number"] & 0xFFFFFFFF).astype(np.uint32), people["number"][::FENCE_EVERY].copy()


@given(st.lists(NUMBERS, min_size=1, max_size=400), st.lists(NUMBERS, max_size=80))
@settings(max_examples=60, deadline=None)
@example([5] * 40 + [2**33 + 5] * 40, [5, 2**33 + 5, 2**32 + 5])
@example([1 + i * 2**31 for i in range(40)], [1 + i * 2**30 for i in range(80)])
def test_the_first_of_those_who_hold_a_number_is_found_and_nobody_else(held: list[int], asked: list[int]) -> None:
    people, lows, fences = arrays(held)
    wanted = np.array([*asked, *held[:40], 0], np.int64)
    packed = np.sort(probing_compiled.packed_numbers(wanted))

    met = np.empty(len(packed), PERSON)
    found, shared = probing_compiled.holders(packed, people, lows, fences, met)

    numbers = (packed >> np.uint64(24)).astype(np.int64)
    places = np.searchsorted(people["number"], numbers)
    there = people["number"][np.minimum(places, len(people) - 1)] == numbers
    assert found.tolist() == np.where(there, places, -1).tolist()
    assert met["number"][found >= 0].tolist() == numbers[found >= 0].tolist()
    assert shared == sum(held.count(int(number)) > 1 for number in numbers)
    for number in numbers[:20]:
        assert probing_compiled.first_row(people, fences, int(number)) == np.searchsorted(people["number"], number)


def test_few_numbers_among_many_people_leap_to_their_place() -> None:
    people, lows, fences = arrays(list(range(1, 40_001, 2)))
    packed = np.sort(probing_compiled.packed_numbers(np.array([1, 2, 20_001, 39_999, 40_000], np.int64)))

    assert probing_compiled.holders(packed, people, lows, fences, np.empty(len(packed), PERSON))[0].tolist() == [0, -1, 10_000, 19_999, -1]


@given(
    st.lists(
        st.sampled_from(["", "Trần xe ly", "Trần te lu", "a", "b", "abcdefgh", "abcdefghi", "Nguyễn Văn An"]) | st.text(max_size=20),
        max_size=300,
    )
)
@settings(max_examples=40, deadline=None)
def test_names_of_a_unit_are_numbered_as_they_first_appear(texts: list[str]) -> None:
    data = [text.encode("utf-8", "surrogatepass") for text in texts]
    offsets = np.cumsum([0, *map(len, data)], dtype=np.int64)

    ids, firsts = naming_compiled.distinct_names(offsets, np.frombuffer(b"".join(data), np.uint8))

    seen = list(dict.fromkeys(each for each in data if each))
    assert ids.tolist() == [1 + seen.index(each) if each else 0 for each in data]
    assert firsts.tolist() == [-1, *(data.index(each) for each in seen)]


@pytest.mark.parametrize("distinct", [70_000])
def test_the_table_of_names_grows(distinct: int) -> None:
    data = [b"name %d" % (i % distinct) for i in range(distinct + 500)]
    offsets = np.cumsum([0, *map(len, data)], dtype=np.int64)

    ids, firsts = naming_compiled.distinct_names(offsets, np.frombuffer(b"".join(data), np.uint8))

    assert len(firsts) == distinct + 1
    assert np.array_equal(ids, np.arange(distinct + 500) % distinct + 1)
