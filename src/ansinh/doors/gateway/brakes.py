"""A brake on failures: after too many of one caller, the caller waits; what succeeds is never counted."""

from collections import OrderedDict
from threading import Lock

from ansinh.kit import web

_MAX_CALLERS = 50_000


class FailureBrake:
    """At most `limit` failures per caller in `window_s` seconds; the next one stops the caller for as long again. In this process."""

    def __init__(self, limit: int, window_s: float) -> None:
        self._failures = web.RateLimit(limit, window_s)
        self._window_s = window_s
        self._stopped_until: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def is_stopped(self, caller: str, now_s: float) -> bool:
        return self._stopped_until.get(caller, now_s) > now_s

    def failed(self, caller: str, now_s: float) -> None:
        """Count one failure of the caller."""
        if self._failures.allow(caller, now_s):
            return
        with self._lock:
            self._stopped_until[caller] = now_s + self._window_s
            if len(self._stopped_until) > _MAX_CALLERS:
                self._stopped_until.popitem(last=False)
