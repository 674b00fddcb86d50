"""Which of a provider's keys signs at an instant, and which are published: pure, over the instants that were written down for them.

A key is announced (published, and signs nothing yet), then signs, then is retired (signs nothing, and is published until everything it
signed has run out), then past. A key that fell into wrong hands is revoked: from that instant it neither signs nor is published.
A relying party that keeps our key set for as long as we say therefore always holds the key it meets (OpenID Connect Core 10.1.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

METADATA_LIFE = timedelta(minutes=5)  # how long others may keep what we publish: the max-age of the key set and of the metadata
LEAST_NOTICE = timedelta(minutes=15)  # from announced to signing; relying parties that keep a set longer than told get some grace
USUAL_NOTICE = timedelta(days=1)
# An id_token is good for minutes, but names the session at sign-out for as long as that may run.
PUBLISHED_AFTER = timedelta(days=1)


class KeyState(Enum):
    """Where a key is in its life."""

    ANNOUNCED = "announced"
    SIGNING = "signing"
    RETIRED = "retired"
    PAST = "past"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class ScheduledKey:
    """A key by its `kid`: published from `announced_at` on, signing from `signs_from` on until another one does. Instants include their first moment."""

    kid: str
    announced_at: datetime
    signs_from: datetime
    revoked_at: datetime | None = None


def state_of(key: ScheduledKey, keys: Sequence[ScheduledKey], *, now: datetime) -> KeyState:
    """The state of one of the keys of a provider, among all of them."""
    if key.revoked_at is not None and key.revoked_at <= now:
        return KeyState.REVOKED
    if now < key.signs_from:
        return KeyState.ANNOUNCED
    ended = _ended_at(key, keys, now=now)
    if ended is None:
        return KeyState.SIGNING
    return KeyState.RETIRED if now < ended + PUBLISHED_AFTER else KeyState.PAST


def signing(keys: Sequence[ScheduledKey], *, now: datetime) -> ScheduledKey | None:
    """The one key that signs. None where there is none: one that was followed by another never signs again, even if that is revoked."""
    return next((key for key in keys if state_of(key, keys, now=now) is KeyState.SIGNING), None)


def published(keys: Sequence[ScheduledKey], *, now: datetime) -> tuple[ScheduledKey, ...]:
    """The keys others are told: announced, signing and retired ones, the signing one first."""
    shown = {KeyState.SIGNING: 0, KeyState.ANNOUNCED: 1, KeyState.RETIRED: 2}
    states = [(state_of(key, keys, now=now), key) for key in keys]
    known = [(shown[state], key.signs_from, key) for state, key in states if state in shown and key.announced_at <= now]
    return tuple(key for _, _, key in sorted(known, key=lambda each: each[:2]))


def next_signs_from(keys: Sequence[ScheduledKey], *, every: timedelta, now: datetime) -> datetime | None:
    """When the next key should begin to sign, if it has to be announced now; None where it is too early, or one is announced already."""
    current = signing(keys, now=now)
    if current is None or any(state_of(key, keys, now=now) is KeyState.ANNOUNCED for key in keys):
        return None
    due = current.signs_from + every
    return max(due, now + USUAL_NOTICE) if due - USUAL_NOTICE <= now else None


def _ended_at(key: ScheduledKey, keys: Sequence[ScheduledKey], *, now: datetime) -> datetime | None:
    """When another key began to sign in its place, whatever became of that one; None where none has.

    Of two that begin at the same instant the one with the greater kid signs.
    """
    began = [other for other in keys if other.signs_from <= now and not _never_began(other)]
    followed = [other.signs_from for other in began if (other.signs_from, other.kid) > (key.signs_from, key.kid)]
    return min(followed, default=None)


def _never_began(key: ScheduledKey) -> bool:
    return key.revoked_at is not None and key.revoked_at <= key.signs_from
