"""What the agency holds of earlier treatment: the visit history of 2025, one whole record, the co-payments of this year."""

from time import monotonic

from ansinh import checkin
from ansinh.doors.gateway.brakes import FailureBrake
from ansinh.doors.gateway.calls import SMALL_BODY, Call, Endpoint, Reply
from ansinh.doors.gateway.frame import Frame
from ansinh.doors.gateway.replies import stay_of
from ansinh.kit import clock
from ansinh.wire import gateway

_HISTORY, _RECORD, _COPAYMENTS = "/api/egw/Lskcb2025", "/api/egw/nhanHoSoKCBChiTiet", "/api/TraCuuCCT/TraCuuTienMCCT"
_TOO_MANY = "Quá nhiều yêu cầu, vui lòng thử lại sau."
_TRY_AGAIN = "Vui lòng thử lại."
# Record numbers that lead nowhere or to somebody else's stays, per account: far more than mistakes make, far too few to walk through them.
_WRONG_RECORDS, _WINDOW_S = 30, 600.0


def endpoints(frame: Frame) -> dict[str, Endpoint]:
    found: dict[str, Endpoint] = {_HISTORY: _History(frame), _RECORD: _Record(frame), _COPAYMENTS: _Copayments(frame)}
    return {path.lower(): endpoint for path, endpoint in found.items()}


class _History:
    """Answers like the look-up of 2024, by the same rules, with the stays of the last year and nothing else."""

    name = "history_2025"
    largest_body = SMALL_BODY
    may_share_a_commit = True

    def __init__(self, frame: Frame) -> None:
        self._database = frame.database
        self._gatekeeper = frame.gatekeeper
        self._throttle = frame.throttle
        self._walks = frame.walks
        self._now = frame.now

    def answer(self, call: Call) -> Reply:
        not_admitted = self._gatekeeper.admit_query(call)
        if not_admitted is not None:
            return _no_history(gateway.ResultCode.NOT_AUTHENTICATED, not_admitted.reason, not_admitted.status)
        try:
            request = gateway.read_lookup_request(call.body)
        except gateway.WireError as wrong:
            return _no_history(gateway.ResultCode.PARAMETER_WRONG, wrong.sentence)
        slowed = self._throttle.slowed(call.account, request.key, monotonic())
        if slowed is not None:
            return _no_history(gateway.ResultCode.SERVER_ERROR, slowed, 429)
        now = self._now()
        with self._database.statements() as conn:
            answer = checkin.look_up(
                conn,
                _question(request, _HISTORY, with_treatments=True),
                account=call.account,
                now=now,
                kind="coverage.history_looked_up",
            )
        if answer.decision.code in checkin.MISSES:
            self._walks.missed(call.account, request.key, now)
        if answer.decision.coverage is None:
            return _no_history(answer.decision.code)
        return Reply(gateway.render_history(answer.decision.code, [stay_of(each) for each in answer.treatments]))

    def refusal(self, status: int, reason: str) -> Reply:
        return _no_history(gateway.ResultCode.PARAMETER_WRONG, reason, status)

    def failure(self) -> Reply:
        return _no_history(gateway.ResultCode.SERVER_ERROR, _TRY_AGAIN)


class _Record:
    """Answers with the rows of one claim, to facilities that may see it; to the others as if there were no such record."""

    name = "visit_details"
    largest_body = SMALL_BODY

    def __init__(self, frame: Frame) -> None:
        self._database = frame.database
        self._gatekeeper = frame.gatekeeper
        self._throttle = frame.throttle
        self._walks = frame.walks
        self._brake = FailureBrake(_WRONG_RECORDS, _WINDOW_S)
        self._now = frame.now

    def answer(self, call: Call) -> Reply:
        # not `admit_query`, which remembers good queries: here each is another one
        not_admitted = self._gatekeeper.admit(call, gateway.read_credentials(call.query))
        if not_admitted is not None:
            return _no_record(gateway.RecordCode.NOT_AUTHENTICATED, not_admitted.reason, not_admitted.status)
        try:
            record_no = gateway.read_record_number(call.query)
        except gateway.WireError as wrong:
            return _no_record(gateway.RecordCode.PARAMETER_WRONG, wrong.sentence)
        if self._brake.is_stopped(call.account, monotonic()) or self._throttle.slowed(call.account, "", monotonic()) is not None:
            return _no_record(gateway.RecordCode.SYSTEM_ERROR, _TOO_MANY, 429)
        now = self._now()
        with self._database.statements() as conn:
            found = checkin.open_record(conn, record_no, account=call.account, interface=_spelled(_RECORD), now=now)
        if found is None:
            self._brake.failed(call.account, monotonic())
            self._walks.missed(call.account, f"{record_no:010d}", now)  # as long as a number it watches; records are numbered in sequence
            return _no_record(gateway.RecordCode.NOT_FOUND)
        _, tables = found
        return Reply(gateway.render_record(tables))

    def refusal(self, status: int, reason: str) -> Reply:
        return _no_record(gateway.RecordCode.PARAMETER_WRONG, reason, status)

    def failure(self) -> Reply:
        return _no_record(gateway.RecordCode.SYSTEM_ERROR, _TRY_AGAIN)


