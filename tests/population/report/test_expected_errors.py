import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansinh.population.report.errors import expected, poisson_95


def _at_most(k: int, mean: float) -> float:
    return math.fsum(math.exp(-mean + i * math.log(mean) - math.lgamma(i + 1)) for i in range(k + 1))


@given(st.floats(0.01, 390))
def test_the_interval_holds_95_of_100_draws_and_no_end_can_come_in(mean: float) -> None:
    low, high = poisson_95(mean)
    below = _at_most(low - 1, mean) if low else 0.0
    assert below <= 0.025 + 1e-9
    assert 1 - _at_most(high, mean) <= 0.025 + 1e-9
    assert _at_most(low, mean) > 0.025 - 1e-9
    assert high == 0 or 1 - _at_most(high - 1, mean) > 0.025 - 1e-9


def test_the_two_ways_of_the_interval_meet() -> None:
    assert poisson_95(401) == pytest.approx(poisson_95(399), abs=4)


@pytest.mark.parametrize(("score", "wrong"), [(0.0, 500.0), (10.0, 1000 / 1025), (40.0, 1000 / 2**40), (5000.0, 0.0)])
def test_a_thousand_records_of_one_score_are_wrong_as_often_as_its_odds_say(score: float, wrong: float) -> None:
    found = expected([(score, 1000)])
    assert found.wrong == pytest.approx(wrong, rel=1e-6)
    assert found.records == 1000
    assert found.low <= found.wrong <= found.high + 1
    assert found.if_too_sure >= found.high


def test_nothing_decided_is_nothing_wrong() -> None:
    found = expected([])
    assert (found.records, found.wrong, found.low, found.high) == (0, 0.0, 0, 0)
