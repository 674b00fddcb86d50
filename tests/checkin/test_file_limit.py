"""How large a file may be, by the hour: each test is a sentence of the rule."""

from datetime import datetime

import pytest

from ansinh.checkin import FileLimit
from ansinh.kit.clock import VIETNAM

MB = 1_000_000


@pytest.mark.parametrize("hour", ["08:00", "10:59", "14:00", "18:59"])
def test_in_the_busy_hours_of_a_weekday_a_file_may_have_20_mb(hour: str) -> None:
    for day in ("2026-11-16", "2026-11-20"):  # Monday, Friday
        assert FileLimit().at(_at(day, hour)) == 20 * MB


@pytest.mark.parametrize("hour", ["07:59", "11:00", "13:59", "19:00", "00:00"])
def test_outside_the_busy_hours_it_may_have_100_mb(hour: str) -> None:
    assert FileLimit().at(_at("2026-11-18", hour)) == 100 * MB


def test_at_the_weekend_it_may_have_100_mb_at_any_hour() -> None:
    for day in ("2026-11-21", "2026-11-22"):
        assert FileLimit().at(_at(day, "09:00")) == 100 * MB


def test_an_installation_may_choose_other_sizes() -> None:
    limit = FileLimit(in_busy_hours=1, otherwise=2)
    assert (limit.at(_at("2026-11-18", "09:00")), limit.at(_at("2026-11-18", "12:00"))) == (1, 2)


def test_the_largest_body_has_room_for_base64_and_its_escapes() -> None:
    assert FileLimit().largest_body() > 100 * MB * 4 / 3 * 1.1


def _at(day: str, hour: str) -> datetime:
    return datetime.fromisoformat(f"{day}T{hour}:00").replace(tzinfo=VIETNAM)
