"""The kit's memory in the exchange's database: one for all processes."""

from datetime import datetime

from ansinh.exchange import registrations
from ansinh.identity import client
from ansinh.kit import db


class DatabaseMemory:
    """A `client.Memory`."""

    def __init__(self, database: db.Database) -> None:
        self._database = database

    def keep(self, state_hash: str, browser_hash: str, login: client.PendingLogin) -> None:
        with self._database.transaction() as conn:
            registrations.keep_login(conn, state_hash, browser_hash, login.as_json(), expires_at=login.expires_at)

    def take(self, state_hash: str, browser_hash: str, *, now: datetime) -> client.PendingLogin | None:
        with self._database.transaction() as conn:
            kept = registrations.take_login(conn, state_hash, browser_hash, now=now)
        return None if kept is None else client.PendingLogin.from_json(kept)

    def first_time(self, what: str, *, until: datetime, now: datetime) -> bool:  # noqa: ARG002 - the database forgets by itself
        with self._database.transaction() as conn:
            return registrations.first_time(conn, what, until=until)
