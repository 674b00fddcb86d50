"""One crowd for all: building its orders compiles the loops once."""

import dataclasses
from collections.abc import Sequence

import pytest

from ansinh.population import search
from ansinh.population.index import Index
from ansinh.population.search import Answer, Orders, Record
from tests.population.search.register_of import Person, crowd, index_of

HOA = Person(number=1_185_123_456, name="Đặng Thị Hoà", birth=19850907, sex=1, province=24, ward=2401, old=123456789)


@dataclasses.dataclass(frozen=True, slots=True)
class Register:
    people: Sequence[Person]
    index: Index
    orders: Orders

    def find(self, record: Record) -> Answer:
        return search.find(self.index, self.orders, record)


@pytest.fixture(scope="session")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    people = [HOA, *crowd(3000, seed=5)]
    return Register(people, *index_of(people, tmp_path_factory.mktemp("search")))
