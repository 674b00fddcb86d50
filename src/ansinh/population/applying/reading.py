"""What a run left, as rows for the register: its verdicts in pieces, in their order, as lines that COPY takes."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from ansinh.kit.errors import Refused
from ansinh.population.applying.submitted import Submitted
from ansinh.population.inputs import Source

Records = Literal["insurance-numbers", "participants"]
"""What a run's record ids are."""

_COLUMNS = ["record_id", "verdict", "citizen_number", "stage"]
_SUBMITTED = ("full_name", "birth_date", "sex", "claimed_number")
_NOTHING = "\\N"  # NULL in the text format of COPY
_LENGTHS = {"insurance-numbers": "^[0-9]{10}$", "participants": "^[0-9]{1,18}$"}


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of the verdicts from `first` (counted from 0).

    `keys` are their record ids as the register's, null where they cannot be any; `submitted` is what the run was given, if it is told.
    """

    first: int
    table: Any
    keys: Any
    submitted: Any

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @property
    def verified(self) -> Any:
        """Mask of the rows whose own number was verified, also of those who have several insurance records."""
        return pc.or_(self._is("verified"), pc.and_(self._is("several_numbers"), self._settled_by("number")))

    @property
    def assigned(self) -> Any:
        """Mask of the rows for which a number was found."""
        return self._is("assigned")

    @property
    def deceased(self) -> Any:
        """Mask of the rows whose person has died."""
        return self._is("deceased")

    @property
    def several(self) -> Any:
        """Mask of the rows for which a number was found that another record has or was found for too."""
        return pc.and_(self._is("several_numbers"), pc.invert(self._settled_by("number")))

    def lines(self, mask: Any, records: Records) -> list[bytes]:
        """The rows of the mask for the register's staging: place, insurance number, participant, citizen number, and what was submitted."""
        rows = np.flatnonzero(mask.to_numpy(zero_copy_only=False))
        if not len(rows):
            return []
        taken = pa.array(rows)
        keys = pc.fill_null(self.keys.take(taken), _NOTHING)
        nothing = pa.repeat(pa.scalar(_NOTHING), len(rows))
        whose = (keys, nothing) if records == "insurance-numbers" else (nothing, keys)
        places = pa.array(rows + self.first).cast(pa.string())
        numbers = self.table.column("citizen_number").take(taken).combine_chunks().cast(pa.string())
        told = (
            (nothing,) * len(_SUBMITTED)
            if self.submitted is None
            else (pc.fill_null(self._told(name).take(taken), _NOTHING) for name in _SUBMITTED)
        )
        joined = pc.binary_join_element_wise(pc.binary_join_element_wise(places, *whose, numbers, *told, "\t"), "", "\n")
        return [_bytes(each) for each in (joined.chunks if isinstance(joined, pa.ChunkedArray) else [joined])]

    def record_id(self, place: int) -> str:
        """The record id of that row, as text."""
        return str(self.table.column("record_id")[place - self.first].as_py())

    def stage(self, place: int) -> str:
        """What settled that row."""
        return str(self.table.column("stage")[place - self.first].as_py())

    def _told(self, name: str) -> Any:
        return self.submitted.column(name).combine_chunks()

    def _is(self, verdict: str) -> Any:
        return pc.equal(self.table.column("verdict").combine_chunks(), verdict)

    def _settled_by(self, stage: str) -> Any:
        return pc.equal(self.table.column("stage").combine_chunks(), stage)


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Score and levels of the person each row ended with, by place, ascending."""

    places: npt.NDArray[np.int64]
    scores: npt.NDArray[np.float64]
    levels: npt.NDArray[np.int64]

    def of(self, place: int) -> tuple[int, int]:
        """Score in hundredths of a bit and levels, (0, 0) where the run kept none."""
        at = int(np.searchsorted(self.places, place))
        if at == len(self.places) or self.places[at] != place:
            return 0, 0
        score = float(self.scores[at])
        return (0 if np.isnan(score) else round(100 * score)), int(self.levels[at])


def started(out: Path) -> datetime:
    """When the run began, by its ledger. Raises Refused("no_run") where it does not say."""
    try:
        with (out / "ledger.jsonl").open(encoding="utf-8") as lines:
            about = next(line for line in map(json.loads, lines) if line["kind"] == "run")
        return datetime.fromisoformat(about["started"])
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as wrong:
        raise Refused("no_run", f"{out / 'ledger.jsonl'} does not say when the run began") from wrong


def count(out: Path) -> int:
    """How many verdicts there are."""
    return int(pq.read_metadata(out / "verdicts.parquet").num_rows)


def pieces(out: Path, records: Records, *, after: int, piece_rows: int, insured: Source | None = None) -> Iterator[Piece]:
    """The verdicts behind the first `after`, in order, at most `piece_rows` at a time, with what `insured` says of them.

    Raises Refused("other_run") if `insured` has other records than the run.
    """
    submitted = None if insured is None else Submitted(insured)
    if submitted is not None:
        submitted.skip(after)
    with pq.ParquetFile(out / "verdicts.parquet") as file:
        first = 0
        groups: list[int] = []
        for group in range(file.metadata.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            if not groups and first + rows <= after:
                first += rows
            else:
                groups.append(group)
        for batch in file.iter_batches(piece_rows, row_groups=groups, columns=_COLUMNS):
            skipped = min(max(after - first, 0), batch.num_rows)
            table = pa.table(batch.slice(skipped))
            if table.num_rows:
                record_ids = table.column("record_id").combine_chunks().cast(pa.string())
                told = None if submitted is None else submitted.take(record_ids)
                yield Piece(first + skipped, table, _keys(record_ids, records), told)
            first += batch.num_rows


def comparisons(out: Path) -> Comparisons:
    """Of everybody whose case may come to the desk: assigned, deceased, several numbers."""
    with duckdb.connect(config={"threads": 2, "memory_limit": "2GB"}) as connection:
        found = connection.sql(
            """
            SELECT v.file_row_number AS place, max(c.score)::double AS score, max_by(c.levels, c.score) AS levels
            FROM read_parquet($verdicts, file_row_number = true) v
            JOIN read_parquet($candidates) c ON c.record_id = v.record_id AND c.citizen_number = v.citizen_number
            WHERE v.verdict IN ('assigned', 'deceased', 'several_numbers') GROUP BY ALL ORDER BY place
            """,
            params={"verdicts": str(out / "verdicts.parquet"), "candidates": str(out / "candidates.parquet")},
        ).to_arrow_table()
    columns = (found.column(name).to_numpy() for name in ("place", "score", "levels"))
    places, scores, levels = columns
    return Comparisons(places.astype(np.int64), scores.astype(np.float64), levels.astype(np.int64))


def _keys(record_ids: Any, records: Records) -> Any:
    """Record ids as the register's: ten digits with the zeros that a number in a spreadsheet loses, or participant numbers."""
    texts = pc.utf8_trim_whitespace(record_ids)
    if records == "insurance-numbers":
        texts = pc.utf8_lpad(texts, 10, "0")
    return pc.if_else(pc.match_substring_regex(texts, _LENGTHS[records]), texts, pa.scalar(None, pa.string()))


def _bytes(texts: Any) -> bytes:
    """The texts one behind another."""
    offsets, data = np.frombuffer(texts.buffers()[1], np.int32), texts.buffers()[2]
    return bytes(data[int(offsets[texts.offset]) : int(offsets[texts.offset + len(texts)])])


def numbers_for_cases(out: Path) -> npt.NDArray[np.int64]:
    """Citizen numbers of everybody whose case may come to the desk, ascending, each once."""
    verdicts = ds.dataset(out / "verdicts.parquet")
    may_come = pc.field("verdict").isin(["assigned", "deceased", "several_numbers"]) & pc.field("citizen_number").is_valid()
    found = verdicts.to_table(columns=["citizen_number"], filter=may_come).column("citizen_number")
    return np.unique(found.cast(pa.string()).cast(pa.int64()).to_numpy())
