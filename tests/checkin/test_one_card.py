"""The rule on one card at two places: certain on our own clock, nearest first, each facility once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from ansinh.checkin import one_card
from ansinh.checkin.one_card import Apart, Elsewhere, Reading

NOW = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
HERE, NEAR, FAR = "01001", "01929", "79014"


def reading(facility_code: str, until: datetime = NOW, *, takes: timedelta = timedelta(), proof_no: int = 1) -> Reading:
    return Reading(proof_no=proof_no, facility_code=facility_code, since=until - takes, until=until)


@pytest.mark.parametrize(
    ("successful", "named"),
    [
        ({"chip_authentication"}, "b"),
        ({"chip_authentication_mapping"}, "b"),
        ({"active_authentication"}, "c"),
        ({"chip_authentication", "active_authentication"}, "b"),
        ({"sod_signature"}, "a"),
    ],
)
def test_a_card_is_named_by_the_key_that_its_chip_used_else_by_its_security_object(successful: set[str], named: str) -> None:
    assert one_card.name_of({"sod": "a", "dg14": "b", "dg15": "c"}, successful) == named
    assert one_card.name_of({"sod": "a"}, successful) == "a"


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (HERE, HERE, None),
        (HERE, NEAR, Apart.FACILITIES),
        (HERE, FAR, Apart.PROVINCES),
        ("74001", "79014", Apart.FACILITIES),  # Bình Dương went into Hồ Chí Minh City
        ("97001", HERE, Apart.FACILITIES),  # the agencies of army and police are in no province
        ("97001", "98001", Apart.FACILITIES),
    ],
)
def test_how_far_two_facilities_are_apart_is_told_by_the_provinces_of_today(one: str, other: str, apart: Apart | None) -> None:
    assert (one_card.apart_of(one, other), one_card.apart_of(other, one)) == (apart, apart)


@pytest.mark.parametrize("other", [NEAR, FAR])
def test_a_card_is_at_two_places_up_to_the_window_and_not_at_it(other: str) -> None:
    apart = one_card.apart_of(HERE, other)
    assert apart is not None
    window = timedelta(minutes=one_card.WINDOWS[apart].minutes)
    for off in (window - SECOND, SECOND - window, timedelta()):
        assert one_card.elsewhere(reading(HERE), [reading(other, NOW + off)]) == (Elsewhere(1, abs(off)),)
    for off in (window, -window):
        assert one_card.elsewhere(reading(HERE), [reading(other, NOW + off)]) == ()


def test_a_reading_that_may_have_been_earlier_is_given_the_benefit_of_it() -> None:
    slow = reading(NEAR, NOW - 4 * MINUTE, takes=7 * MINUTE)
    assert one_card.elsewhere(reading(HERE, takes=MINUTE), [slow]) == ()
    assert one_card.elsewhere(reading(HERE, takes=MINUTE), [reading(NEAR, NOW - 4 * MINUTE, takes=5 * MINUTE)]) == (
        Elsewhere(1, 9 * MINUTE),
    )


def test_the_same_facility_may_read_a_card_as_often_as_it_likes() -> None:
    assert one_card.elsewhere(reading(HERE), [reading(HERE, NOW - SECOND)]) == ()


def test_of_each_other_facility_the_nearest_reading_counts_and_the_nearest_is_told_first() -> None:
    others = [
        reading(NEAR, NOW - 5 * MINUTE, proof_no=1),
        reading(NEAR, NOW - 3 * MINUTE, proof_no=2),
        reading(FAR, NOW + 2 * MINUTE, proof_no=3),
        reading(FAR, NOW - 9 * MINUTE, proof_no=4),
    ]
    assert one_card.elsewhere(reading(HERE), others) == (Elsewhere(3, 2 * MINUTE), Elsewhere(2, 3 * MINUTE))


@pytest.mark.parametrize(("at_most", "minutes"), [(timedelta(), 1), (SECOND, 1), (MINUTE, 1), (MINUTE + SECOND, 2), (30 * MINUTE, 30)])
def test_what_is_told_is_whole_minutes_rounded_up(at_most: timedelta, minutes: int) -> None:
    assert Elsewhere(1, at_most).minutes == minutes


def test_every_window_has_its_reason_and_none_is_shorter_for_what_is_further_away() -> None:
    assert set(one_card.WINDOWS) == set(Apart)
    assert all(window.because for window in one_card.WINDOWS.values())
    assert 0 < one_card.WINDOWS[Apart.FACILITIES].minutes <= one_card.WINDOWS[Apart.PROVINCES].minutes
    assert one_card.LONGEST == 30 * MINUTE


_SECONDS = some.integers(-3_000, 3_000)


@given(_SECONDS, _SECONDS, some.integers(0, 600), some.integers(0, 600))
def test_two_readings_are_flagged_by_each_other_or_not_at_all_and_never_with_a_moment_that_would_do(
    one: int, other: int, one_takes: int, other_takes: int
) -> None:
    first = reading(HERE, NOW + one * SECOND, takes=one_takes * SECOND)
    second = reading(NEAR, NOW + other * SECOND, takes=other_takes * SECOND)
    found = one_card.elsewhere(first, [second])
    assert found == one_card.elsewhere(second, [first])
    window = timedelta(minutes=one_card.WINDOWS[Apart.FACILITIES].minutes)
    could_have_walked = any(abs(at - there) >= window for at in (first.since, first.until) for there in (second.since, second.until))
    assert bool(found) is not could_have_walked
