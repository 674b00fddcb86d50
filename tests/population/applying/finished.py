"""A finished run as it is left in its folder, about a few invented people of the register."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from ansinh import register
from ansinh.kit import db
from ansinh.population import applying, rules
from ansinh.terms import CitizenNumber, SocialInsuranceNumber
from tests.register import builders

RUN_AT = datetime(2026, 11, 20, 18, 30, tzinfo=UTC)  # the 21st in Viet Nam
NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
LEVELS = 1 << 20


@dataclass(frozen=True)
class Row:
    """One verdict."""

    record_id: str
    verdict: str
    number: str | None = None
    stage: str = "number"


def write(out: Path, rows: list[Row], *, at: datetime = RUN_AT, row_group: int = 1000) -> Path:
    """The run's folder."""
    out.mkdir()
    table: dict[str, list[Any]] = {"record_id": [each.record_id for each in rows], "verdict": [each.verdict for each in rows]}
    table |= {"citizen_number": [each.number for each in rows], "stage": [each.stage for each in rows]}
    schema = pa.schema({"record_id": pa.string(), "verdict": pa.dictionary(pa.int8(), pa.string())})
    schema = schema.append(pa.field("citizen_number", pa.string())).append(pa.field("stage", pa.string()))
    pq.write_table(pa.table(table, schema), out / "verdicts.parquet", row_group_size=row_group)
    found = [each for each in rows if each.number is not None and each.verdict != "verified"]
    candidates: dict[str, list[Any]] = {
        "record_id": [each.record_id for each in found],
        "rank": [1 for _ in found],
        "citizen_number": [each.number for each in found],
        "score": [24.12 for _ in found],
        "levels": [LEVELS for _ in found],
    }
    types = {"record_id": pa.string(), "rank": pa.int8(), "citizen_number": pa.string(), "score": pa.float32(), "levels": pa.int64()}
    pq.write_table(pa.table(candidates, pa.schema(types)), out / "candidates.parquet")
    (out / "summary.json").write_text(json.dumps({"rules": rules.STAMP}))
    (out / "ledger.jsonl").write_text(json.dumps({"kind": "run", "started": at.isoformat()}) + "\n")
    return out


def insurance(place: int) -> str:
    return f"{123456700 + place:010d}"


def citizen(place: int) -> str:
    return f"{1185000000 + place:012d}"


def enrol(database: db.Database, *numbers: str | None, first: int = 1) -> list[int]:
    """People with insurance numbers from `first` on, each with that citizen number or none; their participant numbers."""
    people = []
    for place, number in enumerate(numbers, first):
        held = () if number is None else (builders.citizen(number),)
        people.append(builders.person(identifiers=(*held, builders.insured(insurance(place))), cards=()))
    with database.transaction() as conn:
        return register.enrol(conn, people)


def bring(database: db.Database, out: Path, **how: Any) -> applying.Applied:
    return applying.apply(database, out, **{"now": NOW, **how})


def record(database: db.Database, participant_id: int) -> register.Record:
    with database.transaction() as conn:
        found = register.record_of(conn, participant_id)
    assert found is not None
    return found


def whose(database: db.Database, number: str) -> list[int]:
    """Who goes by a number."""
    kind = CitizenNumber if len(number) == 12 else SocialInsuranceNumber
    with database.transaction() as conn:
        return [each.participant_id for each in register.candidates(conn, kind(number))]


def rows_of(database: db.Database, table: str) -> list[tuple[Any, ...]]:
    """What stands in a table that matters after a run, in an order of its own."""
    asked = {
        "participants": "SELECT participant_id, verified_on FROM register.participants ORDER BY 1",
        "identifiers": "SELECT participant_id, value, state, valid_from, valid_until FROM register.identifiers ORDER BY 1, 2, 3",
        "history": "SELECT participant_id, old_value, new_value, because, source FROM register.history ORDER BY 1, 2, 3",
        "cases": "SELECT record_id, participant_id, verdict, stage, office, score FROM population.review_cases ORDER BY 1",
        "events": "SELECT kind, subject, detail->>'change' FROM audit.events WHERE subject IS NOT NULL ORDER BY 1, 2, 3",
        "staged": "SELECT 1 FROM register.compared",
    }
    with database.transaction() as conn:
        return conn.execute(asked[table]).fetchall()
