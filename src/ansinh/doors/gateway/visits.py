"""`POST /api/qd130/checkInKcbQd4750` and `checkInKcbQd3176`: check-in by file, style H.

Token first, from the headers alone and before the body is read; then the body, the file, the database; the reply after the commit.
"""

from time import monotonic

from ansinh import checkin
from ansinh.doors.gateway.calls import Call, Endpoint, Reply
from ansinh.doors.gateway.frame import Frame
from ansinh.doors.gateway.gatekeeper import NotAdmitted
from ansinh.kit import log, web
from ansinh.wire import check_in, gateway

MOST_RECORDS = 2_000
"""Records of one file. The format names no number; a facility sends a visit or a day's visits at a time."""
_FILES_PER_MINUTE = 6_000
_ANOTHER_ACCOUNT = "Token không đúng. Token này không phải của tài khoản trong username."
_log = log.get("gateway")


def endpoints(frame: Frame) -> dict[str, Endpoint]:
    pace = web.RateLimit(_FILES_PER_MINUTE, 60.0)
    return {
        "/api/qd130/checkinkcbqd4750": _CheckIn(frame, "check_in_4750", "checkInKcbQd4750", pace),
        "/api/qd130/checkinkcbqd3176": _CheckIn(frame, "check_in_3176", "checkInKcbQd3176", pace),
    }


class _CheckIn:
    """Takes the visits of one file, all or none; what was taken before is answered as it was then, and says so in a header."""

    def __init__(self, frame: Frame, name: str, interface: str, pace: web.RateLimit) -> None:
        self.name = name
        self._interface = interface
        self._database = frame.database
        self._gatekeeper = frame.gatekeeper
        self._now = frame.now
        self._new_id = frame.new_id
        self._limit = frame.switches.file_limit
        self._pace = pace
        self.largest_body = self._limit.largest_body()

    def before_body(self, call: Call) -> Reply | None:
        """A large body is read for a good token only."""
        not_admitted = self._gatekeeper.admit_headers(call, "")
        return None if not_admitted is None else self._not_admitted(not_admitted)

    def answer(self, call: Call) -> Reply:
        not_admitted = self._gatekeeper.admit_headers(call, "")
        if not_admitted is not None:
            return self._not_admitted(not_admitted)
        if not self._pace.allow(call.account, monotonic()):
            return self._reply(check_in.ReceiptCode.SYSTEM_ERROR, "Quá nhiều yêu cầu, vui lòng thử lại sau.", status=429)
        try:
            return self._received(call)
        except gateway.WireError as wrong:
            return self._refused(call, check_in.ReceiptCode.PARAMETER_WRONG, wrong.sentence)
        except check_in.NotReceivedError as refused:
            return self._refused(call, refused.code, refused.sentence)

    def refusal(self, status: int, reason: str) -> Reply:
        if status == 413:  # the protocol has a code for it, so it rides on 200 like every other
            return self._reply(check_in.ReceiptCode.TOO_LARGE, reason)
        return self._reply(
            check_in.ReceiptCode.SYSTEM_ERROR if status >= 500 else check_in.ReceiptCode.PARAMETER_WRONG, reason, status=status
        )

    def failure(self) -> Reply:
        return self._reply(check_in.ReceiptCode.SYSTEM_ERROR, "Lỗi hệ thống, vui lòng gửi lại.")

    def _received(self, call: Call) -> Reply:
        now, facility_code = self._now(), checkin.facility_of(call.account)
        request = check_in.read_file_request(call.body)
        if request.username and request.username != call.account:
            return self._refused(call, check_in.ReceiptCode.NOT_AUTHENTICATED, _ANOTHER_ACCOUNT)
        check_in.check_request(request, facility_code=facility_code, most_bytes=self._limit.at(now))
        visits = check_in.read_check_in(request.file, facility_code=facility_code, most_records=MOST_RECORDS, now=now)
        reply = check_in.render_receipt(check_in.ReceiptCode.ACCEPTED, check_in.ACCEPTED, transaction_id=self._new_id(), received_at=now)
        origin = checkin.Origin(facility_code=facility_code, account=call.account, interface=self._interface)
        with self._database.transaction() as conn:
            taken = checkin.check_in(conn, [_stated(each) for each in visits], origin=origin, file=request.file, reply=reply, now=now)
        return Reply(taken.reply, headers=_told(taken))  # after the commit: what was acknowledged is kept

    def _refused(self, call: Call, code: check_in.ReceiptCode, sentence: str) -> Reply:
        _log.info("check_in.refused", account=call.account, code=code.value)
        return self._reply(code, sentence)

    def _not_admitted(self, refused: NotAdmitted) -> Reply:
        return self._reply(check_in.ReceiptCode.NOT_AUTHENTICATED, f"Token không đúng. {refused.reason}", status=refused.status)

    def _reply(self, code: check_in.ReceiptCode, sentence: str, *, status: int = 200) -> Reply:
        return Reply(check_in.render_receipt(code, sentence, transaction_id="", received_at=self._now()), status)


def _stated(visit: check_in.CheckedIn) -> checkin.StatedVisit:
    is_citizen_number = len(visit.identity_number) == 12 and visit.identity_number.isdigit()
    return checkin.StatedVisit(
        visit_id=visit.visit_id,
        key=visit.card_number or (visit.identity_number if is_citizen_number else ""),
        full_name=visit.full_name,
        birth_date=visit.birth_date,
        category=visit.category,
        care_kind=visit.care_kind,
        arrived_at=visit.arrived_at,
        admitted_at=visit.admitted_at,
        content=list(visit.rows),
    )


def _told(taken: checkin.Taken) -> tuple[tuple[bytes, bytes], ...]:
    """Beyond what the protocol has words for, in headers: a repeat, and how many visits are told otherwise than before."""
    if taken.is_repeat:
        return ((b"idempotent-replay", b"true"),)
    return ((b"corrected-visits", b"%d" % taken.corrected),) if taken.corrected else ()
