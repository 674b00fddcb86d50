from pathlib import Path

import pytest

from ansinh.kit import db, migrations
from ansinh.kit.errors import Conflict
from ansinh.wiring import schema


def _folder(tmp_path: Path, **files: str) -> Path:
    for name, sql in files.items():
        (tmp_path / f"{name.lstrip('n')}.sql").write_text(sql)
    return tmp_path


def test_an_empty_database_gets_the_whole_schema_once(empty_dsn: str) -> None:
    assert schema.migrate(empty_dsn) == schema.all_migrations()
    assert schema.migrate(empty_dsn) == []


def test_an_applied_file_that_was_changed_stops_the_run(empty_dsn: str, tmp_path: Path) -> None:
    folder = _folder(tmp_path, n0001_first="CREATE SCHEMA a;")
    migrations.apply(empty_dsn, migrations.collect([("a", folder)]))
    (folder / "0001_first.sql").write_text("CREATE SCHEMA b;")
    with pytest.raises(Conflict, match="a 0001 was changed"):
        migrations.apply(empty_dsn, migrations.collect([("a", folder)]))


def test_a_database_of_a_newer_version_is_left_alone(empty_dsn: str, tmp_path: Path) -> None:
    migrations.apply(empty_dsn, migrations.collect([("a", _folder(tmp_path, n0001_first="CREATE SCHEMA a;"))]))
    with pytest.raises(Conflict, match="does not have"):
        migrations.apply(empty_dsn, [])


def test_a_file_that_fails_leaves_nothing_of_itself(empty_dsn: str, tmp_path: Path) -> None:
    folder = _folder(tmp_path, n0001_first="CREATE SCHEMA a; SELECT 1/0;")
    with pytest.raises(db.Error):
        migrations.apply(empty_dsn, migrations.collect([("a", folder)]))
    with db.connect(empty_dsn) as conn:
        assert conn.execute("SELECT count(*) FROM pg_namespace WHERE nspname = 'a'").fetchone() == (0,)


def test_a_gap_in_the_numbers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Conflict, match="should be 0001_"):
        migrations.collect([("a", _folder(tmp_path, n0002_second="SELECT 1;"))])
