"""How many decisions without a person are expected to be wrong: by the odds that their own scores state, with an interval.

A score is log2 of the odds that record and person are one, what was known before included. If the rules' weights are right, the chance
that a pair of score s is wrong is 1 / (1 + 2^s), and the number of wrong ones is a sum of rare independent events: nearly Poisson
(L. Le Cam, An approximation theorem for the Poisson binomial distribution, Pacific J. Math. 10 (1960) 1181-1197).
"""

import math
from collections.abc import Iterable

from ansinh.population.report.model import Expected

_TOO_SURE_BITS = 3.0
_TAIL = 0.025
_LARGE = 400.0
_Z_95 = 1.959963984540054


def expected(scored: Iterable[tuple[float, int]]) -> Expected:
    """What to expect of (score in bits, records)."""
    pairs = list(scored)
    wrong, doubtful = (math.fsum(records * _chance(score - less) for score, records in pairs) for less in (0.0, _TOO_SURE_BITS))
    low, high = poisson_95(wrong)
    return Expected(records=sum(records for _, records in pairs), wrong=wrong, low=low, high=high, if_too_sure=poisson_95(doubtful)[1])


def poisson_95(mean: float) -> tuple[int, int]:
    """The least and the most that 95 of 100 draws of this mean lie between, both inclusive; from 400 on by the normal curve."""
    if mean > _LARGE:
        half = _Z_95 * math.sqrt(mean)
        return math.floor(mean - half), math.ceil(mean + half)
    chance = math.exp(-mean)
    at_most, k, low = chance, 0, None
    while at_most < 1 - _TAIL:
        if low is None and at_most > _TAIL:
            low = k
        k += 1
        chance *= mean / k
        at_most += chance
    return (k if low is None else low), k


def _chance(score: float) -> float:
    return 1.0 / (1.0 + math.pow(2.0, min(score, 1_000.0)))
