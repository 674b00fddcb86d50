"""`POST /api/egw/KQNhanLichSuKCB2024`: the hot path. Token first, then what was sent, then the database."""

from time import monotonic

from ansinh import checkin
from ansinh.doors.gateway.calls import SMALL_BODY, Call, Endpoint, Reply
from ansinh.doors.gateway.frame import Frame
from ansinh.doors.gateway.replies import lookup_reply
from ansinh.kit import web
from ansinh.wire import gateway


def endpoints(frame: Frame) -> dict[str, Endpoint]:
    return {"/api/egw/kqnhanlichsukcb2024": _Lookup(frame)}


class _Lookup:
    """Answers look-ups of accounts that hold a good token."""

    name = "lookup_2024"
    largest_body = SMALL_BODY

    def __init__(self, frame: Frame) -> None:
        self._database = frame.database
        self._gatekeeper = frame.gatekeeper
        self._now = frame.now
        self._pace = web.RateLimit(frame.switches.lookups_per_minute, 60.0)

    def answer(self, call: Call) -> Reply:
        not_admitted = self._gatekeeper.admit_query(call)
        if not_admitted is not None:
            body = gateway.render_lookup_refusal(gateway.ResultCode.NOT_AUTHENTICATED, not_admitted.reason)
            return Reply(body, not_admitted.status)
        if not self._pace.allow(call.account, monotonic()):
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
            answer = checkin.look_up(conn, question, account=call.account, now=self._now())
        return Reply(lookup_reply(answer, question))  # after the one statement that writes: what was answered is kept

    def refusal(self, status: int, reason: str) -> Reply:
        return Reply(gateway.render_lookup_refusal(gateway.ResultCode.PARAMETER_WRONG, reason), status)

    def failure(self) -> Reply:
        return Reply(gateway.render_lookup_refusal(gateway.ResultCode.SERVER_ERROR, "Vui lòng thử lại."))
