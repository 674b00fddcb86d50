"""Opening accounts, changing their state, and what their telephones show."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from uuid import uuid4

import pyotp

from ansinh import terms
from ansinh.kit import crypto, db, errors
from ansinh.provider import end_sessions
from ansinh.sandbox.eid import proofing, store, verify
from ansinh.sandbox.eid.model import Account, AccountState, Holder
from ansinh.sandbox.eid.store.accounts import Opening

_THREADS = 2  # hashing leaves the interpreter free, so two cores hash at once


def open_accounts(conn: db.Connection, accounts: Iterable[Account], *, cost: crypto.Cost = "sandbox") -> int:
    """Opens accounts or changes open ones, which keep subject and telephone; returns how many. About 2 ms each at the usual cost."""
    with ThreadPoolExecutor(_THREADS) as pool:
        openings = list(pool.map(lambda account: _opening(account, cost), accounts))
    store.accounts.save_all(conn, openings)
    return len(openings)


def change_state(conn: db.Connection, username: str, state: AccountState, *, now: datetime) -> None:
    """From now on the account is in this state; its sessions end, and the relying parties are told. Raises NotFound."""
    if not store.accounts.set_state(conn, username, state):
        raise errors.NotFound("account_unknown", "there is no such account", field="username")
    _end_everywhere(conn, username, now=now)


def reissue_number(conn: db.Connection, username: str, number: terms.CitizenNumber, *, now: datetime) -> None:
    """From now on the account carries this citizen number, the old one being nobody's; user name and subject stay.

    Its sessions end, and the relying parties are told. Raises NotFound, and Conflict("number_taken") for a number of another account.
    """
    holder = _find(conn, username)
    if holder.citizen_number == number:
        return
    if store.accounts.has_number(conn, number):
        raise errors.Conflict("number_taken", "another account has this citizen number", field="citizen_number")
    store.accounts.set_number(conn, username, number)
    _end_everywhere(conn, username, now=now)


def prove_in_person(conn: db.Connection, username: str, *, on: date) -> int:
    """The person came and was verified that day; returns the account's level from now on. Raises NotFound, Refused("level_not_for_age")."""
    holder = _find(conn, username)
    proven = proofing.prove_in_person(holder.proofing, holder.birth_date, on=on)
    store.accounts.set_proofing(conn, username, proven)
    return proven.level


def number_of(conn: db.Connection, username: str) -> terms.CitizenNumber:
    """The citizen number the account carries. Raises NotFound."""
    return _find(conn, username).citizen_number


def current_code(conn: db.Connection, username: str, *, now: datetime) -> str:
    """The one-time code the account's telephone shows at `now`, six digits. Raises NotFound."""
    return verify.code_at(_find(conn, username).one_time_secret, now=now)


def subjects(conn: db.Connection, usernames: Sequence[str]) -> dict[str, str]:
    """The `sub` of each of these accounts, by user name; without those that there are not."""
    return store.accounts.subjects(conn, usernames)


def _find(conn: db.Connection, username: str) -> Holder:
    holder = store.accounts.find(conn, username)
    if holder is None:
        raise errors.NotFound("account_unknown", "there is no such account", field="username")
    return holder


def _end_everywhere(conn: db.Connection, username: str, *, now: datetime) -> None:
    store.app_sessions.end_all_of(conn, username)
    store.approvals.drop_all_of(conn, username)
    end_sessions(conn, store.sessions.end_all_of(conn, username), now=now)


def _opening(account: Account, cost: crypto.Cost) -> Opening:
    return Opening(
        account=account,
        proofing=proofing.invented(account.username, level=account.account_level),
        subject=uuid4(),
        password_hash=crypto.hash_password(account.password, cost=cost),
        one_time_secret=pyotp.random_base32(),
    )
