"""A login at the exchange, from the first redirect to the person, and each way it can go wrong."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from ansinh import identity, oidc
from ansinh.identity import LoginFailure
from ansinh.kit import db, errors
from ansinh.wire import eid
from tests.identity.standin import ISSUER, NOW, StandIn, a_person

BROWSER = "the-secret-in-this-browsers-cookie"


def _begin(conn: db.Connection, exchange: oidc.RelyingParty) -> oidc.Begun:
    begun = identity.begin_login(exchange, language="vi", now=NOW)
    identity.remember_attempt(conn, begun.attempt, browser=BROWSER, now=NOW)
    return begun


def _take(conn: db.Connection, query: str, *, browser: str | None = BROWSER, minutes: int = 1) -> oidc.Attempt:
    params = oidc.read_parameters(query.encode())
    return identity.take_attempt(conn, params, issuer=ISSUER, browser=browser, now=NOW + timedelta(minutes=minutes)).attempt


def _walk(conn: db.Connection, standin: StandIn, person: eid.EidClaims) -> eid.EidClaims:
    exchange = standin.relying_party()
    query = standin.log_in(_begin(conn, exchange).address, person)
    return identity.finish_login(exchange, oidc.read_parameters(query.encode()), _take(conn, query), now=NOW)[0]


def test_a_login_ends_with_the_person_the_exchange_vouches_for(conn: db.Connection) -> None:
    person = a_person()
    found = _walk(conn, StandIn(), person)
    assert (found.issuer, found.subject, found.citizen_number) == (ISSUER, person.subject, person.citizen_number)
    assert (found.full_name, found.birth_date, found.account_level) == (person.full_name, person.birth_date, 2)


def test_the_address_sent_to_the_exchange_names_nobody_and_keeps_the_verifier_home(conn: db.Connection) -> None:
    begun = _begin(conn, StandIn().relying_party())
    assert begun.attempt.verifier not in begun.address
    assert "acr_values=LoA1" in begun.address
    assert "ui_locales=vi" in begun.address


def test_state_and_browser_secret_are_kept_only_as_hashes(conn: db.Connection) -> None:
    begun = _begin(conn, StandIn().relying_party())
    row = conn.execute("SELECT a::text FROM identity.login_attempts a").fetchone()
    assert row is not None
    assert begun.attempt.state not in row[0]
    assert BROWSER not in row[0]


@pytest.mark.parametrize(
    ("changes", "failure"),
    [
        ({"browser": "another-browser"}, LoginFailure.OTHER_BROWSER),
        ({"browser": None}, LoginFailure.OTHER_BROWSER),
        ({"minutes": 10}, LoginFailure.STATE_EXPIRED),
    ],
)
def test_an_attempt_of_another_browser_or_too_old_is_refused(conn: db.Connection, changes: dict[str, Any], failure: LoginFailure) -> None:
    standin = StandIn()
    query = standin.log_in(_begin(conn, standin.relying_party()).address, a_person())
    with pytest.raises(errors.Refused) as refused:
        _take(conn, query, **changes)
    assert refused.value.code == failure


def test_a_stranger_who_knows_the_state_cannot_use_it_up(conn: db.Connection) -> None:
    standin = StandIn()
    query = standin.log_in(_begin(conn, standin.relying_party()).address, a_person())
    with pytest.raises(errors.Refused):
        _take(conn, query, browser="the-strangers-own")
    assert _take(conn, query).nonce


@pytest.mark.parametrize("query", ["code=abc", "code=abc&state="])
def test_an_answer_without_a_state_is_refused(conn: db.Connection, query: str) -> None:
    with pytest.raises(errors.Refused) as refused:
        _take(conn, query)
    assert refused.value.code == LoginFailure.STATE_MISSING


def test_an_attempt_works_once_even_for_callers_at_the_same_instant(database: db.Database) -> None:
    standin = StandIn()
    with database.transaction() as conn:
        query = standin.log_in(_begin(conn, standin.relying_party()).address, a_person())
    taken: list[bool] = []

    def take() -> None:
        with database.transaction() as conn:
            try:
                _take(conn, query)
            except errors.Refused:
                taken.append(False)
            else:
                taken.append(True)

    threads = [threading.Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=150)
    assert sorted(taken) == [False] * 5 + [True]


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        ("access_denied", LoginFailure.CANCELLED),
        ("account_locked", LoginFailure.ACCOUNT_LOCKED),
        ("unmet_authentication_requirements", LoginFailure.LEVEL_REFUSED),
        ("temporarily_unavailable", LoginFailure.EXCHANGE_DOWN),
        ("invalid_scope", LoginFailure.REFUSED),
    ],
)
def test_each_error_of_the_exchange_has_its_own_failure(conn: db.Connection, error: str, failure: LoginFailure) -> None:
    standin = StandIn()
    exchange = standin.relying_party()
    query = standin.refuse(_begin(conn, exchange).address, error)
    with pytest.raises(errors.Refused) as refused:
        identity.finish_login(exchange, oidc.read_parameters(query.encode()), _take(conn, query), now=NOW)
    assert refused.value.code == failure


@pytest.mark.parametrize(
    ("lies", "userinfo_lies", "failure"),
    [
        ({"nonce": "of-another-login"}, {}, LoginFailure.TOKEN_INVALID),
        ({"iss": "http://127.0.0.1:1"}, {}, LoginFailure.TOKEN_INVALID),
        ({"aud": "another-service"}, {}, LoginFailure.TOKEN_INVALID),
        ({"exp": 1}, {}, LoginFailure.TOKEN_INVALID),
        ({}, {"sub": "somebody-else"}, LoginFailure.TOKEN_INVALID),
        ({}, {"SoDinhDanh": "12345"}, LoginFailure.CLAIMS_INVALID),
        ({}, {"HoVaTen": "<script>alert(1)</script>"}, LoginFailure.CLAIMS_INVALID),
        ({}, {"NgayThangNamSinh": "19850230"}, LoginFailure.CLAIMS_INVALID),
        ({}, {"LoaiTaiKhoan": "2"}, LoginFailure.CLAIMS_INVALID),
    ],
)
def test_an_exchange_that_lies_logs_nobody_in(
    conn: db.Connection, lies: dict[str, Any], userinfo_lies: dict[str, Any], failure: LoginFailure
) -> None:
    with pytest.raises(errors.Refused) as refused:
        _walk(conn, StandIn(lies=lies, userinfo_lies=userinfo_lies), a_person())
    assert refused.value.code == failure


def test_a_level_the_exchange_does_not_state_is_no_level(conn: db.Connection) -> None:
    assert _walk(conn, StandIn(lies={"acr": "1"}), a_person()).account_level == 0


def test_an_answer_of_another_provider_is_refused(conn: db.Connection) -> None:
    standin = StandIn()
    exchange = standin.relying_party()
    query = standin.log_in(_begin(conn, exchange).address, a_person()).replace("9901", "9902")
    with pytest.raises(errors.Refused) as refused:
        identity.finish_login(exchange, oidc.read_parameters(query.encode()), _take(conn, query), now=NOW)
    assert refused.value.code == LoginFailure.ANSWER_INVALID


def test_a_code_stolen_from_another_login_is_worthless_without_its_verifier(conn: db.Connection) -> None:
    standin = StandIn()
    exchange = standin.relying_party()
    stolen = oidc.read_parameters(standin.log_in(_begin(conn, exchange).address, a_person(subject="victim")).encode())["code"]
    own = standin.log_in(_begin(conn, exchange).address, a_person(subject="attacker"))
    params = {**oidc.read_parameters(own.encode()), "code": stolen}
    with pytest.raises(errors.Refused) as refused:
        identity.finish_login(exchange, params, _take(conn, own), now=NOW)
    assert refused.value.code == LoginFailure.TOKEN_INVALID


@pytest.mark.parametrize(("cause", "failure"), [("timed_out", LoginFailure.EXCHANGE_SLOW), ("unreachable", LoginFailure.EXCHANGE_DOWN)])
def test_an_exchange_that_does_not_answer_is_down_or_slow(cause: str, failure: LoginFailure) -> None:
    standin = StandIn(down=errors.CounterpartDown(cause, "no answer"))
    with pytest.raises(errors.CounterpartDown) as down:
        identity.begin_login(standin.relying_party(), language="vi", now=NOW)
    assert down.value.code == failure


def test_a_problem_is_found_by_its_reference_and_names_nobody(conn: db.Connection) -> None:
    problem = identity.record_problem(conn, LoginFailure.CANCELLED, issuer=ISSUER, now=NOW)
    assert identity.problem_of(conn, problem.reference) == problem
    assert identity.problem_of(conn, "2222-2222") is None
    assert identity.problem_of(conn, "' OR true --") is None


def test_reference_codes_hold_no_letter_that_is_misheard(conn: db.Connection) -> None:
    references = [identity.record_problem(conn, LoginFailure.CANCELLED, issuer=ISSUER, now=NOW).reference for _ in range(50)]
    assert len(set(references)) == 50
    assert not set("".join(references)) & set("01OILU")
