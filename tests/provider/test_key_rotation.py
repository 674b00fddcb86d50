"""Negative test 50 against running exchanges: two processes on one database, whose keys turn and are revoked."""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from ansinh import exchange, oidc, provider
from ansinh.kit import crypto, db, errors, http
from ansinh.wiring import signing_keys
from tests.exchange.world import CALLBACK, EXCHANGE, LEVEL_2, PORTAL_CLIENT, PROVIDER, SECRET, InProcess, World, new_key, police, query_of

VAULT = provider.Vault(EXCHANGE, b"k" * 32)
RECORD = signing_keys.recorded("test")
FIRST = new_key()  # what stood in exchange.pem
QUARTER = timedelta(days=90)


@dataclass
class Turning:
    """A world whose exchange has a key ring, served by two processes."""

    world: World
    second: ASGIApp = field(init=False)

    def __post_init__(self) -> None:
        with self.world.database.transaction() as conn:
            conn.execute("DELETE FROM provider.signing_keys")
        self.world.exchange, self.second = self.process(), self.process()

    def process(self) -> ASGIApp:
        return exchange.build_app(
            database=self.world.database,
            base_url=EXCHANGE,
            signing_keys=provider.KeyRing(VAULT, first=lambda: FIRST),
            upstreams=[police(InProcess(self.world.provider, PROVIDER))],
            now=self.world.clock,
        )

    def published(self, app: ASGIApp | None = None) -> dict[str, Any]:
        answer = TestClient(app or self.world.exchange, base_url=EXCHANGE).get("/oauth2/jwks")
        assert answer.headers["cache-control"] == "public, max-age=300"
        return dict(answer.json())

    def kids(self, app: ASGIApp | None = None) -> list[str]:
        return [key["kid"] for key in self.published(app)["keys"]]

    def tokens(self) -> dict[str, Any]:
        return self.world.tokens(self.world.log_in(self.world.browser()))

    def change(self, do: Callable[[db.Connection], Any]) -> Any:
        with self.world.database.transaction() as conn:
            return do(conn)

    def announce(self, notice: timedelta = oidc.LEAST_NOTICE) -> str:
        now = self.world.clock()
        return str(self.change(lambda conn: provider.announce_key(conn, VAULT, signs_from=now + notice, record=RECORD, now=now)))

    def turn(self) -> str | None:
        now = self.world.clock()
        kid: str | None = self.change(lambda conn: provider.turn_keys(conn, VAULT, every=QUARTER, record=RECORD, now=now))
        return kid

    def revoke(self, kid: str) -> provider.Revoked:
        now = self.world.clock()
        revoked: provider.Revoked = self.change(lambda conn: provider.revoke_key(conn, VAULT, kid, record=RECORD, now=now))
        return revoked

    def statuses(self) -> list[provider.KeyStatus]:
        now = self.world.clock()
        found: list[provider.KeyStatus] = self.change(lambda conn: provider.keys_of(conn, EXCHANGE, now=now))
        return found


@pytest.fixture
def turning(world: World) -> Turning:
    return Turning(world)


def signed_by(tokens: dict[str, Any], published: dict[str, Any]) -> str | None:
    """The key a relying party that knows this key set checks the id_token with; None where it can not be checked."""
    try:
        return str(oidc.read_signed(tokens["id_token"], oidc.read_jwks(published)).header["kid"])
    except oidc.UnknownKeyError:
        return None


def test_50_the_key_in_the_file_of_an_older_installation_is_the_first_one(turning: Turning) -> None:
    before = oidc.SigningKey(FIRST)
    assert turning.kids() == turning.kids(turning.second) == [before.kid]
    assert signed_by(turning.tokens(), oidc.jwks([before])) == before.kid


