"""What a doubt rests on, as a digest: the same facts are not asked about twice, anything new about them is. Pure.

Names are taken folded, as they are compared; a link counts by its own number, so that one that was made anew is a new fact.
"""

from collections.abc import Iterable, Mapping, Sequence

from ansinh import terms
from ansinh.identity.model import Candidate, CaseReason
from ansinh.kit import crypto
from ansinh.wire import eid


def facts_of(
    person: eid.EidClaims, candidates: Sequence[Candidate], *, own_link: int | None, linked_to: int | None, holders: Mapping[int, int]
) -> Mapping[CaseReason, str]:
    """For each reason the digest of what a case of that reason would be about, 64 hexadecimal digits.

    `own_link` is the number of the account's present link and `linked_to` whom it leads to; `holders` has, by participant, the number
    of the link (or of the decision) by which another account holds it.
    """
    number, name, born = person.citizen_number.value, _name(person.full_name), person.birth_date.iso()
    everyone = sorted(_person(each) for each in candidates)
    about = [str(each.participant_id) for each in candidates]
    parts: Mapping[CaseReason, Iterable[str]] = {
        CaseReason.NAME_DIFFERS: (number, name, *(f"{each.participant_id} {_name(each.full_name)}" for each in candidates)),
        CaseReason.BIRTH_DATE_DIFFERS: (number, born, *(f"{each.participant_id} {each.birth_date.iso()}" for each in candidates)),
        CaseReason.SEVERAL_NUMBERS: (number, name, born, *everyone),
        CaseReason.LINKED_TO_OTHER_ACCOUNT: (
            number,
            name,
            born,
            *everyone,
            *(str(holders.get(each.participant_id)) for each in candidates),
        ),
        CaseReason.LINKED_TO_OTHER_PARTICIPANT: (number, name, born, *everyone, str(own_link)),
        CaseReason.NUMBER_CHANGED: (number, name, born, *everyone, str(own_link), str(linked_to)),
        CaseReason.DECEASED: (number, *about),
    }
    return {reason: crypto.sha256_hex("\n".join((reason.value, *told))) for reason, told in parts.items()}


def _person(each: Candidate) -> str:
    return f"{each.participant_id} {_name(each.full_name)} {each.birth_date.iso()}"


def _name(text: str) -> str:
    return terms.names.fold(text)
