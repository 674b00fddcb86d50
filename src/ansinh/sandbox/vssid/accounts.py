"""Opening accounts, and whether a number and a password are those of one. Every question costs the same work and tells nothing of others."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import uuid4

from ansinh import terms
from ansinh.kit import crypto, db
from ansinh.sandbox.vssid import store
from ansinh.wire import eid, vssid

MOST_TRIES = 5
LOCKED_OUT_FOR = timedelta(minutes=15)
_NOBODY = crypto.hash_password("nobody's password", cost="sandbox")  # what is checked for an account that does not exist


@dataclass(frozen=True, slots=True)
class NewAccount:
    """`citizen_number` None: an account from before it was asked for."""

    number: terms.SocialInsuranceNumber
    password: str = field(repr=False)
    citizen_number: terms.CitizenNumber | None
    full_name: str = field(repr=False)
    birth_date: terms.PartialDate
    sex: terms.Sex


@dataclass(frozen=True, slots=True)
class Tried:
    """`holder` is set for "accepted" alone."""

    outcome: vssid.Outcome
    holder: store.Holder | None = None


def open_accounts(conn: db.Connection, accounts: Sequence[NewAccount]) -> int:
    """Opens those that are not open yet; returns how many. About 2 ms each."""
    known = store.known(conn, [each.number.value for each in accounts])
    new = [each for each in accounts if each.number.value not in known]
    for each in new:
        hashed = crypto.hash_password(each.password, cost="sandbox")
        store.open_account(
            conn,
            number=each.number.value,
            subject=uuid4(),
            citizen_number=None if each.citizen_number is None else each.citizen_number.value,
            full_name=each.full_name,
            birth_date=each.birth_date.iso(),
            sex=each.sex.value,
            password_hash=hashed,
        )
    return len(new)


def check(conn: db.Connection, number: str, password: str, *, now: datetime) -> Tried:
    """Five wrong tries in 15 minutes, then none counts until they are over, whether such an account exists or not."""
    tries = store.count_try(conn, number, now=now, window_ends_at=now + LOCKED_OUT_FOR)
    holder = store.find(conn, number)
    right = crypto.verify_password(_NOBODY if holder is None else holder.password_hash, password)
    if tries > MOST_TRIES:
        return Tried("locked_out")
    if holder is None or not right:
        return Tried("wrong")
    store.forget_tries(conn, number)
    return Tried("accepted", holder)


def told(holder: store.Holder) -> dict[str, object]:
    """What is answered about the holder; an old account has no citizen number to tell."""
    claims = eid.EidClaims(
        issuer="",
        subject=str(holder.subject),
        citizen_number=terms.CitizenNumber(holder.citizen_number or ""),
        full_name=holder.full_name,
        birth_date=terms.PartialDate.from_iso(holder.birth_date),
        sex=terms.Sex(holder.sex),
        assurance=eid.UNKNOWN,
        auth_time=None,
    )
    answer = vssid.format_person(claims)
    return {name: value for name, value in answer.items() if value != ""}
