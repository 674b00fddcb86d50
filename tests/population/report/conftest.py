"""One run over records of every kind, among them ones that a report must not betray or stumble over, and its report."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ansinh.population import batch, inputs, report, search
from tests.population.batch import registers

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
HOSTILE = "<script>alert('Ơ')</script> & \"Văn\" <b>An</b>"
UNIT = 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    insured: Path
    population: Path
    out: Path
    index_dir: Path
    rows: list[dict[str, Any]]

    def kept(self) -> dict[Any, dict[str, Any]]:
        """The rows that have a verdict, by record id: of equal ids the first."""
        found: dict[Any, dict[str, Any]] = {}
        for row in self.rows:
            if row["record_id"] is not None:
                found.setdefault(row["record_id"], row)
        return found

    def verdicts(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = pq.read_table(self.out / batch.VERDICTS_FILE).to_pylist()
        return rows

    def origin(self) -> report.Origin:
        return report.Origin(where=str(self.insured))


def verified(folder: Path, rows: list[dict[str, Any]], population: Path, index_dir: Path) -> Run:
    """A run over these records."""
    insured, out = folder / "insured.parquet", folder / "out"
    table = pa.Table.from_pylist(rows)
    ids = table.column_names.index("record_id")
    pq.write_table(table.set_column(ids, "record_id", table["record_id"].cast(pa.int64())), insured, row_group_size=UNIT)
    plan = batch.Plan(
        insured=inputs.open(str(insured), "insured", unit_rows=UNIT),
        population=inputs.open(str(population), "population"),
        out=out,
        index_dir=index_dir,
        search=search.SearchStage(),
    )
    batch.run(plan, now=NOW)
    return Run(insured=insured, population=population, out=out, index_dir=index_dir, rows=rows)


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("many")
    found, population = registers.write(folder)
    rows = pq.read_table(found).to_pylist()
    for place, row in enumerate(rows):
        row["province"] = f"{(place * 7) % 90:02d}" if place % 11 else None
    rows[3]["full_name"] = rows[4]["full_name"] = HOSTILE
    rows[10]["birth_date"] = "31/02/1954"
    rows[700]["record_id"] = rows[20]["record_id"]  # left out in the midst of a unit, so that rows and verdicts part ways
    rows[701]["record_id"] = None
    rows[1200] |= {
        "full_name": "Đinh Kpă Y",
        "birth_date": "1931-01-31",
        "old_id_number": None,
        "citizen_number": rows[24]["citizen_number"],
    }
    rows[900]["sex"] = "<b>x"
    rows[901]["sex"] = "Trần Thị Lộ, một tên người trong cột giới tính"
    run = verified(folder, rows, population, folder / "index")
    report.make(run.out, origin=run.origin())
    return run
