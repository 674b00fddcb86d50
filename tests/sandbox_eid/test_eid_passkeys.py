"""Passkeys at the provider's pages, with a software authenticator. 48: everything that must not open an account."""

import html
import json
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from threading import Barrier
from typing import Any

import httpx2
import pytest
from starlette.types import ASGIApp

from ansinh import oidc
from ansinh import provider as openid
from ansinh.kit import db
from ansinh.sandbox import eid
from tests.exchange.world import (
    EXCHANGE,
    LEVEL_1,
    LEVEL_2,
    PROVIDER_KEY,
    UPSTREAM_CLIENT,
    UPSTREAM_SECRET,
    VERIFIER,
    Browser,
    StoppedClock,
    World,
    hidden,
    query_of,
)
from tests.sandbox_eid import handset
from tests.sandbox_eid.authenticator import PRESENT, Authenticator, text

ORIGIN = "http://localhost:8002"
REALM = ORIGIN + eid.REALM
APP, ACTIONS = f"{REALM}/app", f"{REALM}/login-actions"
AT_2 = "urn:ansinh:acr:2.2"


@dataclass(slots=True)
class Named:
    """The provider at a host name, where browsers do passkeys."""

    database: db.Database
    clock: StoppedClock = field(default_factory=StoppedClock)
    app: ASGIApp = field(init=False)

    def __post_init__(self) -> None:
        self.app = eid.build_app(database=self.database, base_url=ORIGIN, signing_keys=[PROVIDER_KEY], now=self.clock)
        with self.database.transaction() as conn:
            openid.register_client(conn, REALM, UPSTREAM_CLIENT, secret=UPSTREAM_SECRET, now=self.clock())
            eid.open_accounts(conn, [LEVEL_2, LEVEL_1])

    def browser(self) -> Browser:
        return Browser({ORIGIN: self.app})

    def begun(self, browser: Browser, **more: str) -> httpx2.Response:
        request = {
            "response_type": "code",
            "client_id": UPSTREAM_CLIENT.client_id,
            "redirect_uri": f"{EXCHANGE}/commonauth",
            "scope": "openid",
            "code_challenge": oidc.challenge_of(VERIFIER),
            "code_challenge_method": "S256",
            **more,
        }
        return browser.get(oidc.with_query(f"{REALM}/protocol/openid-connect/auth", dict(request)))

    def app_of(self, account: eid.Account) -> Browser:
        """The account's app, opened."""
        browser = self.browser()
        form = hidden(browser.get(APP)) | {"username": account.username, "password": account.password}
        browser.post(f"{APP}/unlock", form)
        return browser

    def begin(self, app: Browser, account: eid.Account, *, name: str = "Điện thoại", password: str | None = None) -> httpx2.Response:
        """The page that makes a passkey, or the list with what was wrong."""
        form = {"csrf": hidden(app.get(f"{APP}/passkeys"))["csrf"], "name": name, "password": password or account.password}
        return app.post(f"{APP}/passkeys/new", form)

    def registered(self, account: eid.Account, key: Authenticator | None = None, **lies: Any) -> Authenticator:
        """An authenticator with a passkey of this account; refused where `lies` are found out."""
        key = key or Authenticator(ORIGIN, "localhost")
        app = self.app_of(account)
        page = self.begin(app, account)
        app.post(f"{APP}/passkeys/made", made_with(page, key, **lies))
        return key

    def kept(self, column: str) -> list[Any]:
        with self.database.transaction() as conn:
            return [row[0] for row in conn.execute(f"SELECT {column} FROM sandbox_eid.passkeys ORDER BY made_at").fetchall()]  # noqa: S608

    def count(self, table: str) -> int:
        with self.database.transaction() as conn:
            row = conn.execute(f"SELECT count(*) FROM sandbox_eid.{table}").fetchone()  # noqa: S608
            assert row is not None
            return int(row[0])


@pytest.fixture
def named(database: db.Database) -> Named:
    return Named(database)


def options_on(page: httpx2.Response) -> dict[str, Any]:
    """What the page hands to its script."""
    found = re.search(r'data-options="([^"]*)"', page.text)
    assert found is not None, page.text
    return dict(json.loads(html.unescape(found[1])))


def made_with(page: httpx2.Response, key: Authenticator, **lies: Any) -> dict[str, str]:
    return {"csrf": hidden(page)["csrf"], "credential": key.make(options_on(page), **lies)}


