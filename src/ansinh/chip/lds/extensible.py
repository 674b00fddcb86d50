"""Values as the ISO/IEC 39794 series builds them: elements told apart by their numbers, choices of one, codes that may grow.

Tags are of the context class and implicit, but for choices (ISO/IEC 39794-1, module ISO-IEC-39794-1-ed-1-v1). Every sequence may get more
elements in later editions; whoever reads takes what it knows by number and leaves the rest. Knows no record.
"""

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed
from ansinh.chip.lds import der

Fields = dict[int, tlv.Node]
_CONTEXT, _CONSTRUCTED = 0x80, 0x20
_CODE, EXTENSION = 0, 1
_FALLBACK = 0


def fields(node: tlv.Node, what: str) -> Fields:
    """The elements inside by number, 0 to 30. Raises Malformed where they do not ascend, which none that is there twice does."""
    if not node.is_constructed:
        raise Malformed(what, "holds no elements")
    found: Fields = {}
    last = -1
    for each in node.children(what):
        number = each.tag & 0x1F
        if each.tag >> 6 != _CONTEXT >> 6:
            raise Malformed(what, f"tag {each.tag:X} has no place there")
        if number <= last:
            raise Malformed(what, "its elements are out of order, or one is there twice")
        found[number], last = each, number
    return found


def element(among: Fields, number: int, what: str) -> tlv.Node:
    """The element with that number, which holds others. Raises Malformed if it is missing, or holds none."""
    return _found(among, number, what, _CONSTRUCTED)


def value(among: Fields, number: int, what: str) -> bytes:
    """The bytes of the element with that number, which holds no others. Raises Malformed."""
    return _found(among, number, what, 0).value


def natural(among: Fields, number: int, what: str) -> int:
    """The number that an element is. Raises Malformed."""
    return der.whole(value(among, number, what), what)


def inside(among: Fields, number: int, what: str) -> Fields:
    """The elements inside the one with that number. Raises Malformed."""
    return fields(element(among, number, what), what)


def chosen(node: tlv.Node, what: str) -> tuple[int, tlv.Node]:
    """The one element inside a choice, and its number. Raises Malformed."""
    found = fields(node, what)
    if len(found) != 1:
        raise Malformed(what, f"is {len(found)} things where one is chosen")
    return next(iter(found.items()))


def code(among: Fields, number: int, what: str) -> int | None:
    """A code: said plainly, or by an extension that names one to fall back on; None if it names none. Raises Malformed."""
    found = fields(element(among, number, what), what)
    if found.keys() == {_CODE}:
        return natural(found, _CODE, what)
    if found.keys() != {EXTENSION}:
        raise Malformed(what, "is neither a code nor an extension")
    extension = inside(found, EXTENSION, what)
    return natural(extension, _FALLBACK, what) if _FALLBACK in extension else None


def write_nested(number: int, *parts: bytes) -> bytes:
    return tlv.encode(_CONTEXT | _CONSTRUCTED | number, *parts)


def write_value(number: int, content: bytes) -> bytes:
    return tlv.encode(_CONTEXT | number, content)


def write_naturals(*numbers: int) -> bytes:
    """Elements 0, 1 and so on, each a number."""
    return b"".join(der.write_natural(each, _CONTEXT | number) for number, each in enumerate(numbers))


def write_code(number: int, said: int) -> bytes:
    """A code said plainly."""
    return write_nested(number, write_naturals(said))


def write_fallback(number: int, said: int) -> bytes:
    """A code in an extension that has nothing but it to fall back on: the only way the profile for travel documents has for most codes."""
    return write_nested(number, write_nested(EXTENSION, write_naturals(said)))


def _found(among: Fields, number: int, what: str, form: int) -> tlv.Node:
    if number not in among:
        raise Malformed(what, "is missing")
    return der.expect(among[number], _CONTEXT | form | number, what)
