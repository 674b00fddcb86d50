"""Whether an electronic identity and a participant are the same person. Pure: the candidates come in as arguments.

The citizen number alone never links: numbers are cancelled and re-issued (Decree 70/2024 art. 11(7)), and registers hold
mistakes. Name and birth date must agree too, nobody else may hold the record, and every doubt goes to an officer. The
agency's own rules for this are not public; these are assumed.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ansinh import terms
from ansinh.identity.model import Candidate, CaseReason, Standing
from ansinh.wire import eid

MINIMUM_ACCOUNT_LEVEL = 2  # the relying party chooses the level it demands (Decree 69/2024)


@dataclass(frozen=True, slots=True)
class Decision:
    """`participant_id` is set for LINKED alone; `reasons` are the cases to open; `participant_ids` whom they are about."""

    standing: Standing
    participant_id: int | None = None
    reasons: tuple[CaseReason, ...] = ()
    participant_ids: tuple[int, ...] = ()


def needs_candidates(person: eid.EidClaims) -> bool:
    """Insurance data is for accounts of level 2; below that the register is not even asked."""
    return person.account_level >= MINIMUM_ACCOUNT_LEVEL


def decide(
    person: eid.EidClaims,
    candidates: Sequence[Candidate],
    *,
    linked_before: int | None,
    held_by_others: frozenset[int],
) -> Decision:
    """The standing of this login.

    `candidates` carry the person's citizen number at present, one for each social-insurance number. `linked_before` is the participant this account is linked
    to now, None if to nobody. `held_by_others` are the candidates linked to another account.
    """
    if not needs_candidates(person):
        return Decision(Standing.LEVEL_TOO_LOW)
    if not candidates:
        return Decision(Standing.NO_PARTICIPATION)
    everyone = tuple(dict.fromkeys(each.participant_id for each in candidates))
    if all(each.deceased for each in candidates):
        return Decision(Standing.DECEASED, reasons=(CaseReason.DECEASED,), participant_ids=everyone)
    if len(candidates) > 1:
        return Decision(Standing.UNDER_REVIEW, reasons=(CaseReason.SEVERAL_NUMBERS,), participant_ids=everyone)
    doubts = tuple(_doubts(person, candidates[0], linked_before=linked_before, held_by_others=held_by_others))
    if doubts:
        return Decision(Standing.UNDER_REVIEW, reasons=doubts, participant_ids=everyone)
    return Decision(Standing.LINKED, participant_id=candidates[0].participant_id, participant_ids=everyone)


def _doubts(person: eid.EidClaims, only: Candidate, *, linked_before: int | None, held_by_others: frozenset[int]) -> list[CaseReason]:
    found = []
    if not terms.names.same(person.full_name, only.full_name):
        found.append(CaseReason.NAME_DIFFERS)
    if not person.birth_date.agrees_with(only.birth_date):
        found.append(CaseReason.BIRTH_DATE_DIFFERS)
    if only.participant_id in held_by_others:
        found.append(CaseReason.LINKED_TO_OTHER_ACCOUNT)
    if linked_before is not None and linked_before != only.participant_id:
        found.append(CaseReason.LINKED_TO_OTHER_PARTICIPANT)
    return found
