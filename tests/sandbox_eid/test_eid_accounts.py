"""Opening accounts in bulk, and the page that stands for a telephone."""

from dataclasses import replace

import pytest

from ansinh.kit import errors
from ansinh.sandbox import eid
from tests.exchange.world import ISSUER, LEVEL_2, World, authorization, hidden, person, query_of


def test_many_accounts_are_opened_at_once(world: World) -> None:
    many = [person(f"0011900{number:05d}") for number in range(100, 300)]
    with world.database.transaction() as conn:
        assert eid.open_accounts(conn, many) == 200
    assert "code" in query_of(world.log_in(world.browser(), many[-1]))


def test_opening_an_account_again_changes_it_and_keeps_subject_and_telephone(world: World) -> None:
    before = world.code_of(LEVEL_2)
    tokens = world.tokens(world.log_in(world.browser()))
    changed = replace(LEVEL_2, full_name="Trần Thị Đổi Tên", password="mat-khau-moi")
    with world.database.transaction() as conn:
        eid.open_accounts(conn, [changed])
    assert world.code_of(LEVEL_2) == before
    again = world.userinfo(world.tokens(world.log_in(world.browser(), changed))["access_token"]).json()
    assert again["HoVaTen"] == "Trần Thị Đổi Tên"
    assert again["sub"] == world.userinfo(tokens["access_token"]).json()["sub"]


def test_passwords_are_kept_as_argon2id(world: World) -> None:
    with world.database.transaction() as conn:
        rows = conn.execute("SELECT password_hash FROM sandbox_eid.accounts").fetchall()
    assert len(rows) == 3
    assert all(row[0].startswith("$argon2id$") for row in rows)


def test_an_account_nobody_has_has_no_code_and_no_state(world: World) -> None:
    with world.database.transaction() as conn:
        with pytest.raises(errors.NotFound):
            eid.current_code(conn, "nobody", now=world.clock())
        with pytest.raises(errors.NotFound):
            eid.change_state(conn, "nobody", eid.AccountState.LOCKED, now=world.clock())


def test_accounts_do_not_print_who_they_are_or_their_password() -> None:
    printed = repr(LEVEL_2)
    for word in (LEVEL_2.username, LEVEL_2.password, LEVEL_2.full_name):
        assert word not in printed


def test_the_telephone_shows_the_code_that_the_login_page_takes(world: World) -> None:
    browser = world.browser()
    form = hidden(browser.get(f"{ISSUER}/phone")) | {"username": LEVEL_2.username, "password": LEVEL_2.password}
    shown = browser.post(f"{ISSUER}/phone", form)
    code = world.code_of(LEVEL_2)
    assert f"{code[:3]} {code[3:]}" in shown.text
    page = browser.get(authorization(acr_values="urn:ansinh:acr:2.2"))
    assert "code" in query_of(world.submit(browser, page, LEVEL_2, code=f"{code[:3]} {code[3:]}"))


def test_the_telephone_stays_locked_without_the_password_and_tries_count(world: World) -> None:
    browser = world.browser()
    form = hidden(browser.get(f"{ISSUER}/phone")) | {"username": LEVEL_2.username, "password": "wrong"}
    for _ in range(5):
        assert browser.post(f"{ISSUER}/phone", form).status_code == 422
    locked = browser.post(f"{ISSUER}/phone", form | {"password": LEVEL_2.password})
    assert "15 phút" in locked.text


def test_14_the_telephone_wants_its_own_form(world: World) -> None:
    browser = world.browser()
    browser.get(f"{ISSUER}/phone")
    assert browser.post(f"{ISSUER}/phone", {"username": LEVEL_2.username, "password": LEVEL_2.password}).status_code == 400
