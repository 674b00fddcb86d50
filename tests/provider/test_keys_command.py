"""`ansinh keys` on a database that has been served from."""

from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ansinh import provider
from ansinh.cli import cli
from ansinh.kit import clock, crypto, db
from ansinh.settings import Settings
from ansinh.wiring import signing_keys


@pytest.fixture
def settings(dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation whose exchange once signed with a key in a file, and has been started."""
    monkeypatch.setenv("ANSINH_DATABASE_URL", dsn)
    monkeypatch.setenv("ANSINH_HOME", str(tmp_path))
    monkeypatch.setattr(provider, "PICKED_UP_AFTER", timedelta(0))
    found = Settings()
    crypto.load_or_create_ec_key(found.keys / "exchange.pem")
    return found


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["keys", *arguments])


def signs(settings: Settings, dsn: str) -> str:
    with db.connect(dsn) as conn:
        kid = signing_keys.ring(settings, settings.exchange_url).signing(conn, now=clock.utc_now()).kid
        conn.commit()
    return kid


def test_keys_are_listed_announced_and_revoked(settings: Settings, dsn: str) -> None:
    first = signs(settings, dsn)
    assert f"{first}  signing" in run("list", "exchange").output
    assert run("rotate", "exchange", "--in-minutes", "15").exit_code == 0
    listed = run("list").output
    assert "announced" in listed
    second = run("rotate", settings.exchange_url)
    assert second.exception is not None  # one waits already
    revoked = run("revoke", "exchange", first, "--yes")
    assert revoked.exit_code == 0, revoked.output
    assert f"{first}  revoked" in run("list", "exchange").output
    assert signs(settings, dsn) in revoked.output


def test_the_first_key_is_the_one_in_the_file_and_is_never_in_the_clear_in_the_database(settings: Settings, dsn: str) -> None:
    assert signs(settings, dsn) in run("list", "exchange").output
    (settings.keys / "exchange.pem").unlink()
    assert signs(settings, dsn) in run("list", "exchange").output
    with db.connect(dsn) as conn:
        sealed = conn.execute("SELECT sealed FROM provider.signing_keys").fetchone()
    assert sealed is not None
    assert b"PRIVATE" not in sealed[0]


def test_a_key_cannot_be_announced_for_too_soon_nor_at_a_provider_that_is_not_ours(settings: Settings, dsn: str) -> None:
    signs(settings, dsn)
    assert "15" in run("rotate", "exchange", "--in-minutes", "14").output
    assert "no provider" in run("rotate", "https://other.example").output
    assert run("revoke", "exchange", "another", "--yes").exception is not None
