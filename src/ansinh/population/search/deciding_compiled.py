"""The decision about each record from the best of its compared candidates: the rules' table, asked once a record."""

from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.index import NO_SCORE
from ansinh.population.index.outcomes import AT_NAME_BIRTH, AT_NONE, AT_OLD_NUMBER, AT_REPAIR, AT_SCORED
from ansinh.population.index.residual import UNKNOWN_NUMBER
from ansinh.population.rules import NO_RIVAL, generated
from ansinh.population.rules import compiled as rules
from ansinh.population.search.compiling import kernel
from ansinh.population.search.pools import BY_NAME_AND_BIRTH

int64: Any = np.int64  # a cast to the compiler; to a type checker anything, which an integer of Python is too
_NUMBER, _OLD, _FOUR_BITS = generated.NUMBER_SHIFT, generated.OLD_SHIFT, 15
_NEAR, _OLD_EQUAL = (generated.NUMBER_ONE_DIGIT, generated.NUMBER_TWO_DIGITS), generated.OLD_EQUAL
_SHOW, _NOT_FOUND = generated.SHOW_SCORE, generated.NOT_FOUND
_TAKEN = (generated.ASSIGNED, generated.DECEASED)
_at_search = rules.at_search


@kernel
def _stage(levels: int, source: int) -> int:
    """What a person was found by: what agrees of the identifiers if one does, else the source."""
    if levels >> _NUMBER & _FOUR_BITS in _NEAR:
        return AT_REPAIR
    if levels >> _OLD & _FOUR_BITS == _OLD_EQUAL:
        return AT_OLD_NUMBER
    return AT_NAME_BIRTH if source == BY_NAME_AND_BIRTH else AT_SCORED


@kernel
def decide(
    rest: npt.NDArray[Any], best: npt.NDArray[np.int64], many: npt.NDArray[np.int32], seen: npt.NDArray[np.uint32], cut: npt.NDArray[np.uint8],
    persons: npt.NDArray[np.int32], sources: npt.NDArray[np.uint8], levels: npt.NDArray[np.int64], scores: npt.NDArray[np.int32],
    found: npt.NDArray[Any], shown: npt.NDArray[np.int64], shown_many: npt.NDArray[np.int32],
) -> int:  # fmt: skip
    """Into found[i] the decision, into shown[i] the pairs to show, best first; says how many were assigned without a second identifier.

    That must be none, whatever the rules say: the caller refuses the whole result otherwise. A holder of the claimed number who is in doubt
    is a rival of every candidate, though not shown among them.
    """
    lawless = 0
    for i in range(len(rest)):
        here, candidates = found[i], many[i]
        rival = rest[i].score if rest[i].claim > UNKNOWN_NUMBER else NO_SCORE
        here.levels, here.row, here.score, here.margin = 0, -1, NO_SCORE, 0
        here.seen, here.cut, here.stage = seen[i], cut[i], AT_NONE
        first = best[i, 0]
        if candidates > 0:
            if candidates > 1:
                rival = max(rival, scores[best[i, 1]])
            here.levels, here.score, here.stage = levels[first], scores[first], _stage(levels[first], sources[first])
            here.margin = NO_RIVAL if rival == NO_SCORE else min(scores[first] - rival, NO_RIVAL)
        here.verdict = _at_search(here.levels, int64(here.score), int64(here.margin), candidates, rest[i].claim)
        shown_many[i] = 0
        taken = here.verdict in _TAKEN
        if taken:
            here.row = persons[first]
            lawless += here.stage not in (AT_REPAIR, AT_OLD_NUMBER)
        for k in range(1 if taken else 0, 0 if here.verdict == _NOT_FOUND else candidates):
            if scores[best[i, k]] >= _SHOW:
                shown[i, shown_many[i]] = best[i, k]
                shown_many[i] += 1
    return lawless
