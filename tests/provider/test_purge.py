"""What has expired is taken away, by index, wherever it is kept."""

from datetime import timedelta

from ansinh import exchange, provider
from ansinh.kit import db
from ansinh.sandbox import eid
from tests.exchange.secure_client import SecureClient
from tests.exchange.world import LEVEL_2, World, query_of

SHORT_LIVED = ("codes", "tokens", "pushed_requests", "seen")


def test_after_a_login_and_its_time_nothing_of_it_is_left_but_whom_it_concerned_when(world: World) -> None:
    secure = SecureClient(world)
    browser = world.browser()
    back = world.submit(browser, browser.get(secure.authorization(secure.push().json()["request_uri"])), LEVEL_2)
    assert "refresh_token" in secure.redeem(query_of(back)["code"]).json()
    secure.push()
    world.clock.advance(timedelta(days=400).total_seconds())
    with world.database.transaction() as conn:
        for purge in (exchange.purge, eid.purge, provider.purge):
            purge(conn, now=world.clock())
            assert purge(conn, now=world.clock()) == 0
    kept = [f"provider.{name}" for name in SHORT_LIVED] + ["provider.parties", "exchange.sessions", "exchange.logins", "exchange.uses"]
    assert {table: world.count(table) for table in kept} == dict.fromkeys(kept, 0)


def test_a_person_may_take_their_time_after_a_pushed_request_has_expired(world: World) -> None:
    """Its row is what lets it lead to one code, so it outlives the login that it began."""
    secure = SecureClient(world)
    browser = world.browser()
    page = browser.get(secure.authorization(secure.push().json()["request_uri"]))
    world.clock.advance(300)
    with world.database.transaction() as conn:
        provider.purge(conn, now=world.clock())
    assert "code" in query_of(world.submit(browser, page, LEVEL_2))


def test_every_table_of_things_that_expire_finds_them_by_an_index(conn: db.Connection) -> None:
    rows = conn.execute(
        "SELECT c.table_schema || '.' || c.table_name, coalesce(string_agg(i.indexdef, ' '), '') FROM information_schema.columns c"
        " LEFT JOIN pg_indexes i ON i.schemaname = c.table_schema AND i.tablename = c.table_name"
        " WHERE c.column_name = 'expires_at' AND c.table_schema IN ('provider', 'exchange', 'sandbox_eid') GROUP BY 1"
    ).fetchall()
    assert len(rows) > 8
    assert [table for table, indexes in rows if "(expires_at)" not in indexes] == []