class _Copayments:
    """Answers with HTTP statuses of its own, as the dispatch on this call has them; a bad token gets no body at all."""

    name = "copayment"
    largest_body = SMALL_BODY
    may_share_a_commit = True

    def __init__(self, frame: Frame) -> None:
        self._database = frame.database
        self._gatekeeper = frame.gatekeeper
        self._throttle = frame.throttle
        self._walks = frame.walks
        self._now = frame.now

    def answer(self, call: Call) -> Reply:
        not_admitted = self._gatekeeper.admit_headers(call, gateway.read_copayment_username(call.body))
        if not_admitted is not None:
            return Reply(b"", 429 if not_admitted.status == 429 else 401)
        try:
            request = gateway.read_copayment_request(call.body)
        except gateway.WireError as wrong:
            return _no_copayments(gateway.CopaymentCode.REQUEST_WRONG, f"{wrong.sentence}.", 400)
        slowed = self._throttle.slowed(call.account, request.key, monotonic())
        if slowed is not None:
            return _no_copayments(gateway.CopaymentCode.REFUSED, slowed, 429)
        now = self._now()
        with self._database.statements() as conn:
            if not checkin.may_look_up_copayments(conn, call.account):
                return _no_copayments(gateway.CopaymentCode.REFUSED, "Tài khoản đang bị hạn chế tra cứu.", 500)
            answer = checkin.look_up_copayments(conn, _question(request, _COPAYMENTS), account=call.account, now=now)
        if answer.decision.code in checkin.MISSES:
            self._walks.missed(call.account, request.key, now)
        coverage = answer.decision.coverage
        if coverage is None or not answer.stays:
            return _no_copayments(gateway.CopaymentCode.NOTHING, "Không tìm thấy thông tin thẻ hoặc không có dữ liệu cùng chi trả.", 200)
        current = answer.decision.current
        holder = gateway.Cardholder(
            full_name=coverage.full_name,
            birth_date=coverage.birth_date,
            last_day=None if current is None else current.span.last_day,
            social_insurance_number="" if coverage.social_insurance_number is None else coverage.social_insurance_number.value,
        )
        return Reply(gateway.render_copayments([_copaid(each) for each in answer.stays], holder, asked_on=clock.vietnam_day(now)))

    def refusal(self, status: int, reason: str) -> Reply:
        return _no_copayments(gateway.CopaymentCode.REQUEST_WRONG, reason, status)

    def failure(self) -> Reply:
        return _no_copayments(gateway.CopaymentCode.REFUSED, f"Lỗi hệ thống. {_TRY_AGAIN}", 500)


def _no_history(code: gateway.ResultCode, reason: str = "", status: int = 200) -> Reply:
    return Reply(gateway.render_history_refusal(code, reason), status)


def _no_record(code: gateway.RecordCode, reason: str = "", status: int = 200) -> Reply:
    return Reply(gateway.render_record_refusal(code, reason), status)


def _no_copayments(code: gateway.CopaymentCode, note: str, status: int) -> Reply:
    return Reply(gateway.render_copayments_refusal(code, note), status)


def _question(request: gateway.LookupRequest, path: str, *, with_treatments: bool = False) -> checkin.Question:
    return checkin.Question(
        key=request.key,
        full_name=request.full_name,
        birth_date=request.birth_date,
        officer_name=request.officer_name,
        officer_number=request.officer_number,
        interface=_spelled(path),
        with_treatments=with_treatments,
    )


def _spelled(path: str) -> str:
    """The last part of a path in its official spelling, which is audited."""
    return path.rpartition("/")[2]


def _copaid(each: checkin.CopaidStay) -> gateway.CopaidStay:
    stay = each.stay
    return gateway.CopaidStay(
        record_no=stay.record_no,
        card_number=stay.card_number.value,
        facility_code=stay.facility_code.value,
        admitted_at=stay.admitted_at,
        discharged_at=stay.discharged_at,
        visit_category=stay.visit_category,
        copayment=stay.copayment,
        cumulative=each.cumulative,
        received_at=stay.received_at,
        accepted_on=stay.accepted_on,
    )
