"""Its interface: one question, one signed verdict, and the keys that sign. Codes and messages are assumed; nothing asked is kept or logged."""

from collections.abc import Mapping
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from ansinh.chip import errors, lds, verdicts
from ansinh.kit import crypto, web
from ansinh.wire import chip_verdicts as wire

PREFIX = wire.PREFIX
ISSUER = "c06-sandbox"
_FILES = {name: lds.File[name.upper()] for name in wire.FILES}
_CODES = {
    **dict.fromkeys(("forged", "altered", "injected", "malformed", "stripped"), wire.PASSIVE),
    **dict.fromkeys(("cloned", "foreign_signer", "revoked_signer", "expired_signer"), wire.CERTIFICATE),
}
"""Result -> code. Whatever else is wrong is NO_MATCHED_CARD."""
_QUESTION = {
    "type": "object",
    "required": ["requestId", "nonce", "method", *(wire.FILES[name] for name in wire.REQUIRED)],
    "properties": {
        "requestId": {"type": "string", "pattern": "^[0-9A-Za-z-]{8,64}$"},
        "nonce": {"type": "string", "description": "16 to 64 bytes of your own, base64url without padding; they come back signed"},
        "method": {"type": "string", "const": wire.METHOD},
        **{theirs: {"type": "string", "contentEncoding": "base64"} for theirs in wire.FILES.values()},
    },
}
_REPLY = {
    "type": "object",
    "required": ["status", "code", "message", "requestId", "data", "passiveAuthStatus", "chipAuthStatus", "verdict"],
    "properties": {
        **{name: {"type": "string"} for name in ("status", "code", "message", "requestId")},
        "data": {"type": "object", "additionalProperties": {"type": "string"}},
        "passiveAuthStatus": {"type": "boolean"},
        "chipAuthStatus": {"type": ["boolean", "null"], "description": "null: only who holds the chip can find out"},
        "verdict": {"type": "string", "description": "compact JWS; empty where the question could not be read"},
    },
}
_DOCUMENTED = {"requestBody": {"required": True, "content": {"application/json": {"schema": _QUESTION}}}}
_ANSWERS: dict[int | str, dict[str, Any]] = {
    200: {"description": "the verdict, whatever it is", "content": {"application/json": {"schema": _REPLY}}},
    401: {"description": "no such client"},
    413: {"description": "larger than 1 MiB"},
}


def build_router(verifier: verdicts.ChipVerifier, *, clients: Mapping[str, str], keys: Mapping[str, Any]) -> APIRouter:
    """`clients` maps who may ask to the SHA-256 of their API key in hexadecimal; `keys` is the JWK set of the verifier's signatures."""
    router = APIRouter(tags=["verification service for chip data (sandbox)"])
    bearer = HTTPBearer(auto_error=False, description="the client's API key")

    @router.post(
        wire.READ_PATH,
        summary="Is what was read from this chip genuine?",
        responses=_ANSWERS,
        openapi_extra=_DOCUMENTED,
    )
    async def read(request: Request, key: Annotated[HTTPAuthorizationCredentials | None, Depends(bearer)]) -> Response:
        if key is None or not any(crypto.same(crypto.sha256_hex(key.credentials), known) for known in clients.values()):
            return web.problem(401, "unknown_client", "the API key is missing or not known")
        body = bytearray()
        async for piece in request.stream():
            body += piece
            if len(body) > wire.LARGEST_BODY:
                return web.problem(413, "too_large", f"at most {wire.LARGEST_BODY} bytes")
        reply = await run_in_threadpool(_answer, verifier, bytes(body))
        return Response(orjson.dumps(wire.write_reply(reply)), media_type="application/json")

    @router.get(wire.KEYS_PATH, summary="The keys that verdicts are signed with")
    async def published() -> Response:
        return Response(orjson.dumps(dict(keys)), media_type="application/jwk-set+json")

    return router


def _answer(verifier: verdicts.ChipVerifier, body: bytes) -> wire.Reply:
    try:
        question = wire.read_question(orjson.loads(body))
    except orjson.JSONDecodeError:
        return _refusal("body: is not JSON")
    except wire.Unreadable as wrong:
        return _refusal(str(wrong))
    files = {_FILES[name]: raw for name, raw in question.files.items()}
    signed = verifier.verify(files, request_id=question.request_id, nonce=question.nonce)
    result, good = signed.verdict.result, signed.data_are_genuine
    outcomes = {name: outcome for name, outcome, _ in signed.verdict.checks}
    return wire.Reply(
        code=wire.OK if good else _CODES.get(result, wire.NO_MATCHED_CARD),
        message=result,
        request_id=question.request_id,
        passive_ok=all(outcomes.get(name) == "successful" for name in ("sod_structure", "sod_signature", "signer_trusted")) and good,
        chip_ok=None,
        token=signed.token,
        data=_told(files[lds.File.DG13]) if good else {},
    )


def _told(raw: bytes) -> dict[str, str]:
    """What DG13 says; nothing where its layout, which is not published, is another one: genuine data all the same."""
    try:
        person = lds.read_dg13(raw)
    except errors.ChipError:
        return {}
    return {theirs: getattr(person, ours) or "" for ours, theirs in wire.DATA.items()}


def _refusal(sentence: str) -> wire.Reply:
    return wire.Reply(code=wire.BAD_REQUEST, message=sentence, request_id="", passive_ok=False, chip_ok=None, token="")
