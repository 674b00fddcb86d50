"""DG13: the holder as Viet Nam's citizen card writes them down, in full and with all marks.

Doc 9303-10 leaves this group to the issuer, and Viet Nam's layout is not published: what stands here is what programs that read real
cards have in common (assumed). A sequence of a version, the name of a character set, and a set of fields, each a sequence of its number and
perhaps a value. Fields are told apart by number, never by place. Says what is there; dates and numbers are not judged.

Religion, ethnicity and family stand beside the name: take what the purpose needs, and nothing of this into a log.
"""

import unicodedata
from dataclasses import dataclass, field
from enum import Enum

from ansinh.chip import tlv
from ansinh.chip.errors import Malformed
from ansinh.chip.lds import der
from ansinh.chip.lds.files import File, content

_WHAT = File.DG13.name
_VERSION = 1
_ISO_10646_UTF_8 = "1.0.10646.1.0.8"
_TEXTS = {
    1: "citizen_number",
    2: "full_name",
    3: "birth_date",
    4: "gender",
    5: "nationality",
    6: "ethnicity",
    7: "religion",
    8: "origin",
    9: "residence",
    10: "features",
    11: "issued_on",
    12: "expires_on",
    15: "old_number",
    16: "field_16",
}
_PARENTS, _SPOUSE = 13, 14
_PRINTABLE = frozenset({1, 3, 11, 12, 15, 16})
_MAX_FIELDS = 64
_MAX_NAMES = 8


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Dg13:
    """None for what the card does not say. Dates as printed: dd/MM/yyyy, or "Không thời hạn" for a card that does not expire.

    `parents_as_one` is set where father and mother come as one text, which is not taken apart: nobody says where. A single name is the
    father's (assumed). `field_16` has no known meaning. `unknown_fields` counts fields whose number means nothing here.
    """

    citizen_number: str | None = None
    full_name: str | None = None
    birth_date: str | None = None
    gender: str | None = None
    nationality: str | None = None
    ethnicity: str | None = None
    religion: str | None = None
    origin: str | None = None
    residence: str | None = None
    features: str | None = None
    issued_on: str | None = None
    expires_on: str | None = None
    father: str | None = None
    mother: str | None = None
    parents_as_one: str | None = None
    spouse: str | None = None
    old_number: str | None = None
    field_16: str | None = None
    unknown_fields: int = field(default=0)

    def __repr__(self) -> str:
        return "Dg13(...)"


class Variant(Enum):
    """How a writer puts it; all of these were seen in programs that read or imitate cards."""

    BARE = "bare"  # a field without a value is its number alone; numbers and dates are PrintableString
    ABSENT = "absent"  # a field without a value is not there
    UTF8 = "utf8"  # every text is a UTF8String
    FLAT = "flat"  # parents and spouse are texts, not sequences
    REVERSED = "reversed"  # fields in any order: the last comes first


def read_dg13(raw: bytes) -> Dg13:
    """What DG13 says. Raises Malformed, naming the field, also for a field that is there twice."""
    inside = content(raw, File.DG13).children(_WHAT)
    if len(inside) != 1:
        raise Malformed(_WHAT, "does not hold one sequence")
    version, character_set, fields = der.sequence(inside[0], _WHAT, at_least=3, at_most=3)
    if der.natural(version, f"{_WHAT}.version") != _VERSION:
        raise Malformed(f"{_WHAT}.version", "is not 1")
    if der.oid(character_set, f"{_WHAT}.character_set") != _ISO_10646_UTF_8:
        raise Malformed(f"{_WHAT}.character_set", "is not UTF-8")
    values = _values(fields)
    texts = {name: _text(values[number], f"{_WHAT}.{name}") for number, name in _TEXTS.items() if number in values}
    unknown = sum(number not in _TEXTS and number not in {_PARENTS, _SPOUSE} for number in values)
    return Dg13(**texts, **_parents(values.get(_PARENTS)), spouse=_spouse(values.get(_SPOUSE)), unknown_fields=unknown)


