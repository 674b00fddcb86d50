"""The page that asks a person whether a relying party may be told about them, and what their answer is worth."""

import re
from datetime import timedelta

import pytest
import structlog

from ansinh import audit, exchange, provider
from ansinh.kit import clock
from tests.exchange.asking import CONSENT, agreed, asking, at_the_page, is_active, refresh, register, say, tokens, withdraw
from tests.exchange.world import EXCHANGE, LEVEL_1, LEVEL_2, World, authorization, hidden, query_of

OFFLINE = "openid offline_access"


@pytest.fixture(autouse=True)
def _bank(world: World) -> None:
    register(world)


def names_on(page: str) -> set[str]:
    return set(re.findall(r"<code>([^<]+)</code>", page))


def events(world: World, kind: str) -> list[dict[str, object]]:
    """The details of all such events of this test, oldest first; the log only grows, so those of a bank alone."""
    with world.database.transaction() as conn:
        rows = conn.execute(
            "SELECT detail FROM audit.events WHERE kind = %(kind)s AND detail ->> 'client' = 'bank' AND detail ->> 'person' IN"
            " (SELECT person_id::text FROM exchange.people) ORDER BY seq",
            {"kind": kind},
        ).fetchall()
    return [row[0] for row in rows]


def test_49_the_page_names_who_asks_what_for_and_for_how_long_with_the_values(world: World) -> None:
    page = at_the_page(world, world.browser()).text
    for said in ("Ngân hàng Thử", "Mở tài khoản", "30 ngày", "Trần Thị Thử", "02/05/1990", "00********01"):
        assert said in page
    assert LEVEL_2.username not in page


def test_49_the_page_names_exactly_the_claims_that_are_sent(world: World) -> None:
    for scope in ("openid", "openid profile"):
        browser = world.browser()
        page = at_the_page(world, browser, scope=scope, prompt="consent")
        told = world.userinfo(tokens(world, say(browser, page))["access_token"]).json()
        assert names_on(page.text) == set(told)
        assert ("name" in told) == (scope == "openid profile")


def test_06_claims_that_are_not_registered_are_neither_on_the_page_nor_sent(world: World) -> None:
    browser = world.browser()
    claims = '{"userinfo": {"GioiTinh": {"essential": true}, "HoVaTen": null, "TechID": null}}'
    page = at_the_page(world, browser, scope="openid profile email", claims=claims)
    told = world.userinfo(tokens(world, say(browser, page))["access_token"]).json()
    assert names_on(page.text) == set(told) == {"sub", "acr", "amr", "auth_time", "HoVaTen", "name"}


def test_06_a_claim_taken_from_the_registration_is_not_sent_though_the_person_agreed(world: World) -> None:
    access_token = agreed(world, world.browser())["access_token"]
    register(world, claims=("HoVaTen",))
    assert "SoDinhDanh" not in world.userinfo(access_token).json()


def test_27_a_claim_registered_later_is_not_sent_with_a_token_issued_before(world: World) -> None:
    access_token = agreed(world, world.browser())["access_token"]
    register(world, claims=("HoVaTen", "GioiTinh"))
    assert "GioiTinh" not in world.userinfo(access_token).json()


def test_who_agreed_is_not_asked_again_while_it_holds(world: World) -> None:
    browser = world.browser()
    agreed(world, browser)
    assert "code" in query_of(browser.get(asking()))
    world.clock.advance(timedelta(days=30).total_seconds() - 1)
    assert "code" in query_of(at_the_page(world, world.browser()))
    world.clock.advance(1)
    assert "Mở tài khoản" in at_the_page(world, world.browser()).text


def test_27_who_agreed_to_less_is_asked_again_for_more(world: World) -> None:
    browser = world.browser()
    agreed(world, browser, claims='{"userinfo": {"HoVaTen": null}}')
    assert query_of(browser.get(asking(claims='{"userinfo": {"HoVaTen": null}}')))["code"]
    page = browser.get(asking())
    assert "SoDinhDanh" in names_on(page.text)


def test_a_consent_to_one_purpose_is_none_to_another(world: World) -> None:
    browser = world.browser()
    access_token = agreed(world, browser)["access_token"]
    register(world, purpose="Chấm điểm tín dụng")
    assert world.userinfo(access_token).status_code == 401
    assert "Chấm điểm tín dụng" in browser.get(asking()).text


def test_one_persons_consent_is_not_anothers(world: World) -> None:
    agreed(world, world.browser())
    assert "Mở tài khoản" in at_the_page(world, world.browser(), LEVEL_1).text


def test_a_client_that_asks_each_time_asks_each_time(world: World) -> None:
    register(world, consent_days=0)
    browser = world.browser()
    page = at_the_page(world, browser)
    assert "Chỉ cho lần đăng nhập này" in page.text
    assert world.userinfo(tokens(world, say(browser, page))["access_token"]).status_code == 200
    assert "Chỉ cho lần đăng nhập này" in browser.get(asking()).text
    assert query_of(browser.get(asking(prompt="none")))["error"] == "consent_required"