def test_50_of_processes_that_start_together_with_keys_of_their_own_one_begins(turning: Turning) -> None:
    rings = [provider.KeyRing(VAULT, first=new_key) for _ in range(6)]
    start = Barrier(6)

    def look(ring: provider.KeyRing) -> str:
        start.wait()
        with turning.world.database.transaction() as conn:
            return ring.signing(conn, now=turning.world.clock()).kid

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(look, rings))) == 1


def test_50_a_new_key_is_published_by_every_process_before_it_signs_and_the_old_one_after(turning: Turning) -> None:
    first = turning.kids()[0]
    new = turning.announce()
    turning.world.clock.advance(provider.PICKED_UP_AFTER.total_seconds())
    assert turning.kids() == turning.kids(turning.second) == [first, new]
    assert signed_by(turning.tokens(), turning.published()) == first
    turning.world.clock.advance(oidc.LEAST_NOTICE.total_seconds())
    assert turning.kids(turning.second) == [new, first]
    assert signed_by(turning.tokens(), turning.published()) == new


def test_50_a_token_of_the_retired_key_is_good_until_its_end_and_its_kid_signs_no_more(turning: Turning) -> None:
    old = turning.tokens()
    turning.announce()
    turning.world.clock.advance(oidc.LEAST_NOTICE.total_seconds() + 1)
    new = turning.tokens()
    assert signed_by(new, turning.published()) != signed_by(old, turning.published()) == oidc.SigningKey(FIRST).kid
    assert turning.world.userinfo(old["access_token"]).status_code == 401  # it had its ten minutes
    browser = turning.world.browser()
    assert browser.get(f"{EXCHANGE}/oidc/logout?id_token_hint={old['id_token']}").status_code == 200  # still known for ours at sign-out


def test_50_a_retired_key_is_erased_so_that_it_cannot_sign(turning: Turning) -> None:
    turning.tokens()
    turning.announce()
    turning.world.clock.advance(oidc.LEAST_NOTICE.total_seconds() + 1)
    turning.turn()
    retired, signing = turning.statuses()
    assert (retired.state, retired.erased) == (oidc.KeyState.RETIRED, True)
    assert (signing.state, signing.erased) == (oidc.KeyState.SIGNING, False)
    assert len(turning.kids()) == 2
    turning.world.clock.advance(oidc.PUBLISHED_AFTER.total_seconds())
    assert turning.kids() == [signing.kid]


def test_50_keys_turn_by_themselves_every_ninety_days(turning: Turning) -> None:
    first = turning.kids()[0]
    turning.world.clock.advance((QUARTER - oidc.USUAL_NOTICE).total_seconds() - 60)
    assert turning.turn() is None
    turning.world.clock.advance(60)
    second = turning.turn()
    assert second is not None
    assert turning.turn() is None
    assert turning.kids() == [first, second]
    turning.world.clock.advance(oidc.USUAL_NOTICE.total_seconds())
    assert turning.kids()[0] == second


def test_50_an_emergency_ends_every_token_and_the_key_is_published_by_nobody(turning: Turning) -> None:
    tokens = turning.tokens()
    waiting = query_of(turning.world.log_in(turning.world.browser()))["code"]
    assert turning.world.userinfo(tokens["access_token"]).status_code == 200
    revoked = turning.revoke(turning.kids()[0])
    assert revoked.tokens == 1
    assert turning.world.userinfo(tokens["access_token"]).status_code == 401
    assert turning.world.redeem(waiting).json()["error"] == "invalid_grant"
    turning.world.clock.advance(provider.PICKED_UP_AFTER.total_seconds())
    for app in (turning.world.exchange, turning.second):
        assert turning.kids(app) == [revoked.signs_now]
    assert signed_by(tokens, turning.published()) is None
    refused = turning.world.browser().get(f"{EXCHANGE}/oidc/logout?id_token_hint={tokens['id_token']}")
    assert refused.status_code == 400
    assert signed_by(turning.tokens(), turning.published()) == revoked.signs_now


