import pytest

from ansinh.kit import db
from tests.visits.desk import Desk, prepare


@pytest.fixture
def prepared(database: db.Database) -> db.Database:
    prepare(database)
    return database


@pytest.fixture
def desk(prepared: db.Database) -> Desk:
    return Desk(prepared)
