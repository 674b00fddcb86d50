"""`private_key_jwt`: a client proves itself with a signed assertion (RFC 7523, OpenID Connect Core 9, FAPI 2.0 Security Profile 5.3.2.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ansinh.oidc.client_keys import ClientKeys, find, read_header, unproven_claims, verify
from ansinh.oidc.errors import ProtocolError
from ansinh.oidc.parameters import Parameters
from ansinh.oidc.signed_tokens import SignedToken
from ansinh.oidc.times import instant

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_SKEW = timedelta(seconds=60)
_LONGEST_LIFE = timedelta(hours=1)  # what widespread client libraries write unless told otherwise; its jti is remembered as long
_LONGEST_JTI = 200


@dataclass(frozen=True, slots=True)
class Assertion:
    """A good assertion. It counts once: the caller keeps `jti` with the client until `expires_at` and refuses it if it is there already."""

    client_id: str
    jti: str
    expires_at: datetime


def read_assertion(params: Parameters) -> str | None:
    """The assertion in a request; None if there is none. Raises ProtocolError("invalid_client") for one of another type, or half of one."""
    raw, kind = params.get("client_assertion"), params.get("client_assertion_type")
    if raw is None and kind is None:
        return None
    if raw is None or kind != ASSERTION_TYPE:
        raise ProtocolError("invalid_client", "client_assertion needs client_assertion_type jwt-bearer", field="client_assertion_type")
    return raw


def claimed_client(raw: str) -> str | None:
    """Whose assertion it says it is, to find the keys to check it with; proves nothing."""
    subject = unproven_claims(raw).get("sub")
    return subject if isinstance(subject, str) and subject.isprintable() else None


def check_assertion(raw: str, keys: ClientKeys, *, client_id: str, audience: str, now: datetime) -> Assertion:
    """The assertion, believed. `audience` is this provider's issuer and the only one taken: not an endpoint, not a list (FAPI 2.0).

    Raises ProtocolError("invalid_client") with the rule that failed in `detail`; the caller tells the client no more than the code.
    """
    header = read_header(raw)
    key = None if header is None else find(keys, header.get("kid"))
    token = None if key is None else verify(raw, key)
    if token is None:
        raise ProtocolError("invalid_client", "assertion: signature, algorithm or key is not the client's")
    _check_who(token, client_id=client_id, audience=audience)
    expires_at = _check_when(token, now=now)
    jti = token.claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_JTI or not jti.isprintable():
        raise ProtocolError("invalid_client", "assertion: jti is missing, too long, or no plain text")
    return Assertion(client_id, jti, expires_at)


def _check_who(token: SignedToken, *, client_id: str, audience: str) -> None:
    if token.claims.get("iss") != client_id or token.claims.get("sub") != client_id:
        raise ProtocolError("invalid_client", "assertion: iss and sub must be the client")
    if token.claims.get("aud") != audience:
        raise ProtocolError("invalid_client", "assertion: aud must be the issuer and nothing else")


def _check_when(token: SignedToken, *, now: datetime) -> datetime:
    expires_at = instant(token.claims, "exp")
    if expires_at is None or expires_at + _SKEW <= now:
        raise ProtocolError("invalid_client", "assertion: exp is missing or past")
    if expires_at > now + _LONGEST_LIFE + _SKEW:
        raise ProtocolError("invalid_client", "assertion: exp is more than an hour away")
    for name in ("iat", "nbf"):
        at = instant(token.claims, name)
        if name in token.claims and (at is None or at > now + _SKEW):
            raise ProtocolError("invalid_client", f"assertion: {name} is in the future")
    return expires_at + _SKEW
