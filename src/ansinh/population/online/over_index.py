"""The population register as an index in memory, for the institution that holds the data: the batch's rules, one person at a time.

Loaded by whoever serves it (`from ansinh.population.online import over_index`): it needs numba for the look-up of a number.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from ansinh.population import rules
from ansinh.population.index import Index, holders_of, name_keys_of
from ansinh.population.online.model import Finding, Level, Question, Status
from ansinh.population.rules import tables
from ansinh.terms import PartialDate, Sex, names

_SEXES = {Sex.MALE: 0, Sex.FEMALE: 1, Sex.UNKNOWN: -1}
_NAMES = {"exact": Level.YES, "same": Level.YES, "one_word": Level.YES, "bare": Level.YES_WITHOUT_DIACRITICS}
_BIRTHS = {"equal": Level.YES, "month": Level.YES_TO_MONTH, "year": Level.YES_TO_YEAR, "january": Level.YES_TO_YEAR}
_CONFIRMED = frozenset({rules.RESULTS.index("verified"), rules.RESULTS.index("deceased")})
_GONE = 2
_NOBODY = names.keys("Không Ai Cả")  # compared where nobody has the number, so that the answer takes as long


class Generation(Protocol):
    """Gives the index to look into now: `index.Live`, which notices a daily load."""

    def index(self) -> Index: ...


class OverIndex:
    """A `Register` over the index. Safe to share between threads; every answer is of one generation."""

    def __init__(self, live: Generation) -> None:
        self._live = live
        self._rules = rules.current()

    def answer(self, question: Question, *, now: datetime) -> Finding:
        """How far the register agrees; never CounterpartDown. Raises NotFound("no_index") where none has been built."""
        index, claim = self._live.index(), question.claim
        asked, birth, sex = names.keys(claim.full_name), _birth(claim.birth_date), _SEXES[claim.sex]
        holders = holders_of(index, int(claim.citizen_number.value))
        held: Iterable[tuple[names.NameKeys, int, int, int]] = [_held(index, row) for row in holders] or [(_NOBODY, 0, -1, _GONE)]
        findings = [self._judge(asked, birth, sex, each, now=now) for each in held]
        return next((each for each in findings if each.verified), findings[0])

    def _judge(self, asked: names.NameKeys, birth: int, sex: int, held: tuple[names.NameKeys, int, int, int], *, now: datetime) -> Finding:
        keys, held_birth, held_sex, status = held
        levels = rules.levels(
            number=0,
            old_a=0,
            old_b=0,
            name=names.rung_of_keys(asked, keys),
            single_syllable=int(asked.syllables == 1 or keys.syllables == 1),
            birth_a=birth,
            birth_b=held_birth,
            sex_a=sex,
            sex_b=held_sex,
            province_a=0,
            province_b=0,
            ward_a=0,
            ward_b=0,
            status=status,
        )
        pair = tables.unpack(self._rules, levels)
        name, day = _NAMES.get(pair["name"].id, Level.NO), _BIRTHS.get(pair["birth"].id, Level.NO)
        verified = rules.at_number(levels) in _CONFIRMED
        agrees = Level.NO not in {name, day} and status != _GONE and (verified or name is Level.YES)
        if not agrees:
            return _nothing(now)
        return Finding(
            verified=verified,
            full_name=name,
            birth_date=day,
            sex=Level.NO if pair["sex"].kind == "differs" else Level.YES,
            status=Status.DECEASED if status == 1 else Status.LIVING,
            answered_at=now,
        )


def _nothing(now: datetime) -> Finding:
    return Finding(verified=False, full_name=Level.NO, birth_date=Level.NO, sex=Level.NO, status=None, answered_at=now)


def _birth(day: PartialDate) -> int:
    return day.year * 10_000 + (day.month or 0) * 100 + (day.day or 0)


def _held(index: Index, row: int) -> tuple[names.NameKeys, int, int, int]:
    person: Any = index.people[row]
    k1, k2, bag, flag, syllables, spelling, letters = name_keys_of(index, int(person["name"]))
    keys = names.NameKeys(k1=k1, k2=k2, bag=bag, flag=flag, syllables=syllables, spelling=spelling, letters=letters)
    return keys, int(person["birth"]), int(person["sex"]), int(person["status"])
