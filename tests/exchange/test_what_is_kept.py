"""What stands in the database and in the log while and after people log in."""

import json
from dataclasses import replace

import pytest
import structlog

from ansinh import exchange, oidc, provider
from ansinh.kit import db
from ansinh.sandbox import eid
from tests.exchange.world import (
    EXCHANGE,
    LEVEL_2,
    OTHER_SECRET,
    PORTAL_CLIENT,
    SECRET,
    SIGNED_OUT,
    UPSTREAM_SECRET,
    VERIFIER,
    StoppedClock,
    World,
    authorization,
    claims_of,
    hidden,
    query_of,
)


def everything(world: World) -> str:
    """Every row of every table of the three schemas as text."""
    with world.database.transaction() as conn:
        tables = conn.execute(
            "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('exchange', 'provider', 'sandbox_eid')"
        ).fetchall()
        return "\n".join(
            str(row)
            for schema, table in tables
            for row in conn.execute(f"SELECT to_jsonb(t)::text FROM {schema}.{table} t").fetchall()  # noqa: S608 - names from PostgreSQL
        )


def test_everything_is_looked_at(world: World) -> None:
    world.log_in(world.browser())
    assert LEVEL_2.full_name in everything(world)


def test_52_secrets_stand_in_the_database_as_hashes_only(world: World) -> None:
    browser = world.browser()
    open_code = query_of(world.log_in(browser))["code"]
    tokens = world.tokens(browser.get(authorization()))
    state = query_of(world.browser().clients[EXCHANGE].get(authorization()))["state"]
    kept = everything(world)
    secrets = [open_code, tokens["access_token"], state, SECRET, OTHER_SECRET, UPSTREAM_SECRET, LEVEL_2.password, VERIFIER]
    secrets += [browser.cookie(EXCHANGE, name) or "" for name in ("ansinh_exchange", "ansinh_exchange_browser")]
    for secret in secrets:
        assert len(secret) > 20
        assert secret not in kept


def test_52_logs_hold_no_secret_no_number_and_no_name(world: World) -> None:
    with structlog.testing.capture_logs() as lines:
        browser = world.browser()
        code = query_of(world.log_in(browser))["code"]
        tokens = world.redeem(code).json()
        world.redeem(code)
        world.redeem(code, code_verifier="wrong")
        browser.get(authorization(client_id="unknown"))
        browser.get(authorization(prompt="none", state="state-in-the-log"))
        page = world.browser().get(authorization())
        world.submit(browser, page, LEVEL_2, password="wrong-password-typed")
        browser.get(f"{EXCHANGE}/oidc/logout?id_token_hint={tokens['id_token']}&post_logout_redirect_uri={SIGNED_OUT}")
    written = json.dumps(lines, default=str, ensure_ascii=False)
    assert len(lines) >= 4
    words = [code, tokens["access_token"], tokens["id_token"], LEVEL_2.username, LEVEL_2.password, LEVEL_2.full_name, VERIFIER]
    for word in [*words, "wrong-password-typed", "state-in-the-log", SECRET]:
        assert word not in written


@pytest.mark.parametrize("minutes", [0, 14, 60 * 8])
def test_expired_rows_are_purged_and_others_stay(world: World, minutes: int) -> None:
    browser = world.browser()
    world.tokens(world.log_in(browser))
    browser.get(authorization())  # a code that stays open
    world.browser().get(authorization())  # a login that stays open at both
    world.clock.advance(minutes * 60)
    with world.database.transaction() as conn:
        exchange.purge(conn, now=world.clock())
        provider.purge(conn, now=world.clock())
        eid.purge(conn, now=world.clock())
    counts = {
        "logins": world.count("exchange.logins"),
        "codes": world.count("provider.codes", EXCHANGE),
        "tokens": world.count("provider.tokens", EXCHANGE),
        "sessions": world.count("exchange.sessions"),
    }
    expected = {0: (1, 1, 1, 1), 14: (1, 0, 0, 1), 60 * 8: (0, 0, 0, 0)}[minutes]
    assert tuple(counts.values()) == expected
    assert world.count("sandbox_eid.sessions") == expected[3]
    assert world.count("exchange.people") == 1


def test_a_session_is_over_after_eight_hours_however_much_it_is_used(world: World) -> None:
    browser = world.browser()
    world.log_in(browser)
    for _ in range(16):
        world.clock.advance(1795)
        assert "code" in query_of(browser.get(authorization(prompt="none")))
    world.clock.advance(80)
    assert query_of(browser.get(authorization(prompt="none")))["error"] == "login_required"


def test_a_session_that_nobody_used_for_half_an_hour_answers_no_new_service_and_goes_on_for_the_old_ones(world: World) -> None:
    browser = world.browser()
    first = world.tokens(world.log_in(browser))
    world.clock.advance(1799)
    tokens = world.tokens(browser.get(authorization(prompt="none")))
    world.clock.advance(1800)
    assert query_of(browser.get(authorization(prompt="none")))["error"] == "login_required"
    assert world.count("exchange.sessions") == 1
    again = world.tokens(world.log_in(browser, request={"prompt": "login"}))
    sids = {claims_of(each["id_token"])["sid"] for each in (first, tokens, again)}
    assert len(sids) == 1  # the same person at the same browser goes on where they were


def test_an_idle_session_can_still_be_signed_out(world: World) -> None:
    browser = world.browser()
    world.log_in(browser)
    world.clock.advance(3600)
    page = browser.get(f"{EXCHANGE}/oidc/logout")
    assert 'action="/oidc/logout/confirm"' in page.text
    browser.post(f"{EXCHANGE}/oidc/logout/confirm", hidden(page))
    assert world.count("exchange.sessions") == 0


def test_registering_a_client_again_changes_it(world: World) -> None:
    with world.database.transaction() as conn:
        moved = replace(PORTAL_CLIENT, redirect_uris=("https://portal.example/cb",))
        provider.register_client(conn, EXCHANGE, moved, secret=SECRET, now=world.clock())
    assert world.browser().get(authorization()).status_code == 400
    assert world.log_in(world.browser(), request={"redirect_uri": "https://portal.example/cb"}).headers["location"]


def test_a_client_with_a_guessable_secret_is_not_registered(conn: db.Connection) -> None:
    with pytest.raises(oidc.ProtocolError, match="invalid_client_metadata"):
        provider.register_client(conn, EXCHANGE, PORTAL_CLIENT, secret="secret", now=StoppedClock().now)
