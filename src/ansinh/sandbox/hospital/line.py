"""The line to the gateway: logs in, keeps the token as the program does, takes a new one when told that it is stale.

What goes wrong on the way is CounterpartDown: refused, timed out, an error page of a proxy, a body that is no reply.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from ansinh.kit import clock, http
from ansinh.kit.errors import CounterpartDown, Refused
from ansinh.sandbox.hospital.program import Program
from ansinh.wire import programs

Answer = TypeVar("Answer")
_DOWN = frozenset({408, 500, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Account:
    """A facility's account at the gateway, and the officer in whose name the desk asks."""

    facility_code: str
    username: str
    password: str = field(repr=False)
    officer: programs.Officer


class Line:
    """One workstation of a hospital; not shared between threads."""

    def __init__(self, base_url: str, account: Account, *, program: Program, client: http.Client, now: clock.Clock) -> None:
        self.account = account
        self.program = program
        self._base_url = base_url.rstrip("/")
        self._client = client
        self._now = now
        self._session: programs.Session | None = None
        self._taken_at: datetime | None = None
        self.logins = 0

    def look_up(self, asked: programs.Asked) -> programs.Heard:
        """Raises CounterpartDown, and Refused where the gateway does not let the account in."""
        officer, program = self.account.officer, self.program
        today = f"{clock.vietnam_day(self._now()):%d/%m/%Y}"
        return self._ask(
            lambda session: programs.look_up(
                program.generation, asked, session, officer=officer, encoding=program.encoding, first_day=today, last_day=today
            ),
            program.read_lookup,
        )

    def history(self, asked: programs.Asked) -> programs.Heard:
        """The history of visits of 2025, whatever the generation of the program."""
        officer, encoding = self.account.officer, self.program.encoding
        return self._ask(lambda session: programs.history(asked, session, officer=officer, encoding=encoding), programs.lookup_by_json)

    def visit_details(self, record: str) -> programs.Receipt:
        return self._ask(lambda session: programs.visit_details(record, session), programs.receipt_by_json)

    def copayment(self, asked: programs.Asked) -> programs.Copayment:
        return self._ask(lambda session: programs.copayment(asked, session, encoding=self.program.encoding), programs.copayment_by_json)

    def check_in(self, decision: str, file_base64: str) -> programs.Receipt:
        """A status file by decision "4750" or "3176"."""
        return self._ask(
            lambda session: programs.check_in(
                decision, file_base64, session, facility_code=self.account.facility_code, encoding=self.program.encoding
            ),
            programs.receipt_by_json,
        )

    def tell(self, path: str, body: Any) -> Any:
        """Our own interface: the JSON answer to a JSON message. Raises CounterpartDown, and Refused for what it does not take."""
        answer = self._ask_whole(lambda session: programs.tell(path, body, session))
        if answer.status in _DOWN:
            raise CounterpartDown(f"http_{answer.status}", "the gateway is down")
        if answer.status >= 400:
            raise Refused(f"not_taken_{answer.status}", "the gateway does not take what was told")
        return answer.json()

    def _ask(self, say: Callable[[programs.Session], programs.Sent], read: Callable[[bytes], Answer]) -> Answer:
        return self._read(self._ask_whole(say), read)

    def _ask_whole(self, say: Callable[[programs.Session], programs.Sent]) -> http.Answer:
        """Once more with a new token if the first is stale."""
        answer = self._post(say(self._current()))
        if programs.is_stale(answer.status, answer.body):
            answer = self._post(say(self._log_in()))
            if programs.is_stale(answer.status, answer.body):
                raise Refused("not_admitted", "the gateway takes no token of this account for this call")
        return answer

    def _current(self) -> programs.Session:
        kept_for = self.program.token_habit.value
        if self._session is None or self._taken_at is None or kept_for is None or self._now() - self._taken_at >= kept_for:
            return self._log_in()
        return self._session

    def _log_in(self) -> programs.Session:
        password_md5 = hashlib.md5(self.account.password.encode(), usedforsecurity=False).hexdigest()
        password_md5 = password_md5 if self.program.lower_case_md5 else password_md5.upper()
        answer = self._post(programs.take_token(self.account.username, password_md5, encoding=self.program.encoding))
        taken = self._read(answer, self.program.read_session)
        if taken.code != "200":
            raise Refused("login_refused", f"the gateway answered the login with {taken.code}")
        self.logins += 1
        self._session = programs.Session(taken.access_token, taken.token_id, self.account.username, password_md5)
        self._taken_at = self._now()
        return self._session

    def _post(self, sent: programs.Sent) -> http.Answer:
        return self._client.post(f"{self._base_url}{self.program.address(sent.path)}", sent.body, headers=sent.headers)

    def _read(self, answer: http.Answer, read: Callable[[bytes], Answer]) -> Answer:
        try:
            return read(answer.body)
        except (programs.NotHeard, ValueError, IndexError) as wrong:
            status = f"http_{answer.status}" if answer.status in _DOWN else "answer_not_understood"
            raise CounterpartDown(status, "the gateway answered with something else than a reply") from wrong
