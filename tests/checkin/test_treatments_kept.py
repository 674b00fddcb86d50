from datetime import UTC, date, datetime, timedelta

import pytest

from ansinh import checkin, register
from ansinh.kit import db
from tests.checkin.stays import PARTICIPANT, stay
from tests.register.builders import HERE, THERE, card, facilities, person, span

LONG_AGO = date(2020, 1, 1)
HOUR = timedelta(hours=1)


def kept(conn: db.Connection, *, since: date = LONG_AGO, limit: int = 100) -> tuple[checkin.Treatment, ...]:
    return checkin.treatments_of(conn, PARTICIPANT, since=since, limit=limit)


def test_a_stay_is_kept_as_its_claim_tells_it(conn: db.Connection) -> None:
    given = stay()
    checkin.add_treatments(conn, [given])
    [found] = kept(conn)
    assert checkin.treatment(conn, found.record_no) == (found, {"XML1": {"MA_LK": "visit-1"}})
    told = {name: getattr(given, name) for name in given.__slots__ if name not in {"visit_id", "tables"}}
    assert told == {name: getattr(found, name) for name in found.__slots__ if name != "record_no"}


def test_the_same_stay_again_changes_nothing(conn: db.Connection) -> None:
    assert checkin.add_treatments(conn, [stay(), stay("visit-2")]) == 2
    before = kept(conn)
    assert checkin.add_treatments(conn, [stay("visit-2"), stay()]) == 0
    assert kept(conn) == before


def test_a_newer_claim_replaces_the_stay_and_keeps_its_record_number(conn: db.Connection) -> None:
    checkin.add_treatments(conn, [stay()])
    [first] = kept(conn)
    assert checkin.add_treatments(conn, [stay(copayment=5, received_at=first.received_at + HOUR)]) == 1
    [second] = kept(conn)
    assert (second.record_no, second.copayment) == (first.record_no, 5)


def test_an_older_claim_that_arrives_late_changes_nothing(conn: db.Connection) -> None:
    checkin.add_treatments(conn, [stay()])
    before = kept(conn)
    assert checkin.add_treatments(conn, [stay(copayment=5, received_at=before[0].received_at - HOUR)]) == 0
    assert kept(conn) == before


def test_of_two_claims_for_one_stay_in_one_call_the_newer_counts(conn: db.Connection) -> None:
    newer = stay(copayment=5, received_at=stay().received_at + HOUR)
    assert checkin.add_treatments(conn, [newer, stay()]) == 1
    assert [each.copayment for each in kept(conn)] == [5]


def test_the_same_number_at_another_facility_is_another_stay(conn: db.Connection) -> None:
    checkin.add_treatments(conn, [stay(facility_code=HERE), stay(facility_code=THERE)])
    assert {each.facility_code for each in kept(conn)} == {HERE, THERE}


def test_nothing_to_add_is_nothing_done(conn: db.Connection) -> None:
    assert checkin.add_treatments(conn, []) == 0


def test_the_latest_discharge_comes_first_and_the_limit_keeps_the_latest(conn: db.Connection) -> None:
    days = [date(2026, 3, 1), date(2026, 5, 1), date(2026, 4, 1)]
    checkin.add_treatments(conn, [discharged_on(day) for day in days])
    found = kept(conn, limit=2)
    assert [each.discharged_at.date() for each in found] == [date(2026, 5, 1), date(2026, 4, 1)]


def test_a_history_begins_on_the_day_of_the_discharge_in_viet_nam(conn: db.Connection) -> None:
    midnight = datetime(2026, 8, 31, 17, 0, tzinfo=UTC)  # 1 September there
    before = midnight - timedelta(seconds=1)
    checkin.add_treatments(conn, [stay("on the day", admitted_at=before, discharged_at=midnight)])
    checkin.add_treatments(conn, [stay("the day before", admitted_at=before, discharged_at=before)])
    assert [each.discharged_at for each in kept(conn, since=date(2026, 9, 1))] == [midnight]


def test_only_the_persons_own_stays_are_told(conn: db.Connection) -> None:
    checkin.add_treatments(conn, [stay(), stay("visit-2", participant_id=PARTICIPANT + 1)])
    assert len(kept(conn)) == 1


def test_a_record_number_that_nobody_has_is_none(conn: db.Connection) -> None:
    assert checkin.treatment(conn, 2**62) is None


# the co-payments of a year


def discharged_on(day: date, copayment: int = 1_000_000, *, own_route: bool = True) -> checkin.NewTreatment:
    at = datetime(day.year, day.month, day.day, 3, tzinfo=UTC)
    return stay(
        f"visit of {day} {copayment}",
        admitted_at=at - 48 * HOUR,
        discharged_at=at,
        received_at=at,
        copayment=copayment,
        is_own_route=own_route,
    )


def test_the_copayments_of_a_year_are_those_of_own_route_stays_that_ended_in_it(conn: db.Connection) -> None:
    counted = [discharged_on(date(2026, 1, 1)), discharged_on(date(2026, 12, 31))]
    others = [
        discharged_on(date(2025, 12, 31)),
        discharged_on(date(2027, 1, 1)),
        discharged_on(date(2026, 5, 1), own_route=False),
        discharged_on(date(2026, 6, 1), 0),
    ]
    checkin.add_treatments(conn, counted + others)
    found = checkin.copayments_of(conn, PARTICIPANT, 2026)
    assert [each.discharged_at.date() for each in found] == [date(2026, 12, 31), date(2026, 1, 1)]


@pytest.mark.parametrize("hour", [16, 17])
def test_a_year_ends_at_midnight_in_viet_nam(conn: db.Connection, hour: int) -> None:
    at = datetime(2025, 12, 31, hour, tzinfo=UTC)
    checkin.add_treatments(conn, [stay(admitted_at=at, discharged_at=at)])
    assert [len(checkin.copayments_of(conn, PARTICIPANT, year)) for year in (2025, 2026)] == ([1, 0] if hour == 16 else [0, 1])


def enrolled(conn: db.Connection, *, insured_since: date) -> int:
    facilities(conn)
    spans = (span(insured_since, date(2025, 12, 31)), span())
    [participant_id] = register.enrol(conn, [person(cards=(card("DN4010123456789", *spans),))])
    return participant_id


@pytest.mark.parametrize(("insured_since", "exempt_from"), [(date(2020, 1, 1), date(2026, 10, 9)), (date(2024, 1, 1), None)])
def test_who_is_above_the_threshold_is_exempt_after_five_years(conn: db.Connection, insured_since: date, exempt_from: date | None) -> None:
    participant_id = enrolled(conn, insured_since=insured_since)
    at = datetime(2026, 10, 9, 3, tzinfo=UTC)
    checkin.add_treatments(conn, [stay(participant_id=participant_id, discharged_at=at, copayment=15_180_001)])
    found = checkin.copayment_standing(conn, participant_id, date(2026, 11, 20))
    assert found == register.CopaymentStanding(paid=15_180_001, threshold=15_180_000, exempt_from=exempt_from)


def test_somebody_without_any_record_stands_at_zero(conn: db.Connection) -> None:
    assert checkin.copayment_standing(conn, 2**62, date(2026, 11, 20)) == register.CopaymentStanding(0, 15_180_000, None)
