"""The commands: something happens in the sandbox, is followed, and is read; wards are loaded from a list."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ansinh.cli import cli
from ansinh.kit import clock, crypto
from ansinh.kit.errors import NotFound, Refused
from ansinh.settings import Settings
from ansinh.wiring import population as wiring
from tests import browsing
from tests.population.changes.following import API_KEY, Following, institution


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=True)


@pytest.fixture
def installed(following: Following, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Following]:
    """An installation whose population register keeps the time of day."""
    (tmp_path / "key").write_text(f"{API_KEY}\n", "utf-8")
    monkeypatch.setenv("ANSINH_HOME", str(tmp_path))
    monkeypatch.setenv("ANSINH_DATABASE_URL", following.dsn)
    monkeypatch.setenv("ANSINH_POPULATION_KEY_FILE", str(tmp_path / "key"))
    app = institution(following.database, crypto.load_or_create_ec_key(tmp_path / "population.pem"), now=clock.utc_now)
    with browsing.served(app) as url:
        monkeypatch.setenv("ANSINH_POPULATION_URL", f"{url}/population/")
        yield following


def test_what_happens_is_followed_and_listed_without_anybodys_name_or_number(installed: Following) -> None:
    person, number = installed.someone()
    happened = run("sandbox", "happen", "name_corrected", number.value, "--name", "Nguyễn Thị Mẫn")
    assert (happened.output, happened.exit_code) == ("change 1: name_corrected\n", 0)
    followed = run("population", "sync", "--once")
    assert (followed.output, followed.exit_code) == ("Taken to 1 of 1: applied 1.\n", 0)
    assert installed.record(person).full_name == "Nguyễn Thị Mẫn"
    listed = run("population", "changes").output
    assert "name_corrected" in listed
    assert "Taken to 1 of 1" in listed
    assert "Mẫn" not in listed
    assert number.value not in listed


def test_a_stop_is_said_and_is_the_exit_status(installed: Following) -> None:
    _, number = installed.someone()
    run("sandbox", "happen", "move", number.value)
    assert run("sandbox", "feed-trouble", "gap").exit_code == 0
    stopped = run("population", "sync", "--once")
    assert stopped.exit_code == 1
    assert "Stopped (feed_gap)" in stopped.output
    assert "STOPPED: feed_gap" in run("population", "changes").output
    assert run("population", "sync", "--once").exit_code == 0


def test_children_who_wait_and_doubts_are_listed_masked(installed: Following) -> None:
    mother, number = installed.someone()
    _, doubtful = installed.someone(full_name="Lê Văn Khác")
    run("sandbox", "happen", "born", number.value)
    run("sandbox", "happen", "death", doubtful.value)
    run("population", "sync", "--once")
    children = run("population", "births").output
    assert f"parents {mother}" in children
    assert "00********" in children
    left_open = run("population", "changes", "--open").output
    assert "person_differs" in left_open
    number_of_it = left_open.split()[0]
    assert run("population", "settle", number_of_it, "--because", "other_person").output == f"{number_of_it}: settled.\n"
    assert "Nothing is left open." in run("population", "changes", "--open").output


def test_an_unknown_person_or_a_wrong_number_is_said_plainly(installed: Following) -> None:
    assert isinstance(run("sandbox", "happen", "death", "001185888888").exception, NotFound)
    assert "12 digits" in run("sandbox", "happen", "death", "12").output
    assert installed.url


def test_the_invented_wards_can_be_loaded_and_loaded_again(installed: Following, tmp_path: Path) -> None:
    listed = tmp_path / "wards.csv"
    listed.write_text(run("sandbox", "wards").output, "utf-8")
    assert run("population", "places", "load", str(listed)).output == "6 wards read, 6 new or changed.\n"
    assert run("population", "places", "load", str(listed)).output == "6 wards read, 0 new or changed.\n"
    assert installed.url


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("code,name\nZ0001,Mẫu\n", "lacks the column kind"),
        ("code,name,kind,province_code,first_day,last_day,became\nZ0001,Mẫu,ward,001,01/07/2025,,\n", "line 2"),
        ("code,name,kind,province_code,first_day,last_day,became\nZ0001,Mẫu,ward,010,2025-07-01,,\n", "no province 010"),
    ],
)
def test_a_list_that_cannot_be_used_says_where(installed: Following, tmp_path: Path, text: str, why: str) -> None:
    listed = tmp_path / "wards.csv"
    listed.write_text(text, "utf-8")
    refused = run("population", "places", "load", str(listed)).exception
    assert isinstance(refused, Refused)
    assert why in str(refused)
    assert installed.url


def test_a_province_is_shown_with_what_became_of_it() -> None:
    assert run("population", "places", "show", "24", "--on", "2025-06-30").output.splitlines() == [
        "024 Bắc Giang, since 2008-08-01 until 2025-06-30",
        "  went into 024 Bắc Ninh",
    ]
    assert run("population", "places", "show", "bac ninh", "--on", "2026-01-01").output.splitlines() == [
        "024 Bắc Ninh, since 2025-07-01",
        "  made of 024 Bắc Giang",
        "  made of 027 Bắc Ninh",
    ]
    assert isinstance(run("population", "places", "show", "Hà Giang", "--on", "2026-01-01").exception, NotFound)


def test_a_key_file_that_holds_no_key_is_refused_by_name(tmp_path: Path) -> None:
    empty = tmp_path / "key"
    empty.write_text(" \n")
    for file in (empty, tmp_path / "none"):
        with pytest.raises(Refused, match="ANSINH_POPULATION_KEY_FILE"):
            wiring.api_key(Settings(home=tmp_path, population_key_file=file))
    assert wiring.api_key(Settings(home=tmp_path)) == wiring.api_key(Settings(home=tmp_path))


def test_the_population_register_is_the_sandboxs_unless_it_is_named() -> None:
    assert Settings(port=18000).population_url == "http://127.0.0.1:18002/population"
    assert Settings(population_url="https://dancu.example/api/").population_url == "https://dancu.example/api"
