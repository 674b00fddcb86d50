"""Calls that may never come back, on a thread of their own, so that whoever waits can stop waiting."""

import queue
import threading
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")


class Worker:
    """One thread, one call at a time. A call that outlives its limit is left to itself, and nothing more is given to this worker.

    A library that waits for a dead service cannot be interrupted; its thread ends with the process at the latest.
    """

    def __init__(self, name: str) -> None:
        self._orders: queue.SimpleQueue[tuple[Callable[[], Any], queue.SimpleQueue[tuple[bool, Any]]] | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._is_lost = False
        threading.Thread(target=self._run, name=name, daemon=True).start()

    @property
    def is_lost(self) -> bool:
        """True after a call that did not come back in time."""
        return self._is_lost

    def call(self, function: Callable[[], T], *, timeout_s: float) -> T:
        """What `function` gives. Raises what it raises, and TimeoutError if it takes longer, or if one before it did."""
        with self._lock:
            if self._is_lost:
                raise TimeoutError
            answer: queue.SimpleQueue[tuple[bool, Any]] = queue.SimpleQueue()
            self._orders.put((function, answer))
            try:
                is_well, value = answer.get(timeout=timeout_s)
            except queue.Empty:
                self._is_lost = True
                self._orders.put(None)
                raise TimeoutError from None
        if is_well:
            return value  # type: ignore[no-any-return]
        raise value

    def end(self) -> None:
        """Lets the thread end after what it does now."""
        self._orders.put(None)

    def _run(self) -> None:
        while (order := self._orders.get()) is not None:
            function, answer = order
            try:
                answer.put((True, function()))
            except BaseException as wrong:  # noqa: BLE001 - given to who waits, whatever it is
                answer.put((False, wrong))
