"""One record of a run and whom it was compared with: read back from the run's files, the insured records and the index.

What is read here is in the clear; `explanation` masks it. A source or an index that is not at hand leaves out what only it knows.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from ansinh.kit.errors import NotFound, Refused
from ansinh.population import index as indexes
from ansinh.population import inputs, rules
from ansinh.population.batch import VERDICTS_FILE
from ansinh.population.report import counting, queries
from ansinh.population.report.origin import Origin
from ansinh.terms import names


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Submitted:
    """The record as it was read; 0, and -1 for the sex, for what it does not say."""

    name: str
    number: int
    old: int
    birth: int
    sex: int
    province: int
    ward: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Pair:
    """Somebody the record was compared with: rank 0 holds the claimed number. Name (without diacritics) and birth come from the index."""

    rank: int
    number: str
    score: int | None
    levels: int
    name: str = ""
    birth: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Record:
    """A record, its verdict and its pairs, by rank. `row` is that of its source; `population` the number of people in the register."""

    row: int
    verdict: str
    number: str
    stage: str
    score: float | None
    differs: tuple[str, ...]
    population: int
    rules: str
    insured: str
    submitted: Submitted | None
    pairs: tuple[Pair, ...]


def read(out: Path, record_id: str, *, origin: Origin | None, index_dir: Path | None) -> Record:
    """The record of that id in the run of `out`. Raises NotFound("no_record"), Refused("no_run") and Refused("other_rules")."""
    summary, begun = counting.told(out)
    if summary["rules"] != rules.STAMP:
        raise Refused("other_rules", f"the run was made by the rules {summary['rules']}, this program has {rules.STAMP}", field="out")
    with queries.opened(out) as files:
        typed = _typed(out, record_id)
        places = [] if typed is None else files.places(typed)
        if not places:
            raise NotFound("no_record", "the run has no verdict for a record of that id")
        ((place, held_id, verdict, number, stage, score, differs, _),) = files.records(places)
        pairs = [
            Pair(rank=rank, number=found, score=None if bits is None else round(bits * 100), levels=levels)
            for _, rank, found, bits, levels in files.pairs([held_id])
        ]
        row = source_row(place, files.left_out())
    submitted = None if origin is None else _submitted(origin, row, held_id)
    index = None if index_dir is None else _index(index_dir, begun.about or {})
    if index is not None:
        if not pairs and submitted is not None and number:
            pairs = _compared(index, submitted, int(number), score)
        pairs = [_known(index, each) for each in pairs]
    return Record(
        row=row,
        verdict=verdict,
        number=number or "",
        stage=stage,
        score=score,
        differs=tuple(differs or ()),
        population=summary["population"],
        rules=summary["rules"],
        insured=str((begun.done("insured") or {}).get("fingerprint", "")),
        submitted=submitted,
        pairs=tuple(pairs),
    )


def source_row(place: int, left_out: inputs.Rows) -> int:
    """The row of the source that the `place`-th verdict is about: those that were left out, ascending, have none."""
    return place + int(np.searchsorted(left_out - np.arange(len(left_out)), place, side="right"))


def _typed(out: Path, record_id: str) -> int | str | None:
    """The id in the type of the file, None where it can be no id there."""
    kind = pq.read_schema(out / VERDICTS_FILE).field("record_id").type
    if not pa.types.is_integer(kind):
        return record_id
    return int(record_id) if record_id.isascii() and record_id.removeprefix("-").isdigit() and len(record_id) <= 20 else None


def _submitted(origin: Origin, row: int, record_id: Any) -> Submitted:
    source = inputs.open(origin.where, "insured", origin.mapping, sex_codes=origin.sex_codes, spool=origin.spool)
    unit = next((each for each in source.units if each.first_row <= row < each.first_row + each.rows), None)
    read = None if unit is None else source.read(unit)
    rows = np.arange(0) if read is None else read.rows if read.rows is not None else read.batch.first_row + np.arange(len(read.batch))
    at = int(np.searchsorted(rows, row))
    if read is None or at >= len(rows) or read.batch.record_id[at].as_py() != record_id:
        raise Refused("other_source", "the source does not have this record where the run had it: it is another source", field="insured")
    batch = read.batch
    return Submitted(
        name=names.tidy(names.decode(batch.name_data[batch.name_offsets[at] : batch.name_offsets[at + 1]].tobytes())),
        **{field: int(getattr(batch, field)[at]) for field in ("number", "old", "birth", "sex", "province", "ward")},
    )


def _index(index_dir: Path, about: Any) -> indexes.Index | None:
    """The index that the run was made with, None where it is gone."""
    try:
        found = indexes.open_index(indexes.current(index_dir))
    except NotFound:
        return None
    return found if found.fingerprint == about.get("population") else None


def _known(index: indexes.Index, pair: Pair) -> Pair:
    holders = indexes.holders_of(index, int(pair.number))
    if not holders:
        return pair
    person = index.people[holders[0]]
    name = indexes.letters_of(index, int(person["name"])).decode("ascii", "replace").title()
    return replace(pair, name=name, birth=int(person["birth"]))


def _compared(index: indexes.Index, submitted: Submitted, number: int, score: float | None) -> list[Pair]:
    """A pair that simply agreed is in no file: it is compared again."""
    keys = names.keys(submitted.name)
    found = list[Pair]()
    for row in indexes.holders_of(index, number):
        person: Any = index.people[row]
        k1, k2, bag, flag, syllables, spelling, letters = indexes.name_keys_of(index, int(person["name"]))
        held = names.NameKeys(k1=k1, k2=k2, bag=bag, flag=flag, syllables=syllables, spelling=spelling, letters=letters)
        levels = rules.levels(
            number=0 if submitted.number == number else 9,
            old_a=submitted.old,
            old_b=int(person["old"]),
            name=names.rung_of_keys(keys, held),
            single_syllable=int(keys.syllables == 1 or syllables == 1),
            birth_a=submitted.birth,
            birth_b=int(person["birth"]),
            sex_a=submitted.sex,
            sex_b=int(person["sex"]),
            province_a=submitted.province,
            province_b=int(index.provinces[person["province"]]),
            ward_a=submitted.ward,
            ward_b=int(person["ward"]),
            status=int(person["status"]),
        )
        found.append(Pair(rank=0, number=f"{number:012d}", score=None if score is None else round(score * 100), levels=levels))
    return found[:1]
