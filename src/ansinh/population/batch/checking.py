"""The number check of one unit: every record with a usable number is compared with whoever holds it, and is settled or left to the search."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from ansinh.population.batch import checking_compiled as compiled
from ansinh.population.canon import Batch
from ansinh.population.index import NO_SCORE, PERSON, REST, Index, Residual, naming_compiled, probing_compiled
from ansinh.population.rules import generated
from ansinh.terms import names

# One record after the number check. `number` is the claimed one; `row` of the holder in index.people, -1 nobody; `score` of the pair in
# hundredths of a bit; `verdict` an index in outcomes.VERDICTS or UNDECIDED.
SETTLED = np.dtype([("number", np.int64), ("row", np.int32), ("score", np.int32), ("verdict", np.uint8)], align=True)

# A pair of a record and a holder of its number, in the order of the numbers.
JUDGED = np.dtype([("levels", np.int64), ("row", np.int32), ("score", np.int32), ("decision", np.uint8)], align=True)

# A record that differs from the holder of its number, or whose holder is dead: the levels of the pair.
FINDING = np.dtype([("levels", np.int64), ("row", np.uint32)], align=True)

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """The index with the columns of its names table side by side, as the ladder wants them; made once for a run."""

    index: Index
    keys: Any
    letters: tuple[npt.NDArray[np.int64], npt.NDArray[np.uint8]]
    rarity: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """settled SETTLED[n]; findings FINDING[f], by row; residual: the rest, by row; name_flags uint8[n] of the name keys."""

    settled: Array
    findings: Array
    residual: Residual
    name_flags: npt.NDArray[np.uint8]


def reference_of(index: Index) -> Reference:
    keys = names.compiled.Keys(
        **{key: np.ascontiguousarray(index.names[key]) for key in ("k1", "k2", "bag", "flag", "syllables", "spelling")}
    )
    rarity = compiled.rarities(np.ascontiguousarray(index.names["count"]), index.population)
    return Reference(index=index, keys=keys, letters=(index.letter_offsets, index.letters), rarity=rarity)


def check(batch: Batch, reference: Reference) -> Checked:
    """The batch compared with the holders of its numbers."""
    index, theirs = reference.index, reference.keys
    ids, firsts = naming_compiled.distinct_names(batch.name_offsets, batch.name_data)
    keys, letters = names.compiled.keys_and_letters(*naming_compiled.chosen_names(batch.name_offsets, batch.name_data, firsts))
    packed = probing_compiled.packed_numbers(batch.number)
    packed.sort()

    def judged_pairs(pairs: npt.NDArray[np.uint64], holders: npt.NDArray[np.int32], met: Array) -> Array:
        rungs, ours, others = compiled.first_rungs(pairs, holders, met, ids, keys.k1, keys.spelling, theirs.k1, theirs.spelling)
        compiled.fill_rungs(rungs, names.compiled.rung_of(keys, letters, ours, theirs, reference.letters, others))
        judged = np.zeros(max(len(pairs), 1), JUDGED)  # one at least: whoever has no number reads the first and leaves it
        compiled.judge(
            pairs, holders, rungs, met, index.provinces, theirs.syllables, reference.rarity, index.population,
            ids, keys.syllables, batch.old, batch.birth, batch.sex, batch.province, batch.ward, judged,
        )  # fmt: skip
        return judged

    met = np.empty(len(packed), PERSON)
    holders, with_others = probing_compiled.holders(packed, index.people, index.lows, index.fences, met)
    judged = judged_pairs(packed, holders, met)
    places = compiled.places_of(packed, len(batch))
    if with_others:
        shared, others = compiled.further_holders(packed, holders, index.people)
        compiled.prefer(judged, places, shared, judged_pairs(shared, others, index.people[others]))
    settled = np.empty(len(batch), SETTLED)
    compiled.settle(settled, batch.number, places, judged, int(NO_SCORE))
    return Checked(
        settled=settled,
        findings=_findings(settled, places, judged),
        residual=_residual(batch, settled, places, judged, ids, keys, letters),
        name_flags=keys.flag[ids],
    )


def _findings(settled: Array, places: Array, judged: Array) -> Array:
    verdict = settled["verdict"]
    rows = np.flatnonzero((verdict == generated.DIFFERS) | (verdict == generated.DECEASED))
    findings = np.zeros(len(rows), FINDING)
    compiled.fill_findings(findings, rows, places, judged)
    return findings


def _residual(batch: Batch, settled: Array, places: Array, judged: Array, ids: Array, keys: Any, letters: tuple[Array, Array]) -> Residual:
    rows = compiled.rows_left(settled)
    rest = np.zeros(len(rows), REST)
    compiled.fill_rest(
        rest, rows, settled, places, judged, ids, keys.k1, keys.k2, keys.bag, keys.flag, keys.syllables, keys.spelling,
        batch.old, batch.birth, batch.sex, batch.province, batch.ward,
    )  # fmt: skip
    starts, taken = naming_compiled.chosen_names(*letters, ids[rows].astype(np.int64))
    return Residual(rest=rest, letter_offsets=starts, letters=taken)
