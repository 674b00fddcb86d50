"""Counts as drawings: every day has its place, the scale is round, nothing leaves the frame."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.doors.console import chart

FIRST = date(2026, 10, 24)
COUNTS = st.lists(st.integers(0, 5_000_000), min_size=1, max_size=90)


def _drawn(counts: list[int]) -> chart.Chart:
    days = {FIRST + timedelta(days=n): count for n, count in enumerate(counts) if count}
    return chart.by_day(days, first_day=FIRST, last_day=FIRST + timedelta(days=len(counts) - 1))


def test_days_without_anything_have_their_place_too() -> None:
    drawn = _drawn([3, 0, 9])
    assert [(bar.day.day, bar.count, bar.is_last) for bar in drawn.bars] == [(24, 3, False), (25, 0, False), (26, 9, True)]
    assert (drawn.total, drawn.busiest.day) == (12, date(2026, 10, 26))


@pytest.mark.parametrize(
    ("largest", "levels"),
    [(0, [1]), (1, [1]), (3, [1, 2, 3]), (9, [5, 10]), (60, [20, 40, 60]), (61, [50, 100]), (3_832_242, [2_000_000, 4_000_000])],
)
def test_the_scale_has_at_most_three_round_levels(largest: int, levels: list[int]) -> None:
    assert [line.count for line in _drawn([largest]).lines] == levels


@settings(max_examples=80)
@given(COUNTS)
def test_nothing_leaves_the_frame_and_bars_stand_side_by_side(counts: list[int]) -> None:
    drawn = _drawn(counts)
    assert all(0 <= bar.y <= drawn.ground and bar.y + bar.height == pytest.approx(drawn.ground) for bar in drawn.bars)
    assert all(one.x + one.width < other.x for one, other in zip(drawn.bars, drawn.bars[1:], strict=False))
    assert drawn.bars[0].x > 0
    assert drawn.bars[-1].x + drawn.bars[-1].width < 100
    assert 1 <= len(drawn.labels) <= 5
    assert all(0 < label.at < 100 for label in drawn.labels)
    assert drawn.lines[-1].count >= max(counts)


@settings(max_examples=80)
@given(COUNTS)
def test_a_bar_is_as_high_as_its_count(counts: list[int]) -> None:
    drawn = _drawn(counts)
    highest = drawn.ground - drawn.lines[-1].y
    for bar in drawn.bars:
        assert bar.height == pytest.approx(highest * bar.count / drawn.lines[-1].count, abs=0.11)


def test_shares_are_of_all_and_their_bars_of_the_largest() -> None:
    found = chart.shares([("a", 1), ("b", 3), ("c", 0)])
    assert [(each.key, each.percent, each.share) for each in found] == [("a", 33.3, 25.0), ("b", 100.0, 75.0), ("c", 0.0, 0.0)]
    assert [each.share for each in chart.shares([("a", 0)])] == [0.0]
