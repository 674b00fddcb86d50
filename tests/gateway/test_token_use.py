"""What a look-up does with a token that is not good, and what slows a caller down who keeps failing."""

from datetime import timedelta

import pytest

from ansinh.kit import db
from tests.gateway.calling import Hospital


def test_a_token_is_good_for_ten_minutes(hospital: Hospital) -> None:
    query = hospital.token()
    hospital.now += timedelta(minutes=10) - timedelta(microseconds=1)
    assert hospital.look_up(query=query).json["maKetQua"] == "000"
    hospital.now += timedelta(microseconds=1)
    assert hospital.look_up(query=query).json["maKetQua"] == "401"


def test_a_stale_token_is_answered_so_that_the_client_takes_a_new_one(hospital: Hospital) -> None:
    query = hospital.token()
    hospital.now += timedelta(hours=20)
    stale = hospital.look_up(query=query)
    assert stale.status == 200
    assert stale.json["ghiChu"].lower().startswith("token không đúng")
    assert hospital.look_up().json["maKetQua"] == "000"


def test_a_second_login_does_not_end_the_first(hospital: Hospital) -> None:
    first, second = hospital.token(), hospital.token()
    assert first != second
    assert [hospital.look_up(query=query).json["maKetQua"] for query in (first, second)] == ["000", "000"]


@pytest.mark.parametrize(
    "changed",
    [("username=01001_BV", "username=79014_BV"), ("username=01001_BV", "username="), ("id_token=0", "id_token=1"), ("token=", "nothing=")],
)
def test_a_token_of_another_facility_or_with_another_id_is_not_good(hospital: Hospital, changed: tuple[str, str]) -> None:
    assert hospital.look_up(query=hospital.token().replace(*changed)).json["maKetQua"] == "401"


def test_a_bad_token_is_told_before_anything_that_was_sent_is_looked_at(hospital: Hospital) -> None:
    assert hospital.look_up(query="", maThe=None).json["maKetQua"] == "401"


def test_a_switch_answers_a_bad_token_with_http_401_and_the_same_body(seeded: db.Database) -> None:
    usual, strict = Hospital(seeded).look_up(query=""), Hospital(seeded, http_401=True).look_up(query="")
    assert (usual.status, strict.status) == (200, 401)
    assert usual.body == strict.body


def test_a_token_works_from_every_address_unless_it_is_bound(seeded: db.Database) -> None:
    for bind_ip, code in ((False, "000"), (True, "401")):
        hospital = Hospital(seeded, bind_ip=bind_ip)
        query = hospital.token(caller="10.0.0.7")
        assert hospital.look_up(query=query, caller="10.0.0.7").json["maKetQua"] == "000"
        assert hospital.look_up(query=query, caller="10.0.0.8").json["maKetQua"] == code


def test_a_caller_who_keeps_failing_to_log_in_waits_and_others_do_not(seeded: db.Database) -> None:
    hospital = Hospital(seeded, login_failures_per_minute=3)
    failures = [hospital.take(username="79099_BV", caller="10.0.0.66").status for _ in range(6)]
    assert failures == [200, 200, 200, 200, 429, 429]
    stopped = hospital.take(caller="10.0.0.66")
    assert (stopped.status, stopped.json["maKetQua"], stopped.json["APIKey"]) == (429, "403", None)
    assert hospital.take(caller="10.0.0.7").json["maKetQua"] == "200"


def test_good_logins_are_never_counted(seeded: db.Database) -> None:
    hospital = Hospital(seeded, login_failures_per_minute=2)
    assert [hospital.take().status for _ in range(8)] == [200] * 8


def test_a_caller_who_keeps_sending_bad_tokens_is_told_so_and_a_good_token_still_works(seeded: db.Database) -> None:
    hospital = Hospital(seeded, token_failures_per_minute=2)
    query = hospital.token()
    answered = [hospital.look_up(query="") for _ in range(5)]
    assert [each.status for each in answered] == [200, 200, 200, 429, 429]
    assert {each.json["maKetQua"] for each in answered} == {"401"}
    assert hospital.look_up(query=query).json["maKetQua"] == "000"


def test_a_runaway_account_is_slowed_down_and_others_are_not(seeded: db.Database) -> None:
    hospital = Hospital(seeded, lookups_per_minute=2)
    query = hospital.token()
    assert [hospital.look_up(query=query).status for _ in range(3)] == [200, 200, 429]
    assert hospital.look_up(query=hospital.token(username="79014_BV")).json["maKetQua"] == "054"


def test_what_was_answered_is_kept(hospital: Hospital, seeded: db.Database) -> None:
    hospital.look_up()
    hospital.look_up(hoTen="Lê")
    hospital.look_up(query="")
    with seeded.transaction() as conn:
        assert conn.execute("SELECT code FROM checkin.lookups ORDER BY lookup_id").fetchall() == [("000",), ("060",)]
        assert conn.execute("SELECT count(*) FROM audit.events WHERE kind = 'coverage.looked_up'").fetchone() == (2,)


def test_a_lookup_that_cannot_be_kept_is_not_answered(hospital: Hospital, seeded: db.Database) -> None:
    query = hospital.token()
    with seeded.transaction() as conn:
        conn.execute("ALTER TABLE audit.events ADD CONSTRAINT refuse CHECK (kind = '') NOT VALID")
    answered = hospital.look_up(query=query)
    assert answered.json["maKetQua"] == "101"
    assert "Mẫu" not in answered.body.decode()
    with seeded.transaction() as conn:
        assert conn.execute("SELECT count(*) FROM checkin.lookups").fetchone() == (0,)


def test_a_defect_is_logged_without_what_was_asked(hospital: Hospital, seeded: db.Database, capsys: pytest.CaptureFixture[str]) -> None:
    query = hospital.token()
    with seeded.transaction() as conn:
        conn.execute("ALTER TABLE audit.events ADD CONSTRAINT refuse CHECK (kind = '') NOT VALID")
    hospital.look_up(query=query)
    printed = "".join(capsys.readouterr())
    assert "gateway.failed" in printed
    assert not [part for part in ("0123456789", "Mẫu", "Tiếp", "001080000009", query.split("&")[0]) if part in printed]
