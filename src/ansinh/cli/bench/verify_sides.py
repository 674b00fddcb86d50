"""What a number check is measured against: reading the columns it needs and nothing else, and the same check with names normalised in SQL."""

# ruff: noqa: S608 - queries over files of its own
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

INSURED_COLUMNS = ["record_id", "citizen_number", "full_name", "birth_date", "sex"]
POPULATION_COLUMNS = ["citizen_number", "full_name", "birth_date", "sex", "status"]
_ROWS = 1 << 17


def scan(folder: Path) -> int:
    """The limit: the columns that a number check compares, decoded from Parquet and let go. Rows of both files."""
    rows = 0
    for name, columns in (("insured", INSURED_COLUMNS), ("population", POPULATION_COLUMNS)):
        with pq.ParquetFile(folder / f"{name}.parquet") as file:
            rows += sum(len(batch) for batch in file.iter_batches(_ROWS, columns=columns))
    return rows


# One step of the ladder for each expression: as kept; letters and tones wherever the mark stands; no diacritics.
_MARKED = "áàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
_UNTONED = "aaaaaăăăăăâââââeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy"
_TONES = "12345" * (len(_MARKED) // 5)
_NAME_COLUMNS = f"""
  kept,
  translate(kept, '{_MARKED}', '{_UNTONED}') AS letters,
  regexp_replace(translate(kept, '{_MARKED}', '{_TONES}'), '[^1-5 ]', '', 'g') AS tones,
  replace(strip_accents(kept), 'đ', 'd') AS bare
"""


def normalised_in_sql(folder: Path, threads: int) -> dict[str, int]:
    """The number check as one would write it: both registers' names normalised in the query that joins them. Records by verdict."""
    tidied = "lower(nfc_normalize(trim(regexp_replace(full_name, '\\s+', ' ', 'g'))))"
    sides = {
        name: f"(SELECT {columns}, {_NAME_COLUMNS} FROM (SELECT *, {tidied} AS kept FROM '{folder}/{name}.parquet'))"
        for name, columns in (
            ("insured", "record_id, citizen_number, birth_date, sex"),
            ("population", "citizen_number, birth_date, sex, status"),
        )
    }
    query = f"""
      SELECT verdict, count(*) FROM (
        SELECT i.record_id, CASE
          WHEN p.citizen_number IS NULL THEN 'rest'
          WHEN i.birth_date <> p.birth_date OR i.sex <> p.sex THEN 'differs'
          WHEN i.kept = p.kept OR (i.letters = p.letters AND i.tones = p.tones) OR (i.bare = p.bare AND i.bare = i.kept)
            THEN CASE p.status WHEN 1 THEN 'deceased' ELSE 'verified' END
          ELSE 'differs' END AS verdict
        FROM {sides["insured"]} i LEFT JOIN {sides["population"]} p ON p.citizen_number = i.citizen_number)
      GROUP BY verdict ORDER BY verdict"""
    with duckdb.connect(config={"threads": threads, "memory_limit": "6GB", "preserve_insertion_order": False}) as connection:
        connection.sql("SET enable_progress_bar = false")
        return dict(connection.sql(query).fetchall())
