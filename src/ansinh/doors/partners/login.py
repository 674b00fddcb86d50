"""Logging in through the exchange, as any relying party of the secure profile does, with nothing but the kit."""

from uuid import UUID

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from ansinh.doors import pages
from ansinh.doors.partners.frame import LOGIN_COOKIE, PREFIX, SESSION_COOKIE, Site
from ansinh.doors.partners.guard import developer_of
from ansinh.doors.partners.problems import problem_page
from ansinh.doors.partners.render import press
from ansinh.exchange import registrations
from ansinh.identity import client
from ansinh.kit import crypto, web

_COOKIE_LIFE_S = 600
_RETRY_AFTER_S = 60


def home(site: Site, request: Request) -> Response:
    """What the console is for, and the way in; for a developer who is signed in, their clients."""
    if developer_of(site, request) is not None:
        return RedirectResponse(f"{PREFIX}/clients", status_code=303)
    return press(request, "home.html", site=site, done=f"done.{request.query_params.get('done', '')}")


def start(site: Site, request: Request) -> Response:
    """Begins a login in this browser and sends it to the exchange."""
    _brake(site, request)
    onward = request.query_params.get("next", "")
    try:
        begun = site.party.begin(
            browser=request.cookies.get(LOGIN_COOKIE),
            return_path=onward if site.is_page(onward) else f"{PREFIX}/clients",
            needed=site.officer_level if request.query_params.get("level") == "officer" else site.level,
            scopes=("openid", "profile"),
            ui_locales=(pages.language_of(request),),
        )
    except client.LoginFailedError as failed:
        return _failed(site, request, failed)
    response = RedirectResponse(begun.address, status_code=303)
    web.set_cookie(response, LOGIN_COOKIE, begun.browser, secure=site.is_secure, max_age_s=_COOKIE_LIFE_S, path=PREFIX)
    return response


def callback(site: Site, request: Request) -> Response:
    """Where the exchange sends the browser back."""
    _brake(site, request)
    try:
        found = site.party.finish(request.scope["query_string"], browser=request.cookies.get(LOGIN_COOKIE))
        number = UUID(found.person.subject)
    except client.LoginFailedError as failed:
        if failed.failure is client.Failure.LOGIN_UNKNOWN and developer_of(site, request) is not None:
            return RedirectResponse(f"{PREFIX}/clients", status_code=303)  # the back button, or a second click
        return _failed(site, request, failed)
    person = found.person
    with site.database.transaction() as conn:
        token = registrations.open_session(
            conn,
            number=number,
            full_name=str(person.claims.get("name", "")),
            acr=person.level.acr,
            sid=person.session_id or "",
            id_token=person.id_token,
            replaces=request.cookies.get(SESSION_COOKIE),
            now=site.now(),
        )
    response = RedirectResponse(found.return_path, status_code=303)
    web.set_cookie(response, SESSION_COOKIE, token, secure=site.is_secure, path=PREFIX)
    return response


async def sign_out(site: Site, request: Request) -> Response:
    """Ends the session, if the form is ours, and sends the browser to sign out at the exchange."""
    form = await pages.read_form(request)
    return await run_in_threadpool(_sign_out, site, request, form.get("csrf_token", ""))


async def told(site: Site, request: Request) -> Response:
    """The exchange says, server to server, that a login is over (OpenID Connect Back-Channel Logout 1.0 section 2.5)."""
    form = await pages.read_form(request)
    return await run_in_threadpool(_told, site, form.get("logout_token", ""))


def _sign_out(site: Site, request: Request, csrf_token: str) -> Response:
    token, developer = request.cookies.get(SESSION_COOKIE, ""), developer_of(site, request)
    if developer is None:
        return RedirectResponse(f"{PREFIX}?done=signed_out", status_code=303)
    if not crypto.same(developer.csrf_token, csrf_token):
        return problem_page(site, request, "form_expired", status=403, developer=developer)
    with site.database.transaction() as conn:
        registrations.end_session(conn, token)
    back_to = f"{site.public_url}{PREFIX}/signed-out"
    address = site.party.sign_out_address(developer.id_token, back_to=back_to)
    response = RedirectResponse(address or f"{PREFIX}?done=signed_out", status_code=303)
    web.clear_cookie(response, SESSION_COOKIE, secure=site.is_secure, path=PREFIX)
    return response


def _told(site: Site, raw: str) -> Response:
    headers = {"cache-control": "no-store"}
    try:
        ended = site.party.hear(raw)
    except client.LoginFailedError as failed:
        if failed.failure is client.Failure.EXCHANGE_DOWN:
            return Response(status_code=503, headers=headers)
        return JSONResponse({"error": "invalid_request", "error_description": failed.rule}, status_code=400, headers=headers)
    with site.database.transaction() as conn:
        registrations.end_sessions_told(conn, sid=ended.session_id, number=ended.subject)
    return Response(status_code=200, headers=headers)


def _failed(site: Site, request: Request, failed: client.LoginFailedError) -> Response:
    status = 503 if failed.failure is client.Failure.EXCHANGE_DOWN else 400
    return problem_page(site, request, f"login_{failed.failure.value}", status=status, rule=failed.rule)


def _brake(site: Site, request: Request) -> None:
    address = "" if request.client is None else request.client.host
    if not site.brake.allow(address, site.now().timestamp()):
        raise HTTPException(429, headers={"retry-after": str(_RETRY_AFTER_S)})
