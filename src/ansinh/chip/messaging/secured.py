"""Sending over a session until the first thing that is wrong, and never after it: no answer without protection is ever taken for one."""

from collections.abc import Callable

from ansinh.chip.apdu import Command, Response
from ansinh.chip.errors import SessionBroken
from ansinh.chip.messaging.session import Session

Send = Callable[[Command], Response]
"""Sends one command and gives the answer, whatever its status word (as `ansinh.chip.transport.Send`)."""


class Secured:
    """A channel over `send`, protected by `session`. Its own `send` is a `Send` again."""

    def __init__(self, send: Send, session: Session) -> None:
        self._send = send
        self._session: Session | None = session

    @property
    def is_broken(self) -> bool:
        return self._session is None

    def send(self, command: Command) -> Response:
        """The answer, with the status word the card protected. Raises SessionBroken now and from now on if anything is wrong with it."""
        session, self._session = self._session, None
        if session is None:
            raise SessionBroken("broken", "the encrypted channel was given up before")
        response = session.unprotect(self._send(session.protect(command)))
        self._session = session
        return response
