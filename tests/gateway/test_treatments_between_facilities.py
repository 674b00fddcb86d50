"""Two facilities learn of each other's stays what the protocol answers to whoever names the person rightly, and nothing else."""

from datetime import timedelta
from typing import Any

import orjson
import pytest

from ansinh import audit, checkin
from ansinh.kit import db
from tests.gateway.calling import ASKED, NOW, Hospital
from tests.gateway.treated import ASKED_THERE, DETAILS, copayments, details, history, key_of, participant, record_numbers

AGENCY = audit.Actor("agency", "7", "Phòng Giám định")


@pytest.fixture
def numbers(treated: db.Database) -> dict[str, int]:
    return record_numbers(treated)


def there(hospital: Hospital) -> str:
    return hospital.token(username="79014_BV")


def kinds(database: db.Database) -> list[str]:
    with database.transaction() as conn:
        return [entry.kind for entry in audit.about(conn, participant(conn), limit=10)]


def test_each_facility_sees_its_own_records(reception: Hospital, numbers: dict[str, int]) -> None:
    assert details(reception, numbers["visit-1"]).json["maKetQua"] == "200"
    assert details(reception, numbers["visit-2"], query=there(reception)).json["maKetQua"] == "200"


def test_another_facilitys_record_is_answered_like_one_that_is_not_there(reception: Hospital, numbers: dict[str, int]) -> None:
    refused = details(reception, numbers["visit-2"])
    missing = details(reception, 10**15)
    assert refused.json["maKetQua"] == "204"
    assert (refused.status, refused.body) == (missing.status, missing.body)


def test_having_treated_the_person_is_no_reason_to_see_what_another_facility_did(reception: Hospital, numbers: dict[str, int]) -> None:
    assert details(reception, numbers["visit-1"], query=there(reception)).json["maKetQua"] == "204"


@pytest.mark.parametrize("ask", [history, copayments], ids=["history", "co-payments"])
def test_whoever_names_the_person_rightly_may_read_the_records_for_three_days(
    reception: Hospital, numbers: dict[str, int], ask: Any
) -> None:
    ask(reception)
    assert details(reception, numbers["visit-2"]).json["maKetQua"] == "200"
    reception.now += timedelta(days=3, seconds=1)
    assert details(reception, numbers["visit-2"]).json["maKetQua"] == "204"


@pytest.mark.parametrize(
    "changes", [{"hoTen": "Lê Văn Khác"}, {"ngaySinh": "1999"}, {"cccdCb": "001080000010"}], ids=["name", "birth date", "officer"]
)
def test_whoever_names_the_person_wrongly_may_not(reception: Hospital, numbers: dict[str, int], changes: dict[str, Any]) -> None:
    assert history(reception, **changes).json["dsLichSuKCB2025"] is None
    assert details(reception, numbers["visit-2"]).json["maKetQua"] == "204"


def test_a_look_up_of_one_facility_opens_nothing_to_another(reception: Hospital, numbers: dict[str, int]) -> None:
    history(reception, query=there(reception), asked=ASKED_THERE)
    assert details(reception, numbers["visit-2"]).json["maKetQua"] == "204"


def test_an_officer_of_another_facility_gets_no_history(reception: Hospital) -> None:
    assert history(reception, query=there(reception), asked=ASKED).json["maKetQua"] == "054"


def test_a_token_of_one_facility_opens_nothing_under_the_name_of_another(reception: Hospital, numbers: dict[str, int]) -> None:
    query = reception.token().replace("username=01001_BV", "username=79014_BV")
    assert details(reception, numbers["visit-2"], query=query).json["maKetQua"] == "401"


def test_a_person_sees_who_asked_for_history_co_payments_and_records(
    reception: Hospital, treated: db.Database, numbers: dict[str, int]
) -> None:
    details(reception, numbers["visit-2"])
    history(reception)
    copayments(reception)
    details(reception, numbers["visit-2"])
    assert kinds(treated)[:4] == [
        "coverage.record_opened",
        "coverage.copayment_looked_up",
        "coverage.history_looked_up",
        "coverage.record_refused",
    ]


