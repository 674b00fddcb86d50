"""Several providers: the person's choice, and a provider or a relying party that is switched off while a login is under way."""

from datetime import date

import httpx2
import pytest

from ansinh import audit, exchange, oidc, provider
from ansinh.kit import db
from tests.exchange.liar import MANNERS, Liar
from tests.exchange.world import (
    CALLBACK,
    EXCHANGE,
    ISSUER,
    LEVEL_2,
    PROVIDER,
    Browser,
    InProcess,
    World,
    authorization,
    hidden,
    police,
    query_of,
)

BANK = MANNERS["generic"].issuer
TODAY = date(2026, 3, 2)


class Town:
    """An exchange with the police's provider, open to all, and a bank's, open by rule alone."""

    def __init__(self, database: db.Database) -> None:
        self.bank = Liar(MANNERS["generic"])
        self.world = World(database)
        self.world.upstreams = [police(InProcess(self.world.provider, PROVIDER)), MANNERS["generic"].adapter(self.bank)]
        self.world.exchange = self.world.another_exchange()
        self.browser = self.new_browser()

    def new_browser(self) -> Browser:
        return Browser({EXCHANGE: self.world.exchange, PROVIDER: self.world.provider})

    def rule(self, code: str, effect: exchange.Effect, *, client: str | None = None, until: date | None = None) -> None:
        with self.world.database.transaction() as conn:
            exchange.rule_upstream(
                conn,
                code,
                effect,
                client_id=client,
                since=TODAY,
                until=until,
                by=audit.Actor("system", "command line"),
                now=self.world.clock(),
            )

    def open_the_bank(self) -> None:
        self.rule("BANK", exchange.Effect.ALLOW)

    def choose(self, page: httpx2.Response, code: str, **changes: str) -> httpx2.Response:
        return self.browser.post(f"{EXCHANGE}/oauth2/authorize/choose", hidden(page) | {"upstream": code} | changes)

    def at_the_bank(self, response: httpx2.Response) -> dict[str, str]:
        """The parameters the browser was sent to the bank with."""
        assert response.headers["location"].startswith(f"{BANK}/auth?"), response.headers.get("location", response.text)
        sent = query_of(response)
        self.bank.nonce = sent["nonce"]
        return sent

    def come_back(self, sent: dict[str, str], *, path: str = "/commonauth/BANK", issuer: str = BANK) -> httpx2.Response:
        params: dict[str, str | None] = {"code": "code-of-the-bank", "state": sent["state"], "iss": issuer}
        return self.browser.get(oidc.with_query(EXCHANGE + path, params))


@pytest.fixture
def town(database: db.Database) -> Town:
    return Town(database)


def test_where_one_provider_is_open_nobody_is_asked(town: Town) -> None:
    assert 'name="password"' in town.browser.get(authorization()).text
    assert "/oauth2/authorize/choose" not in "".join(town.browser.visited)


def test_where_several_are_open_the_person_chooses_and_comes_back_from_there(town: Town) -> None:
    town.open_the_bank()
    page = town.browser.get(authorization())
    assert page.status_code == 200
    assert [name in page.text for name in ("Tài khoản định danh điện tử (VNeID)", "Ngân hàng")] == [True, True]
    back = town.come_back(town.at_the_bank(town.choose(page, "BANK")))
    tokens = town.world.tokens(back)
    told = town.world.userinfo(tokens["access_token"]).json()
    assert (told["loginIdp"], told["acr"], told["SoDinhDanh"]) == ("BANK", "urn:ansinh:acr:2.1", "001190000001")


def test_the_choice_of_the_police_leads_to_the_police(town: Town) -> None:
    town.open_the_bank()
    page = town.choose(town.browser.get(authorization()), "BCA")
    back = town.world.submit(town.browser, page, LEVEL_2)
    assert town.world.userinfo(town.world.tokens(back)["access_token"]).json()["loginIdp"] == "BCA"


def test_the_page_is_in_the_language_that_was_asked_for(town: Town) -> None:
    town.open_the_bank()
    page = town.browser.get(authorization(ui_locales="en"))
    assert "How do you want to log in?" in page.text
    assert "Electronic identity account (VNeID)" in page.text


def test_a_hint_leads_straight_to_the_provider_it_names_if_that_is_open(town: Town) -> None:
    assert 'name="password"' in town.browser.get(authorization(fidp="BANK")).text
    town.open_the_bank()
    town.at_the_bank(town.browser.get(authorization(fidp="BANK")))


def test_a_provider_that_cannot_reach_the_level_is_not_offered(town: Town) -> None:
    town.open_the_bank()
    page = town.browser.get(authorization(acr_values="urn:ansinh:acr:2.2"))
    assert 'name="password"' in page.text


