"""Who is calling: checks the token of a call, in whichever of the three styles it came, and slows down callers with bad ones.

A good token is not enough: the account it names must still be open, and call from where it may. That is looked up again every few
seconds, so that what the agency decides about an account does not wait for its tokens to end.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

from ansinh import checkin
from ansinh.doors.gateway.brakes import FailureBrake
from ansinh.doors.gateway.calls import Call
from ansinh.doors.gateway.standings import Standings
from ansinh.kit import clock
from ansinh.wire import gateway

_MAX_REMEMBERED = 20_000
_UNKNOWN = ("", datetime.min.replace(tzinfo=UTC))
_NOT_FROM_HERE = "Tài khoản đã bị khóa hoặc địa chỉ IP chưa được đăng ký. Vui lòng lấy token mới."
_REASONS = {
    checkin.TokenState.WRONG: "Vui lòng lấy token mới.",
    checkin.TokenState.EXPIRED: "Token đã hết hạn, vui lòng lấy token mới.",
}


@dataclass(frozen=True, slots=True)
class NotAdmitted:
    """The recoverable answer: programs take a new token on code 401 or on the words "Token không đúng".

    `status` is the HTTP status it rides on: 200, 401 if so switched, 429 for a caller who keeps coming with bad tokens.
    `reason` is for the reply.
    """

    state: checkin.TokenState
    status: int
    reason: str


class Gatekeeper:
    """Tells whose call it is, or why nobody's."""

    def __init__(
        self, standings: Standings, *, secret: bytes, now: clock.Clock, bind_ip: bool, http_401: bool, failures_per_minute: int
    ) -> None:
        self._standings = standings
        self._secret = secret
        self._now = now
        self._bind_ip = bind_ip
        self._not_authenticated = 401 if http_401 else 200
        self._brake = FailureBrake(failures_per_minute, 60.0)
        self._good_until: dict[tuple[bytes, str], tuple[str, datetime]] = {}

    def admit_query(self, call: Call) -> NotAdmitted | None:
        """Style Q. None: the call is good, and `call.account` says whose it is.

        A query that held a good token is remembered until the token ends, so that the next call with it need not be read and
        checked anew.
        """
        now = self._now()
        caller = call.caller if self._bind_ip else ""
        account, expires_at = self._good_until.get((call.query, caller), _UNKNOWN)
        if now < expires_at:
            return self._admit_account(call, account, issued_at=expires_at - checkin.LIFETIME)
        credentials = gateway.read_credentials(call.query)
        refused = self.admit(call, credentials)
        if refused is None:
            if len(self._good_until) >= _MAX_REMEMBERED:
                self._good_until.clear()
            self._good_until[(call.query, caller)] = (call.account, checkin.expires_at(credentials))
        return refused

    def admit_headers(self, call: Call, username: str) -> NotAdmitted | None:
        """Style H: token and id in the headers; `username` from the body, "" where the body names none."""
        return self.admit(
            call,
            gateway.header_credentials(
                access_token=call.header(b"accesstoken"),
                token_id=call.header(b"tokenid"),
                password_hash=call.header(b"passwordhash"),
                username=username,
            ),
        )

    def admit(self, call: Call, credentials: gateway.Credentials) -> NotAdmitted | None:
        """Any style. None: the call is good, and `call.account` says whose it is."""
        state = checkin.check(self._secret, credentials, caller=call.caller if self._bind_ip else "", now=self._now())
        if state is not checkin.TokenState.GOOD:
            return self._refuse(call, state, _REASONS[state])
        issued_at = checkin.expires_at(credentials) - checkin.LIFETIME
        return self._admit_account(call, credentials.username.upper(), issued_at=issued_at)

    def standing(self, account: str) -> checkin.Standing:
        """What the account may do, as of a few seconds ago at most."""
        return self._standings.of(account, monotonic())

    def _admit_account(self, call: Call, account: str, *, issued_at: datetime) -> NotAdmitted | None:
        standing = self.standing(account)
        if not standing.admits(call.caller, issued_at=issued_at):
            return self._refuse(call, checkin.TokenState.WRONG, _NOT_FROM_HERE)
        call.account, call.keeps_calls = account, standing.keeps_calls
        return None

    def _refuse(self, call: Call, state: checkin.TokenState, reason: str) -> NotAdmitted:
        stopped = self._brake.is_stopped(call.caller, monotonic())
        self._brake.failed(call.caller, monotonic())
        return NotAdmitted(state, 429 if stopped else self._not_authenticated, reason)