def test_a_look_at_treatment_that_cannot_be_kept_is_not_answered(
    reception: Hospital, treated: db.Database, numbers: dict[str, int]
) -> None:
    query, headers = reception.token(), key_of(reception)
    with treated.transaction() as conn:
        conn.execute("ALTER TABLE audit.events RENAME TO gone")
    try:
        assert history(reception, query=query).json["maKetQua"] == "101"
        assert details(reception, numbers["visit-1"], query=query).json["maKetQua"] == "500"
        assert copayments(reception, headers=headers).status == 500
    finally:
        with treated.transaction() as conn:
            conn.execute("ALTER TABLE audit.gone RENAME TO events")


# abuse


def test_walking_through_record_numbers_is_stopped_and_hurts_nobody_else(reception: Hospital, numbers: dict[str, int]) -> None:
    walker, other = reception.token(), there(reception)
    answers = [details(reception, 10**6 + step, query=walker) for step in range(32)]
    assert [answered.status for answered in answers] == [200] * 31 + [429]
    assert details(reception, numbers["visit-1"], query=walker).status == 429
    assert details(reception, numbers["visit-2"], query=other).json["maKetQua"] == "200"


def test_walking_through_record_numbers_raises_an_alert(reception: Hospital, treated: db.Database) -> None:
    with treated.transaction() as conn:
        conn.execute("DELETE FROM checkin.alerts")
    walker = reception.token()
    for step in range(30):
        details(reception, 10**6 + step, query=walker)
    with treated.transaction() as conn:
        raised = conn.execute("SELECT reason, account FROM checkin.alerts").fetchall()
    assert ("numbers_in_sequence", "01001_BV") in raised


def test_each_step_of_a_walk_is_audited(reception: Hospital, treated: db.Database) -> None:
    for step in range(3):
        details(reception, 10**9 + step)
    with treated.transaction() as conn:
        kept = conn.execute("SELECT account, was_shown FROM checkin.record_openings").fetchall()
    assert kept == [("01001_BV", False)] * 3


def test_a_restricted_account_is_told_so_by_the_sentence_alone_and_its_other_calls_go_on(reception: Hospital, treated: db.Database) -> None:
    with treated.transaction() as conn:
        checkin.restrict_copayment_lookups(conn, "01001_BV", actor=AGENCY, now=NOW)
    answered = copayments(reception)
    assert (answered.status, answered.json) == (
        500,
        {"MaKetQua": "500", "GhiChu": "Tài khoản đang bị hạn chế tra cứu.", "DataCCT": None, "ThongTinSoThe": None},
    )
    assert history(reception).json["maKetQua"] == "000"
    there_key = key_of(reception, "79014_BV")
    assert copayments(reception, headers=there_key, username="79014_BV").json["MaKetQua"] == "200"


def test_a_restricted_account_leaves_no_look_up_behind(reception: Hospital, treated: db.Database) -> None:
    with treated.transaction() as conn:
        checkin.restrict_copayment_lookups(conn, "01001_BV", actor=AGENCY, now=NOW)
    copayments(reception)
    with treated.transaction() as conn:
        assert conn.execute("SELECT count(*) FROM checkin.lookups").fetchone() == (0,)


def test_one_card_asked_for_too_often_is_slowed_down_in_each_calls_own_shape(treated: db.Database) -> None:
    hospital = Hospital(treated, lookups_of_one_card=2)
    assert [history(hospital).status for _ in range(3)] == [200, 200, 429]
    answered = copayments(hospital)
    assert (answered.status, answered.json["MaKetQua"]) == (429, "500")


def test_a_caller_who_keeps_coming_with_bad_tokens_gets_429_and_still_no_body(treated: db.Database) -> None:
    hospital = Hospital(treated, token_failures_per_minute=2)
    answers = [copayments(hospital, headers={}) for _ in range(4)]
    assert [(answered.status, answered.body) for answered in answers][-1] == (429, b"")


# whatever the body


def test_a_record_is_asked_for_in_the_query_alone(reception: Hospital, numbers: dict[str, int]) -> None:
    body = orjson.dumps({"maHoSo": numbers["visit-1"]})
    assert reception.call(DETAILS, body, query=reception.token().encode()).json["maKetQua"] == "205"
