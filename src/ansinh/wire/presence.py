"""The statement of a desk: a chip card was read here, for this visit, with these results. Our own design; nothing of a card is in it.

A compact JWS (RFC 7515) in ES256 (RFC 7518 section 3.4) of type `ansinh-presence+jwt`. The desk's name is the RFC 7638 thumbprint of its
key, and stands as `kid` and as `iss`. What the statement is worth (whether desk, challenge, person and level are right) `checkin` decides.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

TYPE = "ansinh-presence+jwt"
ALGORITHM = "ES256"
CHALLENGE_BYTES = 32
LONGEST_STATEMENT = 24_000  # characters
LONGEST_VERDICT = 12_000
LONGEST_AUDIENCE = 200
MOST_CHECKS = 48
_MOST_AHEAD = 2**40  # seconds since 1970: any instant that a datetime holds is below
_MEMBERS = frozenset({"kty", "crv", "x", "y"})
_OF_32_BYTES = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)  # in base64url: the name of a desk, and a challenge

Thumbprint = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]  # 32 bytes in base64url without padding
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Level = Literal["chip_read", "chip_authenticated"]
Access = Literal["pace_can", "pace_mrz", "bac"]
Outcome = Literal["successful", "failed", "undetermined", "not_performed"]  # BSI TR-03135
CompactJws = Annotated[str, Field(max_length=LONGEST_VERDICT, pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+$")]
FileName = Literal["sod", "dg1", "dg2", "dg13", "dg14", "dg15"]


class StatementError(ValueError):
    """No statement, or not this key's. `reason` is a stable code and never holds what was sent."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)


class CheckTold(_Part):
    """One check by its stable name; `reason` a stable code where it did not succeed."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,47}$")]
    outcome: Outcome
    reason: Annotated[str, Field(pattern=r"^[a-z0-9_]{0,64}$")] = ""


class Signer(_Part):
    """The certificate that signed the card's data: country, serial number in hex, SHA-256 of its DER. It names no holder."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    serial: Annotated[str, Field(pattern=r"^[0-9a-f]{1,64}$")]
    fingerprint: Sha256


class Active(_Part):
    """What the card was asked to sign (`card_challenge`, in hex), and its answer, base64url."""

    challenge: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    signature: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{0,1024}$")] = ""


def _each_once(checks: tuple[CheckTold, ...]) -> tuple[CheckTold, ...]:
    if len({each.name for each in checks}) != len(checks):
        raise ValueError("a check is told twice")
    return checks


class Claims(_Part):
    """What a desk states. `hashes` are SHA-256 of the raw files as they were read, `sod` always among them.

    `challenge` is the gateway's, base64url; `subject` is `subject_of` it and the citizen number; `iat` whole seconds since 1970.
    `verdict_jws` is what a verification service signed for this challenge; whether it is believed the gateway decides, by its keys.
    """

    iss: Thumbprint
    aud: Annotated[str, Field(min_length=1, max_length=LONGEST_AUDIENCE)]
    iat: Annotated[int, Field(ge=0, lt=_MOST_AHEAD)]
    jti: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{16,64}$")]
    challenge: Thumbprint
    facility: Annotated[str, Field(pattern=r"^[0-9]{2}[0-9A-Z]{3}$")]
    subject: Thumbprint = Field(repr=False)
    level: Level
    policy: Annotated[str, Field(pattern=r"^[a-z0-9_.-]{1,40}$")]
    checks: Annotated[tuple[CheckTold, ...], Field(min_length=1, max_length=MOST_CHECKS), AfterValidator(_each_once)]
    hashes: dict[FileName, Sha256] = Field(repr=False)
    access: Access
    signer: Signer | None = None
    active: Active | None = None
    verdict_jws: CompactJws | None = Field(default=None, repr=False)


class _Registry(jws.JWSRegistry):
    max_payload_length = LONGEST_STATEMENT


def write(claims: Claims, key_pem: bytes) -> str:
    """The claims as a signed statement; `key_pem` is the desk's P-256 private key.

    Raises ValueError where the key is none, or is not that of `iss`.
    """
    key = _private(key_pem)
    if key.thumbprint() != claims.iss:
        raise ValueError("iss must be the thumbprint of the key")
    payload = claims.model_dump_json(exclude_none=True)
    return jws.serialize_compact(
        {"alg": ALGORITHM, "kid": claims.iss, "typ": TYPE}, payload, key, registry=_Registry(algorithms=[ALGORITHM])
    )


def named_desk(statement: str) -> str:
    """The desk it says it is of, to find the key to check it with; proves nothing. Raises StatementError("not_a_statement")."""
    return str(_header(statement)["kid"])


