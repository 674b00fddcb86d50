"""The provider's login page: who gets in, who does not, and what each is told."""

import re
from dataclasses import replace

import pytest

from ansinh import oidc
from ansinh.sandbox import eid
from tests.exchange.world import (
    CALLBACK,
    EXCHANGE,
    ISSUER,
    LEVEL_1,
    LEVEL_2,
    LOCKED,
    PROVIDER,
    Browser,
    World,
    authorization,
    hidden,
    provider_authorization,
    provider_tokens,
    query_of,
)


def test_the_page_says_plainly_that_it_is_a_sandbox(world: World) -> None:
    page = world.browser().get(authorization())
    assert page.status_code == 200
    assert "Sandbox" in page.text
    assert "không phải VNeID" in page.text


def test_the_page_has_the_fields_a_person_fills_in_and_labels_for_each(world: World) -> None:
    page = world.browser().get(authorization()).text
    for field in ("username", "password", "code"):
        assert f'name="{field}"' in page
        assert f'<label for="{field}">' in page


def test_14_the_page_may_not_be_framed_runs_no_script_but_our_files_and_is_not_kept(world: World) -> None:
    headers = world.browser().get(authorization()).headers
    policy = headers["content-security-policy"]
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert headers["cache-control"] == "no-store"


def test_a_wrong_password_a_wrong_code_and_an_unknown_account_get_the_same_page(world: World) -> None:
    unknown = eid.Account(
        username="001190000099",
        password="whatever",
        citizen_number=LEVEL_2.citizen_number,
        full_name=LEVEL_2.full_name,
        birth_date=LEVEL_2.birth_date,
        sex=LEVEL_2.sex,
        account_level=2,
    )
    texts = set()
    for account, password, code in ((LEVEL_2, "wrong", None), (unknown, None, None), (LEVEL_2, None, "000000")):
        browser = world.browser()
        page = world.submit(browser, browser.get(authorization()), account, password=password, code=code)
        assert page.status_code == 422
        texts.add(re.sub(r'value="[^"]*"|login=[\w-]+|"typed">[^<]*', "", page.text))
    assert len(texts) == 1


def test_after_a_wrong_try_the_page_keeps_the_name_and_not_the_password(world: World) -> None:
    browser = world.browser()
    page = world.submit(browser, browser.get(authorization()), LEVEL_2, password="a-wrong-password")
    assert f'value="{LEVEL_2.username}"' in page.text
    assert "a-wrong-password" not in page.text
    assert world.submit(browser, page, LEVEL_2).headers["location"].startswith(CALLBACK)


def test_what_was_typed_is_shown_escaped(world: World) -> None:
    browser = world.browser()
    form = hidden(browser.get(authorization())) | {"username": '"><script>alert(1)</script>', "password": "x"}
    page = browser.post(f"{ISSUER}/login-actions/authenticate", form)
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"username": "x"},
        {"username": "x", "password": "y", "code": "z" * 5000},
        {"username": "x" * 5000, "password": "y"},
        {"username": "đ" * 100, "password": "😀" * 100},
    ],
)
def test_a_form_filled_in_oddly_is_a_wrong_try_and_no_error(world: World, form: dict[str, str]) -> None:
    browser = world.browser()
    page = browser.post(f"{ISSUER}/login-actions/authenticate", hidden(browser.get(authorization())) | form)
    assert page.status_code == 422


def _at_the_provider(world: World, browser: Browser) -> dict[str, str]:
    """A login of the exchange's client as far as its tokens."""
    page = browser.clients[PROVIDER].get(provider_authorization())
    form = hidden(page) | {"username": LEVEL_2.username, "password": LEVEL_2.password}
    code = query_of(browser.clients[PROVIDER].post(f"{ISSUER}/login-actions/authenticate", data=form))["code"]
    return provider_tokens(world, code)


@pytest.mark.parametrize("changes", [{"csrf": "guess"}, {"csrf": ""}, {"login": "guess"}, {"login": ""}])
def test_14_a_form_that_is_not_ours_logs_nobody_in(world: World, changes: dict[str, str]) -> None:
    browser = world.browser()
    form = hidden(browser.get(authorization())) | {"username": LEVEL_2.username, "password": LEVEL_2.password} | changes
    assert browser.post(f"{ISSUER}/login-actions/authenticate", form).status_code == 400
    assert world.count("sandbox_eid.sessions") == 0


def test_14_a_form_of_another_browser_logs_nobody_in(world: World) -> None:
    attacker, victim = world.browser(), world.browser()
    form = hidden(attacker.get(authorization())) | {"username": LEVEL_1.username, "password": LEVEL_1.password}
    victim.get(authorization())
    assert victim.post(f"{ISSUER}/login-actions/authenticate", form).status_code == 400
    assert world.count("sandbox_eid.sessions") == 0


