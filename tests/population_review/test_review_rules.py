"""What opinions on a case come to: two people for a number, blind reviews, and when only papers help."""

from dataclasses import replace
from datetime import date

import pytest

from ansinh.population.review import Finding, Opinion, Part, State
from ansinh.population.review.rules import blind_review, standing

IT_IS, NONE, UNSURE, PAPERS = Finding.IT_IS, Finding.NONE, Finding.CANNOT_TELL, Finding.NEEDS_PAPERS


def _said(*findings: Finding | tuple[Finding, int], changes_number: bool = True) -> list[Opinion]:
    said = []
    for n, each in enumerate(findings):
        finding, place = each if isinstance(each, tuple) else (each, 1 if each is IT_IS else None)
        changes = changes_number and finding is IT_IS
        said.append(Opinion(officer=f"o{n}", part=Part.DECIDES, finding=finding, place=place, changes_number=changes))
    return said


def _answered(part: Part, said: list[Opinion]) -> list[Opinion]:
    last = said[-1]
    return [
        *said,
        Opinion(officer=f"o{len(said)}", part=part, finding=last.finding, place=last.place, changes_number=last.changes_number),
    ]


def test_a_finding_that_gives_a_number_waits_for_a_second_officer_and_stands_when_they_agree() -> None:
    said = _said(IT_IS)
    assert standing(said, is_sampled=False).state is State.WAITS
    agreed = standing(_answered(Part.CONFIRMS, said), is_sampled=False)
    assert (agreed.state, agreed.settled) == (State.CLOSED, said[0])


def test_a_death_waits_for_a_second_officer_though_no_number_changes() -> None:
    (one,) = _said(IT_IS, changes_number=False)
    said = [replace(one, deceased_on=date(2026, 11, 10))]
    assert standing(said, is_sampled=False).state is State.WAITS
    assert standing(_answered(Part.CONFIRMS, said), is_sampled=False).settled == said[0]


def test_in_the_blind_sample_two_who_name_different_days_of_death_have_not_said_the_same() -> None:
    said = [replace(each, deceased_on=date(2026, 11, day)) for day, each in zip((10, 11, 10), _said(IT_IS, IT_IS, IT_IS), strict=True)]
    assert standing(said[:2], is_sampled=True).state is State.OPEN
    assert standing(said, is_sampled=True).settled == said[2]
    assert blind_review(said) == (False, True)


@pytest.mark.parametrize("said", [_said(NONE), _said(IT_IS, changes_number=False)])
def test_what_changes_no_number_stands_at_once(said: list[Opinion]) -> None:
    assert standing(said, is_sampled=False).state is State.CLOSED


def test_what_was_turned_down_is_open_for_a_third_and_after_the_second_time_a_matter_of_papers() -> None:
    once = _answered(Part.TURNS_DOWN, _said(IT_IS))
    assert standing(once, is_sampled=False).state is State.OPEN
    again = [*once, *_said(IT_IS)]
    assert standing(again, is_sampled=False).state is State.WAITS
    assert standing(_answered(Part.TURNS_DOWN, again), is_sampled=False).state is State.PAPERS


def test_who_cannot_tell_passes_the_case_on_once() -> None:
    assert standing(_said(UNSURE), is_sampled=False).state is State.OPEN
    assert standing(_said(UNSURE, NONE), is_sampled=False).state is State.CLOSED
    assert standing(_said(UNSURE, UNSURE), is_sampled=False).state is State.PAPERS
    assert standing(_said(PAPERS), is_sampled=False).state is State.PAPERS


@pytest.mark.parametrize(
    ("said", "state"),
    [
        (_said(IT_IS), State.OPEN),
        (_said(NONE), State.OPEN),
        (_said(IT_IS, IT_IS), State.CLOSED),
        (_said(NONE, NONE), State.CLOSED),
        (_said(PAPERS, PAPERS), State.PAPERS),
        (_said((IT_IS, 1), (IT_IS, 2)), State.OPEN),
        (_said(IT_IS, NONE, NONE), State.CLOSED),
        (_said(NONE, IT_IS, NONE), State.CLOSED),
        (_said((IT_IS, 1), (IT_IS, 2), NONE), State.PAPERS),
        (_said(UNSURE, IT_IS, IT_IS), State.CLOSED),
    ],
)
def test_in_the_blind_sample_nothing_stands_that_two_did_not_say(said: list[Opinion], state: State) -> None:
    found = standing(said, is_sampled=True)
    assert found.state is state
    if found.settled is not None:
        assert (found.settled.finding, found.settled.place) == (said[-1].finding, said[-1].place)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (_said(IT_IS, IT_IS), (True, True)),
        (_said(IT_IS, NONE, IT_IS), (False, True)),
        (_said(IT_IS, NONE, NONE), (False, False)),
        (_said(UNSURE, NONE, NONE), (True, True)),
        (_said(NONE), None),
    ],
)
def test_a_blind_review_tells_whether_they_agreed_and_whether_the_first_stood(said: list[Opinion], told: tuple[bool, bool] | None) -> None:
    assert blind_review(said) == told