def test_where_no_open_provider_reaches_the_level_nobody_logs_in_for_nothing(town: Town) -> None:
    town.open_the_bank()
    town.rule("BCA", exchange.Effect.DENY, client="vss-portal")
    refused = town.browser.get(authorization(acr_values="urn:ansinh:acr:2.2"))
    assert query_of(refused)["error"] == "unmet_authentication_requirements"


def test_without_a_page_no_choice_is_shown(town: Town) -> None:
    town.open_the_bank()
    assert query_of(town.browser.get(authorization(prompt="none")))["error"] == "login_required"


def test_a_choice_counts_once_and_in_its_own_browser(town: Town) -> None:
    """Negative test 14: a form of another browser is refused."""
    town.open_the_bank()
    page = town.browser.get(authorization())
    mine, town.browser = town.browser, town.new_browser()
    assert town.choose(page, "BANK").status_code == 400
    town.browser = mine
    assert town.choose(page, "BANK", csrf="0" * 64).status_code == 400
    town.at_the_bank(town.choose(page, "BANK"))
    assert town.choose(page, "BANK").status_code == 400


def test_a_choice_of_a_provider_that_is_not_open_leads_back_with_an_error(town: Town) -> None:
    town.open_the_bank()
    page = town.browser.get(authorization())
    town.rule("BANK", exchange.Effect.DENY)
    assert query_of(town.choose(page, "BANK"))["error"] == "access_denied"
    assert town.bank.asked == []


def test_30_an_answer_of_one_provider_at_the_address_of_another_opens_no_session(town: Town) -> None:
    """Negative test 30: one redirect address per provider, though state and browser are right."""
    town.open_the_bank()
    sent = town.at_the_bank(town.browser.get(authorization(fidp="BANK")))
    for issuer in (BANK, ISSUER):
        refused = town.come_back(sent, path="/commonauth", issuer=issuer)
        assert refused.status_code == 400 or query_of(refused)["error"] == "server_error"
    assert town.world.refused_because() == "callback_address"
    assert (town.world.count("exchange.sessions"), town.bank.forms) == (0, [])


def test_30_a_code_of_the_bank_never_reaches_the_police(town: Town) -> None:
    """Negative test 30: a login begun at the police, answered at the bank's address with the bank's name."""
    town.open_the_bank()
    town.browser.clients.pop(PROVIDER)
    sent = query_of(town.browser.get(authorization(fidp="BCA")))
    refused = town.come_back(sent)
    assert query_of(refused)["error"] == "server_error"
    assert town.bank.forms == []


@pytest.mark.parametrize(
    ("effect", "client"),
    [
        (exchange.Effect.DISABLE, None),
        (exchange.Effect.DENY, None),
        (exchange.Effect.DENY, "vss-portal"),
    ],
)
def test_38_a_provider_that_is_switched_off_during_the_login_ends_it_with_an_error(
    town: Town, effect: exchange.Effect, client: str | None
) -> None:
    """Negative test 38."""
    town.open_the_bank()
    sent = town.at_the_bank(town.browser.get(authorization(fidp="BANK")))
    town.rule("BANK", effect, client=client)
    refused = town.come_back(sent)
    assert refused.headers["location"].startswith(CALLBACK)
    assert query_of(refused)["error"] == "access_denied"
    assert town.world.refused_because() == "upstream_not_permitted"
    assert (town.world.count("exchange.sessions"), town.world.count("provider.codes"), town.bank.forms) == (0, 0, [])


def test_38_a_provider_that_is_switched_off_while_it_is_asked_gives_no_code(town: Town) -> None:
    """Negative test 38: between the last question to the provider and the answer to the relying party."""
    town.open_the_bank()
    sent = town.at_the_bank(town.browser.get(authorization(fidp="BANK")))
    town.bank.when_asked = lambda: town.rule("BANK", exchange.Effect.DISABLE)
    assert query_of(town.come_back(sent))["error"] == "access_denied"
    assert (len(town.bank.forms), town.world.count("exchange.sessions"), town.world.count("provider.codes")) == (1, 0, 0)


def test_38_a_relying_party_that_is_blocked_during_the_choice_gets_nothing(town: Town) -> None:
    """Negative test 38."""
    town.open_the_bank()
    page = town.browser.get(authorization())
    with town.world.database.transaction() as conn:
        provider.block_client(conn, EXCHANGE, "vss-portal", now=town.world.clock())
    assert (town.choose(page, "BANK").status_code, town.world.count("exchange.logins")) == (400, 0)


