"""`ansinh card` as somebody at a terminal uses it."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ansinh import sandbox
from ansinh.chip import errors
from ansinh.cli.card import card
from ansinh.kit import clock
from ansinh.kit.errors import NotFound, Refused
from ansinh.sandbox.cards import CardTrouble


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def holder() -> sandbox.Person:
    return sandbox.people(50, today=clock.vietnam_day(clock.utc_now()))[0]


@pytest.fixture
def number(holder: sandbox.Person, home: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Somebody's citizen number, in a home with few people."""
    monkeypatch.setenv("ANSINH_HOME", str(home))
    monkeypatch.setenv("ANSINH_PEOPLE", "50")
    monkeypatch.delenv("ANSINH_CARD_CAN", raising=False)
    monkeypatch.delenv("ANSINH_TRUST_DIR", raising=False)
    return holder.citizen_number.value


def _run(*words: str, typed: str | None = None, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(card, words, input=typed, env=env, terminal_width=200)


def test_an_invented_persons_card_is_read_checked_and_called_genuine(number: str) -> None:
    result = _run("read", "--virtual", number)
    assert result.exit_code == 0
    assert "GENUINE" in result.stdout
    assert "Level chip_authenticated" in result.stdout
    assert "Thẻ thật" in result.stdout


@pytest.mark.parametrize("trouble", list(CardTrouble), ids=lambda each: each.value)
def test_a_bad_card_ends_with_status_1_and_its_own_name(number: str, trouble: CardTrouble) -> None:
    result = _run("read", "--virtual", number, "--trouble", trouble.value, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 1
    assert told["verdict"] not in {"genuine", "not_proven", "incomplete", "malformed", "unconfirmed"}
    assert told["level"] == "none"
    assert "red" in {check["light"] for check in told["checks"]}


@pytest.mark.parametrize("choice", [("--signer", "ecdsa_explicit"), ("--signer", "rsa_pss"), ("--portrait", "j2k"), ("--portrait-record", "39794"), ("--active", "rsa"), ("--pace", "im"), ("--pace", "dh_gm"), ("--key", "mrz"), ("--short",)])  # fmt: skip
def test_every_kind_of_good_card_is_genuine(number: str, choice: tuple[str, ...]) -> None:
    assert json.loads(_run("read", "--virtual", number, *choice, "--json").stdout)["verdict"] == "genuine"


def test_nothing_personal_is_told_unless_it_is_asked_for(number: str, holder: sandbox.Person) -> None:
    plain = _run("read", "--virtual", number, "--plain").stdout
    assert number in plain
    assert holder.full_name in plain
    for words in (("read", "--virtual", number), ("read", "--virtual", number, "--json")):
        said = _run(*words).output
        assert number not in said
        assert number[-6:] not in said
        assert holder.full_name not in said


def test_a_wrong_access_number_is_said_with_what_is_left(number: str) -> None:
    result = _run("read", "--virtual", number, env={"ANSINH_CARD_CAN": "000001"})
    assert isinstance(result.exception, Refused)
    assert result.exception.detail.startswith("the card does not open: the password is wrong; tries left:")


def test_an_access_number_that_is_none_is_refused_and_not_repeated(number: str) -> None:
    result = _run("read", "--virtual", number, env={"ANSINH_CARD_CAN": "4711"})
    assert isinstance(result.exception, errors.Malformed)
    assert str(result.exception) == "CAN: has not exactly six digits"


def test_somebody_who_was_not_invented_has_no_card(number: str) -> None:
    assert isinstance(_run("read", "--virtual", "0" * len(number)).exception, NotFound)


def test_a_card_that_fails_pace_can_be_looked_at_all_the_same(number: str) -> None:
    told = json.loads(_run("read", "--virtual", number, "--trouble", "downgrade", "--look-anyway", "--json").stdout)
    assert (told["verdict"], told["access"]) == ("downgraded", "bac")
    assert len(told["checks"]) > 10


def test_what_was_recorded_is_read_again_with_the_number_piped_in(number: str, tmp_path: Path) -> None:
    record = tmp_path / "card.txt"
    assert _run("read", "--virtual", number, "--record", str(record)).exit_code == 0
    again = _run("read", "--transcript", str(record), typed=f"{number[-6:]}\n")
    assert "NOT PROVEN" in again.stdout
    nothing = _run("read", "--transcript", str(record), typed="")
    assert isinstance(nothing.exception, Refused)
    assert "ANSINH_CARD_CAN" in nothing.exception.detail


def test_the_printed_lines_open_a_card_from_a_file(number: str, tmp_path: Path) -> None:
    made = tmp_path / "made"
    assert _run("make", number, "--out", str(made)).exit_code == 0
    record = tmp_path / "card.txt"
    assert _run("read", "--virtual", number, "--key", "mrz", "--record", str(record)).exit_code == 0
    result = _run("read", "--transcript", str(record), "--mrz", str(made / "printed.txt"))
    assert "Opened by PACE with the printed lines" in result.stdout


def test_a_folder_is_verified_and_shown_masked(number: str, holder: sandbox.Person, tmp_path: Path) -> None:
    out = tmp_path / "card"
    assert _run("read", "--virtual", number, "--out", str(out)).exit_code == 0
    verified = _run("verify", str(out))
    assert verified.exit_code == 0
    assert "NOT PROVEN" in verified.stdout
    shown = _run("show", str(out)).stdout
    assert number not in shown
    assert holder.full_name not in shown
    assert "religion" not in shown
    everything = _run("show", str(out), "--all", "--plain").stdout
    assert number in everything
    assert holder.full_name in everything
    assert "father" in everything or "parents" in everything or "issued on" in everything


def test_what_a_portrait_stands_in_is_said(number: str, tmp_path: Path) -> None:
    assert _run("make", number, "--out", str(tmp_path), "--portrait", "jp2", "--portrait-record", "both").exit_code == 0
    said = [line for line in _run("show", str(tmp_path)).stdout.splitlines() if "portrait" in line]
    assert [line.rpartition(", by ")[2] for line in said] == ["ISO/IEC 19794-5, version 010", "ISO/IEC 39794-5"]
    assert all("jp2, 240 x 320" in line for line in said)


def test_what_the_factory_made_is_verified_as_files_alone(number: str, tmp_path: Path) -> None:
    assert _run("make", number, "--out", str(tmp_path / "good")).exit_code == 0
    assert json.loads(_run("verify", str(tmp_path / "good"), "--json").stdout)["level"] == "chip_read"
    assert _run("make", number, "--out", str(tmp_path / "bad"), "--trouble", "altered_name").exit_code == 0
    bad = _run("verify", str(tmp_path / "bad"))
    assert bad.exit_code == 1
    assert "ALTERED" in bad.stdout


def test_a_folder_of_garbage_is_shown_for_what_it_is(number: str, tmp_path: Path) -> None:
    assert number
    (tmp_path / "DG1.bin").write_bytes(os.urandom(50))
    assert "cannot be read" in _run("show", str(tmp_path)).stdout
    assert _run("verify", str(tmp_path)).exit_code == 1


def test_a_folder_without_a_card_is_named(number: str, tmp_path: Path) -> None:
    assert number
    for command in ("verify", "show"):
        result = _run(command, str(tmp_path))
        assert isinstance(result.exception, Refused)
        assert "holds no files of a card" in result.exception.detail


def test_what_is_there_already_is_not_written_over(number: str, tmp_path: Path) -> None:
    for option in ("--out", "--record"):
        result = _run("read", "--virtual", number, option, str(tmp_path))
        assert isinstance(result.exception, Refused)
        assert result.exception.code == "already_there"


def test_a_card_has_one_source(number: str) -> None:
    result = _run("read", "--virtual", number, "--reader", "x")
    assert result.exit_code == 2
    assert "Only one of" in result.stderr


def test_no_trouble_is_put_into_a_card_that_is_not_invented(number: str) -> None:
    assert number
    result = _run("read", "--trouble", "clone")
    assert result.exit_code == 2
    assert "--trouble is for --virtual" in result.stderr


def test_where_no_folder_of_authorities_is_trusted_no_card_is_called_a_clone(
    number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANSINH_TRUST_DIR", str(tmp_path))
    result = _run("read", "--virtual", number, "--json")
    assert (result.exit_code, json.loads(result.stdout)["verdict"]) == (1, "unconfirmed")
