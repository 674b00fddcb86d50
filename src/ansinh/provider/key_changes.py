"""What becomes of a provider's keys: a new one announced, a retired one's private half erased, one revoked in an emergency.

Each change is recorded in the same transaction by whoever makes it: a provider has no log of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from ansinh import oidc
from ansinh.kit import crypto, db, errors
from ansinh.provider import store
from ansinh.provider.keys import Vault, add


@dataclass(frozen=True, slots=True)
class KeyChange:
    """What happened to a key, to be recorded: the kind of the event, whose key, and what else is said of it."""

    kind: Literal["keys.announced", "keys.revoked"]
    issuer: str
    kid: str
    at: datetime
    more: Mapping[str, str | int]


Record = Callable[[db.Connection, KeyChange], None]


@dataclass(frozen=True, slots=True)
class KeyStatus:
    """A key of a provider and its state now. `erased`: nobody has its private half any more."""

    kid: str
    state: oidc.KeyState
    announced_at: datetime
    signs_from: datetime
    revoked_at: datetime | None
    erased: bool


@dataclass(frozen=True, slots=True)
class Revoked:
    """What an emergency took away: how many tokens, and which key signs now."""

    tokens: int
    signs_now: str


def keys_of(conn: db.Connection, issuer: str, *, now: datetime) -> list[KeyStatus]:
    """Every key the provider ever had, in the order they begin to sign in."""
    rows = store.signing_keys.every(conn, issuer)
    scheduled = [row.scheduled for row in rows]
    return [
        KeyStatus(
            row.kid,
            oidc.key_state(row.scheduled, scheduled, now=now),
            row.announced_at,
            row.signs_from,
            row.revoked_at,
            row.sealed is None,
        )
        for row in rows
    ]


def announce_key(conn: db.Connection, vault: Vault, *, signs_from: datetime, record: Record, now: datetime) -> str:
    """A new key, published from now on and signing from `signs_from` on; its kid.

    Raises Refused("too_soon") where relying parties that keep the key set could not know it by then, Conflict("key_announced") where
    another one waits already.
    """
    if signs_from - now < oidc.LEAST_NOTICE:
        minutes = int(oidc.LEAST_NOTICE.total_seconds() // 60)
        raise errors.Refused("too_soon", f"a key must be published for {minutes} minutes before it signs", field="signs_from")
    store.signing_keys.hold(conn, vault.issuer)
    if any(key.state is oidc.KeyState.ANNOUNCED for key in keys_of(conn, vault.issuer, now=now)):
        raise errors.Conflict("key_announced", f"{vault.issuer} has announced its next key already")
    kid = add(conn, vault, crypto.new_ec_key(), announced_at=now, signs_from=signs_from)
    record(conn, KeyChange("keys.announced", vault.issuer, kid, now, {"signs_from": signs_from.isoformat(timespec="seconds")}))
    return kid


def turn_keys(conn: db.Connection, vault: Vault, *, every: timedelta, record: Record, now: datetime) -> str | None:
    """What time does to keys; the kid that was announced now, if one was.

    The next key is announced a day before the present one is `every` old, and private halves of those that sign no more are erased.
    """
    store.signing_keys.hold(conn, vault.issuer)
    scheduled = [row.scheduled for row in store.signing_keys.every(conn, vault.issuer)]
    silent = {oidc.KeyState.RETIRED, oidc.KeyState.PAST, oidc.KeyState.REVOKED}
    over = [key.kid for key in scheduled if oidc.key_state(key, scheduled, now=now) in silent and now - key.signs_from > oidc.LEAST_NOTICE]
    store.signing_keys.erase(conn, vault.issuer, over)
    due = oidc.next_signs_from(scheduled, every=every, now=now)
    return None if due is None else announce_key(conn, vault, signs_from=due, record=record, now=now)


def revoke_key(conn: db.Connection, vault: Vault, kid: str, *, record: Record, now: datetime) -> Revoked:
    """The key is in wrong hands: from now on it neither signs nor is published, and what was given out since it began to sign is void.

    Where it was the one that signs, the announced key does so at once, or else a new one; relying parties look for it when they meet
    it. Clients that can be told of sign-outs are told that every session is over: whom they let in may have come with a forged token.
    A process learns of this within two seconds: `drop_given_out` again after that. Raises NotFound, Conflict("key_revoked").
    """
    store.signing_keys.hold(conn, vault.issuer)
    keys = keys_of(conn, vault.issuer, now=now)
    bad = next((key for key in keys if key.kid == kid), None)
    if bad is None:
        raise errors.NotFound("key_unknown", f"{vault.issuer} has no key {kid}", field="kid")
    if bad.state is oidc.KeyState.REVOKED:
        raise errors.Conflict("key_revoked", f"key {kid} was revoked before")
    store.signing_keys.revoke(conn, vault.issuer, kid, now=now)
    signs_now = next((key.kid for key in keys if key.state is oidc.KeyState.SIGNING), "")
    if bad.state is oidc.KeyState.SIGNING:
        waiting = next((key.kid for key in keys if key.state is oidc.KeyState.ANNOUNCED), None)
        if waiting is None:
            signs_now = add(conn, vault, crypto.new_ec_key(), announced_at=now, signs_from=now)
        else:
            signs_now = waiting
            store.signing_keys.sign_from(conn, vault.issuer, waiting, since=now)
    dropped = 0 if bad.state is oidc.KeyState.ANNOUNCED else drop_given_out(conn, vault.issuer, since=bad.signs_from, now=now)
    record(conn, KeyChange("keys.revoked", vault.issuer, kid, now, {"tokens": dropped, "signs_now": signs_now}))
    return Revoked(dropped, signs_now)


def drop_given_out(conn: db.Connection, issuer: str, *, since: datetime, now: datetime) -> int:
    """Every code, and every token issued from `since` on, is void, and the clients are told that their sessions are over; how many tokens."""
    dropped = store.signing_keys.drop_issued_since(conn, issuer, since=since)
    store.parties.dissolve_all(conn, issuer, now=now)
    return dropped
