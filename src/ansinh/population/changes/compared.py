"""The two sides of a doubt as the review desk compares them: the record of ours, and the person as the population register tells of them."""

from ansinh.population import review, rules
from ansinh.terms import PartialDate, Sex, names, number_edits
from ansinh.wire import population_changes as wire

_SEXES = {Sex.MALE: 0, Sex.FEMALE: 1, Sex.UNKNOWN: -1}
_NO_PLACE = _NO_OLD_NUMBER = _LIVING = 0


def person_after(change: wire.Change) -> review.Person:
    """The subject as the population register holds them once the change is made."""
    subject, what = change.subject, change.what
    number = subject.citizen_number
    if isinstance(what, wire.NumberReplaced):
        number = what.new_number
    elif isinstance(what, wire.Merged):
        number = what.into
    return review.Person(
        full_name=what.full_name if isinstance(what, wire.NameCorrected) else subject.full_name,
        birth=what.birth_date if isinstance(what, wire.BirthDateCorrected) else subject.birth_date,
        sex=what.sex if isinstance(what, wire.SexCorrected) else subject.sex,
        citizen_number=number,
    )


def levels_of(ours: review.Person, theirs: review.Person) -> int:
    """How the two compare, as the rules pack it; places and old numbers are not compared, since a change does not tell them."""
    return rules.levels(
        number_edits(_number(ours), _number(theirs)),
        _NO_OLD_NUMBER,
        _NO_OLD_NUMBER,
        names.rung(ours.full_name, theirs.full_name),
        int(len(ours.full_name.split()) == 1),
        _birth(ours.birth),
        _birth(theirs.birth),
        _SEXES[ours.sex],
        _SEXES[theirs.sex],
        _NO_PLACE,
        _NO_PLACE,
        _NO_PLACE,
        _NO_PLACE,
        _LIVING,
    )


def _number(person: review.Person) -> int:
    return 0 if person.citizen_number is None else int(person.citizen_number.value)


def _birth(born: PartialDate | None) -> int:
    return 0 if born is None else born.year * 10_000 + (born.month or 0) * 100 + (born.day or 0)
