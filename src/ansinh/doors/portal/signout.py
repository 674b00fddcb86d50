"""Signing out: here first, then at the exchange, which signs out everywhere else."""

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from ansinh import identity
from ansinh.doors import pages
from ansinh.doors.portal.own_forms import sender_of
from ansinh.doors.portal.site import SESSION_COOKIE, Site
from ansinh.kit import crypto, errors, log, web

_log = log.get("portal")


async def sign_out(site: Site, request: Request) -> Response:
    """Ends the session, if the form is ours, and sends the browser to sign out at the exchange."""
    form = await pages.read_form(request)
    return await run_in_threadpool(_sign_out, site, request, form.get("csrf_token", ""))


async def told_by_exchange(site: Site, request: Request) -> Response:
    """The exchange says, server to server, that a session is over (OpenID Connect Back-Channel Logout 1.0 section 2.5)."""
    form = await pages.read_form(request)
    return await run_in_threadpool(_told, site, form.get("logout_token", ""))


def _told(site: Site, raw: str) -> Response:
    """200 when the session is over, also when it was already; 400 for a token that is not good; 503 while its keys cannot be had."""
    headers = {"cache-control": "no-store"}
    try:
        token = site.exchange.check_logout_token(raw, now=site.now())
        with site.database.transaction() as conn:
            ended = identity.end_sessions_told_by_exchange(conn, token, issuer=site.exchange.issuer, now=site.now())
    except errors.CounterpartDown as down:
        _log.warning("portal.logout_not_judged", cause=down.code)
        return Response(status_code=503, headers=headers)
    except errors.Refused as wrong:
        _log.warning("portal.logout_refused", code=wrong.code, field=wrong.field)
        return JSONResponse({"error": "invalid_request", "error_description": wrong.detail}, status_code=400, headers=headers)
    _log.info("portal.signed_out_elsewhere", sessions=ended)
    return Response(status_code=200, headers=headers)


def _sign_out(site: Site, request: Request, csrf_token: str) -> Response:
    token = request.cookies.get(SESSION_COOKIE, "")
    with site.database.transaction() as conn:
        session = sender_of(site, request, conn, csrf_token)
        if isinstance(session, Response):
            return session
        ended = identity.end_session(conn, token, now=site.now())
    assert ended is not None  # it was there a moment ago, in the same transaction
    response = RedirectResponse(_onward(site, request, ended.id_token), status_code=303)
    web.clear_cookie(response, SESSION_COOKIE, secure=site.is_secure)
    return response


def _onward(site: Site, request: Request, id_token: str) -> str:
    unreachable = "/signed-out?exchange=unreachable"
    try:
        address = site.exchange.logout_address(
            id_token_hint=id_token,
            post_logout_redirect_uri=f"{site.public_url}/signed-out",
            state=crypto.random_token(16),
            now=site.now(),
            ui_locales=(pages.language_of(request),),
        )
    except (errors.CounterpartDown, errors.Refused) as down:
        _log.warning("portal.exchange_down_at_sign_out", cause=down.code)
        return unreachable
    return address or unreachable