def test_prompt_consent_asks_though_the_person_agreed_before(world: World) -> None:
    browser = world.browser()
    agreed(world, browser)
    assert "Mở tài khoản" in browser.get(asking(prompt="consent")).text


def test_an_authority_that_acts_by_law_does_not_ask(world: World) -> None:
    browser = world.browser()
    assert "code" in query_of(world.log_in(browser))
    assert "code" in query_of(browser.get(authorization(prompt="consent")))


def test_10_with_consent_missing_prompt_none_shows_no_page(world: World) -> None:
    browser = world.browser()
    world.log_in(browser)
    back = browser.get(asking(prompt="none"))
    assert back.headers["location"].startswith("https://bank.example/cb")
    assert query_of(back)["error"] == "consent_required"
    assert world.count("exchange.consent_asks") == 0
    agreed(world, browser)
    assert "code" in query_of(browser.get(asking(prompt="none")))


def test_49_who_does_not_agree_goes_back_and_nothing_is_sent(world: World) -> None:
    browser = world.browser()
    back = say(browser, at_the_page(world, browser), "refuse")
    answer = query_of(back)
    assert (answer["error"], answer["state"], answer["iss"]) == ("access_denied", "state-of-this-browser", EXCHANGE)
    assert world.count("provider.codes", EXCHANGE) == world.count("exchange.consents") == world.count("exchange.uses") == 0
    assert events(world, "exchange.consent_refused")


@pytest.mark.parametrize("answer", ["", "AGREE", "yes", "refuse"])
def test_nothing_but_agreeing_is_agreeing(world: World, answer: str) -> None:
    browser = world.browser()
    assert query_of(say(browser, at_the_page(world, browser), answer))["error"] == "access_denied"


@pytest.mark.parametrize("changes", [{"csrf": ""}, {"csrf": "0" * 64}, {"ask": ""}, {"ask": "guess"}])
def test_14_an_answer_without_our_token_is_refused(world: World, changes: dict[str, str]) -> None:
    browser = world.browser()
    page = at_the_page(world, browser)
    assert say(browser, page, **changes).status_code == 400
    assert world.count("exchange.consents") == 0
    assert "code" in query_of(say(browser, page))  # the question is still open


def test_14_the_page_may_not_be_framed_and_its_form_not_sent_for_another_browser(world: World) -> None:
    victim, attacker = world.browser(), world.browser()
    page = at_the_page(world, victim)
    assert page.headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    world.log_in(attacker, LEVEL_1)
    assert attacker.get(f"{CONSENT}?ask={hidden(page)['ask']}").status_code == 400
    assert say(attacker, page).status_code == 400
    assert world.browser().get(f"{CONSENT}?ask={hidden(page)['ask']}").status_code == 400
    assert world.count("exchange.consents") == 0


def test_a_question_is_answered_once_and_for_ten_minutes(world: World) -> None:
    browser = world.browser()
    page = at_the_page(world, browser)
    assert "code" in query_of(say(browser, page))
    assert say(browser, page).status_code == 400
    other = browser.get(asking(prompt="consent"))
    world.clock.advance(600)
    assert say(browser, other).status_code == 400


def test_15_a_page_from_before_a_new_login_is_worth_nothing_after_it(world: World) -> None:
    browser = world.browser()
    page = at_the_page(world, browser)
    world.log_in(browser, request={"prompt": "login"})
    assert say(browser, page).status_code == 400
    again = browser.get(f"{CONSENT}?ask={hidden(page)['ask']}")
    assert "code" in query_of(say(browser, again))


def test_38_a_client_blocked_while_the_person_reads_gets_nothing(world: World) -> None:
    browser = world.browser()
    page = at_the_page(world, browser)
    with world.database.transaction() as conn:
        provider.block_client(conn, EXCHANGE, "bank", now=world.clock())
    assert say(browser, page).status_code == 400
    assert world.count("provider.codes", EXCHANGE) == 0


def test_38_an_address_taken_from_the_registration_while_the_person_reads_gets_nothing(world: World) -> None:
    browser = world.browser()
    page = at_the_page(world, browser)
    register(world, redirect_uris=("https://bank.example/new",))
    assert say(browser, page).status_code == 400
    assert world.count("provider.codes", EXCHANGE) == world.count("exchange.consents") == 0


def test_12_a_weaker_login_meanwhile_does_not_answer_a_request_for_a_stronger_one(world: World) -> None:
    browser = world.browser()
    strong = browser.get(asking(acr_values="urn:ansinh:acr:2.2"))
    page = world.submit(browser, strong, LEVEL_2, code=world.code_of(LEVEL_2))
    world.log_in(browser, request={"prompt": "login"})
    again = browser.get(f"{CONSENT}?ask={hidden(page)['ask']}")
    assert query_of(say(browser, again))["error"] == "unmet_authentication_requirements"
    assert world.count("exchange.consents") == 0


