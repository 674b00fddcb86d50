"""A real PostgreSQL for the whole run, a fresh migrated database for each test that asks for one."""

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansinh.kit import db, embedded
from ansinh.wiring import schema

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def server_dsn() -> Iterator[str]:
    """DSN of the maintenance database of a server of our own."""
    with tempfile.TemporaryDirectory(prefix="ansinh-tests-") as folder:
        Path(folder).chmod(0o755)  # as root the server runs as another user, who must pass through here
        with embedded.running(Path(folder)) as dsn:
            with db.connect(dsn, autocommit=True) as conn:
                conn.execute("ALTER SYSTEM SET fsync = off")  # nothing here outlives the run
                conn.execute("SELECT pg_reload_conf()")
            yield dsn


@pytest.fixture(scope="session")
def template(server_dsn: str) -> str:
    """Name of a migrated database that others are cloned from."""
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute("CREATE DATABASE template_ansinh")
    schema.migrate(dsn_of(server_dsn, "template_ansinh"))
    return "template_ansinh"


@pytest.fixture
def empty_dsn(server_dsn: str) -> Iterator[str]:
    """DSN of a new database with nothing in it."""
    yield from _made(server_dsn, "template1")


@pytest.fixture
def dsn(server_dsn: str, template: str) -> Iterator[str]:
    """DSN of a new database with the whole schema in it."""
    yield from _made(server_dsn, template)


@pytest.fixture
def database(dsn: str) -> Iterator[db.Database]:
    """A pool on a new database with the whole schema in it."""
    pool = db.Database(dsn)
    yield pool
    pool.close()


@pytest.fixture
def conn(database: db.Database) -> Iterator[db.Connection]:
    """A transaction on a new database, rolled back at the end."""
    with database.transaction() as connection:
        yield connection
        connection.rollback()


def dsn_of(server_dsn: str, name: str) -> str:
    return server_dsn.replace("/postgres?", f"/{name}?")


def _made(server_dsn: str, source: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
        yield dsn_of(server_dsn, name)
        conn.execute(f"DROP DATABASE {name} WITH (FORCE)")
