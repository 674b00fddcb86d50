"""Whose change it is, and whether it may be applied without a person looking: decisions on plain data.

A citizen number alone moves nothing. The record that carries it must also say the name and birth date that the population register
says, before the change or after it; else the number may be somebody else's in our register, and a person decides. Nothing is ever
given to somebody because name and birth date agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ansinh.register import IdentifierState, NumberHolder
from ansinh.terms import names
from ansinh.wire import population_changes as wire


@dataclass(frozen=True, slots=True)
class Applies:
    """The change is about this participant."""

    participant_id: int


@dataclass(frozen=True, slots=True)
class Already:
    """The register stands so already."""

    participant_id: int


@dataclass(frozen=True, slots=True)
class Nobody:
    """Nobody who takes part."""


@dataclass(frozen=True, slots=True)
class Open:
    """A person has to decide. `participant_ids` are the records it may be about, at most five."""

    code: str
    participant_ids: tuple[int, ...] = ()


Whose = Applies | Already | Nobody | Open

_NOBODY = Nobody()
_CURRENT = frozenset({IdentifierState.ACTIVE, IdentifierState.DISPUTED})
_MOST = 5


def whose(change: wire.Change, holders: Sequence[NumberHolder]) -> Whose:
    """Whom a change of somebody who has a number is about; `holders` are all who go or went by the subject's number."""
    current = [each for each in holders if each.state in _CURRENT]
    if len(current) == 1:
        held = current[0]
        return Applies(held.participant_id) if agrees(change, held) else Open("person_differs", (held.participant_id,))
    if current:
        return Open("number_disputed", _ids(current))
    former = [each for each in holders if agrees(change, each)]
    if not former:
        return _NOBODY
    if isinstance(change.what, wire.NumberCancelled) and former[0].state is IdentifierState.CANCELLED:
        return Already(former[0].participant_id)
    if isinstance(change.what, wire.NumberReplaced | wire.Merged):
        return Already(former[0].participant_id) if former[0].state is IdentifierState.REPLACED else Open("number_ended_here", _ids(former))
    return Open("number_ended_here", _ids(former))


def whose_new_number(change: wire.Change, old: Whose, holders_of_new: Sequence[NumberHolder]) -> Whose:
    """The same for a number that is replaced by, or merged into, another one: who goes by that other one must be the same record."""
    current = [each for each in holders_of_new if each.state in _CURRENT]
    others = [each for each in current if not isinstance(old, Applies | Already) or each.participant_id != old.participant_id]
    if isinstance(old, Applies) and others:
        code = "two_records" if isinstance(change.what, wire.Merged) else "number_taken"
        return Open(code, (old.participant_id, *_ids(others)))
    if isinstance(old, Already) and not any(each.participant_id == old.participant_id for each in current):
        return Open("number_ended_here", (old.participant_id,))
    return old


def whose_first_number(change: wire.Change, holders: Sequence[NumberHolder], without: Sequence[NumberHolder]) -> Whose:
    """Whom a number issued for the first time is about. `without`: records of this birth date, of whatever name, that have no number.

    One of the same name is never given the number here: name and birth date alone are too little.
    """
    current = [each for each in holders if each.state in _CURRENT]
    if current:
        agreeing = [each for each in current if agrees(change, each)]
        if len(current) == 1 and agreeing:
            return Already(current[0].participant_id)
        return Open("number_taken", _ids(current))
    alike = [each for each in without if _same_name(each, change.subject.full_name)]
    return Open("number_for_one_without", _ids(alike)) if alike else _NOBODY


def impossible(change: wire.Change, *, told_on: date) -> str:
    """Why what is told cannot have happened by the day on which it was told; "" if it can."""
    what = change.what
    if isinstance(what, wire.Death) and what.deceased_on > told_on:
        return "died_in_future"
    if isinstance(what, wire.Born) and change.subject.birth_date.first_day > told_on:
        return "born_in_future"
    if isinstance(what, wire.NumberReplaced | wire.Merged):
        other = what.new_number if isinstance(what, wire.NumberReplaced) else what.into
        return "number_into_itself" if other == change.subject.citizen_number else ""
    return ""


def agrees(change: wire.Change, held: NumberHolder) -> bool:
    """Whether the record says what the population register says of the subject, before the change or after it; sex does not count."""
    subject = change.subject
    told_names, told_births = [subject.full_name], [subject.birth_date]
    if isinstance(change.what, wire.NameCorrected):
        told_names.append(change.what.full_name)
    if isinstance(change.what, wire.BirthDateCorrected):
        told_births.append(change.what.birth_date)
    return any(_same_name(held, name) for name in told_names) and any(held.birth_date.agrees_with(born) for born in told_births)


def agrees_after(change: wire.Change, held: NumberHolder) -> bool:
    """Whether the record, once the change is in it, says all of what the population register says: name, birth date and sex."""
    subject, what = change.subject, change.what
    name = isinstance(what, wire.NameCorrected) or _same_name(held, subject.full_name)
    birth = isinstance(what, wire.BirthDateCorrected) or held.birth_date.agrees_with(subject.birth_date)
    sex = isinstance(what, wire.SexCorrected) or held.sex is subject.sex
    return name and birth and sex


def is_parent(told: wire.Parent, held: NumberHolder) -> bool:
    """Whether the record that carries a parent's number is the parent's: the name must agree too."""
    return held.state in _CURRENT and _same_name(held, told.full_name)


def _same_name(held: NumberHolder, name: str) -> bool:
    return names.same(held.full_name, name)


def _ids(held: Sequence[NumberHolder]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(each.participant_id for each in held))[:_MOST]
