"""Hospital programs of every generation against the gateway: each habit works, and each recovers from a stale token."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from ansinh.kit import db
from ansinh.kit.errors import CounterpartDown, Refused
from ansinh.sandbox import hospital
from ansinh.wire import programs
from tests.sandbox_hospital.between import ACCOUNT, PATIENT, Between, between

NAMES = [each.name for each in hospital.PROGRAMS]


@pytest.mark.parametrize("program", [name for name in NAMES if name != "2016"])
def test_every_program_reads_until_when_somebody_is_covered(wire: Between, program: str) -> None:
    heard = wire.line(program).look_up(PATIENT.asked())
    assert (heard.code, heard.full_name, heard.facility_code, heard.valid_to) == ("000", "Nguyễn Thị Mẫu", "01001", "31/12/2026")
    assert heard.card_number == ("" if program == "595" else "DN4010123456789")  # that generation does not say it


def test_the_oldest_program_reads_a_code_of_two_digits_and_nothing_else(wire: Between) -> None:
    assert wire.line("2016").look_up(PATIENT.asked()) == programs.Heard(code="00")


@pytest.mark.parametrize("program", NAMES)
def test_every_program_understands_a_refusal(wire: Between, program: str) -> None:
    heard = wire.line(program).look_up(replace(PATIENT, key="DN4010999999999").asked())
    assert (heard.code, heard.card_number) == ("05" if program == "2016" else "050", "")


@pytest.mark.parametrize("program", NAMES)
@pytest.mark.parametrize("key", ["0123456789", "001185000009", "DN401012345678901001"])
def test_every_program_may_ask_by_any_number(wire: Between, program: str, key: str) -> None:
    assert wire.line(program).look_up(replace(PATIENT, key=key).asked()).code in {"000", "00"}


@pytest.mark.parametrize(("program", "hours", "logins"), [("2024", 1, 2), ("2019", 19, 2), ("2018", 0, 2), ("2024-form", 0, 1)])
def test_a_program_keeps_its_token_as_long_as_is_its_habit_and_recovers_when_that_is_too_long(
    wire: Between, program: str, hours: int, logins: int
) -> None:
    line = wire.line(program)
    line.look_up(PATIENT.asked())
    wire.gateway.now += timedelta(hours=hours)
    assert line.look_up(PATIENT.asked()).code == "000"
    assert line.logins == logins


@pytest.mark.parametrize("program", NAMES)
def test_every_program_recovers_where_a_bad_token_is_answered_with_http_401(people: db.Database, program: str) -> None:
    wire = between(people, old_generations=True, http_401=True)
    line = wire.line(program)
    line.look_up(PATIENT.asked())
    wire.gateway.now += timedelta(minutes=11)
    assert line.look_up(PATIENT.asked()).code in {"000", "00"}


@pytest.mark.parametrize("decision", ["4750", "3176"])
@pytest.mark.parametrize("program", ["2024", "2024-form"])
def test_a_status_file_is_taken_and_a_repeat_gets_the_same_receipt(wire: Between, decision: str, program: str) -> None:
    line, visit = wire.line(program), f"LK-{decision}-{program}"
    first = hospital.send_status(line, PATIENT, visit_id=visit, arrived_at=wire.now(), category="1.1", care_kind="01", decision=decision)
    again = hospital.send_status(line, PATIENT, visit_id=visit, arrived_at=wire.now(), category="1.1", care_kind="01", decision=decision)
    assert first.is_accepted
    assert again == first
    assert wire.answers[-1].headers != wire.answers[-2].headers


def test_a_receipt_with_any_other_sentence_is_a_failure_to_the_program() -> None:
    assert not programs.Receipt("200", "1", "Success").is_accepted


def test_a_wrong_password_is_told_and_not_tried_again(wire: Between) -> None:
    account = replace(ACCOUNT, username="79014_BV", facility_code="79014", password="another")
    line = hospital.Line("http://gateway.invalid", account, program=hospital.program("2024"), client=wire, now=wire.now)
    with pytest.raises(Refused, match="login_refused"):
        line.look_up(PATIENT.asked())
    assert wire.paths == ["/api/token/take"]


@pytest.mark.parametrize(
    "read", [programs.session_by_json, programs.lookup_by_json, programs.lookup_by_splitting, programs.receipt_by_json]
)
@pytest.mark.parametrize("body", [b"", b"<html>502 Bad Gateway</html>", b"[1]", b"\xff"])
def test_an_error_page_is_no_reply(read: Callable[[bytes], object], body: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - all of them are
        read(body)


def test_an_error_page_counts_as_the_gateway_being_down(wire: Between) -> None:
    wire.error_page = 502
    with pytest.raises(CounterpartDown) as down:
        wire.line().look_up(PATIENT.asked())
    assert down.value.code == "http_502"
