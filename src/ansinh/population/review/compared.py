"""A case as it is shown to an officer: the insured person beside each candidate, field by field, and what the rules say of each field.

What is not here cannot reach a page by mistake.
"""

from dataclasses import dataclass

from ansinh.population import rules
from ansinh.population.review.model import Candidate, CaseFile, Person
from ansinh.population.review.shown import Piece, Pieces, dates, last_digits, side_by_side
from ansinh.terms import Sex


@dataclass(frozen=True, slots=True)
class ComparedField:
    """Both sides as far as they are shown, () where nothing is; `step` is what the rules say, None where they cannot (other rules)."""

    id: str
    ours: Pieces
    theirs: Pieces
    step: rules.Step | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedCandidate:
    """One candidate beside the insured person, without the fields that neither side has. `explanation` is None for a case that was scored by rules of another version."""

    place: int
    number: str
    is_holder: bool
    score: int
    fields: tuple[ComparedField, ...]
    explanation: rules.Explanation | None


def compared(case: CaseFile) -> tuple[ComparedCandidate, ...]:
    """The candidates of a case, best first."""
    return tuple(_compared(case.submitted, each, is_ours=case.rules_version == rules.STAMP) for each in case.candidates)


def _compared(ours: Person, candidate: Candidate, *, is_ours: bool) -> ComparedCandidate:
    theirs = candidate.person
    explanation = rules.explain(rules.current(), candidate.levels, candidate.score) if is_ours else None
    steps = {each.id: each for each in explanation.steps} if explanation is not None else {}
    ours_born, theirs_born = dates(ours.birth, theirs.birth)
    number = _last_digits_of(theirs)
    values: dict[str, tuple[Pieces, Pieces]] = {
        "name": side_by_side(ours.full_name, theirs.full_name),
        "birth": (_plain(ours_born), _plain(theirs_born)),
        "sex": (_sex(ours), _sex(theirs)),
        "number": (_plain(_last_digits_of(ours)), _plain(number)),
        "old": (_plain(last_digits(ours.old_number)), _plain(last_digits(theirs.old_number))),
        "province": ((), ()),
        "ward": ((), ()),
    }
    return ComparedCandidate(
        place=candidate.place,
        number=number,
        is_holder=candidate.is_holder,
        score=candidate.score,
        fields=tuple(
            ComparedField(name, mine, other, steps.get(name))
            for name, (mine, other) in values.items()
            if mine or other or (name in steps and steps[name].kind != "missing")
        ),
        explanation=explanation,
    )


def _plain(text: str) -> Pieces:
    return (Piece(text),) if text else ()


def _sex(person: Person) -> Pieces:
    return () if person.sex is Sex.UNKNOWN else (Piece(person.sex.value),)


def _last_digits_of(person: Person) -> str:
    return "" if person.citizen_number is None else last_digits(person.citizen_number.value)
