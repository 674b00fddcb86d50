"""The feed for recipients: changes since a cursor, and what they acknowledge. Served beside the agency's other documented interfaces."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.requests import Request
from starlette.responses import Response

from ansinh import oidc
from ansinh.kit import clock, crypto, db, errors, web
from ansinh.sharing import feed
from ansinh.wire import shares as wire

PREFIX = "/sharing"
_PAGES_A_MINUTE = 600


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who may read the feed: `api_key_sha256` is the hex of `crypto.sha256_hex` of the key."""

    code: str
    name: str
    api_key_sha256: str


def claims(path: str) -> bool:
    """True for the paths that are answered here."""
    return path.startswith(f"{PREFIX}/")


def build_router(database: db.Database, *, readers: tuple[Reader, ...], signing_key: bytes, now: clock.Clock = clock.utc_now) -> APIRouter:
    """The endpoints under /sharing. `signing_key` is a P-256 key as PKCS#8 PEM; every page is signed with it."""
    router = APIRouter(prefix=PREFIX, tags=["sharing"])
    key = oidc.SigningKey(signing_key)
    brake = web.RateLimit(_PAGES_A_MINUTE, 60.0)
    reader_of = Depends(_authenticator(readers))

    @router.get(wire.FEED_PATH, summary="Insurance records that changed since a cursor", response_model=wire.FeedPage)
    def read_feed(
        reader: Annotated[Reader | Response, reader_of],
        after: Annotated[int, Query(ge=0, lt=2**62, description="number of the last change you hold; 0 at the beginning")],
        limit: Annotated[int, Query(ge=1, le=wire.LARGEST_PAGE)] = wire.LARGEST_PAGE,
    ) -> Response:
        if isinstance(reader, Response):
            return reader
        if not brake.allow(reader.code, now().timestamp()):
            return web.problem(429, "too_many_pages", f"at most {_PAGES_A_MINUTE} pages a minute")
        return _page(database, key, reader, after=after, limit=limit, now=now())

    @router.post(wire.RECEIPTS_PATH, summary="Acknowledge the feed up to a cursor", responses={409: {"description": "the chain differs"}})
    def acknowledge(receipt: wire.FeedReceipt, reader: Annotated[Reader | Response, reader_of]) -> Response:
        return reader if isinstance(reader, Response) else _acknowledged(database, reader, receipt, now=now())

    @router.get("/v1/keys", summary="The keys that pages and manifests are signed with")
    def keys() -> Mapping[str, object]:
        return oidc.jwks([key])

    return router


def _page(database: db.Database, key: oidc.SigningKey, reader: Reader, *, after: int, limit: int, now: datetime) -> Response:
    try:
        with database.transaction() as conn:
            page = feed.page(conn, feed.Recipient(reader.code, reader.name), after=after, limit=limit, now=now)
    except errors.Refused as refused:
        return web.problem(422, refused.code, refused.detail, field=refused.field)
    except errors.Conflict as conflict:
        return web.problem(410, conflict.code, conflict.detail)
    body = wire.written(page)
    signature = key.sign(wire.claims_of(body, recipient=reader.code), typ=wire.PAGE_TYPE)
    return Response(body, media_type="application/json", headers={wire.SIGNATURE_HEADER: signature})


def _acknowledged(database: db.Database, reader: Reader, receipt: wire.FeedReceipt, *, now: datetime) -> Response:
    try:
        with database.transaction() as conn:
            agrees = feed.acknowledge(conn, feed.Recipient(reader.code, reader.name), receipt, now=now)
    except errors.Refused as refused:
        return web.problem(422, refused.code, refused.detail, field=refused.field)
    if agrees:
        return Response(status_code=204)
    return web.problem(409, "chain_differs", "your chain at this cursor is not ours: begin again from a share by file")


def _authenticator(readers: tuple[Reader, ...]) -> Callable[..., Reader | Response]:
    bearer = HTTPBearer(auto_error=False, description="the recipient's API key")

    def reader_of(request: Request, credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> Reader | Response:
        del request
        presented = hashlib.sha256((credentials.credentials if credentials else "").encode()).hexdigest()
        found = [each for each in readers if crypto.same(presented, each.api_key_sha256)]
        if found:
            return found[0]
        refusal = web.problem(401, "unknown_recipient", "send your API key as a bearer token")
        refusal.headers["www-authenticate"] = "Bearer"
        return refusal

    return reader_of
