"""`POST /api/v1/scans`: what a scanned text says, mended where a keyboard changed it. Keeps nothing and looks nobody up.

A code proves nothing about who holds it: what it says may be looked up, and as evidence it counts as "qr".
"""

from datetime import date
from time import monotonic
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, StrictStr
from starlette.responses import Response

from ansinh.doors import gateway
from ansinh.doors.visits.callers import Caller, authenticator
from ansinh.doors.visits.problems import ProblemRoute, Refusal, problems
from ansinh.kit import web
from ansinh.wire import qr

PREFIX = "/api/v1/scans"
_A_MINUTE = 600  # of one account; a badly mangled text costs a quarter of a second
_LONGEST = 2_000
_PROBLEMS = problems(
    {400: "not JSON", 401: "no good token", 413: "body too large", 422: "nothing can be looked up by this text", 429: "too many calls"}
)


class Scanned(BaseModel):
    """The text as the scanner typed it."""

    model_config = ConfigDict(extra="forbid")

    text: Annotated[StrictStr, Field(min_length=1, max_length=_LONGEST)]


class FieldUnread(BaseModel):
    """A field that is there and cannot be read for certain."""

    field: str
    reason: str


class Scan(BaseModel):
    """What the code says. `number` is what a look-up is made by; what the code does not carry is "" or null."""

    kind: Literal["citizen_card", "health_card", "citizen_number", "insurance_number", "card_number"]
    number: str
    full_name: str
    birth_date: Annotated[str | None, Field(description="yyyy-MM-dd, yyyy-MM or yyyy")]
    sex: Literal["male", "female", "unknown"] | None
    address: str
    facility_code: str | None
    valid_from: date | None
    valid_to: date | None
    five_years_on: date | None
    mended: Annotated[list[str], Field(description="fields a keyboard had changed, with the only reading they have")]
    unread: list[FieldUnread]
    advice: Annotated[str, Field(description='what to do about unread fields, "" without any')]


def build_router(frame: gateway.Frame) -> APIRouter:
    """The endpoint; tokens are the gateway's own."""
    pace = web.RateLimit(_A_MINUTE, 60.0)
    router = APIRouter(prefix=PREFIX, route_class=ProblemRoute, tags=["scans"], responses=_PROBLEMS)

    @router.post("", summary="Read a scanned citizen card, health-insurance card or number", response_model=Scan)
    def read_scan(scanned: Scanned, caller: Annotated[Caller, Depends(authenticator(frame.gatekeeper))]) -> Response:
        if not pace.allow(caller.account, monotonic()):
            raise Refusal(429, "too_many_scans", "too many scans, try again in a minute", retry_after_s=60)
        try:
            reading = qr.read(scanned.text)
        except qr.QrError as wrong:
            raise Refusal(422, "scan_unreadable", f"{wrong.field}: {wrong.reason}; {qr.ADVICE}", field="text") from None
        return Response(_told(reading).model_dump_json(), media_type="application/json", headers={"cache-control": "no-store"})

    return router


def _told(reading: qr.Reading) -> Scan:
    return Scan(
        kind=reading.kind.value,
        number=reading.key,
        full_name=reading.full_name,
        birth_date=None if reading.birth_date is None else reading.birth_date.iso(),
        sex=None if reading.sex is None else reading.sex.value,
        address=reading.address,
        facility_code=None if reading.facility_code is None else reading.facility_code.value,
        valid_from=reading.valid_from,
        valid_to=reading.valid_to,
        five_years_on=reading.five_years_on,
        mended=sorted(reading.mended),
        unread=[FieldUnread(field=each.field, reason=each.reason) for each in reading.unread],
        advice=qr.ADVICE if reading.unread else "",
    )
