"""`ansinh card make`: the files of a card in a folder, for developers."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ansinh.chip import lds
from ansinh.cli import card_make
from ansinh.cli.card_make import make
from ansinh.kit import clock
from ansinh.kit.errors import NotFound, Refused
from ansinh.wiring import crowd


@pytest.fixture
def number() -> str:
    """Of the first invented person of this year: the command looks at the clock."""
    return crowd.invented(50, clock.vietnam_day(clock.utc_now()))[0].citizen_number.value


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Not the other tests' folder: the command renews its revocation list by today's clock."""
    return tmp_path_factory.mktemp("home")


def _made(home: Path, number: str, out: Path, *more: str) -> Result:
    environment = {"ANSINH_HOME": str(home), "ANSINH_PEOPLE": "50"}
    return CliRunner().invoke(make, [number, "--out", str(out), *more], env=environment)


def test_the_files_of_a_card_are_written_by_name(home: Path, number: str, tmp_path: Path) -> None:
    done = _made(home, number, tmp_path / "out")
    assert done.exit_code == 0, done.output
    names = {each.name for each in (tmp_path / "out").iterdir()}
    assert names == {"CARD_ACCESS.bin", "COM.bin", "SOD.bin", "DG1.bin", "DG2.bin", "DG13.bin", "DG14.bin", "DG15.bin", "printed.txt"}
    assert {each.stat().st_mode & 0o077 for each in (tmp_path / "out").iterdir()} == {0}
    assert number not in done.output


def test_what_is_printed_on_the_card_stands_beside_its_files(home: Path, number: str, tmp_path: Path) -> None:
    _made(home, number, tmp_path)
    printed = (tmp_path / "printed.txt").read_text().splitlines()
    lines = lds.read_dg1((tmp_path / "DG1.bin").read_bytes())
    assert tuple(printed[:3]) == lines.lines
    assert printed[3] == f"CAN {number[6:]}"
    assert printed[4].startswith(f"QR {number}|")


def test_a_trouble_is_made_on_request(home: Path, number: str, tmp_path: Path) -> None:
    assert _made(home, number, tmp_path, "--trouble", "stripped_com", "--signer", "rsa_pss", "--portrait", "j2k").exit_code == 0
    assert not (tmp_path / "DG14.bin").exists()
    assert lds.read_com((tmp_path / "COM.bin").read_bytes()).groups == (1, 2, 13)


def test_no_file_of_the_card_before_stays_in_the_folder(home: Path, number: str, tmp_path: Path) -> None:
    (tmp_path / "DG14.bin").write_bytes(b"of another card")
    (tmp_path / "notes.txt").write_text("not the factory's")
    _made(home, number, tmp_path, "--trouble", "stripped_com")
    assert not (tmp_path / "DG14.bin").exists()
    assert (tmp_path / "notes.txt").exists()


def test_where_it_is_ended_in_the_middle_no_two_cards_lie_in_one_folder(
    home: Path, number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = crowd.invented(50, clock.vietnam_day(clock.utc_now()))[1].citizen_number.value
    _made(home, other, tmp_path)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}

    def end_before_group_13(file: Path, content: bytes) -> None:
        if file.name == "DG13.bin":
            raise RuntimeError
        file.write_bytes(content)

    monkeypatch.setattr(card_make, "_put", end_before_group_13)
    assert isinstance(_made(home, number, tmp_path).exception, RuntimeError)
    after = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert "DG1.bin" in after
    assert [name for name, content in after.items() if content == before[name] and name not in {"CARD_ACCESS.bin", "COM.bin"}] == []


def test_nobody_has_a_card_whom_nobody_invented(home: Path, tmp_path: Path) -> None:
    done = _made(home, "001090000000", tmp_path)
    assert isinstance(done.exception, NotFound)
    assert done.exception.code == "person_unknown"
    assert "001090000000" not in done.exception.detail


def test_a_folder_that_cannot_be_written_to_is_named(home: Path, number: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    done = _made(home, number, tmp_path / "file" / "out")
    assert isinstance(done.exception, Refused)
    assert "file/out" in done.exception.detail


def test_a_broken_folder_of_the_factory_is_named(number: str, tmp_path: Path) -> None:
    broken = tmp_path / "cards" / "authority"
    broken.mkdir(parents=True)
    (broken / "csca.pem").write_text("no key")
    done = _made(tmp_path, number, tmp_path / "out")
    assert isinstance(done.exception, Refused)
    assert done.exception.code == "card_factory_unusable"
    assert str(tmp_path / "cards") in done.exception.detail


def test_a_home_that_cannot_be_written_to_is_named(number: str, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("in the way")
    done = _made(tmp_path / "home", number, tmp_path / "out")
    assert isinstance(done.exception, Refused)
    assert done.exception.code == "card_factory_unusable"
