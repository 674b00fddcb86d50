"""Cards of one invented person, each made once; counters that end with their test."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from ansinh import sandbox
from ansinh.chip import trust
from ansinh.kit import clock, db
from ansinh.sandbox import virtual_card
from ansinh.sandbox.cards import CardTrouble, Factory
from tests.desk.at_the_counter import Here, Place, holder, seed
from tests.gateway.calling import NOW

CardOf = Callable[..., virtual_card.Chip]


@pytest.fixture(scope="session")
def desk_factory(tmp_path_factory: pytest.TempPathFactory) -> Factory:
    return Factory.open(tmp_path_factory.mktemp("desk-cards"), today=clock.vietnam_day(NOW))


@pytest.fixture(scope="session")
def desk_trust(desk_factory: Factory) -> trust.TrustStore:
    return trust.load_folder(desk_factory.trust)


@pytest.fixture(scope="session")
def card_of(desk_factory: Factory) -> CardOf:
    """The card with a trouble; without one the good card. What else the factory can be asked for, by its names."""
    person = holder(sandbox.people(50, today=clock.vietnam_day(NOW)))

    @cache
    def made(trouble: CardTrouble | None = None, **choice: Any) -> virtual_card.Chip:
        return desk_factory.personalise(person, trouble=trouble, **choice)

    return made


@pytest.fixture
def place_of(desk_trust: trust.TrustStore) -> Iterator[Callable[..., Place]]:
    """Opens counters, and ends them."""
    opened: list[Place] = []

    def open_place(**changes: Any) -> Place:
        place = Place(**{"trust": desk_trust, **changes})
        place.counter.start()
        opened.append(place)
        return place

    yield open_place
    for place in opened:
        place.counter.stop()


@pytest.fixture
def place(place_of: Callable[..., Place]) -> Place:
    """A counter without a gateway."""
    return place_of()


@pytest.fixture
def connected(place_of: Callable[..., Place], database: db.Database) -> Place:
    """A counter whose gateway is in this process."""
    seed(database)
    here = Here(database, now=lambda: NOW)
    return place_of(client=here)
