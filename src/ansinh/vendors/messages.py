"""Taking queries, forms and JSON apart as they were sent, with what was odd about the encoding. Pure; keeps nothing, judges nothing."""

from typing import Any
from urllib.parse import unquote_to_bytes

import orjson

from ansinh.vendors.model import BodyForm
from ansinh.vendors.shapes import Note

LONGEST_BODY = 64 * 1024
MOST_FIELDS = 60
_BOM = b"\xef\xbb\xbf"
_MUST_BE_ENCODED = frozenset(b' "<>\\^`{|}')
_HEX = frozenset(b"0123456789ABCDEFabcdef")

Value = str | int | float | bool | list[Any] | dict[str, Any] | None
Field = tuple[str, Value, tuple[Note, ...]]


def read_pairs(text: bytes) -> list[Field]:
    """name=value pairs of a query or form, decoded; nothing is refused. At most 60 are read."""
    fields: list[Field] = []
    for pair in text.split(b"&", MOST_FIELDS)[:MOST_FIELDS]:
        name, equals, value = pair.partition(b"=")
        if name or equals:
            decoded, notes = _decoded(value)
            fields.append((_decoded(name)[0].strip(), decoded, notes))
    return fields


def read_body(body: bytes, *, body_length: int) -> tuple[BodyForm, list[Field]]:
    """What the body is, and the fields of a JSON object or a form; of anything else only what it is."""
    if body_length == 0:
        return BodyForm.EMPTY, []
    if body_length > LONGEST_BODY or len(body) < body_length:
        return BodyForm.TOO_LONG, []
    body = body.removeprefix(_BOM)
    start = body[:64].lstrip()[:1]
    if start in {b"{", b"[", b'"'}:
        return _read_json(body)
    if start == b"<":
        return BodyForm.XML, []
    if any(byte < 9 for byte in body[:256]):
        return BodyForm.BINARY, []
    if b"=" not in body:
        return BodyForm.UNREADABLE, []
    return BodyForm.FORM, read_pairs(body)


def _read_json(body: bytes) -> tuple[BodyForm, list[Field]]:
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError:
        return BodyForm.UNREADABLE, []
    if isinstance(parsed, dict):
        return BodyForm.JSON, [(name.strip(), value, ()) for name, value in list(parsed.items())[:MOST_FIELDS]]
    return (BodyForm.JSON_LIST if isinstance(parsed, list) else BodyForm.JSON_TEXT), []


def _decoded(part: bytes) -> tuple[str, tuple[Note, ...]]:
    notes = []
    if any(byte > 126 or byte in _MUST_BE_ENCODED for byte in part):
        notes.append(Note.RAW)
    if any(part[at + 1 : at + 3].translate(None, bytes(_HEX)) or len(part) < at + 3 for at in range(len(part)) if part[at] == 37):
        notes.append(Note.BROKEN)
    try:
        text = unquote_to_bytes(part.replace(b"+", b" ")).decode()
    except UnicodeDecodeError:
        notes.append(Note.BROKEN)
        text = part.decode("latin-1")
    return text, tuple(dict.fromkeys(notes))
