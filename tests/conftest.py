"""A real PostgreSQL for the whole run, a fresh migrated database for each test that asks for one."""

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from ansinh.kit import db, embedded
from ansinh.wiring import schema
from tests import browsing

_numbers = itertools.count(1)
_PLENTY = 6 << 30

# CI and `make test` try the same examples each time, so that a failure is of the change at hand; `make fuzz` tries new ones, and many.
settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.register_profile("new", max_examples=2_000, deadline=None)
settings.load_profile(os.environ.get("ANSINH_EXAMPLES", "same"))


@pytest.fixture(scope="session")
def server_dsn() -> Iterator[str]:
    """DSN of the maintenance database of a server of our own."""
    with tempfile.TemporaryDirectory(prefix="ansinh-tests-", dir=_in_memory()) as folder:
        Path(folder).chmod(0o755)  # as root the server runs as another user, who must pass through here
        with embedded.running(Path(folder)) as dsn:
            with db.connect(dsn, autocommit=True) as conn:
                conn.execute("ALTER SYSTEM SET fsync = off")  # nothing here outlives the run
                conn.execute("ALTER SYSTEM SET full_page_writes = off")
                conn.execute("ALTER SYSTEM SET autovacuum = off")  # its transactions would hold back what a test says is final
                conn.execute("ALTER SYSTEM SET file_copy_method = 'clone'")  # the kernel copies a template, or only notes that it is one
                conn.execute("SELECT pg_reload_conf()")
            yield dsn


@pytest.fixture(scope="session")
def template(server_dsn: str) -> str:
    """Name of a migrated database that others are cloned from."""
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute("CREATE DATABASE template_ansinh")
    schema.migrate(dsn_of(server_dsn, "template_ansinh"))
    return "template_ansinh"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The system's Chromium; skips where there is none."""
    if browsing.CHROMIUM is None:
        pytest.skip(browsing.NO_CHROMIUM)
    with browsing.launched() as browser:
        yield browser


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


@pytest.fixture(scope="session")
def _shared(server_dsn: str, template: str) -> Iterator[db.Database]:
    for dsn in _made(server_dsn, template):
        pool = db.Database(dsn)
        yield pool
        pool.close()


@pytest.fixture
def conn(_shared: db.Database) -> Iterator[db.Connection]:
    """A transaction on a database with the whole schema and nothing else in it; rolled back at the end."""
    with _shared.transaction() as connection:
        yield connection
        connection.rollback()


def _in_memory() -> str | None:
    """A folder in memory where there is plenty of it: a clone of the template is some hundred small files. None: the usual place."""
    shared = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    return str(shared) if shared.is_dir() and shutil.disk_usage(shared).free > _PLENTY else None


def dsn_of(server_dsn: str, name: str) -> str:
    return server_dsn.replace("/postgres?", f"/{name}?")


def _made(server_dsn: str, source: str) -> Iterator[str]:
    name = f"test_{next(_numbers)}"
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name} TEMPLATE {source} STRATEGY file_copy")
        yield dsn_of(server_dsn, name)
        conn.execute(f"DROP DATABASE {name} WITH (FORCE)")
