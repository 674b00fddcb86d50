"""Asking a verification service whether what was read from a chip is genuine, and its signed verdict.

Body and reply have the names that several public programs use with the police's service for chip data (method "C06"); its own interface, signature
and keys are not public, so all of it is **assumed**. `nonce` and `verdict` are ours: the verdict is a compact JWS (RFC 7515, ES256) over the request,
the nonce and the hashes of what was judged, so that it can be kept as proof and cannot be given for another reading.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from joserfc import jwk, jwt
from joserfc.errors import JoseError

PREFIX = "/eid/v3"
READ_PATH = f"{PREFIX}/read"
KEYS_PATH = f"{PREFIX}/jwks"
METHOD = "C06"
TYPE = "chip-verdict+jwt"
FILES: Mapping[str, str] = {
    "sod": "sodData",
    "dg1": "dg1DataB64",
    "dg2": "dg2DataB64",
    "dg13": "dg13DataB64",
    "dg14": "dg14DataB64",
    "dg15": "dg15DataB64",
}
"""Our name of a file -> its field. The first five must be there, DG15 where the card has it."""
REQUIRED = ("sod", "dg1", "dg2", "dg13", "dg14")
DATA: Mapping[str, str] = {
    "citizen_number": "citizen_identify",
    "full_name": "full_name",
    "birth_date": "date_of_birth",
    "gender": "gender",
    "nationality": "nationality",
    "residence": "place_of_residence",
    "issued_on": "date_provide",
    "expires_on": "date_of_expiry",
    "old_number": "old_citizen_identify",
}
"""Field of DG13 -> the service's name for it. What health insurance has no use for (religion, parents, features) is not answered."""
LARGEST_BODY = 1 << 20
OK, NO_MATCHED_CARD, CERTIFICATE, PASSIVE, BAD_REQUEST, NOT_KNOWN = (
    "000", "NO_MATCHED_CARD", "ERROR_CHECK_CERT", "PASSIVE_AUTH_ERR", "001", "002",
)  # fmt: skip
_REQUEST = re.compile(r"[0-9A-Za-z-]{8,64}")
_SUBJECT = re.compile(r"[0-9A-Za-z_-]{43}", re.ASCII)
_ALGORITHM = "ES256"
_NONCE_BYTES = range(16, 65)
_MOST_AHEAD = 2**37  # seconds since 1970, in the year 6325: any such instant, and a time that is added to it, is one that a datetime holds


class Unreadable(ValueError):  # noqa: N818 - what was sent, not a defect
    """A question, a reply or a verdict is not one. `field` names where; no value is repeated."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field = field
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Question:
    """Files as read from the chip, raw, by our names; the nonce is whoever asks's own and comes back signed."""

    request_id: str
    nonce: bytes
    files: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the service answers for: `result` is a stable code, `genuine` or why not; checks are (name, outcome, reason); hashes SHA-256 in hex.

    `subject` is about whom the data are, without saying it: `presence.subject_under` the nonce. None where they are not genuine, or name nobody.
    """

    issuer: str
    request_id: str
    nonce: bytes
    at: datetime
    result: str
    checks: tuple[tuple[str, str, str], ...]
    hashes: Mapping[str, str]
    subject: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """`data` is what the groups say, under the service's names, and empty unless the result is genuine. `token` is the signed verdict."""

    code: str
    message: str
    request_id: str
    passive_ok: bool
    chip_ok: bool | None
    token: str
    data: Mapping[str, str] = field(default_factory=dict, repr=False)


def written(question: Question) -> bytes:
    """The JSON that is sent."""
    return json.dumps(write_question(question)).encode()


def write_question(question: Question) -> dict[str, str]:
    """The same as an object."""
    files = {FILES[name]: base64.b64encode(raw).decode() for name, raw in question.files.items()}
    return {"requestId": question.request_id, "nonce": _url64(question.nonce), "method": METHOD, **files}


def read_question(body: Any) -> Question:
    """Raises Unreadable, naming the field."""
    if not isinstance(body, dict):
        raise Unreadable("body", "is no JSON object")
    if body.get("method") != METHOD:
        raise Unreadable("method", f"must be {METHOD}")
    request_id = body.get("requestId")
    if not isinstance(request_id, str) or not _REQUEST.fullmatch(request_id):
        raise Unreadable("requestId", "must have 8 to 64 letters, digits or hyphens")
    files = {name: _file(body[theirs], theirs) for name, theirs in FILES.items() if body.get(theirs) is not None}
    for name in REQUIRED:
        if name not in files:
            raise Unreadable(FILES[name], "is missing")
    return Question(request_id, _nonce(body.get("nonce"), "nonce"), files)


def write_reply(reply: Reply) -> dict[str, Any]:
    """The JSON object that is answered."""
    return {
        "status": "SUCCESS" if reply.code == OK else "FAILED",
        "code": reply.code,
        "message": reply.message,
        "requestId": reply.request_id,
        "data": dict(reply.data),
        "passiveAuthStatus": reply.passive_ok,
        "chipAuthStatus": reply.chip_ok,
        "verdict": reply.token,
    }


