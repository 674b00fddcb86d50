"""What is kept of the last logins of a client that is traced: each step, the rule that failed, nothing that opens anything."""

from dataclasses import replace

import pytest

from ansinh import provider
from tests.exchange.secure_client import SecureClient
from tests.exchange.test_secure_profile import tokens_of
from tests.exchange.world import CALLBACK, EXCHANGE, LEVEL_2, PORTAL_CLIENT, SECRET, World, authorization, query_of


@pytest.fixture
def traced(world: World) -> World:
    with world.database.transaction() as conn:
        provider.register_client(conn, EXCHANGE, replace(PORTAL_CLIENT, traced=True), secret=SECRET, now=world.clock())
    return world


def _logins(world: World, client_id: str = "vss-portal") -> list[provider.TracedLogin]:
    with world.database.transaction() as conn:
        return provider.last_logins(conn, EXCHANGE, client_id)


def _names(login: provider.TracedLogin) -> list[str]:
    return [step.name for step in login.steps]


def test_the_steps_of_one_login_hang_together(traced: World) -> None:
    tokens = traced.tokens(traced.log_in(traced.browser()))
    traced.userinfo(tokens["access_token"])
    [login] = _logins(traced)
    assert _names(login) == ["authorize", "answer", "token", "userinfo"]
    assert [step.code for step in login.steps] == ["", "", "", ""]
    assert login.steps[1].told["acr"] == "urn:ansinh:acr:2.1"
    assert login.steps[3].told["members"].split() == sorted(["sub", "acr", "amr", "auth_time", *PORTAL_CLIENT.claims])


def test_a_pushed_request_belongs_to_the_login_it_began(world: World) -> None:
    party = SecureClient(world, traced=True)
    party.userinfo(tokens_of(party)["access_token"])
    [login] = _logins(world, "hospital")
    assert _names(login) == ["push", "authorize", "answer", "token", "userinfo"]


def test_two_logins_stand_apart_the_newest_first(traced: World) -> None:
    traced.log_in(traced.browser(), request={"state": "the-first"})
    traced.log_in(traced.browser(), request={"state": "the-second"})
    one, other = _logins(traced)
    assert one.trace_id > other.trace_id
    assert one.steps[0].sent["state"] != other.steps[0].sent["state"]


@pytest.mark.parametrize(
    ("uri", "differs"),
    [
        (f"{CALLBACK}/more", ("path",)),
        (CALLBACK + "/", ("slash",)),
        (CALLBACK.replace("8000", "9000"), ("port",)),
        (CALLBACK.replace("callback", "Callback"), ("case",)),
        (CALLBACK.replace("127.0.0.1", "127.0.0.2"), ("host",)),
        (CALLBACK + "?next=/record", ("query",)),
    ],
)
def test_a_wrong_redirect_address_says_where_it_differs(traced: World, uri: str, differs: tuple[str, ...]) -> None:
    page = traced.browser().get(authorization(redirect_uri=uri))
    [login] = _logins(traced)
    [step] = login.steps
    assert (page.status_code, step.status, step.code, step.field) == (400, 400, "invalid_redirect_uri", "redirect_uri")
    assert step.differs == differs
    assert step.reference in page.text


def test_what_is_told_to_the_client_is_kept_with_its_rule(traced: World) -> None:
    traced.browser().get(authorization(code_challenge_method="plain"))
    [step] = _logins(traced)[0].steps
    assert (step.name, step.code, step.field) == ("authorize", "invalid_request", "code_challenge_method")
    assert "S256" in step.detail


def test_a_client_that_cannot_prove_itself_reads_why(world: World) -> None:
    party = SecureClient(world, traced=True)
    party.push(**party.assertion(aud=f"{EXCHANGE}/oauth2/token"))
    [step] = _logins(world, "hospital")[0].steps
    assert (step.name, step.status, step.code) == ("push", 401, "invalid_client")
    assert step.detail == "assertion: aud must be the issuer and nothing else"


def test_a_step_is_kept_though_its_transaction_was_rolled_back(traced: World) -> None:
    traced.browser().get(authorization(request_uri="urn:ietf:params:oauth:request_uri:" + "a" * 43))
    assert _logins(traced)[0].steps[0].code == "invalid_request_uri"


def test_a_second_use_of_a_code_stands_in_the_login_it_is_of(traced: World) -> None:
    back = traced.log_in(traced.browser())
    traced.tokens(back)
    traced.redeem(query_of(back)["code"])
    [login] = _logins(traced)
    assert [(step.name, step.code) for step in login.steps][2:] == [("token", ""), ("token", "invalid_grant")]


def test_signing_out_stands_in_the_login_it_ends(traced: World) -> None:
    browser = traced.browser()
    tokens = traced.tokens(traced.log_in(browser))
    browser.get(f"{EXCHANGE}/oidc/logout?id_token_hint={tokens['id_token']}")
    assert _names(_logins(traced)[0])[-1] == "logout"


def test_52_a_trace_opens_nothing_and_names_nobody(traced: World) -> None:
    """Negative test 52, for traces: a whole login, its failures, and a developer who puts secrets where they do not belong."""
    browser = traced.browser()
    number, state = LEVEL_2.citizen_number.value, "state-of-this-browser"
    back = traced.log_in(browser, request={"login_hint": number, "scope": f"openid {number}", "ui_locales": f"vi {SECRET}"})
    tokens = traced.tokens(back)
    traced.userinfo(tokens["access_token"])
    browser.get(f"{EXCHANGE}/oidc/logout?id_token_hint={tokens['id_token']}")
    traced.browser().get(authorization(redirect_uri=f"{CALLBACK}/{number}?token={SECRET}", **{f"x{number}": "1"}))
    with traced.database.transaction() as conn:
        row = conn.execute("SELECT string_agg(t::text, ' ') FROM provider.traces t").fetchone()
    assert row is not None
    verifier = "a-verifier-of-at-least-forty-three-characters-long"
    secrets = [query_of(back)["code"], tokens["access_token"], tokens["id_token"], SECRET, verifier, number, state, LEVEL_2.full_name]
    assert [secret for secret in secrets if secret in row[0]] == []
    assert "redirect_uri" in row[0]


def test_a_client_that_is_not_traced_leaves_nothing(world: World) -> None:
    world.tokens(world.log_in(world.browser()))
    assert world.count("provider.traces") == 0


def test_the_last_fifty_logins_are_kept(traced: World) -> None:
    for number in range(53):
        traced.browser().get(authorization(state=f"login-{number}", prompt="none"))
    logins = _logins(traced)
    assert len(logins) == 50
    assert logins[0].trace_id - logins[-1].trace_id == 49


def test_a_login_that_never_ends_does_not_grow_without_end(traced: World) -> None:
    access_token = traced.tokens(traced.log_in(traced.browser()))["access_token"]
    for _ in range(40):
        traced.userinfo(access_token)
    assert max(len(login.steps) for login in _logins(traced)) == 30


def test_traces_are_purged_after_a_week(traced: World) -> None:
    traced.log_in(traced.browser())
    traced.clock.advance(8 * 24 * 3600)
    with traced.database.transaction() as conn:
        provider.purge(conn, now=traced.clock())
    assert _logins(traced) == []


def test_a_trace_that_cannot_be_kept_spoils_no_login(traced: World) -> None:
    with traced.database.transaction() as conn:
        conn.execute("ALTER TABLE provider.traces RENAME TO traces_away")
    try:
        assert traced.tokens(traced.log_in(traced.browser()))["access_token"]
    finally:
        with traced.database.transaction() as conn:
            conn.execute("ALTER TABLE provider.traces_away RENAME TO traces")
