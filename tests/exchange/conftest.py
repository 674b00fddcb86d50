import pytest

from ansinh.kit import db
from tests.exchange.world import World


@pytest.fixture
def world(database: db.Database) -> World:
    return World(database)
