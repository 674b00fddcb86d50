"""One database for the whole folder, emptied before each test: cloning one for each took ten times as long as the tests."""

import itertools
from collections.abc import Iterator

import pytest

from ansinh.kit import db
from tests.conftest import dsn_of
from tests.exchange.world import World, empty

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def exchange_database(server_dsn: str, template: str) -> Iterator[db.Database]:
    name = f"exchange_tests_{next(_numbers)}"  # each folder that uses this fixture has a database of its own
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    pool = db.Database(dsn_of(server_dsn, name), max_size=16)
    yield pool
    pool.close()


@pytest.fixture
def database(exchange_database: db.Database) -> db.Database:
    empty(exchange_database)
    return exchange_database


@pytest.fixture
def world(database: db.Database) -> World:
    return World(database)
