"""What an account may do at this moment, and the agency's decisions that change it. Each change is audited and counted.

Logging in is `accounts`'; a lock after wrong passwords ends no token, since whoever guesses must not be able to stop whoever works.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ansinh import audit
from ansinh.checkin import networks
from ansinh.checkin.accounts import facility_of, verifier_of
from ansinh.checkin.store import standings as store
from ansinh.kit import db
from ansinh.kit.errors import NotFound

Change = Literal["closed", "reopened", "password_rotated", "addresses_set", "calls_kept", "calls_not_kept", "unlocked"]

_PURPOSE = "administration"


@dataclass(frozen=True, slots=True)
class Standing:
    """`allowed_addresses` empty: from anywhere. `tokens_from`: tokens issued before it are called back, None: none is."""

    is_open: bool
    allowed_addresses: tuple[networks.Network, ...] = ()
    keeps_calls: bool = False
    tokens_from: datetime | None = None

    def admits(self, caller: str, *, issued_at: datetime) -> bool:
        """Whether a call from this address with a token of that age is still wanted."""
        if not self.is_open or (self.tokens_from is not None and issued_at < self.tokens_from):
            return False
        return not self.allowed_addresses or networks.is_among(caller, self.allowed_addresses)


_NOBODY = Standing(is_open=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOverview:
    """An account as the agency's staff see it. `locked_until`: for origins it does not usually log in from; None if not locked.

    `locked_origins`: addresses that are locked out by themselves now. `last_login_at`: to the hour, None if never or long ago.
    """

    username: str
    facility_code: str
    is_open: bool
    opened_at: datetime
    allowed_addresses: tuple[networks.Network, ...]
    keeps_calls: bool
    locked_until: datetime | None
    locked_origins: tuple[networks.Network, ...]
    last_login_at: datetime | None


def standing(conn: db.Connection, username: str) -> Standing:
    """The standing of the account now; that of a closed one for a name nobody has."""
    row = store.standing(conn, username)
    if row is None:
        return _NOBODY
    return Standing(row.state == "open", tuple(row.allowed_addresses), row.keeps_calls, row.tokens_from)


def standing_version(conn: db.Connection) -> int:
    """A number that is another one whenever any account's standing was changed: as long as it is the same, nothing was."""
    return store.version(conn)


def list_accounts(
    conn: db.Connection, *, now: datetime, facility_code: str | None = None, after: str = "", limit: int = 100
) -> list[AccountOverview]:
    """Accounts by name, at most `limit` behind the name `after`; only those of one facility if given."""
    return [
        AccountOverview(
            username=row.username,
            facility_code=facility_of(row.username),
            is_open=row.state == "open",
            opened_at=row.opened_at,
            allowed_addresses=tuple(row.allowed_addresses),
            keeps_calls=row.keeps_calls,
            locked_until=row.locked_until,
            locked_origins=tuple(row.locked_origins),
            last_login_at=row.last_login_at,
        )
        for row in store.accounts(conn, now=now, facility_code=facility_code, after=after, limit=limit)
    ]


def set_allowed_addresses(conn: db.Connection, username: str, *, allowed: Sequence[str], by: audit.Actor, now: datetime) -> None:
    """Calls and logins are taken from these addresses and networks only; from anywhere if there are none.

    Raises Refused("not_an_address"), Refused("too_many_addresses") and NotFound("no_such_account").
    """
    listed = [str(each) for each in networks.parse_networks(allowed)]
    _found(store.set_allowed_addresses(conn, username, allowed=listed))
    _changed(conn, username, "addresses_set", by=by, now=now, listed=" ".join(listed))


def close_account(conn: db.Connection, username: str, *, by: audit.Actor, now: datetime) -> None:
    """No login from now on, and the tokens given before are called back, for good. Raises NotFound("no_such_account")."""
    _found(store.set_state(conn, username, state="closed", tokens_from=now))
    _changed(conn, username, "closed", by=by, now=now)


def reopen_account(conn: db.Connection, username: str, *, by: audit.Actor, now: datetime) -> None:
    """Logins again; nothing that was called back comes back. Raises NotFound("no_such_account")."""
    _found(store.set_state(conn, username, state="open", tokens_from=now))
    _changed(conn, username, "reopened", by=by, now=now)


def rotate_password(
    conn: db.Connection, username: str, *, password: str, by: audit.Actor, now: datetime, cost: Literal["full", "sandbox"] = "full"
) -> None:
    """From now on this password and no other; tokens got with the old one are called back, and locks end.

    Raises NotFound("no_such_account").
    """
    _found(store.set_verifier(conn, username, verifier=verifier_of(password, cost=cost), tokens_from=now))
    store.unlock(conn, username)
    _changed(conn, username, "password_rotated", by=by, now=now)


def unlock_account(conn: db.Connection, username: str, *, by: audit.Actor, now: datetime) -> None:
    """Ends every lock after wrong passwords, and their counts. Raises NotFound("no_such_account")."""
    _found(store.unlock(conn, username))
    _changed(conn, username, "unlocked", by=by, now=now)


def keep_calls(conn: db.Connection, username: str, *, keeps: bool, by: audit.Actor, now: datetime) -> None:
    """Whether the account's last calls are kept for the facility's developers. Raises NotFound("no_such_account")."""
    _found(store.set_keeps_calls(conn, username, keeps=keeps))
    _changed(conn, username, "calls_kept" if keeps else "calls_not_kept", by=by, now=now)


def _found(changed: bool) -> None:
    if not changed:
        raise NotFound("no_such_account", "there is no such account", field="username")


def _changed(conn: db.Connection, username: str, change: Change, *, by: audit.Actor, now: datetime, listed: str | None = None) -> None:
    store.count_change(conn)
    detail: dict[str, str] = {"account": username, "change": change}
    if listed is not None:
        detail["addresses"] = listed
    audit.append(conn, audit.Event(kind="gateway.account_changed", at=now, actor=by, subject=None, purpose=_PURPOSE, detail=detail))
