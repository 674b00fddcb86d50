"""One database for the whole folder and one world a module: what a module's tests leave behind, the next module does not find."""

from collections.abc import Iterator

import pytest

from ansinh.kit import db
from tests.conftest import dsn_of
from tests.exchange.world import World, empty


@pytest.fixture(scope="session")
def conformance_database(server_dsn: str, template: str) -> Iterator[db.Database]:
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE conformance_tests TEMPLATE {template}")
    pool = db.Database(dsn_of(server_dsn, "conformance_tests"), max_size=16)
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def world(conformance_database: db.Database) -> World:
    empty(conformance_database)
    return World(conformance_database)
