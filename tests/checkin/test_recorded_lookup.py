from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ansinh import audit, checkin, register
from ansinh.kit import db
from ansinh.terms import CitizenNumber
from tests.checkin.cases import KEY, question
from tests.checkin.stays import stay
from tests.register.builders import card, citizen, facilities, officer, person, span

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def seeded(conn: db.Connection) -> int:
    facilities(conn)
    register.add_officers(conn, [officer()])
    [number] = register.enrol(conn, [person(cards=(card(KEY),))])
    return number


def look_up(conn: db.Connection, *, account: str = "01001_BV", now: datetime = NOW, **asked: Any) -> checkin.Answer:
    return checkin.look_up(conn, question(**asked), account=account, now=now)


def kept(conn: db.Connection) -> list[tuple[Any, ...]]:
    return conn.execute(
        "SELECT facility_code, account, officer_id IS NOT NULL, key_kind, participant_id, code, purpose FROM checkin.lookups ORDER BY lookup_id"
    ).fetchall()


@pytest.mark.parametrize(("key", "kind"), [(KEY, "card"), ("0123456789", "social_insurance"), ("001185000001", "citizen")])
def test_a_lookup_is_answered_kept_and_audited(conn: db.Connection, key: str, kind: str) -> None:
    number = seeded(conn)
    assert look_up(conn, key=key).decision.code == "000"
    assert kept(conn) == [("01001", "01001_BV", True, kind, number, "000", "treatment")]
    [entry] = audit.about(conn, number)
    assert (entry.kind, entry.at, entry.actor.id, entry.actor.name) == ("coverage.looked_up", NOW, "01001", "Bệnh viện Mẫu Một")
    assert entry.detail == {"code": "000", "interface": "KQNhanLichSuKCB2024", "officer": "Trần Văn Tiếp"}


@pytest.mark.parametrize("key", [KEY, "HS4010123456789", "CC1010123456789", "001185000001"])
@pytest.mark.parametrize("years", [(2025,), (2026,), (2027,), (2025, 2026), (2025, 2027), (2026, 2027), (2024, 2025)])
@pytest.mark.parametrize("other_years", [(), (2025,), (2026,), (2027,)])
def test_what_is_read_for_a_lookup_decides_it_like_the_whole_record(
    conn: db.Connection, key: str, years: tuple[int, ...], other_years: tuple[int, ...]
) -> None:
    facilities(conn)
    register.add_officers(conn, [officer()])

    def of(number: str, paid: tuple[int, ...], issued: date) -> register.Card:
        spans = tuple(span(date(year, 1, 1), date(year, 12, 31)) for year in paid)
        return replace(card(number, issued_on=issued), spans=spans)

    cards = (of(KEY, years, date(2024, 1, 1)), of("HS4010123456789", other_years, date(2023, 1, 1)))
    [number] = register.enrol(conn, [person(cards=cards)])
    day = date(2026, 11, 20)
    enquiry = register.enquire(conn, key, facility_code="01001", officer_number="001080000009", day=day)
    record = register.record_of(conn, number)
    assert record is not None
    assert enquiry.coverage is not None
    whole = replace(enquiry, coverage=replace(enquiry.coverage, cards=record.cards))
    read, known = (checkin.decide(question(key=key), each, day=day) for each in (enquiry, whole))
    for shown in ("code", "current", "newer", "older", "card"):
        assert _numbers(getattr(read, shown)) == _numbers(getattr(known, shown))


def _numbers(shown: object) -> object:
    """What the asker sees of a card; which of its ended spans were read along is not part of it."""
    if isinstance(shown, register.Held):
        return shown.card.number, shown.span
    return shown.number if isinstance(shown, register.Card) else shown


def test_a_refused_lookup_is_kept_with_the_person_it_was_about(conn: db.Connection) -> None:
    number = seeded(conn)
    assert look_up(conn, full_name="Lê Văn Khác").decision.code == "060"
    assert kept(conn) == [("01001", "01001_BV", True, "card", number, "060", "treatment")]
    assert [entry.detail["code"] for entry in audit.about(conn, number)] == ["060"]


def test_a_lookup_of_an_unknown_number_by_an_unknown_officer_is_kept_without_the_number(conn: db.Connection) -> None:
    seeded(conn)
    assert look_up(conn, key="9999999999", officer_number="001080000010").decision.code == "054"
    assert kept(conn) == [("01001", "01001_BV", False, "social_insurance", None, "054", "treatment")]
    assert conn.execute("SELECT count(*) FROM checkin.lookups l WHERE l::text LIKE '%9999999999%'").fetchone() == (0,)


def disputed(conn: db.Connection, *names: str) -> list[int]:
    facilities(conn)
    register.add_officers(conn, [officer()])
    claimed = citizen(state=register.IdentifierState.DISPUTED)
    return register.enrol(
        conn,
        [person(identifiers=(claimed,), cards=(card(f"DN401012345678{place}"),), full_name=name) for place, name in enumerate(names)],
    )


