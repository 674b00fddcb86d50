"""How sure a share is that was counted in a sample: Wilson's interval, and the exact one of Clopper and Pearson.

E. B. Wilson, Probable inference, the law of succession, and statistical inference, JASA 22 (1927) 209-212.
C. J. Clopper, E. S. Pearson, The use of confidence or fiducial limits illustrated in the case of the binomial, Biometrika 26 (1934) 404-413.
"""

import math
from dataclasses import dataclass

_Z_95 = 1.959963984540054
_HALF_OF_5_PERCENT = 0.025
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `trials` with 95 % intervals; of no trials nothing is known, and the intervals reach from 0 to 1."""

    hits: int
    trials: int
    wilson: tuple[float, float]
    exact: tuple[float, float]

    @property
    def value(self) -> float:
        """0.0 where nothing was counted."""
        return self.hits / self.trials if self.trials else 0.0


def share(hits: int, trials: int) -> Share:
    """The share of `hits` in `trials`."""
    if not trials:
        return Share(0, 0, (0.0, 1.0), (0.0, 1.0))
    return Share(hits, trials, _wilson(hits, trials), _clopper_pearson(hits, trials))


def _wilson(hits: int, trials: int) -> tuple[float, float]:
    p, zz = hits / trials, _Z_95 * _Z_95
    middle = (p + zz / (2 * trials)) / (1 + zz / trials)
    half = _Z_95 * math.sqrt(p * (1 - p) / trials + zz / (4 * trials * trials)) / (1 + zz / trials)
    return (0.0 if hits == 0 else middle - half), (1.0 if hits == trials else middle + half)


def _clopper_pearson(hits: int, trials: int) -> tuple[float, float]:
    """Where the chance of so many hits or more, and of so many or fewer, is 2.5 %."""
    low = 0.0 if hits == 0 else _solve(hits - 1, trials, chance=1 - _HALF_OF_5_PERCENT)
    high = 1.0 if hits == trials else _solve(hits, trials, chance=_HALF_OF_5_PERCENT)
    return low, high


def _solve(hits: int, trials: int, *, chance: float) -> float:
    """The share at which at most so many hits have this chance: the greater the share, the smaller it is."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(hits, trials, middle) > chance else (low, middle)
    return (low + high) / 2


def _at_most(hits: int, trials: int, p: float) -> float:
    """The chance of at most so many hits."""
    if p <= 0.0 or p >= 1.0:
        return 1.0 if p <= 0.0 else 0.0
    log_p, log_q, log_all = math.log(p), math.log1p(-p), math.lgamma(trials + 1)
    return math.fsum(
        math.exp(log_all - math.lgamma(k + 1) - math.lgamma(trials - k + 1) + k * log_p + (trials - k) * log_q) for k in range(hits + 1)
    )
