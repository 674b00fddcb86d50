"""Which factors an account has."""

from ansinh.kit import db
from ansinh.sandbox.eid import store
from ansinh.sandbox.eid.factors.levels import Factor
from ansinh.sandbox.eid.model import Holder


def held_by(conn: db.Connection, holder: Holder, *, passkeys: bool) -> frozenset[Factor]:
    """Every account has a password and a telephone; the telephone approves logins where its owner allowed that.

    `passkeys`: whether browsers do them at the provider's address.
    """
    held = {Factor.PASSWORD, Factor.ONE_TIME_CODE}
    if holder.web_login_allowed:
        held.add(Factor.APPROVAL)
    if passkeys and store.passkeys.usable(conn, holder.username):
        held.add(Factor.PASSKEY)
    if has_face(holder):
        held.add(Factor.FACE)
    return frozenset(held)


def has_face(holder: Holder) -> bool:
    """True where a portrait was verified in person, which is what a face may be compared with."""
    return holder.proofing.seen_on is not None
