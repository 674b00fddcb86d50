"""Finding one's way in a kept call."""

from collections.abc import Iterable, Iterator

from ansinh.vendors.model import KeptCall, Part
from ansinh.vendors.shapes import Form, Note
from ansinh.wire import gateway

_PUBLISHED = {each.name: each for each in gateway.PUBLISHED}
USABLE = frozenset({"000", "001", "002", "003", "004", "130"})
"""Codes with which a person is taken in."""


def published(call: KeptCall) -> gateway.PublishedCall | None:
    """The call it is, None for a path that is not published."""
    return _PUBLISHED.get(call.endpoint)


def is_a(call: KeptCall, *kinds: gateway.CallKind) -> bool:
    found = published(call)
    return found is not None and found.kind in kinds


def part(parts: Iterable[Part], name: str) -> Part | None:
    """The first part of that name that holds something."""
    return next((each for each in parts if each.name == name and each.shape.form not in {Form.NULL, Form.EMPTY}), None)


def with_note(call: KeptCall, *notes: Note) -> Iterator[str]:
    """Names of fields in query and body whose value carries one of the notes."""
    for each in (*call.query, *call.body):
        if not set(notes).isdisjoint(each.shape.notes):
            yield each.name


def is_refused_token(call: KeptCall) -> bool:
    """Answered that its token is not good."""
    return not is_a(call, gateway.CallKind.TOKEN) and (call.code in {"401", "501"} or call.status == 401)
