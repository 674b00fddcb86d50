"""Public keys of groups as data group 14 holds them: with the group's number, or with its parameters in full.

Parameters are never calculated with, as with curves: they are taken as a name written in full. Only if p, q and the generator are all those of
a group known here does the key count as being in it.
"""

from ansinh.chip import tlv
from ansinh.chip.errors import ChipError, Malformed
from ansinh.chip.groups.elements import require_element
from ansinh.chip.groups.named import Group, by_parameter, every

_SEQUENCE, _INTEGER, _BIT_STRING, _OID = 0x30, 0x02, 0x03, 0x06
_PKCS_3 = bytes.fromhex("2A864886F70D010301")  # dhKeyAgreement: p, g, and perhaps how long private keys are
_X9_42 = bytes.fromhex("2A8648CE3E0201")  # dhpublicnumber: p, g, q, and perhaps the cofactor and how all were found (RFC 3279, 2.3.3)
_STANDARDISED = bytes.fromhex("04007F00070102")  # standardizedDomainParameters: the number that PACE has for the group


class UnknownGroup(ChipError):  # noqa: N818 - an event, not an error class by name
    """The key is in no group known here. `code`: `unknown_group` for a number, `explicit_parameters_unknown` for parameters."""


def read_public_key(public_key_info: bytes, what: str) -> tuple[Group, int]:
    """Group and element of a SubjectPublicKeyInfo in DER (ICAO Doc 9303-11, 9.5 and 9.6: by PKCS #3; cards that do it by X9.42: 8.5, note 2).

    PKCS #3 does not say q: what order the generator has is determined by p and by it. Raises Malformed for what is no key of a group, or
    an element outside, UnknownGroup for a group that is not known here.
    """
    algorithm, key = _exactly(tlv.one(public_key_info, _SEQUENCE, what), (_SEQUENCE, _BIT_STRING), what)
    kind, parameters = _two(algorithm, what)
    if not key.value.startswith(b"\0"):
        raise Malformed(what, "its bit string is not whole bytes")
    group = _group(kind, parameters, what)
    return group, require_element(group, _number(tlv.one(key.value[1:], _INTEGER, what), what), what)


def write_public_key(group: Group, element: int, *, form: str = "pkcs3") -> bytes:
    """A SubjectPublicKeyInfo in DER with the group's parameters in full; `form`: pkcs3, x942, or standardised for its number alone."""
    match form:
        case "x942":
            algorithm = (_X9_42, tlv.encode(_SEQUENCE, *map(_integer, (group.p, group.g, group.q))))
        case "standardised":
            algorithm = (_STANDARDISED, _integer(every().index(group)))
        case _:
            algorithm = (_PKCS_3, tlv.encode(_SEQUENCE, _integer(group.p), _integer(group.g)))
    oid, parameters = algorithm
    key = tlv.encode(_BIT_STRING, b"\0", _integer(element))
    return tlv.encode(_SEQUENCE, tlv.encode(_SEQUENCE, tlv.encode(_OID, oid), parameters), key)


def _group(kind: bytes, parameters: tlv.Node, what: str) -> Group:
    if kind == _STANDARDISED:
        if parameters.tag != _INTEGER:
            raise Malformed(what, "names its group by something that is no number")
        group = by_parameter(_number(parameters, what))
        if group is None:
            raise UnknownGroup("unknown_group", "the key is in a group that is not known here")
        return group
    if kind not in {_PKCS_3, _X9_42} or parameters.tag != _SEQUENCE:
        raise Malformed(what, "is no key of a group")
    found = parameters.children(what)
    least, most = (2, 3) if kind == _PKCS_3 else (3, 5)
    if not least <= len(found) <= most or [node.tag for node in found[:least]] != [_INTEGER] * least:
        raise Malformed(what, "has not the parameters of a group")
    p, g, *rest = (_number(node, what) for node in found[:least])
    for group in every():
        if (p, g) == (group.p, group.g) and rest in ([], [group.q]):
            return group
    raise UnknownGroup("explicit_parameters_unknown", "the key brings its own parameters, and they are those of no known group")


def _two(algorithm: tlv.Node, what: str) -> tuple[bytes, tlv.Node]:
    inside = algorithm.children(what)
    if len(inside) != 2 or inside[0].tag != _OID:
        raise Malformed(what, "does not say in which group it is")
    return inside[0].value, inside[1]


def _exactly(outer: tlv.Node, tags: tuple[int, ...], what: str) -> tuple[tlv.Node, ...]:
    inside = outer.children(what)
    if tuple(node.tag for node in inside) != tags:
        raise Malformed(what, "is not a public key in DER")
    return inside


def _number(node: tlv.Node, what: str) -> int:
    """An INTEGER that is not negative and not longer than it has to be."""
    value = node.value
    if node.tag != _INTEGER or not value or value[0] & 0x80 or (len(value) > 1 and value[0] == 0 and not value[1] & 0x80):
        raise Malformed(what, "holds a number that is not written as one")
    return int.from_bytes(value, "big")


def _integer(number: int) -> bytes:
    return tlv.encode(_INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))
