"""For whoever programs against the gateway: each call with its fields and examples, and a real one made from the page."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from ansinh import checkin, register
from ansinh.doors.console.frame import Desk, Page
from ansinh.doors.console.guard import address_of
from ansinh.doors.console.vendor_replies import readable
from ansinh.doors.console.vendor_samples import samples
from ansinh.doors.console.vendor_workshop import Asked, Example
from ansinh.register import OfficerState
from ansinh.wire import gateway

_LONGEST = 200
_CALLS = {each.name: each for each in gateway.PUBLISHED if each.kind is not gateway.CallKind.SUBMISSION}
_TRIED = frozenset({gateway.CallKind.LOOKUP, gateway.CallKind.HISTORY, gateway.CallKind.VISIT_DETAILS, gateway.CallKind.COPAYMENT})
_RETRY_AFTER_S = 60


@dataclass(frozen=True, slots=True)
class _Officer:
    name: str
    number: str


def developers(desk: Desk) -> Response:
    """Where developers begin: whether calls are kept, whom to ask for, which calls there are."""
    account = desk.visitor.account
    return desk.page(
        "vendor_home.html",
        keeps_calls=checkin.standing(desk.conn, account).keeps_calls,
        calls=list(_CALLS.values()),
        examples=_examples(desk),
        officers=_officers(desk),
        gateway_url=desk.site.public_url,
    )


def switch_keeping(desk: Desk) -> Response:
    """Keeps the account's calls from now on, or keeps them no longer."""
    keeps = desk.form.get("keeps") == "yes"
    checkin.keep_calls(desk.conn, desk.visitor.account, keeps=keeps, by=desk.actor, now=desk.now)
    return desk.to("/developers", done="calls_kept" if keeps else "calls_not_kept")


def endpoint(desk: Desk) -> Response:
    """One call: its fields, examples in three languages, and a form that makes it."""
    chosen = desk.request.query_params.get("code", "000")
    example = next((each for each in _examples(desk) if each.code == chosen), None)
    call = _call(desk)
    return _endpoint(desk, call, fields=_fields(desk, call, example), chosen=chosen)


def try_out(desk: Desk) -> Response:
    """Makes the call in the name of the facility, as its own client would, and shows what came back."""
    call, workshop = _call(desk), desk.site.workshop
    if workshop is None or call.kind not in _TRIED:
        raise HTTPException(404)
    if not desk.site.try_brake.allow(desk.visitor.account, desk.now.timestamp()):
        raise HTTPException(429, headers={"retry-after": str(_RETRY_AFTER_S)})
    names = (*call.needed, *call.in_query)
    fields: dict[str, str] = {name: desk.form.get(name, "")[:_LONGEST] for name in names}
    if gateway.Name.USERNAME in names:
        fields[gateway.Name.USERNAME] = desk.visitor.account
    asked = workshop.ask(desk.visitor.account, call, fields, caller=address_of(desk.request))
    return _endpoint(desk, call, fields=fields, asked=asked)


def _endpoint(
    desk: Desk, call: gateway.PublishedCall, *, fields: Mapping[str, str], chosen: str = "", asked: Asked | None = None
) -> Response:
    return desk.page(
        "vendor_endpoint.html",
        call=call,
        fields=fields,
        typed=[name for name in (*call.needed, *call.in_query) if name != gateway.Name.USERNAME],
        samples=samples(call, base_url=desk.site.public_url, account=desk.visitor.account, fields=fields),
        may_try=desk.site.workshop is not None and call.kind in _TRIED,
        examples=_examples(desk) if gateway.Name.CARD in call.needed else [],
        chosen=chosen,
        asked=asked,
        reply="" if asked is None else readable(asked.reply),
    )


def _call(desk: Desk) -> gateway.PublishedCall:
    call = _CALLS.get(desk.request.path_params["name"])
    if call is None:
        raise HTTPException(404)
    return call


def _examples(desk: Desk) -> list[Example]:
    return [] if desk.site.workshop is None else list(desk.site.workshop.examples())


def _officers(desk: Desk) -> list[_Officer]:
    """Those whom the agency has approved, the first five; in a sandbox only, where they are invented like everybody."""
    if desk.site.workshop is None:
        return []
    found = register.officers(desk.conn, facility_code=desk.facility_code, state=OfficerState.APPROVED, limit=5)
    return [_Officer(each.full_name, each.citizen_number.value) for each in found]


def _fields(desk: Desk, call: gateway.PublishedCall, example: Example | None) -> dict[str, str]:
    """What the form and the examples begin with. An example names its own officer only where that is the point of it."""
    officer = next(iter(_officers(desk)), _Officer("", ""))
    code = desk.visitor.facility_code
    known = {
        gateway.Name.USERNAME: desk.visitor.account,
        gateway.Name.PASSWORD: "$PASSWORD_MD5",
        gateway.Name.FACILITY: code,
        gateway.Name.PROVINCE: code[:2],
    }
    known |= {gateway.Name.FILE_KIND: "0", gateway.Name.FILE: "PD94bWwgdmVyc2lvbj0iMS4wIj8+…", gateway.Name.RECORD: ""}
    if example is not None:
        known |= {gateway.Name.CARD: example.card, gateway.Name.FULL_NAME: example.full_name, gateway.Name.BIRTH_DATE: example.birth_date}
        known |= {
            gateway.Name.OFFICER_NAME: example.officer_name or officer.name,
            gateway.Name.OFFICER_NUMBER: example.officer_number or officer.number,
        }
    return {name: known.get(gateway.Name(name), "") for name in (*call.needed, *call.in_query)}


PAGES = (
    Page(path="/developers", show=developers, who="facility", tab="nav.developers"),
    Page(path="/developers/keeping", show=switch_keeping, who="facility", takes="POST"),
    Page(path="/developers/endpoints/{name}", show=endpoint, who="facility"),
    Page(path="/developers/endpoints/{name}/try", show=try_out, who="facility", takes="POST"),
)
