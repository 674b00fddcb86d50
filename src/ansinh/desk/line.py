"""The line to the gateway: a facility's account and officer, tokens, and calls of the interface for visits. Decides nothing.

Not shared between threads. What is sent and answered is never logged.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Protocol

from ansinh.kit import clock
from ansinh.kit.errors import CounterpartDown, Refused
from ansinh.kit.http import Heard
from ansinh.wire import programs

_TOKEN_GOOD_FOR = timedelta(minutes=9)  # the gateway keeps it for ten
_DOWN = frozenset({408, 429, 500, 502, 503, 504})
JSON = programs.Encoding.JSON


class Sends(Protocol):
    """What the line needs of `kit.http.Client`."""

    def post(self, url: str, body: bytes, *, headers: Mapping[str, str] | None = None) -> Heard: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A facility's account at the gateway, and the officer in whose name the counter acts."""

    facility_code: str
    username: str
    password: str = field(repr=False)
    officer_name: str = field(repr=False)
    officer_number: str = field(repr=False)

    @property
    def officer(self) -> dict[str, str]:
        """As the interface for visits wants it."""
        return {"citizen_number": self.officer_number, "full_name": self.officer_name}


@dataclass(frozen=True, slots=True)
class Told:
    """An answer: HTTP status and JSON. Of a problem document, `code` and `field`; "" where there is none."""

    status: int
    body: Any = field(repr=False)

    @property
    def is_good(self) -> bool:
        return self.status < 400

    @property
    def code(self) -> str:
        return self._text("title")

    @property
    def field(self) -> str:
        return self._text("field")

    def _text(self, name: str) -> str:
        found = self.body.get(name, "") if isinstance(self.body, dict) else ""
        return found if isinstance(found, str) else ""


class Line:
    """One counter's line to `base_url`, without a slash at the end."""

    def __init__(self, base_url: str, account: Account, *, client: Sends, now: clock.Clock) -> None:
        self.base_url = base_url
        self.account = account
        self._client = client
        self._now = now
        self._session: programs.Session | None = None
        self._taken_at: datetime | None = None

    def tell(self, path: str, message: Mapping[str, Any]) -> Told:
        """The answer to a JSON message. Raises CounterpartDown, and Refused("login_refused") where the account is not let in."""
        answer = self._post(path, message)
        if answer.status == 401:
            self._session = None
            answer = self._post(path, message)
        if answer.status in _DOWN:
            raise CounterpartDown(f"http_{answer.status}", "the gateway does not answer")
        if answer.status == 401:
            raise Refused("login_refused", "the gateway takes no token of this account")
        return Told(answer.status, answer.json())

    def _post(self, path: str, message: Mapping[str, Any]) -> Heard:
        sent = programs.tell(path, message, self._current())
        return self._client.post(self.base_url + sent.path, sent.body, headers=sent.headers)

    def _current(self) -> programs.Session:
        if self._session is None or self._taken_at is None or self._now() - self._taken_at >= _TOKEN_GOOD_FOR:
            self._session = self._log_in()
            self._taken_at = self._now()
        return self._session

    def _log_in(self) -> programs.Session:
        account = self.account
        password_md5 = hashlib.md5(account.password.encode(), usedforsecurity=False).hexdigest().upper()
        sent = programs.take_token(account.username, password_md5, encoding=JSON)
        answer = self._client.post(self.base_url + sent.path, sent.body, headers=sent.headers)
        try:
            taken = programs.session_by_json(answer.body)
        except programs.NotHeard:
            raise CounterpartDown("answer_not_understood", "what answers is not the gateway") from None
        if taken.code != "200":
            raise Refused("login_refused", "the gateway does not let this account in")
        return programs.Session(taken.access_token, taken.token_id, account.username, password_md5)
