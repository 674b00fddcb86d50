"""An account that walks through numbers is noticed at once, and goes on being answered as the protocol says."""

from ansinh import checkin
from ansinh.checkin import Reason
from ansinh.doors.gateway.walks import Walks
from ansinh.kit import db
from tests.gateway.calling import NOW, Hospital

LIMIT = checkin.ALARMS[Reason.NUMBERS_IN_SEQUENCE].limit


def alerts(database: db.Database) -> list[tuple[Reason, str, int]]:
    with database.transaction() as conn:
        return [(each.reason, each.account, each.seen) for each in checkin.alerts(conn)]


def test_numbers_asked_in_vain_one_after_the_other_raise_one_alert(hospital: Hospital, seeded: db.Database) -> None:
    query = hospital.token()
    answered = [hospital.look_up(query=query, maThe=f"{7_000_000_000 + nth}").json["maKetQua"] for nth in range(2 * LIMIT)]
    assert answered == ["050"] * (2 * LIMIT)
    assert alerts(seeded) == [(Reason.NUMBERS_IN_SEQUENCE, "01001_BV", LIMIT)]
    with seeded.transaction() as conn:
        kept = conn.execute("SELECT string_agg(a::text, ' ') FROM checkin.alerts a").fetchone()
    assert kept is not None
    assert "70000000" not in kept[0]


def test_numbers_far_from_each_other_or_of_people_rightly_named_raise_none(hospital: Hospital, seeded: db.Database) -> None:
    query = hospital.token()
    for nth in range(LIMIT + 5):
        hospital.look_up(query=query, maThe=f"{7_000_000_000 + 10 * nth}")
        hospital.look_up(query=query)
    assert alerts(seeded) == []


def test_numbers_of_two_accounts_or_of_more_than_ten_minutes_are_not_one_walk(seeded: db.Database) -> None:
    walks = Walks(seeded)
    for nth in range(LIMIT - 1):
        walks.missed("01001_BV", f"{nth:010d}", NOW)
    walks.missed("79014_BV", f"{LIMIT:010d}", NOW)
    walks.missed("01001_BV", f"{LIMIT:010d}", NOW + checkin.ALARM_WINDOW * 1.01)
    assert alerts(seeded) == []


def test_cards_and_citizen_numbers_are_walked_through_like_others(seeded: db.Database) -> None:
    walks = Walks(seeded)
    for nth in range(LIMIT):
        walks.missed("01001_BV", f"DN40100000{nth:05d}", NOW)
        walks.missed("79014_BV", f"0011850000{nth:02d}", NOW)
        walks.missed("31001_BV", "not a number", NOW)
    assert {account for _, account, _ in alerts(seeded)} == {"01001_BV", "79014_BV"}


def test_an_alert_that_cannot_be_written_costs_no_answer(hospital: Hospital, seeded: db.Database) -> None:
    with seeded.transaction() as conn:
        conn.execute("ALTER TABLE checkin.alerts ADD CONSTRAINT refuse CHECK (reason = '') NOT VALID")
    query = hospital.token()
    answered = {hospital.look_up(query=query, maThe=f"{7_000_000_000 + nth}").json["maKetQua"] for nth in range(LIMIT)}
    assert answered == {"050"}