def test_a_login_page_works_once(world: World) -> None:
    browser = world.browser()
    form = hidden(browser.get(authorization())) | {"username": LEVEL_2.username, "password": LEVEL_2.password}
    post = browser.clients[PROVIDER].post
    assert [post(f"{ISSUER}/login-actions/authenticate", data=form).status_code for _ in range(2)] == [303, 400]


def test_a_login_page_left_open_for_ten_minutes_is_over(world: World) -> None:
    browser = world.browser()
    page = browser.get(authorization())
    world.clock.advance(600)
    assert world.submit(browser, page, LEVEL_2).status_code == 400


def test_two_login_pages_in_one_browser_both_work(world: World) -> None:
    browser = world.browser()
    first, second = browser.get(authorization()), browser.get(authorization(state="second-tab"))
    assert query_of(world.submit(browser, first, LEVEL_2))["state"] == "state-of-this-browser"
    assert query_of(world.submit(browser, second, LEVEL_2))["state"] == "second-tab"


def test_cancelling_tells_the_portal_that_access_was_denied(world: World) -> None:
    browser = world.browser()
    page = browser.get(authorization())
    link = re.search(r'href="([^"]+/cancel\?login=[^"]+)"', page.text)
    assert link is not None
    back = browser.get(f"{PROVIDER}{link[1]}")
    assert back.headers["location"].startswith(CALLBACK)
    assert query_of(back)["error"] == "access_denied"
    assert browser.get(f"{PROVIDER}{link[1]}").status_code == 400


@pytest.mark.parametrize(
    ("state", "words"),
    [(eid.AccountState.LOCKED, "đang bị khóa"), (eid.AccountState.DECEASED, "đã đóng"), (eid.AccountState.CANCELLED, "đã bị hủy")],
)
def test_an_account_that_is_not_active_gets_in_with_no_password(world: World, state: eid.AccountState, words: str) -> None:
    with world.database.transaction() as conn:
        eid.change_state(conn, LEVEL_2.username, state, now=world.clock())
    browser = world.browser()
    page = world.submit(browser, browser.get(authorization()), LEVEL_2)
    assert page.status_code == 422
    assert words in page.text
    assert world.count("sandbox_eid.sessions") == 0


def test_the_state_of_an_account_is_told_only_to_who_knows_its_password(world: World) -> None:
    browser = world.browser()
    page = world.submit(browser, browser.get(authorization()), LOCKED, password="wrong")
    assert "đang bị khóa" not in page.text


def test_43_locking_an_account_ends_its_sessions_codes_and_tokens(world: World) -> None:
    browser = world.browser()
    world.log_in(browser)
    with world.database.transaction() as conn:
        eid.change_state(conn, LEVEL_2.username, eid.AccountState.LOCKED, now=world.clock())
    assert world.count("sandbox_eid.sessions") == 0
    assert world.count("provider.tokens") == 0
    assert browser.get(authorization(prompt="login")).status_code == 200


def test_43_an_account_opened_again_as_locked_is_logged_out_too(world: World) -> None:
    browser = world.browser()
    tokens = _at_the_provider(world, browser)
    with world.database.transaction() as conn:
        eid.open_accounts(conn, [replace(LEVEL_2, state=eid.AccountState.LOCKED)])
    header = {"authorization": f"Bearer {tokens['access_token']}"}
    assert browser.clients[PROVIDER].get(f"{ISSUER}/protocol/openid-connect/userinfo", headers=header).status_code == 401
    assert "error" in query_of(browser.clients[PROVIDER].get(provider_authorization(prompt="none")))


def test_01_02_a_doubtful_client_or_address_gets_a_page_and_no_redirect(world: World) -> None:
    endpoint = f"{ISSUER}/protocol/openid-connect/auth"
    for params in (
        {"client_id": "unknown", "redirect_uri": f"{EXCHANGE}/commonauth"},
        {"client_id": "identity-exchange", "redirect_uri": "https://evil.example/"},
    ):
        page = world.browser().get(oidc.with_query(endpoint, dict(params)))
        assert page.status_code == 400
        assert "location" not in page.headers


def test_the_page_is_english_where_that_is_asked_for(world: World) -> None:
    assert "Log in with your electronic identity account" in world.browser().get(authorization(ui_locales="en-GB")).text
    browser = world.browser()
    browser.clients[PROVIDER].headers["accept-language"] = "en-GB,en;q=0.9,vi;q=0.8"
    assert 'lang="en"' in browser.get(authorization()).text
