"""What a run's Parquet files add up to, in DuckDB's SQL: every aggregate of the report stands here and nowhere else.

Nothing is interpreted: verdicts and stages are the words of the files, scores are bits, levels are the rules' integers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import numpy.typing as npt

from ansinh.population import batch

_MEMORY = "2GB"


class Files:
    """The published files of one run, open for questions."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, out: Path) -> None:
        self._connection = connection
        self._verdicts = {"verdicts": str(out / batch.VERDICTS_FILE)}
        self._candidates = {"candidates": str(out / batch.CANDIDATES_FILE)}
        self._rejected = {"rejected": str(out / batch.REJECTED_FILE)}

    def scores(self) -> list[tuple[str, str, float | None, int]]:
        """(verdict, stage, score, records): the one pass from which outcomes, flow, histogram and expected errors are taken."""
        return self._rows(
            "SELECT verdict, stage, score, count(*) FROM read_parquet($verdicts) GROUP BY ALL ORDER BY ALL",
            self._verdicts,
        )

    def differing(self) -> list[tuple[str, list[str], int]]:
        """(verdict, columns that differ, records), the most frequent first; records with none are not counted."""
        return self._rows(
            """
            SELECT verdict, differs, count(*) FROM read_parquet($verdicts) WHERE len(differs) > 0
            GROUP BY ALL ORDER BY 3 DESC, 1, 2
            """,
            self._verdicts,
        )

    def candidates(self) -> list[tuple[str, int, int]]:
        """(verdict, how many candidates, records)."""
        return self._rows(
            "SELECT verdict, len(candidates), count(*) FROM read_parquet($verdicts) GROUP BY ALL ORDER BY ALL",
            self._verdicts,
        )

    def shared(self) -> list[tuple[int, int]]:
        """(records that ended with the same number, people)."""
        return self._rows(
            """
            SELECT records, count(*) FROM
              (SELECT count(*) AS records FROM read_parquet($verdicts) WHERE verdict = 'several_numbers' GROUP BY citizen_number)
            GROUP BY 1 ORDER BY 1
            """,
            self._verdicts,
        )

    def holders(self) -> list[tuple[int, int]]:
        """(levels, pairs) of records with the holder of the number they claim, where the two did not simply agree."""
        return self._rows(
            "SELECT levels, count(*) FROM read_parquet($candidates) WHERE rank = 0 GROUP BY ALL ORDER BY 2 DESC, 1",
            self._candidates,
        )

    def rejected(self) -> list[tuple[str, str, str, bool, int, int]]:
        """(column, reason, sentence, whether the rows went on, values, first row), the most frequent first."""
        return self._rows(
            """
            SELECT "column", reason, any_value(sentence), kept, count(*), min("row") FROM read_parquet($rejected)
            GROUP BY "column", reason, kept ORDER BY 5 DESC, 1, 2
            """,
            self._rejected,
        )

    def left_out(self) -> npt.NDArray[np.int64]:
        """The rows of the source that have no verdict, ascending."""
        return self._numbers('SELECT DISTINCT "row" FROM read_parquet($rejected) WHERE NOT kept ORDER BY 1', self._rejected)

    def repeated(self) -> npt.NDArray[np.int64]:
        """Those of them whose record_id an earlier row has."""
        return self._numbers(
            """SELECT DISTINCT "row" FROM read_parquet($rejected) WHERE NOT kept AND reason = 'record_id_repeated' ORDER BY 1""",
            self._rejected,
        )

    def by_cell(self, cells: Any) -> list[tuple[str, int, int]]:
        """(verdict, cell, records): `cells` is an Arrow table with one column `cell`, a row for each verdict in the same order."""
        self._connection.register("cells", cells)
        try:
            return self._rows(
                """
                SELECT verdict, cell, count(*) FROM (SELECT verdict FROM read_parquet($verdicts)) POSITIONAL JOIN cells
                GROUP BY ALL ORDER BY ALL
                """,
                self._verdicts,
            )
        finally:
            self._connection.unregister("cells")

    def examples(self, each: int, every: int) -> list[tuple[str, int]]:
        """(verdict, place in the file) of up to `each` records of every verdict, spread over one in `every` records of the file."""
        return self._rows(
            """
            SELECT verdict, place FROM
              (SELECT verdict, file_row_number AS place, row_number() OVER (PARTITION BY verdict ORDER BY hash(file_row_number)) AS nth
               FROM read_parquet($verdicts, file_row_number = true) WHERE file_row_number % $every = 0)
            WHERE nth <= $each ORDER BY place
            """,
            {**self._verdicts, "each": each, "every": every},
        )

    def first_of(self, verdict: str, each: int) -> list[tuple[str, int]]:
        """(verdict, place in the file) of the first `each` records of a verdict."""
        return self._rows(
            """
            SELECT verdict, file_row_number FROM read_parquet($verdicts, file_row_number = true)
            WHERE verdict = $verdict LIMIT $each
            """,
            {**self._verdicts, "verdict": verdict, "each": each},
        )

    def records(self, places: list[int]) -> list[tuple[int, Any, str, str | None, str, float | None, list[str], list[str]]]:
        """(place, record_id, verdict, citizen number, stage, score, differs, candidates) of the records at these places of the file."""
        return self._rows(
            """
            SELECT file_row_number, record_id, verdict, citizen_number, stage, score, differs, candidates
            FROM read_parquet($verdicts, file_row_number = true) WHERE file_row_number IN (SELECT unnest($places))
            ORDER BY file_row_number
            """,
            {**self._verdicts, "places": places},
        )

    def places(self, record_id: int | str) -> list[int]:
        """Where the record stands in the file of verdicts: one place, or none. `record_id` is of the file's own type."""
        found = self._rows(
            "SELECT file_row_number FROM read_parquet($verdicts, file_row_number = true) WHERE record_id = $record_id",
            {**self._verdicts, "record_id": record_id},
        )
        return [place for (place,) in found]

    def pairs(self, record_ids: list[Any]) -> list[tuple[Any, int, str, float | None, int]]:
        """(record_id, rank, citizen number, score, levels) of everybody these records were compared with, by record and rank."""
        return (
            self._rows(
                """
            SELECT record_id, rank, citizen_number, score, levels FROM read_parquet($candidates)
            WHERE record_id IN (SELECT unnest($record_ids)) ORDER BY record_id, rank
            """,
                {**self._candidates, "record_ids": record_ids},
            )
            if record_ids
            else []
        )

    def _numbers(self, sql: str, params: dict[str, Any]) -> npt.NDArray[np.int64]:
        found = self._connection.sql(sql, params=params).fetchnumpy()
        return np.asarray(found["row"], np.int64)

    def _rows(self, sql: str, params: dict[str, Any]) -> list[Any]:
        return self._connection.sql(sql, params=params).fetchall()


@contextmanager
def opened(out: Path, *, threads: int = 2) -> Iterator[Files]:
    """The files in the folder of a finished run."""
    with duckdb.connect(config={"threads": threads, "memory_limit": _MEMORY}) as connection:
        yield Files(connection, out)
