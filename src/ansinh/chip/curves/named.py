"""Which curves there are: those of PACE (BSI TR-03110-3, A.2.1.1), by name, by object identifier, by PACE parameter. Decides nothing about keys."""

from dataclasses import dataclass
from typing import Any

from ecdsa import curves as library


@dataclass(frozen=True, slots=True)
class Curve:
    """y² = x³ + ax + b over the field of prime `p`; the generator (g_x, g_y) has order `n`, the cofactor is `h`."""

    name: str
    oid: str
    p: int
    a: int
    b: int
    g_x: int
    g_y: int
    n: int
    h: int

    @property
    def field_bytes(self) -> int:
        """How many bytes one coordinate takes."""
        return (self.p.bit_length() + 7) // 8

    @property
    def order_bytes(self) -> int:
        """How many bytes a private key, or each half of a signature, takes."""
        return (self.n.bit_length() + 7) // 8


def named(name: str) -> Curve | None:
    """The curve of a name as in RFC 5639 or SEC 2 (`brainpoolP256r1`, `secp256r1`), None for any other."""
    return _BY_NAME.get(name)


def by_oid(oid: str) -> Curve | None:
    """The curve of an object identifier in dotted form, None for any other."""
    return _BY_OID.get(oid)


def by_pace_parameter(parameter_id: int) -> Curve | None:
    """The curve of a standardised domain parameter, 8 to 18 inclusive; None for the others (0 to 2 are groups without a curve).

    BSI TR-03110-3, A.2.1.1, table 4; ICAO Doc 9303-11, 9.5.1.
    """
    return _BY_PARAMETER.get(parameter_id)


def every() -> tuple[Curve, ...]:
    """All of them, in the order of the PACE parameters."""
    return tuple(_BY_PARAMETER.values())


def _curve(name: str, known: Any) -> Curve:
    """Numbers from the library, so that none of them can be mistyped here."""
    return Curve(
        name,
        ".".join(map(str, known.oid)),
        int(known.curve.p()),
        int(known.curve.a()) % int(known.curve.p()),
        int(known.curve.b()),
        int(known.generator.x()),
        int(known.generator.y()),
        int(known.order),
        int(known.curve.cofactor()),
    )


_BY_PARAMETER = {
    8: _curve("secp192r1", library.NIST192p),
    9: _curve("brainpoolP192r1", library.BRAINPOOLP192r1),
    10: _curve("secp224r1", library.NIST224p),
    11: _curve("brainpoolP224r1", library.BRAINPOOLP224r1),
    12: _curve("secp256r1", library.NIST256p),
    13: _curve("brainpoolP256r1", library.BRAINPOOLP256r1),
    14: _curve("brainpoolP320r1", library.BRAINPOOLP320r1),
    15: _curve("secp384r1", library.NIST384p),
    16: _curve("brainpoolP384r1", library.BRAINPOOLP384r1),
    17: _curve("brainpoolP512r1", library.BRAINPOOLP512r1),
    18: _curve("secp521r1", library.NIST521p),
}
_BY_NAME = {curve.name: curve for curve in _BY_PARAMETER.values()}
_BY_OID = {curve.oid: curve for curve in _BY_PARAMETER.values()}
