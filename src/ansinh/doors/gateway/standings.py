"""What accounts may do, remembered by this process, and known to be true a few seconds ago whatever the number of accounts.

Thirteen thousand facilities call a few times a minute each: reading the standing of each anew every few seconds would be a read for
nearly every call. Instead one small read in a while, for all of them, tells whether anything was changed.
"""

from threading import Lock

from ansinh import checkin
from ansinh.kit import db

_MAX_REMEMBERED = 50_000


class Standings:
    """`recheck_s`: after so many seconds at the latest a change takes effect here."""

    def __init__(self, database: db.Database, *, recheck_s: float) -> None:
        self._database = database
        self._recheck_s = recheck_s
        self._recheck_at = float("-inf")
        self._version = 0
        self._remembered: dict[str, tuple[int, checkin.Standing]] = {}
        self._rechecking = Lock()

    def of(self, account: str, now_s: float) -> checkin.Standing:
        """The standing of an account; `now_s` are any steadily growing seconds."""
        if now_s >= self._recheck_at and self._rechecking.acquire(blocking=False):
            try:
                self._recheck(now_s)
            finally:
                self._rechecking.release()
        version, standing = self._remembered.get(account, (-1, None))
        return self._read(account) if standing is None or version != self._version else standing

    def _recheck(self, now_s: float) -> None:
        with self._database.statements() as conn:
            self._version = checkin.standing_version(conn)
        self._recheck_at = now_s + self._recheck_s

    def _read(self, account: str) -> checkin.Standing:
        """The version is read first: a change between the two reads is one that the next recheck still finds."""
        with self._database.statements() as conn:
            version = checkin.standing_version(conn)
            standing = checkin.standing(conn, account)
        if len(self._remembered) >= _MAX_REMEMBERED:
            self._remembered.clear()
        self._remembered[account] = (version, standing)
        return standing
