from dataclasses import dataclass

import pytest

from ansinh.kit import db
from ansinh.kit.errors import CounterpartDown


@dataclass(frozen=True, slots=True)
class Pair:
    a: int
    b: str


def test_a_transaction_is_kept_when_its_block_ends_and_not_when_it_raises(database: db.Database) -> None:
    with database.transaction() as conn:
        conn.execute("CREATE TABLE kept (n int)")
    with pytest.raises(db.Error), database.transaction() as conn:
        conn.execute("INSERT INTO kept SELECT 1 / n FROM (VALUES (1), (0)) AS bad (n)")
    with database.transaction() as conn:
        assert conn.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_rows_come_as_the_type_asked_for(conn: db.Connection) -> None:
    assert db.one(conn, Pair, "SELECT 1 AS a, 'x' AS b") == Pair(1, "x")
    assert db.one(conn, Pair, "SELECT 1 AS a, 'x' AS b WHERE false") is None
    assert db.many(conn, Pair, "SELECT a, 'x' AS b FROM generate_series(1, 2) a") == [Pair(1, "x"), Pair(2, "x")]


def test_a_database_that_is_not_there_is_a_counterpart_that_is_down() -> None:
    nowhere = db.Database("postgresql://postgres@127.0.0.1:1/none", acquire_timeout_s=0.5)
    with pytest.raises(CounterpartDown, match="no database connection in time"):
        nowhere.ping()
    nowhere.close()


def test_an_address_has_neither_user_nor_password() -> None:
    assert db.address("postgresql://me:secret@db.example:5433/agency") == "db.example:5433/agency"


def test_a_pool_may_be_told_not_to_wait_for_the_disk(dsn: str) -> None:
    for waits, expected in ((True, "on"), (False, "off")):
        pool = db.Database(dsn, waits_for_disk=waits)
        with pool.transaction() as conn:
            assert conn.execute("SHOW synchronous_commit").fetchone() == (expected,)
        pool.close()
