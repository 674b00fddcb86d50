from datetime import UTC, datetime, timedelta

import pytest

from ansinh import audit, checkin
from ansinh.checkin import Reason
from ansinh.kit import db
from ansinh.kit.errors import NotFound

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
STAFF = audit.Actor("officer", "an.nguyen")


def lookups(
    conn: db.Connection,
    count: int,
    *,
    account: str = "01001_BV",
    code: str = "000",
    people: int | None = 1,
    before: timedelta = timedelta(0),
) -> None:
    """Stored look-ups within a minute of the instant: of so many different people in turn, None for nobody."""
    conn.execute(
        """
        INSERT INTO checkin.lookups (at, facility_code, account, key_kind, participant_id, code, purpose)
        SELECT %(at)s - nth * interval '1 second', left(%(account)s, 5), %(account)s, 'card', 1000 + nth %% %(people)s::bigint, %(code)s, 'treatment'
        FROM generate_series(1, %(count)s) nth
        """,
        {"at": NOW - before, "account": account, "code": code, "people": people, "count": count},
    )


def found(conn: db.Connection) -> list[tuple[Reason, str, int]]:
    return [(each.reason, each.account, each.seen) for each in checkin.alerts(conn)]


def test_an_account_that_asks_for_numbers_of_nobody_is_found(conn: db.Connection) -> None:
    lookups(conn, 40, code="050", people=None)
    assert checkin.watch(conn, now=NOW) == 1
    assert found(conn) == [(Reason.NUMBERS_OF_NOBODY, "01001_BV", 40)]


@pytest.mark.parametrize("code", ["051", "052", "053", "060", "061", "070"])
def test_an_account_that_asks_for_people_by_other_names_is_found(conn: db.Connection, code: str) -> None:
    lookups(conn, 40, code=code, people=35)
    checkin.watch(conn, now=NOW)
    assert found(conn) == [(Reason.PEOPLE_BY_OTHER_NAMES, "01001_BV", 35)]


def test_one_person_asked_for_wrongly_many_times_is_one_person(conn: db.Connection) -> None:
    lookups(conn, 24, code="060", people=1)
    lookups(conn, 24, code="060", people=2, account="79014_BV")
    assert checkin.watch(conn, now=NOW) == 0


def test_one_person_asked_for_again_and_again_is_found_with_the_account(conn: db.Connection) -> None:
    lookups(conn, 25)
    lookups(conn, 24, account="79014_BV")
    checkin.watch(conn, now=NOW)
    [alert] = checkin.alerts(conn)
    assert (alert.reason, alert.account, alert.seen, alert.participant_id) == (Reason.ONE_PERSON_AGAIN_AND_AGAIN, "01001_BV", 25, 1000)


def test_one_person_asked_for_by_many_facilities_is_found_without_an_account(conn: db.Connection) -> None:
    for facility in ("01001", "79014", "31001", "48001"):
        lookups(conn, 2, account=f"{facility}_BV")
    assert checkin.watch(conn, now=NOW) == 0
    lookups(conn, 1, account="92001_BV")
    checkin.watch(conn, now=NOW)
    assert found(conn) == [(Reason.ONE_PERSON_BY_MANY, "", 5)]


def test_what_happened_before_the_last_ten_minutes_is_not_looked_at(conn: db.Connection) -> None:
    lookups(conn, 40, code="050", people=None, before=timedelta(minutes=10))
    assert checkin.watch(conn, now=NOW) == 0


def test_an_account_that_goes_on_is_one_alert_until_it_pauses_for_an_hour(conn: db.Connection) -> None:
    lookups(conn, 40, code="050", people=None)
    assert [checkin.watch(conn, now=NOW + timedelta(minutes=minute)) for minute in range(3)] == [1, 0, 0]
    for minutes, raised in ((40, 0), (95, 0), (170, 1)):
        lookups(conn, 50, code="050", people=None, before=-timedelta(minutes=minutes))
        assert checkin.watch(conn, now=NOW + timedelta(minutes=minutes)) == raised
    assert [each.seen for each in checkin.alerts(conn)] == [50, 50]


def test_an_alert_is_audited_once_and_names_nobody(conn: db.Connection) -> None:
    lookups(conn, 25)
    for _ in range(2):
        checkin.watch(conn, now=NOW)
    [(subject, detail)] = conn.execute("SELECT subject, detail FROM audit.events WHERE kind = 'gateway.alert_raised'").fetchall()
    assert subject is None
    assert detail == {
        "account": "01001_BV",
        "alert": checkin.alerts(conn)[0].alert_no,
        "reason": "one_person_again_and_again",
        "seen": 25,
    }


def test_settling_says_who_looked_and_is_done_once(conn: db.Connection) -> None:
    lookups(conn, 40, code="050", people=None)
    checkin.watch(conn, now=NOW)
    [alert] = checkin.alerts(conn)
    checkin.settle_alert(conn, alert.alert_no, by=STAFF, now=NOW)
    assert checkin.alerts(conn) == []
    [settled] = checkin.alerts(conn, only_open=False)
    assert (settled.settled_at, settled.settled_by) == (NOW, "an.nguyen")
    with pytest.raises(NotFound, match="no_such_alert"):
        checkin.settle_alert(conn, alert.alert_no, by=STAFF, now=NOW)
    assert conn.execute("SELECT count(*) FROM audit.events WHERE kind = 'gateway.alert_settled'").fetchone() == (1,)


def test_alerts_are_listed_newest_first_page_by_page(conn: db.Connection) -> None:
    for account in ("01001_BV", "31001_BV", "79014_BV"):
        lookups(conn, 40, code="050", people=None, account=account)
    assert checkin.watch(conn, now=NOW) == 3
    first = checkin.alerts(conn, limit=2)
    rest = checkin.alerts(conn, before=first[-1].alert_no)
    assert [each.account for each in first + rest] == ["79014_BV", "31001_BV", "01001_BV"]
