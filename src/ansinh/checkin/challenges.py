"""Challenges: what a desk must have been given before it read a chip, so that what it states is about now and not about some other day."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ansinh.checkin.store import desks as store
from ansinh.kit import crypto, db
from ansinh.kit.errors import Conflict, NotFound
from ansinh.wire import presence

GOOD_FOR = timedelta(minutes=10)
"""A reading takes seconds; the rest is for a person who looks for their card, and for a gateway that is slow."""
_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Challenge:
    """32 random bytes, base64url. `expires_at` is the first instant at which it is no longer good."""

    text: str = field(repr=False)
    expires_at: datetime


def new_challenge(conn: db.Connection, desk_id: str, *, facility_code: str, now: datetime) -> Challenge:
    """A challenge for one statement of this desk. Only its hash is kept.

    Raises NotFound("no_such_desk"), for another facility's as for one that is not there, and Conflict("desk_closed").
    """
    desk = store.desk(conn, desk_id, facility_code=facility_code)
    if desk is None:
        raise NotFound("no_such_desk", "there is no such desk of this facility")
    if desk.closed_at is not None:
        raise Conflict("desk_closed", "the desk was closed; register it anew with a new key")
    text = crypto.random_token(presence.CHALLENGE_BYTES)
    store.insert_challenge(
        conn, crypto.sha256_hex(text), facility_code=facility_code, desk_id=desk_id, issued_at=now, expires_at=now + GOOD_FOR
    )
    return Challenge(text, now + GOOD_FOR)


def purge_challenges(conn: db.Connection, *, now: datetime) -> None:
    """Forget those that expired a day ago: a statement that comes with one is then told that there is no such challenge."""
    store.purge_challenges(conn, expired_before=now - _KEPT)
