"""Masks named values: which of a field's name and value may be kept. Pure."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

from ansinh.vendors.messages import Field, Value
from ansinh.vendors.model import Part
from ansinh.vendors.shapes import Form, Note, Shape, shape_of
from ansinh.wire import gateway

LOOKS_LIKE_A_NAME = re.compile(r"[A-Za-z][A-Za-z_]{1,30}[0-9]{0,4}", re.ASCII)
_TOKEN_LENGTH = 96  # of an account NNNNN_BV, always
_SECRET_FORMS = {
    **dict.fromkeys(gateway.PASSWORDS, frozenset({Form.MD5_UPPER, Form.MD5_LOWER, Form.MD5_MIXED, Form.EMPTY})),
    **dict.fromkeys(gateway.TOKENS, frozenset({Form.TOKEN, Form.EMPTY})),
    **dict.fromkeys(gateway.TOKEN_IDS, frozenset({Form.GUID, Form.EMPTY})),
}


def mask_fields(fields: Iterable[Field], *, account: str) -> Iterator[Part]:
    """Known fields by their official name with the shape of their value, unknown ones by name and length."""
    for name, value, notes in fields:
        official = gateway.NAMES.get(name.lower())
        if official is None:
            yield unknown(name, _length(value))
        else:
            yield Part(official, mask_value(name.lower(), value, notes, account=account), sent_as="" if name == official else name)


def unknown(name: str, length: int) -> Part:
    """An unknown field: its name, if it looks like one, and how long its value was."""
    return Part(name if LOOKS_LIKE_A_NAME.fullmatch(name) else "", Shape(Form.TEXT, length), is_known=False)


def mask_value(name: str, value: Value, notes: tuple[Note, ...] = (), *, account: str) -> Shape:
    """The shape of the value of a known field, `name` in small letters. The value itself only if it is a word of the protocol."""
    if value is None:
        return Shape(Form.NULL)
    if name in _SECRET_FORMS:
        return _secret(name, value, notes)
    if isinstance(value, bool):
        return Shape(Form.BOOLEAN)
    if isinstance(value, int | float):
        return Shape(Form.NUMBER, len(str(value)))
    if isinstance(value, list | dict):
        return Shape(Form.LIST if isinstance(value, list) else Form.OBJECT, len(value))
    if value in gateway.VOCABULARY.get(name, ()) or (name in gateway.NOTES and gateway.public_note(value)):
        return Shape(Form.WORD, len(value), notes, word=value)
    shape = shape_of(value, notes=notes)
    if value.strip() and name in gateway.ACCOUNTS | gateway.FACILITIES:
        own = account if name in gateway.ACCOUNTS else account[:5]
        return Shape(Form.OWN if value.strip().upper() == own else Form.ANOTHER, shape.length, shape.notes)
    return shape


def _secret(name: str, value: Value, notes: tuple[Note, ...]) -> Shape:
    """Says whether it has the published form, and how it was encoded; of any other form nothing, not even the length."""
    if not isinstance(value, str):
        return Shape(Form.NOT_AS_PUBLISHED)
    bare = value.strip()
    if name in gateway.TOKENS and " " in bare:
        notes = (*notes, Note.PLUS_AS_SPACE)
    is_token = name in gateway.TOKENS and len(bare) == _TOKEN_LENGTH and gateway.read_access_token(bare.replace(" ", "+")) is not None
    form = Form.TOKEN if is_token else shape_of(bare).form
    if form not in _SECRET_FORMS[name]:
        return Shape(Form.NOT_AS_PUBLISHED, None, notes)
    return Shape(form, None, (*notes, Note.PADDED) if bare != value else notes)


def _length(value: Any) -> int:
    if isinstance(value, str | list | dict):
        return len(value)
    return 4 if value is None else len(orjson.dumps(value))