def test_a_number_of_which_nobody_can_say_whose_it_is_is_kept_without_a_person(conn: db.Connection) -> None:
    disputed(conn, "Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu")
    assert look_up(conn, key="001185000001").decision.code == "100"
    assert look_up(conn, key="001185000001", full_name="Lê").decision.code == "060"
    assert [(participant, code) for *_, participant, code, _ in kept(conn)] == [(None, "100"), (None, "060")]


def test_a_disputed_number_is_kept_with_the_one_whom_the_name_fits(conn: db.Connection) -> None:
    _, other = disputed(conn, "Nguyễn Thị Mẫu", "Lê Thị Khác")
    answer = look_up(conn, key="001185000001", full_name="Lê Thị Khác")
    assert answer.decision.code == "000"
    assert [(participant, code) for *_, participant, code, _ in kept(conn)] == [(other, "000")]
    assert [entry.kind for entry in audit.about(conn, other)] == ["coverage.looked_up"]


def test_the_interface_that_asked_is_audited_in_its_own_spelling(conn: db.Connection) -> None:
    number = seeded(conn)
    look_up(conn, interface="KQNhanLichSuKCB2019", officer_name="", officer_number="")
    [entry] = audit.about(conn, number)
    assert entry.detail == {"code": "000", "interface": "KQNhanLichSuKCB2019", "officer": ""}


def test_treatments_of_the_last_year_come_with_it_where_the_interface_carries_them(conn: db.Connection) -> None:
    number = seeded(conn)
    left = {days: NOW - timedelta(days=days) for days in (3, 400, 30)}
    given = [
        stay(f"visit {days}", participant_id=number, admitted_at=at - timedelta(days=2), discharged_at=at) for days, at in left.items()
    ]
    checkin.add_treatments(conn, given)
    assert [each.discharged_at for each in look_up(conn, with_treatments=True).treatments] == [left[3], left[30]]
    assert look_up(conn).treatments == ()
    assert look_up(conn, with_treatments=True, full_name="Lê").treatments == ()


def test_an_officer_of_another_facility_is_not_registered_here(conn: db.Connection) -> None:
    seeded(conn)
    assert look_up(conn, account="79014_BV").decision.code == "054"


def test_the_day_of_a_lookup_is_that_of_viet_nam(conn: db.Connection) -> None:
    seeded(conn)
    new_years_eve = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)  # midnight in Viet Nam
    assert look_up(conn, now=new_years_eve - timedelta(seconds=1)).decision.code == "000"
    assert look_up(conn, now=new_years_eve).decision.code == "010"


def test_the_latest_five_lookups_before_it_come_with_the_answer_newest_first(conn: db.Connection) -> None:
    seeded(conn)
    for minute in range(7):
        look_up(conn, now=NOW + timedelta(minutes=minute))
    earlier = look_up(conn, now=NOW + timedelta(hours=1)).earlier
    assert [each.at for each in earlier] == [NOW + timedelta(minutes=minute) for minute in (6, 5, 4, 3, 2)]
    assert {(each.account, each.code) for each in earlier} == {("01001_BV", "000")}


def test_lookups_older_than_thirty_days_and_of_other_people_do_not_come_with_it(conn: db.Connection) -> None:
    seeded(conn)
    other = person(identifiers=(), cards=(card("DN4010999999999"),))
    register.enrol(conn, [other])
    look_up(conn, now=NOW - timedelta(days=30, seconds=1))
    look_up(conn, key="DN4010999999999")
    assert look_up(conn).earlier == ()


def test_a_refused_lookup_does_not_tell_who_asked_before(conn: db.Connection) -> None:
    seeded(conn)
    look_up(conn)
    assert look_up(conn, full_name="Lê Văn Khác", now=NOW + timedelta(minutes=1)).earlier == ()


def test_nothing_is_kept_of_a_lookup_whose_audit_record_cannot_be_written(conn: db.Connection) -> None:
    seeded(conn)
    conn.execute("ALTER TABLE audit.events ADD CONSTRAINT refuse CHECK (kind = '') NOT VALID")
    with pytest.raises(db.Error), conn.transaction():
        look_up(conn)
    assert kept(conn) == []


def test_a_lookup_planned_on_empty_tables_never_becomes_a_scan(database: db.Database) -> None:
    with database.transaction() as conn:
        seeded(conn)
        register.add_officers(conn, [officer(citizen_number=CitizenNumber("001080000010"), first_day=date(2025, 1, 1))])
    with database.transaction() as conn:
        conn.execute("ANALYZE")
    with database.transaction() as conn:
        look_up(conn, key="001185000001")
        scanned = conn.execute("SELECT relname FROM pg_stat_xact_user_tables WHERE seq_scan > 0").fetchall()
        read = conn.execute("SELECT relname FROM pg_stat_xact_user_tables WHERE idx_scan > 0").fetchall()
    assert scanned == []
    assert {"cards", "spans", "participants", "identifiers", "officers", "lookups"} <= {name for (name,) in read}
