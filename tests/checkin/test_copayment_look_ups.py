from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh import audit, checkin, register
from ansinh.checkin.copayments import with_sums
from ansinh.kit import db
from ansinh.terms import CardNumber, FacilityCode
from tests.checkin.cases import KEY, question
from tests.checkin.stays import stay
from tests.register.builders import card, facilities, officer, person

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
AGENCY = audit.Actor("agency", "7", "Phòng Giám định")


def kept(copayment: int, day: int = 1) -> checkin.Treatment:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
    return checkin.Treatment(
        record_no=day,
        participant_id=1,
        facility_code=FacilityCode("01001"),
        card_number=CardNumber(KEY),
        admitted_at=at,
        discharged_at=at,
        outcome=1,
        result=1,
        reason="1",
        visit_category="1.1",
        is_own_route=True,
        copayment=copayment,
        received_at=at,
        accepted_on=date(2026, 1, 1),
    )


def test_the_latest_stay_has_the_sum_of_all() -> None:
    found = with_sums([kept(5, 30), kept(7, 20), kept(1, 10)])
    assert [(each.stay.copayment, each.cumulative) for each in found] == [(5, 13), (7, 8), (1, 1)]


def test_nothing_sums_up_to_nothing() -> None:
    assert with_sums([]) == ()


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20))
def test_each_sum_is_the_one_before_it_and_its_own(amounts: list[int]) -> None:
    found = with_sums([kept(amount, len(amounts) - place) for place, amount in enumerate(amounts)])
    assert found[0].cumulative == sum(amounts)
    assert all(later.cumulative == earlier.cumulative + later.stay.copayment for later, earlier in pairwise(found))


def treated(conn: db.Connection) -> int:
    facilities(conn)
    register.add_officers(conn, [officer()])
    [participant_id] = register.enrol(conn, [person(cards=(card(KEY),))])
    checkin.add_treatments(conn, [stay(participant_id=participant_id)])
    return participant_id


def ask(conn: db.Connection, **changes: Any) -> checkin.CopaymentAnswer:
    asked = question(**{"officer_name": "", "officer_number": "", "interface": "TraCuuTienMCCT", **changes})
    return checkin.look_up_copayments(conn, asked, account="01001_BV", now=NOW)


def test_co_payments_are_told_to_whom_names_the_person_rightly_without_an_officer(conn: db.Connection) -> None:
    treated(conn)
    answer = ask(conn)
    assert (answer.decision.code, [each.cumulative for each in answer.stays]) == ("000", [1_200_000])


@pytest.mark.parametrize("changes", [{"full_name": "Lê Văn Khác"}, {"key": "DN4010999999999"}])
def test_co_payments_are_told_to_nobody_else(conn: db.Connection, changes: dict[str, str]) -> None:
    treated(conn)
    assert ask(conn, **changes).stays == ()


def test_asking_for_co_payments_is_kept_like_a_look_up_and_audited_as_what_it_is(conn: db.Connection) -> None:
    participant_id = treated(conn)
    ask(conn)
    assert conn.execute("SELECT account, participant_id, code FROM checkin.lookups").fetchall() == [("01001_BV", participant_id, "000")]
    [entry] = audit.about(conn, participant_id)
    assert (entry.kind, entry.detail) == ("coverage.copayment_looked_up", {"code": "000", "interface": "TraCuuTienMCCT", "officer": ""})


# accounts that may not ask


def changes(conn: db.Connection) -> list[str]:
    rows = conn.execute("SELECT detail ->> 'change' FROM audit.events WHERE kind = 'gateway.account_changed' ORDER BY seq").fetchall()
    return [row[0] for row in rows]


def test_an_account_is_restricted_until_it_is_allowed_again(conn: db.Connection) -> None:
    assert checkin.may_look_up_copayments(conn, "01001_BV")
    checkin.restrict_copayment_lookups(conn, "01001_BV", actor=AGENCY, now=NOW)
    assert not checkin.may_look_up_copayments(conn, "01001_BV")
    assert checkin.may_look_up_copayments(conn, "79014_BV")
    checkin.allow_copayment_lookups(conn, "01001_BV", actor=AGENCY, now=NOW)
    assert checkin.may_look_up_copayments(conn, "01001_BV")
    assert changes(conn) == ["copayment_lookups_restricted", "copayment_lookups_allowed"]


def test_what_changes_nothing_is_not_audited(conn: db.Connection) -> None:
    checkin.allow_copayment_lookups(conn, "01001_BV", actor=AGENCY, now=NOW)
    for _ in range(2):
        checkin.restrict_copayment_lookups(conn, "01001_BV", actor=AGENCY, now=NOW)
    assert changes(conn) == ["copayment_lookups_restricted"]
