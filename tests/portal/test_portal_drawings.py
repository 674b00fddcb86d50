"""Which card is drawn, where the bars of the timeline stand, which months count as paid, how looks are told."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from ansinh import audit, register
from ansinh.doors.portal import card, looks, paid, timeline
from ansinh.doors.portal.card import State
from ansinh.register import CardState, ContributionKind, ContributionRow, Record
from ansinh.terms import PartialDate, Sex
from tests.identity.standin import NOW
from tests.register import builders

TODAY = date(2026, 11, 22)


def _record(*cards: register.Card, **changes: Any) -> Record:
    values: dict[str, Any] = {
        "participant_id": 7, "full_name": "Nguyễn Thị Mẫu", "birth_date": PartialDate(1985, 3, 9), "sex": Sex.FEMALE, "ethnicity": "Kinh",
        "address": "", "citizen_number": None, "social_insurance_number": None, "five_years_on": None, "verified_on": None,
        "deceased_on": None, "identifiers": (), "cards": cards, "household_code": None, "household": (), "contributions": (),
        "facility_names": {"01001": "Bệnh viện Mẫu Một", "79014": "Trạm y tế Mẫu Hai"},
    }  # fmt: skip
    return Record(**{**values, **changes})


def _card(first: date, last: date, **changes: Any) -> register.Card:
    return builders.card("DN4010123456789", builders.span(first, last), **changes)


@pytest.mark.parametrize(
    ("first", "last", "card_state", "state"),
    [
        (date(2026, 1, 1), date(2026, 12, 31), CardState.VALID, State.COVERED),
        (date(2026, 1, 1), date(2026, 12, 22), CardState.VALID, State.ENDING),
        (date(2026, 1, 1), TODAY, CardState.VALID, State.ENDING),
        (date(2026, 1, 1), date(2026, 11, 21), CardState.VALID, State.EXPIRED),
        (date(2026, 11, 23), date(2027, 11, 22), CardState.VALID, State.FUTURE),
        (date(2026, 1, 1), date(2026, 12, 31), CardState.REVOKED, State.REVOKED),
        (date(2026, 1, 1), date(2026, 12, 31), CardState.HELD, State.HELD),
        (date(2026, 1, 1), date(2026, 12, 31), CardState.LOCKED, State.LOCKED),
        (date(2026, 1, 1), date(2026, 12, 31), CardState.REDUCED_MOVED_OUT, State.REDUCED),
    ],
)
def test_a_card_is_in_the_state_its_days_and_the_register_say(first: date, last: date, card_state: CardState, state: State) -> None:
    face = card.face_of(_record(_card(first, last, state=card_state)), day=TODAY)
    assert face is not None
    assert face.state is state


def test_without_a_card_or_without_days_there_is_nothing_to_draw() -> None:
    assert card.face_of(_record(), day=TODAY) is None
    assert card.face_of(_record(register.Card(number=builders.card().number, issued_on=TODAY, issued_by="")), day=TODAY) is None


def test_a_change_of_facility_interrupts_nothing_and_the_present_one_is_named() -> None:
    moved = builders.card(
        "DN4010123456789",
        builders.span(date(2025, 1, 1), date(2026, 6, 30), builders.THERE),
        builders.span(date(2026, 7, 1), date(2026, 12, 31)),
        builders.span(date(2027, 1, 1), date(2027, 6, 30), builders.THERE),
    )
    face = card.face_of(_record(moved), day=TODAY)
    assert face is not None
    assert (face.first, face.last) == (date(2025, 1, 1), date(2027, 6, 30))
    assert (face.facility_name, face.state) == ("Bệnh viện Mẫu Một", State.COVERED)


def test_a_gap_ends_the_time_a_card_is_drawn_for() -> None:
    gapped = builders.card(
        "DN4010123456789", builders.span(date(2025, 1, 1), date(2025, 12, 30)), builders.span(date(2026, 1, 1), date(2026, 12, 31))
    )
    face = card.face_of(_record(gapped), day=TODAY)
    assert face is not None
    assert face.first == date(2026, 1, 1)


def test_a_card_that_begins_soon_is_drawn_rather_than_one_that_ended() -> None:
    ended = builders.card("GD4010123456789", builders.span(date(2025, 1, 1), date(2025, 12, 31)))
    face = card.face_of(_record(_card(date(2027, 1, 1), date(2027, 12, 31)), ended), day=TODAY)
    assert face is not None
    assert (face.card.number.object_code, face.state) == ("DN", State.FUTURE)


def test_the_qr_code_says_what_the_card_says() -> None:
    record = _record(_card(date(2026, 1, 1), date(2026, 12, 31)), five_years_on=date(2027, 2, 1))
    face = card.face_of(record, day=TODAY)
    assert face is not None
    text = card.qr_text(record, face.card, face.span, valid_to=face.last)
    assert text.startswith("DN4010123456789|")
    assert "|01 - 001|01/01/2026|31/12/2026|" in text
    assert "<script" not in face.qr_svg
    assert "style=" not in face.qr_svg  # the page's policy allows no inline style


def test_the_timeline_spans_whole_years_and_every_bar_lies_inside() -> None:
    drawn = timeline.timeline_of(
        [_card(date(2024, 7, 1), date(2025, 12, 31)), _card(date(2020, 1, 1), date(2020, 12, 31))], today=TODAY, five_years_on=None
    )
    assert drawn is not None
    assert (drawn.first_year, drawn.last_year) == (2020, 2026)
    assert [(bar.start, bar.width) for bar in drawn.lanes[1].bars] == [(0.0, 14.31)]
    assert all(bar.start >= 0 and bar.start + bar.width <= 100.01 for lane in drawn.lanes for bar in lane.bars)
    assert 98 < drawn.today < 99


@pytest.mark.parametrize(("years", "ticks"), [(1, 1), (6, 6), (7, 4), (25, 5)])
def test_at_most_six_years_are_named(years: int, ticks: int) -> None:
    drawn = timeline.timeline_of([_card(date(2027 - years, 1, 1), date(2026, 12, 31))], today=TODAY, five_years_on=None)
    assert drawn is not None
    assert len(drawn.ticks) == ticks


def test_spans_that_touch_are_one_bar_and_a_gap_of_a_day_makes_two() -> None:
    spans = [(date(2025, 1, 1), date(2025, 6, 30)), (date(2025, 7, 1), date(2025, 12, 31)), (date(2026, 1, 2), date(2026, 3, 31))]
    drawn = timeline.timeline_of(
        [builders.card("DN4010123456789", *(builders.span(*each) for each in spans))], today=TODAY, five_years_on=None
    )
    assert drawn is not None
    assert [(bar.first, bar.last) for bar in drawn.lanes[0].bars] == [
        (date(2025, 1, 1), date(2025, 12, 31)),
        (date(2026, 1, 2), date(2026, 3, 31)),
    ]


def test_five_years_in_the_next_year_are_drawn_and_later_ones_are_not() -> None:
    cards = [_card(date(2022, 1, 1), date(2026, 12, 31))]
    near = timeline.timeline_of(cards, today=TODAY, five_years_on=date(2027, 1, 1))
    far = timeline.timeline_of(cards, today=TODAY, five_years_on=date(2029, 1, 1))
    assert near is not None
    assert far is not None
    assert (near.last_year, near.five_years) == (2027, 83.34)
    assert (far.last_year, far.five_years) == (2026, None)


def test_nothing_covered_is_nothing_drawn() -> None:
    assert timeline.timeline_of([], today=TODAY, five_years_on=None) is None


def _paid(first: date, last: date) -> ContributionRow:
    return ContributionRow(kind=ContributionKind.EMPLOYEE, first_month=first, last_month=last, base=1, amount=1, employer_name="")


def test_a_month_paid_twice_counts_once_and_years_between_are_shown_empty() -> None:
    rows = [
        _paid(date(2023, 11, 1), date(2024, 2, 1)),
        _paid(date(2024, 1, 1), date(2024, 1, 1)),
        _paid(date(2026, 3, 1), date(2026, 3, 1)),
    ]
    counted = paid.paid_months(rows)
    assert counted is not None
    assert [(year.year, year.months) for year in counted.recent] == [(2026, 1), (2025, 0), (2024, 2), (2023, 2)]
    assert counted.recent[0].paid.index(True) == 2
    assert (counted.total_months, counted.earlier_months) == (5, 0)


def test_years_before_the_last_eight_are_one_sum() -> None:
    counted = paid.paid_months([_paid(date(2010, 1, 1), date(2026, 12, 1))])
    assert counted is not None
    assert (len(counted.recent), counted.earlier_months, counted.total_months) == (8, 108, 204)


def _entry(seq: int, kind: str, actor: audit.Actor, *, at: datetime = NOW, purpose: str = "treatment") -> audit.Entry:
    return audit.Entry(seq, at, kind, actor, purpose, {})


ME = audit.Actor("citizen", "1")
HOSPITAL = audit.Actor("facility", "01001", "Bệnh viện Mẫu Một")


def test_own_looks_of_one_kind_in_a_row_are_one_line_and_others_never_are() -> None:
    entries = [
        _entry(5, "record.viewed", ME), _entry(4, "record.viewed", ME), _entry(3, "coverage.looked_up", HOSPITAL),
        _entry(2, "coverage.looked_up", HOSPITAL), _entry(1, "record.viewed", ME),
    ]  # fmt: skip
    (day,) = looks.days_of(entries)
    assert [(look.what_key, look.times) for look in day.looks] == [
        ("access.viewed_by_you", 2), ("access.looked_up", 1), ("access.looked_up", 1), ("access.viewed_by_you", 1),
    ]  # fmt: skip


def test_days_turn_at_midnight_in_viet_nam() -> None:
    before_midnight = datetime(2026, 11, 21, 16, 59, tzinfo=NOW.tzinfo)
    entries = [
        _entry(2, "coverage.looked_up", HOSPITAL, at=before_midnight + timedelta(minutes=1)),
        _entry(1, "coverage.looked_up", HOSPITAL, at=before_midnight),
    ]
    assert [day.day for day in looks.days_of(entries)] == [date(2026, 11, 22), date(2026, 11, 21)]


def test_an_event_nobody_translated_is_still_shown_and_not_as_ones_own() -> None:
    look = looks.look_of(_entry(1, "something.new", audit.Actor("agency", "x"), purpose="brand new"))
    assert (look.what_key, look.who_key, look.purpose_key, look.is_own) == (
        "access.other", "access.agency", "access.purpose_other", False,
    )  # fmt: skip


def test_a_facility_without_a_name_is_called_by_its_code() -> None:
    look = looks.look_of(_entry(1, "coverage.looked_up", audit.Actor("facility", "01001")))
    assert (look.who, look.who_key, look.code) == (None, "access.some_facility", "01001")


def test_an_officers_name_is_not_told() -> None:
    look = looks.look_of(_entry(1, "record.viewed", audit.Actor("officer", "9", "Trần Văn Tiếp")))
    assert (look.who, look.what_key) == (None, "access.viewed_by_officer")


def test_every_audited_kind_that_can_be_about_a_person_has_words() -> None:
    unspoken = {
        name
        for name, kind in audit.CATALOGUE.items()
        for actor in kind.who
        if name not in looks.WORDS and f"{name} by {actor}" not in looks.WORDS
    }
    about_accounts = {
        name for name in unspoken if name.startswith(("console.", "desk.", "exchange.", "gateway.", "keys.", "officer.", "vendors."))
    }
    about_many = {
        "population.cases_loaded",
        "population.cases_released",
        "population.cases_taken",
        "population.feed_stopped",
        "population.run_applied",
        "register.seeded",
        "sharing.feed_acknowledged",
        "sharing.share_delivered",
        "sharing.share_made",
    }
    about_a_card = {"card.finding_settled", "card.found_for_two_people"}  # whose it is, or who lied, is what the finding asks
    assert unspoken - about_accounts - about_a_card <= about_many
