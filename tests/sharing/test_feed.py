"""The feed of changed records: in order, each once, nothing missing, whoever is killed; and who was told is on record."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from ansinh import audit, register, sharing
from ansinh.kit import crypto, db
from ansinh.kit.errors import Conflict
from ansinh.sandbox import population
from ansinh.terms import CitizenNumber
from ansinh.wire import shares as wire
from tests.sharing.builders import KEY, NOW, ORIGIN, TODAY, WHY, ConnectionBroken, Line, Received, app, enrolled, rename


@dataclass
class Both:
    database: db.Database
    line: Line
    people: list[int]

    def collect(self) -> int:
        return sharing.collect(self.database, now=NOW).changes

    def follow(self, *, limit: int = 1000) -> int:
        return population.follow(self.database, f"{ORIGIN}{sharing.PREFIX}", KEY, self.line, limit=limit)

    def held(self) -> dict[str, tuple[str, str]]:
        """What the population register holds: insurance number -> citizen number and state."""
        with self.database.transaction() as conn:
            rows = conn.execute("SELECT social_insurance_number, citizen_number, state FROM sandbox_population.insured").fetchall()
        return {row[0]: (row[1], row[2]) for row in rows}


@pytest.fixture
def both(database: db.Database, tmp_path: Path) -> Iterator[Both]:
    pem = crypto.load_or_create_ec_key(tmp_path / "key.pem")
    people = enrolled(database, 5)
    sharing.begin(database, now=NOW)
    with TestClient(app(database, pem)) as client:
        yield Both(database, Line(client), people)


def test_what_stands_at_the_beginning_is_no_change(both: Both) -> None:
    assert both.collect() == 0
    assert both.follow() == 0


def test_a_number_that_changed_is_told_once(both: Both) -> None:
    rename(both.database, both.people[0], 1, 999_001)
    assert both.collect() == 1
    assert both.collect() == 0
    assert both.follow() == 1
    assert both.follow() == 0
    assert both.held() == {"0100000001": ("001180999001", "insured")}


def test_who_was_enrolled_since_is_told_although_no_history_names_them(both: Both) -> None:
    enrolled(both.database, 3, first=6)
    assert both.collect() == 3
    both.follow()
    assert sorted(both.held()) == ["0100000006", "0100000007", "0100000008"]


def test_a_death_and_a_number_that_was_taken_back_are_told(both: Both) -> None:
    with both.database.transaction() as conn:
        register.record_death(conn, both.people[1], deceased_on=TODAY, because=WHY, now=NOW)
        register.cancel_number(conn, both.people[2], CitizenNumber("001180000003"), since=TODAY, because=WHY, now=NOW)
    assert both.collect() == 2
    both.follow()
    assert both.held() == {"0100000002": ("001180000002", "deceased"), "0100000003": ("001180000003", "ended")}


def test_several_changes_of_one_record_leave_the_last_one(both: Both) -> None:
    for step in range(3):
        rename(both.database, both.people[0], 1 if step == 0 else 999_000 + step - 1, 999_000 + step)
        both.collect()
    assert both.follow(limit=1) == 3
    assert both.held()["0100000001"] == ("001180999002", "insured")


def test_a_reader_killed_between_pages_goes_on_where_it_was(both: Both) -> None:
    enrolled(both.database, 6, first=6)
    both.collect()
    both.line.breaks = {4}  # keys, two pages, then the kill
    with pytest.raises(ConnectionBroken):
        both.follow(limit=2)
    both.line.breaks = set()
    assert both.follow(limit=2) == 2
    assert len(both.held()) == 6


def test_collecting_from_two_processes_at_once_numbers_each_change_once(both: Both) -> None:
    enrolled(both.database, 6, first=6)
    with both.database.transaction() as conn:
        conn.execute("SELECT FROM sharing.position FOR NO KEY UPDATE")
        assert both.collect() == 0
    assert both.collect() == 6


@pytest.mark.parametrize("what", ["left_out", "twice", "changed", "signature"])
def test_a_page_that_was_tampered_with_is_not_kept(both: Both, what: str) -> None:
    enrolled(both.database, 4, first=6)
    both.collect()

    def falsify(url: str, received: Received) -> Received:
        if wire.FEED_PATH not in url:
            return received
        page = wire.FeedPage.model_validate_json(received.body)
        first, second, *rest = page.records
        records = {
            "left_out": (first, *rest),
            "twice": (first, first, *rest),
            "changed": (first, second.model_copy(update={"state": "deceased"}), *rest),
            "signature": page.records,
        }[what]
        body = wire.written(page.model_copy(update={"records": records}))
        signature = received.headers[wire.SIGNATURE_HEADER]
        return Received(200, {wire.SIGNATURE_HEADER: signature[:-6] if what == "signature" else signature}, body)

    both.line.falsify = falsify
    with pytest.raises(Conflict, match="signed"):
        both.follow()
    assert both.held() == {}


def test_a_recipient_whose_chain_is_another_is_told_so(both: Both) -> None:
    enrolled(both.database, 2, first=6)
    both.collect()
    headers = {"authorization": f"Bearer {KEY}"}
    url = f"{sharing.PREFIX}{wire.RECEIPTS_PATH}"
    assert both.line.client.post(url, json={"cursor": 2, "chain": "f" * 64}, headers=headers).status_code == 409
    assert both.line.client.post(url, json={"cursor": 9, "chain": "f" * 64}, headers=headers).status_code == 422
    both.follow()
    with both.database.transaction() as conn:
        receipts = sharing.standing(conn).receipts
    assert [(each.cursor, each.agrees) for each in receipts] in ([(2, True)], [(2, False)])


def test_the_feed_is_for_who_may_read_it(both: Both) -> None:
    url = f"{sharing.PREFIX}{wire.FEED_PATH}?after=0"
    assert both.line.client.get(url).status_code == 401
    assert both.line.client.get(url, headers={"authorization": "Bearer another"}).status_code == 401
    assert both.line.client.get(f"{url}9", headers={"authorization": f"Bearer {KEY}"}).status_code == 422


def test_a_cursor_older_than_the_feed_begins_again_from_a_file(both: Both) -> None:
    enrolled(both.database, 3, first=6)
    both.collect()
    with both.database.transaction() as conn:
        assert sharing.forget(conn, now=NOW + timedelta(days=500)) == 2
    answer = both.line.client.get(f"{sharing.PREFIX}{wire.FEED_PATH}?after=0", headers={"authorization": f"Bearer {KEY}"})
    assert answer.status_code == 410
    assert "begin again" in answer.json()["detail"]


def test_each_person_finds_in_the_log_who_was_told(both: Both) -> None:
    rename(both.database, both.people[0], 1, 999_001)
    both.collect()
    both.follow()
    with both.database.transaction() as conn:
        told = [each for each in audit.about(conn, both.people[0]) if each.kind == "sharing.record_told"]
    assert [(each.actor.id, dict(each.detail)) for each in told] == [("population-register", {"change": 1})]


def test_the_sweep_comes_round(both: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sharing.collect.__globals__, "SLICE", 2)
    enrolled(both.database, 4, first=6)
    rounds = [sharing.collect(both.database, now=NOW) for _ in range(6)]
    assert sum(each.changes for each in rounds) == 4
    assert any(each.swept_all for each in rounds)
