"""The comparison of pairs by the rules: features from the record and the person, levels and score from the features."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.rules import compiled as rules
from ansinh.population.search.compiling import kernel
from ansinh.terms import names

Array = npt.NDArray[Any]
int64: Any = np.int64  # a cast to the compiler; to a type checker anything, which an integer of Python is too
_BLOCK = 64
_number_edits, _rung_of_names = names.compiled.number_edits, names.compiled.rung_of_names
_levels_of, _score_of = rules.levels, rules.score


@kernel
def compare(
    rest: Array, offsets: Array, letters: Array, owners: Array, persons: Array,
    people: Array, known: Array, known_offsets: Array, known_letters: Array, provinces: Array, population: int, levels: Array, scores: Array,
) -> Any:  # fmt: skip
    """Into levels[p] and scores[p], how the record owners[p] of `rest` compares with the person persons[p] of `people`.

    What it returns says nothing; without it the compiler would leave the touching out.
    """
    warmth = int64(0)
    for begin in range(0, len(owners), _BLOCK):
        stop = min(begin + _BLOCK, len(owners))
        # People, and then their names, are touched for a block at once: each is a wait for memory, and the waits of a block overlap.
        for p in range(begin, stop):
            warmth += people[persons[p]].birth
        for p in range(begin, stop):
            name_row = people[persons[p]].name
            warmth += int64(known[name_row].k1) + known_offsets[name_row]
        for p in range(begin, stop):
            i = owners[p]
            person = people[persons[p]]
            record, name = rest[i], known[person.name]
            rung = _rung_of_names(
                int64(record.k1), int64(record.k2), int64(record.bag), int64(record.flag), int64(record.spelling), letters, offsets[i], offsets[i + 1],
                int64(name.k1), int64(name.k2), int64(name.bag), int64(name.flag), int64(name.spelling),
                known_letters, known_offsets[person.name], known_offsets[person.name + 1],
            )  # fmt: skip
            levels[p] = _levels_of(
                _number_edits(record.number, person.number), record.old, person.old, rung, 1 if record.syllables == 1 or name.syllables == 1 else 0,
                int64(record.birth), int64(person.birth), int64(record.sex), int64(person.sex), int64(record.province),
                int64(provinces[person.province]), int64(record.ward), int64(person.ward), int64(person.status),
            )  # fmt: skip
            scores[p] = _score_of(levels[p], int64(name["count"]), population)
    return warmth
