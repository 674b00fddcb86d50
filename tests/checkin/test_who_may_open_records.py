"""Who may see the whole record of a stay."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh import audit, checkin, register
from ansinh.checkin.rules.records import LOOKED_UP_WITHIN, TOLD, VISITING_WITHIN, may_open
from ansinh.kit import db
from tests.checkin.cases import KEY, question
from tests.checkin.stays import stay
from tests.register.builders import HERE, THERE, card, facilities, officer, person

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def allowed(**changes: Any) -> bool:
    values: dict[str, Any] = {"treated_at": "01001", "asker": "79014", "looked_up_at": None, "has_open_visit": False, "now": NOW}
    return may_open(**{**values, **changes})


def test_the_facility_of_the_stay_always_may() -> None:
    assert allowed(asker="01001")


def test_another_facility_may_not_without_a_reason() -> None:
    assert not allowed()


def test_another_facility_may_while_the_person_is_there() -> None:
    assert allowed(has_open_visit=True)


@pytest.mark.parametrize(
    ("ago", "may"),
    [(timedelta(0), True), (LOOKED_UP_WITHIN, True), (LOOKED_UP_WITHIN + timedelta(microseconds=1), False), (-timedelta(seconds=1), False)],
)
def test_another_facility_may_for_three_days_after_a_look_up(ago: timedelta, may: bool) -> None:
    assert allowed(looked_up_at=NOW - ago) is may


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_a_reason_never_comes_back_by_waiting(earlier: int, later: int) -> None:
    first, second = sorted((earlier, later))
    at = NOW + timedelta(hours=second)
    if allowed(looked_up_at=NOW, now=at):
        assert allowed(looked_up_at=NOW, now=NOW + timedelta(hours=first))


# with the database: what counts as a look-up, and what is written down


@pytest.fixture
def record(conn: db.Connection) -> int:
    """A stay at the first facility, of somebody whom nobody has asked about."""
    facilities(conn)
    register.add_officers(conn, [officer(), officer(facility_code=THERE)])
    [participant_id] = register.enrol(conn, [person(cards=(card(KEY),))])
    checkin.add_treatments(conn, [stay(participant_id=participant_id)])
    [kept] = checkin.treatments_of(conn, participant_id, since=NOW.date() - timedelta(days=365))
    return kept.record_no


def opened(conn: db.Connection, record: int, *, by: str = "79014_BV", now: datetime = NOW) -> bool:
    return checkin.open_record(conn, record, account=by, interface="nhanHoSoKCBChiTiet", now=now) is not None


def look_up(conn: db.Connection, *, by: str = "79014_BV", now: datetime = NOW, **asked: Any) -> str:
    return checkin.look_up(conn, question(**asked), account=by, now=now).decision.code.value


def test_a_record_is_opened_with_the_rows_of_its_claim(conn: db.Connection, record: int) -> None:
    found = checkin.open_record(conn, record, account="01001_BV", interface="nhanHoSoKCBChiTiet", now=NOW)
    assert found is not None
    assert (found[0].facility_code, found[1]) == (HERE, {"XML1": {"MA_LK": "visit-1"}})


def test_a_look_up_opens_the_record_for_three_days(conn: db.Connection, record: int) -> None:
    assert not opened(conn, record)
    assert look_up(conn) == "000"
    assert opened(conn, record)
    assert not opened(conn, record, now=NOW + LOOKED_UP_WITHIN + timedelta(seconds=1))


def test_opening_a_record_is_no_look_up_and_does_not_keep_it_open(conn: db.Connection, record: int) -> None:
    look_up(conn)
    almost = NOW + LOOKED_UP_WITHIN - timedelta(seconds=1)
    assert opened(conn, record, now=almost)
    assert not opened(conn, record, now=almost + timedelta(hours=1))


@pytest.mark.parametrize("asked", [{"full_name": "Lê Văn Khác"}, {"officer_number": "001080000010"}, {"officer_name": "Lê"}])
def test_a_look_up_that_told_nothing_opens_nothing(conn: db.Connection, record: int, asked: dict[str, Any]) -> None:
    assert look_up(conn, **asked) not in {code.value for code in TOLD}
    assert not opened(conn, record)


def test_a_look_up_of_another_facility_opens_nothing(conn: db.Connection, record: int) -> None:
    look_up(conn, by="01001_BV")
    assert not opened(conn, record)


@pytest.mark.parametrize(
    ("arrived_ago", "has_ended", "may"),
    [(timedelta(hours=1), False, True), (timedelta(hours=1), True, False), (VISITING_WITHIN + timedelta(hours=1), False, False)],
)
def test_an_open_visit_opens_the_record(conn: db.Connection, record: int, arrived_ago: timedelta, has_ended: bool, may: bool) -> None:
    conn.execute(
        """
        INSERT INTO checkin.visits (facility_code, visit_id, participant_id, arrived_at, opened_at, ended_at)
        SELECT '79014', 'now', participant_id, %(at)s::timestamptz, %(at)s::timestamptz, CASE WHEN %(ended)s THEN %(at)s::timestamptz END
        FROM checkin.treatments
        """,
        {"at": NOW - arrived_ago, "ended": has_ended},
    )
    assert opened(conn, record) is may


def test_who_opened_a_record_is_written_down_for_the_person(conn: db.Connection, record: int) -> None:
    look_up(conn)
    opened(conn, record)
    subject = conn.execute("SELECT participant_id FROM checkin.treatments").fetchone()
    assert subject is not None
    entry, _ = audit.about(conn, subject[0])
    assert (entry.kind, entry.actor.id, entry.actor.name, entry.purpose) == (
        "coverage.record_opened",
        "79014",
        "Trạm y tế Mẫu Hai",
        "treatment",
    )
    assert entry.detail == {"interface": "nhanHoSoKCBChiTiet", "record": record, "treated_at": "01001"}


def kept(conn: db.Connection) -> list[tuple[Any, ...]]:
    return conn.execute(
        "SELECT facility_code, account, record_no, participant_id IS NOT NULL, was_shown FROM checkin.record_openings"
    ).fetchall()


def test_who_was_refused_a_record_is_written_down_for_the_person(conn: db.Connection, record: int) -> None:
    assert not opened(conn, record)
    assert kept(conn) == [("79014", "79014_BV", record, True, False)]
    subject = conn.execute("SELECT participant_id FROM checkin.treatments").fetchone()
    assert subject is not None
    [entry] = audit.about(conn, subject[0])
    assert (entry.kind, entry.detail) == ("coverage.record_refused", {"interface": "nhanHoSoKCBChiTiet", "record": record})


def test_asking_for_a_record_that_is_not_there_is_written_down_too(conn: db.Connection, record: int) -> None:
    assert not opened(conn, record + 1)
    assert kept(conn) == [("79014", "79014_BV", record + 1, False, False)]
    row = conn.execute("SELECT kind, subject FROM audit.events").fetchone()
    assert row == ("coverage.record_refused", None)