def test_38_a_provider_closed_while_the_person_reads_answers_nothing(world: World) -> None:
    browser = world.browser()
    page = at_the_page(world, browser)
    by, today = audit.Actor("system", "test"), clock.vietnam_day(world.clock())
    with world.database.transaction() as conn:
        exchange.rule_upstream(conn, "BCA", exchange.Effect.DENY, client_id="bank", since=today, until=None, by=by, now=world.clock())
    assert query_of(say(browser, page))["error"] == "access_denied"
    assert world.count("exchange.consents") == 0


def test_another_process_takes_the_answer(world: World) -> None:
    browser = world.browser()
    page = at_the_page(world, browser)
    browser.move(EXCHANGE, world.another_exchange())
    assert "code" in query_of(say(browser, page))


def test_49_a_withdrawal_stops_userinfo_refresh_and_introspection_at_once(world: World) -> None:
    browser = world.browser()
    held = agreed(world, browser, scope=OFFLINE)
    assert world.userinfo(held["access_token"]).status_code == 200
    assert is_active(world, held["access_token"])
    renewed = refresh(world, held["refresh_token"]).json()
    code = query_of(browser.get(asking()))["code"]
    withdraw(browser)
    for token in (held["access_token"], renewed["access_token"]):
        assert world.userinfo(token).status_code == 401
        assert not is_active(world, token)
    assert refresh(world, renewed["refresh_token"]).json()["error"] == "invalid_grant"
    assert world.redeem(code, client_id=None).status_code == 400
    assert query_of(browser.get(asking(prompt="none")))["error"] == "consent_required"
    assert len(events(world, "exchange.consent_withdrawn")) == 1


def test_49_a_withdrawal_tells_that_service_and_leaves_the_others(world: World) -> None:
    browser = world.browser()
    portal = world.tokens(world.log_in(browser))["access_token"]
    agreed(world, browser)
    withdraw(browser)
    assert world.userinfo(portal).status_code == 200
    with world.database.transaction() as conn:
        told = conn.execute("SELECT client_id FROM provider.logout_notices").fetchall()
    assert told == [("bank",)]


def test_49_a_consent_that_ends_by_itself_stops_them_too(world: World) -> None:
    register(world, consent_days=1)
    agreed(world, world.browser())
    world.clock.advance(timedelta(days=1).total_seconds() - 60)
    browser = world.browser()
    held = tokens(world, at_the_page(world, browser, scope=OFFLINE))
    assert is_active(world, held["access_token"])
    world.clock.advance(60)
    assert world.userinfo(held["access_token"]).status_code == 401
    assert not is_active(world, held["access_token"])
    assert refresh(world, held["refresh_token"]).json()["error"] == "invalid_grant"


def test_49_every_release_is_audited_and_each_says_what_was_told(world: World) -> None:
    held = agreed(world, world.browser(), scope=OFFLINE)
    told = world.userinfo(held["access_token"]).json()
    refresh(world, held["refresh_token"])
    assert [event["claims"] for event in events(world, "exchange.consent_given")] == ["sub HoVaTen SoDinhDanh NgayThangNamSinh"]
    released = events(world, "exchange.identity_released")
    assert [event["occasion"] for event in released] == ["login", "userinfo", "refresh"]
    assert set(str(released[1]["claims"]).split()) == set(told)


def test_49_a_refusal_at_userinfo_is_no_release(world: World) -> None:
    browser = world.browser()
    access_token = agreed(world, browser)["access_token"]
    withdraw(browser)
    world.userinfo(access_token)
    assert [event["occasion"] for event in events(world, "exchange.identity_released")] == ["login"]


def test_52_the_log_of_a_consent_holds_no_number_no_name_and_no_question(world: World) -> None:
    with structlog.testing.capture_logs() as lines:
        browser = world.browser()
        page = at_the_page(world, browser)
        say(browser, page, csrf="wrong")
        say(browser, page)
    assert lines
    for secret in (LEVEL_2.username, LEVEL_2.full_name, hidden(page)["ask"], hidden(page)["csrf"]):
        assert secret not in str(lines)


def test_expired_questions_and_old_consents_are_purged(world: World) -> None:
    browser = world.browser()
    agreed(world, browser)
    browser.get(asking(prompt="consent"))
    for days, left in ((1, (0, 1, 1)), (393, (0, 1, 0)), (30, (0, 0, 0))):
        world.clock.advance(timedelta(days=days).total_seconds())
        with world.database.transaction() as conn:
            exchange.purge(conn, now=world.clock())
        assert tuple(world.count(f"exchange.{table}") for table in ("consent_asks", "consents", "uses")) == left
