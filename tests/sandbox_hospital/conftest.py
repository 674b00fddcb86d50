from collections.abc import Iterator

import pytest

from ansinh.kit import db
from tests.gateway.calling import seed
from tests.sandbox_hospital.between import Between, between


@pytest.fixture(scope="module")
def people(server_dsn: str, template: str) -> Iterator[db.Database]:
    """The people of the gateway's tests, for tests that only look at them."""
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE of_hospitals TEMPLATE {template} STRATEGY file_copy")
    pool = db.Database(server_dsn.replace("/postgres?", "/of_hospitals?"))
    seed(pool)
    yield pool
    pool.close()
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute("DROP DATABASE of_hospitals WITH (FORCE)")


@pytest.fixture
def wire(people: db.Database) -> Between:
    return between(people, old_generations=True)