def test_a_rule_is_over_after_its_last_day_in_viet_nam(town: Town) -> None:
    town.rule("BANK", exchange.Effect.ALLOW, until=TODAY)
    town.at_the_bank(town.browser.get(authorization(fidp="BANK")))
    town.world.clock.advance(9 * 3600)  # 15:00 in Viet Nam, and midnight has come
    assert 'name="password"' in town.browser.get(authorization(fidp="BANK")).text


def test_a_session_of_a_provider_that_this_relying_party_may_not_use_answers_nothing(town: Town) -> None:
    town.open_the_bank()
    town.come_back(town.at_the_bank(town.browser.get(authorization(fidp="BANK"))))
    at_once = town.browser.get(authorization())
    assert "code" in query_of(at_once)
    town.rule("BANK", exchange.Effect.DENY, client="vss-portal")
    assert 'name="password"' in town.browser.get(authorization()).text
    assert query_of(town.browser.get(authorization(prompt="none")))["error"] == "login_required"


def test_who_is_logged_in_at_the_bank_is_sent_there_again_and_asked_anew_only_if_they_want(town: Town) -> None:
    town.open_the_bank()
    town.come_back(town.at_the_bank(town.browser.get(authorization(fidp="BANK"))))
    town.at_the_bank(town.browser.get(authorization(prompt="login")))
    assert "Ngân hàng" in town.browser.get(authorization(prompt="select_account")).text


def test_ending_the_sessions_of_a_provider_voids_their_tokens_and_leaves_others(town: Town) -> None:
    town.open_the_bank()
    from_bank = town.world.tokens(town.come_back(town.at_the_bank(town.browser.get(authorization(fidp="BANK")))))
    other = town.new_browser()
    from_police = town.world.tokens(town.world.submit(other, other.get(authorization(fidp="BCA")), LEVEL_2))
    with town.world.database.transaction() as conn:
        assert exchange.end_sessions_of(conn, BANK, now=town.world.clock()) == 1
    assert town.world.userinfo(from_bank["access_token"]).status_code == 401
    assert town.world.userinfo(from_police["access_token"]).status_code == 200


def test_a_session_of_a_provider_that_is_no_longer_configured_is_nobodys(town: Town) -> None:
    town.open_the_bank()
    tokens = town.world.tokens(town.come_back(town.at_the_bank(town.browser.get(authorization(fidp="BANK")))))
    town.world.upstreams = town.world.upstreams[:1]
    town.world.exchange = town.world.another_exchange()
    town.browser.move(EXCHANGE, town.world.exchange)
    assert town.world.userinfo(tokens["access_token"]).status_code == 401
    assert 'name="password"' in town.browser.get(authorization()).text


def test_signing_out_goes_to_the_provider_the_person_came_from(town: Town) -> None:
    town.open_the_bank()
    tokens = town.world.tokens(town.come_back(town.at_the_bank(town.browser.get(authorization(fidp="BANK")))))
    gone = town.browser.get(oidc.with_query(f"{EXCHANGE}/oidc/logout", {"id_token_hint": tokens["id_token"]}))
    assert gone.headers["location"].startswith(f"{BANK}/logout?id_token_hint=")
    assert town.world.count("exchange.sessions") == 0


def test_the_same_number_from_two_providers_is_two_people(town: Town) -> None:
    """Negative test 41: nobody is recognised by a number."""
    town.open_the_bank()
    from_bank = town.world.tokens(town.come_back(town.at_the_bank(town.browser.get(authorization(fidp="BANK")))))
    other = town.new_browser()
    from_police = town.world.tokens(town.world.submit(other, other.get(authorization(fidp="BCA")), LEVEL_2))
    subjects = {town.world.userinfo(each["access_token"]).json()["sub"] for each in (from_bank, from_police)}
    assert len(subjects) == 2


def test_a_person_without_a_citizen_number_is_refused_and_the_relying_party_learns_why(town: Town) -> None:
    town.open_the_bank()
    town.bank.userinfo = {"national_id": None}
    refused = query_of(town.come_back(town.at_the_bank(town.browser.get(authorization(fidp="BANK")))))
    assert (refused["error"], "national_id is missing" in refused["error_description"]) == ("server_error", True)
    assert town.world.count("exchange.sessions") == 0


def test_making_a_rule_is_recorded(town: Town) -> None:
    town.rule("BANK", exchange.Effect.ALLOW, client="vss-portal", until=date(2026, 12, 31))
    with town.world.database.transaction() as conn:
        row = conn.execute("SELECT detail FROM audit.events WHERE kind = 'exchange.upstream_ruled' ORDER BY seq DESC LIMIT 1").fetchone()
    assert row is not None
    assert row[0] == {"client": "vss-portal", "effect": "allow", "provider": "BANK", "since": "2026-03-02", "until": "2026-12-31"}
