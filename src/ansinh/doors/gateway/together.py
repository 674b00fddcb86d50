"""Brief calls in a few threads: those that wait while all are busy are answered one after another, and committed together.

Each look-up must be on disk before it is answered, and waiting for the disk costs more than the look-up. At the busiest hour calls
wait in any case; then one flush serves many of them, and one thread does their work while its caches are warm. A call that finds a
free thread is answered at once and by itself.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from ansinh.doors.gateway.calls import Reply
from ansinh.kit import db

_MOST_TOGETHER = 16  # bounds what the first of them waits for the last


@dataclass(slots=True, eq=False)
class _Waiting:
    answer: Callable[[], Reply]
    told: asyncio.Future[Reply]
    reply: Reply | None = None
    failed: Exception | None = None


class Together:
    """`threads` at once; calls of `answer` come from one event loop."""

    def __init__(self, database: db.Database, *, threads: int) -> None:
        self._database = database
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="gateway-brief")
        self._waiting: deque[_Waiting] = deque()

    def answer(self, answer: Callable[[], Reply]) -> asyncio.Future[Reply]:
        """What `answer` returns or raises, after what it wrote is on disk. It may be called twice, the first time without effect."""
        loop = asyncio.get_running_loop()
        waiting = _Waiting(answer, loop.create_future())
        self._waiting.append(waiting)
        self._threads.submit(self._answer_those_waiting, loop)
        return waiting.told

    def _answer_those_waiting(self, loop: asyncio.AbstractEventLoop) -> None:
        batch: list[_Waiting] = []
        with suppress(IndexError):  # another thread may have taken all of them
            while len(batch) < _MOST_TOGETHER:
                batch.append(self._waiting.popleft())
        if not batch:
            return
        if len(batch) == 1 or not self._answered_together(batch):
            for each in batch:
                _answer(each)
        with suppress(RuntimeError):  # the loop has been closed: nobody waits any more
            loop.call_soon_threadsafe(_tell, batch)

    def _answered_together(self, batch: list[_Waiting]) -> bool:
        """False if anything went wrong with any of them: then nothing of theirs was kept, and each must be answered alone."""
        try:
            with self._database.together():
                for each in batch:
                    each.reply = each.answer()
        except Exception:  # noqa: BLE001 - told by each of them, alone, if it happens again
            return False
        return True


def _answer(each: _Waiting) -> None:
    try:
        each.reply = each.answer()
    except Exception as failed:  # noqa: BLE001 - raised where it is waited for
        each.failed = failed


def _tell(batch: list[_Waiting]) -> None:
    for each in batch:
        if each.told.done():  # the client has gone
            continue
        if each.failed is not None:
            each.told.set_exception(each.failed)
        elif each.reply is not None:
            each.told.set_result(each.reply)
