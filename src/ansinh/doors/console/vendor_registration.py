"""Registering a test facility: for everybody, in a sandbox only. Facility, account and officers are set up in one transaction.

The password is on the page that answers the form and nowhere else; the same form sent again registers nothing.
"""

from collections.abc import Mapping
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from ansinh import audit, checkin, register, vendors
from ansinh.doors import pages
from ansinh.doors.console.frame import FORM_COOKIE, PREFIX, Site
from ansinh.doors.console.guard import address_of
from ansinh.doors.console.render import press
from ansinh.kit import clock, crypto, db, errors, web
from ansinh.register import CareLevel, OfficerKind, Tier
from ansinh.terms import CitizenNumber

PATH = f"{PREFIX}/vendors"
_RETRY_AFTER_S = 3600
_RECORDER = audit.Actor("system", "vendors")
_APPROVER = audit.Actor("agency", "sandbox")


def routes(site: Site) -> list[BaseRoute]:
    """None where the installation is no sandbox: then nobody registers anything by themselves."""
    if site.workshop is None:
        return []
    return [
        Route(PATH, partial(registration_form, site), methods=["GET"]),
        Route(PATH, partial(register_facility, site), methods=["POST"]),
    ]


def registration_form(site: Site, request: Request) -> Response:
    """The form. Its secret is also in a cookie, so that no foreign page can send it; it registers once."""
    return _form(site, request)


async def register_facility(site: Site, request: Request) -> Response:
    """Registers the facility and shows its credentials, once."""
    form = await pages.read_form(request)
    return await run_in_threadpool(_register, site, request, form)


def _register(site: Site, request: Request, form: Mapping[str, str]) -> Response:
    secret = request.cookies.get(FORM_COOKIE, "")
    if not secret or not crypto.same(secret, form.get("form_token", "")):
        return _form(site, request, given=form, refused=errors.Refused("form_expired", "the form is not ours"))
    if not site.registration_brake.allow(address_of(request), site.now().timestamp()):
        raise HTTPException(429, headers={"retry-after": str(_RETRY_AFTER_S)})
    try:
        with site.database.transaction() as conn:
            facility = vendors.register_facility(
                conn,
                name=form.get("name", ""),
                contact=form.get("contact", ""),
                form=crypto.sha256_hex(secret),
                new_password=partial(crypto.random_token, 12),
                now=site.now(),
            )
            _set_up(conn, site, facility)
    except (errors.Refused, errors.Conflict) as refused:
        return _form(site, request, given=form, refused=refused)
    return press(request, "vendor_credentials.html", site=site, facility=facility, gateway_url=site.public_url)


def _set_up(conn: db.Connection, site: Site, facility: vendors.NewFacility) -> None:
    """The facility in the register, its account, whose calls are kept, and both officers, approved."""
    now = site.now()
    today = clock.vietnam_day(now)
    rank = register.FacilityRank(first_day=today, last_day=None, level=CareLevel.BASIC, tier=Tier.DISTRICT)
    register.add_facilities(conn, [register.Facility(code=facility.code, name=facility.name, ranks=(rank,))])
    account = checkin.NewAccount(username=facility.username, password=facility.password)
    checkin.open_accounts(conn, [account], now=now, by=_RECORDER)
    checkin.keep_calls(conn, facility.username, keeps=True, by=_APPROVER, now=now)
    for (name, number), kind in zip(facility.officers, (OfficerKind.OFFICER, OfficerKind.KIOSK), strict=True):
        citizen_number = CitizenNumber.parse(number).value
        officer_id = checkin.request_officer(
            conn, facility.code, citizen_number=citizen_number, full_name=name, kind=kind, by=_APPROVER, now=now
        )
        checkin.approve_officer(conn, officer_id, by=_APPROVER, now=now)


def _form(site: Site, request: Request, *, given: Mapping[str, str] | None = None, refused: errors.RoomError | None = None) -> Response:
    secret = crypto.random_token()
    status = 200 if refused is None else 409
    response = press(
        request, "vendor_register.html", site=site, status=status, form=given or {}, form_token=secret, refused=refused, error=None
    )
    web.set_cookie(response, FORM_COOKIE, secret, secure=site.is_secure, path=PREFIX)
    return response
