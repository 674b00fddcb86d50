"""One number looked up in the index: what the online check asks."""

from typing import Any

from ansinh.population.index import probing_compiled
from ansinh.population.index.layout import Index


def holders_of(index: Index, number: int) -> range:
    """The rows of `index.people` that hold this citizen number: none, one, or several where the register gave it out twice."""
    first = last = int(probing_compiled.first_row(index.people, index.fences, number)) if number > 0 else 0
    while number > 0 and last < len(index.people) and index.people[last]["number"] == number:
        last += 1
    return range(first, last)


def letters_of(index: Index, name: int) -> bytes:
    """The bare letters of a row of `index.names`."""
    return index.letters[index.letter_offsets[name] : index.letter_offsets[name + 1]].tobytes()


def name_keys_of(index: Index, name: int) -> tuple[int, int, int, int, int, int, bytes]:
    """k1, k2, bag, flag, syllables, spelling and letters of a row of `index.names`, as plain integers."""
    held: Any = index.names[name]
    keys = [int(held[key]) for key in ("k1", "k2", "bag", "flag", "syllables", "spelling")]
    return keys[0], keys[1], keys[2], keys[3], keys[4], keys[5], letters_of(index, name)
