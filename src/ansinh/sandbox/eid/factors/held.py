"""Which factors an account has."""

from ansinh.kit import db
from ansinh.sandbox.eid.factors.levels import Factor
from ansinh.sandbox.eid.model import Holder


def held_by(_conn: db.Connection, holder: Holder) -> frozenset[Factor]:
    """Every account has a password and a telephone; the telephone approves logins where its owner allowed that."""
    held = {Factor.PASSWORD, Factor.ONE_TIME_CODE}
    if holder.web_login_allowed:
        held.add(Factor.APPROVAL)
    return frozenset(held)
