"""`/api/v1/desks`, and challenges for them: counters of the facility whose key signs that a chip was read.

A desk registers its key once, is given a challenge before each reading, and sends its statement as `evidence.statement` with the visit.
"""

from time import monotonic
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from starlette.responses import Response

from ansinh import checkin
from ansinh.doors import gateway
from ansinh.doors.visits import telling
from ansinh.doors.visits.answers import ChallengeGiven, DeskKept, Desks
from ansinh.doors.visits.callers import Caller, authenticator
from ansinh.doors.visits.paths import DESK
from ansinh.doors.visits.problems import COMMON, ProblemRoute, Refusal, problems
from ansinh.doors.visits.questions import ChallengeAsked, DeskClosed, DeskTold
from ansinh.kit import web

PREFIX = "/api/v1/desks"
CHALLENGES = "/api/v1/visits/challenges"
_A_MINUTE = 600  # challenges of one account: some hospitals have a hundred counters
_CLOSED = problems({409: "the desk was closed"})
_NO_SUCH_DESK = problems({404: "no such desk of this facility"})
DeskPath = Annotated[str, Path(description="the desk's name: the RFC 7638 thumbprint of its key", min_length=1, max_length=100)]


def build_router(frame: gateway.Frame, *, audience: str) -> APIRouter:
    """The endpoints. `audience` is what a statement must be made for: the address of this gateway."""
    database, now = frame.database, frame.now
    pace = web.RateLimit(_A_MINUTE, 60.0)
    caller_of = Depends(authenticator(frame.gatekeeper))
    options: dict[str, Any] = {"route_class": ProblemRoute, "tags": ["desks"], "responses": COMMON}
    router = APIRouter(**options)

    @router.post(
        PREFIX, summary="Register a desk by its public key; the same key again is the same desk", response_model=DeskKept, responses=_CLOSED
    )
    def register_desk(told: DeskTold, caller: Annotated[Caller, caller_of]) -> Response:
        with database.transaction() as conn:
            desk = checkin.register_desk(
                conn, told.public_key.jwk(), name=told.name, officer=told.officer.named(), origin=caller.origin("desks"), now=now()
            )
        return _json(telling.desk(desk).model_dump_json())

    @router.get(PREFIX, summary="The facility's desks, open ones first", response_model=Desks)
    def list_desks(caller: Annotated[Caller, caller_of]) -> Response:
        with database.transaction() as conn:
            found = checkin.desks_of(conn, facility_code=caller.facility_code)
        return _json(Desks(desks=[telling.desk(each.desk) for each in found]).model_dump_json())

    @router.post(
        f"{PREFIX}/{DESK}/close",
        summary="Close a desk for good: nothing that it signs counts from now on",
        response_model=DeskKept,
        responses=_NO_SUCH_DESK,
    )
    def close_desk(desk_id: DeskPath, told: DeskClosed, caller: Annotated[Caller, caller_of]) -> Response:
        with database.transaction() as conn:
            desk = checkin.close_desk_as_officer(conn, desk_id, officer=told.officer.named(), origin=caller.origin("desks"), now=now())
        return _json(telling.desk(desk).model_dump_json())

    @router.post(
        CHALLENGES,
        summary="A challenge for one reading of a chip, good for ten minutes and one statement",
        response_model=ChallengeGiven,
        responses={**_NO_SUCH_DESK, **_CLOSED},
    )
    def give_challenge(asked: ChallengeAsked, caller: Annotated[Caller, caller_of]) -> Response:
        if not pace.allow(caller.account, monotonic()):
            raise Refusal(429, "too_many_challenges", "too many challenges, try again in a minute", retry_after_s=60)
        with database.transaction() as conn:
            given = checkin.new_challenge(conn, asked.desk_id, facility_code=caller.facility_code, now=now())
        return _json(telling.challenge(given, audience=audience).model_dump_json())

    return router


def claims(path: str) -> bool:
    """True for the paths of desks; challenges stand below those of visits."""
    return path == PREFIX or path.startswith(f"{PREFIX}/")


def _json(body: str) -> Response:
    return Response(body, media_type="application/json", headers={"cache-control": "no-store"})
