from collections.abc import Iterator

import pytest

from ansinh.kit import db
from ansinh.kit.errors import CounterpartDown


@pytest.fixture
def pool(empty_dsn: str) -> Iterator[db.Database]:
    """One connection only, so that every use is of the same one."""
    database = db.Database(empty_dsn, max_size=1, acquire_timeout_s=0.2)
    with database.transaction() as conn:
        conn.execute("CREATE TABLE notes (text text)")
    yield database
    database.close()


def notes(pool: db.Database) -> list[str]:
    with pool.transaction() as conn:
        return [text for (text,) in conn.execute("SELECT text FROM notes").fetchall()]


def test_each_statement_is_a_transaction_of_its_own(pool: db.Database) -> None:
    with pytest.raises(ZeroDivisionError), pool.statements() as conn:  # noqa: PT012 - the first statement succeeds
        conn.execute("INSERT INTO notes VALUES ('kept')")
        raise ZeroDivisionError
    assert notes(pool) == ["kept"]


def test_a_transaction_after_it_is_one_again(pool: db.Database) -> None:
    with pool.statements() as conn:
        conn.execute("SELECT 1")
    with pytest.raises(ZeroDivisionError), pool.transaction() as conn:  # noqa: PT012 - the first statement succeeds
        conn.execute("INSERT INTO notes VALUES ('lost')")
        raise ZeroDivisionError
    assert notes(pool) == []


def test_a_statement_that_fails_leaves_the_connection_usable(pool: db.Database) -> None:
    with pytest.raises(db.Error), pool.statements() as conn:
        conn.execute("SELECT 1 / 0")
    with pool.statements() as conn:
        conn.execute("INSERT INTO notes VALUES ('kept')")
    assert notes(pool) == ["kept"]


def test_a_transaction_left_open_by_hand_is_rolled_back(pool: db.Database) -> None:
    with pool.statements() as conn:
        conn.execute("BEGIN")
        conn.execute("INSERT INTO notes VALUES ('lost')")
    assert notes(pool) == []


def test_no_connection_in_time_is_said_so(pool: db.Database) -> None:
    with pool.transaction(), pytest.raises(CounterpartDown, match="database_unavailable"), pool.statements():
        pass