def asked(browser: Browser, page: httpx2.Response) -> dict[str, Any]:
    """What the script fetches for this login."""
    fields = hidden(page)
    answer = browser.post(f"{ACTIONS}/passkey/challenge", {"login": fields["login"], "csrf": fields["csrf"]})
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def give(browser: Browser, page: httpx2.Response, credential: str) -> httpx2.Response:
    fields = hidden(page)
    return browser.post(f"{ACTIONS}/passkey", {"login": fields["login"], "csrf": fields["csrf"], "credential": credential})


def told(named: Named, back: httpx2.Response) -> tuple[str, tuple[str, ...]]:
    """Level and methods the client of a finished login is told."""
    form = oidc.token_form(query_of(back)["code"], redirect_uri=f"{EXCHANGE}/commonauth", verifier=VERIFIER)
    answer = (
        named.browser()
        .clients[ORIGIN]
        .post(f"{REALM}/protocol/openid-connect/token", data=form, auth=(UPSTREAM_CLIENT.client_id, UPSTREAM_SECRET))
    )
    claims = oidc.read_signed(answer.json()["id_token"], oidc.own_keys([oidc.SigningKey(PROVIDER_KEY)])).claims
    return claims["acr"], tuple(claims["amr"])


def test_a_person_logs_in_without_a_name_and_reaches_two_factors_by_one_passkey(named: Named) -> None:
    key, browser = named.registered(LEVEL_2), named.browser()
    page = named.begun(browser, acr_values=AT_2)
    options = asked(browser, page)
    assert options["allowCredentials"] == []
    assert told(named, give(browser, page, key.use(options))) == (AT_2, ("swk", "user", "mfa"))


def test_after_a_password_it_is_one_more_step_and_only_the_own_passkeys_are_asked_for(named: Named) -> None:
    key, browser = named.registered(LEVEL_2), named.browser()
    page = named.begun(browser, acr_values=AT_2)
    login = hidden(page) | {"username": LEVEL_2.username, "password": LEVEL_2.password}
    step = browser.post(f"{ACTIONS}/authenticate", login)
    assert "Khóa truy cập" in step.text
    options = asked(browser, step)
    assert [each["id"] for each in options["allowCredentials"]] == [text(key.credential_id)]
    assert told(named, give(browser, step, key.use(options)))[0] == AT_2


@pytest.mark.parametrize(
    "lies",
    [
        pytest.param({"origin": "http://localhost.evil.test:8002"}, id="origin"),
        pytest.param({"origin": "http://localhost:8001"}, id="origin_of_another_port"),
        pytest.param({"rp_id": "evil.test"}, id="rp_id"),
        pytest.param({"challenge": text(b"x" * 32)}, id="challenge"),
        pytest.param({"flags": PRESENT}, id="user_not_verified"),
        pytest.param({"user_handle": b"somebody-else-16"}, id="user_handle_of_another"),
    ],
)
def test_48_a_login_with_a_wrong_answer_is_refused(named: Named, lies: dict[str, Any]) -> None:
    key, browser = named.registered(LEVEL_2), named.browser()
    page = named.begun(browser)
    refused = give(browser, page, key.use(asked(browser, page), **lies))
    assert refused.status_code == 422
    assert "không được chấp nhận" in refused.text
    assert named.count("sessions") == 0


@pytest.mark.parametrize(
    "lies", [{"origin": "http://evil.test"}, {"rp_id": "evil.test"}, {"challenge": text(b"x" * 32)}, {"flags": PRESENT}, {"fmt": "tpm"}]
)
def test_48_a_passkey_with_a_wrong_answer_is_not_kept(named: Named, lies: dict[str, Any]) -> None:
    named.registered(LEVEL_2, **lies)
    assert named.count("passkeys") == 0


def test_48_a_counter_that_goes_back_refuses_the_copy_and_sets_the_passkey_aside_for_good(named: Named) -> None:
    key, browser = named.registered(LEVEL_2), named.browser()
    page = named.begun(browser)
    assert "code" in query_of(give(browser, page, key.use(asked(browser, page))))
    key.sign_count -= 1  # a copy that was made before
    page = named.begun(browser, prompt="login")
    refused = give(browser, page, key.use(asked(browser, page)))
    assert refused.status_code == 422
    assert "đã bị sao chép" in refused.text
    key.sign_count += 10
    page = named.begun(browser, prompt="login")
    assert give(browser, page, key.use(asked(browser, page))).status_code == 422  # nobody knows which of the two is the owner's
    assert "đã bị ngừng" in named.app_of(LEVEL_2).get(f"{APP}/passkeys").text


