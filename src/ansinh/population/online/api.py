"""The population register's interface as whoever holds the data serves it: the questions of `wire/population.py`, answered by a `Register`.

Known clients, a purpose, limits per client and per client and number; answers are signed; nothing that was asked stands in an error or a log.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ansinh import oidc
from ansinh.kit import clock, crypto, errors, web
from ansinh.population.online.model import Claim, Finding, Question, Register
from ansinh.terms import CitizenNumber, PartialDate, Sex
from ansinh.wire import population as wire

PREFIX = "/population"
_LARGEST_QUESTION = 4_096  # bytes


def routes(
    register: Register,
    *,
    clients: Mapping[str, str],
    signing_key: bytes,
    now: clock.Clock = clock.utc_now,
    questions_a_minute: int = 6_000,
    questions_a_number_an_hour: int = 20,
    told: Callable[[str, str, bool], None] = lambda _client, _reference, _verified: None,
) -> list[Route]:
    """Routes under /population. `clients`: name -> SHA-256 hex of its API key; `signing_key`: P-256 as PKCS#8 PEM.

    `told` is called with client, the client's reference and the result of each answer, before it is sent: where the holder records it.
    """
    key = oidc.SigningKey(signing_key)
    by_client = web.RateLimit(questions_a_minute, 60.0)
    by_number = web.RateLimit(questions_a_number_an_hour, 3600.0)
    keys = orjson.dumps(oidc.jwks([key]))

    async def verify(request: Request) -> Response:
        client = _client(request, clients)
        if client is None:
            refusal = web.problem(401, "unknown_client", "send your API key as a bearer token")
            refusal.headers["www-authenticate"] = "Bearer"
            return refusal
        body = await request.body()
        if len(body) > _LARGEST_QUESTION:
            return web.problem(413, "too_large", f"a question has at most {_LARGEST_QUESTION} bytes", field="body")
        try:
            question = wire.Question.model_validate_json(body)
        except ValidationError as invalid:
            return _invalid(invalid)
        second = now().timestamp()
        number = crypto.sha256_hex(f"{client} {question.citizen_number}")
        if not by_client.allow(client, second) or not by_number.allow(number, second):
            return web.problem(429, "too_many_questions", "too many questions; wait and ask again")
        return await run_in_threadpool(answer, client, question, body)

    def answer(client: str, question: wire.Question, body: bytes) -> Response:
        at = now()
        try:
            finding = register.answer(_question(question), now=at)
        except errors.RoomError as down:
            return web.problem(503, down.code, down.detail)
        told(client, question.request_id, finding.verified)
        members = _members(question, finding, hashlib.sha256(body).hexdigest(), at)
        signature = key.sign(members, typ=wire.ANSWER_TYPE)
        return Response(orjson.dumps({**members, "signature": signature}), media_type="application/json")

    async def published(_request: Request) -> Response:
        return Response(keys, media_type="application/jwk-set+json")

    return [
        Route(f"{PREFIX}{wire.VERIFY_PATH}", verify, methods=["POST"]),
        Route(f"{PREFIX}{wire.KEYS_PATH}", published, methods=["GET"]),
    ]


def _client(request: Request, clients: Mapping[str, str]) -> str | None:
    scheme, _, presented = request.headers.get("authorization", "").partition(" ")
    digest = crypto.sha256_hex(presented) if scheme.lower() == "bearer" else ""
    found = [name for name, expected in clients.items() if crypto.same(digest, expected)]
    return found[0] if found else None


def _invalid(invalid: ValidationError) -> Response:
    first = invalid.errors(include_input=False)[0]
    if first["type"] == "json_invalid":
        return web.problem(400, "invalid_json", "the body is not JSON", field="body")
    place = ".".join(str(part) for part in first["loc"])
    return web.problem(422, "invalid_field", str(first["msg"]).removeprefix("Value error, "), field=place or "body")


def _question(question: wire.Question) -> Question:
    claim = Claim(
        citizen_number=CitizenNumber(question.citizen_number),
        full_name=question.full_name,
        birth_date=PartialDate.from_iso(question.birth_date),
        sex=Sex(question.sex),
    )
    return Question(reference=question.request_id, purpose=question.purpose, claim=claim)


def _members(question: wire.Question, finding: Finding, question_sha256: str, at: datetime) -> dict[str, Any]:
    return {
        "request_id": question.request_id,
        "purpose": question.purpose,
        "answered_at": at.isoformat(),
        "question_sha256": question_sha256,
        "result": "verified" if finding.verified else "not_verified",
        "fields": {"full_name": finding.full_name.value, "birth_date": finding.birth_date.value, "sex": finding.sex.value},
        "status": None if finding.status is None else finding.status.value,
    }
