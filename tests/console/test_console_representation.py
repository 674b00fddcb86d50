"""Deciding who may look at a child's record: beside what the register says, once, with a reason, by those who may."""

from datetime import date
from typing import Any

import pytest

from ansinh import audit, identity, terms
from ansinh.identity import grants
from ansinh.identity.grants import GrantKind, GrantScope, GrantState
from ansinh.kit import db
from ansinh.staff import Role
from tests.console.conftest import Rig, csrf_token
from tests.identity.standin import NOW, a_person
from tests.portal import records

LAST_DAY = date(2027, 1, 1)


def asked(conn: db.Connection, *, number: str = "001222000002", name: str = "Nguyễn Minh Mẫu Nhi") -> tuple[str, records.Family]:
    """A mother who asks to see her child's record: the reference of it."""
    family = records.family(conn, facilities=False)
    session = identity.session_of(conn, records.logged_in(conn, now=NOW), now=NOW)
    assert session is not None
    return _ask(conn, session, number=number, name=name), family


def _ask(conn: db.Connection, session: identity.Session, *, number: str, name: str) -> str:
    return grants.request_grant(
        conn,
        session,
        kind=GrantKind.MINOR,
        number=terms.CitizenNumber(number),
        name=name,
        birth_date=terms.PartialDate(2022, 5, 1),
        scopes=[GrantScope.RECORD],
        last_day=LAST_DAY,
        now=NOW,
    )


def request_of_a_parent(conn: db.Connection) -> str:
    """A request that waits, of a person who has no record here."""
    helper = a_person("001190000002", subject="person-2", full_name="Trần Thị Giúp", birth_date="1990-01-02")
    session = identity.session_of(conn, records.logged_in(conn, helper, now=NOW, is_linked=False), now=NOW)
    assert session is not None
    return _ask(conn, session, number="001185000001", name="Nguyễn Thị Mẫu")


@pytest.fixture
def request_of(rig: Rig) -> tuple[str, records.Family]:
    with rig.database.transaction() as conn:
        return asked(conn)


def _post(browser: Any, reference: str, verb: str, **fields: str) -> Any:
    page = browser.get(f"/console/representation/{reference}").text
    return browser.post(f"/console/representation/{reference}/{verb}", data={"csrf_token": csrf_token(page), **fields})


def _states(rig: Rig) -> list[tuple[str, str | None, str | None]]:
    with rig.database.transaction() as conn:
        return conn.execute("SELECT state, decided_by, reason FROM identity.grants").fetchall()


def test_the_list_names_nobody_and_is_for_the_role_alone(rig: Rig, request_of: tuple[str, records.Family]) -> None:
    page = rig.officer(Role.CASES).get("/console/representation").text
    assert request_of[0] in page
    assert "Mẫu" not in page
    assert rig.officer(Role.FIGURES).get("/console/representation").status_code == 403
    assert rig.officer(Role.FIGURES).get(f"/console/representation/{request_of[0]}").status_code == 403


def test_opening_one_shows_both_sides_and_tells_the_child(rig: Rig, request_of: tuple[str, records.Family]) -> None:
    reference, family = request_of
    page = rig.officer(Role.CASES).get(f"/console/representation/{reference}").text
    for words in ("Nguyễn Thị Mẫu", "Nguyễn Minh Mẫu Nhi", "01/05/2022", "cùng hộ gia đình với người yêu cầu"):
        assert words in page, words
    assert "001222000002" not in page
    with rig.database.transaction() as conn:
        entry = audit.about(conn, family.child)[0]
    assert (entry.kind, entry.actor.kind, entry.purpose) == ("record.viewed", "officer", "representation")


def test_granting_opens_the_record_and_is_written_down(rig: Rig, request_of: tuple[str, records.Family]) -> None:
    reference, family = request_of
    fields = {"participant": str(family.child), "last_day": LAST_DAY.isoformat(), "reason": "Đã xem giấy khai sinh"}
    assert _post(rig.officer(Role.CASES), reference, "grant", **fields).status_code == 303
    ((state, _, reason),) = _states(rig)
    assert (state, reason) == (GrantState.ACTIVE.value, "Đã xem giấy khai sinh")
    with rig.database.transaction() as conn:
        assert audit.about(conn, family.child)[0].kind == "representation.granted"
    assert rig.officer(Role.CASES).get(f"/console/representation/{reference}").status_code == 404


def test_refusing_gives_the_reason_and_nothing_else(rig: Rig, request_of: tuple[str, records.Family]) -> None:
    assert _post(rig.officer(Role.CASES), request_of[0], "refuse", reason="Không phải con").status_code == 303
    ((state, _, reason),) = _states(rig)
    assert (state, reason) == (GrantState.REFUSED.value, "Không phải con")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"participant": "", "last_day": "2027-01-01", "reason": "x"}, "Hãy chọn người."),
        ({"last_day": "2045-01-01", "reason": "x"}, "Muộn hơn mức cho phép"),
        ({"last_day": "soon", "reason": "x"}, "Cần một ngày."),
        ({"last_day": "2027-01-01", "reason": " "}, "Cần một lý do"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_decided(
    rig: Rig, request_of: tuple[str, records.Family], fields: dict[str, str], said: str
) -> None:
    reference, family = request_of
    answer = _post(rig.officer(Role.CASES), reference, "grant", **{"participant": str(family.child), **fields})
    assert answer.status_code == 422
    assert said in answer.text
    assert [state for state, _, _ in _states(rig)] == ["requested"]


def test_only_somebody_whom_the_number_leads_to_can_be_chosen(rig: Rig, request_of: tuple[str, records.Family]) -> None:
    reference, family = request_of
    fields = {"participant": str(family.mother), "last_day": LAST_DAY.isoformat(), "reason": "x"}
    assert _post(rig.officer(Role.CASES), reference, "grant", **fields).status_code == 422


def test_a_number_of_nobody_and_another_name_are_said_plainly(rig: Rig) -> None:
    with rig.database.transaction() as conn:
        reference, _ = asked(conn, name="Nguyễn Văn Khác")
    page = rig.officer(Role.CASES).get(f"/console/representation/{reference}").text
    assert "không khớp" in page
    with rig.database.transaction() as conn:
        conn.execute("UPDATE identity.grants SET wanted_number = '001222999999'")
    assert "Không ai mang số được nêu." in rig.officer(Role.CASES).get(f"/console/representation/{reference}").text
