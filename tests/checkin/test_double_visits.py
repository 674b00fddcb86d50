"""Whether somebody seems to be at two facilities at once: each test is a sentence of the rule."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.checkin import DOUBLE_VISIT_SENTENCES, DoubleVisit, LookedUp, Stay, double_visits
from ansinh.checkin.double_visits import LOOKUP_COUNTS_FOR, STAY_LASTS, VISIT_LASTS, Reason

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def stay(facility_code: str = "01001", **changes: Any) -> Stay:
    return Stay(**{"facility_code": facility_code, "arrived_at": NOW, "category": "1.1", "care_kind": "01", **changes})


def looked_up(at: datetime, facility_code: str = "79014", code: str = "000") -> LookedUp:
    return LookedUp(facility_code=facility_code, at=at, code=code)


def reasons(visit: Stay, *others: Stay | LookedUp, now: datetime = NOW) -> list[Reason]:
    stays = [each for each in others if isinstance(each, Stay)]
    lookups = [each for each in others if isinstance(each, LookedUp)]
    return [each.reason for each in double_visits(visit, others=stays, lookups=lookups, now=now)]


def test_a_visit_elsewhere_that_has_not_ended_is_warned_of() -> None:
    other = stay("79014", arrived_at=NOW - HOUR)
    assert double_visits(stay(), others=[other], lookups=[], now=NOW) == (
        DoubleVisit(reason=Reason.CHECKED_IN_ELSEWHERE, facility_code="79014", since=NOW - HOUR),
    )


def test_a_visit_elsewhere_that_has_ended_is_not_also_not_in_the_same_minute() -> None:
    assert reasons(stay(), stay("79014", arrived_at=NOW - 2 * HOUR, ended_at=NOW)) == []
    assert reasons(stay(), stay("79014", arrived_at=NOW - 2 * HOUR, ended_at=NOW + timedelta(minutes=1))) == [Reason.CHECKED_IN_ELSEWHERE]


def test_a_visit_without_an_end_counts_as_going_on_for_eight_hours() -> None:
    assert reasons(stay(), stay("79014", arrived_at=NOW - VISIT_LASTS + timedelta(minutes=1))) == [Reason.CHECKED_IN_ELSEWHERE]
    assert reasons(stay(), stay("79014", arrived_at=NOW - VISIT_LASTS)) == []


@pytest.mark.parametrize("care_kind", ["02", "03", "04", "06"])
def test_a_stay_without_an_end_counts_as_going_on_for_thirty_days(care_kind: str) -> None:
    assert reasons(stay(), stay("79014", arrived_at=NOW - STAY_LASTS + HOUR, care_kind=care_kind)) == [Reason.CHECKED_IN_ELSEWHERE]
    assert reasons(stay(), stay("79014", arrived_at=NOW - STAY_LASTS, care_kind=care_kind)) == []


def test_a_visit_elsewhere_that_began_during_this_one_is_warned_of() -> None:
    visit = stay(arrived_at=NOW - 2 * HOUR)
    assert reasons(visit, stay("79014", arrived_at=NOW - HOUR)) == [Reason.CHECKED_IN_ELSEWHERE]
    assert reasons(stay(arrived_at=NOW - 2 * HOUR, ended_at=NOW - HOUR), stay("79014", arrived_at=NOW - HOUR)) == []


def test_a_second_visit_to_the_same_facility_is_not_a_double_one() -> None:
    assert reasons(stay(), stay("01001", arrived_at=NOW - HOUR), looked_up(NOW - HOUR, "01001")) == []


def test_an_emergency_is_never_a_double_visit_on_either_side() -> None:
    assert reasons(stay(category="2"), stay("79014", arrived_at=NOW - HOUR), looked_up(NOW - HOUR)) == []
    assert reasons(stay(), stay("79014", arrived_at=NOW - HOUR, category="2")) == []


def test_someone_sent_on_by_transfer_is_not_at_two_places() -> None:
    assert reasons(stay(category="1.3"), stay("79014", arrived_at=NOW - HOUR), looked_up(NOW - HOUR)) == []
    assert reasons(stay(arrived_at=NOW - 2 * HOUR), stay("79014", arrived_at=NOW - HOUR, category="1.3")) == []


def test_a_transfer_excuses_the_later_visit_only() -> None:
    assert reasons(stay(category="1.3", arrived_at=NOW - 2 * HOUR), stay("79014", arrived_at=NOW - HOUR)) == [Reason.CHECKED_IN_ELSEWHERE]


def test_a_lookup_elsewhere_counts_from_two_hours_before_the_arrival() -> None:
    assert reasons(stay(), looked_up(NOW - LOOKUP_COUNTS_FOR)) == [Reason.LOOKED_UP_ELSEWHERE]
    assert reasons(stay(), looked_up(NOW - LOOKUP_COUNTS_FOR - timedelta(seconds=1))) == []


def test_a_lookup_elsewhere_counts_until_the_visit_ends() -> None:
    visit = stay(arrived_at=NOW - 3 * HOUR, ended_at=NOW - HOUR)
    assert reasons(visit, looked_up(NOW - HOUR - timedelta(seconds=1))) == [Reason.LOOKED_UP_ELSEWHERE]
    assert reasons(visit, looked_up(NOW - HOUR)) == []


@pytest.mark.parametrize("code", ["050", "051", "054", "060", "061", "070", "205"])
def test_a_lookup_that_did_not_name_the_person_rightly_does_not_count(code: str) -> None:
    assert reasons(stay(), looked_up(NOW - HOUR, code=code)) == []


def test_of_several_at_one_facility_the_latest_is_told_and_the_latest_first() -> None:
    found = double_visits(
        stay(),
        others=[stay("79014", arrived_at=NOW - 2 * HOUR), stay("79014", arrived_at=NOW - HOUR), stay("48001", arrived_at=NOW - 3 * HOUR)],
        lookups=[looked_up(NOW - HOUR / 2), looked_up(NOW - HOUR)],
        now=NOW,
    )
    assert [(each.facility_code, each.reason, NOW - each.since) for each in found] == [
        ("79014", Reason.LOOKED_UP_ELSEWHERE, HOUR / 2),
        ("79014", Reason.CHECKED_IN_ELSEWHERE, HOUR),
        ("48001", Reason.CHECKED_IN_ELSEWHERE, 3 * HOUR),
    ]


def test_every_reason_has_a_sentence() -> None:
    assert set(DOUBLE_VISIT_SENTENCES) == set(Reason)


_TIMES = st.integers(min_value=-2000, max_value=0).map(lambda minutes: NOW + timedelta(minutes=minutes))


@settings(max_examples=100)
@given(_TIMES, _TIMES, st.sampled_from(["1.1", "1.3", "2"]), st.sampled_from(["1.1", "1.3", "2"]), st.sampled_from(["01", "03"]))
def test_two_visits_are_each_others_double_or_neither_is(first: datetime, second: datetime, one: str, other: str, kind: str) -> None:
    here = stay("01001", arrived_at=first, category=one, care_kind=kind)
    there = stay("79014", arrived_at=second, category=other, care_kind=kind)
    if first != second:
        assert reasons(here, there) == reasons(there, here)