def test_50_in_an_emergency_the_announced_key_takes_over_and_relying_parties_are_told(turning: Turning) -> None:
    listening = replace(PORTAL_CLIENT, backchannel_logout_uri="http://127.0.0.1:8000/told")
    turning.change(lambda conn: provider.register_client(conn, EXCHANGE, listening, secret=SECRET, now=turning.world.clock()))
    turning.tokens()
    new = turning.announce()
    assert turning.revoke(oidc.SigningKey(FIRST).kid).signs_now == new
    assert turning.world.count("provider.logout_notices", EXCHANGE) == 1


def test_50_tokens_of_before_the_revoked_key_signed_stay(turning: Turning) -> None:
    turning.announce()
    turning.world.clock.advance(oidc.LEAST_NOTICE.total_seconds() - 60)
    before = turning.tokens()
    turning.world.clock.advance(61)
    after = turning.tokens()
    bad = turning.kids()[0]
    assert turning.revoke(bad).tokens == 1
    assert turning.world.userinfo(before["access_token"]).status_code == 200
    assert turning.world.userinfo(after["access_token"]).status_code == 401


def test_50_a_relying_party_that_keeps_the_key_set_looks_once_after_an_emergency(turning: Turning) -> None:
    wire = Counting(turning.world.exchange, EXCHANGE)
    party = oidc.RelyingParty(oidc.Registration(EXCHANGE, "vss-portal", SECRET, CALLBACK), wire)
    log_in(turning, party)
    turning.revoke(turning.kids()[0])
    turning.world.clock.advance(40)
    log_in(turning, party)
    log_in(turning, party)
    assert wire.looked == 2


def test_a_key_cannot_begin_to_sign_before_others_could_know_it(turning: Turning) -> None:
    with pytest.raises(errors.Refused, match="too_soon"):
        turning.announce(oidc.LEAST_NOTICE - timedelta(seconds=1))
    turning.kids()
    turning.announce()
    with pytest.raises(errors.Conflict, match="key_announced"):
        turning.announce()


def test_every_change_of_a_key_is_recorded_with_it_or_not_made(turning: Turning) -> None:
    turning.kids()
    recorded = turning.world.count("audit.events")
    turning.revoke(turning.announce())
    assert turning.world.count("audit.events") == recorded + 2
    keys, now = turning.statuses(), turning.world.clock()

    def fails(_conn: db.Connection, _change: provider.KeyChange) -> None:
        raise errors.Refused("log_is_away", "nothing is recorded")

    with pytest.raises(errors.Refused, match="log_is_away"):
        turning.change(lambda conn: provider.revoke_key(conn, VAULT, keys[0].kid, record=fails, now=now))
    assert turning.statuses() == keys


def test_no_private_key_is_readable_in_the_database_and_none_opens_elsewhere(turning: Turning) -> None:
    turning.kids()
    row = turning.change(lambda conn: conn.execute("SELECT sealed, kid FROM provider.signing_keys").fetchone())
    assert crypto.unseal(VAULT.key, row[0], context=f"{EXCHANGE} {row[1]}") == FIRST
    assert crypto.unseal(VAULT.key, row[0], context=f"{EXCHANGE} another") is None
    other = provider.KeyRing(provider.Vault(EXCHANGE, b"x" * 32), first=lambda: FIRST)
    with pytest.raises(errors.CounterpartDown, match="signing_key_sealed"):
        turning.change(lambda conn: other.signing(conn, now=turning.world.clock()))
    assert "kkkk" not in repr(VAULT)


class Counting(InProcess):
    """Counts how often the key set was fetched."""

    looked = 0

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> http.Answer:
        self.looked += url.endswith("/oauth2/jwks")
        return super().get(url, headers=headers)


def log_in(turning: Turning, party: oidc.RelyingParty) -> None:
    begun = party.begin(now=turning.world.clock(), random=crypto.random_token)
    browser = turning.world.browser()
    back = turning.world.submit(browser, browser.get(begun.address), LEVEL_2)
    party.finish(query_of(back), begun.attempt, now=turning.world.clock())