def test_48_a_forged_signature_with_a_low_counter_does_not_take_the_owners_passkey_away(named: Named) -> None:
    key, browser = named.registered(LEVEL_2), named.browser()
    page = named.begun(browser)
    give(browser, page, key.use(asked(browser, page)))
    forger = Authenticator(ORIGIN, "localhost", key.credential_id, key.user_handle, sign_count=-1)
    page = named.begun(browser, prompt="login")
    assert give(browser, page, forger.use(asked(browser, page))).status_code == 422
    assert named.kept("set_aside_at") == [None]


def test_48_the_passkey_of_another_person_is_no_second_factor(named: Named) -> None:
    other, browser = named.registered(LEVEL_1), named.browser()
    named.registered(LEVEL_2, Authenticator(ORIGIN, "localhost", b"the-own-passkey"))
    page = named.begun(browser, acr_values=AT_2)
    step = browser.post(f"{ACTIONS}/authenticate", hidden(page) | {"username": LEVEL_2.username, "password": LEVEL_2.password})
    refused = give(browser, step, other.use(asked(browser, step)))
    assert refused.status_code == 422
    assert "tài khoản khác" in refused.text
    assert (named.count("sessions"), named.kept("last_used_at")) == (0, [None, None])


def test_48_a_challenge_is_used_once_whatever_the_answer_was(named: Named) -> None:
    key, browser = named.registered(LEVEL_2), named.browser()
    page = named.begun(browser)
    options = asked(browser, page)
    assert give(browser, page, key.use(options, flags=PRESENT)).status_code == 422
    late = give(browser, page, key.use(options))
    assert late.status_code == 422
    assert "hai phút" in late.text


def test_48_an_answer_that_logged_in_is_worth_nothing_a_second_time_or_in_another_browser(named: Named) -> None:
    key, browser, thief = named.registered(LEVEL_2), named.browser(), named.browser()
    page = named.begun(browser)
    credential = key.use(asked(browser, page))
    assert "code" in query_of(give(browser, page, credential))
    assert give(browser, page, credential).status_code == 400  # this login is over
    own = named.begun(thief)
    asked(thief, own)
    assert give(thief, own, credential).status_code == 422


def test_48_a_challenge_of_one_login_is_not_asked_for_or_answered_in_another_browser(named: Named) -> None:
    key, browser, thief = named.registered(LEVEL_2), named.browser(), named.browser()
    page = named.begun(browser)
    credential = key.use(asked(browser, page))
    own = hidden(named.begun(thief))
    assert thief.post(f"{ACTIONS}/passkey/challenge", own | {"login": hidden(page)["login"]}).status_code == 400
    assert thief.post(f"{ACTIONS}/passkey", own | {"login": hidden(page)["login"], "credential": credential}).status_code == 400


def test_48_a_challenge_lasts_two_minutes(named: Named) -> None:
    key, browser = named.registered(LEVEL_2), named.browser()
    page = named.begun(browser)
    credential = key.use(asked(browser, page))
    named.clock.advance(121)
    assert give(browser, page, credential).status_code == 422


def test_48_of_answers_that_arrive_at_once_one_logs_in(named: Named) -> None:
    key, browser = named.registered(LEVEL_2), named.browser()
    page = named.begun(browser)
    credential = key.use(asked(browser, page))
    start = Barrier(4)

    def answer(_each: int) -> int:
        start.wait()
        return give(browser, page, credential).status_code

    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(pool.map(answer, range(4)))
    assert statuses.count(303) == 1
    assert named.count("sessions") == 1


@pytest.mark.parametrize("state", [eid.AccountState.LOCKED, eid.AccountState.DECEASED])
def test_43_an_account_that_is_not_active_is_not_opened_by_its_passkey(named: Named, state: eid.AccountState) -> None:
    key, browser = named.registered(LEVEL_2), named.browser()
    with named.database.transaction() as conn:
        eid.change_state(conn, LEVEL_2.username, state, now=named.clock())
    page = named.begun(browser)
    assert give(browser, page, key.use(asked(browser, page))).status_code == 422
    assert named.count("sessions") == 0


@pytest.mark.parametrize("what", ["passkey", "passkey/challenge"])
def test_14_a_form_that_is_not_the_providers_own_does_nothing(named: Named, what: str) -> None:
    browser = named.browser()
    login = hidden(named.begun(browser))["login"]
    assert browser.post(f"{ACTIONS}/{what}", {"login": login, "csrf": "guess", "credential": "{}"}).status_code == 400


