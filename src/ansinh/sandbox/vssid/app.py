"""The service's one endpoint: a known client asks whether number and password are those of an account."""

from base64 import b64decode
from collections.abc import Mapping

import orjson
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ansinh.kit import clock, crypto, db, errors, web
from ansinh.oidc import ProtocolError, read_parameters
from ansinh.sandbox.vssid import accounts
from ansinh.wire import vssid

PREFIX = "/vssid"
_MOST_BYTES = 4_096
_WINDOW_S = 60.0


def build_app(
    *, database: db.Database, clients: Mapping[str, str], now: clock.Clock = clock.utc_now, tries_per_minute: int = 600
) -> Starlette:
    """The endpoint under /vssid. `clients` maps the name of each client to the SHA-256 hex of its secret.

    `tries_per_minute` bounds the questions of one client over all accounts (each account has its own bound of five in 15 minutes).
    """
    questions = web.RateLimit(tries_per_minute, _WINDOW_S)

    async def log_in(request: Request) -> Response:
        client = _client(request.headers.get("authorization", ""), clients)
        if client is None:
            return _answer({"loi": "client"}, 403)
        try:
            typed = read_parameters(await request.body())
        except ProtocolError:
            return _answer({"loi": "form"}, 400)
        if not questions.allow(client, now().timestamp()):
            return _answer({}, vssid.status_of("locked_out"))
        try:
            tried = await run_in_threadpool(_check, typed)
        except errors.CounterpartDown:
            return _answer({"loi": "busy"}, 503)
        return _answer({} if tried.holder is None else accounts.told(tried.holder), vssid.status_of(tried.outcome))

    def _check(typed: Mapping[str, str]) -> accounts.Tried:
        with database.transaction() as conn:
            return accounts.check(conn, typed.get(vssid.NUMBER, ""), typed.get(vssid.PASSWORD, ""), now=now())

    return Starlette(routes=[Route(f"{PREFIX}{vssid.LOGIN_PATH}", log_in, methods=["POST"])], max_body_size=_MOST_BYTES)


def _client(authorization: str, clients: Mapping[str, str]) -> str | None:
    """The client whose name and secret the header carries (HTTP Basic)."""
    scheme, _, packed = authorization.partition(" ")
    try:
        name, _, secret = b64decode(packed, validate=True).decode().partition(":")
    except ValueError:
        return None
    if scheme.lower() != "basic" or not crypto.same(crypto.sha256_hex(secret), clients.get(name, "")):
        return None
    return name


def _answer(body: object, status: int) -> Response:
    return Response(orjson.dumps(body), status_code=status, media_type="application/json", headers={"cache-control": "no-store"})
