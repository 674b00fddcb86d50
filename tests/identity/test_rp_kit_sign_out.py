"""Hearing of a sign-out elsewhere, and failing in ways a service can tell apart."""

from datetime import timedelta

import pytest

from ansinh import oidc
from ansinh.identity import client
from ansinh.kit import errors
from tests.identity.kit_parties import ISSUER, NOW, Watched, basic
from tests.identity.standin import _CLIENT, a_person


def _notice(exchange: Watched, *, jti: str = "notice-1", typ: str = oidc.LOGOUT_TOKEN_TYPE, **changes: object) -> str:
    claims = oidc.logout_claims(issuer=ISSUER, client_id=_CLIENT, subject="person-1", sid="sid-1", jti=jti, now=exchange.now)
    return exchange.key.sign({**claims, **changes}, typ=typ)


def test_45_a_good_notice_names_the_session_that_is_over() -> None:
    exchange = Watched()
    assert basic(exchange).hear(_notice(exchange)) == client.EndedLogin(ISSUER, "person-1", "sid-1")


def test_45_a_notice_counts_once_for_all_processes_that_share_a_memory() -> None:
    exchange, memory = Watched(), client.ProcessMemory()
    notice = _notice(exchange)
    basic(exchange, memory=memory).hear(notice)
    with pytest.raises(client.LoginFailedError) as failed:
        basic(exchange, memory=memory).hear(notice)
    assert (failed.value.failure, failed.value.rule) == (client.Failure.ANSWER_INVALID, "jti")


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"typ": "JWT"}, "invalid_request:typ"),
        ({"nonce": "n"}, "invalid_request:nonce"),
        ({"aud": "another"}, "invalid_request:aud"),
        ({"events": {}}, "invalid_request:events"),
    ],
)
def test_45_a_notice_that_is_none_ends_nothing(changes: dict[str, object], rule: str) -> None:
    exchange = Watched()
    with pytest.raises(client.LoginFailedError) as failed:
        basic(exchange).hear(_notice(exchange, **changes))  # type: ignore[arg-type]
    assert (failed.value.failure, failed.value.rule) == (client.Failure.ANSWER_INVALID, rule)


def test_an_exchange_that_does_not_answer_is_told_apart_from_a_bad_answer() -> None:
    exchange = Watched(down=errors.CounterpartDown("timed_out", "no answer"))
    party = basic(exchange)
    for ask in (party.begin, lambda: party.hear("x.y.z")):
        with pytest.raises(client.LoginFailedError) as failed:
            ask()
        assert failed.value.failure is client.Failure.EXCHANGE_DOWN


def test_a_person_who_turns_back_is_told_apart_from_an_attack() -> None:
    exchange = Watched()
    party = basic(exchange)
    begun = party.begin()
    with pytest.raises(client.LoginFailedError) as failed:
        party.finish(exchange.refuse(begun.address, "access_denied").encode(), browser=begun.browser)
    assert (failed.value.failure, failed.value.rule) == (client.Failure.REFUSED, "access_denied")


def test_without_the_exchange_there_is_no_address_to_sign_out_at_and_no_error() -> None:
    exchange = Watched()
    party = basic(exchange)
    begun = party.begin()
    person = party.finish(exchange.log_in(begun.address, a_person()).encode(), browser=begun.browser).person
    exchange.now = NOW + timedelta(hours=1)
    exchange.down = errors.CounterpartDown("timed_out", "no answer")
    assert party.sign_out_address(person.id_token, back_to="http://testserver/signed-out") is None


def test_a_browser_that_logs_in_twice_keeps_its_secret_and_a_forged_one_is_not_taken() -> None:
    party = basic(Watched())
    begun = party.begin()
    assert party.begin(browser=begun.browser).browser == begun.browser
    assert party.begin(browser="a-secret-an-attacker-planted").browser != "a-secret-an-attacker-planted"


def test_a_memory_of_one_process_is_bounded() -> None:
    memory = client.ProcessMemory(most=2)
    login = client.PendingLogin(oidc.Attempt(ISSUER, "s", "n", "v"), "/", "", NOW + timedelta(minutes=1))
    for number in range(3):
        memory.keep(f"state-{number}", "browser", login)
    assert [memory.take(f"state-{number}", "browser", now=NOW) is None for number in range(3)] == [True, False, False]


def test_a_login_kept_as_json_comes_back_as_it_was() -> None:
    attempt = oidc.Attempt(ISSUER, "s", "n", "v", NOW, "a-key")
    login = client.PendingLogin(attempt, "/record", "LoA2", NOW)
    assert client.PendingLogin.from_json(login.as_json()) == login
