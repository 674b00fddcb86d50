"""An invented colleague for the tests of the staff room and of the console."""

from datetime import UTC, datetime
from typing import Any

from ansinh import staff
from ansinh.kit import db
from ansinh.staff import Role

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
PASSWORD = "mot-mat-khau-bia-dat"


def colleague(username: str = "lan.tran", *roles: Role, **changes: Any) -> staff.NewAccount:
    values = {"full_name": "Trần Thị Lan", "password": PASSWORD, "roles": frozenset(roles or {Role.OFFICERS})}
    return staff.NewAccount(username=username, **{**values, **changes})


def hired(conn: db.Connection, *accounts: staff.NewAccount) -> None:
    staff.add_accounts(conn, accounts or [colleague()], now=NOW, cost="sandbox")


def signed_in(conn: db.Connection, username: str = "lan.tran", *, now: datetime = NOW) -> str:
    """The token of a new session."""
    token = staff.sign_in(conn, username, PASSWORD, replaces=None, now=now)
    assert isinstance(token, str)
    return token
