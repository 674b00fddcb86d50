"""The population register's endpoints: verify one citizen, publish the keys that answers are signed with.

The shape is ours (the real interface is not public); what it must not do comes from the law: it answers yes, no or how far,
to a known client with a purpose, and never tells what it holds.
"""

import asyncio
import hashlib
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ansinh.kit import clock, crypto, db, web
from ansinh.oidc import SigningKey, jwks
from ansinh.sandbox.population import feed, shares
from ansinh.sandbox.population.messages import claim
from ansinh.sandbox.population.model import Citizen, Verdict
from ansinh.sandbox.population.problems import ProblemRoute, Refusal
from ansinh.sandbox.population.store import citizens
from ansinh.sandbox.population.verdict import judge
from ansinh.terms import CitizenNumber
from ansinh.wire import population as wire

PREFIX = "/population"
_PROBLEMS = {400: "not JSON", 401: "no such client", 413: "body too large", 422: "a field is wrong", 429: "too many questions", 503: "busy"}


def build_router(
    database: db.Database,
    *,
    clients: Mapping[str, str],
    signing_key: bytes,
    now: clock.Clock = clock.utc_now,
    questions_a_minute: int = 600,
    questions_a_number_an_hour: int = 20,
    silence_s: float = 30.0,
) -> APIRouter:
    """The endpoints under /population.

    `clients` maps the name of each client to the SHA-256 hex of its API key (`crypto.sha256_hex`), `signing_key` is a P-256 key as
    PKCS#8 PEM. Questions are limited per client, and per client and citizen number, so that birth dates cannot be tried out. For
    people who carry the trouble population_timeout it keeps silent for `silence_s` and then answers 503.
    """
    router = APIRouter(prefix=PREFIX, route_class=ProblemRoute, tags=["population register (sandbox)"])
    key = SigningKey(signing_key)
    client_of = _authenticator(dict(clients))
    by_client = web.RateLimit(questions_a_minute, 60.0)
    by_number = web.RateLimit(questions_a_number_an_hour, 3600.0)

    @router.post(
        wire.VERIFY_PATH,
        summary="Does what you hold of a citizen agree with the population register?",
        response_model=wire.Answer,
        responses={status: {"model": wire.Problem, "description": text} for status, text in _PROBLEMS.items()},
    )
    async def verify(question: wire.Question, request: Request, client: Annotated[str, Depends(client_of)]) -> Response:
        second = now().timestamp()
        if not by_client.allow(client, second):
            raise Refusal(429, "too_many_questions", f"at most {questions_a_minute} questions a minute", retry_after_s=60)
        if not by_number.allow(f"{client} {crypto.sha256_hex(question.citizen_number)}", second):
            raise Refusal(429, "too_many_questions", "too many questions about one citizen number", retry_after_s=3600)
        citizen = await run_in_threadpool(_find, database, CitizenNumber(question.citizen_number))
        if citizen is not None and not citizen.answers:
            await asyncio.sleep(silence_s)
            raise Refusal(503, "no_answer", "the register could not answer in time", retry_after_s=60)
        verdict = judge(claim(question), citizen)
        members = _members(question, verdict, question_sha256=hashlib.sha256(await request.body()).hexdigest(), at=now().isoformat())
        signature = key.sign(members, typ=wire.ANSWER_TYPE)
        return Response(orjson.dumps({**members, "signature": signature}), media_type="application/json")

    @router.get(wire.KEYS_PATH, summary="The keys that answers are signed with", response_model=wire.Keys)
    async def keys() -> Response:
        return Response(orjson.dumps(jwks([key])), media_type="application/jwk-set+json")

    feed.add_to(router, database, client_of=client_of, key=key, by_client=by_client, now=now, silence_s=silence_s)
    shares.add_to(router, database, client_of=client_of, key=key, now=now)
    return router


def _authenticator(clients: Mapping[str, str]) -> Callable[..., str]:
    """A dependency that gives the name of the client, or refuses with 401."""
    bearer = HTTPBearer(auto_error=False, description="the client's API key")

    def client_of(credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> str:
        presented = crypto.sha256_hex(credentials.credentials) if credentials else ""
        found = [client for client, expected in clients.items() if crypto.same(presented, expected)]
        if not found:
            raise Refusal(401, "unknown_client", "send your API key as a bearer token")
        return found[0]

    return client_of


def _find(database: db.Database, number: CitizenNumber) -> Citizen | None:
    with database.transaction() as conn:
        return citizens.find(conn, number)


def _members(question: wire.Question, verdict: Verdict, *, question_sha256: str, at: str) -> dict[str, Any]:
    return {
        "request_id": question.request_id,
        "purpose": question.purpose,
        "answered_at": at,
        "question_sha256": question_sha256,
        "result": "verified" if verdict.verified else "not_verified",
        "fields": {"full_name": verdict.full_name.value, "birth_date": verdict.birth_date.value, "sex": verdict.sex.value},
        "status": None if verdict.deceased is None else "deceased" if verdict.deceased else "living",
    }
