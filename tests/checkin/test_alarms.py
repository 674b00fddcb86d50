"""What about an account's look-ups somebody should look at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh import checkin
from ansinh.checkin import ALARMS, Activity, Reason
from ansinh.wire import gateway

SOME = st.sets(st.integers(0, 10**12), max_size=30)


def test_every_reason_has_an_alarm_that_says_what_it_counts() -> None:
    assert set(ALARMS) == set(Reason)
    assert all(alarm.what and alarm.limit > 1 for alarm in ALARMS.values())


@pytest.mark.parametrize(
    "activity",
    [
        Activity(lookups=0, of_nobody=0, by_other_names=0),
        Activity(lookups=200, of_nobody=6, by_other_names=10),  # a busy hospital in ten minutes, with what is usually mistyped
        Activity(lookups=1_000, of_nobody=35, by_other_names=40),  # a large one with many a slip, which is still a small share
        Activity(lookups=29, of_nobody=29, by_other_names=0),  # a vendor's afternoon with test data
    ],
)
def test_what_registration_desks_do_rings_no_alarm(activity: Activity) -> None:
    assert list(checkin.alarms_of(activity)) == []


def test_numbers_of_nobody_ring_from_thirty_that_are_a_fifth_of_all() -> None:
    assert list(checkin.alarms_of(Activity(lookups=150, of_nobody=30, by_other_names=0))) == [(Reason.NUMBERS_OF_NOBODY, 30)]
    assert list(checkin.alarms_of(Activity(lookups=151, of_nobody=30, by_other_names=0))) == []


def test_people_by_other_names_ring_from_thirty_that_are_a_fifth_of_all() -> None:
    assert list(checkin.alarms_of(Activity(lookups=40, of_nobody=0, by_other_names=30))) == [(Reason.PEOPLE_BY_OTHER_NAMES, 30)]
    assert list(checkin.alarms_of(Activity(lookups=40, of_nobody=0, by_other_names=29))) == []


def test_both_may_ring() -> None:
    assert [reason for reason, _ in checkin.alarms_of(Activity(lookups=60, of_nobody=30, by_other_names=30))] == [
        Reason.NUMBERS_OF_NOBODY,
        Reason.PEOPLE_BY_OTHER_NAMES,
    ]


@pytest.mark.parametrize(
    ("numbers", "beside"),
    [
        ([], 0),
        ([7], 0),
        ([7, 7, 7], 0),  # the same number again is no other number
        ([1, 100, 200], 0),
        ([100, 101], 2),
        ([103, 100], 2),
        ([100, 104], 0),
        ([10, 11, 12, 500, 502, 900], 5),
    ],
)
def test_numbers_beside_each_other_are_counted(numbers: list[int], beside: int) -> None:
    assert checkin.in_sequence(numbers) == beside


@given(SOME)
def test_the_order_of_the_numbers_does_not_count(numbers: set[int]) -> None:
    assert checkin.in_sequence(sorted(numbers)) == checkin.in_sequence(sorted(numbers, reverse=True))


@given(st.integers(0, 10**12), st.integers(2, 60), st.integers(1, 3), SOME)
def test_a_walk_is_seen_whole_whatever_else_is_asked_between(start: int, steps: int, step: int, others: set[int]) -> None:
    walk = [start + nth * step for nth in range(steps)]
    assert checkin.in_sequence([*others, *walk]) >= steps


def test_misses_are_answers_that_tell_nothing_about_anybody() -> None:
    assert {"050", "051", "052", "053", "060", "061", "070"} == set(checkin.MISSES)
    assert not checkin.MISSES & {gateway.ResultCode.OFFICER_NOT_REGISTERED, gateway.ResultCode.EXPIRED, gateway.ResultCode.REVOKED}
