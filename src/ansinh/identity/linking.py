"""Whether an electronic identity and a participant are the same person. Pure: the candidates come in as arguments.

The citizen number alone never links: numbers are cancelled and re-issued (Decree 70/2024 art. 11(7)), and registers hold
mistakes. Name and birth date must agree too, nobody else may hold the record, and every doubt goes to an officer. Even where all
agrees nothing is linked here: agreeing facts say who is meant, and a fresh login says who sits there. The agency's own rules for
this are not public; these are assumed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from ansinh import terms
from ansinh.identity.model import Candidate, CaseReason, Standing, Verdict
from ansinh.wire import eid

MINIMUM_ACCOUNT_LEVEL = 2  # the relying party chooses the level it demands (Decree 69/2024)
# what no decision lifts: where it is right, the other link has ended, and the doubt does not come up any more
_NEVER_LIFTED = frozenset({CaseReason.LINKED_TO_OTHER_ACCOUNT, CaseReason.LINKED_TO_OTHER_PARTICIPANT, CaseReason.DECEASED})


@dataclass(frozen=True, slots=True)
class Settled:
    """What an officer found about exactly these facts. `participant_id` is whom they meant, for SAME_PERSON alone."""

    verdict: Verdict
    participant_id: int | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """`participant_id` is set for LINKED and TO_CONFIRM; `reasons` are the cases to open; `participant_ids` whom they are about."""

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
    is_frozen: bool = False,
    settled: Mapping[CaseReason, Settled] = MappingProxyType({}),
) -> Decision:
    """The standing of this login.

    `candidates` carry the person's citizen number at present, one for each social-insurance number. `linked_before` is the participant
    this account is linked to now, None if to nobody, and `is_frozen` whether that link is frozen. `held_by_others` are the candidates
    linked to another account. `settled` is what officers have decided on exactly these facts.
    """
    if not needs_candidates(person):
        return Decision(Standing.LEVEL_TOO_LOW)
    if not candidates:
        if linked_before is None or not is_frozen:
            return Decision(Standing.NO_PARTICIPATION)
        return _doubted([CaseReason.NUMBER_CHANGED], settled, about=(linked_before,))
    everyone = tuple(dict.fromkeys(each.participant_id for each in candidates))
    if all(each.deceased for each in candidates):
        reasons = () if CaseReason.DECEASED in settled else (CaseReason.DECEASED,)
        return Decision(Standing.DECEASED, reasons=reasons, participant_ids=everyone)
    only = _chosen(candidates, settled)
    if only is None:
        return _doubted([CaseReason.SEVERAL_NUMBERS], settled, about=everyone)
    doubts = [
        doubt
        for doubt in _doubts(person, only, linked_before=linked_before, held_by_others=held_by_others, is_frozen=is_frozen)
        if not _is_lifted(doubt, settled, participant_id=only.participant_id)
    ]
    if doubts:
        return _doubted(doubts, settled, about=everyone)
    is_linked = linked_before == only.participant_id and not is_frozen
    standing = Standing.LINKED if is_linked else Standing.TO_CONFIRM
    return Decision(standing, participant_id=only.participant_id, participant_ids=everyone)


def _chosen(candidates: Sequence[Candidate], settled: Mapping[CaseReason, Settled]) -> Candidate | None:
    """The one candidate, or of several the living one that an officer named."""
    if len(candidates) == 1:
        return candidates[0]
    named = settled.get(CaseReason.SEVERAL_NUMBERS, Settled(Verdict.NOT_SAME)).participant_id
    return next((each for each in candidates if each.participant_id == named and not each.deceased), None)


def _doubts(
    person: eid.EidClaims, only: Candidate, *, linked_before: int | None, held_by_others: frozenset[int], is_frozen: bool
) -> list[CaseReason]:
    found = []
    if not terms.names.same(person.full_name, only.full_name):
        found.append(CaseReason.NAME_DIFFERS)
    if not person.birth_date.agrees_with(only.birth_date):
        found.append(CaseReason.BIRTH_DATE_DIFFERS)
    if only.participant_id in held_by_others:
        found.append(CaseReason.LINKED_TO_OTHER_ACCOUNT)
    if linked_before is not None and linked_before != only.participant_id:
        found.append(CaseReason.LINKED_TO_OTHER_PARTICIPANT)
    elif is_frozen:
        found.append(CaseReason.NUMBER_CHANGED)
    return found


def _is_lifted(doubt: CaseReason, settled: Mapping[CaseReason, Settled], *, participant_id: int) -> bool:
    return doubt not in _NEVER_LIFTED and settled.get(doubt) == Settled(Verdict.SAME_PERSON, participant_id)


def _doubted(doubts: Sequence[CaseReason], settled: Mapping[CaseReason, Settled], *, about: tuple[int, ...]) -> Decision:
    """No insurance data: declined where an officer found that these are two people, else under review; what is settled opens no case."""
    if any(settled[doubt].verdict is Verdict.NOT_SAME for doubt in doubts if doubt in settled):
        return Decision(Standing.DECLINED, participant_ids=about)
    open_doubts = tuple(doubt for doubt in doubts if doubt not in settled)
    return Decision(Standing.UNDER_REVIEW, reasons=open_doubts, participant_ids=about)
