"""`/api/v1/visits`: open a visit with evidence of who was there, look up at three moments, add evidence, end, read.

Only the own facility's visits: another one's is 404 like one that is not there. A repeat of the same content is answered with the
bytes of the first and the header `Idempotent-Replay: true`; the visit id is the key. Replies are sent after the commit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from starlette.responses import Response

from ansinh import checkin
from ansinh.doors import gateway
from ansinh.doors.visits import telling
from ansinh.doors.visits.answers import CoverageAnswer, VisitAnswer, VisitKept, Visits
from ansinh.doors.visits.callers import Caller, authenticator
from ansinh.doors.visits.paths import VISIT
from ansinh.doors.visits.problems import COMMON, ProblemRoute, Refusal, problems
from ansinh.doors.visits.questions import EvidenceAdded, EvidenceTold, Instant, LookUp, VisitEnded, VisitTold, printable
from ansinh.kit import errors

PREFIX = "/api/v1/visits"
_REPLAY = {"description": "`true`: this is the reply of the first time, byte for byte", "schema": {"type": "string", "const": "true"}}
_NO_SUCH_VISIT = problems({404: "no such visit of this facility"})
_STATED: dict[int | str, dict[str, Any]] = {200: {"headers": {"Idempotent-Replay": _REPLAY}}, **COMMON}
VisitPath = Annotated[
    str, Path(description="the facility's own number of the visit; a slash in it stays a slash", min_length=1, max_length=100)
]


def build_router(frame: gateway.Frame, *, audience: str, services: checkin.VerdictServices) -> APIRouter:
    """The endpoints under /api/v1/visits; tokens, and brakes on look-ups, are the gateway's own."""
    database, now = frame.database, frame.now
    router = APIRouter(prefix=PREFIX, route_class=ProblemRoute, tags=["visits"], responses=COMMON)
    caller_of = Depends(authenticator(frame.gatekeeper))

    @router.post("", summary="Open a visit with evidence of who was there, or correct it", response_model=VisitAnswer, responses=_STATED)
    def open_visit(told: VisitTold, caller: Annotated[Caller, caller_of]) -> Response:
        origin = caller.origin("visits")
        with _noticed(frame, told.evidence, origin), database.transaction() as conn:
            taken = checkin.open_visit(
                conn,
                told.stated(),
                evidence=None if told.evidence is None else told.evidence.evidence(),
                officer=told.officer.named(),
                outage=None if told.outage is None else told.outage.outage(),
                origin=origin,
                render=telling.opened,
                now=now(),
                presented=None if told.evidence is None else told.evidence.presented(audience, services),
            )
        return _answer(taken)

    @router.get("", summary="The facility's visits, in the order in which they were opened", response_model=Visits)
    def list_visits(
        caller: Annotated[Caller, caller_of],
        since: Annotated[Instant, Query(description="opened at that time or later")],
        after: Annotated[int, Query(ge=0, lt=2**63, description="`next_after` of the page before")] = 0,
    ) -> Response:
        limit = checkin.MOST_VISITS_AT_ONCE
        with database.transaction() as conn:
            found = checkin.visits_since(conn, facility_code=caller.facility_code, since=since, after=after, limit=limit)
        page = Visits(visits=[telling.visit(each) for each in found], next_after=found[-1].visit_no if len(found) == limit else None)
        return _json(page.model_dump_json().encode())

    # paths with something behind the id come first: an id may hold slashes

    @router.post(
        f"/{VISIT}/look-ups",
        summary="Look up the person's cover at a moment of the visit; recorded, and shown to that person",
        response_model=CoverageAnswer,
        responses={**COMMON, **_NO_SUCH_VISIT, **problems({409: "the visit is another person's"})},
    )
    def look_up(visit_id: VisitPath, asked: LookUp, caller: Annotated[Caller, caller_of]) -> Response:
        slowed = frame.throttle.slowed(caller.account, asked.person.number.upper(), monotonic())
        if slowed is not None:
            raise Refusal(429, "too_many_look_ups", "too many look-ups, or of one number", retry_after_s=600)
        with database.transaction() as conn:
            told = checkin.look_up_in_visit(
                conn,
                _existing(visit_id),
                asked.question(),
                moment=checkin.Moment(asked.moment),
                outage=None if asked.outage is None else asked.outage.outage(),
                origin=caller.origin("visits/look-ups"),
                now=now(),
            )
        if told.answer.decision.code in checkin.MISSES:
            frame.walks.missed(caller.account, asked.person.number.upper(), told.at)
        if told.is_another_person:  # after the commit: the look-up itself stays on record
            raise errors.Conflict("another_person", "the visit is another person's; open one for this person", field="person")
        return _json(telling.coverage(told, with_history=asked.with_history).model_dump_json().encode())

    @router.post(
        f"/{VISIT}/evidence",
        summary="Add evidence of who was there",
        response_model=VisitAnswer,
        responses={**_STATED, **_NO_SUCH_VISIT},
    )
    def add_evidence(visit_id: VisitPath, told: EvidenceAdded, caller: Annotated[Caller, caller_of]) -> Response:
        origin = caller.origin("visits/evidence")
        with _noticed(frame, told.evidence, origin), database.transaction() as conn:
            taken = checkin.add_evidence(
                conn,
                _existing(visit_id),
                evidence=told.evidence.evidence(),
                officer=told.officer.named(),
                content=told.content(),
                origin=origin,
                render=telling.opened,
                now=now(),
                presented=told.evidence.presented(audience, services),
            )
        return _answer(taken)

    @router.post(
        f"/{VISIT}/end",
        summary="Say when the visit ended",
        response_model=VisitAnswer,
        responses={**_STATED, **_NO_SUCH_VISIT},
    )
    def end_visit(visit_id: VisitPath, told: VisitEnded, caller: Annotated[Caller, caller_of]) -> Response:
        with database.transaction() as conn:
            taken = checkin.end_visit(
                conn,
                _existing(visit_id),
                ended_at=told.ended_at,
                origin=caller.origin("visits/end"),
                render=telling.opened,
                now=now(),
            )
        return _answer(taken)

    @router.get(f"/{VISIT}", summary="A visit as it stands", response_model=VisitKept, responses={**COMMON, **_NO_SUCH_VISIT})
    def read_visit(visit_id: VisitPath, caller: Annotated[Caller, caller_of]) -> Response:
        with database.transaction() as conn:
            found = checkin.visit_of(conn, _existing(visit_id), facility_code=caller.facility_code)
        return _json(telling.visit(found).model_dump_json().encode())

    return router


@contextmanager
def _noticed(frame: gateway.Frame, told: EvidenceTold | None, origin: checkin.Origin) -> Iterator[None]:
    """A statement that is not believed leaves an audit record, though nothing else of its visit is kept."""
    try:
        yield
    except errors.Refused as refused:
        if told is not None and told.statement is not None and (refused.field or "").startswith("evidence"):
            with frame.database.transaction() as conn:
                checkin.record_refusal(conn, refused, told.statement, origin=origin, now=frame.now())
        raise


def _existing(visit_id: str) -> str:
    """An id that a visit can have at all."""
    try:
        return printable(visit_id)
    except ValueError:
        raise errors.NotFound("no_such_visit", "there is no such visit of this facility") from None


def _answer(taken: checkin.Taken) -> Response:
    return _json(taken.reply, {"idempotent-replay": "true"} if taken.is_repeat else {})


def _json(body: bytes, headers: dict[str, str] | None = None) -> Response:
    return Response(body, media_type="application/json", headers=headers)
