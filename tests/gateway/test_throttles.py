"""Who asks too much waits; a visit with its three moments, several desks and retries is far from it."""

import pytest

from ansinh.doors.gateway.throttles import ONE_CARD_TOO_OFTEN, TOO_MANY, WINDOW_S, Throttle

CARD, SAME_PERSON, OTHER_CARD = "DN4010123456789", "0123456789", "DN4010999999999"


def throttle(**changes: int) -> Throttle:
    return Throttle(**{"lookups_per_minute": 60_000, "of_one_card": 30, "accounts_per_card": 20, **changes})


def refusals(brake: Throttle, times: int, *, account: str = "01001_BV", key: str = CARD, now_s: float = 0.0) -> list[str | None]:
    return [brake.slowed(account, key, now_s) for _ in range(times)]


def test_three_moments_at_four_desks_with_a_retry_each_are_never_slowed_down() -> None:
    assert refusals(throttle(), 3 * 4 * 2) == [None] * 24


def test_a_card_that_one_account_asks_for_again_and_again_waits_until_ten_minutes_after_the_first_time() -> None:
    brake = throttle(of_one_card=2)
    assert refusals(brake, 3) == [None, None, ONE_CARD_TOO_OFTEN]
    assert refusals(brake, 1, now_s=WINDOW_S - 1) == [ONE_CARD_TOO_OFTEN]
    assert refusals(brake, 1, now_s=WINDOW_S) == [None]


def test_other_cards_and_other_accounts_go_on() -> None:
    brake = throttle(of_one_card=1)
    assert refusals(brake, 2) == [None, ONE_CARD_TOO_OFTEN]
    assert refusals(brake, 1, key=OTHER_CARD) == [None]
    assert refusals(brake, 1, account="79014_BV") == [None]


@pytest.mark.parametrize("key", [SAME_PERSON, CARD + "01001", "HS4" + CARD[3:]])
def test_the_person_counts_by_whichever_number_it_is_asked_for(key: str) -> None:
    brake = throttle(of_one_card=1)
    assert refusals(brake, 1) == [None]
    assert refusals(brake, 1, key=key) == [ONE_CARD_TOO_OFTEN]


def test_too_many_accounts_for_one_card_wait_and_those_who_came_before_go_on() -> None:
    brake = throttle(accounts_per_card=2)
    first, second, third = "01001_BV", "79014_BV", "31001_BV"
    assert [brake.slowed(account, CARD, 0.0) for account in (first, second, third, third)] == [None, None, *[ONE_CARD_TOO_OFTEN] * 2]
    assert [brake.slowed(account, CARD, 1.0) for account in (first, second)] == [None, None]
    assert brake.slowed(third, CARD, WINDOW_S) is None


def test_a_runaway_account_waits_whatever_it_asks_for() -> None:
    brake = throttle(lookups_per_minute=2)
    assert [brake.slowed("01001_BV", f"{number:010d}", 0.0) for number in range(3)] == [None, None, TOO_MANY]


def test_a_key_that_is_no_number_is_nobodys_card() -> None:
    assert refusals(throttle(of_one_card=1), 50, key="123") == [None] * 50


def test_the_memory_of_a_throttle_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ansinh.doors.gateway.throttles._MAX_CARDS", 10)
    brake = throttle(of_one_card=1)
    for number in range(11):
        assert brake.slowed("01001_BV", f"{number:010d}", 0.0) is None
    assert brake.slowed("01001_BV", f"{10:010d}", 0.0) == ONE_CARD_TOO_OFTEN
    assert brake.slowed("01001_BV", f"{0:010d}", 0.0) is None  # forgotten
