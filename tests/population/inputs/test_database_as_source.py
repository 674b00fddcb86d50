from pathlib import Path

import pytest

from ansinh.kit import db
from ansinh.kit.errors import Refused
from ansinh.population import inputs

ROWS = """
    CREATE SCHEMA asked;
    CREATE TABLE asked.participants (record_id bigint, citizen_number text, full_name text, birth_date date, sex integer);
    INSERT INTO asked.participants VALUES
        (1, '036089012345', 'Nguyễn "Bé" An', '1989-05-14', 0), (2, NULL, E'Lê\nBình', '1990-01-02', 1), (3, '36089012347', '', NULL, NULL);
"""


@pytest.fixture
def filled(empty_dsn: str) -> str:
    with db.connect(empty_dsn, autocommit=True) as conn:
        conn.execute(ROWS)
    return empty_dsn


@pytest.mark.parametrize("asked", ["asked.participants", "SELECT * FROM asked.participants ORDER BY record_id;"])
def test_a_table_or_a_query_is_read_as_it_was_at_one_moment(filled: str, tmp_path: Path, asked: str) -> None:
    source = inputs.open(f"{filled}#{asked}", "insured", spool=tmp_path)
    read = source.read(source.units[0])
    assert read.batch.record_id.to_pylist() == ["1", "2", "3"]
    assert read.batch.number.tolist() == [36_089_012_345, 0, 36_089_012_347]
    assert read.batch.birth.tolist() == [19890514, 19900102, 0]
    with db.connect(filled, autocommit=True) as conn:
        conn.execute("DELETE FROM asked.participants")
    again = inputs.open(f"{filled}#{asked}", "insured", spool=tmp_path)
    assert again.rows == 3
    assert again.fingerprint() == source.fingerprint()


def test_the_snapshot_is_its_owners_alone(filled: str, tmp_path: Path) -> None:
    inputs.open(f"{filled}#asked.participants", "insured", spool=tmp_path)
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o600]


def test_the_query_may_stand_in_the_mapping(filled: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="say what to read"):
        inputs.open(filled, "insured", spool=tmp_path)
    query = "SELECT record_id, citizen_number, full_name, birth_date FROM asked.participants WHERE record_id < 3"
    assert inputs.open(filled, "insured", inputs.Mapping(query=query), spool=tmp_path).rows == 2


def test_a_query_may_not_write(filled: str, tmp_path: Path) -> None:
    with pytest.raises(db.Error):
        inputs.open(filled, "insured", inputs.Mapping(query="DELETE FROM asked.participants RETURNING *"), spool=tmp_path)
    assert list(tmp_path.glob("*.csv")) == []
