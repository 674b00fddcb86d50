"""`ansinh hospital` as a clerk uses it: plain words, and nothing lost where the gateway does not answer."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ansinh.cli import cli
from ansinh.kit.errors import CounterpartDown, Refused
from ansinh.wire import qr
from tests.wire.scans import CITIZEN_CARD, HEALTH_CARD

NOBODY = "http://127.0.0.1:1"
BY_NAME = {each.name: each for each in qr.KEYBOARDS}
SCAN = qr.format_card_qr(HEALTH_CARD)


def hospital(path: Path, *arguments: str, typed: str | None = None) -> Result:
    return CliRunner().invoke(cli, ["hospital", "--url", NOBODY, "--queue", str(path), *arguments], input=typed)


def test_a_scan_is_told_field_by_field(tmp_path: Path) -> None:
    told = hospital(tmp_path / "queue", "scan", qr.typed(SCAN, BY_NAME["Telex, digits end a word"])).stdout
    assert "health card: DN4010123456789" in told
    assert "name       Trần Thị Mẫu" in told
    assert "mended     full name: the keyboard had changed it" in told


def test_a_scan_may_be_typed_where_nobody_sees_it_in_a_command_line(tmp_path: Path) -> None:
    assert hospital(tmp_path / "queue", "scan", "-", typed=SCAN + "\r\n").stdout == hospital(tmp_path / "queue", "scan", SCAN).stdout


def test_a_scan_with_an_unreadable_field_says_what_to_do(tmp_path: Path) -> None:
    told = hospital(tmp_path / "queue", "scan", qr.typed(SCAN, BY_NAME["VNI, digits end a word"])).stdout
    assert "NOT READ   full name" in told
    assert "switch the keyboard to English" in told


@pytest.mark.parametrize("text", ["hello", ""])
def test_what_is_no_code_is_refused(tmp_path: Path, text: str) -> None:
    done = hospital(tmp_path / "queue", "scan", text)
    assert isinstance(done.exception, Refused)
    assert "switch the keyboard to English" in done.exception.detail


def test_a_patient_who_comes_while_the_gateway_is_down_is_admitted_waits_and_is_shown_without_a_name(tmp_path: Path) -> None:
    queue = tmp_path / "queue"
    came = hospital(queue, "checkin", qr.format_citizen_qr(CITIZEN_CARD), "--visit", "V1")
    assert "The gateway does not answer (unreachable, 3 attempts). ADMIT the patient." in came.stdout
    shown = hospital(queue, "queue", "--discharge", "V1").stdout
    assert "Visits that wait: 1." in shown
    assert "V1" in shown
    assert "has left" in shown
    assert "Mẫu" not in shown + came.stdout
    assert "001185000001" not in shown + came.stdout


def test_a_flush_to_a_gateway_that_is_still_down_keeps_everything_and_says_so(tmp_path: Path) -> None:
    queue = tmp_path / "queue"
    hospital(queue, "checkin", SCAN, "--visit", "V1")
    done = hospital(queue, "flush")
    assert isinstance(done.exception, CounterpartDown)
    assert "Visits that wait for the gateway: 1." in done.stdout
    assert "4 attempts" in hospital(queue, "queue").stdout


def test_with_nothing_waiting_a_flush_is_done_at_once(tmp_path: Path) -> None:
    done = hospital(tmp_path / "queue", "flush")
    assert (done.exit_code, done.stdout) == (0, "Nothing waits.\n")


def test_a_number_alone_needs_a_name_and_a_birth_date(tmp_path: Path) -> None:
    done = hospital(tmp_path / "queue", "checkin", "0123456789", "--visit", "V1")
    assert isinstance(done.exception, Refused)
    assert "the name and the birth date" in done.exception.detail
    typed = hospital(tmp_path / "queue", "checkin", "0123456789", "--visit", "V1", "--name", "Trần Thị Mẫu", "--birth", "1985")
    assert "ADMIT" in typed.stdout