def read(statement: str, public_key: Mapping[str, Any]) -> Claims:
    """What it says, with the signature of `public_key` (a JWK) good. Whether it is true, and of whom, is not judged.

    Raises StatementError: "not_a_statement" for another shape, type or algorithm, "wrong_signature", and "wrong_claims" for a payload that
    is none of these claims or whose `iss` is not `kid`.
    """
    kid = named_desk(statement)
    try:
        signed = jws.deserialize_compact(statement, ECKey.import_key(dict(public_key)), registry=_Registry(algorithms=[ALGORITHM]))
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        raise StatementError("wrong_signature") from None
    try:
        claims = Claims.model_validate_json(signed.payload)
    except (ValidationError, RecursionError):
        raise StatementError("wrong_claims") from None
    if claims.iss != kid or "sod" not in claims.hashes:
        raise StatementError("wrong_claims")
    return claims


def subject_of(challenge: str, citizen_number: str) -> str:
    """Whom a statement is about, without saying it: HMAC-SHA-256 of the 12 digits under the challenge's bytes, base64url.

    It hides the number from a passing look and no more: who has the challenge can try all numbers.
    """
    return subject_under(challenge_bytes(challenge), citizen_number)


def subject_under(key: bytes, citizen_number: str) -> str:
    """The same where the bytes of a challenge, or of another nonce, are at hand: a verification service says so too whom its verdict is about."""
    return _base64url(hmac.digest(key, citizen_number.encode("ascii"), "sha256"))


def card_challenge(challenge: str) -> bytes:
    """What the card signs in active authentication (ICAO Doc 9303-11 section 6.1): the first 8 bytes of SHA-256 of the challenge's bytes."""
    return hashlib.sha256(challenge_bytes(challenge)).digest()[:8]


def challenge_bytes(challenge: str) -> bytes:
    """The 32 bytes that a challenge is the text of. Raises ValueError for any other text."""
    if _OF_32_BYTES.fullmatch(challenge) is None:
        raise ValueError("a challenge is 32 bytes in base64url")
    return base64.urlsafe_b64decode(f"{challenge}=")


def public_jwk(key_pem: bytes) -> dict[str, str]:
    """The public half of a desk's key as a JWK of four members. Raises ValueError for anything but a private key on P-256."""
    return _members(_private(key_pem))


def read_public_jwk(entry: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The desk's name and the key in its shortest form. Raises StatementError("wrong_key") for all but a public key on P-256."""
    if not entry.keys() >= _MEMBERS or "d" in entry or entry["kty"] != "EC" or entry["crv"] != "P-256":
        raise StatementError("wrong_key")
    try:
        key = ECKey.import_key({name: entry[name] for name in _MEMBERS})
        members = _members(key)
    except (JoseError, ValueError, TypeError, KeyError):
        raise StatementError("wrong_key") from None
    return key.thumbprint(), members


def is_desk_id(text: str) -> bool:
    """True for what can be a desk's name at all."""
    return _OF_32_BYTES.fullmatch(text) is not None


def desk_id(key_pem: bytes) -> str:
    """The desk's name: the thumbprint of its key (RFC 7638, SHA-256, base64url)."""
    return _private(key_pem).thumbprint()


def _header(statement: str) -> Mapping[str, Any]:
    if not 0 < len(statement) <= LONGEST_STATEMENT or not statement.isascii() or statement.count(".") != 2:
        raise StatementError("not_a_statement")
    try:
        header = jws.extract_compact(statement.encode(), registry=_Registry(algorithms=[ALGORITHM])).headers()
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        raise StatementError("not_a_statement") from None
    kid = header.get("kid")
    if header.keys() != {"alg", "kid", "typ"} or header["alg"] != ALGORITHM or header["typ"] != TYPE:
        raise StatementError("not_a_statement")
    if not isinstance(kid, str) or not is_desk_id(kid):  # it goes into a query and an audit trail before anything is verified
        raise StatementError("not_a_statement")
    return header


def _private(key_pem: bytes) -> ECKey:
    unfit = "the key must be a P-256 private key in PEM"
    try:
        key = ECKey.import_key(key_pem)
    except (JoseError, ValueError, TypeError) as wrong:
        raise ValueError(unfit) from wrong
    if key.curve_name != "P-256" or not key.is_private:
        raise ValueError(unfit)
    return key


def _members(key: ECKey) -> dict[str, str]:
    whole = key.as_dict(private=False)
    return {name: str(whole[name]) for name in sorted(_MEMBERS)}


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
