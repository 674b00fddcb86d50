"""Two small invented registers as Parquet, with the troubles that a verification has to tell apart."""

import random
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng")
MIDDLE = ("Văn", "Thị", "Ngọc", "Minh", "Đức")
GIVEN = ("An", "Bình", "Châu", "Dũng", "Hạnh", "Khánh", "Long", "Mai", "Hoà", "Quý")
PEOPLE, RECORDS, GROUP = 2_400, 1_500, 250


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    number: str | None
    name: str
    birth: str | None
    sex: str = "0"
    old: str | None = None
    province: str = "01"
    status: str = "0"


def people(count: int = PEOPLE, *, seed: int = 7) -> list[Row]:
    """People with ascending gaps between their numbers; every fiftieth has died, one number is held by two."""
    chance = random.Random(seed)
    found = []
    for i in range(count):
        year, month, day = chance.randint(1940, 2020), chance.randint(1, 12), chance.randint(1, 28)
        found.append(
            Row(
                number=f"{chance.randint(1, 96):03d}{chance.randint(0, 3)}{year % 100:02d}{chance.randint(0, 999_999):06d}",
                name=f"{chance.choice(FAMILY)} {chance.choice(MIDDLE)} {chance.choice(GIVEN)}",
                birth=f"{year}-{month:02d}-{day:02d}",
                sex=chance.choice("01"),
                old=f"{chance.randint(100_000_000, 399_999_999)}",
                province=f"{chance.randint(1, 34):02d}",
                status="1" if i % 50 == 49 else "0",
            )
        )
    found[32] = replace(found[32], number=found[31].number)
    return found


def records(known: list[Row], count: int = RECORDS) -> list[tuple[int, Row]]:
    """Records of those people: most as they are, the others by turns with another birth, no number, a slip in the number, a number nobody has."""
    found = []
    for i in range(count):
        person = known[i % len(known)]
        kind = i % 12
        if kind == 1:
            person = replace(person, birth="1950-05-05")
        elif kind == 2:
            person = replace(person, number=None)
        elif kind == 3 and person.number:
            person = replace(person, number=person.number[:-1] + str((int(person.number[-1]) + 1) % 10))
        elif kind == 4:
            person = replace(person, number="001199999999", old=None, name="Đinh Kpă Y", birth="1931-01-31")
        elif kind == 5:
            person = replace(person, name=person.name.upper())
        elif kind == 6:
            person = replace(known[(i + 5) % len(known)], number=person.number)
        found.append((1_000_000 + i, person))
    found.append((2_000_000, known[0]))  # insured twice
    return found


def write(folder: Path, *, insured: list[tuple[int, Row]] | None = None) -> tuple[Path, Path]:
    """(insured.parquet, population.parquet) in the folder, in row groups small enough to make several units."""
    folder.mkdir(parents=True, exist_ok=True)
    known = people()
    kept = records(known) if insured is None else insured
    table = table_of([row for _, row in kept]).drop_columns(["status"])
    table = table.add_column(0, "record_id", pa.array([record_id for record_id, _ in kept], pa.int64()))
    pq.write_table(table, folder / "insured.parquet", row_group_size=GROUP)
    pq.write_table(table_of(known), folder / "population.parquet", row_group_size=GROUP)
    return folder / "insured.parquet", folder / "population.parquet"


def table_of(rows: list[Row]) -> pa.Table:
    return pa.table(
        {
            "citizen_number": [row.number for row in rows],
            "old_id_number": [row.old for row in rows],
            "full_name": [row.name for row in rows],
            "birth_date": [row.birth for row in rows],
            "sex": [row.sex for row in rows],
            "province": [row.province for row in rows],
            "status": [row.status for row in rows],
        }
    )
