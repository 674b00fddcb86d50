"""43: a person known by (issuer, subject) comes back with another citizen number, or the account is locked or closed."""

from uuid import uuid4

import pytest

from ansinh import exchange, terms
from ansinh.kit import errors
from ansinh.sandbox import eid
from tests.exchange.world import ISSUER, LEVEL_2, World, authorization, claims_of, query_of

NEW_NUMBER = terms.CitizenNumber.parse("001190000777")


def changed(world: World) -> list[dict[str, str]]:
    with world.database.transaction() as conn:
        rows = conn.execute("SELECT detail FROM audit.events WHERE kind = 'exchange.number_changed' ORDER BY seq").fetchall()
    return [row[0] for row in rows]


def reissue(world: World, number: terms.CitizenNumber = NEW_NUMBER) -> None:
    with world.database.transaction() as conn:
        eid.reissue_number(conn, LEVEL_2.username, number, now=world.clock())


def test_43_a_changed_number_ends_the_sessions_of_before_is_audited_and_passed_on(world: World) -> None:
    before = len(changed(world))
    elsewhere, browser = world.browser(), world.browser()
    first = world.tokens(world.log_in(elsewhere))
    reissue(world)
    second = world.tokens(world.log_in(browser))
    told = claims_of(second["id_token"])
    assert told["sub"] == claims_of(first["id_token"])["sub"]  # the same account, so that what is linked to it can be frozen
    assert world.userinfo(second["access_token"]).json()["SoDinhDanh"] == NEW_NUMBER.value
    assert world.userinfo(first["access_token"]).status_code == 401
    assert [event["person"] for event in changed(world)[before:]] == [told["sub"]]


def test_43_the_same_browser_gets_a_new_sid_too(world: World) -> None:
    browser = world.browser()
    first = claims_of(world.tokens(world.log_in(browser))["id_token"])
    reissue(world)
    second = claims_of(world.tokens(world.log_in(browser, request={"prompt": "login"}))["id_token"])
    assert second["sid"] != first["sid"]


def test_43_it_is_said_once_and_not_of_who_was_introduced_before_they_came(world: World) -> None:
    before = len(changed(world))
    with world.database.transaction() as conn:
        subject = eid.subjects(conn, [LEVEL_2.username])[LEVEL_2.username]
        exchange.introduce(conn, ISSUER, [subject], new_id=uuid4, now=world.clock())
    world.log_in(world.browser())
    assert len(changed(world)) == before
    reissue(world)
    world.log_in(world.browser())
    world.log_in(world.browser())
    assert len(changed(world)) == before + 1


def test_a_number_is_kept_as_a_hash_alone(world: World) -> None:
    world.log_in(world.browser())
    with world.database.transaction() as conn:
        rows = conn.execute("SELECT person_id::text, upstream_subject, number_sha256 FROM exchange.people").fetchall()
    assert rows
    assert all(LEVEL_2.username not in "|".join(row) for row in rows)


@pytest.mark.parametrize("state", [eid.AccountState.LOCKED, eid.AccountState.DECEASED, eid.AccountState.CANCELLED])
def test_43_a_lock_a_death_and_a_cancelled_account_end_the_providers_sessions_and_its_notice_goes_out(
    world: World, state: eid.AccountState
) -> None:
    browser = world.browser()
    world.log_in(browser)
    with world.database.transaction() as conn:
        eid.change_state(conn, LEVEL_2.username, state, now=world.clock())
    assert world.count("sandbox_eid.sessions") == 0
    assert world.count("provider.logout_notices") == 1
    again = browser.get(authorization(prompt="login"))
    refused = world.submit(browser, again, LEVEL_2)
    assert refused.status_code == 422
    assert "location" not in refused.headers
    assert world.count("exchange.sessions") == 1  # until the notice arrives: tests of back-channel logout deliver it


def test_43_the_number_of_another_account_is_not_given_out(world: World) -> None:
    with pytest.raises(errors.Conflict, match="another account"):
        reissue(world, terms.CitizenNumber.parse("001190000002"))
    assert "code" in query_of(world.log_in(world.browser()))
