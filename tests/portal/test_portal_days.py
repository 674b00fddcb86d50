from datetime import UTC, date, datetime

from ansinh.doors.pages import spoken


def test_an_instant_is_shown_as_its_day_in_viet_nam() -> None:
    late_in_the_evening_utc = datetime(2026, 11, 22, 23, 41, tzinfo=UTC)
    assert spoken.day(late_in_the_evening_utc, "vi") == "23/11/2026"


def test_a_day_is_shown_as_it_is() -> None:
    assert spoken.day(date(2026, 12, 31), "en") == "31 Dec 2026"
