"""The search over a residual: candidates from the sources, compared by the rules, the best five, the decision. One record or millions.

Works through a residual in pieces, so that what it holds in memory does not depend on the size of the unit. A record's answer does not
depend on its neighbours, so pieces, units and threads change nothing.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.index import CANDIDATE, FOUND, Found, Index, Residual
from ansinh.population.search import comparing_compiled, deciding_compiled, ranking_compiled, sources
from ansinh.population.search.layout import Orders

_RECORDS_AT_A_TIME = 1 << 18


class AssignedWithoutSecondIdentifier(RuntimeError):  # noqa: N818 - the law of the house by its name
    """The rules in force would give out a number on name and birth alone. Nothing of the result is used."""


def search(residual: Residual, index: Index, orders: Orders) -> Found:
    """What was found for every record, in their order. Raises AssignedWithoutSecondIdentifier where the rules allow what must not be."""
    found = np.zeros(len(residual), FOUND)  # of one piece, so that the bytes between its fields are the same whoever asks
    starts = range(0, len(residual), _RECORDS_AT_A_TIME)
    pieces = [_search(_piece(residual, start), index, orders, found[start : start + _RECORDS_AT_A_TIME]) for start in starts]
    shown_many: list[npt.NDArray[Any]] = [np.zeros(1, np.int64), *(many for _, many in pieces)]
    candidates = [np.empty(0, CANDIDATE), *(shown for shown, _ in pieces)]
    return Found(
        found=found, candidate_offsets=np.cumsum(np.concatenate(shown_many, dtype=np.int64)), candidates=np.concatenate(candidates)
    )


def _piece(residual: Residual, start: int) -> Residual:
    stop = min(start + _RECORDS_AT_A_TIME, len(residual))
    return Residual(rest=residual.rest[start:stop], letter_offsets=residual.letter_offsets[start : stop + 1], letters=residual.letters)


def _search(residual: Residual, index: Index, orders: Orders, found: npt.NDArray[Any]) -> tuple[npt.NDArray[Any], npt.NDArray[np.int32]]:
    """Fills `found`; gives the candidates to show and how many of them each record has."""
    rest = residual.rest
    pool = sources.gather(residual, index, orders)
    owners, persons, found_by = ranking_compiled.pairs_of(pool.rows, pool.sources, pool.filled)
    levels, scores = np.empty(len(owners), np.int64), np.empty(len(owners), np.int32)
    comparing_compiled.compare(
        rest, residual.letter_offsets, residual.letters, owners, persons,
        index.people, index.names, index.letter_offsets, index.letters, index.provinces, index.population, levels, scores,
    )  # fmt: skip
    best, many = ranking_compiled.best_five(pool.filled, persons, scores, np.ascontiguousarray(rest["holder"]))
    shown, shown_many = np.empty_like(best), np.empty_like(many)
    lawless = deciding_compiled.decide(rest, best, many, pool.seen, pool.cut, persons, found_by, levels, scores, found, shown, shown_many)
    if lawless:
        raise AssignedWithoutSecondIdentifier(f"{lawless} of {len(rest)} records")
    taken = shown[np.arange(shown.shape[1]) < shown_many[:, None]]
    candidates = np.empty(len(taken), CANDIDATE)
    candidates["levels"], candidates["row"], candidates["score"] = levels[taken], persons[taken], scores[taken]
    return candidates, shown_many