@pytest.mark.parametrize("what", ["new", "made", "remove"])
def test_14_neither_does_one_that_is_not_the_apps(named: Named, what: str) -> None:
    app = named.app_of(LEVEL_2)
    assert app.post(f"{APP}/passkeys/{what}", {"csrf": "guess", "name": "x", "password": LEVEL_2.password}).status_code == 400


def test_a_passkey_is_made_after_the_password_alone_and_wrong_ones_count(named: Named) -> None:
    app, before = named.app_of(LEVEL_2), named.count("passkey_challenges")
    statuses = [named.begin(app, LEVEL_2, password="guess").status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    assert named.begin(app, LEVEL_2).status_code == 429
    assert named.count("passkey_challenges") == before


def test_a_passkey_is_not_kept_for_the_app_of_somebody_else(named: Named) -> None:
    page = named.begin(named.app_of(LEVEL_2), LEVEL_2)
    other = named.app_of(LEVEL_1)
    key = Authenticator(ORIGIN, "localhost")
    form = made_with(page, key) | {"csrf": hidden(other.get(f"{APP}/passkeys"))["csrf"]}
    assert other.post(f"{APP}/passkeys/made", form).status_code == 422
    assert named.count("passkeys") == 0


def test_the_page_that_makes_a_passkey_is_good_once_and_for_two_minutes(named: Named) -> None:
    app = named.app_of(LEVEL_2)
    page = named.begin(app, LEVEL_2)
    form = made_with(page, Authenticator(ORIGIN, "localhost"))
    assert "Đã thêm" in app.post(f"{APP}/passkeys/made", form).text
    assert app.post(f"{APP}/passkeys/made", form).status_code == 422
    page = named.begin(app, LEVEL_2)
    named.clock.advance(121)
    assert app.post(f"{APP}/passkeys/made", made_with(page, Authenticator(ORIGIN, "localhost", b"another"))).status_code == 422
    assert named.count("passkeys") == 1


def test_a_credential_that_somebody_has_already_is_not_kept_for_another(named: Named) -> None:
    key = named.registered(LEVEL_2)
    named.registered(LEVEL_1, Authenticator(ORIGIN, "localhost", key.credential_id))
    assert named.kept("username") == [LEVEL_2.username]


def test_passkeys_are_listed_by_name_with_their_last_use_and_taken_away_by_their_owner_alone(named: Named) -> None:
    key, browser = named.registered(LEVEL_2), named.browser()
    page = named.begun(browser)
    give(browser, page, key.use(asked(browser, page)))
    mine, others = named.app_of(LEVEL_2), named.app_of(LEVEL_1)
    listed = mine.get(f"{APP}/passkeys")
    assert "Điện thoại" in listed.text
    assert listed.text.count("02/03/2026") == 2  # made and last used
    passkey = hidden(listed)["passkey"]
    theft = {"csrf": hidden(others.get(f"{APP}/passkeys"))["csrf"], "passkey": passkey}
    assert others.post(f"{APP}/passkeys/remove", theft).status_code == 422
    assert "Đã xóa" in mine.post(f"{APP}/passkeys/remove", {"csrf": hidden(listed)["csrf"], "passkey": passkey}).text
    page = named.begun(browser, prompt="login")
    assert give(browser, page, key.use(asked(browser, page))).status_code == 422


def test_a_name_is_shown_as_text(named: Named) -> None:
    app = named.app_of(LEVEL_2)
    page = named.begin(app, LEVEL_2, name="<script>alert(1)</script>")
    app.post(f"{APP}/passkeys/made", made_with(page, Authenticator(ORIGIN, "localhost")))
    assert "&lt;script&gt;alert(1)" in app.get(f"{APP}/passkeys").text


@pytest.mark.parametrize("name", ["", "   "])
def test_a_passkey_has_a_name(named: Named, name: str) -> None:
    assert named.begin(named.app_of(LEVEL_2), LEVEL_2, name=name).status_code == 422


def test_at_an_ip_number_no_passkeys_are_offered_and_the_pages_say_why(database: db.Database) -> None:
    world = World(database)
    page = handset.begun(handset.computer(world))
    assert "số IP" in page.text
    assert "data-passkey" not in page.text
    telephone = handset.handset(world)
    assert "số IP" in telephone.browser.get(f"{handset.APP}/passkeys").text
    assert telephone.post("passkeys/new", name="x", password=LEVEL_2.password).status_code == 400
