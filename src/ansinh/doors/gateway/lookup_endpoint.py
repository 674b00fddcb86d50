"""`POST /api/egw/KQNhanLichSuKCB2024`: the hot path. Token first, then what was sent, then the database."""

from datetime import UTC, datetime
from time import monotonic

from ansinh import checkin
from ansinh.doors.gateway.brakes import FailureBrake
from ansinh.doors.gateway.calls import Call, Reply
from ansinh.doors.gateway.replies import lookup_reply
from ansinh.kit import clock, db, web
from ansinh.wire import gateway

_MAX_REMEMBERED = 20_000
_UNKNOWN = ("", datetime.min.replace(tzinfo=UTC))
_NOT_GOOD = {
    checkin.TokenState.WRONG: "Vui lòng lấy token mới.",
    checkin.TokenState.EXPIRED: "Token đã hết hạn, vui lòng lấy token mới.",
}


class LookupEndpoint:
    """Answers look-ups of accounts that hold a good token."""

    name = "lookup_2024"

    def __init__(
        self,
        database: db.Database,
        *,
        secret: bytes,
        now: clock.Clock,
        bind_ip: bool,
        http_401: bool,
        failures_per_minute: int,
        lookups_per_minute: int,
    ) -> None:
        self._database = database
        self._secret = secret
        self._now = now
        self._bind_ip = bind_ip
        self._not_authenticated = 401 if http_401 else 200
        self._brake = FailureBrake(failures_per_minute, 60.0)
        self._pace = web.RateLimit(lookups_per_minute, 60.0)
        self._good_until: dict[tuple[bytes, str], tuple[str, datetime]] = {}

    def answer(self, call: Call) -> Reply:
        now = self._now()
        caller = call.caller if self._bind_ip else ""
        account, expires_at = self._good_until.get((call.query, caller), _UNKNOWN)
        if now >= expires_at:
            credentials = gateway.read_credentials(call.query)
            state = checkin.check(self._secret, credentials, caller=caller, now=now)
            if state is not checkin.TokenState.GOOD:
                return self._not_good(state, call.caller)
            account = self._remember(call.query, caller, credentials)
        if not self._pace.allow(account, monotonic()):
            return Reply(gateway.render_lookup_refusal(gateway.ResultCode.SERVER_ERROR, "Quá nhiều yêu cầu, vui lòng thử lại sau."), 429)
        try:
            request = gateway.read_lookup_request(call.body)
        except gateway.WireError as wrong:
            return Reply(gateway.render_lookup_refusal(gateway.ResultCode.PARAMETER_WRONG, wrong.sentence))
        question = checkin.Question(
            key=request.key,
            full_name=request.full_name,
            birth_date=request.birth_date,
            officer_name=request.officer_name,
            officer_number=request.officer_number,
        )
        with self._database.statements() as conn:
            answer = checkin.look_up(conn, question, account=account, now=now)
        return Reply(lookup_reply(answer, question))  # after the one statement that writes: what was answered is kept

    def refusal(self, status: int, reason: str) -> Reply:
        return Reply(gateway.render_lookup_refusal(gateway.ResultCode.PARAMETER_WRONG, reason), status)

    def failure(self) -> Reply:
        return Reply(gateway.render_lookup_refusal(gateway.ResultCode.SERVER_ERROR, "Vui lòng thử lại."))

    def _remember(self, query: bytes, caller: str, credentials: gateway.Credentials) -> str:
        """Keep a query that held a good token until it ends, so that the next call with it need not be read and checked anew."""
        if len(self._good_until) >= _MAX_REMEMBERED:
            self._good_until.clear()
        account = credentials.username.upper()
        self._good_until[(query, caller)] = (account, checkin.expires_at(credentials))
        return account

    def _not_good(self, state: checkin.TokenState, caller: str) -> Reply:
        """The recoverable answer: programs take a new token on code 401 or on the words "Token không đúng"."""
        stopped = self._brake.is_stopped(caller, monotonic())
        self._brake.failed(caller, monotonic())
        body = gateway.render_lookup_refusal(gateway.ResultCode.NOT_AUTHENTICATED, _NOT_GOOD[state])
        return Reply(body, 429 if stopped else self._not_authenticated)
