"""`ansinh exchange upstreams`: rules are made, shown, and end what they must."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ansinh import exchange
from ansinh.cli import cli
from ansinh.kit import clock, db, errors
from ansinh.settings import Settings
from ansinh.wiring import partners
from tests.exchange.world import LEVEL_2, World, authorization


def today() -> date:
    return clock.vietnam_day(clock.utc_now())


@pytest.fixture
def installed(dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("ANSINH_DATABASE_URL", dsn)
    monkeypatch.setenv("ANSINH_HOME", str(tmp_path))
    partners.register(dsn, Settings())
    return dsn


def upstreams(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["exchange", "upstreams", *arguments])


@pytest.fixture
def days() -> list[date]:
    """The day on which the test begins; the one on which it goes on may be the next."""
    return [today()]


def test_who_may_use_what_is_listed_ruled_over_and_listed_again(days: list[date], installed: str) -> None:
    listed = upstreams("list").output
    days.append(today())
    assert "BCA           everyone" in listed
    assert "VSSID         by rule alone" in listed
    assert any(f"allow    sandbox-old-accounts     since {day} until {day + timedelta(days=365)}" in listed for day in days)
    done = upstreams("allow", "vssid", "--client", "vss-portal", "--since", "2026-01-01", "--until", "2026-06-30")
    assert done.output == "allow VSSID for vss-portal since 2026-01-01 until 2026-06-30.\n"
    assert upstreams("deny", "BCA", "--client", "sandbox-basic").exit_code == 0
    assert upstreams("disable", "BCA").exit_code == 0
    assert "BCA           by rule alone" in upstreams("list").output
    assert upstreams("enable", "BCA").exit_code == 0
    listed = upstreams("list").output
    assert "BCA           everyone" in listed
    assert "deny     sandbox-basic" in listed
    with db.connect(installed) as conn:
        assert len(exchange.upstream_rules(conn)) == 5


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("allow", "NOBODY"), "upstream_unknown"),
        (("allow", "VSSID", "--client", "nobody"), "client_unknown"),
        (("deny", "BCA", "--since", "2026-02-02", "--until", "2026-02-01"), "until_before_since"),
    ],
)
def test_a_rule_about_nothing_is_refused_and_not_made(installed: str, arguments: tuple[str, ...], code: str) -> None:
    done = upstreams(*arguments)
    assert isinstance(done.exception, errors.RoomError)
    assert done.exception.code == code
    with db.connect(installed) as conn:
        assert len(exchange.upstream_rules(conn)) == 1


def test_switching_a_provider_off_ends_the_sessions_that_came_from_it(installed: str) -> None:
    pool = db.Database(installed)
    world = World(pool)
    tokens = world.tokens(world.submit(browser := world.browser(), browser.get(authorization()), LEVEL_2))
    assert "1 running sessions that came from it ended." in upstreams("disable", "BCA").output
    assert world.userinfo(tokens["access_token"]).status_code == 401
    pool.close()
