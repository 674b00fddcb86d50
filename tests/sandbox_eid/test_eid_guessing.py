"""47: guessing passwords and one-time codes."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from time import thread_time

import pyotp
import pytest

from ansinh.kit import db
from ansinh.sandbox import eid
from ansinh.sandbox.eid import verify
from tests.exchange.world import LEVEL_1, LEVEL_2, PROVIDER, PROVIDER_KEY, World, authorization


def attempt(world: World, account: eid.Account = LEVEL_2, *, password: str | None = None, code: str | None = None) -> int:
    browser = world.browser()
    return world.submit(browser, browser.get(authorization()), account, password=password, code=code).status_code


def test_47_after_five_wrong_passwords_the_right_one_does_not_work_either_for_a_while(world: World) -> None:
    assert [attempt(world, password="wrong") for _ in range(5)] == [422] * 5
    assert attempt(world) == 429
    world.clock.advance(14 * 60)
    assert attempt(world) == 429
    world.clock.advance(60)
    assert attempt(world) == 303


def test_47_a_lock_out_is_the_same_for_an_account_that_does_not_exist(world: World) -> None:
    unknown = replace(LEVEL_2, username="001190000098")
    assert [attempt(world, unknown, password="wrong") for _ in range(6)] == [422] * 5 + [429]


def test_47_a_lock_out_touches_nobody_else(world: World) -> None:
    for _ in range(6):
        attempt(world, password="wrong")
    assert attempt(world, LEVEL_1) == 303


def test_47_four_wrong_tries_are_forgiven_by_a_right_one(world: World) -> None:
    for _ in range(3):
        assert [attempt(world, password="wrong") for _ in range(4)] == [422] * 4
        assert attempt(world) == 303


def test_47_parallel_tries_count_like_tries_one_after_the_other(world: World) -> None:
    browsers = [world.browser() for _ in range(10)]
    pages = [browser.get(authorization()) for browser in browsers]
    start = Barrier(10)

    def guess(number: int) -> int:
        start.wait()
        return world.submit(browsers[number], pages[number], LEVEL_2, password="wrong").status_code

    with ThreadPoolExecutor(10) as pool:
        statuses = sorted(pool.map(guess, range(10)))
    assert statuses == [422] * 5 + [429] * 5


def test_47_a_one_time_code_works_once(world: World) -> None:
    code = world.code_of(LEVEL_2)
    assert attempt(world, code=code) == 303
    assert attempt(world, code=code) == 422


def test_47_a_one_time_code_used_in_parallel_works_once(world: World) -> None:
    code = world.code_of(LEVEL_2)
    browsers = [world.browser() for _ in range(4)]
    pages = [browser.get(authorization()) for browser in browsers]
    start = Barrier(4)

    def log_in(number: int) -> int:
        start.wait()
        return world.submit(browsers[number], pages[number], LEVEL_2, code=code).status_code

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(log_in, range(4))) == [303, 422, 422, 422]


def test_47_a_right_password_buys_no_further_guesses_of_the_code(world: World) -> None:
    statuses = []
    for _ in range(6):
        statuses.append(attempt(world, code="000000"))
        assert attempt(world) == 303  # the password alone, which forgives wrong passwords
    assert statuses == [422] * 5 + [429]
    assert attempt(world, code=world.code_of(LEVEL_2)) == 429


@pytest.mark.parametrize(("seconds", "status"), [(-30, 303), (30, 303), (-90, 422), (90, 422)])
def test_a_telephone_whose_clock_is_half_a_minute_off_still_works(world: World, seconds: int, status: int) -> None:
    with world.database.transaction() as conn:
        code = eid.current_code(conn, LEVEL_2.username, now=world.clock() + timedelta(seconds=seconds))
    assert attempt(world, code=code) == status


def test_47_somebody_elses_one_time_code_does_not_work(world: World) -> None:
    assert attempt(world, code=world.code_of(LEVEL_1)) == 422


def test_the_codes_are_those_any_authenticator_would_show(world: World) -> None:
    with world.database.transaction() as conn:
        row = conn.execute("SELECT one_time_secret FROM sandbox_eid.accounts WHERE username = %s", [LEVEL_2.username]).fetchone()
    assert row is not None
    assert world.code_of(LEVEL_2) == pyotp.TOTP(row[0]).at(world.clock())


def test_47_an_unknown_account_costs_a_password_check_like_a_known_one(world: World) -> None:
    def least_cpu_s(conn: db.Connection, username: str) -> float:
        times = []
        for _ in range(10):
            started = thread_time()
            verify.check_password(conn, username, "wrong", now=world.clock())
            times.append(thread_time() - started)
        return min(times)

    with world.database.transaction() as conn:
        known, unknown = least_cpu_s(conn, LEVEL_2.username), least_cpu_s(conn, "001190000097")
    assert 0.6 < unknown / known < 1.7


def test_tries_of_one_address_are_limited_over_all_accounts(world: World) -> None:
    world.provider = eid.build_app(
        database=world.database, base_url=PROVIDER, signing_keys=[PROVIDER_KEY], now=world.clock, tries_per_minute=2
    )
    assert [attempt(world, LEVEL_1), attempt(world), attempt(world)] == [303, 303, 429]


def test_47_tries_of_an_address_are_counted_over_all_processes_and_forgotten_after_a_minute(world: World) -> None:
    statuses = []
    for _ in range(4):
        world.provider = eid.build_app(
            database=world.database, base_url=PROVIDER, signing_keys=[PROVIDER_KEY], now=world.clock, tries_per_minute=2
        )
        statuses.append(attempt(world, LEVEL_1))
        world.clock.advance(20)
    assert statuses == [303, 303, 429, 303]
