"""Public keys on curves as certificates and data groups hold them: with a named curve, a standardised one by its number, or explicit parameters.

Explicit parameters are never calculated with. They are taken as a name written in full: only if p, a, b, the generator, its order and the
cofactor are all those of a curve known here does the key count as being on it (the forgery of CVE-2020-0601 supplied its own generator).
"""

from asn1crypto import keys
from asn1crypto.core import Integer

from ansinh.chip import tlv
from ansinh.chip.curves.named import Curve, by_oid, by_pace_parameter, every
from ansinh.chip.curves.points import Point, decode_point, encode_point
from ansinh.chip.errors import ChipError, Malformed

_STANDARDISED = bytes.fromhex("060704007F00070102")
"""standardizedDomainParameters, 0.4.0.127.0.7.1.2: the parameter is the number that a PACEInfo has too (BSI TR-03110-3, A.2.1.1)."""


class UnknownCurve(ChipError):  # noqa: N818 - an event, not an error class by name
    """The key is on no curve known here. `code`: `unknown_curve` for a name, `explicit_parameters_unknown` for parameters."""


def matching(*, p: int, a: int, b: int, g: bytes, n: int, h: int | None) -> Curve | None:
    """The named curve that has all of these parameters, or None. `g` is the generator as encoded, compressed (02, 03) or not (04).

    `h` may be left out (None; RFC 3279, 2.3.5): given the other five it can have one value only. ICAO Doc 9303-12, 4.1.6.3 wants it there.
    """
    for curve in every():
        if (p, a, b, n) == (curve.p, curve.a, curve.b, curve.n) and h in {curve.h, None} and g in _generators(curve):
            return curve
    return None


def read_public_key(public_key_info: bytes, what: str) -> tuple[Curve, Point]:
    """Curve and point of a SubjectPublicKeyInfo in DER (RFC 5480; RFC 3279, 2.3.5 for explicit parameters; BSI TR-03110-3 for a number).

    Raises Malformed for what is no key on a curve or a point off it, UnknownCurve for a curve that is not known here.
    """
    if _STANDARDISED in public_key_info[:20]:
        return _by_number(public_key_info, what)
    try:
        info = keys.PublicKeyInfo.load(public_key_info, strict=True)
        if info["algorithm"]["algorithm"].native != "ec":
            raise Malformed(what, "is no key on an elliptic curve")
        domain = info["algorithm"]["parameters"]
        curve = _explicit(domain.chosen, what) if domain.name == "specified" else _named(domain)
        raw = bytes(info["public_key"])
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, RecursionError) as error:
        raise Malformed(what, "is not a public key in DER") from error
    return curve, decode_point(curve, raw, what)


def write_public_key(curve: Curve, point: Point) -> bytes:
    """A SubjectPublicKeyInfo in DER that names its curve."""
    algorithm = {"algorithm": "ec", "parameters": keys.ECDomainParameters(name="named", value=curve.oid)}
    info = keys.PublicKeyInfo({"algorithm": algorithm, "public_key": keys.ECPointBitString(encode_point(curve, point))})
    return bytes(info.dump())


def _by_number(public_key_info: bytes, what: str) -> tuple[Curve, Point]:
    parts = tlv.one(public_key_info, 0x30, what).children(what)
    if [each.tag for each in parts] != [0x30, 0x03] or parts[1].value[:1] != b"\0":
        raise Malformed(what, "is not a public key in DER")
    algorithm = parts[0].children(what)
    if [each.tag for each in algorithm] != [0x06, 0x02] or algorithm[0].raw != _STANDARDISED or len(algorithm[1].value) != 1:
        raise Malformed(what, "names no domain parameters by their number")
    curve = by_pace_parameter(algorithm[1].value[0])
    if curve is None:
        raise UnknownCurve("unknown_curve", "the key is on a curve that is not known here")
    return curve, decode_point(curve, parts[1].value[1:], what)


def _named(domain: keys.ECDomainParameters) -> Curve:
    curve = by_oid(domain.chosen.dotted) if domain.name == "named" else None
    if curve is None:
        raise UnknownCurve("unknown_curve", "the key is on a curve that is not known here")
    return curve


def _explicit(parameters: keys.SpecifiedECDomain, what: str) -> Curve:
    field = parameters["field_id"]
    if field["field_type"].native != "prime_field" or not isinstance(field["parameters"], Integer):
        raise Malformed(what, "is not on a curve over a prime field")
    cofactor = parameters["cofactor"].native
    curve = matching(
        p=field["parameters"].native,
        a=int.from_bytes(parameters["curve"]["a"].native, "big"),
        b=int.from_bytes(parameters["curve"]["b"].native, "big"),
        g=bytes(parameters["base"]),
        n=parameters["order"].native,
        h=cofactor,
    )
    if curve is None:
        raise UnknownCurve("explicit_parameters_unknown", "the key brings its own parameters, and they are those of no known curve")
    return curve


def _generators(curve: Curve) -> tuple[bytes, bytes]:
    x = curve.g_x.to_bytes(curve.field_bytes, "big")
    return encode_point(curve, Point(curve.g_x, curve.g_y)), bytes((2 + curve.g_y % 2,)) + x
