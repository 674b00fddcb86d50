"""`ansinh desk`: what it takes from settings, what it refuses in words, and one whole run as a process."""

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from ansinh.kit import clock
from ansinh.kit.errors import NotFound, Refused
from ansinh.settings import Settings
from ansinh.wiring import crowd
from ansinh.wiring import desk as wiring

ELSEWHERE = "https://eid.example/realms/citizen"


def test_a_sandbox_has_accounts_of_its_own(tmp_path: Path) -> None:
    first, *_, last = (row["facility_code"] for row in crowd.facilities())
    for asked, code in ((None, first), (last, last)):
        account = wiring.account(Settings(home=tmp_path), asked)
        assert account is not None
        assert account.facility_code == code


def test_a_facility_that_there_is_not_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="99999"):
        wiring.account(Settings(home=tmp_path), "99999")


def test_outside_a_sandbox_a_counter_without_an_account_opens_no_visits(tmp_path: Path) -> None:
    assert wiring.account(Settings(home=tmp_path, eid_issuer=ELSEWHERE), None) is None


def test_an_account_that_is_half_set_names_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="ANSINH_DESK_PASSWORD_FILE, ANSINH_DESK_OFFICER_NUMBER, ANSINH_DESK_OFFICER_NAME"):
        wiring.account(Settings(home=tmp_path, desk_username="01001_BV", eid_issuer=ELSEWHERE), None)


def test_the_password_comes_from_its_file_and_stands_in_no_repr(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("mot-mat-khau-bia\n")
    settings = Settings(
        home=tmp_path,
        desk_username="01001_BV",
        desk_password_file=tmp_path / "password",
        desk_officer_number="001080000009",
        desk_officer_name="Trần Văn Tiếp",
        eid_issuer=ELSEWHERE,
    )
    account = wiring.account(settings, None)
    assert account is not None
    assert (account.facility_code, account.password) == ("01001", "mot-mat-khau-bia")
    assert "mat-khau" not in repr(account)
    assert "001080000009" not in repr(account)


def test_the_desk_s_key_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert wiring.key_pem(settings) == wiring.key_pem(settings)
    assert (tmp_path / "desk" / "key.pem").stat().st_mode & 0o777 == 0o600


def test_a_run_says_its_addresses_and_a_taken_device_port_serves_the_page_and_ends_when_told(tmp_path: Path) -> None:
    number = crowd.invented(50, clock.vietnam_day(clock.utc_now()))[0].citizen_number.value
    with socket.socket() as taken, socket.socket() as free:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        free.bind(("127.0.0.1", 0))
        port, device_port = free.getsockname()[1], taken.getsockname()[1]
        free.close()
        command = [
            sys.executable,
            "-m",
            "ansinh",
            "desk",
            "--virtual",
            number,
            "--port",
            str(port),
            "--device-port",
            str(device_port),
            "--service",
        ]
        environment = {"ANSINH_HOME": str(tmp_path), "ANSINH_PEOPLE": "50", "PATH": "/usr/bin:/bin"}
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        try:
            assert process.stdout is not None
            lines: list[str] = []
            while not (lines and lines[-1].startswith("Gateway:")):
                lines.append(process.stdout.readline())
                assert lines[-1], "".join(lines)
            said = "".join(lines)
            assert re.search(r"last six digits \d{6}", said)
            assert "Second opinion:    http://127.0.0.1:8002" in said
            assert f"port {device_port} is in use by another program" in said
            shown = httpx2.get(f"http://127.0.0.1:{port}/", timeout=60.0)
            assert "Thẻ ảo để thử" in shown.text
            assert f"cổng {device_port} đang do chương trình khác dùng" in shown.text
            process.send_signal(signal.SIGTERM)
            rest, _ = process.communicate(timeout=150)
            assert process.returncode == 0
            assert "Traceback" not in rest
        finally:
            process.kill()
            process.communicate()
