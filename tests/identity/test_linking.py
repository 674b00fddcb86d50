"""When an electronic identity and a participant are one person, and what an officer's decision changes about it."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh import terms
from ansinh.identity import Candidate, CaseReason, Decision, Settled, Standing, Verdict, decide, needs_candidates
from tests.identity.standin import a_person

PERSON = a_person()
SAME = Candidate(7, "NGUYEN THI MAU", terms.PartialDate(1985, 3, 9), deceased=False)


def _decide(*candidates: Candidate, linked_before: int | None = None, held_by_others: frozenset[int] = frozenset()) -> Decision:
    return decide(PERSON, candidates, linked_before=linked_before, held_by_others=held_by_others)


def _settled(
    *candidates: Candidate,
    linked_before: int | None = None,
    is_frozen: bool = False,
    held_by_others: frozenset[int] = frozenset(),
    **settled: Settled,
) -> Decision:
    return decide(
        PERSON,
        candidates,
        linked_before=linked_before,
        held_by_others=held_by_others,
        is_frozen=is_frozen,
        settled={CaseReason(reason): found for reason, found in settled.items()},
    )


def test_41_one_candidate_with_the_same_number_name_and_birth_date_is_not_linked_but_asked_to_confirm() -> None:
    assert _decide(SAME) == Decision(Standing.TO_CONFIRM, participant_id=7, participant_ids=(7,))


def test_a_birth_date_known_only_by_its_year_agrees_with_a_whole_one_of_that_year() -> None:
    assert _decide(replace(SAME, birth_date=terms.PartialDate(1985))).standing is Standing.TO_CONFIRM


def test_nobody_with_the_citizen_number_means_no_participation() -> None:
    assert _decide() == Decision(Standing.NO_PARTICIPATION)


@pytest.mark.parametrize(
    ("candidate", "reasons"),
    [
        (replace(SAME, full_name="Nguyễn Thị Khác"), (CaseReason.NAME_DIFFERS,)),
        (replace(SAME, birth_date=terms.PartialDate(1985, 9, 3)), (CaseReason.BIRTH_DATE_DIFFERS,)),
        (
            replace(SAME, full_name="Trần Văn Lạ", birth_date=terms.PartialDate(1960)),
            (CaseReason.NAME_DIFFERS, CaseReason.BIRTH_DATE_DIFFERS),
        ),
    ],
)
def test_whatever_differs_is_a_case_and_no_link(candidate: Candidate, reasons: tuple[CaseReason, ...]) -> None:
    assert _decide(candidate) == Decision(Standing.UNDER_REVIEW, reasons=reasons, participant_ids=(7,))


def test_two_social_insurance_numbers_are_a_case_even_of_one_participant() -> None:
    assert _decide(SAME, SAME) == Decision(Standing.UNDER_REVIEW, reasons=(CaseReason.SEVERAL_NUMBERS,), participant_ids=(7,))


def test_a_record_held_by_another_account_is_a_case() -> None:
    assert _decide(SAME, held_by_others=frozenset({7})).reasons == (CaseReason.LINKED_TO_OTHER_ACCOUNT,)


def test_an_account_that_was_linked_to_somebody_else_is_a_case() -> None:
    assert _decide(SAME, linked_before=8).reasons == (CaseReason.LINKED_TO_OTHER_PARTICIPANT,)


def test_an_account_already_linked_to_this_record_stays_linked() -> None:
    assert _decide(SAME, linked_before=7).standing is Standing.LINKED


def test_a_dead_person_cannot_log_in() -> None:
    decision = _decide(replace(SAME, deceased=True))
    assert decision == Decision(Standing.DECEASED, reasons=(CaseReason.DECEASED,), participant_ids=(7,))


def test_of_a_living_and_a_dead_record_an_officer_decides() -> None:
    assert _decide(SAME, replace(SAME, participant_id=8, deceased=True)).reasons == (CaseReason.SEVERAL_NUMBERS,)


@pytest.mark.parametrize("level", [0, 1])
def test_below_level_2_no_record_is_even_looked_for(level: int) -> None:
    person = a_person(account_level=level)
    assert not needs_candidates(person)
    assert decide(person, [SAME], linked_before=7, held_by_others=frozenset()) == Decision(Standing.LEVEL_TOO_LOW)


def test_a_doubt_an_officer_lifted_is_no_doubt_any_more() -> None:
    other = replace(SAME, full_name="Nguyễn Thị Khác")
    assert _settled(other, name_differs=Settled(Verdict.SAME_PERSON, 7)).standing is Standing.TO_CONFIRM
    assert _settled(other, linked_before=7, name_differs=Settled(Verdict.SAME_PERSON, 7)).standing is Standing.LINKED


def test_what_an_officer_found_of_one_record_says_nothing_of_another() -> None:
    other = replace(SAME, full_name="Nguyễn Thị Khác")
    assert _settled(other, name_differs=Settled(Verdict.SAME_PERSON, 8)).standing is Standing.UNDER_REVIEW


def test_two_people_stay_two_people_and_no_case_is_opened_again() -> None:
    other = replace(SAME, full_name="Nguyễn Thị Khác")
    assert _settled(other, name_differs=Settled(Verdict.NOT_SAME)) == Decision(Standing.DECLINED, participant_ids=(7,))


def test_what_waits_for_the_register_is_under_review_without_another_case() -> None:
    decision = _settled(SAME, replace(SAME, participant_id=8), several_numbers=Settled(Verdict.FOR_REGISTER))
    assert (decision.standing, decision.reasons) == (Standing.UNDER_REVIEW, ())


def test_of_several_records_the_one_an_officer_named_is_asked_about() -> None:
    decision = _settled(SAME, replace(SAME, participant_id=8), several_numbers=Settled(Verdict.SAME_PERSON, 8))
    assert (decision.standing, decision.participant_id) == (Standing.TO_CONFIRM, 8)


def test_the_one_an_officer_named_must_agree_like_any_other() -> None:
    other = replace(SAME, participant_id=8, full_name="Nguyễn Thị Khác")
    assert _settled(SAME, other, several_numbers=Settled(Verdict.SAME_PERSON, 8)).reasons == (CaseReason.NAME_DIFFERS,)


def test_no_decision_opens_a_record_that_another_account_holds() -> None:
    lifted = Settled(Verdict.SAME_PERSON, 7)
    assert _settled(SAME, held_by_others=frozenset({7}), linked_to_other_account=lifted).standing is Standing.UNDER_REVIEW


def test_43_a_frozen_link_shows_nothing_until_an_officer_and_then_the_person_confirm_it() -> None:
    assert _settled(SAME, linked_before=7, is_frozen=True).reasons == (CaseReason.NUMBER_CHANGED,)
    assert _settled(linked_before=7, is_frozen=True).reasons == (CaseReason.NUMBER_CHANGED,)
    lifted = _settled(SAME, linked_before=7, is_frozen=True, number_changed=Settled(Verdict.SAME_PERSON, 7))
    assert lifted.standing is Standing.TO_CONFIRM


_CANDIDATES = st.lists(
    st.builds(
        Candidate,
        participant_id=st.integers(1, 3),
        full_name=st.sampled_from(["Nguyễn Thị Mẫu", "Nguyễn Thị Khác"]),
        birth_date=st.sampled_from([terms.PartialDate(1985, 3, 9), terms.PartialDate(1985), terms.PartialDate(1990)]),
        deceased=st.booleans(),
    ),
    max_size=3,
)


@given(
    candidates=_CANDIDATES,
    level=st.integers(0, 2),
    linked_before=st.none() | st.integers(1, 3),
    held_by_others=st.frozensets(st.integers(1, 3)),
)
def test_a_link_needs_every_condition_and_nothing_less(
    candidates: list[Candidate], level: int, linked_before: int | None, held_by_others: frozenset[int]
) -> None:
    person = a_person(account_level=level)
    decision = decide(person, candidates, linked_before=linked_before, held_by_others=held_by_others)
    allowed = (
        level == 2
        and len(candidates) == 1
        and candidates[0].full_name == "Nguyễn Thị Mẫu"
        and candidates[0].birth_date.year == 1985
        and not candidates[0].deceased
        and candidates[0].participant_id not in held_by_others
        and linked_before in {None, candidates[0].participant_id}
    )
    assert (decision.standing is Standing.LINKED) == (allowed and linked_before is not None)
    assert (decision.standing is Standing.TO_CONFIRM) == (allowed and linked_before is None)
    assert (decision.participant_id is not None) == allowed
    assert bool(decision.reasons) == (decision.standing in {Standing.UNDER_REVIEW, Standing.DECEASED})
