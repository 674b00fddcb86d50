"""The last hundred calls of an account, written in the background, and nobody else's."""

import threading
from collections import Counter
from typing import Any

import pytest

from ansinh import vendors
from ansinh.kit import db
from tests.vendors.builders import ACCOUNT, KEY, NOW, PERSON, finished, kept

OTHER = "99002_BV"


def keep(conn: db.Connection, *calls: vendors.KeptCall, **dropped: int) -> None:
    vendors.keep(conn, calls, dropped=Counter(dropped), now=NOW)


def test_the_newest_hundred_of_an_account_stay(conn: db.Connection) -> None:
    keep(conn, *(kept(after_s=second) for second in range(80)))
    keep(conn, *(kept(after_s=second) for second in range(80, 130)))
    seconds = [(each.at - NOW).total_seconds() for each in vendors.calls_of(conn, ACCOUNT)]
    assert seconds == [float(second) for second in range(129, 29, -1)]


def test_one_batch_of_more_than_a_hundred_leaves_a_hundred(conn: db.Connection) -> None:
    keep(conn, *(kept(after_s=second) for second in range(120)))
    assert len(vendors.calls_of(conn, ACCOUNT)) == vendors.KEPT


def test_a_busy_account_takes_nothing_from_another(conn: db.Connection) -> None:
    keep(conn, kept(account=OTHER))
    keep(conn, *(kept() for _ in range(150)))
    assert len(vendors.calls_of(conn, OTHER)) == 1


def test_calls_that_only_claim_an_account_push_out_none_of_its_own(conn: db.Connection) -> None:
    keep(conn, kept())
    keep(conn, *(kept(is_proven=False) for _ in range(150)))
    calls = vendors.calls_of(conn, ACCOUNT)
    assert [each.is_proven for each in calls].count(True) == 1
    assert len(calls) == 1 + vendors.KEPT_CLAIMED


def test_a_call_is_read_by_its_own_account_alone(conn: db.Connection) -> None:
    keep(conn, kept())
    number = vendors.calls_of(conn, ACCOUNT)[0].number
    assert vendors.call_of(conn, ACCOUNT, number) is not None
    assert vendors.call_of(conn, OTHER, number) is None
    assert vendors.calls_of(conn, OTHER) == []
    assert vendors.report_on(conn, OTHER).calls == 0


def test_a_scenario_that_was_seen_once_stays_seen_when_its_call_is_gone(conn: db.Connection) -> None:
    keep(conn, kept(reply={"maKetQua": "060"}))
    keep(conn, *(kept(after_s=second) for second in range(1, 120)))
    ran = {each.scenario.name for each in vendors.report_on(conn, ACCOUNT).scenarios if each.first_at}
    assert ran >= {"code:060", "code:000", "call:lookup_2024"}


def test_dropped_calls_are_counted_for_the_account(conn: db.Connection) -> None:
    keep(conn, **{ACCOUNT: 3})
    keep(conn, **{ACCOUNT: 4})
    dropped = vendors.dropped_of(conn, ACCOUNT)
    assert dropped is not None
    assert (dropped.calls, vendors.dropped_of(conn, OTHER)) == (7, None)


def test_noted_calls_are_written_in_the_background(database: db.Database) -> None:
    recorder = vendors.Recorder(database, mark_key=KEY, every_s=0.01)
    for second in range(5):
        recorder.note(finished(after_s=second))
    recorder.close()
    with database.transaction() as conn:
        assert len(vendors.calls_of(conn, ACCOUNT)) == 5
        rows = conn.execute("SELECT kept::text FROM vendors.calls").fetchall()
    assert [row for row in rows for value in PERSON.values() if value in row[0]] == []


def test_a_recorder_that_gets_nothing_starts_no_thread(database: db.Database) -> None:
    before = threading.active_count()
    recorder = vendors.Recorder(database, mark_key=KEY)
    assert threading.active_count() == before
    recorder.close()


class _Down(db.Database):
    def transaction(self) -> Any:
        raise db.Error("the database is away")


@pytest.fixture
def away(server_dsn: str) -> _Down:
    return _Down(server_dsn)


def test_more_calls_than_can_wait_are_dropped_and_the_caller_never_notices(away: _Down) -> None:
    recorder = vendors.Recorder(away, mark_key=KEY, every_s=60, most_waiting=10)
    for _ in range(25):
        recorder.note(finished())
    assert recorder.waiting == 10
    assert recorder.dropped == 15
    recorder.close()


def test_a_batch_that_cannot_be_written_is_lost_and_said(away: _Down, capsys: pytest.CaptureFixture[str]) -> None:
    recorder = vendors.Recorder(away, mark_key=KEY, every_s=60)
    recorder.note(finished())
    recorder.close()
    said = capsys.readouterr()
    assert "vendors.calls_lost" in said.err + said.out
    assert not any(value in said.err + said.out for value in PERSON.values())
