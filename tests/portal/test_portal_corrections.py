"""What was corrected in one's own record is read there, with what stood before; numbers stay half hidden, and only one's own."""

from datetime import UTC, date, datetime

from ansinh import audit, register
from ansinh.doors.portal import corrections, places
from ansinh.kit import db
from ansinh.register import Because, Change, Field
from ansinh.terms import CitizenNumber, PartialDate, Sex
from tests.identity.standin import NOW
from tests.portal.conftest import SESSION, Rig
from tests.portal.records import family, logged_in, represents

REVIEWED = Because(reason="review", by=audit.Actor("officer", "mau.review"), source="case 1")


def _change(field: Field, old: str | None, new: str | None, because: str = "population_register") -> Change:
    return Change(
        history_id=1,
        field=field,
        old_value=old,
        new_value=new,
        since=date(2026, 11, 18),
        changed_at=datetime(2026, 11, 20, tzinfo=UTC),
        because=because,
        source="change 7",
    )


def test_each_field_is_shown_as_people_write_it() -> None:
    told = [
        _change(Field.BIRTH_DATE, "1985-03", "1985-03-09"),
        _change(Field.CITIZEN_NUMBER, "001185000001", None),
        _change(Field.SEX, "unknown", "female", because="at_request"),
        _change(Field.COVER, "2026-01-01/2026-12-31", None),
    ]
    shown = corrections.corrections_of(told, "vi")
    assert [(each.old, each.new) for each in shown] == [
        ("03/1985", "09/03/1985"),
        ("001 •••••• 001", None),
        ("record.sex_unknown", "record.sex_female"),
    ]
    assert shown[2].because_key == "corrected.because_other"


def test_the_page_tells_what_stood_before_and_who_decided(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        mother = family(conn, sex=Sex.UNKNOWN).mother
        token = logged_in(conn)
        register.correct(conn, mother, sex=Sex.FEMALE, birth_date=PartialDate(1985, 3, 10), because=REVIEWED, now=NOW)
    page = rig.browser({SESSION: token}).get("/record").text
    assert "Những gì đã được sửa" in page
    assert "Trước đây: 09/03/1985" in page
    assert "Từ ngày 22/11/2026: 10/03/1985" in page
    assert "Trước đây: Chưa có thông tin" in page
    assert "Theo quyết định sau khi kiểm tra" in page


def test_a_record_that_stands_as_it_was_entered_says_nothing_of_corrections(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        family(conn)
        token = logged_in(conn)
    assert "Những gì đã được sửa" not in rig.browser({SESSION: token}).get("/record").text


def test_a_representative_does_not_read_what_was_corrected(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        child = family(conn).child
        token = logged_in(conn)
        grant = represents(conn, token, child)
        _corrected(conn, child)
    page = rig.browser({SESSION: token}).get(f"/represented/{grant}")
    assert page.status_code == 200
    assert "Những gì đã được sửa" not in page.text


def _corrected(conn: db.Connection, participant_id: int) -> None:
    register.correct(conn, participant_id, full_name="Nguyễn Minh Mẫu Nhí", because=REVIEWED, now=NOW)


def test_where_a_birth_was_registered_is_told_with_what_became_of_the_province() -> None:
    assert places.origin_of(CitizenNumber("002185000001")) == places.Origin("Hà Giang", "Tuyên Quang")
    assert places.origin_of(CitizenNumber("001185000001")) == places.Origin("Hà Nội", None)
    assert places.origin_of(CitizenNumber("999185000001")) is None
    assert places.origin_of(None) is None
