"""The card look-up in every generation: the hot path. Token first, then what was sent, then the database."""

from time import monotonic

from ansinh import checkin
from ansinh.doors.gateway.calls import SMALL_BODY, Call, Endpoint, Reply
from ansinh.doors.gateway.frame import Frame
from ansinh.doors.gateway.gatekeeper import NotAdmitted
from ansinh.doors.gateway.replies import lookup_reply
from ansinh.wire import gateway

# Of the generations that are off: since when (RFC 8594; midnight of 2024-08-01 in Viet Nam), and which call took their place (RFC 5829).
# A header, because their replies have no place for a word to the developer, and clients that split them bear no other key.
_SUPERSEDED = (
    (b"sunset", b"Wed, 31 Jul 2024 17:00:00 GMT"),
    (b"link", b'</api/egw/KQNhanLichSuKCB2024>; rel="successor-version"'),
)


def endpoints(frame: Frame) -> dict[str, Endpoint]:
    """Each path of each generation; retired ones that are not switched on say so in their own shape, to anybody."""
    found: dict[str, Endpoint] = {}
    for generation in gateway.GENERATIONS:
        is_on = frame.switches.old_generations or not generation.is_retired
        for name, path in generation.paths.items():
            found[path.lower()] = _Lookup(frame, generation, name, path) if is_on else _SwitchedOff(generation, name)
    return found


class _InShape:
    """What a generation answers whatever the question was."""

    largest_body = SMALL_BODY

    def __init__(self, generation: gateway.Generation, name: str) -> None:
        self.name = name
        self._generation = generation
        self._headers = _SUPERSEDED if generation.is_superseded else ()

    def refusal(self, status: int, reason: str) -> Reply:
        return self._refused(gateway.ResultCode.PARAMETER_WRONG, reason, status)

    def failure(self) -> Reply:
        return self._refused(gateway.ResultCode.SERVER_ERROR, "Vui lòng thử lại.")

    def _refused(self, code: gateway.ResultCode, reason: str, status: int = 200) -> Reply:
        return Reply(self._generation.render_refusal(code, reason), status, self._headers)


class _SwitchedOff(_InShape):
    """A retired generation: its own words for an error, and headers that name the one to use. Nobody is asked for a token."""

    def answer(self, _call: Call) -> Reply:
        return self._refused(gateway.ResultCode.SERVER_ERROR, "")


class _Lookup(_InShape):
    """Answers look-ups of accounts that hold a good token."""

    may_share_a_commit = True

    def __init__(self, frame: Frame, generation: gateway.Generation, name: str, path: str) -> None:
        super().__init__(generation, name)
        self._interface = path.rpartition("/")[2]
        self._kind = "coverage.card_and_history_looked_up" if generation.carries_stays else "coverage.looked_up"
        self._database = frame.database
        self._gatekeeper = frame.gatekeeper
        self._now = frame.now
        self._throttle = frame.throttle
        self._walks = frame.walks

    def answer(self, call: Call) -> Reply:
        generation = self._generation
        not_admitted = self._gatekeeper.admit_query(call) if not generation.credentials_in_body else self._admit_either(call)
        if not_admitted is not None:
            return self._refused(gateway.ResultCode.NOT_AUTHENTICATED, not_admitted.reason, not_admitted.status)
        try:
            request = generation.read(call.body)
        except gateway.WireError as wrong:
            return self._refused(gateway.ResultCode.PARAMETER_WRONG, wrong.sentence)
        slowed = self._throttle.slowed(call.account, request.key, monotonic())
        if slowed is not None:
            return self._refused(gateway.ResultCode.SERVER_ERROR, slowed, 429)
        question = checkin.Question(
            key=request.key,
            full_name=request.full_name,
            birth_date=request.birth_date,
            officer_name=request.officer_name,
            officer_number=request.officer_number,
            interface=self._interface,
            sex=request.sex,
            registered_facility=request.facility_code,
            with_treatments=generation.carries_stays,
        )
        with self._database.statements() as conn:
            now = self._now()
            answer = checkin.look_up(conn, question, account=call.account, now=now, kind=self._kind)
        if answer.decision.code in checkin.MISSES:
            self._walks.missed(call.account, request.key, now)
        # after the one statement that writes: what was answered is kept
        return Reply(lookup_reply(generation, answer, question), 200, self._headers)

    def _admit_either(self, call: Call) -> NotAdmitted | None:
        """Style Q, or the credentials in the body where the query names no token."""
        if gateway.read_credentials(call.query).token:
            return self._gatekeeper.admit_query(call)
        return self._gatekeeper.admit(call, gateway.body_credentials(call.body))
