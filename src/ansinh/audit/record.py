"""Writing an event and reading who looked. `append` is on the path of every coverage look-up: one INSERT, no read, no lock."""

import re
from typing import Any

import orjson

from ansinh.audit.catalogue import CATALOGUE
from ansinh.audit.model import Entry, Event, Scalar
from ansinh.audit.store import events
from ansinh.kit import db

_LONGEST_NAME = 200
_LONGEST_DETAIL = 500
_UNSTORABLE = re.compile("[\\x00\\ud800-\\udfff]")  # NUL, and halves of surrogate pairs, which JSON from outside can smuggle in


class NotInCatalogueError(ValueError):
    """The program tried to write an event that nobody has documented: a defect of ours, never of a counterpart."""


def append(conn: db.Connection, event: Event) -> None:
    """Write one event in the caller's transaction: what it records and the record of it are kept together or not at all.

    Raises what `parameters` raises.
    """
    events.insert(conn, parameters(event))


def parameters(event: Event) -> dict[str, Any]:
    """The event as parameters of SQL: `audit_at`, `audit_kind` and so on, for a statement that calls the function audit.append.

    Text from outside is kept as it came, except that characters PostgreSQL cannot hold become U+FFFD and text over 200 characters
    (500 in detail) is cut and ends in an ellipsis. Raises NotInCatalogueError (a ValueError) for a kind, actor or detail key that
    the catalogue does not list, a detail value that is neither text, whole number, boolean nor None, or an instant without a zone.
    """
    kind = CATALOGUE.get(event.kind)
    if kind is None or event.actor.kind not in kind.who or not event.detail.keys() <= kind.detail.keys():
        raise NotInCatalogueError(f"{event.kind} by {event.actor.kind} with {sorted(event.detail)} is not in audit/catalogue")
    if event.at.tzinfo is None:
        raise NotInCatalogueError(f"{event.kind}: the instant has no time zone")
    return {
        "audit_at": event.at,
        "audit_kind": event.kind,
        "audit_actor_kind": event.actor.kind,
        "audit_actor_id": storable(event.actor.id, _LONGEST_NAME),
        "audit_actor_name": storable(event.actor.name, _LONGEST_NAME),
        "audit_subject": event.subject,
        "audit_purpose": storable(event.purpose, _LONGEST_NAME),
        "audit_detail": orjson.dumps({key: _value(event.kind, key, value) for key, value in event.detail.items()}).decode(),
    }


def about(conn: db.Connection, subject: int, *, limit: int = 50, before_seq: int | None = None) -> list[Entry]:
    """What happened to this participant, newest first: at most `limit` entries, all older than `before_seq` if it is given.

    The next page begins before the `seq` of the last entry; an empty list is the end. Events of one instant may stand in the
    order they were begun rather than committed.
    """
    return events.about(conn, subject, limit=limit, before_seq=before_seq)


def storable(text: str, longest: int) -> str:
    """The text as PostgreSQL can hold it and nobody can fill the disk with it."""
    text = _UNSTORABLE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text if len(text) <= longest else text[: longest - 1] + "\N{HORIZONTAL ELLIPSIS}"


def _value(kind: str, key: str, value: Scalar) -> Scalar:
    if isinstance(value, str):
        return storable(value, _LONGEST_DETAIL)
    if value is not None and not (isinstance(value, int) and -(2**63) <= value < 2**63):
        raise NotInCatalogueError(f"{kind}: detail {key} is neither text, whole number of 64 bits, boolean nor None")
    return value
