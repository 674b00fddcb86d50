"""What a run left for people: its verdicts and candidates, joined in the order of the verdicts.

Taken are records that have candidates and no number they are sure of. A record that nobody was found for is no case: there is nothing to
choose from.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from ansinh.kit.errors import Refused

MOST_CANDIDATES = 5
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Match:
    """One candidate of a record, best first; `score` in hundredths of a bit."""

    rank: int
    citizen_number: int
    score: int
    levels: int


@dataclass(frozen=True, slots=True)
class Question:
    """A record that people have to decide on. `record_id` is in the type of the run's file."""

    record_id: Any
    verdict: str
    stage: str
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A finished run. `source` names it at the desk: its folder and what distinguishes it from another run into the same folder."""

    source: str
    fingerprint: str
    rules_version: str
    out: Path


def run_of(out: Path) -> Run:
    """The run that left this folder. Raises Refused("no_run") where a file of it is missing or unreadable."""
    files = [out / name for name in ("summary.json", "verdicts.parquet", "candidates.parquet")]
    missing = next((each for each in files if not each.is_file()), None)
    if missing is not None:
        raise Refused("no_run", f"{missing} is missing: this is no folder of a finished run")
    try:
        told = json.loads(files[0].read_text())
        rules_version = str(told["rules"])
    except (ValueError, KeyError, TypeError) as wrong:
        raise Refused("no_run", f"{files[0]} cannot be read") from wrong
    digest = hashlib.sha256()
    for each in files[1:]:
        with each.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    fingerprint = digest.hexdigest()
    return Run(source=f"{out.resolve().name}-{fingerprint[:8]}", fingerprint=fingerprint, rules_version=rules_version, out=out)


def count(run: Run) -> int:
    """How many cases the run has."""
    with _connection() as connection:
        row = connection.sql(
            """
            SELECT count(*) FROM read_parquet($verdicts)
            WHERE verdict IN ('candidates', 'differs', 'someone_else') AND record_id IN (SELECT record_id FROM read_parquet($candidates))
            """,
            params=_files(run),
        ).fetchall()
    return int(row[0][0])


def questions(run: Run) -> Iterator[Question]:
    """The run's cases, in the order of the verdicts, each with its best candidates; the holder of a claimed number is among them."""
    with _connection() as connection:
        rows = connection.sql(
            """
            SELECT v.record_id, v.verdict, v.stage, c.rank, c.citizen_number, c.score, c.levels
            FROM read_parquet($verdicts, file_row_number = true) v JOIN read_parquet($candidates) c USING (record_id)
            WHERE v.verdict IN ('candidates', 'differs', 'someone_else') ORDER BY v.file_row_number, c.rank
            """,
            params=_files(run),
        )
        reader = rows.to_arrow_reader(100_000)
        held: list[tuple[Any, ...]] = []
        for batch in reader:
            for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                if held and held[0][0] != row[0]:
                    yield _question(held)
                    held = []
                held.append(row)
        if held:
            yield _question(held)


def _question(rows: list[tuple[Any, ...]]) -> Question:
    record_id, verdict, stage = rows[0][:3]
    matches = [Match(int(rank), int(number), round(100 * (score or 0.0)), int(levels)) for *_, rank, number, score, levels in rows]
    return Question(record_id, verdict, stage, tuple(matches[:MOST_CANDIDATES]))


def _files(run: Run) -> dict[str, str]:
    return {"verdicts": str(run.out / "verdicts.parquet"), "candidates": str(run.out / "candidates.parquet")}


def _connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 2, "memory_limit": "2GB"})
