"""A number of the field as a point of the curve, so that nobody knows its logarithm (ICAO Doc 9303-11, appendix B; Brier and others, CRYPTO 2010).

Not for curves whose p is not 3 modulo 4: there the way to a square root taken here leads nowhere.
"""

from ansinh.chip.curves.named import Curve
from ansinh.chip.curves.points import Point
from ansinh.chip.errors import Malformed


def can_encode(curve: Curve) -> bool:
    """False for secp224r1 alone, of the curves known here (ICAO Doc 9303-11, 9.5.1, note to table 12)."""
    return curve.p % 4 == 3


def point_from(curve: Curve, t: int) -> Point:
    """The point of `t`, by appendix B.2. Raises Malformed for 0, 1 and p - 1 (modulo p), which have none.

    The curve is one that `can_encode`, its cofactor 1 as of all curves known here, so that step 10 has nothing to do.
    """
    p, a, b = curve.p, curve.a, curve.b
    alpha = -t * t % p
    beta = (alpha + alpha * alpha) % p
    if beta == 0:
        raise Malformed("point", "no point of the curve belongs to this number")
    x2 = -b * (1 + beta) * pow(a * beta, -1, p) % p
    h2 = (x2**3 + a * x2 + b) % p
    root = pow(h2, p - 1 - (p + 1) // 4, p)
    if root * root * h2 % p == 1:
        return Point(x2, root * h2 % p)
    return Point(alpha * x2 % p, root * t**3 * h2 % p)
