import pytest

from ansinh.kit import db
from tests.gateway.calling import Hospital, seed


@pytest.fixture
def seeded(database: db.Database) -> db.Database:
    seed(database)
    return database


@pytest.fixture
def hospital(seeded: db.Database) -> Hospital:
    return Hospital(seeded)
