"""Who asks too much: brakes per account and per card, in this process, far above what a visit needs.

A visit asks for a card at three moments (Circular 12/2026/TT-BTC), at several desks, and again where a line was bad: some ten times.
The numbers are ours; how the official gateway restricts an account is not public. Nothing here touches the database.
"""

from collections import OrderedDict
from threading import Lock

from ansinh.kit import web

WINDOW_S = 600.0
TOO_MANY = "Quá nhiều yêu cầu, vui lòng thử lại sau."
ONE_CARD_TOO_OFTEN = "Thẻ này được tra cứu quá nhiều lần, vui lòng thử lại sau 10 phút."
_MAX_CARDS = 100_000
_PLAIN_KEYS, _CARD_KEYS = (10, 12), (15, 20)


class Throttle:
    """`of_one_card`: look-ups of one card by one account, `accounts_per_card`: accounts that ask for one card; both in ten minutes."""

    def __init__(self, *, lookups_per_minute: int, of_one_card: int, accounts_per_card: int) -> None:
        self._pace = web.RateLimit(lookups_per_minute, 60.0)
        self._of_one_card = of_one_card
        self._accounts_per_card = accounts_per_card
        self._lookups = _Counts()
        self._accounts = _Counts()
        self._lock = Lock()

    def slowed(self, account: str, key: str, now_s: float) -> str | None:
        """Counts one look-up of `key` by the account: None if it may go on, else the sentence to refuse it with.

        An account that has asked for the card before may go on when too many others come. `now_s` are any steadily growing seconds.
        """
        if not self._pace.allow(account, now_s):
            return TOO_MANY
        if len(key) in _CARD_KEYS:
            card = hash(key[5:15])  # the same person by card or social-insurance number
        elif len(key) in _PLAIN_KEYS:
            card = hash(key)
        else:
            return None
        asker = hash((card, account))
        with self._lock:
            lookups = self._lookups.count(asker, now_s)
            if lookups > self._of_one_card:
                return ONE_CARD_TOO_OFTEN
            if lookups == 1 and self._accounts.count(card, now_s) > self._accounts_per_card:
                self._lookups.forget(asker)
                return ONE_CARD_TOO_OFTEN
        return None


class _Counts:
    """How often each key was met in ten minutes from when it was first met; keys not met for long make room for others.

    Keys are salted hashes: what was asked for is not kept in memory.
    """

    def __init__(self) -> None:
        self._met: OrderedDict[int, tuple[float, int]] = OrderedDict()

    def count(self, key: int, now_s: float) -> int:
        start, met = self._met.pop(key, (now_s, 0))
        if now_s - start >= WINDOW_S:
            start, met = now_s, 0
        self._met[key] = (start, met + 1)
        if len(self._met) > _MAX_CARDS:
            self._met.popitem(last=False)
        return met + 1

    def forget(self, key: int) -> None:
        self._met.pop(key, None)
