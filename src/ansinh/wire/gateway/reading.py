"""Reading what hospital software sends: JSON or form, whatever its label says, names in any case, extra fields ignored.

The official gateway is an ASP.NET program, and programs in use rely on how such a program binds parameters (seen in several
public clients): both encodings on every endpoint, case-insensitive names, numbers where text is meant.
"""

import base64
import binascii
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

import orjson

MISSING = "is missing"
_LONGEST = 200
_BOM = b"\xef\xbb\xbf"
_MOST_PAIRS = 1_000
_ESCAPES = tuple(
    (escape, letter) for letter in (b"+", b"/", b"=", b"\r", b"\n") for escape in (b"%%%02X" % letter[0], b"%%%02x" % letter[0])
)
# NUL and the other control characters except tab, line feed and carriage return, which count as space
_FORBIDDEN = frozenset(chr(code) for code in (*range(9), 11, 12, *range(14, 32), 127))


class WireError(ValueError):
    """The request cannot be read: `field` by its wire name ("body" for the whole), and why. Never repeats what was sent."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason

    @property
    def sentence(self) -> str:
        """For the reply. A missing field reads "Null hoTenCb", as seen from the official gateway by one source."""
        return f"Null {self.field}" if self.reason == MISSING else f"{self.field}: {self.reason}"


def read_fields(body: bytes, names: Iterable[str]) -> dict[str, str]:
    """The named fields of a JSON object or a form, trimmed; "" for one that is missing or null. Fields not named are not looked at.

    Raises WireError for a body that is neither, and for a named field that is not text (or a whole number), holds control
    characters or more than 200 characters.
    """
    found = _found(body)
    return {name: _text(name, found.get(name.lower())) for name in names}


def _found(body: bytes) -> dict[str, Any]:
    if body.startswith(_BOM):
        body = body[3:]
    start = body[:64].lstrip()[:1]
    return _from_json(body) if start in {b"{", b"[", b'"'} else _from_form(body)


def _from_json(body: bytes) -> dict[str, Any]:
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise WireError("body", "is neither JSON nor a form") from None
    if not isinstance(parsed, dict):
        raise WireError("body", "must be a JSON object")
    return {name.lower(): value for name, value in reversed(parsed.items())}  # of names that differ in case only, the first wins


def _from_form(body: bytes) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for pair in body.split(b"&", _MOST_PAIRS):
        name, _, value = pair.partition(b"=")
        try:
            key = _decoded(name).strip().lower()
        except UnicodeDecodeError:
            raise WireError("body", "is not UTF-8") from None
        found.setdefault(key, value)
    return found


def _text(name: str, value: Any) -> str:
    if isinstance(value, str):
        text = value.strip()
    elif value is None:
        return ""
    elif isinstance(value, bytes):
        try:
            text = _decoded(value).strip()
        except UnicodeDecodeError:
            raise WireError(name, "is not UTF-8") from None
    elif isinstance(value, int) and not isinstance(value, bool):
        text = str(value)
    else:
        raise WireError(name, "must be text")
    if len(text) > _LONGEST:
        raise WireError(name, f"must not be longer than {_LONGEST} characters")
    if not _FORBIDDEN.isdisjoint(text):
        raise WireError(name, "must not hold control characters")
    return text


def _decoded(part: bytes) -> str:
    return unquote_to_bytes(part.replace(b"+", b" ")).decode()


def read_file(body: bytes, fields: Iterable[str], spellings: Iterable[str]) -> tuple[dict[str, str], bytes]:
    """The named fields as `read_fields` gives them, and the bytes of a file in base64 under any of the spellings, of any length.

    Base64 may be wrapped; in a form its plus signs may have been left unencoded. b"" if there is no file. Raises WireError.
    """
    if sum(body.count(mark) for mark in (b"[", b"{", b",")) > _MOST_PAIRS:
        raise WireError("body", "must be a few fields and a file")  # megabytes of brackets would become gigabytes of objects
    found = _found(body)
    read = {name: _text(name, found.get(name.lower())) for name in fields}
    spelling, *others = spellings
    value = next((found[each.lower()] for each in (spelling, *others) if found.get(each.lower())), b"")
    if not isinstance(value, (bytes, str)):
        raise WireError(spelling, "must be text")
    try:
        return read, base64.b64decode(_unwrapped(value), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise WireError(spelling, "is not base64") from None


def _unwrapped(value: bytes | str) -> bytes:
    if isinstance(value, str):
        return value.encode("ascii").translate(None, b" \t\r\n")
    for escape, letter in _ESCAPES:  # the usual ones at once: taking a value of megabytes apart at each % is slow and large
        if b"%" not in value:
            break
        value = value.replace(escape, letter)
    return (unquote_to_bytes(value) if b"%" in value else value).translate(None, b" \t\r\n")
