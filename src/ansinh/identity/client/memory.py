"""What a service must remember between sending a browser away and its coming back, and which notices it has heard."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, Protocol, Self

from ansinh.oidc import Attempt

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class PendingLogin:
    """A login that was begun. `needed` is the level it must reach ("" for any), `return_path` where the person wanted to go."""

    attempt: Attempt = field(repr=False)
    return_path: str
    needed: str
    expires_at: datetime

    def as_json(self) -> dict[str, Any]:
        """Plain values, for a memory that keeps them elsewhere. They hold secrets: to be kept for minutes and shown to nobody."""
        attempt = self.attempt
        return {
            "issuer": attempt.issuer,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "verifier": attempt.verifier,
            "proof_key": attempt.proof_key,
            "fresh_since": None if attempt.fresh_since is None else attempt.fresh_since.isoformat(),
            "return_path": self.return_path,
            "needed": self.needed,
            "expires_at": self.expires_at.isoformat(),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Self:
        """What `as_json` gave."""
        fresh_since = None if kept["fresh_since"] is None else datetime.fromisoformat(kept["fresh_since"])
        attempt = Attempt(kept["issuer"], kept["state"], kept["nonce"], kept["verifier"], fresh_since, kept["proof_key"])
        return cls(attempt, kept["return_path"], kept["needed"], datetime.fromisoformat(kept["expires_at"]))


class Memory(Protocol):
    """One for all processes of a service; `ProcessMemory` where there is only one. Names are SHA-256, so that what is kept opens nothing."""

    def keep(self, state_hash: str, browser_hash: str, login: PendingLogin) -> None:
        """Remembers a login until it expires."""

    def take(self, state_hash: str, browser_hash: str, *, now: datetime) -> PendingLogin | None:
        """The login both names belong to, taken away: of any number of callers one gets it. Another browser's stays where it is."""

    def first_time(self, what: str, *, until: datetime, now: datetime) -> bool:
        """False if `what` was asked about before and has not expired."""


class ProcessMemory:
    """A memory inside one process: bounded, the oldest go first. Safe to share between threads."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._lock = Lock()
        self._logins: OrderedDict[tuple[str, str], PendingLogin] = OrderedDict()
        self._seen: OrderedDict[str, datetime] = OrderedDict()

    def keep(self, state_hash: str, browser_hash: str, login: PendingLogin) -> None:
        with self._lock:
            self._logins[(state_hash, browser_hash)] = login
            while len(self._logins) > self._most:
                self._logins.popitem(last=False)

    def take(self, state_hash: str, browser_hash: str, *, now: datetime) -> PendingLogin | None:
        with self._lock:
            login = self._logins.pop((state_hash, browser_hash), None)
        return login if login is not None and now < login.expires_at else None

    def first_time(self, what: str, *, until: datetime, now: datetime) -> bool:
        with self._lock:
            known = self._seen.get(what)
            if known is not None and now < known:
                return False
            self._seen[what] = until
            while len(self._seen) > self._most:
                self._seen.popitem(last=False)
            return True
