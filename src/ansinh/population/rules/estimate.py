"""How often each level is shown by the same person (m) and by strangers (u), measured from pairs whose truth is known, with intervals.

Pure functions over counts of packed levels; nothing is written back: whoever changes rules.toml reads these figures and says in its
reasons which they are. What each source can and cannot say:

- pairs that officers decided: m for whom the search found; candidates are no random strangers, so their u says nothing of the register's
- pairs found by number: m of a field, counted where the other two of name, birth and sex agree, so that the field judges nothing itself
- random pairs of the two registers: u
- undecided candidates: `expectation_maximisation`, where the share of the same person is learnt together with m
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from ansinh.population.rules.model import Level, Rules
from ansinh.population.rules.tables import unpack

_Z95: Final = 1.959963984540054
_IDENTITY: Final = ("name", "birth", "sex")


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """`count` of `of`, with the 95 % interval of Wilson (1927), both ends inclusive."""

    count: float
    of: float
    share: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """One level: what was measured beside what the file says. `weight_low` and `weight_high` are hundredths of a bit, for the file's u."""

    field: str
    level: str
    in_file: float | None
    measured: Share
    weight_in_file: int
    weight_low: int | None
    weight_high: int | None

    @property
    def file_is_outside(self) -> bool:
        """True if what the file says lies outside the interval of what was measured."""
        return self.in_file is not None and not self.measured.low <= self.in_file <= self.measured.high


def share(count: float, of: float) -> Share:
    """The share with its interval; 0 of 0 is anything between 0 and 1."""
    if of <= 0:
        return Share(count=0, of=0, share=math.nan, low=0.0, high=1.0)
    at, z2 = count / of, _Z95 * _Z95 / of
    middle = (at + z2 / 2) / (1 + z2)
    half = _Z95 / (1 + z2) * math.sqrt(at * (1 - at) / of + z2 / (4 * of))
    return Share(count=count, of=of, share=at, low=max(0.0, middle - half), high=min(1.0, middle + half))


def m_of_decided(rules: Rules, same: Mapping[int, float]) -> list[Estimate]:
    """The m of every level from pairs that were decided to be the same person: packed levels -> how many such pairs."""
    return [each for field in rules.fields for each in _estimates(rules, field.id, same)]


def m_of_found_by_number(rules: Rules, found: Mapping[int, float]) -> list[Estimate]:
    """The m of name, birth and sex from pairs of equal number, and of what else they hold from those where all three agree.

    A stranger's number passes only where two other fields agree by chance, which happens in less than one pair in ten thousand.
    """
    estimates = list[Estimate]()
    for field in rules.fields:
        if field.id in {"number", "status"}:
            continue
        others = [each for each in _IDENTITY if each != field.id]
        estimates += _estimates(rules, field.id, {pair: n for pair, n in found.items() if _agree(rules, pair, others)})
    return estimates


def u_of_strangers(rules: Rules, strangers: Mapping[int, float]) -> list[Estimate]:
    """The u of every level from pairs of people taken at random. Levels weighed by the rarity of the name are left out: their u is the name's."""
    return [
        Estimate(
            field=each.field,
            level=each.level,
            in_file=rules.field(each.field).level(each.level).u,
            measured=each.measured,
            weight_in_file=each.weight_in_file,
            weight_low=None,
            weight_high=None,
        )
        for field in rules.fields
        for each in _estimates(rules, field.id, strangers)
        if not rules.field(field.id).level(each.level).by_share
    ]


def expectation_maximisation(
    rules: Rules, candidates: Mapping[tuple[int, int], float], *, same_at_first: float = 0.1, rounds: int = 50
) -> tuple[float, list[Estimate]]:
    """The share of pairs that are one person, and m, where nobody has decided: (packed levels, rarity in hundredths of a bit) -> pairs.

    u stays as the file has it (Winkler 1988): candidates share a key, so theirs is not the register's. Start from rules that are about
    right: with families among the candidates the other answer, the same household, is a solution too. Intervals count expected pairs as
    if they had been seen, and are too narrow by what is uncertain about who is who.
    """
    m = {(field.id, level.id): level.m or 0.0 for field in rules.fields for level in field.levels}
    pairs = [(unpack(rules, levels), 2 ** (-rarity / 100), count) for (levels, rarity), count in candidates.items()]
    total, share_same = sum(count for *_, count in pairs), same_at_first
    expected = defaultdict[tuple[str, str], float](float)
    for _ in range(rounds):
        expected = defaultdict(float)
        same = 0.0
        for pair, common, count in pairs:
            likely, by_chance = share_same, 1 - share_same
            for name, level in pair.items():
                if level.m is not None and level.u is not None:
                    likely *= max(m[name, level.id], 1e-9)
                    by_chance *= level.u * (common if level.by_share else 1.0)
            believed = count * likely / (likely + by_chance)
            same += believed
            for name, level in pair.items():
                expected[name, level.id] += believed
        share_same = same / total
        m |= _normalised(rules, expected)
    estimates = list[Estimate]()
    for field in rules.fields:
        estimates += _from_counts(rules, field.id, {level.id: expected[field.id, level.id] for level in field.levels})
    return share_same, estimates


def _normalised(rules: Rules, expected: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    found = dict[tuple[str, str], float]()
    for field in rules.fields:
        weighty = [level.id for level in field.levels if level.m is not None]
        of = sum(expected.get((field.id, level), 0.0) for level in weighty)
        found |= {(field.id, level): expected.get((field.id, level), 0.0) / of for level in weighty if of > 0}
    return found


def _agree(rules: Rules, levels: int, fields: Iterable[str]) -> bool:
    pair = unpack(rules, levels)
    return all(pair[name].kind == "agrees" for name in fields)


def _estimates(rules: Rules, field: str, pairs: Mapping[int, float]) -> list[Estimate]:
    counts = defaultdict[str, float](float)
    for levels, count in pairs.items():
        pair = unpack(rules, levels)
        if field == "province" and pair["number"].id in {"one_digit", "two_digits"}:
            continue  # the similar number has a say in the level: another m
        counts[pair[field].id] += count
    return _from_counts(rules, field, counts)


def _from_counts(rules: Rules, field: str, counts: Mapping[str, float]) -> list[Estimate]:
    """Shares among the pairs where the field says anything."""
    weighty = [level for level in rules.field(field).levels if level.m is not None]
    of = sum(counts.get(level.id, 0) for level in weighty)
    return [_estimate(field, level, share(counts.get(level.id, 0), of)) for level in weighty]


def _estimate(field: str, level: Level, measured: Share) -> Estimate:
    return Estimate(
        field=field,
        level=level.id,
        in_file=level.m,
        measured=measured,
        weight_in_file=level.weight,
        weight_low=_weight(measured.low, level.u),
        weight_high=_weight(measured.high, level.u),
    )


def _weight(m: float, u: float | None) -> int | None:
    return None if u is None or m <= 0 else round(100 * math.log2(m / u))
