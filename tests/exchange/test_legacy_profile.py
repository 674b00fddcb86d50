"""The legacy profile: what today's relying parties of the national exchange send, and no more trust than that deserves."""

import pytest

from ansinh import oidc, provider
from tests.exchange.world import EXCHANGE, LEVEL_1, LEVEL_2, World, query_of, token_request

SECRET = "a-secret-of-an-old-portal-of-random-characters"
CALLBACK = "https://old-portal.example/home/XacthucDVC"
OLD = oidc.Client(
    client_id="old-portal",
    name="Cổng cũ",
    profile=oidc.LEGACY,
    token_endpoint_auth_method="client_secret_post",
    redirect_uris=(CALLBACK,),
    claims=("SoDinhDanh", "HoVaTen", "TechID"),
)


@pytest.fixture
def old(world: World) -> World:
    with world.database.transaction() as conn:
        provider.register_client(conn, EXCHANGE, OLD, secret=SECRET, now=world.clock())
    return world


def request(**changes: str | None) -> str:
    """As in public code: no state, no nonce, no code_challenge."""
    params = {"response_type": "code", "client_id": "old-portal", "redirect_uri": CALLBACK, "scope": "openid", "acr_values": "LoA1"}
    return oidc.with_query(f"{EXCHANGE}/oauth2/authorize", {**params, **changes})


def redeem(world: World, code: str, **changes: str | None) -> dict[str, object]:
    form = {"code": code, "redirect_uri": CALLBACK, "code_verifier": None, "client_id": "old-portal", "client_secret": SECRET}
    return dict(token_request(world.exchange, changes={**form, **changes}, auth=None).json())


def test_an_old_portal_logs_a_citizen_in_with_what_it_sends_today(old: World) -> None:
    browser = old.browser()
    back = old.submit(browser, browser.get(request()), LEVEL_2)
    assert back.headers["location"].startswith(CALLBACK)
    assert "state" not in query_of(back)
    tokens = redeem(old, query_of(back)["code"])
    assert tokens["token_type"] == "Bearer"
    person = old.userinfo(str(tokens["access_token"])).json()
    assert (person["SoDinhDanh"], set(person)) == (
        LEVEL_2.citizen_number.value,
        {"sub", "acr", "amr", "auth_time", "SoDinhDanh", "HoVaTen", "TechID"},
    )


def test_an_account_of_level_1_never_passes_for_level_2(old: World) -> None:
    browser = old.browser()
    back = old.submit(browser, browser.get(request(acr_values="LoA2")), LEVEL_1)
    assert query_of(back)["error"] == "unmet_authentication_requirements"


def test_19_a_verifier_where_no_challenge_was_is_refused(old: World) -> None:
    browser = old.browser()
    code = query_of(old.submit(browser, browser.get(request()), LEVEL_2))["code"]
    assert redeem(old, code, code_verifier="a-verifier-of-at-least-forty-three-characters-long")["error"] == "invalid_grant"


def test_4_a_challenge_that_is_sent_must_be_a_good_one(old: World) -> None:
    for changes in ({"code_challenge": "x" * 43}, {"code_challenge_method": "plain", "code_challenge": "x" * 43}):
        assert query_of(old.browser().get(request(**changes)))["error"] == "invalid_request"


def test_no_client_of_another_profile_may_leave_the_challenge_out(world: World) -> None:
    without = {"client_id": "vss-portal", "redirect_uri": "http://127.0.0.1:8000/login/callback"}
    assert query_of(world.browser().get(request(**without)))["error"] == "invalid_request"
