"""One pair of registers for the tests of a file: people are new for each test, and the feed goes on."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ansinh.kit import crypto, db
from tests import browsing
from tests.conftest import dsn_of
from tests.population.changes.following import Following, institution
from tests.register import builders


@pytest.fixture(scope="module")
def following(
    server_dsn: str, template: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Following]:
    name = f"following_{Path(str(request.path)).stem.removeprefix('test_')}"
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
    dsn = dsn_of(server_dsn, name)
    database = db.Database(dsn)
    with database.transaction() as conn:
        builders.facilities(conn)
    key = crypto.load_or_create_ec_key(tmp_path_factory.mktemp("keys") / "population.pem")
    both = Following(dsn, database)
    with browsing.served(institution(database, key, now=lambda: both.now)) as both.url:
        yield both
    database.close()
    with db.connect(server_dsn, autocommit=True) as conn:
        conn.execute(f"DROP DATABASE {name} WITH (FORCE)")
