"""The exchange tells the portal, server to server, that a session is over (OpenID Connect Back-Channel Logout 1.0); negative test 45."""

from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from ansinh import oidc
from ansinh.kit import errors
from tests.identity.standin import ISSUER, a_person
from tests.portal.conftest import Rig


def logged_in(rig: Rig, subject: str = "person-1") -> TestClient:
    """A browser in which that person has logged in; the exchange calls its session sid-1."""
    browser = rig.browser()
    address = browser.get("/login").headers["location"]
    browser.get(f"/login/callback?{rig.standin.log_in(address, a_person(subject=subject))}")
    assert browser.get("/record").status_code == 200
    return browser


def tell(rig: Rig, *, typ: str = "logout+jwt", **changes: Any) -> httpx2.Response:
    usual = oidc.logout_claims(issuer=ISSUER, client_id="vss-portal", subject="person-1", sid="sid-1", jti="an-id", now=rig.now)
    claims = {name: value for name, value in {**usual, **changes}.items() if value is not None}
    return rig.browser().post("/sign-out/told", data={"logout_token": rig.standin.key.sign(claims, typ=typ)})


def is_in(browser: TestClient) -> bool:
    return browser.get("/record").status_code == 200


def test_45_a_session_the_exchange_ended_is_over_here_and_the_citizen_may_read_why(rig: Rig) -> None:
    browser = logged_in(rig)
    assert tell(rig).status_code == 200
    assert not is_in(browser)
    with rig.database.transaction() as conn:
        rows = conn.execute("SELECT detail FROM audit.events WHERE kind = 'session.ended'").fetchall()
    assert [row[0]["reason"] for row in rows] == ["signed_out_elsewhere"]


@pytest.mark.parametrize("changes", [{"sid": "sid-2"}, {"sub": "person-2"}])
def test_45_another_session_or_another_person_stays(rig: Rig, changes: dict[str, str]) -> None:
    browser = logged_in(rig)
    assert tell(rig, **changes).status_code == 200
    assert is_in(browser)


def test_45_without_a_session_every_one_of_the_person_ends(rig: Rig) -> None:
    browsers = [logged_in(rig), logged_in(rig)]
    assert tell(rig, sid=None).status_code == 200
    assert not any(is_in(browser) for browser in browsers)


def test_45_a_token_counts_once(rig: Rig) -> None:
    assert tell(rig).status_code == 200
    again = tell(rig)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_request")


@pytest.mark.parametrize(
    "forge",
    [{"typ": "JWT"}, {"nonce": "n"}, {"events": {}}, {"aud": "another"}, {"iss": "https://another.example"}, {"jti": None}, {"iat": 1}],
    ids=lambda forge: next(iter(forge)),
)
def test_45_a_token_that_breaks_a_rule_ends_nothing(rig: Rig, forge: dict[str, Any]) -> None:
    browser = logged_in(rig)
    assert tell(rig, **forge).status_code == 400
    assert is_in(browser)


@pytest.mark.parametrize("raw", ["", "x", "a.b.c"])
def test_45_whatever_else_is_sent_there_is_refused(rig: Rig, raw: str) -> None:
    assert rig.browser().post("/sign-out/told", data={"logout_token": raw}).status_code == 400


def test_while_the_exchange_cannot_be_asked_for_its_keys_it_is_told_to_come_again(rig: Rig) -> None:
    rig.standin.down = errors.CounterpartDown("unreachable", "gone")
    assert tell(rig).status_code == 503
