"""The sandbox's people come linked by two officers at the counter, but a few, for whom the first login is to be tried."""

import os
from dataclasses import dataclass
from pathlib import Path

import pytest

from ansinh import audit, identity, sandbox
from ansinh.kit import db
from ansinh.sandbox import Person, Trouble
from ansinh.settings import Settings
from ansinh.wiring import counter
from ansinh.wiring.seed import seed
from tests.identity.linked import linked
from tests.identity.standin import a_person
from tests.sandbox.builders import TODAY
from tests.seed.test_seed import FACILITIES, NOW

NEVER_LINKED = {
    Trouble.FIRST_LOGIN, Trouble.NAME_DIFFERS, Trouble.BIRTH_DATE_DIFFERS, Trouble.TWO_INSURANCE_NUMBERS, Trouble.DECEASED,
    Trouble.NO_INSURANCE, Trouble.ACCOUNT_LEVEL_1,
}  # fmt: skip


@dataclass
class Town:
    dsn: str
    database: db.Database
    people: list[Person]
    home: Path

    def open_counter(self, *, port: int = 8000) -> int:
        return counter.link_sandbox_people(self.dsn, Settings(home=self.home, port=port, people=50), now=NOW)

    def linked(self) -> set[str]:
        with self.database.transaction() as conn:
            rows = conn.execute(
                "SELECT a.citizen_number FROM identity.accounts a JOIN identity.links l USING (account_id) WHERE l.ended_at IS NULL"
            ).fetchall()
        return {str(row[0]) for row in rows}


@pytest.fixture
def town(dsn: str, database: db.Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    for name in [each for each in os.environ if each.startswith("ANSINH_")]:
        monkeypatch.delenv(name)
    people = sandbox.people(50, today=TODAY)
    seed(database, people, FACILITIES, now=NOW)
    return Town(dsn, database, people, tmp_path)


def test_who_has_no_trouble_with_the_record_is_linked_and_nobody_else(town: Town) -> None:
    assert town.open_counter() > 0
    expected = {
        each.citizen_number.value
        for each in town.people
        if each.account and each.account.level == 2 and each.insured and each.trouble not in NEVER_LINKED
    }
    assert town.linked() == expected


def test_another_start_changes_nothing(town: Town) -> None:
    town.open_counter()
    before = town.linked()
    assert town.open_counter() == 0
    assert town.linked() == before


def test_at_other_addresses_the_links_move_along_and_back(town: Town) -> None:
    first = town.open_counter()
    assert town.open_counter(port=18000) == first
    assert town.open_counter() == first
    assert len(town.linked()) == first


def test_who_took_the_link_away_stays_without_it(town: Town) -> None:
    town.open_counter()
    before = town.linked()
    with town.database.transaction() as conn:
        conn.execute(
            """
            UPDATE identity.links SET ended_at = linked_at, ended_because = 'unlinked'
            WHERE link_id = (SELECT min(link_id) FROM identity.links)
            """
        )
    assert town.open_counter() == 0
    assert len(town.linked()) == len(before) - 1


def test_each_link_is_an_event_by_an_officer(town: Town) -> None:
    town.open_counter()
    with town.database.transaction() as conn:
        row = conn.execute("SELECT min(participant_id) FROM identity.links").fetchone()
        assert row is not None
        (event,) = [each for each in audit.about(conn, row[0]) if each.kind == "identity.linked"]
    assert (event.actor.kind, event.actor.id, event.detail["rule"]) == ("officer", "mau.cases", "officer_at_counter")


def test_one_officer_alone_moves_no_link(conn: db.Connection) -> None:
    person = a_person()
    same = identity.Candidate(7, person.full_name, person.birth_date, deceased=False)
    assert linked(conn, person, [same]) == 1
    other = identity.Presented(person=a_person(subject="other"), candidates=(same,))
    assert identity.link_at_counter(conn, [other], officer="mau.cases", now=NOW) == 0
    assert identity.link_at_counter(conn, [other], officer="mau.cases", second_officer="mau.cases", now=NOW) == 0
    assert identity.link_at_counter(conn, [other], officer="mau.cases", second_officer="mau.cases-2", now=NOW) == 1
