"""What a unit adds to the published files: its verdicts, its candidates and its rejected values as parts of Parquet files."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ansinh.population import rules
from ansinh.population.batch import keeping, parquet_parts, publishing_compiled
from ansinh.population.batch.checking_compiled import UNDECIDED
from ansinh.population.batch.parquet_parts import Part
from ansinh.population.index import FOUND, NO_SCORE, STAGES, VERDICTS, Found, Index
from ansinh.population.index.outcomes import AT_NONE, AT_NUMBER, NOT_FOUND, SOMEONE_ELSE
from ansinh.population.index.residual import CANDIDATE, SOMEONE_ELSES

Array = npt.NDArray[Any]

VERDICTS_FILE, CANDIDATES_FILE, REJECTED_FILE = "verdicts.parquet", "candidates.parquet", "rejected.parquet"
FILES = (VERDICTS_FILE, CANDIDATES_FILE, REJECTED_FILE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A unit's part of each file, and what its records came to: counts by verdict and by the stage that settled them."""

    parts: Mapping[str, Part]
    verdicts: Mapping[str, int]
    stages: Mapping[str, int]


def publish(work: Path, unit: int, index: Index, shared: npt.NDArray[np.uint64], *, searched: bool) -> Published:
    """The parts of a unit that has been checked and, where `searched`, searched for."""
    settled, findings = keeping.settled_of(work, unit)
    rest = keeping.residual_of(work, unit).rest
    found = keeping.found_of(work, unit) if searched else nothing_found(rest)
    record_id = keeping.read_table(keeping.path_of(work, unit, "records.arrow")).column(0).combine_chunks()
    record_id = record_id.chunk(0) if isinstance(record_id, pa.ChunkedArray) else record_id
    verdicts, stages = np.empty(len(settled), np.uint8), np.empty(len(settled), np.uint8)
    numbers, scores = publishing_compiled.outcomes(settled, shared, verdicts, stages)
    publishing_compiled.search_outcomes(rest, found.found, shared, index.people, verdicts, stages, numbers, scores)
    offsets, listed, levels = publishing_compiled.lists(
        settled, findings, rest, found.found, found.candidate_offsets, found.candidates, index.people, verdicts
    )
    table = pa.table(
        {
            "record_id": record_id,
            "verdict": _words(verdicts, VERDICTS),
            "citizen_number": _numbers(numbers),
            "stage": _words(stages, STAGES),
            "score": _scores(scores),
            "differs": _differs(levels),
            "candidates": pa.ListArray.from_arrays(pa.array(offsets), _numbers(listed)),
        }
    )
    lines = publishing_compiled.candidate_lines(
        settled, findings, rest, found.found, found.candidate_offsets, found.candidates, index.people
    )
    parts = {
        VERDICTS_FILE: parquet_parts.encode(
            table, dictionary=["verdict", "stage", "score", "differs.list.element"], encodings=_as_text(record_id.type, "citizen_number")
        ),
        CANDIDATES_FILE: _candidates(record_id, *lines),
        REJECTED_FILE: parquet_parts.encode(
            keeping.read_table(keeping.path_of(work, unit, "rejected.arrow")), dictionary=["column", "reason", "sentence"], encodings={}
        ),
    }
    return Published(parts=parts, verdicts=_counts(verdicts, VERDICTS), stages=_counts(stages, STAGES))


def nothing_found(rest: Array) -> Found:
    """What the rest comes to where no search is made: not found, or somebody else's number."""
    found = np.zeros(len(rest), FOUND)
    found["row"] = -1
    found["score"] = NO_SCORE
    found["stage"] = np.where(rest["claim"] == SOMEONE_ELSES, AT_NUMBER, AT_NONE)
    found["verdict"] = np.where(rest["claim"] == SOMEONE_ELSES, SOMEONE_ELSE, NOT_FOUND)
    return Found(found=found, candidate_offsets=np.zeros(len(rest) + 1, np.int64), candidates=np.empty(0, CANDIDATE))


def _words(codes: npt.NDArray[np.uint8], words: tuple[str, ...]) -> Any:
    return pa.DictionaryArray.from_arrays(pa.array(codes.view(np.int8)), pa.array(words))


def _numbers(numbers: npt.NDArray[np.int64]) -> Any:
    offsets, data, valid, nulls = publishing_compiled.digits_of(numbers)
    bits = None if nulls == 0 else pa.py_buffer(valid)
    return pa.StringArray.from_buffers(len(numbers), pa.py_buffer(offsets), pa.py_buffer(data), bits, nulls)


def _scores(scores: npt.NDArray[np.int32]) -> Any:
    """Bits; null where nothing was compared."""
    bits = (scores / np.float32(100)).astype(np.float32)
    return pa.array(bits, mask=scores == NO_SCORE)


def _differs(levels: npt.NDArray[np.int64]) -> Any:
    columns = _columns()
    patterns = np.unique(levels[levels >= 0])
    bits = np.array([rules.differs(int(each)) for each in patterns], np.int64)
    offsets, values = publishing_compiled.differing(levels, patterns, bits, len(columns))
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(columns, pa.string()).take(pa.array(values)))


def _columns() -> list[str]:
    """The column of each field, by its place in `rules.differs`."""
    fields = rules.load().fields
    columns = [""] * (1 + max(field.place for field in fields))
    for field in fields:
        columns[field.place] = field.column or field.id
    return columns


def _candidates(record_id: Any, rows: Array, ranks: Array, numbers: Array, scores: Array, levels: Array) -> Part:
    table = pa.table(
        {
            "record_id": record_id.take(pa.array(rows)),
            "rank": pa.array(ranks),
            "citizen_number": _numbers(numbers),
            "score": _scores(scores),
            "levels": pa.array(levels),
        }
    )
    return parquet_parts.encode(table, dictionary=["rank", "score", "levels"], encodings=_as_text(record_id.type, "citizen_number"))


def _as_text(record_id_type: Any, *texts: str) -> dict[str, str]:
    """Lengths and letters apart for texts that are all different: a third smaller, and no slower."""
    encodings = dict.fromkeys(texts, "DELTA_LENGTH_BYTE_ARRAY")
    if pa.types.is_string(record_id_type) or pa.types.is_large_string(record_id_type):
        encodings["record_id"] = "DELTA_LENGTH_BYTE_ARRAY"
    elif pa.types.is_integer(record_id_type):
        encodings["record_id"] = "DELTA_BINARY_PACKED"
    return encodings


def _counts(codes: npt.NDArray[np.uint8], words: tuple[str, ...]) -> dict[str, int]:
    counts = np.bincount(codes, minlength=len(words))
    if counts[len(words) :].any():
        raise RuntimeError(f"{int(counts[len(words) :].sum())} records have no verdict ({UNDECIDED})")
    return {word: int(counts[code]) for code, word in enumerate(words)}
