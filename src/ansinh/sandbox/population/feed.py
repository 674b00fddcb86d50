"""The feed of changes: pages in the order of their numbers, signed; spoilt where a trouble was asked for.

The real one is not public. This one is what the law leads one to expect of it: nobody gets it without a key, it tells what changed and
nothing else, and who follows it can prove what they were told.
"""

import asyncio
import base64
import hashlib
from collections.abc import Callable
from typing import Annotated, Any

import orjson
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from fastapi import APIRouter, Depends, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ansinh.kit import clock, db, web
from ansinh.oidc import SigningKey
from ansinh.sandbox.population.problems import Refusal
from ansinh.sandbox.population.store import feed as store
from ansinh.wire import population as messages
from ansinh.wire import population_pages as wire

_PROBLEMS = {401: "no such client", 422: "a parameter is wrong", 429: "too many questions", 503: "busy"}
_LAST_NUMBER = 2**62


def add_to(
    router: APIRouter,
    database: db.Database,
    *,
    client_of: Callable[..., str],
    key: SigningKey,
    by_client: web.RateLimit,
    now: clock.Clock,
    silence_s: float,
) -> None:
    """Adds the feed's endpoint to the register's router. A page is what there is at the moment: an empty one says that nothing is new."""

    @router.get(
        wire.CHANGES_PATH,
        summary="What happened to citizens since a change",
        responses={status: {"model": messages.Problem, "description": text} for status, text in _PROBLEMS.items()},
    )
    async def changes(
        client: Annotated[str, Depends(client_of)],
        after: Annotated[int, Query(ge=0, le=_LAST_NUMBER, description="number of the last change that is known")] = 0,
        limit: Annotated[int, Query(ge=1, le=wire.LARGEST_PAGE, description="at most so many changes")] = 100,
    ) -> Response:
        if not by_client.allow(client, now().timestamp()):
            raise Refusal(429, "too_many_questions", "too many questions in a minute", retry_after_s=60)
        trouble, page = await run_in_threadpool(_page, database, after, limit)
        if trouble == "slow":
            await asyncio.sleep(silence_s)
        if trouble == "unavailable":
            raise Refusal(503, "unavailable", "the register is being looked after", retry_after_s=60)
        body = orjson.dumps(page)
        digest = f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"
        claims = {"aud": client, "after": after, "limit": limit, "content_digest": digest, "answered_at": now().isoformat()}
        signing = _another_key(key.kid) if trouble == "wrong_signature" else key
        headers = {wire.DIGEST_HEADER: digest, wire.SIGNATURE_HEADER: signing.sign(claims, typ=wire.PAGE_TYPE)}
        return Response(body, media_type="application/json", headers=headers)


def _page(database: db.Database, after: int, limit: int) -> tuple[str | None, dict[str, Any]]:
    with database.transaction() as conn:
        trouble = store.take_trouble(conn)
        found = store.behind(conn, after, limit=limit)
        last = store.last_seq(conn)
        if trouble == "again":  # what was told before, and then each change twice
            found = [*store.behind(conn, max(0, after - 3), limit=min(3, after)), *(each for told in found for each in (told, told))]
            found = found[: wire.LARGEST_PAGE]
    if trouble == "gap":
        found = found[1:]
    return trouble, wire.written_page(after, last, found)


def _another_key(kid: str) -> SigningKey:
    """A key made at this moment, which claims to be the register's."""
    made = ec.generate_private_key(ec.SECP256R1())
    pem = made.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return SigningKey(pem, kid=kid)