def write_dg13(holder: Dg13, *, variant: Variant = Variant.BARE) -> bytes:
    """The file with all sixteen fields; those without a value are bare numbers, or absent where the variant says so."""
    values = {number: _written(number, getattr(holder, name), variant) for number, name in _TEXTS.items()}
    values[_PARENTS] = _written_names([holder.father, holder.mother], holder.parents_as_one, variant)
    values[_SPOUSE] = _written_names([holder.spouse], None, variant)
    numbers = sorted(values, reverse=variant is Variant.REVERSED)
    fields = (
        tlv.encode(der.SEQUENCE, der.write_natural(number), values[number])
        for number in numbers
        if values[number] or variant is not Variant.ABSENT
    )
    head = der.write_natural(_VERSION), der.write_oid(_ISO_10646_UTF_8)
    return tlv.encode(File.DG13.tag, tlv.encode(der.SEQUENCE, *head, tlv.encode(der.SET, *fields)))


def _values(fields: tlv.Node) -> dict[int, tlv.Node | None]:
    each_field = der.expect(fields, der.SET, f"{_WHAT}.fields").children(f"{_WHAT}.fields")
    if len(each_field) > _MAX_FIELDS:
        raise Malformed(f"{_WHAT}.fields", f"are more than {_MAX_FIELDS}")
    values: dict[int, tlv.Node | None] = {}
    for each in each_field:
        number, *value = der.sequence(each, f"{_WHAT}.fields", at_least=1, at_most=2)
        key = der.natural(number, f"{_WHAT}.fields")
        if key in values:
            raise Malformed(f"{_WHAT}.fields", "a field is there twice")
        values[key] = value[0] if value else None
    return values


def _text(node: tlv.Node | None, what: str) -> str | None:
    """A text, composed, with white space of any kind as single blanks and without signs that only direct how others are shown.

    None for none and for an empty one. Control signs, which would speak to a terminal, are refused.
    """
    if node is None:
        return None
    shown = "".join(sign for sign in der.text(node, what) if unicodedata.category(sign) != "Cf")
    text = unicodedata.normalize("NFC", " ".join(shown.split()))
    if any(unicodedata.category(sign) == "Cc" for sign in text):
        raise Malformed(what, "holds control signs")
    return text or None


def _parents(node: tlv.Node | None) -> dict[str, str | None]:
    what = f"{_WHAT}.parents"
    if node is None or node.tag != der.SEQUENCE:
        return {"parents_as_one": _text(node, what)}
    names = _names(node, what)
    return dict(zip(("father", "mother"), names, strict=False))


def _spouse(node: tlv.Node | None) -> str | None:
    what = f"{_WHAT}.spouse"
    if node is None or node.tag != der.SEQUENCE:
        return _text(node, what)
    return next(iter(_names(node, what)), None)


def _names(node: tlv.Node, what: str) -> list[str | None]:
    """Names in a sequence, each a text or a sequence of one; an empty sequence is a name that is not known."""
    names: list[str | None] = []
    for each in der.sequence(node, what, at_least=0, at_most=_MAX_NAMES):
        if each.tag == der.SEQUENCE:
            inside = der.sequence(each, what, at_least=0, at_most=1)
            names.append(_text(inside[0] if inside else None, what))
        else:
            names.append(_text(each, what))
    return names


def _written(number: int, text: str | None, variant: Variant) -> bytes:
    if text is None:
        return b""
    is_printable = number in _PRINTABLE and variant is not Variant.UTF8 and text.isascii()
    return der.write_printable(text) if is_printable else der.write_utf8(text)


def _written_names(names: list[str | None], as_one: str | None, variant: Variant) -> bytes:
    if as_one is not None:
        return der.write_utf8(as_one)
    if not any(names):
        return b""
    if variant is Variant.FLAT:
        return der.write_utf8(", ".join(name for name in names if name))
    return tlv.encode(der.SEQUENCE, *(der.write_utf8(name or "") for name in names))
