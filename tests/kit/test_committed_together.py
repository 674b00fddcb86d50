import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest

from ansinh.kit import db


@pytest.fixture
def pool(empty_dsn: str) -> Iterator[db.Database]:
    database = db.Database(empty_dsn, max_size=3)
    with database.transaction() as conn:
        conn.execute("CREATE TABLE notes (text text)")
    yield database
    database.close()


def note(pool: db.Database, text: str) -> None:
    with pool.statements() as conn:
        conn.execute("INSERT INTO notes VALUES (%(text)s)", {"text": text})


def notes(pool: db.Database) -> dict[str, str]:
    """Each note with the transaction that wrote it, as another connection sees them."""
    with pool.transaction() as conn:
        return dict(conn.execute("SELECT text, xmin::text FROM notes").fetchall())


def test_statements_inside_are_one_transaction(pool: db.Database) -> None:
    with pool.together():
        note(pool, "one")
        note(pool, "two")
    kept = notes(pool)
    assert kept.keys() == {"one", "two"}
    assert kept["one"] == kept["two"]


def test_nothing_is_kept_before_the_block_has_ended(pool: db.Database) -> None:
    with pool.together():
        note(pool, "one")
        assert notes(pool) == {}
    assert notes(pool).keys() == {"one"}


def test_whatever_raises_undoes_all_of_it(pool: db.Database) -> None:
    with pytest.raises(ZeroDivisionError), pool.together():  # noqa: PT012 - the note is written first
        note(pool, "one")
        raise ZeroDivisionError
    assert notes(pool) == {}


def test_a_failed_statement_undoes_all_of_it_even_if_its_error_was_caught(pool: db.Database) -> None:
    with pytest.raises(db.Error), pool.together():  # noqa: PT012 - the note is written first
        note(pool, "one")
        with suppress(db.Error), pool.statements() as conn:
            conn.execute("SELECT 1 / 0")
    assert notes(pool) == {}


def test_other_threads_go_their_own_way(pool: db.Database) -> None:
    with pool.together():
        note(pool, "ours")
        other = threading.Thread(target=note, args=(pool, "theirs"))
        other.start()
        other.join()
        assert notes(pool).keys() == {"theirs"}


def test_afterwards_each_statement_is_a_transaction_of_its_own_again(pool: db.Database) -> None:
    with pool.together():
        note(pool, "one")
    note(pool, "two")
    note(pool, "three")
    assert len(set(notes(pool).values())) == 3
