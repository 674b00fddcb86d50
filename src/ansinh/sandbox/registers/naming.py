"""Draws names by sex, generation, region and people. A name is up to four parts in order, each a number into PARTS; 0 is no part.

Nothing here knows how a name is written down: see `spelling`.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from ansinh.sandbox.registers import geography
from ansinh.sandbox.registers.syllables import (
    FAMILIES,
    FIRST_MIDDLES,
    GIVEN,
    PEOPLES,
    RARE_FAMILIES,
    SECOND_MIDDLES,
    SELDOM_GIVEN,
)

Parts = npt.NDArray[np.uint16]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

GENERATIONS = (1955, 1970, 1985, 2000)  # first years of the second and the following
# Of a generation, in per cent: names with two middle parts, names with none.
_TWO_MIDDLES = {"M": (2, 5, 12, 22, 32), "F": (6, 14, 30, 44, 50)}
_NO_MIDDLE = 2.5
_TASTES = np.array(
    [[78, 20, 2, 0, 0], [14, 66, 18, 2, 0], [2, 16, 62, 19, 1], [0, 3, 18, 62, 17], [0, 1, 4, 20, 75]]
)  # lists of the others
_SELDOM = 0.02
_COMPANIONS = 6
_SEXES = ("M", "F")


def _listed() -> tuple[str, ...]:
    """Every part there is, once, after the empty one."""
    texts = [" ".join(FAMILIES), RARE_FAMILIES, SELDOM_GIVEN, *GIVEN.values(), *SECOND_MIDDLES.values()]
    texts += [f"{first} {others}" for first, _, others in FIRST_MIDDLES.values()]
    parts = dict.fromkeys(part.replace("-", " ") for text in texts for part in text.split())
    parts |= dict.fromkeys(("Y", "A", "Thị"))
    for kind, clans, men, women in PEOPLES.values():
        parts |= dict.fromkeys(_words(clans, kind) + _words(men, kind))
        parts |= dict.fromkeys(f"H'{each}" if kind == "y" else each for each in _words(women, kind))
    return ("", *parts)


def _words(text: str, kind: str) -> list[str]:
    return text.split() if kind == "y" else [word.replace("-", " ") for word in text.split()]


PARTS = _listed()
_NUMBERS = {part: number for number, part in enumerate(PARTS)}


class Choice:
    """Parts with their shares, drawn by uniform numbers."""

    def __init__(self, weights: dict[str, float]) -> None:
        self._parts: Parts = np.array([_NUMBERS[part] for part in weights], dtype=np.uint16)
        self._cumulative = np.cumsum(list(weights.values()))
        self._cumulative /= self._cumulative[-1]

    def __call__(self, uniform: Floats) -> Parts:
        return self._parts[np.minimum(np.searchsorted(self._cumulative, uniform, side="right"), len(self._parts) - 1)]


def _by_order(words: list[str], *, share: float = 1.0, flat: float = 6.0) -> dict[str, float]:
    """The first the most frequent, falling slowly, as syllables of given names do."""
    weights = {word: 1 / (rank + flat) ** 1.1 for rank, word in reversed(list(enumerate(words)))}
    total = sum(weights.values())
    return {word: share * weight / total for word, weight in weights.items()}


def _added(*shares: dict[str, float]) -> dict[str, float]:
    total: dict[str, float] = {}
    for each in shares:
        for part, share in each.items():
            total[part] = total.get(part, 0) + share
    return total


@cache
def _family(region: int) -> Choice:
    rare = _by_order([word.replace("-", " ") for word in RARE_FAMILIES.split()], share=24, flat=12)
    return Choice(_added({name: float(shares[region]) for name, shares in FAMILIES.items()}, rare))


@cache
def _first_middle(sex: str, generation: int) -> Choice:
    first, share, others = FIRST_MIDDLES[sex, generation]
    return Choice(_added({first: float(share)}, _by_order(others.split(), share=100 - share)))


@cache
def _second_middle(sex: str) -> Choice:
    return Choice(_by_order(SECOND_MIDDLES[sex].split(), flat=8))


@cache
def _given(sex: str, generation: int) -> Choice:
    lists = [_by_order(GIVEN[sex, nth].split(), share=_TASTES[generation][nth] / 100 * (1 - _SELDOM)) for nth in range(5)]
    return Choice(_added(*lists, _by_order(SELDOM_GIVEN.split(), share=_SELDOM, flat=60)))


@cache
def _of_people(people: str, column: int) -> Choice:
    kind = PEOPLES[people][0]
    words = _words(PEOPLES[people][column], kind)
    return Choice(_by_order([f"H'{word}" for word in words] if kind == "y" and column == 3 else words, flat=4))


def families(rng: np.random.Generator, *, region: Ints, people: Ints) -> Parts:
    """The part that is handed down, for households of a region (0 to 2) and a people (index into geography.PEOPLES)."""
    uniform = rng.random(len(region))
    drawn = np.zeros(len(region), dtype=np.uint16)
    for nth in range(3):
        here = (region == nth) & (people == 0)
        drawn[here] = _family(nth)(uniform[here])
    for nth, name in enumerate(geography.PEOPLES[1:], start=1):
        here = people == nth
        drawn[here] = _of_people(name, 1)(uniform[here])
    return drawn


def names(rng: np.random.Generator, *, family: Parts, female: npt.NDArray[np.bool_], year: Ints, people: Ints, middle: Floats) -> Parts:
    """uint16[n, 4]: whole names, for people of such a family part. `middle` is a uniform number, the same for those who share it."""
    count = len(family)
    drawn: Parts = np.zeros((count, 4), dtype=np.uint16)
    generation = np.searchsorted(np.array(GENERATIONS), year, side="right")
    shape, second, given = rng.random(count) * 100, rng.random(count), rng.random(count)
    drawn[:, 0] = family
    for number, sex in enumerate(_SEXES):
        for nth in range(5):
            here = np.flatnonzero((female == bool(number)) & (generation == nth))
            two = shape[here] < _TWO_MIDDLES[sex][nth]
            none = shape[here] > 100 - _NO_MIDDLE
            chosen = _given(sex, nth)(given[here])
            drawn[here, 1] = np.where(none, 0, _first_middle(sex, nth)(np.where(two, middle[here] ** 1.5, middle[here])))
            drawn[here, 2] = np.where(two, _second_middle(sex)(_companion(chosen, second[here])), 0)
            drawn[here, 3] = chosen
    drawn[drawn[:, 2] == drawn[:, 1], 2] = 0
    drawn[(drawn[:, 3] == drawn[:, 1]) & (drawn[:, 1] != 0), 1] = 0
    for nth, name in enumerate(geography.PEOPLES[1:], start=1):
        if PEOPLES[name][0] != "clan":
            _name_otherwise(drawn, np.flatnonzero(people == nth), name, female, given)
    return drawn


def _companion(given: Parts, uniform: Floats) -> Floats:
    """Second middles go with a given name ("Thu Hà", "Bảo Trâm"): a uniform number that takes few values for each."""
    nth = np.floor(uniform**1.5 * _COMPANIONS)
    return np.asarray((given * 0.6180339887 + nth * 0.7548776662) % 1.0)


def _name_otherwise(drawn: Parts, here: npt.NDArray[np.intp], people: str, female: npt.NDArray[np.bool_], given: Floats) -> None:
    """The names of a people that does not follow "family, middle, given"."""
    kind = PEOPLES[people][0]
    women = female[here]
    own = np.where(women, _of_people(people, 3)(given[here]), _of_people(people, 2)(given[here]))
    clan = drawn[here, 0].copy()
    drawn[here] = 0
    if kind == "y":
        drawn[here, 0] = np.where(women, 0, _NUMBERS["Y"])
        drawn[here, 1], drawn[here, 3] = own, clan
        return
    drawn[here, 0], drawn[here, 3] = clan, own
    if kind == "a":
        drawn[here, 1] = np.where(women, _NUMBERS["Thị"], _NUMBERS["A"])
