"""Notices an account that walks through numbers: what it asked for in vain, remembered for ten minutes in this process.

Which numbers were asked for is kept nowhere else, since those that lead to nobody are nobody's data to keep. Only look-ups that
failed come here, so the others cost nothing.
"""

from collections import OrderedDict, deque
from datetime import datetime
from threading import Lock

from ansinh import checkin
from ansinh.kit import db, log
from ansinh.kit.errors import RoomError

_MAX_ACCOUNTS = 20_000
_MAX_NUMBERS = 64
_PLAIN_KEYS, _CARD_KEYS = (10, 12), (15, 20)
_log = log.get("gateway")


class Walks:
    """Writes the alert at the moment it happens, in a transaction of its own."""

    def __init__(self, database: db.Database) -> None:
        self._database = database
        self._asked: OrderedDict[str, deque[tuple[datetime, int]]] = OrderedDict()
        self._lock = Lock()

    def missed(self, account: str, key: str, now: datetime) -> None:
        """The account asked for this key in vain. Never fails: the answer to the look-up does not wait for an alert."""
        text = key[5:15] if len(key) in _CARD_KEYS else key if len(key) in _PLAIN_KEYS else ""
        if not (text.isascii() and text.isdigit()):
            return
        with self._lock:
            asked = self._asked.pop(account, None) or deque(maxlen=_MAX_NUMBERS)
            self._asked[account] = asked
            if len(self._asked) > _MAX_ACCOUNTS:
                self._asked.popitem(last=False)
            asked.append((now, int(text)))
            while asked[0][0] < now - checkin.ALARM_WINDOW:
                asked.popleft()
            seen, first_at = checkin.in_sequence([number for _, number in asked]), asked[0][0]
            if not checkin.ALARMS[checkin.Reason.NUMBERS_IN_SEQUENCE].rings(seen, len(asked)):
                return
            asked.clear()
        try:
            with self._database.transaction() as conn:
                checkin.raise_alert(conn, checkin.Reason.NUMBERS_IN_SEQUENCE, account=account, seen=seen, first_at=first_at, last_at=now)
        except (db.Error, RoomError) as failed:
            _log.error("gateway.alert_failed", reason=checkin.Reason.NUMBERS_IN_SEQUENCE.value, error=type(failed).__name__)
