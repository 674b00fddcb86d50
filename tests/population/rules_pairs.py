"""Invented pairs as the integers they are compared by: every level of every field among them, often."""

import numpy as np
import numpy.typing as npt

from ansinh.population import rules


def features(n: int, seed: int = 5) -> dict[str, npt.NDArray[np.int64]]:
    """n pairs: the features of the rules, each an array of n."""
    random = np.random.default_rng(seed)

    def among(*values: int) -> npt.NDArray[np.int64]:
        return random.choice(np.array(values, dtype=np.int64), n)

    birth_a, birth_b = _births(random, n), _births(random, n)
    found: dict[str, npt.NDArray[np.int64]] = {
        "number": among(0, 1, 2, 3, 9),
        "old_a": among(0, 123456789, 987654321, 12345678),
        "old_b": among(0, 123456789, 987654321, 12345678),
        "name": among(0, 1, 3, 4, 5, 6, 7, 8, 9),
        "single_syllable": among(0, 0, 0, 1),
        "birth_a": birth_a,
        "birth_b": np.where(random.random(n) < 0.7, _altered(random, birth_a), birth_b),
        "sex_a": among(0, 1, 1, -1),
        "sex_b": among(0, 1, 1, -1),
        "province_a": among(0, 1, 79),
        "province_b": among(0, 1, 79),
        "ward_a": among(0, 4, 7645),
        "ward_b": among(0, 4, 7645),
        "status": among(0, 0, 1, 2),
    }
    assert set(found) == set(rules.current().features)
    return {name: found[name] for name in rules.current().features}


def context(n: int, seed: int = 6) -> dict[str, npt.NDArray[np.int64]]:
    """What the tables read besides the levels: bearers of the name, margins, candidates, claims."""
    random = np.random.default_rng(seed)
    return {
        "name_count": np.exp2(random.uniform(0, 27, n)).astype(np.int64),
        "margin": random.choice(np.array([0, 999, 1000, rules.NO_RIVAL], dtype=np.int64), n),
        "candidates": random.integers(0, 3, n),
        "claimed": random.integers(0, len(rules.CLAIMS), n),
    }


def _births(random: np.random.Generator, n: int) -> npt.NDArray[np.int64]:
    year, month, day = random.integers(1930, 2026, n), random.integers(0, 13, n), random.integers(0, 29, n)
    born: npt.NDArray[np.int64] = year * 10000 + month * 100 + np.where(month > 0, day, 0)
    return np.where(random.random(n) < 0.05, 0, np.where(random.random(n) < 0.05, year * 10000 + 101, born))


def _altered(random: np.random.Generator, birth: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    year, month, day = birth // 10000, birth // 100 % 100, birth % 100
    ways = [
        birth,
        year * 10000,
        year * 10000 + month * 100,
        year * 10000 + 101,
        year * 10000 + np.minimum(day, 12) * 100 + month,
        birth + 1,
        birth + 10000,
        birth + 30000,
        np.where(month > 1, birth - 100, birth),
    ]
    return np.choose(random.integers(0, len(ways), len(birth)), ways)
