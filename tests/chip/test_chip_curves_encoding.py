"""Numbers as points, for integrated mapping: the published one stands with the worked examples; here that any number leads onto the curve."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansinh.chip import curves
from ansinh.chip.errors import Malformed
from tests.chip.known_curve import known

_NAMES = (
    "secp192r1",
    "brainpoolP192r1",
    "brainpoolP224r1",
    "secp256r1",
    "brainpoolP256r1",
    "brainpoolP320r1",
    "secp384r1",
    "brainpoolP384r1",
    "brainpoolP512r1",
    "secp521r1",
)


@pytest.mark.parametrize("name", _NAMES)
@settings(max_examples=12, deadline=None)
@given(number=st.integers(2, 1 << 600))
def test_any_number_leads_to_a_point_of_the_curve(name: str, number: int) -> None:
    curve = known(name)
    point = curves.point_from(curve, number)
    assert curves.decode_point(curve, curves.encode_point(curve, point), "encoded") == point
    assert point == curves.point_from(curve, number % curve.p)
    if number % curve.p:  # its opposite has the same x, by construction
        assert curves.point_from(curve, -number).x == point.x


@pytest.mark.parametrize("name", _NAMES)
def test_three_numbers_have_no_point(name: str) -> None:
    curve = known(name)
    for number in (0, 1, curve.p - 1, curve.p, 5 * curve.p + 1):
        with pytest.raises(Malformed, match="no point"):
            curves.point_from(curve, number)


def test_both_ways_to_a_square_root_are_gone() -> None:
    """About half of the numbers lead to the first candidate, half to the second, which is that number squared times the first."""
    curve = known("brainpoolP256r1")
    seconds = 0
    for t in range(2, 60):
        alpha = -t * t % curve.p
        first = -curve.b * (1 + pow(alpha + alpha * alpha, -1, curve.p)) * pow(curve.a, -1, curve.p) % curve.p
        x = curves.point_from(curve, t).x
        assert x in {first, alpha * first % curve.p}
        seconds += x != first
    assert 10 < seconds < 48


def test_one_curve_takes_no_numbers() -> None:
    assert not curves.can_encode(known("secp224r1"))
    assert all(curves.can_encode(known(name)) for name in _NAMES)
