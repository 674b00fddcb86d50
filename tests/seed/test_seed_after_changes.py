"""Seeding again after things have happened to people: nobody is invented a second time."""

from datetime import UTC, datetime
from random import Random

from ansinh import sandbox
from ansinh.kit import db
from ansinh.sandbox import population
from ansinh.wiring import seed as seeding

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def test_whose_number_was_replaced_or_cancelled_is_not_invented_anew(database: db.Database) -> None:
    people, facilities = sandbox.people(20, today=NOW.date()), sandbox.facilities()
    seeding.seed(database, people, facilities, now=NOW)
    with database.transaction() as conn:
        for kind, person in (("number_replaced", people[0]), ("number_cancelled", people[1])):
            population.happen(conn, kind, person.citizen_number, random=Random(1), now=NOW)
    assert not seeding.seed(database, people, facilities, now=NOW).changed
