"""What was corrected in one's own record, in words: what stood before, what stands now, since when, on whose word."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from ansinh import terms
from ansinh.doors import pages
from ansinh.register import Change, Field

SHOWN = (Field.FULL_NAME, Field.BIRTH_DATE, Field.SEX, Field.RESIDENCE, Field.CITIZEN_NUMBER, Field.SOCIAL_INSURANCE_NUMBER)
REASONS = frozenset({"population_register", "review"})


@dataclass(frozen=True, slots=True)
class Correction:
    """`old` and `new` as they are shown, None where there was or is nothing; `sexes`: they are keys of words instead."""

    field_key: str
    old: str | None = field(repr=False)
    new: str | None = field(repr=False)
    sexes: bool
    since: date
    because_key: str


def corrections_of(changes: Iterable[Change], language: pages.Language) -> list[Correction]:
    """Those of the changes that a person would call corrections of their record, in the order given; cover has a drawing of its own."""
    return [
        Correction(
            field_key=f"corrected.{each.field.value}",
            old=None if each.old_value is None else _shown(each.field, each.old_value, language),
            new=None if each.new_value is None else _shown(each.field, each.new_value, language),
            sexes=each.field is Field.SEX,
            since=each.since,
            because_key=f"corrected.because_{each.because if each.because in REASONS else 'other'}",
        )
        for each in changes
        if each.field in SHOWN
    ]


def _shown(what: Field, value: str, language: pages.Language) -> str:
    match what:
        case Field.BIRTH_DATE:
            return pages.spoken.partial(terms.PartialDate.from_iso(value), language)
        case Field.SEX:
            return f"record.sex_{value}"
        case Field.CITIZEN_NUMBER:
            return pages.spoken.half_hidden(terms.CitizenNumber(value))
        case _:
            return value
