"""Keeps the last calls of accounts that want it: noted in a moment, masked and written in the background, in batches.

What waits is bounded; what is dropped is counted, logged and told on the page. A failed batch is lost and said so: calls are kept for
the developer's convenience, and nothing waits for them.
"""

import time
from collections import Counter, deque
from collections.abc import Sequence
from datetime import UTC, datetime
from threading import Event, Lock, Thread

from ansinh.kit import clock, db, log
from ansinh.vendors.masking import mask
from ansinh.vendors.model import Finished, KeptCall
from ansinh.vendors.scenarios import scenarios_in
from ansinh.vendors.store import calls as store

KEPT = 100
KEPT_CLAIMED = 20
"""Calls that only claim an account stand in a ring of their own: a stranger can fill that one, never the first."""

_BATCH = 200
_log = log.get("vendors")


class Recorder:
    """One for each process. The thread begins with the first call noted, so that building an app starts nothing."""

    def __init__(
        self, database: db.Database, *, mark_key: bytes, now: clock.Clock = clock.utc_now, every_s: float = 0.5, most_waiting: int = 500
    ) -> None:
        """`mark_key` makes the marks by which calls of one account are told to concern the same token, person or request."""
        self._database = database
        self._mark_key = mark_key
        self._now = now
        self._every_s = every_s
        self._most_waiting = most_waiting
        self._waiting: deque[Finished] = deque()
        self._dropped: Counter[str] = Counter()
        self._thread: Thread | None = None
        self._lock = Lock()
        self._closed = Event()

    def note(self, call: Finished) -> None:
        """Take a call in; never waits, never fails. When too many wait, the new one is dropped and counted."""
        if len(self._waiting) >= self._most_waiting:
            with self._lock:
                self._dropped[call.account] += 1
            return
        self._waiting.append(call)
        if self._thread is None:
            self._start()

    @property
    def waiting(self) -> int:
        return len(self._waiting)

    @property
    def dropped(self) -> int:
        """Calls dropped since the last batch."""
        return self._dropped.total()

    def flush(self) -> None:
        """Write everything that waits, in this thread."""
        while self._waiting or self._dropped:
            self._write([self._waiting.popleft() for _ in range(min(_BATCH, len(self._waiting)))])

    def close(self) -> None:
        """Write what waits and end the thread."""
        self._closed.set()
        if self._thread is not None:
            self._thread.join(timeout=10)
        self.flush()

    def _start(self) -> None:
        with self._lock:
            if self._thread is None and not self._closed.is_set():
                self._thread = Thread(target=self._run, name="vendors-recorder", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while not self._closed.wait(self._every_s):
            self.flush()

    def _write(self, batch: Sequence[Finished]) -> None:
        with self._lock:
            dropped, self._dropped = self._dropped, Counter()
        try:
            kept = [mask(each, key=self._mark_key) for each in batch]
            with self._database.transaction() as conn:
                keep(conn, kept, dropped=dropped, now=self._now())
        except Exception as failed:  # noqa: BLE001 - the recorder outlives a restart of the database; the text may quote what was sent
            _log.warning("vendors.calls_lost", calls=len(batch), error=type(failed).__name__)
            time.sleep(min(self._every_s, 0.1))
        if dropped:
            _log.warning("vendors.calls_dropped", calls=dropped.total())


def keep(conn: db.Connection, calls: Sequence[KeptCall], *, dropped: Counter[str], now: datetime) -> None:
    """Write a batch and prune, in one transaction: the newest 100 of each account stay, and 20 that only claim to be its."""
    store.lock(conn)
    if calls:
        store.insert(conn, _newest(calls))
        store.prune(conn, sorted({each.account for each in calls}), proven=KEPT, claimed=KEPT_CLAIMED)
        seen = {(each.account, scenario) for each in calls for scenario in scenarios_in(each)}
        if seen:
            store.note_scenarios(conn, sorted(seen), at=now.astimezone(UTC))
    if dropped:
        store.add_dropped(conn, dropped, at=now)


def _newest(calls: Sequence[KeptCall]) -> list[KeptCall]:
    """Without those that the pruning would take away at once, in the order they came."""
    count: Counter[tuple[str, bool]] = Counter()
    kept = []
    for each in reversed(calls):
        count[(each.account, each.is_proven)] += 1
        if count[(each.account, each.is_proven)] <= (KEPT if each.is_proven else KEPT_CLAIMED):
            kept.append(each)
    return kept[::-1]
