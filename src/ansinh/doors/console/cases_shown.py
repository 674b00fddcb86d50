"""How much of two people an officer sees who compares them: in full what the case is about, of the rest as much as tells them apart.

Each particular is said to agree or to differ, so that what is half hidden can still be judged.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ansinh import identity, register
from ansinh.identity import CaseReason
from ansinh.terms import PartialDate, SocialInsuranceNumber, names

_ABOUT_NAMES = frozenset({CaseReason.NAME_DIFFERS})
_ABOUT_BIRTH_DATES = frozenset({CaseReason.BIRTH_DATE_DIFFERS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """One side. `number` is a social-insurance number half hidden, "" for none; `birth_date` is known to the year where it is hidden.

    `name_agrees` and `birth_date_agrees` compare with the electronic identity; None for the identity itself.
    """

    name: str = field(repr=False)
    birth_date: PartialDate
    name_agrees: bool | None = None
    birth_date_agrees: bool | None = None
    number: str = ""
    brief: register.Brief | None = None
    is_held_by_other: bool = False
    is_linked_to_this: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """What the electronic identity says, and beside it each participant it may be."""

    eid: Particulars
    people: tuple[Particulars, ...]


def compared(case: identity.CaseFile, people: Sequence[register.Brief]) -> Sides:
    """Both sides of a case, as much of each as it takes."""
    hides_name, hides_birth_date = case.reason in _ABOUT_BIRTH_DATES, case.reason in _ABOUT_NAMES

    def name(full_name: str) -> str:
        return names.initials(full_name) if hides_name else full_name

    def birth_date(when: PartialDate) -> PartialDate:
        return PartialDate(when.year) if hides_birth_date else when

    return Sides(
        Particulars(name=name(case.full_name), birth_date=birth_date(case.birth_date)),
        tuple(
            Particulars(
                name=name(each.full_name),
                birth_date=birth_date(each.birth_date),
                name_agrees=names.same(case.full_name, each.full_name),
                birth_date_agrees=case.birth_date.agrees_with(each.birth_date),
                number=_half_hidden(each.social_insurance_number),
                brief=each,
                is_held_by_other=each.participant_id in case.held_by_others,
                is_linked_to_this=each.participant_id == case.linked_to,
            )
            for each in people
        ),
    )


def _half_hidden(number: SocialInsuranceNumber | None) -> str:
    return "" if number is None else f"{number.value[:2]} ••••• {number.value[-3:]}"
