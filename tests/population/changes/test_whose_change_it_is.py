"""Whose change it is, on plain data: a number alone moves nothing, and nothing is given to anybody for name and birth date."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ansinh.population.changes import rules
from ansinh.population.changes.rules import Already, Applies, Nobody, Open
from ansinh.register import IdentifierState, NumberHolder
from ansinh.terms import CitizenNumber, PartialDate, Sex
from ansinh.wire import population_changes as wire

DAY = date(2026, 11, 18)
SUBJECT = wire.Subject(
    citizen_number=CitizenNumber("001185000001"), full_name="Nguyễn Thị Lan", birth_date=PartialDate(1985, 3, 9), sex=Sex.FEMALE
)
OURS = NumberHolder(
    participant_id=1,
    state=IdentifierState.ACTIVE,
    full_name="NGUYEN THI LAN",
    birth_date=PartialDate(1985, 3, 9),
    sex=Sex.FEMALE,
    deceased_on=None,
)
OTHER = CitizenNumber("001185000002")


def change(what: wire.What) -> wire.Change:
    return wire.Change(1, datetime(2026, 11, 20, tzinfo=UTC), SUBJECT, what)


DEATH = change(wire.Death(DAY))


@pytest.mark.parametrize(
    "ours",
    [
        OURS,
        replace(OURS, birth_date=PartialDate(1985)),
        replace(OURS, state=IdentifierState.DISPUTED),
        replace(OURS, sex=Sex.MALE),
    ],
)
def test_a_change_is_about_the_record_with_the_number_the_name_and_the_birth_date(ours: NumberHolder) -> None:
    assert rules.whose(DEATH, [ours]) == Applies(1)


@pytest.mark.parametrize("ours", [replace(OURS, full_name="Nguyễn Thị Hoa"), replace(OURS, birth_date=PartialDate(1985, 9, 3))])
def test_a_record_that_says_another_person_is_not_touched(ours: NumberHolder) -> None:
    assert rules.whose(DEATH, [ours]) == Open("person_differs", (1,))


def test_a_record_that_is_ahead_of_the_population_register_is_still_the_persons() -> None:
    ahead = replace(OURS, full_name="Nguyễn Thị Lân Anh")
    assert rules.whose(change(wire.NameCorrected("Nguyễn Thị Lân Anh")), [ahead]) == Applies(1)
    born = replace(OURS, birth_date=PartialDate(1986, 1, 1))
    assert rules.whose(change(wire.BirthDateCorrected(PartialDate(1986, 1, 1))), [born]) == Applies(1)
    assert rules.whose(change(wire.BirthDateCorrected(PartialDate(1987, 1, 1))), [born]) == Open("person_differs", (1,))


def test_a_number_of_two_records_is_for_people() -> None:
    both = [replace(OURS, state=IdentifierState.DISPUTED), replace(OURS, participant_id=2, state=IdentifierState.DISPUTED)]
    assert rules.whose(DEATH, both) == Open("number_disputed", (1, 2))


def test_a_number_nobody_has_or_a_stranger_once_had_is_about_nobody() -> None:
    assert rules.whose(DEATH, []) == Nobody()
    stranger = replace(OURS, state=IdentifierState.CANCELLED, full_name="Lê Văn Khác")
    assert rules.whose(DEATH, [stranger]) == Nobody()


def test_a_number_that_ended_here_but_not_there_is_for_people() -> None:
    for state in (IdentifierState.CANCELLED, IdentifierState.REPLACED):
        assert rules.whose(DEATH, [replace(OURS, state=state)]) == Open("number_ended_here", (1,))


def test_what_was_done_before_is_not_done_again() -> None:
    assert rules.whose(change(wire.NumberCancelled(DAY)), [replace(OURS, state=IdentifierState.CANCELLED)]) == Already(1)
    replaced, new = replace(OURS, state=IdentifierState.REPLACED), OURS
    told = change(wire.NumberReplaced(DAY, OTHER))
    assert rules.whose_new_number(told, rules.whose(told, [replaced]), [new]) == Already(1)
    assert rules.whose_new_number(told, rules.whose(told, [replaced]), []) == Open("number_ended_here", (1,))


def test_a_number_replaced_by_that_of_another_record_is_for_people() -> None:
    told = change(wire.NumberReplaced(DAY, OTHER))
    another = replace(OURS, participant_id=2)
    assert rules.whose_new_number(told, Applies(1), [another]) == Open("number_taken", (1, 2))
    assert rules.whose_new_number(told, Applies(1), [replace(another, state=IdentifierState.REPLACED)]) == Applies(1)
    assert rules.whose_new_number(told, Nobody(), [another]) == Nobody()


def test_two_entries_merged_that_are_two_records_here_are_for_people() -> None:
    told = change(wire.Merged(DAY, OTHER))
    assert rules.whose_new_number(told, Applies(1), [replace(OURS, participant_id=2)]) == Open("two_records", (1, 2))
    assert rules.whose_new_number(told, Applies(1), [OURS]) == Applies(1)


def test_a_first_number_is_never_given_for_name_and_birth_date() -> None:
    told = change(wire.NumberIssued(DAY))
    without = replace(OURS, state=None)
    assert rules.whose_first_number(told, [], [without]) == Open("number_for_one_without", (1,))
    assert rules.whose_first_number(told, [], [replace(without, full_name="Lê Văn Khác")]) == Nobody()
    assert rules.whose_first_number(told, [OURS], []) == Already(1)
    assert rules.whose_first_number(told, [replace(OURS, full_name="Lê Văn Khác")], []) == Open("number_taken", (1,))


@pytest.mark.parametrize(
    ("what", "code"),
    [
        (wire.Death(date(2026, 11, 21)), "died_in_future"),
        (wire.Death(date(2026, 11, 20)), ""),
        (wire.NumberReplaced(DAY, SUBJECT.citizen_number), "number_into_itself"),
        (wire.Merged(DAY, SUBJECT.citizen_number), "number_into_itself"),
        (wire.Merged(DAY, OTHER), ""),
        (wire.Born(DAY, None, None), ""),
    ],
)
def test_what_cannot_have_happened_by_then_is_noticed(what: wire.What, code: str) -> None:
    assert rules.impossible(change(what), told_on=date(2026, 11, 20)) == code


def test_nobody_is_born_after_their_birth_was_told() -> None:
    assert rules.impossible(change(wire.Born(DAY, None, None)), told_on=date(1985, 3, 8)) == "born_in_future"


def test_a_parent_is_who_has_the_number_and_the_name() -> None:
    parent = wire.Parent(full_name="Nguyễn Thị Lan", citizen_number=SUBJECT.citizen_number)
    assert rules.is_parent(parent, OURS)
    assert not rules.is_parent(parent, replace(OURS, full_name="Lê Văn Khác"))
    assert not rules.is_parent(parent, replace(OURS, state=IdentifierState.REPLACED))


@pytest.mark.parametrize(
    ("ours", "what", "agrees"),
    [
        (OURS, wire.Move(DAY, "001", "", "", "x"), True),
        (replace(OURS, sex=Sex.MALE), wire.Move(DAY, "001", "", "", "x"), False),
        (replace(OURS, sex=Sex.MALE), wire.SexCorrected(Sex.FEMALE), True),
        (replace(OURS, full_name="Lê Văn Khác"), wire.NameCorrected("Nguyễn Thị Lan"), True),
        (replace(OURS, full_name="Lê Văn Khác"), wire.SexCorrected(Sex.FEMALE), False),
        (replace(OURS, birth_date=PartialDate(1980)), wire.BirthDateCorrected(PartialDate(1985)), True),
    ],
)
def test_a_record_counts_as_verified_only_if_everything_agrees_then(ours: NumberHolder, what: wire.What, agrees: bool) -> None:
    assert rules.agrees_after(change(what), ours) is agrees