def read_reply(body: Any) -> Reply:
    """Raises Unreadable, naming the field; the verdict inside is read with `read_verdict`."""
    if not isinstance(body, dict):
        raise Unreadable("body", "is no JSON object")
    texts = {name: _text(body, name) for name in ("code", "message", "requestId", "verdict")}
    data = body.get("data") or {}
    if not isinstance(data, dict) or not all(isinstance(value, str) for value in data.values()):
        raise Unreadable("data", "is no object of texts")
    passive, chip = body.get("passiveAuthStatus"), body.get("chipAuthStatus")
    if not isinstance(passive, bool) or not (chip is None or isinstance(chip, bool)):
        raise Unreadable("passiveAuthStatus", "must be true or false")
    return Reply(
        code=texts["code"],
        message=texts["message"],
        request_id=texts["requestId"],
        passive_ok=passive,
        chip_ok=chip,
        token=texts["verdict"],
        data=data,
    )


def sign_verdict(verdict: Verdict, private_key_pem: bytes) -> str:
    """The verdict as a compact JWS by a key on P-256."""
    key = jwk.ECKey.import_key(private_key_pem)
    claims = {
        "iss": verdict.issuer,
        "iat": int(verdict.at.timestamp()),
        "requestId": verdict.request_id,
        "nonce": _url64(verdict.nonce),
        "result": verdict.result,
        "checks": [list(each) for each in verdict.checks],
        "hashes": dict(verdict.hashes),
        **({} if verdict.subject is None else {"subject": verdict.subject}),
    }
    return jwt.encode({"alg": _ALGORITHM, "kid": key.thumbprint(), "typ": TYPE}, claims, key, algorithms=[_ALGORITHM])


def public_keys(*private_key_pem: bytes) -> dict[str, Any]:
    """The key set to publish (RFC 7517)."""
    keys = [jwk.ECKey.import_key(each) for each in private_key_pem]
    return {"keys": [{**key.as_dict(private=False), "kid": key.thumbprint(), "use": "sig", "alg": _ALGORITHM} for key in keys]}


def named_issuer(token: str) -> str:
    """The service that a verdict says it is of, to find the keys to check it with; "" where it says none. Proves nothing."""
    parts = token.split(".")
    if len(parts) != 3 or not token.isascii():
        return ""
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return ""
    named = claims.get("iss") if isinstance(claims, dict) else None
    return named if isinstance(named, str) else ""


def read_verdict(token: str, keys: Mapping[str, Any]) -> Verdict:
    """A verdict whose signature one of `keys` (a JWK set) made. Raises Unreadable."""
    try:
        read = jwt.decode(token, jwk.KeySet.import_key_set(dict(keys)), algorithms=[_ALGORITHM])  # type: ignore[arg-type]
    except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise Unreadable("verdict", "is not signed by the service") from wrong
    if read.header.get("typ") != TYPE:
        raise Unreadable("verdict", f"is no {TYPE}")
    claims = read.claims
    try:
        return Verdict(
            issuer=_text(claims, "iss"),
            request_id=_text(claims, "requestId"),
            nonce=_nonce(claims.get("nonce"), "verdict.nonce"),
            at=_instant(claims["iat"]),
            result=_text(claims, "result"),
            checks=tuple((str(name), str(outcome), str(reason)) for name, outcome, reason in claims["checks"]),
            hashes={str(name): str(value) for name, value in claims["hashes"].items()},
            subject=_subject(claims.get("subject")),
        )
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as wrong:
        if isinstance(wrong, Unreadable):
            raise
        raise Unreadable("verdict", "lacks a claim or has one of another kind") from wrong


def _file(value: object, name: str) -> bytes:
    if not isinstance(value, str):
        raise Unreadable(name, "must be base64 text")
    try:
        raw = base64.b64decode("".join(value.split()), validate=True)
    except (binascii.Error, ValueError) as wrong:
        raise Unreadable(name, "is not base64") from wrong
    if not raw:
        raise Unreadable(name, "is empty")
    return raw


def _nonce(value: object, name: str) -> bytes:
    if isinstance(value, str) and re.fullmatch(r"[0-9A-Za-z_-]{20,90}", value) and len(value) % 4 != 1:  # no bytes give so many letters
        raw = base64.urlsafe_b64decode(value + "=" * (-len(value) % 4))
        if len(raw) in _NONCE_BYTES:
            return raw
    raise Unreadable(name, "must be 16 to 64 bytes in base64url without padding")


def _instant(value: object) -> datetime:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < _MOST_AHEAD:
        raise Unreadable("verdict.iat", "must be whole seconds since 1970")
    return datetime.fromtimestamp(value, UTC)


def _subject(value: object) -> str | None:
    if value is None or (isinstance(value, str) and _SUBJECT.fullmatch(value)):
        return value
    raise Unreadable("verdict.subject", "must be 32 bytes in base64url without padding")


def _text(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str):
        raise Unreadable(name, "must be a text")
    return value


def _url64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
